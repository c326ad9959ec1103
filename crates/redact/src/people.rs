//! The names in the answer to a field that asks for people: 张三、李四（组长）, 书记王海, 赵亮等3人.

use crate::fold::{Glyph, hanzi};
use crate::rules::{Names, Rules};

/// How sure one may be that the text holds names and little else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It asks for people: what is no known word is a name.
    Names,
    /// It also holds organs, posts and numbers: a name begins with a surname.
    Mixed,
}

/// Longest name with a surname, without one, and with dots between its parts.
const LONGEST: (usize, usize, usize) = (4, 8, 24);

/// Places of the characters of every name.
pub(crate) fn names(glyphs: &[Glyph], rules: &Rules, holds: Holds) -> Vec<Vec<usize>> {
    let reader = Reader { glyphs, rules, names: &rules.names, holds };
    let mut found = Vec::new();
    for item in reader.items() {
        if let Some(latin) = reader.latin(&item) {
            found.push(latin);
            continue;
        }
        for word in reader.words(&item) {
            for part in reader.apart(word) {
                found.extend(reader.name(&part));
            }
        }
    }
    found
}

struct Reader<'r> {
    glyphs: &'r [Glyph],
    rules: &'r Rules,
    names: &'r Names,
    holds: Holds,
}

impl Reader<'_> {
    fn c(&self, at: usize) -> char {
        self.glyphs.get(at).map_or(' ', |glyph| glyph.c)
    }

    fn chars(&self, places: &[usize]) -> Vec<char> {
        places.iter().map(|at| self.c(*at)).collect()
    }

    /// Runs of Hanzi, letters, dots and spaces.
    fn items(&self) -> Vec<Vec<usize>> {
        let part = |c: char| {
            let inside = hanzi(c) || c.is_alphabetic() || matches!(c, ' ' | '·' | '.' | '\'' | '-');
            !inside || self.names.between.contains(c)
        };
        let mut items = vec![Vec::new()];
        for at in 0..self.glyphs.len() {
            if part(self.c(at)) {
                items.push(Vec::new());
            } else if let Some(item) = items.last_mut() {
                item.push(at);
            }
        }
        items.retain(|item| item.iter().any(|at| self.c(*at) != ' '));
        items
    }

    /// A name in Latin letters: John Smith, Li Ming.
    fn latin(&self, item: &[usize]) -> Option<Vec<usize>> {
        let letters: Vec<usize> =
            item.iter().copied().filter(|at| self.c(*at).is_ascii_alphabetic()).collect();
        let only = item.iter().all(|at| self.c(*at).is_ascii_alphabetic() || " .'-".contains(self.c(*at)));
        let capital = letters.first().is_some_and(|at| self.c(*at).is_ascii_uppercase());
        let spaced = item.iter().any(|at| matches!(self.c(*at), ' ' | '.'));
        let enough = letters.len() >= 4 && (spaced || self.holds == Holds::Names);
        (only && capital && enough).then_some(letters)
    }

    /// Words between spaces; 王 强 and 欧阳 小红 are one.
    fn words(&self, item: &[usize]) -> Vec<Vec<usize>> {
        let parts: Vec<&[usize]> =
            item.split(|at| self.c(*at) == ' ').filter(|part| !part.is_empty()).collect();
        let mut words: Vec<Vec<usize>> = Vec::new();
        // How many characters may still join the last word.
        let mut open = 0;
        for (nth, part) in parts.iter().enumerate() {
            let chars = self.chars(part);
            let joint = self.names.joins.iter().any(|join| chars.iter().copied().eq(join.chars()));
            if joint && nth > 0 && parts.get(nth + 1).is_some_and(|next| next.len() > 1) {
                open = 0;
                continue;
            }
            let joins = chars.len() <= open && chars.iter().all(|c| hanzi(*c)) && !self.is_nobody(&chars);
            match words.last_mut() {
                Some(word) if joins => {
                    word.extend(*part);
                    open = usize::from(chars.len() == 1 && word.len() < 3);
                }
                _ => {
                    words.push(part.to_vec());
                    let begun = self.surname(&chars) == chars.len();
                    let single = chars.len() == 1 && self.holds == Holds::Names;
                    open = if begun { 2 } else { usize::from(single) };
                }
            }
        }
        words
    }

    /// 钱进和孙立 are two; 张和平 is one.
    fn apart(&self, word: Vec<usize>) -> Vec<Vec<usize>> {
        let chars = self.chars(&word);
        for at in 1..chars.len() {
            for join in &self.names.joins {
                let length = join.chars().count();
                let here =
                    chars.get(at..at + length).is_some_and(|here| here.iter().copied().eq(join.chars()));
                let (Some(left), Some(right)) = (word.get(..at), word.get(at + length..)) else { continue };
                if here
                    && self.name(left).is_some()
                    && self.apart(right.to_vec()).iter().all(|it| self.name(it).is_some())
                {
                    let mut all = vec![left.to_vec()];
                    all.extend(self.apart(right.to_vec()));
                    return all;
                }
            }
        }
        vec![word]
    }

    /// The name in a word, without posts and organs.
    fn name(&self, word: &[usize]) -> Option<Vec<usize>> {
        let word = self.without_posts(self.without_others(self.trimmed(word)));
        if self.is_name(&self.chars(word)) {
            return Some(self.letters(word));
        }
        let rest = self.after_organ(word).or_else(|| self.after_post(word))?;
        Some(self.letters(self.without_posts(rest)))
    }

    /// A word without the marks around it: 1.张三 is 张三.
    fn trimmed<'w>(&self, word: &'w [usize]) -> &'w [usize] {
        let mark = |at: &usize| !hanzi(self.c(*at)) && !self.c(*at).is_alphabetic();
        let from = word.iter().take_while(|at| mark(at)).count();
        let to = word.len() - word.iter().rev().take_while(|at| mark(at)).count();
        word.get(from..to.max(from)).unwrap_or_default()
    }

    fn letters(&self, word: &[usize]) -> Vec<usize> {
        word.iter().copied().filter(|at| self.c(*at) != '·').collect()
    }

    /// 赵亮等三人 is 赵亮.
    fn without_others<'w>(&self, word: &'w [usize]) -> &'w [usize] {
        let chars = self.chars(word);
        let counted = |c: &char| "一二两三四五六七八九十几多数余若干名位个人同志师生行学".contains(*c);
        let cut = (2..chars.len()).find(|at| {
            chars.get(*at) == Some(&'等') && chars.get(at + 1..).is_some_and(|rest| rest.iter().all(counted))
        });
        cut.and_then(|at| word.get(..at)).unwrap_or(word)
    }

    /// 张三书记 and 张三副书记同志 are 张三.
    fn without_posts<'w>(&self, word: &'w [usize]) -> &'w [usize] {
        let mut rest = word;
        loop {
            let chars = self.chars(rest);
            let post = self.names.posts.iter().find(|post| ends_with(&chars, post));
            let Some(post) = post else { return rest };
            let kept = chars.len() - post.chars().count();
            rest = rest.get(..kept).unwrap_or_default();
        }
    }

    /// 党委书记王海 is 王海.
    fn after_post<'w>(&self, word: &'w [usize]) -> Option<&'w [usize]> {
        let chars = self.chars(word);
        let after = |from: &usize, known: &[String]| {
            let head = chars.get(..*from).unwrap_or_default();
            known.iter().any(|post| ends_with(head, post))
        };
        let rest = |from: &usize| chars.get(*from..).unwrap_or_default();
        let posts = &self.names.posts;
        let named = |from: &usize| {
            let known = after(from, posts) || after(from, &self.names.nobody);
            known && self.surname(rest(from)) > 0 && self.is_name(rest(from))
        };
        let organ = |from: &usize| rest(from).first().is_some_and(|c| self.names.organs.contains(*c));
        let other = |from: &usize| after(from, posts) && !organ(from) && self.is_name(rest(from));
        let from = (1..chars.len()).find(named).or_else(|| (1..chars.len()).find(other))?;
        word.get(from..)
    }

    /// 组织部李四 is 李四.
    fn after_organ<'w>(&self, word: &'w [usize]) -> Option<&'w [usize]> {
        let chars = self.chars(word);
        let from = (2..chars.len()).find(|from| {
            let organ = chars.get(from - 1).is_some_and(|c| self.names.organs.contains(*c));
            let rest = chars.get(*from..).unwrap_or_default();
            organ && self.surname(rest) > 0 && self.is_name(rest)
        })?;
        word.get(from..)
    }

    /// How many characters of its beginning are a surname.
    fn surname(&self, chars: &[char]) -> usize {
        surname(self.names, chars)
    }

    fn is_nobody(&self, chars: &[char]) -> bool {
        let text: String = chars.iter().collect();
        self.names.posts.iter().chain(&self.names.nobody).any(|word| text.contains(word.as_str()))
    }

    fn is_name(&self, chars: &[char]) -> bool {
        if chars.contains(&'·') {
            let parts = chars.split(|c| *c == '·');
            let whole = parts.clone().count() > 1
                && parts.clone().all(|part| !part.is_empty() && part.iter().all(|c| hanzi(*c)));
            return whole && chars.len() <= LONGEST.2 && !self.is_nobody(chars);
        }
        if chars.len() < 2 || !chars.iter().all(|c| hanzi(*c)) || self.is_nobody(chars) {
            return false;
        }
        let words = self.rules.lexicon.count(chars);
        match (self.surname(chars), self.holds) {
            (0, Holds::Mixed) => false,
            (0, Holds::Names) => {
                let organ = chars.last().is_some_and(|c| self.names.organs.contains(*c));
                chars.len() <= LONGEST.1 && words == 0 && !organ
            }
            (own, holds) => {
                let given = chars.len() - own;
                let spare = usize::from(holds == Holds::Names || chars.len() > 2);
                let most = if own == 1 { LONGEST.0 - 1 } else { 2 };
                // 负责人和部分支部书记: what could be a surname joins words here.
                let first: String = chars.iter().take(1).collect();
                let joins = words > 0 && self.names.joins.contains(&first);
                (1..=most).contains(&given) && words <= spare && !joins
            }
        }
    }
}

/// How many characters at the beginning are a surname.
pub(crate) fn surname(names: &Names, chars: &[char]) -> usize {
    let compound = names.compound.iter().find(|surname| {
        let length = surname.chars().count();
        chars.len() > length && chars.iter().copied().take(length).eq(surname.chars())
            || chars.len() == length && chars.iter().copied().eq(surname.chars())
    });
    match (compound, chars.first()) {
        (Some(surname), _) => surname.chars().count(),
        (None, Some(first)) if names.surnames.contains(*first) => 1,
        _ => 0,
    }
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let length = word.chars().count();
    length <= chars.len() && chars.iter().skip(chars.len() - length).copied().eq(word.chars())
}
