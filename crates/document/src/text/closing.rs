//! What stands below the text of a document pasted whole: signature, 附注, the text it issues, 版记.

use std::collections::BTreeSet;

use super::names::{self, closed_up, labelled, plain};
use super::notice::NoticeKind;
use super::{Line, Reading, line};
use crate::document::Imprint;

/// Most organs that sign jointly.
const MOST_ISSUERS: usize = 12;

/// Filled lines at the end among which 版记 is looked for.
const IMPRINT_LINES: usize = 12;

/// Takes 版记 off the end: 主送, 抄送, 印发 and 印数. Nothing is taken unless a line says 抄送 or 印发,
/// or several say 报, 送 and 发.
pub(super) fn take_imprint(lines: &mut Vec<Line<'_>>, reading: &mut Reading) {
    let mut imprint = Imprint::default();
    let mut rules = Vec::new();
    let mut places = Vec::new();
    let mut rewritten = None;
    let mut upto = lines.len();
    for _ in 0..IMPRINT_LINES {
        let before = lines.get(..upto).unwrap_or_default();
        let Some(at) = before.iter().rposition(|l| !l.text.is_empty()) else { break };
        let Some(last) = before.get(at).copied() else { break };
        let text = last.text;
        if line::is_rule(text) {
            rules.push((last.number, at));
        } else if imprint.printed.is_none() && names::printed_line(text).is_some() {
            let Some((organ, date, exact)) = names::printed_line(text) else { break };
            imprint.printed = Some(date);
            imprint.printer = organ;
            places.push(("printed", last.number));
            rewritten = (!exact).then(|| (last.number, text.to_owned(), format!("{}印发", date.chinese())));
        } else if let Some((key, names)) = copies_to(text) {
            let slot = match key {
                "cc" => &mut imprint.cc,
                "to_imprint" => &mut imprint.addressees,
                "report_to" => &mut imprint.report_to,
                "send_to" => &mut imprint.send_to,
                _ => &mut imprint.distribute_to,
            };
            if !slot.is_empty() {
                break;
            }
            *slot = names;
            places.push((key, last.number));
        } else if let Some(copies) = copies(text).filter(|_| imprint.copies.is_none()) {
            imprint.copies = Some(copies);
            places.push(("copies", last.number));
        } else if imprint.printed.is_some()
            && imprint.printer.is_none()
            && names::issuers(text).is_some_and(|n| n.len() == 1)
        {
            imprint.printer = Some(closed_up(text));
            places.push(("printer", last.number));
        } else {
            break;
        }
        upto = at;
    }
    // 报, 送 and 发 open ordinary lines too; together they are the 报尾 of a bulletin.
    let lists = [&imprint.report_to, &imprint.send_to, &imprint.distribute_to];
    let tail = lists.iter().filter(|l| !l.is_empty()).count() + usize::from(imprint.copies.is_some()) >= 2;
    let certain = !imprint.cc.is_empty() || imprint.printed.is_some() || tail;
    if !certain {
        return;
    }
    if let Some((line, typed, read)) = rewritten {
        reading.notices.add(line, NoticeKind::DateRewritten { typed, read });
    }
    // A rule above the first line of 版记 goes with it, one further up does not get here.
    rules.iter().for_each(|(line, _)| reading.notices.add(*line, NoticeKind::RuleLine { kept: false }));
    places.iter().for_each(|(key, line)| reading.place(key, *line));
    reading.parsed.imprint = Some(imprint);
    lines.truncate(upto);
}

/// Whether a line alone may belong to 版记.
pub(super) fn is_imprint(text: &str) -> bool {
    copies_to(text).is_some() || copies(text).is_some()
}

/// Key and names of 抄送：, 主送：, 报：, 送：, 发：.
fn copies_to(text: &str) -> Option<(&'static str, Vec<String>)> {
    let labels = [
        ("抄送", "cc"),
        ("抄报", "cc"),
        ("主送", "to_imprint"),
        ("报", "report_to"),
        ("送", "send_to"),
        ("发", "distribute_to"),
    ];
    let (key, names) = labels.into_iter().find_map(|(label, key)| labelled(text, label).map(|n| (key, n)))?;
    let names = names.strip_suffix(['。', '.']).unwrap_or(names);
    // Names are joined with commas again; classes parted by 、 stay as they were typed.
    let list: Vec<String> =
        names.split('，').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    (!list.is_empty()).then_some((key, list))
}

/// 共印30份, （共印30份）, 印30份.
fn copies(text: &str) -> Option<String> {
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let count = inner.strip_prefix("共印").or_else(|| inner.strip_prefix('印'))?.strip_suffix('份')?.trim();
    (!count.is_empty() && count.bytes().all(|b| b.is_ascii_digit())).then(|| count.to_owned())
}

/// A signature found among the lines.
#[derive(Debug)]
struct Signature {
    /// First line of it.
    start: usize,
    /// Behind its last line, 附注 included.
    end: usize,
    issuers: Vec<String>,
    proxy: bool,
    dated: expr::Date,
    /// The date's line, as typed when it was typed otherwise.
    date_line: u32,
    typed: Option<String>,
    notes: Vec<String>,
    bare_note: Option<u32>,
}

/// Takes the signature and returns the lines below it: the text a notice issues, under its own title.
pub(super) fn take_signature<'t>(lines: &mut Vec<Line<'t>>, reading: &mut Reading) -> Vec<Line<'t>> {
    let issued = issued_at(lines);
    let upto = issued.unwrap_or(lines.len());
    let found = signature_before(lines, upto).or_else(|| signature_above_issued(lines, reading));
    let Some(found) = found else {
        if let Some(last) = lines.get(..upto).and_then(|l| l.iter().rfind(|l| !l.text.is_empty())) {
            doubtful_date(*last, reading);
        }
        return issued.map(|at| lines.split_off(at)).unwrap_or_default();
    };
    let below = lines.split_off(found.end.min(lines.len()));
    let first = lines.get(found.start..).and_then(|l| l.iter().find(|l| !l.text.is_empty()));
    let first = first.map_or(found.date_line, |l| l.number);
    lines.truncate(found.start);
    reading.place("issuers", first);
    reading.place("dated", found.date_line);
    if let Some(typed) = found.typed {
        let read = found.dated.chinese();
        reading.notices.add(found.date_line, NoticeKind::DateRewritten { typed, read });
    }
    if let Some(line) = found.bare_note {
        reading.notices.add(line, NoticeKind::NoteWithoutBrackets);
    }
    reading.parsed.issuers = found.issuers;
    reading.parsed.proxy_seal = found.proxy;
    reading.parsed.dated = Some(found.dated);
    reading.parsed.note = (!found.notes.is_empty()).then(|| found.notes.join("；"));
    below
}

/// The date that ends the text was meant as a signature but is none.
fn doubtful_date(last: Line<'_>, reading: &mut Reading) {
    if names::date(last.text).is_some() {
        reading.notices.add(last.number, NoticeKind::DateWithoutOrgan);
    } else if names::unfinished_date(last.text) {
        reading.notices.add(last.number, NoticeKind::DateIncomplete);
    }
}

/// The signature that ends `lines[..upto]`, with its note.
fn signature_before(lines: &[Line<'_>], upto: usize) -> Option<Signature> {
    let lines = lines.get(..upto)?;
    let mut rest = lines;
    let mut notes = Vec::new();
    let mut bare_note = None;
    while let Some((last, before)) = last_filled(rest)
        && notes.len() < 3
        && let Some(note) = line::bracketed(last.text).or_else(|| contact(last.text))
    {
        if line::bracketed(last.text).is_none() {
            bare_note = Some(last.number);
        }
        notes.insert(0, note.to_owned());
        rest = before;
    }
    let signature = signature_at(rest)?;
    Some(Signature { end: upto, notes, bare_note, ..signature })
}

/// The signature whose date is the last filled line.
fn signature_at(lines: &[Line<'_>]) -> Option<Signature> {
    let (last, before) = last_filled(lines)?;
    let mut issuers = Vec::new();
    let mut rest = before;
    let (dated, exact, typed) = if let Some((date, exact)) = names::date(last.text) {
        (date, exact, last.text)
    } else {
        let (organ, day) = names::organ_and_date(last.text)?;
        let (date, exact) = names::date(day)?;
        issuers = names::issuers(organ)?;
        (date, exact, day)
    };
    let mut proxy = false;
    if let Some((line, before)) = last_filled(rest)
        && line::is_proxy(line.text)
    {
        proxy = true;
        rest = before;
    }
    while let Some((line, before)) = last_filled(rest)
        && issuers.len() < MOST_ISSUERS
        && let Some((names, with_seal)) = signed(line.text)
    {
        proxy |= with_seal;
        issuers.splice(0..0, names);
        rest = before;
    }
    (!issuers.is_empty()).then(|| Signature {
        start: rest.len(),
        end: lines.len(),
        issuers,
        proxy,
        dated,
        date_line: last.number,
        typed: (!exact).then(|| typed.to_owned()),
        notes: Vec::new(),
        bare_note: None,
    })
}

/// Organs of a line of the signature, and whether （代章） stands behind them.
fn signed(text: &str) -> Option<(Vec<String>, bool)> {
    let bare = text.strip_suffix("（代章）").or_else(|| text.strip_suffix("(代章)"));
    names::issuers(bare.unwrap_or(text).trim()).map(|names| (names, bare.is_some()))
}

/// A line with someone to ask, which belongs to 附注 although it has no brackets.
fn contact(text: &str) -> Option<&str> {
    let labels = ["联系人", "联系电话", "联系方式", "经办人"];
    (labels.iter().any(|l| text.starts_with(l)) && text.chars().count() <= 80).then_some(text)
}

/// Where the text that a notice issues begins: a title with chapters or articles below it, named in 《》 above it.
fn issued_at(lines: &[Line<'_>]) -> Option<usize> {
    let mut above = Named::default();
    for (at, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            continue;
        }
        let next = lines.get(at + 1..)?.iter().find(|l| !l.text.is_empty())?;
        if line::opens_regulation(next.text) && above.holds(line.text) {
            return Some(at);
        }
        above.gather(line.text);
    }
    None
}

/// A signature in the middle, below which a text follows whose title was named in 《》 above.
fn signature_above_issued(lines: &[Line<'_>], reading: &Reading) -> Option<Signature> {
    let mut above = Named::default();
    above.gather(reading.parsed.title.as_deref().unwrap_or_default());
    let mut dated = false;
    for (at, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            continue;
        }
        if dated && above.holds(line.text) {
            return signature_before(lines, at);
        }
        dated |= names::date(line.text).is_some() || names::organ_and_date(line.text).is_some();
        above.gather(line.text);
    }
    None
}

/// Names in 《》 of the lines above, without blanks and with full-width brackets.
#[derive(Debug, Default)]
struct Named(BTreeSet<String>);

impl Named {
    fn gather(&mut self, text: &str) {
        for piece in text.split('《').skip(1) {
            self.0.extend(piece.split_once('》').map(|(name, _)| plain(name)));
        }
    }

    /// Whether a line is a title that was named.
    fn holds(&self, title: &str) -> bool {
        !self.0.is_empty()
            && title.chars().count() >= 4
            && line::may_be_title(title)
            && self.0.contains(&plain(title))
    }
}

/// The last line that is not blank, and the lines before it.
fn last_filled<'a, 't>(lines: &'a [Line<'t>]) -> Option<(Line<'t>, &'a [Line<'t>])> {
    let at = lines.iter().rposition(|l| !l.text.is_empty())?;
    let (upto, _) = lines.split_at(at + 1);
    upto.split_last().map(|(last, before)| (*last, before))
}
