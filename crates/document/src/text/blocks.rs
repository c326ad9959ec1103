//! Running text, tables and pictures; the list of attachments and the annexes.

use super::columns::{self, Columns};
use super::headings;
use super::line::{self, Around};
use super::names::closed_up;
use super::notice::NoticeKind;
use super::{Line, PLAIN, Reading, next_filled, table};
use crate::document::{Annex, Block, PictureBlock};

/// Running text; 附件： and the list below it go to the attachment notes.
pub(super) fn read_main(lines: &[Line<'_>], reading: &mut Reading) {
    let around = Around::of(lines.iter().map(|l| l.text));
    let mut body = Vec::new();
    let mut rest = lines;
    while let Some((first, after)) = next_filled(rest) {
        rest = match attachments(first, after, reading) {
            Some(after) => after,
            None => read_block(rest, around, &mut body, reading),
        };
    }
    headings::even(&mut body);
    reading.parsed.body.extend(body);
}

/// Takes the list that a line 附件： or 附件1：名称 opens; returns what follows it.
pub(super) fn attachments<'a, 't>(
    first: Line<'t>,
    after: &'a [Line<'t>],
    reading: &mut Reading,
) -> Option<&'a [Line<'t>]> {
    let already = reading.parsed.attachment_notes.len();
    let (names, rest) = match line::attachment_label(first.text) {
        Some((name, short)) => {
            let (names, rest) = attachment_list(name, after, already)?;
            if short {
                reading.notices.add(first.number, NoticeKind::ShortLabel);
            }
            (names, rest)
        }
        None => {
            let name = line::annex_label(first.text)?.title?;
            line::list_item(first.text, already + 1)?;
            (vec![name.to_owned()], after)
        }
    };
    reading.place("attachments", first.number);
    reading.parsed.attachment_notes.extend(names);
    Some(rest)
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
        Some(name) => names.extend(on_one_line(name, already + 2)),
        None if !first.is_empty() => return Some((vec![first.to_owned()], rest)),
        None => {}
    }
    while let Some((line, after)) = next_filled(rest)
        && let Some(name) = line::list_item(line.text, already + names.len() + 1)
    {
        let next = already + names.len() + 2;
        names.extend(on_one_line(name, next));
        rest = after;
    }
    (!names.is_empty()).then_some((names, rest))
}

/// Several names on one line: 问题清单 2.整改台账, from the number `next` on.
fn on_one_line(names: &str, next: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = names;
    let mut number = next;
    while let Some((before, after)) = split_at_number(rest, number) {
        out.push(before.to_owned());
        rest = after;
        number += 1;
    }
    out.push(rest.to_owned());
    out
}

/// Splits before ` 2.`, `；2.` and the like.
fn split_at_number(text: &str, number: usize) -> Option<(&str, &str)> {
    let digits = number.to_string();
    let places = text.match_indices(digits.as_str()).map(|(at, _)| at);
    places.take(20).find_map(|at| {
        let (before, here) = text.split_at(at);
        let parted = before.ends_with([' ', '\u{3000}', '\t', '；', ';', '，', '、', '》']);
        let name = line::list_item(here, number).filter(|_| parted)?;
        let before = before.trim_end().trim_end_matches(['；', ';', '，', '、']).trim_end();
        (!before.is_empty()).then_some((before, name))
    })
}

/// One block from the first filled line on; returns what follows it.
fn read_block<'a, 't>(
    lines: &'a [Line<'t>],
    around: Around,
    body: &mut Vec<Block>,
    reading: &mut Reading,
) -> &'a [Line<'t>] {
    let Some(start) = lines.iter().position(|l| !l.text.is_empty()) else { return &[] };
    let (_, from) = lines.split_at(start);
    let Some((first, after)) = from.split_first() else { return &[] };
    if first.text.starts_with('|') {
        return pipes(from, body, reading);
    }
    let run = match columns::read(from) {
        Some(Columns::Table(table, count)) => {
            body.push(Block::Table(table));
            return from.get(count..).unwrap_or_default();
        }
        Some(Columns::Ragged(count)) => Some((count, true)),
        Some(Columns::Two(count)) => Some((count, false)),
        None => None,
    };
    if let Some((count, ragged)) = run {
        let (lines, rest) = from.split_at(count.min(from.len()));
        let until = lines.last().map_or(first.number, |l| l.number);
        let kind = if ragged { NoticeKind::RaggedTable { until } } else { NoticeKind::TwoColumns { until } };
        reading.notices.add(first.number, kind);
        body.extend(lines.iter().map(|l| Block::Paragraph(line::paragraph(l.text, l.number, around))));
        return rest;
    }
    body.push(one(*first, around, reading));
    after
}

/// A table of lines that begin with a pipe.
fn pipes<'a, 't>(from: &'a [Line<'t>], body: &mut Vec<Block>, reading: &mut Reading) -> &'a [Line<'t>] {
    let count = from.iter().take_while(|l| l.text.starts_with('|')).count();
    let (rows, rest) = from.split_at(count);
    let number = rows.first().map_or(0, |l| l.number);
    if rows.iter().any(|row| table::is_too_wide(row.text)) {
        let until = rows.last().map_or(number, |l| l.number);
        reading.notices.add(number, NoticeKind::WideTable { until });
        body.extend(rows.iter().map(|l| Block::Paragraph(line::words(l.text, l.number))));
        return rest;
    }
    let (table, even) = table::parse(rows.iter().map(|l| (l.number, l.text)));
    if !even {
        reading.notices.add(number, NoticeKind::UnevenRows);
    }
    body.push(Block::Table(table));
    rest
}

/// A picture or a paragraph, with what is odd about it.
fn one(line: Line<'_>, around: Around, reading: &mut Reading) -> Block {
    if let Some(block) = picture(line, reading) {
        return block;
    }
    let kind = if line.text.starts_with(PLAIN) {
        None
    } else if line::is_rule(line.text) {
        Some(NoticeKind::RuleLine { kept: true })
    } else if let Some(mark) = line::markdown(line.text) {
        Some(NoticeKind::Markdown { mark: mark.to_owned() })
    } else {
        let number = line::foreign_number(line.text);
        number.map(|n| NoticeKind::ForeignNumber { number: n.to_owned() })
    };
    if let Some(kind) = kind {
        reading.notices.add(line.number, kind);
    }
    Block::Paragraph(line::paragraph(line.text, line.number, around))
}

/// 【图：文件名.png】, with the caption behind it.
fn picture(line: Line<'_>, reading: &mut Reading) -> Option<Block> {
    let rest = line.text.strip_prefix("【图")?.trim_start().strip_prefix(['：', ':'])?;
    let (name, caption) = rest.split_once('】')?;
    if name.trim().is_empty() {
        reading.notices.add(line.number, NoticeKind::PictureWithoutName);
        return None;
    }
    Some(Block::Picture(PictureBlock {
        name: name.trim().to_owned(),
        caption: caption.trim().to_owned(),
        source_line: line.number,
    }))
}

/// The text that a notice issues: its title, then its chapters and articles.
pub(super) fn read_issued(lines: &[Line<'_>], reading: &mut Reading) {
    let Some((first, after)) = next_filled(lines) else { return };
    let mut annex = Annex { issued: true, title: closed_up(first.text), ..Annex::default() };
    read_body(after, &mut annex, reading);
    reading.parsed.annexes.push(annex);
}

fn read_body(lines: &[Line<'_>], annex: &mut Annex, reading: &mut Reading) {
    let around = Around::of(lines.iter().map(|l| l.text));
    let mut rest = lines;
    while next_filled(rest).is_some() {
        rest = read_block(rest, around, &mut annex.body, reading);
    }
    headings::even(&mut annex.body);
}

/// Annexes: the label line, an optional 【横向】, the title, then blocks.
pub(super) fn read_annexes(lines: &[Line<'_>], reading: &mut Reading) {
    let mut rest = lines;
    while let Some((first, after)) = next_filled(rest) {
        let Some(label) = line::annex_label(first.text) else { return };
        let title = label.title.map(str::to_owned).unwrap_or_default();
        let mut annex = Annex { number: label.number, issued: label.issued, title, ..Annex::default() };
        rest = after;
        if let Some((line, after)) = next_filled(rest)
            && line.text == "【横向】"
        {
            annex.landscape = true;
            rest = after;
        }
        if annex.title.is_empty()
            && let Some((line, after)) = next_filled(rest)
            && let Some(title) = line::annex_title(line.text)
        {
            annex.title = closed_up(title);
            rest = after;
        }
        let end = rest.iter().position(|l| line::annex_label(l.text).is_some()).unwrap_or(rest.len());
        let (body, next) = rest.split_at(end);
        read_body(body, &mut annex, reading);
        reading.parsed.annexes.push(annex);
        rest = next;
    }
}

/// Where the annexes begin. A line 附件1：名称 is a name in the list of attachments while another such line, the
/// signature or the end follows.
pub(super) fn annexes_at(lines: &[Line<'_>], listed_until: usize) -> usize {
    let starts = |(at, line): &(usize, &Line<'_>)| {
        let Some(label) = line::annex_label(line.text) else { return false };
        if label.title.is_none() {
            return true;
        }
        let next = lines.get(at + 1..).and_then(next_filled);
        let listed = *at < listed_until || next.is_none_or(|(l, _)| line::annex_label(l.text).is_some());
        !listed
    };
    lines.iter().enumerate().find(starts).map_or(lines.len(), |(at, _)| at)
}
