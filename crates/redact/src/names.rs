//! Names that were learned, found in a text; whether a place is a name or the middle of other words.

use std::collections::BTreeMap;

use crate::fold::hanzi;
use crate::people::surname;
use crate::reading::Reading;
use crate::rules::Rules;

/// What may stand between two characters of one name, and how often.
const GAP: usize = 2;

/// A name, without dots and spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    chars: Vec<char>,
    /// Whether it was written with dots (古丽米热·艾比布力).
    parts: bool,
}

/// The names of a book.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// By the first character, the longest first, so that 欧阳小红 is not taken for 欧阳小.
    names: BTreeMap<char, Vec<Name>>,
}

/// What a place where a name's characters stand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// The name.
    Name,
    /// Perhaps: a human should look.
    Doubt,
}

impl Known {
    /// Remembers a name; a dot parts those that have several parts, each of which is a name of its own.
    pub(crate) fn add(&mut self, written: &str) {
        let parts: Vec<&str> = written.split('·').collect();
        if parts.len() > 1 {
            parts.iter().filter(|part| part.chars().count() > 2).for_each(|part| self.add(part));
        }
        let chars: Vec<char> = parts.concat().chars().map(|c| c.to_ascii_lowercase()).collect();
        let Some(first) = chars.first() else { return };
        let same = self.names.entry(*first).or_default();
        if same.iter().all(|name| name.chars != chars) {
            same.push(Name { chars, parts: parts.len() > 1 });
            same.sort_by_key(|name| std::cmp::Reverse(name.chars.len()));
        }
    }

    /// Masks the names in a text. Returns how many were masked, and the places of those that may be none.
    pub(crate) fn mask(&self, rules: &Rules, reading: &mut Reading<'_>) -> (usize, Vec<(usize, usize)>) {
        let (mut masked, mut doubts) = (0, Vec::new());
        let mut at = 0;
        while at < reading.len() {
            match self.at(rules, reading, at) {
                Some((places, Sense::Name)) => {
                    hide(rules, reading, &places);
                    masked += 1;
                    at = places.last().map_or(at, |last| *last) + 1;
                }
                Some((places, Sense::Doubt)) => {
                    doubts.push((at, places.last().map_or(at, |last| *last) + 1));
                    at += 1;
                }
                None => at += 1,
            }
        }
        (masked, doubts)
    }

    /// The name that stands here, if one does.
    fn at(&self, rules: &Rules, reading: &Reading<'_>, at: usize) -> Option<(Vec<usize>, Sense)> {
        let names = self.names.get(&reading.c(at)?.to_ascii_lowercase())?;
        let mut doubt = None;
        for name in names {
            let Some(places) = places(reading, at, name) else { continue };
            match self.sense(rules, reading, &places, name) {
                Some(Sense::Name) => return Some((places, Sense::Name)),
                Some(Sense::Doubt) => doubt = doubt.or(Some((places, Sense::Doubt))),
                None => {}
            }
        }
        doubt
    }

    /// What the characters of a name are in this place; `None` when they belong to other words on both sides.
    fn sense(&self, rules: &Rules, reading: &Reading<'_>, places: &[usize], name: &Name) -> Option<Sense> {
        let (from, to) = (places.first().copied()?, places.last().copied()? + 1);
        if reading.hidden(from) {
            return None;
        }
        if name.chars.iter().all(char::is_ascii) {
            let outside = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
            return (outside(reading.before(from)) && outside(reading.c(to))).then_some(Sense::Name);
        }
        let before = reading.before(from);
        let own = |at: usize| name.chars.get(at).copied();
        let left = rules.lexicon.has(before, own(0));
        let right = rules.lexicon.has(own(name.chars.len() - 1), reading.c(to));
        let (leads, follows) = (self.leads(rules, reading, from), self.follows(rules, reading, to));
        let word = name.chars.len() == 2 && rules.lexicon.has(own(0), own(1));
        let lone = cell(outer(reading, from, false)) && cell(outer(reading, to, true));
        if word {
            let person = (follows && (boundary(before) || leads)) || (leads && boundary(reading.c(to)));
            return Some(if person || lone { Sense::Name } else { Sense::Doubt });
        }
        let particle = own(0).is_some_and(|c| rules.names.particles.contains(c));
        match (left, right) {
            (true, true) if !follows => None,
            // 向明天, 于洪水: what could be a surname is a preposition here.
            (false, true) if name.chars.len() == 2 && !follows && particle => Some(Sense::Doubt),
            (true, false) if name.chars.len() == 2 && !follows && !boundary(reading.c(to)) => {
                Some(Sense::Doubt)
            }
            _ => Some(Sense::Name),
        }
    }

    /// Whether what stands before a place leads to a name: a post, 请, a label, or another name and 、.
    fn leads(&self, rules: &Rules, reading: &Reading<'_>, at: usize) -> bool {
        let names = &rules.names;
        if reading.ends(at, &names.posts) || reading.ends(at, &names.leads) {
            return true;
        }
        let joined = reading.before(at).is_some_and(|c| matches!(c, '、' | '，' | ',' | '和' | '与' | '及'));
        joined && at.checked_sub(2).is_some_and(|last| reading.hidden(last))
    }

    /// Whether what follows is said of people only: a post, a verb, or another name after 、.
    fn follows(&self, rules: &Rules, reading: &Reading<'_>, to: usize) -> bool {
        let names = &rules.names;
        let bracketed = to + usize::from(matches!(reading.c(to), Some('(')));
        if reading.any(bracketed, &names.posts).is_some() || reading.any(to, &names.says).is_some() {
            return true;
        }
        let joined = reading.c(to).is_some_and(|c| matches!(c, '、' | '和' | '与' | '及'));
        let another = |names: &Vec<Name>| {
            names.iter().any(|name| {
                let word = rules.lexicon.has(name.chars.first().copied(), name.chars.get(1).copied());
                !word && places(reading, to + 1, name).is_some()
            })
        };
        joined && reading.c(to + 1).and_then(|c| self.names.get(&c)).is_some_and(another)
    }
}

/// Where the characters of a name stand, from here on; `None` when they do not.
fn places(reading: &Reading<'_>, at: usize, name: &Name) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(name.chars.len());
    let mut next = at;
    for (nth, c) in name.chars.iter().enumerate() {
        if nth > 0 {
            let dots = if name.parts { " ·.-" } else { " " };
            next = reading.skip(next, GAP, dots);
        }
        if reading.c(next)?.to_ascii_lowercase() != *c {
            return None;
        }
        places.push(next);
        next += 1;
    }
    Some(places)
}

/// Masks a name but for its surname.
pub(crate) fn hide(rules: &Rules, reading: &mut Reading<'_>, places: &[usize]) {
    let chars: Vec<char> = places.iter().filter_map(|at| reading.c(*at)).collect();
    let kept = surname(&rules.names, &chars).clamp(1, chars.len().saturating_sub(1).max(1));
    for (at, c) in places.iter().zip(&chars).skip(kept) {
        reading.hide(*at, if c.is_ascii() { '*' } else { rules.names.mask });
    }
}

/// Whether no word goes on here.
pub(crate) fn boundary(c: Option<char>) -> bool {
    c.is_none_or(|c| !hanzi(c) && !c.is_alphanumeric())
}

/// Whether a field or a cell of a table begins or ends here.
fn cell(c: Option<char>) -> bool {
    c.is_none_or(|c| matches!(c, '|' | '\n' | '\t'))
}

/// The first character beside a name that is no space.
fn outer(reading: &Reading<'_>, at: usize, after: bool) -> Option<char> {
    let space = |place: &usize| reading.c(*place) == Some(' ');
    if after {
        reading.c((at..).find(|place| !space(place))?)
    } else {
        reading.c((0..at).rev().find(|place| !space(place))?)
    }
}
