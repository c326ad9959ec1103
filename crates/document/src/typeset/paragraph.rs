//! The plainest pieces: an empty line of the grid and the runs of a text.

use super::{Dropped, clean};
use crate::flow::{Align, FontRole, Indent, Paragraph, Rgb, Role, Run, RunContent};
use crate::layout::hangs;
use crate::measure::{half_ems, text_half_ems};
use crate::style::StyleSheet;

/// An empty paragraph in body size.
pub(super) fn blank_paragraph(sheet: &StyleSheet, role: Role) -> Paragraph {
    Paragraph {
        role,
        line: sheet.grid.line,
        before: 0,
        after: 0,
        align: Align::Left,
        indent: Indent::default(),
        keep_next: false,
        keep_lines: false,
        page_break_before: false,
        tabs: Vec::new(),
        rule_above: None,
        rule_below: None,
        runs: Vec::new(),
        mark_half_pt: sheet.body.half_pt,
        source_line: None,
        source_column: None,
        anchor: None,
    }
}

/// Runs of a text; body-size runs get the tracking that lets 28 characters stand in a line (5.2.3).
pub(super) fn runs(
    sheet: &StyleSheet,
    dropped: &mut Vec<Dropped>,
    text: &str,
    font: FontRole,
    half_pt: u16,
) -> Vec<Run> {
    let run = |content| run(sheet, content, font, half_pt);
    let mut out = Vec::new();
    for (i, line) in clean::lines(text, dropped).into_iter().enumerate() {
        if i > 0 {
            out.push(run(RunContent::LineBreak));
        }
        if !line.is_empty() {
            out.push(run(RunContent::Text(line)));
        }
    }
    out
}

/// One black run.
pub(super) fn run(sheet: &StyleSheet, content: RunContent, font: FontRole, half_pt: u16) -> Run {
    let tracking = if half_pt == sheet.body.half_pt { sheet.grid.tracking } else { 0 };
    Run { content, font, half_pt, colour: Rgb::BLACK, tracking, scale_percent: 100, bold: false }
}

/// Length of a paragraph's text; what is no text counts nothing.
pub(super) fn half_ems_of(paragraph: &Paragraph) -> i32 {
    texts(paragraph).map(text_half_ems).fold(0, i32::saturating_add)
}

/// The same without a stop at its end, which some word processors let hang outside the measure.
pub(super) fn hanging_half_ems_of(paragraph: &Paragraph) -> i32 {
    let stop = texts(paragraph).last().and_then(|text| text.chars().last()).filter(|c| hangs(*c));
    half_ems_of(paragraph) - stop.map_or(0, half_ems)
}

/// Whether everything in a paragraph is text.
pub(super) fn is_all_text(paragraph: &Paragraph) -> bool {
    paragraph.runs.iter().all(|run| matches!(run.content, RunContent::Text(_)))
}

fn texts(paragraph: &Paragraph) -> impl Iterator<Item = &str> {
    paragraph.runs.iter().filter_map(|run| match &run.content {
        RunContent::Text(text) => Some(text.as_str()),
        RunContent::Tab
        | RunContent::LineBreak
        | RunContent::PageNumber
        | RunContent::PageCount
        | RunContent::PageOf { .. }
        | RunContent::Picture { .. } => None,
    })
}
