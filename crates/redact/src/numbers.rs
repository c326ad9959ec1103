//! Numbers by their shape, however they are grouped; accounts by what stands before them.

use crate::reading::Reading;
use crate::rules::{Number, Only, Rules, Shape};

/// Most separators between two digits of one number.
const PARTED: usize = 3;
/// Longest run that is looked at for one number, in digits.
const LONGEST: usize = 24;
/// How far before a number its label may stand.
const LABEL: usize = 12;
/// Fewest digits of a run that a human should look at when it was not masked.
const LOOK: usize = 7;

/// Masks the numbers in a text and says how many.
pub(crate) fn mask(rules: &Rules, reading: &mut Reading<'_>) -> usize {
    let mut masked = 0;
    let mut at = 0;
    while at < reading.len() {
        let found = address(reading, at)
            .or_else(|| plate(rules, reading, at))
            .or_else(|| number(rules, reading, at))
            .or_else(|| account(rules, reading, at));
        match found {
            Some((hidden, end)) => {
                hidden.iter().for_each(|place| reading.hide(*place, '*'));
                masked += 1;
                let extension = extension(rules, reading, end);
                extension.clone().for_each(|place| reading.hide(place, '*'));
                at = extension.end.max(at + 1);
            }
            None => at += 1,
        }
    }
    masked
}

/// What is to be hidden and where it ends.
type Found = (Vec<usize>, usize);

/// Whether a number can begin here: nothing before it belongs to it, but a word such as Tel may.
fn begins(rules: &Rules, reading: &Reading<'_>, at: usize) -> bool {
    let before = reading.before(at);
    before.is_none_or(|c| !c.is_ascii_alphanumeric())
        || (before.is_some_and(|c| c.is_ascii_alphabetic()) && reading.ends(at, &rules.around.labels))
}

/// Places of the letters and digits of one run.
fn run(rules: &Rules, reading: &Reading<'_>, at: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut next = at;
    while places.len() < LONGEST && reading.c(next).is_some_and(|c| c.is_ascii_alphanumeric()) {
        places.push(next);
        next = reading.skip(next + 1, PARTED, &rules.around.separators);
    }
    places
}

fn number(rules: &Rules, reading: &Reading<'_>, at: usize) -> Option<Found> {
    let first = reading.c(at)?;
    if !first.is_ascii_alphanumeric() || !begins(rules, reading, at) {
        return None;
    }
    let run = run(rules, reading, at);
    let chars: Vec<char> = run.iter().filter_map(|place| reading.c(*place)).collect();
    let country =
        ["0086", "086", "86"].iter().find(|code| chars.iter().copied().take(code.len()).eq(code.chars()));
    let after_country = country.and_then(|code| {
        let (run, chars) = (run.get(code.len()..)?, chars.get(code.len()..)?);
        shaped(rules, reading, run, chars, true)
    });
    after_country.or_else(|| shaped(rules, reading, &run, &chars, false))
}

fn shaped(
    rules: &Rules,
    reading: &Reading<'_>,
    run: &[usize],
    chars: &[char],
    abroad: bool,
) -> Option<Found> {
    for number in &rules.numbers {
        for shape in &number.shapes {
            let length = shape.from.chars().count();
            let Some(places) = run.get(..length) else { continue };
            let last = places.last().copied()?;
            let ends = reading.c(last + 1).is_none_or(|after| !after.is_ascii_alphanumeric())
                || !extension(rules, reading, last + 1).is_empty();
            if ends
                && fits(shape, chars)
                && grouped(places, number)
                && holds(rules, reading, number, places, chars, abroad)
            {
                let hidden = places.iter().zip(shape.to.chars()).filter(|(_, to)| *to == '*');
                return Some((hidden.map(|(place, _)| *place).collect(), last + 1));
            }
        }
    }
    None
}

fn fits(shape: &Shape, chars: &[char]) -> bool {
    shape.from.chars().zip(chars).all(|(class, c)| match class {
        '#' => c.is_ascii_digit(),
        'L' => ('2'..='8').contains(c),
        'P' => ('3'..='9').contains(c),
        'X' => c.is_ascii_digit() || c.eq_ignore_ascii_case(&'x'),
        '@' => c.is_ascii_alphabetic(),
        itself => c.eq_ignore_ascii_case(&itself),
    })
}

/// Sizes of the groups that separators make.
fn groups(places: &[usize]) -> Vec<usize> {
    let mut sizes = vec![1];
    for pair in places.windows(2) {
        match (pair, sizes.last_mut()) {
            ([before, after], Some(size)) if before + 1 == *after => *size += 1,
            _ => sizes.push(1),
        }
    }
    sizes
}

fn grouped(places: &[usize], number: &Number) -> bool {
    let sizes = groups(places);
    let (least, most) = number.groups;
    sizes.len() == 1
        || sizes.iter().all(|size| *size == 1)
        || sizes.iter().all(|size| (least..=most).contains(size))
}

fn holds(
    rules: &Rules,
    reading: &Reading<'_>,
    number: &Number,
    places: &[usize],
    chars: &[char],
    abroad: bool,
) -> bool {
    let around = &rules.around;
    let (Some(from), Some(last)) = (places.first().copied(), places.last().copied()) else { return false };
    let labelled = || reading.near(from, LABEL, &around.labels);
    match number.only {
        Only::Always => !reading.near(from, LABEL, &around.public),
        Only::Abroad => abroad,
        Only::Labelled => labelled(),
        Only::Born => born(chars.get(..places.len()).unwrap_or_default()),
        Only::Local => {
            labelled() || !extension(rules, reading, last + 1).is_empty() || {
                let whole = groups(places).len() == 1;
                let amount = reading.before(from).is_some_and(|c| "¥￥$.,第〔[-/".contains(c))
                    && !after_area(reading, from);
                let next = reading.c(reading.skip(last + 1, 1, " "));
                let counted = next.is_some_and(|c| around.units.contains(c));
                let goes_on = next.is_some_and(|c| ".,%-/".contains(c))
                    && reading.c(last + 2).is_some_and(|c| c.is_ascii_digit());
                let public = reading.near(from, LABEL, &around.public);
                whole
                    && !amount
                    && !counted
                    && !goes_on
                    && !public
                    && !day(chars.get(..8).unwrap_or_default())
            }
        }
    }
}

/// Whether the code of an area and a slash stand before a place (010/60001234).
fn after_area(reading: &Reading<'_>, from: usize) -> bool {
    let Some(slash) = from.checked_sub(1).filter(|at| reading.c(*at) == Some('/')) else { return false };
    let digit = |at: &usize| reading.c(*at).is_some_and(|c| c.is_ascii_digit());
    let digits = (0..slash).rev().take_while(digit).count();
    (3..=4).contains(&digits) && reading.c(slash - digits) == Some('0')
}

/// Whether eight digits are a day of these two centuries.
fn day(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let part =
        |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    text.len() == 8
        && (1900..2100).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
}

fn born(chars: &[char]) -> bool {
    if chars.len() == 15 {
        let mut whole = vec!['1', '9'];
        whole.extend(chars.iter().skip(6).take(6));
        return day(&whole);
    }
    day(chars.get(6..14).unwrap_or_default())
}

/// The digits of the extension after a number, such as 转123; empty when there is none.
fn extension(rules: &Rules, reading: &Reading<'_>, end: usize) -> std::ops::Range<usize> {
    let from = reading.skip(end, PARTED, " (");
    let Some(length) = reading.any(from, &rules.around.extensions) else { return end..end };
    let from = reading.skip(from + length, PARTED, " -.:");
    let digits = (from..from + 7).take_while(|at| reading.c(*at).is_some_and(|c| c.is_ascii_digit())).count();
    let ends = reading.c(from + digits).is_none_or(|c| !c.is_ascii_alphanumeric());
    if (1..=6).contains(&digits) && ends { from..from + digits } else { end..end }
}

/// An e-mail address; the first character and the domain stay.
fn address(reading: &Reading<'_>, at: usize) -> Option<Found> {
    let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    if !reading.c(at)?.is_ascii_alphanumeric() || reading.before(at).is_some_and(local) {
        return None;
    }
    let count = |from: usize, of: &dyn Fn(char) -> bool| {
        (from..from + 80).take_while(|place| reading.c(*place).is_some_and(of)).count()
    };
    let name = count(at, &local);
    let sign = reading.skip(at + name, 2, " ");
    let sign_length =
        ["@", "(at)", "[at]", "#"].iter().find_map(|sign_word| reading.word(sign, sign_word))?;
    let domain = reading.skip(sign + sign_length, 2, " ");
    let length = count(domain, &|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    let dotted = (domain..domain + length).any(|place| reading.c(place) == Some('.'));
    if name == 0 || !dotted {
        return None;
    }
    let kept = usize::from(name > 1);
    Some(((at + kept..at + name).collect(), domain + length))
}

/// What follows 微信号 or QQ and is no number of a known shape; its first character stays.
fn account(rules: &Rules, reading: &Reading<'_>, at: usize) -> Option<Found> {
    let label = reading.any(at, &rules.around.accounts)?;
    let from = reading.skip(at + label, 6, " :号码为是()/");
    if number(rules, reading, from).is_some() || address(reading, from).is_some() {
        return None;
    }
    let part = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let length = (from..from + 40).take_while(|place| reading.c(*place).is_some_and(part)).count();
    let digits =
        (from..from + length).any(|place| reading.c(place).is_some_and(|c| c.is_ascii_digit() || c == '_'));
    (length >= 5 && digits || length >= 6).then(|| ((from + 1..from + length).collect(), from + length))
}

/// A car plate: 京A·12345. Province and office stay.
fn plate(rules: &Rules, reading: &Reading<'_>, at: usize) -> Option<Found> {
    let province = rules.around.provinces.contains(reading.c(at)?);
    if !province || !reading.c(at + 1)?.is_ascii_uppercase() {
        return None;
    }
    let from = reading.skip(at + 2, 2, " ·-.");
    let part = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    let body = (from..from + 7).take_while(|place| reading.c(*place).is_some_and(part)).count();
    let last = reading.c(from + body).is_some_and(|c| "挂学警港澳领".contains(c));
    let length = body + usize::from(last);
    let digits =
        (from..from + body).filter(|place| reading.c(*place).is_some_and(|c| c.is_ascii_digit())).count();
    ((5..=6).contains(&length) && digits >= 2).then(|| ((from..from + body).collect(), from + length))
}

/// Runs of digits that were not masked and are neither days nor amounts.
pub(crate) fn left(rules: &Rules, reading: &Reading<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.len() {
        let digits = (at..reading.len())
            .take_while(|place| {
                !reading.hidden(*place) && reading.c(*place).is_some_and(|c| c.is_ascii_digit())
            })
            .count();
        if digits >= LOOK && !plain(rules, reading, at, at + digits) {
            found.push((at, at + digits));
        }
        at += digits.max(1);
    }
    found
}

/// Whether a run of digits is a day, an amount, part of a mask, or of a longer word such as a digest.
fn plain(rules: &Rules, reading: &Reading<'_>, from: usize, to: usize) -> bool {
    let chars: Vec<char> = (from..to).filter_map(|at| reading.c(at)).collect();
    let counted =
        reading.c(reading.skip(to, 1, " ")).is_some_and(|c| rules.around.units.contains(c) || c == '.');
    let amount = reading.before(from).is_some_and(|c| "¥￥$.".contains(c));
    day(&chars) || counted || amount
}
