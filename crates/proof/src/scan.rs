//! Small scanners over characters that several rules share: classes, numerals, ordinals, dates, numbers of documents.

/// Whether this is a Han character of the common blocks.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Sentence punctuation of Chinese and Latin that no name, title or heading ends with.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '，' | '；' | '：' | '、' | '！' | '？' | '.' | ',' | ';' | ':' | '!' | '?' | '．')
}

/// The character at `at`.
pub(crate) fn at(chars: &[char], at: usize) -> Option<char> {
    chars.get(at).copied()
}

/// Whether `word` stands at `from`.
pub(crate) fn stands(chars: &[char], from: usize, word: &str) -> bool {
    let mut rest = chars.iter().skip(from);
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Where `word` first stands at or after `from`.
pub(crate) fn find(chars: &[char], from: usize, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    let mut at = from;
    loop {
        at += chars.get(at..)?.iter().position(|c| *c == first)?;
        if stands(chars, at, word) {
            return Some(at);
        }
        at += 1;
    }
}

/// Every place where `word` stands, overlapping ones left out.
pub(crate) fn find_all(chars: &[char], word: &str) -> Vec<usize> {
    let step = word.chars().count().max(1);
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(place) = find(chars, from, word) {
        places.push(place);
        from = place + step;
    }
    places
}

/// Whether the characters end with `word`.
pub(crate) fn ends(chars: &[char], word: &str) -> bool {
    let len = word.chars().count();
    chars.len().checked_sub(len).is_some_and(|from| stands(chars, from, word))
}

/// Behind the run of characters from `from` that satisfy `is`.
pub(crate) fn run_end(chars: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    from + chars.iter().skip(from).take_while(|c| is(**c)).count()
}

/// Value of a run of digits; `None` when empty or too long to be a number anyone writes.
pub(crate) fn number(chars: &[char]) -> Option<u32> {
    (!chars.is_empty() && chars.len() <= 9)
        .then(|| chars.iter().try_fold(0u32, |sum, c| Some(sum * 10 + narrow(*c).to_digit(10)?)))
        .flatten()
}

/// A digit, in whatever width it was typed.
fn is_digit(c: char) -> bool {
    narrow(c).is_ascii_digit()
}

/// A full-width digit as the ASCII one.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// Value of a Han numeral up to 99, as ordinals use it.
pub(crate) fn han_number(chars: &[char]) -> Option<u32> {
    let digit =
        |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|i| u32::try_from(i + 1).ok());
    let (tens, ones) = match chars.iter().position(|c| *c == '十') {
        Some(at) => (chars.get(..at)?, chars.get(at + 1..)?),
        None => (&[][..], chars),
    };
    let has_ten = tens.len() + ones.len() < chars.len();
    let tens = match (has_ten, tens) {
        (false, _) => 0,
        (true, []) => 1,
        (true, [one]) => digit(*one)?,
        (true, _) => return None,
    };
    match ones {
        [] if has_ten => Some(tens * 10),
        [one] => Some(tens * 10 + digit(*one)?),
        _ => None,
    }
}

/// How an ordinal at the start of a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// 一
    Han,
    /// （一）
    HanBracket,
    /// 1
    Digit,
    /// （1）
    DigitBracket,
    /// ①
    Circled,
    /// A
    Letter,
    /// 第一章, 第一节, 第一条
    Clause(char),
}

/// An ordinal at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ordinal {
    /// How it is written.
    pub(crate) form: Form,
    /// Its value.
    pub(crate) value: u32,
    /// Brackets are half-width.
    pub(crate) half: bool,
    /// Behind the number and its brackets.
    pub(crate) bare_end: usize,
    /// Punctuation right behind.
    pub(crate) mark: Option<char>,
    /// Where the words start: behind punctuation and blanks.
    pub(crate) end: usize,
}

impl Ordinal {
    /// Behind the number, its brackets and its punctuation.
    pub(crate) fn label_end(&self) -> usize {
        self.bare_end + usize::from(self.mark.is_some())
    }

    /// Whether number and brackets are one character: ㈠, ⑴.
    pub(crate) fn is_one_sign(&self, from: usize) -> bool {
        matches!(self.form, Form::HanBracket | Form::DigitBracket) && self.bare_end == from + 1
    }

    /// Heading level of GB/T 9704 7.3.3 by the form alone.
    pub(crate) fn level(&self) -> Option<u8> {
        match self.form {
            Form::Han => Some(1),
            Form::HanBracket => Some(2),
            Form::Digit => Some(3),
            Form::DigitBracket => Some(4),
            Form::Circled | Form::Letter | Form::Clause(_) => None,
        }
    }
}

/// The ordinal that opens a line, `from` its first character that is no blank. A bare 一 or 1 needs punctuation.
pub(crate) fn ordinal(chars: &[char], from: usize) -> Option<Ordinal> {
    let first = at(chars, from)?;
    let (form, value, half, bare_end) = match first {
        '（' | '(' => bracketed(chars, from)?,
        '①'..='⑳' => (Form::Circled, u32::from(first) - u32::from('①') + 1, false, from + 1),
        '第' => clause(chars, from)?,
        '\u{3220}'..='\u{3229}' => (Form::HanBracket, u32::from(first) - 0x3220 + 1, false, from + 1),
        '\u{2474}'..='\u{2487}' => (Form::DigitBracket, u32::from(first) - 0x2474 + 1, false, from + 1),
        c if is_digit(c) => {
            let end = run_end(chars, from, is_digit);
            (Form::Digit, number(chars.get(from..end)?)?, false, end)
        }
        c if c.is_ascii_uppercase() => (Form::Letter, u32::from(c) - u32::from('A') + 1, false, from + 1),
        _ => {
            let end = run_end(chars, from, is_han_digit);
            (Form::Han, han_number(chars.get(from..end)?)?, false, end)
        }
    };
    let mark = at(chars, bare_end)
        .filter(|c| matches!(c, '、' | '.' | '．' | '，' | ',' | '。' | '：' | ')' | '）'));
    let plain = matches!(form, Form::Han | Form::Digit | Form::Letter);
    if plain && mark.is_none() {
        return None;
    }
    // 3.5万元 and 1.2.3 are figures, not the third heading.
    let after = bare_end + usize::from(mark.is_some());
    if form == Form::Digit && matches!(mark, Some('.' | '．')) && at(chars, after).is_some_and(is_digit) {
        return None;
    }
    let end = run_end(chars, after, |c| c == ' ' || c == '\u{3000}');
    Some(Ordinal { form, value, half, bare_end, mark, end })
}

fn is_han_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

fn bracketed(chars: &[char], from: usize) -> Option<(Form, u32, bool, usize)> {
    let han = run_end(chars, from + 1, is_han_digit);
    let digits = run_end(chars, from + 1, is_digit);
    let (form, value, end) = if han > from + 1 {
        (Form::HanBracket, han_number(chars.get(from + 1..han)?)?, han)
    } else {
        (Form::DigitBracket, number(chars.get(from + 1..digits)?).filter(|n| *n < 100)?, digits)
    };
    let close = at(chars, end).filter(|c| matches!(c, '）' | ')'))?;
    Some((form, value, at(chars, from) == Some('(') || close == ')', end + 1))
}

fn clause(chars: &[char], from: usize) -> Option<(Form, u32, bool, usize)> {
    let end = run_end(chars, from + 1, is_han_digit);
    let unit = at(chars, end).filter(|c| matches!(c, '章' | '节' | '条'))?;
    Some((Form::Clause(unit), han_number(chars.get(from + 1..end)?)?, false, end + 1))
}

/// A full date written with Arabic digits, 2021年10月8日, calendar not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dated {
    /// First character.
    pub(crate) start: usize,
    /// Behind 日.
    pub(crate) end: usize,
    /// Year, of four digits.
    pub(crate) year: i32,
    /// Month as written.
    pub(crate) month: u32,
    /// Day as written.
    pub(crate) day: u32,
    /// Month or day starts with 0.
    pub(crate) padded: bool,
}

impl Dated {
    /// The day, when the calendar has it.
    pub(crate) fn date(&self) -> Option<document::Date> {
        let part = |n: u32| u8::try_from(n).ok();
        document::Date::new(self.year, part(self.month)?, part(self.day)?).ok()
    }
}

/// Every full date.
pub(crate) fn dates(chars: &[char]) -> Vec<Dated> {
    let years = chars.iter().enumerate().filter(|(_, c)| **c == '年').map(|(i, _)| i);
    years.filter_map(|year| date_around(chars, year)).collect()
}

fn date_around(chars: &[char], year_at: usize) -> Option<Dated> {
    let digit = |c: char| c.is_ascii_digit();
    let start = year_at.checked_sub(4)?;
    let longer = start.checked_sub(1).and_then(|i| at(chars, i)).is_some_and(digit);
    let year = number(chars.get(start..year_at)?).filter(|_| !longer)?;
    let month_end = run_end(chars, year_at + 1, digit);
    let month = number(chars.get(year_at + 1..month_end)?)?;
    if at(chars, month_end) != Some('月') {
        return None;
    }
    let day_end = run_end(chars, month_end + 1, digit);
    let day = number(chars.get(month_end + 1..day_end)?)?;
    if at(chars, day_end) != Some('日') {
        return None;
    }
    let padded = [year_at + 1, month_end + 1].into_iter().any(|i| at(chars, i) == Some('0'));
    Some(Dated { start, end: day_end + 1, year: i32::try_from(year).ok()?, month, day, padded })
}

/// Whether two characters are a pair of brackets in which a year of a document number is written, rightly or not.
pub(crate) fn is_year_bracket(open: char, close: char) -> bool {
    opens_year(open) && matches!(close, ']' | ')' | '）' | '】' | '］' | '﹞' | '〕')
}

fn opens_year(c: char) -> bool {
    matches!(c, '[' | '(' | '（' | '【' | '［' | '﹝' | '〔')
}

/// A number of a document somewhere in a text, well formed or not: 直党字[2021]第025号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cited {
    /// Opening bracket of the year.
    pub(crate) open: usize,
    /// Closing bracket of the year.
    pub(crate) close: usize,
    /// First character of the serial, behind 第 and blanks.
    pub(crate) serial: usize,
    /// 号.
    pub(crate) end: usize,
}

/// Every number of a document.
pub(crate) fn citations(chars: &[char]) -> Vec<Cited> {
    let opens = chars.iter().enumerate().filter(|(_, c)| opens_year(**c)).map(|(i, _)| i);
    opens.filter_map(|open| cited_at(chars, open)).collect()
}

fn cited_at(chars: &[char], open: usize) -> Option<Cited> {
    let close = run_end(chars, open + 1, |c| c.is_ascii_digit());
    let digits = close - open - 1;
    if !matches!(digits, 2 | 4) || !is_year_bracket(at(chars, open)?, at(chars, close)?) {
        return None;
    }
    let blank = |c: char| c == ' ' || c == '\u{3000}';
    let mut serial = run_end(chars, close + 1, blank);
    if at(chars, serial) == Some('第') {
        serial = run_end(chars, serial + 1, blank);
    }
    let end = run_end(chars, serial, |c| c.is_ascii_digit());
    let number_sign = run_end(chars, end, blank);
    (end > serial && at(chars, number_sign) == Some('号')).then_some(Cited {
        open,
        close,
        serial,
        end: number_sign,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn ordinals_are_told_from_figures() {
        let form = |text: &str| ordinal(&chars(text), 0).map(|o| (o.form, o.value, o.end));
        assert_eq!(form("一、总体"), Some((Form::Han, 1, 2)));
        assert_eq!(form("十二、总体"), Some((Form::Han, 12, 3)));
        assert_eq!(form("（二十一）x"), Some((Form::HanBracket, 21, 5)));
        assert_eq!(form("3. 机制"), Some((Form::Digit, 3, 3)));
        assert_eq!(form("(4)机制"), Some((Form::DigitBracket, 4, 3)));
        assert_eq!(form("第三条 原则"), Some((Form::Clause('条'), 3, 4)));
        assert_eq!(form("１．核对"), Some((Form::Digit, 1, 2)));
        assert_eq!(form("１２、核对"), Some((Form::Digit, 12, 3)));
        assert_eq!(form("（３）核对"), Some((Form::DigitBracket, 3, 3)));
        assert_eq!(form("⑴核对"), Some((Form::DigitBracket, 1, 1)));
        assert_eq!(form("㈡核对"), Some((Form::HanBracket, 2, 1)));
        assert_eq!(form("３．５万元"), None);
        assert_eq!(form("3.5万元"), None);
        assert_eq!(form("2021年"), None);
        assert_eq!(form("一是"), None);
        assert_eq!(form("（2021）年"), None);
    }

    #[test]
    fn dates_and_numbers_of_documents_are_found() {
        let found = dates(&chars("自2021年10月08日至2022年1月1日"));
        assert_eq!(
            found.iter().map(|d| (d.start, d.end, d.padded)).collect::<Vec<_>>(),
            [(1, 12, true), (13, 22, false)]
        );
        assert_eq!(
            citations(&chars("（直党字[2021]第025号）")),
            [Cited { open: 4, close: 9, serial: 11, end: 14 }]
        );
        assert_eq!(citations(&chars("（2021）年")), []);
    }
}
