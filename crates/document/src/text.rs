//! The text grammar: plain 公文 text, one paragraph a line, becomes blocks, attachment notes and annexes.
//!
//! `一、`, `（一）`, `1.` and `（1）` open headings; `附件：` lists attachments; a line `附件1` opens an annex; `|` rows are
//! tables; `【居中】`, `【顶格】` and `【居右】` place a line; `【印发】` opens the text a notice issues. What is not understood stays a plain paragraph.

mod line;
mod table;

use expr::Date;

use crate::document::{Annex, Block, Placement};

pub use line::{numbered_level, split_heading};

/// What a text holds. Everything of the text is in exactly one of these fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// First line, when a title was expected.
    pub title: Option<String>,
    /// Line after the title that ends with a colon and names organs, when addressees were expected.
    pub addressees: Vec<String>,
    /// Running text and tables.
    pub body: Vec<Block>,
    /// Names listed under 附件：.
    pub attachment_notes: Vec<String>,
    /// Organ lines directly above a date that ends the text, when a signature was expected.
    pub issuers: Vec<String>,
    /// （代章） between organ and date.
    pub proxy_seal: bool,
    /// The date that ends the text.
    pub dated: Option<Date>,
    /// Bracketed line below the date.
    pub note: Option<String>,
    /// 附件 pages.
    pub annexes: Vec<Annex>,
}

/// Which parts besides the running text the text may hold; a part the head gives is not looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expect {
    /// The first line is the title.
    pub title: bool,
    /// The next line may name the addressees.
    pub addressees: bool,
    /// Organ and date may end the text.
    pub signature: bool,
}

impl Expect {
    /// Everything may stand in the text: a whole document pasted in.
    pub const ALL: Self = Self { title: true, addressees: true, signature: true };
    /// The text is running text only: the usual letter.
    pub const BODY: Self = Self { title: false, addressees: false, signature: false };
}

/// A trimmed line and its 1-based number.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    number: u32,
}

/// Reads a whole document's text.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    parse_with(text, Expect::ALL)
}

/// Reads a text of which some parts are known already.
#[must_use]
pub fn parse_with(text: &str, expect: Expect) -> Parsed {
    let lines: Vec<Line<'_>> =
        text.split('\n').zip(1u32..).map(|(text, number)| Line { text: text.trim(), number }).collect();
    let annex_at = lines.iter().position(|l| line::annex_label(l.text).is_some()).unwrap_or(lines.len());
    let (main, annexes) = lines.split_at(annex_at);
    let mut parsed = Parsed::default();
    let main = take_opening(main, expect, &mut parsed);
    let main = if expect.signature { take_signature(main, &mut parsed) } else { main };
    read_main(main, &mut parsed);
    read_annexes(annexes, &mut parsed);
    parsed
}

/// Title and addressees from the first lines.
fn take_opening<'a, 't>(lines: &'a [Line<'t>], expect: Expect, parsed: &mut Parsed) -> &'a [Line<'t>] {
    let mut rest = lines;
    if expect.title
        && let Some((first, after)) = next_filled(rest)
        && line::may_be_title(first.text)
        && next_filled(after).is_some()
    {
        parsed.title = Some(first.text.to_owned());
        rest = after;
    }
    if expect.addressees
        && let Some((first, after)) = next_filled(rest)
        && let Some(names) = line::addressees(first.text)
    {
        parsed.addressees = names;
        rest = after;
    }
    rest
}

/// Organ lines, （代章）, date and note that end the text; without a full date nothing is taken.
fn take_signature<'a, 't>(lines: &'a [Line<'t>], parsed: &mut Parsed) -> &'a [Line<'t>] {
    let mut rest = lines;
    let mut note = None;
    if let Some((last, before)) = last_filled(rest)
        && line::bracketed(last.text)
    {
        note = Some(last.text.to_owned());
        rest = before;
    }
    let Some((last, before)) = last_filled(rest) else { return lines };
    let Some(date) = line::date(last.text) else { return lines };
    rest = before;
    if let Some((last, before)) = last_filled(rest)
        && matches!(last.text, "（代章）" | "(代章)")
    {
        parsed.proxy_seal = true;
        rest = before;
    }
    let mut issuers = Vec::new();
    while let Some((last, before)) = last_filled(rest)
        && line::may_be_organ(last.text)
        && issuers.len() < 12
    {
        issuers.insert(0, last.text.to_owned());
        rest = before;
    }
    if issuers.is_empty() {
        parsed.proxy_seal = false;
        return lines;
    }
    parsed.issuers = issuers;
    parsed.dated = Some(date);
    parsed.note = note;
    rest
}

/// Running text; 附件： and the list below it go to the attachment notes.
fn read_main(lines: &[Line<'_>], parsed: &mut Parsed) {
    let mut rest = lines;
    while let Some((first, after)) = next_filled(rest) {
        if let Some(name) = line::attachment_label(first.text)
            && let Some((names, after)) = attachment_list(name, after, parsed.attachment_notes.len())
        {
            parsed.attachment_notes.extend(names);
            rest = after;
        } else {
            rest = read_block(first, rest, after, &mut parsed.body);
        }
    }
}

/// Names after 附件：, on its line and numbered below it. `None` when there is no name at all.
fn attachment_list<'a, 't>(
    first: &str,
    lines: &'a [Line<'t>],
    already: usize,
) -> Option<(Vec<String>, &'a [Line<'t>])> {
    let mut names = Vec::new();
    let mut rest = lines;
    match line::list_item(first, already + 1) {
        Some(name) => names.push(name.to_owned()),
        None if !first.is_empty() => return Some((vec![first.to_owned()], rest)),
        None => {}
    }
    while let Some((line, after)) = next_filled(rest)
        && let Some(name) = line::list_item(line.text, already + names.len() + 1)
    {
        names.push(name.to_owned());
        rest = after;
    }
    (!names.is_empty()).then_some((names, rest))
}

/// One block from `all`, whose first filled line is `first`; returns what follows it.
fn read_block<'a, 't>(
    first: Line<'t>,
    all: &'a [Line<'t>],
    after: &'a [Line<'t>],
    body: &mut Vec<Block>,
) -> &'a [Line<'t>] {
    if !first.text.starts_with('|') {
        body.push(Block::Paragraph(line::paragraph(first.text, first.number)));
        return after;
    }
    let start = all.iter().position(|l| l.number == first.number).unwrap_or(0);
    let from = all.get(start..).unwrap_or_default();
    let count = from.iter().take_while(|l| l.text.starts_with('|')).count();
    let (rows, rest) = from.split_at(count);
    let texts: Vec<&str> = rows.iter().map(|l| l.text).collect();
    body.push(Block::Table(table::parse(&texts, first.number)));
    rest
}

/// Annexes: the label line, an optional 【横向】, the title, then blocks.
fn read_annexes(lines: &[Line<'_>], parsed: &mut Parsed) {
    let mut rest = lines;
    while let Some((first, after)) = next_filled(rest) {
        let Some((number, issued)) = line::annex_label(first.text) else {
            let Some(annex) = parsed.annexes.last_mut() else { return };
            rest = read_block(first, rest, after, &mut annex.body);
            continue;
        };
        let mut annex = Annex { number, issued, ..Annex::default() };
        rest = after;
        if let Some((line, after)) = next_filled(rest)
            && line.text == "【横向】"
        {
            annex.landscape = true;
            rest = after;
        }
        if let Some((line, after)) = next_filled(rest)
            && line::may_be_annex_title(line.text)
        {
            line.text.clone_into(&mut annex.title);
            rest = after;
        }
        parsed.annexes.push(annex);
    }
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

/// The last line that is not blank, and the lines before it.
fn last_filled<'a, 't>(lines: &'a [Line<'t>]) -> Option<(Line<'t>, &'a [Line<'t>])> {
    let at = lines.iter().rposition(|l| !l.text.is_empty())?;
    let (upto, _) = lines.split_at(at + 1);
    upto.split_last().map(|(last, before)| (*last, before))
}

#[cfg(test)]
mod tests;
