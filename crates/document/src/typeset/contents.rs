//! Pages known by number: the table of contents (【目录】) and references to headings (【页：一、督查内容】).
//!
//! A word processor counts pages only when somebody asks it to, and WPS shows nothing until then. So the numbers
//! are laid out here, written as cached values of fields, and laid out again until they no longer change.

use std::collections::{BTreeMap, BTreeSet};

use super::{Setter, run};
use crate::document::{Block, Document, TextBlock};
use crate::flow::{Align, Flow, FontRole, Item, Paragraph, Role, Run, RunContent, Tab, TabAlign};
use crate::layout::{Pages, layout};
use crate::text::REFERENCE;

/// The line that asks for a table of contents.
const CONTENTS: &str = "【目录】";
/// How often page numbers are laid out anew; a number that gets a digit more may move a line once, not for ever.
const MOST_ROUNDS: usize = 3;

/// The headings of a document in reading order, and which of them something points at.
#[derive(Debug, Default)]
pub(super) struct Headings {
    list: Vec<Heading>,
    wanted: BTreeSet<usize>,
    /// How many have been set.
    met: usize,
}

#[derive(Debug)]
struct Heading {
    level: u8,
    /// Heading as written; empty when the numbered line is one sentence of text.
    heading: String,
    /// Where references look.
    whole: String,
}

impl Headings {
    pub(super) fn of(document: &Document) -> Self {
        let mut headings = Self::default();
        let texts: Vec<&TextBlock> = blocks(document).collect();
        for block in &texts {
            if let Some(level) = block.level {
                let whole = if block.heading.is_empty() { &block.text } else { &block.heading };
                headings.list.push(Heading { level, heading: block.heading.clone(), whole: whole.clone() });
            }
        }
        for block in texts {
            if asks_for_contents(block) {
                let listed: Vec<usize> = headings.listed().map(|(i, _)| i).collect();
                headings.wanted.extend(listed);
            }
            for text in [&block.heading, &block.text].into_iter().filter(|_| !block.plain) {
                let found: Vec<usize> =
                    pieces(text).iter().filter_map(|p| headings.find(p.reference?)).collect();
                headings.wanted.extend(found);
            }
        }
        headings
    }

    /// Headings that a table of contents lists: first and second level.
    fn listed(&self) -> impl Iterator<Item = (usize, &Heading)> {
        let shown = |h: &Heading| h.level <= 2 && !h.heading.trim().is_empty();
        self.list.iter().enumerate().filter(move |(_, h)| shown(h))
    }

    /// The first heading whose text contains these words.
    fn find(&self, words: &str) -> Option<usize> {
        let words = words.trim();
        self.list.iter().position(|h| !words.is_empty() && h.whole.contains(words))
    }

    /// Anchor of the heading that is set next, when something points at it.
    pub(super) fn next(&mut self) -> Option<u32> {
        let index = self.met;
        self.met += 1;
        self.wanted.contains(&index).then(|| anchor(index))
    }
}

/// Anchors count from 1.
fn anchor(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1) + 1
}

/// Every paragraph of text in the order in which it is set.
fn blocks(document: &Document) -> impl Iterator<Item = &TextBlock> {
    let main = &document.main;
    let all = main.body.iter().chain(main.annexes.iter().flat_map(|a| &a.body));
    all.filter_map(|block| match block {
        Block::Paragraph(text) => Some(text),
        Block::Table(_) | Block::Picture(_) => None,
    })
}

/// Whether a paragraph is nothing but the request for a table of contents.
fn asks_for_contents(block: &TextBlock) -> bool {
    !block.plain && block.level.is_none() && block.heading.is_empty() && block.text.trim() == CONTENTS
}

/// A stretch of text, or a reference with the text as typed.
struct Piece<'t> {
    typed: &'t str,
    reference: Option<&'t str>,
}

/// The text cut at its references. A backslash before one keeps it as typed and is not printed.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(REFERENCE) {
        let (_, here) = rest.split_at(before.len());
        if let Some(before) = before.strip_suffix('\\') {
            let (mark, after) = here.split_at(REFERENCE.len());
            out.extend([before, mark].map(|typed| Piece { typed, reference: None }));
            rest = after;
            continue;
        }
        let Some((words, tail)) = after.split_once('】') else { break };
        let typed = here.strip_suffix(tail).unwrap_or(here);
        out.push(Piece { typed: before, reference: None });
        out.push(Piece { typed, reference: Some(words) });
        rest = tail;
    }
    out.push(Piece { typed: rest, reference: None });
    out
}

impl Setter<'_> {
    /// Sets the table of contents when the paragraph asks for one and there is something to list.
    pub(super) fn contents(&mut self, block: &TextBlock) -> bool {
        if !asks_for_contents(block) {
            return false;
        }
        let entries: Vec<(usize, u8, String)> =
            self.headings.listed().map(|(i, h)| (i, h.level, h.heading.clone())).collect();
        if entries.is_empty() {
            return false;
        }
        let source_line = (block.source_line > 0).then_some(block.source_line);
        let mut title = self.plain(Role::ContentsTitle);
        title.align = Align::Centre;
        title.keep_next = true;
        title.runs = self.text("目　录", FontRole::HeiTi);
        title.source_line = source_line;
        self.push(title);
        for (index, level, heading) in entries {
            let mut line = self.contents_line(level, &heading, anchor(index));
            line.source_line = source_line;
            self.push(line);
        }
        true
    }

    /// One line: heading, dots, page number at the right edge.
    fn contents_line(&mut self, level: u8, heading: &str, anchor: u32) -> Paragraph {
        let role = if level == 1 { Role::Contents1 } else { Role::Contents2 };
        let mut line = self.plain(role);
        line.indent.left = self.cells(if level == 1 { 0 } else { 1 });
        // Long headings wrap before they reach the column of numbers.
        line.indent.right = self.cells(2);
        line.tabs.push(Tab { at: self.page.text_width(), align: TabAlign::Right, leader: true });
        let heading = heading.trim().trim_end_matches('。').replace(&format!("\\{REFERENCE}"), REFERENCE);
        line.runs = self.text(&heading, FontRole::FangSong);
        line.runs.retain(|r| r.content != RunContent::LineBreak);
        for content in [RunContent::Tab, RunContent::PageOf { anchor, page: 1 }] {
            line.runs.push(run(self.sheet, content, FontRole::FangSong, self.sheet.body.half_pt));
        }
        line
    }

    /// Runs of a text in which references to headings stand as page numbers; one that finds nothing stays as typed.
    pub(super) fn linked(&mut self, text: &str, font: FontRole) -> Vec<Run> {
        let mut runs = Vec::new();
        for piece in pieces(text) {
            match piece.reference.and_then(|words| self.headings.find(words)) {
                Some(index) => {
                    let content = RunContent::PageOf { anchor: anchor(index), page: 1 };
                    runs.push(run(self.sheet, content, font, self.sheet.body.half_pt));
                }
                None => runs.extend(self.text(piece.typed, font)),
            }
        }
        runs
    }
}

/// Writes the true numbers into every run that shows the page of an anchor; tells whether any changed.
pub(super) fn number(flow: &mut Flow, pages: &Pages) -> bool {
    let mut known = pages.anchors.clone();
    let mut any = false;
    for _ in 0..MOST_ROUNDS {
        let mut changed = false;
        for run in runs_mut(flow) {
            changed |= renumber(&mut run.content, &known);
        }
        if !changed {
            return any;
        }
        any = true;
        known = layout(flow).anchors;
    }
    any
}

fn renumber(content: &mut RunContent, known: &BTreeMap<u32, u32>) -> bool {
    let RunContent::PageOf { anchor, page } = content else { return false };
    let Some(now) = known.get(anchor).filter(|now| **now != *page) else { return false };
    *page = *now;
    true
}

/// Every run of the running text; references stand nowhere else.
fn runs_mut(flow: &mut Flow) -> impl Iterator<Item = &mut Run> {
    let items = flow.sections.iter_mut().flat_map(|s| &mut s.items);
    let paragraphs = items.filter_map(|item| match item {
        Item::Paragraph(p) => Some(p),
        Item::Table(_) => None,
    });
    paragraphs.flat_map(|p| &mut p.runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Twips;
    use crate::layout::Pages;
    use crate::style::tests::sheet;
    use crate::{HeadFields, compose, typeset};

    fn pages(text: &str) -> Pages {
        let head = HeadFields { title: Some("报告".to_owned()), ..HeadFields::default() };
        layout(&typeset(&compose(&head, text), &sheet("document")).flow)
    }

    /// Twenty-five lines push what follows to the next page.
    fn text() -> String {
        format!(
            "【目录】\n一、总体情况\n{}（一）主要做法\n做法见第【页：问题清单】页，【页：没有】照旧。\n二、问题清单\n三个。\n",
            "一行。\n".repeat(25)
        )
    }

    #[test]
    fn contents_list_headings_of_two_levels_with_their_true_pages() {
        let pages = pages(&text());
        let first = pages.lines()[0].concat();
        for (heading, page) in [("一、总体情况", 1), ("（一）主要做法", 2), ("二、问题清单", 2)]
        {
            let line = pages.lines()[0].iter().find(|l| l.contains(heading) && l.contains("..")).cloned();
            assert!(line.is_some_and(|l| l.ends_with(&format!(".{page}"))), "{heading}: {first}");
            let number = usize::try_from(page).unwrap() - 1;
            assert!(pages.lines()[number].iter().any(|l| l == heading), "{heading} stands on page {page}");
        }
        let ends: BTreeSet<Twips> = pages.pages[0]
            .marks
            .iter()
            .filter(|m| matches!(m.role, Role::Contents1 | Role::Contents2))
            .filter(|m| m.text.chars().all(|c| c.is_ascii_digit()))
            .map(|m| m.x + m.width)
            .collect();
        assert_eq!(ends, BTreeSet::from([1587 + 8845]), "numbers end at the right edge");
    }

    #[test]
    fn a_reference_shows_the_page_of_its_heading_and_stays_as_typed_without_one() {
        let all = pages(&text()).lines().concat().concat();
        assert!(all.contains("做法见第2页，【页：没有】照旧。"), "{all}");
    }

    #[test]
    fn what_is_escaped_prints_as_typed_and_without_its_escape() {
        let text = "【目录】\n一、见\\【页：末】页\n甲\\【页：末】乙【页：末】。\n【正文】丙【页：末】\n【正文】【目录】\n一、末\n末。\n";
        let all = pages(text).lines().concat().concat();
        for shown in ["一、见【页：末】页", "甲【页：末】乙1。", "丙【页：末】", "【目录】"]
        {
            assert!(all.contains(shown), "{shown}: {all}");
        }
        assert!(!all.contains('\\') && !all.contains("【正文】"), "{all}");
    }

    #[test]
    fn a_request_for_contents_without_headings_stays_as_typed() {
        assert!(pages("【目录】\n正文。\n").lines().concat().contains(&"【目录】".to_owned()));
    }

    #[test]
    fn a_reference_to_a_later_page_is_right_even_when_its_width_moves_lines() {
        let filler = "一行。\n".repeat(230);
        let text = format!("{}见第【页：末】页。\n{filler}一、末\n末。\n", "国".repeat(26));
        let pages = pages(&text);
        let number = pages.lines().iter().position(|page| page.iter().any(|l| l == "一、末")).unwrap() + 1;
        assert!(number > 9);
        assert!(pages.lines().concat().concat().contains(&format!("见第{number}页")));
    }
}
