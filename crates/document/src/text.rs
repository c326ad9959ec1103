//! The text grammar: plain 公文 text, one paragraph a line, becomes the parts of a document.
//!
//! `一、`, `（一）`, `1.` and `（1）` open headings; `附件：` lists attachments; a line `附件1` opens an annex; `|` rows
//! and lines with tabs are tables; `【图：名.png】` is a picture; `【居中】`, `【顶格】` and `【居右】` place a line; `【印发】`
//! opens the text a notice issues; `【正文】` makes the rest of its line a plain paragraph whatever it looks like. A document pasted whole also gives up its 版头, title, addressees, signature and
//! 版记. What is not understood stays a plain paragraph, and a [`Notice`] says so.

mod blocks;
mod closing;
mod columns;
mod grid;
mod headings;
mod inert;
mod line;
mod marks;
mod names;
mod notice;
mod opening;
mod pages;
mod source;
mod spreadsheet;
mod table;

use expr::Date;

use crate::document::{Annex, Block, Head, Imprint, Placement};

pub use grid::{Grid, GridCell, GridRow, Part, joined, parts};
pub use inert::{settled, settled_head};
pub use line::{numbered_level, split_heading};
pub use notice::{Notice, NoticeKind};
pub use spreadsheet::{cells, set_between, unbroken, with_tables};
pub use table::{cell_ranges, widths_in_words};

use notice::Notices;

/// Opens a line that is a plain paragraph, whatever it looks like.
pub(crate) const PLAIN: &str = "【正文】";
/// Opens the title of an annex, whatever it looks like.
pub(crate) const TITLE: &str = "【标题】";
/// What opens a reference to the page of a heading; 】 closes it. A backslash before it keeps it as typed.
pub(crate) const REFERENCE: &str = "【页：";

/// What a text holds. Everything of the text is in exactly one of these fields, or a notice says that it was left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// 版头 of a document pasted whole.
    pub head: Head,
    /// First lines, when a title was expected.
    pub title: Option<String>,
    /// Line after the title that ends with a colon and names organs, when addressees were expected.
    pub addressees: Vec<String>,
    /// Running text, tables and pictures.
    pub body: Vec<Block>,
    /// Names listed under 附件：.
    pub attachment_notes: Vec<String>,
    /// Organ lines directly above a date that ends the text, when a signature was expected.
    pub issuers: Vec<String>,
    /// （代章） between organ and date.
    pub proxy_seal: bool,
    /// The date that ends the text.
    pub dated: Option<Date>,
    /// Bracketed line below the date, without its brackets.
    pub note: Option<String>,
    /// 附件 pages.
    pub annexes: Vec<Annex>,
    /// 版记 that ends a document pasted whole.
    pub imprint: Option<Imprint>,
    /// What a reader should look at, by line.
    pub notices: Vec<Notice>,
    /// Where parts of the head were found: the key as in `HeadFields` and the 1-based line.
    pub places: Vec<(&'static str, u32)>,
}

/// Which parts besides the running text the text may hold; a part that is not expected stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expect {
    /// 版头 may stand above the title.
    pub head: bool,
    /// The first line is the title.
    pub title: bool,
    /// The next line may name the addressees.
    pub addressees: bool,
    /// Organ and date may end the text.
    pub signature: bool,
    /// 版记 may end the text.
    pub imprint: bool,
    /// Lines may have been broken by an e-mail program; records keep their lines.
    pub broken_lines: bool,
}

impl Expect {
    /// Everything may stand in the text: a whole document pasted in.
    pub const ALL: Self = Self {
        head: true,
        title: true,
        addressees: true,
        signature: true,
        imprint: true,
        broken_lines: true,
    };
    /// The text is running text only: the usual letter.
    pub const BODY: Self = Self {
        head: false,
        title: false,
        addressees: false,
        signature: false,
        imprint: false,
        broken_lines: true,
    };
}

/// A trimmed line, the same line as typed, and its 1-based number.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    raw: &'t str,
    number: u32,
}

/// A text while it is read.
#[derive(Debug, Default)]
struct Reading {
    parsed: Parsed,
    notices: Notices,
}

impl Reading {
    fn place(&mut self, key: &'static str, line: u32) {
        self.parsed.places.push((key, line));
    }
}

/// Reads a whole document's text.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    parse_with(text, Expect::ALL)
}

/// Reads a text that may hold the expected parts.
#[must_use]
pub fn parse_with(text: &str, expect: Expect) -> Parsed {
    parse_known(text, expect, Known::default())
}

/// What is known before the text is read. Lines that repeat it are not printed twice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'k> {
    pub(crate) title: &'k str,
    pub(crate) addressees: &'k [String],
}

/// Reads a text of which some parts are known already.
pub(crate) fn parse_known(text: &str, expect: Expect, known: Known<'_>) -> Parsed {
    let mut reading = Reading::default();
    let rows = source::rows(text, expect.broken_lines, &mut reading.notices);
    let mut lines: Vec<Line<'_>> =
        rows.iter().map(|r| Line { text: r.text.as_ref(), raw: r.raw, number: r.number }).collect();
    take_opening(&mut lines, expect, known, &mut reading);
    if expect.imprint {
        closing::take_imprint(&mut lines, &mut reading);
    }
    let mut annexes = lines.split_off(blocks::annexes_at(&lines, last_date(&lines)));
    if expect.imprint && reading.parsed.imprint.is_none() {
        closing::take_imprint(&mut lines, &mut reading);
    }
    let trailing = if expect.signature { attachments_below(&mut lines) } else { Vec::new() };
    let issued =
        if expect.signature { closing::take_signature(&mut lines, &mut reading) } else { Vec::new() };
    blocks::read_main(&lines, &mut reading);
    blocks::read_main(&trailing, &mut reading);
    if !issued.is_empty() {
        // An annex's label inside the issued text was split off above; nothing of it is left here.
        blocks::read_issued(&issued, &mut reading);
        name_as_issued(&mut reading);
    }
    blocks::read_annexes(&annexes, &mut reading);
    annexes.clear();
    let mut parsed = reading.parsed;
    parsed.notices = reading.notices.finish();
    parsed
}

/// 版头, title and addressees from the first lines.
fn take_opening(lines: &mut Vec<Line<'_>>, expect: Expect, known: Known<'_>, reading: &mut Reading) {
    if expect.head {
        opening::take_head(lines, reading);
    }
    opening::drop_repeated(lines, known.title);
    if !known.addressees.is_empty() {
        opening::drop_repeated(lines, &format!("{}：", known.addressees.join("、")));
    }
    if expect.title {
        opening::take_title(lines, reading);
    }
    if expect.addressees {
        opening::take_addressees(lines, reading);
    }
}

/// The title writes the name of the issued text as that text does: with its brackets, without blanks.
fn name_as_issued(reading: &mut Reading) {
    let Some(own) = reading.parsed.annexes.last().map(|a| a.title.clone()) else { return };
    let Some(title) = reading.parsed.title.as_mut() else { return };
    let Some((before, rest)) = title.split_once('《') else { return };
    let Some((typed, after)) = rest.rsplit_once('》') else { return };
    if typed == own || names::plain(typed) != names::plain(&own) {
        return;
    }
    let typed = typed.to_owned();
    *title = format!("{before}《{own}》{after}");
    let line = reading.parsed.places.iter().find(|(key, _)| *key == "title").map_or(0, |(_, line)| *line);
    reading.notices.add(line, NoticeKind::NameRewritten { typed, read: own });
}

/// The last line that is a date: names listed above it belong to the text.
fn last_date(lines: &[Line<'_>]) -> usize {
    lines.iter().rposition(|l| names::date(l.text).is_some()).unwrap_or(0)
}

/// Takes a list of attachments that stands below the signature off the end.
fn attachments_below<'t>(lines: &mut Vec<Line<'t>>) -> Vec<Line<'t>> {
    let Some(at) = lines.iter().rposition(|l| line::attachment_label(l.text).is_some()) else {
        return Vec::new();
    };
    let (above, list) = lines.split_at(at);
    let dated = above.iter().rfind(|l| !l.text.is_empty()).is_some_and(|l| {
        names::date(l.text).is_some()
            || names::organ_and_date(l.text).is_some()
            || line::bracketed(l.text).is_some()
    });
    let mut scratch = Reading::default();
    let mut rest = list;
    while let Some((first, after)) = next_filled(rest)
        && let Some(after) = blocks::attachments(first, after, &mut scratch)
    {
        rest = after;
    }
    if dated && next_filled(rest).is_none() { lines.split_off(at) } else { Vec::new() }
}

/// A paragraph placed flush left or so, as forms write it.
pub(crate) fn placed(text: &str) -> (Placement, &str) {
    let marks =
        [("【居中】", Placement::Centred), ("【顶格】", Placement::Flush), ("【居右】", Placement::Right)];
    marks
        .into_iter()
        .find_map(|(mark, placement)| text.strip_prefix(mark).map(|rest| (placement, rest.trim_start())))
        .unwrap_or((Placement::Indented, text))
}

/// The first line that is not blank, and the lines after it.
fn next_filled<'a, 't>(lines: &'a [Line<'t>]) -> Option<(Line<'t>, &'a [Line<'t>])> {
    let at = lines.iter().position(|l| !l.text.is_empty())?;
    let (_, rest) = lines.split_at(at);
    rest.split_first().map(|(first, after)| (*first, after))
}

#[cfg(test)]
mod tests;
