//! Names that no field taught: masked where a label or a form of address leaves no doubt, told where there is some.

use crate::fold::hanzi;
use crate::names::{boundary, hide};
use crate::people::surname;
use crate::reading::Reading;
use crate::rules::Rules;

/// Masks a text that a human chose, wherever it stands. Returns how often.
pub(crate) fn mask(rules: &Rules, reading: &mut Reading<'_>, chosen: &str) -> usize {
    let wanted: Vec<char> = Reading::of(chosen, &rules.same).glyphs.iter().map(|glyph| glyph.c).collect();
    let mut times = 0;
    let mut at = 0;
    while !wanted.is_empty() && at < reading.len() {
        let here = wanted.iter().enumerate().all(|(nth, c)| reading.c(at + nth) == Some(*c));
        if here && !reading.hidden(at) {
            let places: Vec<usize> = (at..at + wanted.len()).collect();
            if wanted.iter().all(|c| hanzi(*c)) {
                hide(rules, reading, &places);
            } else {
                let digits =
                    places.iter().filter(|place| reading.c(**place).is_some_and(char::is_alphanumeric));
                let all: Vec<usize> = digits.copied().collect();
                all.iter().skip(all.len() / 4).for_each(|place| reading.hide(*place, '*'));
            }
            times += 1;
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    times
}

/// Masks names after a label and a colon (联系人：李四) and before 同志. Returns how many.
pub(crate) fn labelled(rules: &Rules, reading: &mut Reading<'_>) -> usize {
    let mut masked = 0;
    for at in 0..reading.len() {
        let colon = at.checked_sub(1).is_some_and(|before| reading.c(before) == Some(':'));
        let labelled = colon && reading.ends(at - 1, &rules.names.labels);
        let Some(length) = candidate(rules, reading, at).filter(|_| labelled) else { continue };
        let places: Vec<usize> = (at..at + length).collect();
        if boundary(reading.c(at + length)) {
            hide(rules, reading, &places);
            masked += 1;
        }
    }
    masked
}

/// Places that look like names: a surname where a word begins, and a post or a verb of people after it.
pub(crate) fn names(rules: &Rules, reading: &Reading<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.len() {
        let begins = boundary(reading.before(at))
            || reading.ends(at, &rules.names.posts)
            || reading.ends(at, &rules.names.leads);
        let length = candidate(rules, reading, at).filter(|_| begins && !reading.hidden(at + 1));
        let said = |length: &usize| {
            let to = at + length;
            reading.any(to, &rules.names.posts).is_some() || reading.any(to, &rules.names.says).is_some()
        };
        match length.filter(said) {
            Some(length) => {
                found.push((at, at + length));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// How long a name is that could begin here: a surname and one or two characters that make no common word.
fn candidate(rules: &Rules, reading: &Reading<'_>, at: usize) -> Option<usize> {
    let chars: Vec<char> =
        (at..at + 4).map_while(|place| reading.c(place)).take_while(|c| hanzi(*c)).collect();
    let own = surname(&rules.names, &chars);
    if own == 0 || own >= chars.len() {
        return None;
    }
    let fits = |length: &usize| {
        let name = chars.get(..*length).unwrap_or_default();
        let text: String = name.iter().collect();
        let others = || rules.names.posts.iter().chain(&rules.names.nobody);
        let to = at + length;
        let after = boundary(reading.c(to))
            || reading.any(to, &rules.names.posts).is_some()
            || reading.any(to, &rules.names.says).is_some();
        let across = rules.lexicon.has(reading.before(at), name.first().copied());
        name.len() == *length
            && after
            && !across
            && rules.lexicon.count(name) == 0
            && !others().any(|word| text.contains(word.as_str()))
            && !name.last().is_some_and(|c| rules.names.organs.contains(*c))
    };
    [own + 2, own + 1].into_iter().find(fits)
}
