//! Lines become marks: alignment, justification and the baseline.

use super::line::{Atom, Content, End, Line};
use super::{Mark, Page, RuleMark};
use crate::flow::{Align, Paragraph, Rgb, Rule, Run, Twips};
use crate::measure::half_ems;

/// Thickness of a rule in twips, at least one.
pub(super) fn thickness(rule: Option<Rule>) -> Twips {
    rule.map_or(0, |r| (i32::from(r.eighths) * 5 / 2).max(1))
}

/// Draws one line whose box starts at (`x`, `y`), where `x` is the text area's left edge.
pub(super) fn line(page: &mut Page, paragraph: &Paragraph, atoms: &[Atom], line: &Line, x: Twips, y: Twips) {
    let content = atoms.get(line.atoms.clone()).unwrap_or_default();
    let trailing = content.iter().rev().take_while(|a| a.content == Content::Char(' ')).count();
    let inked = content.get(..content.len() - trailing).unwrap_or_default();
    let natural: Twips = inked.iter().map(|a| a.width).sum();
    let slack = (line.room - natural).max(0);
    let tabbed = content.iter().any(|a| a.content == Content::Tab);
    let stretch = match (paragraph.align, line.end) {
        (Align::Distribute, _) | (Align::Justify, End::Full) => !tabbed,
        (Align::Left | Align::Centre | Align::Right | Align::Justify, _) => false,
    };
    let shift = match paragraph.align {
        _ if tabbed || stretch => 0,
        Align::Centre => slack / 2,
        Align::Right => slack,
        Align::Left | Align::Justify | Align::Distribute => 0,
    };
    let gaps = gaps(inked);
    let mut pen =
        Pen { page, paragraph, x: x + line.left + shift, baseline: y + paragraph.line * 4 / 5, open: None };
    let (extra, count) = if stretch { (slack, gaps.iter().filter(|g| **g).count()) } else { (0, 0) };
    let mut passed = 0;
    for (i, atom) in content.iter().enumerate() {
        pen.put(atom);
        if count > 0 && gaps.get(i).copied().unwrap_or(false) {
            let share = |n: usize| Twips::try_from(i64::from(extra) * to_i64(n) / to_i64(count)).unwrap_or(0);
            pen.x += share(passed + 1) - share(passed);
            passed += 1;
        }
    }
    pen.close();
}

fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Which gaps after an atom may stretch: all but those inside a Latin word or number.
fn gaps(atoms: &[Atom]) -> Vec<bool> {
    let narrow = |a: &Atom| matches!(a.content, Content::Char(c) if half_ems(c) == 1 && c != ' ');
    let pairs = atoms.windows(2).map(|pair| match pair {
        [a, b] => !(narrow(a) && narrow(b)),
        _ => false,
    });
    pairs.collect()
}

/// Puts atoms down and joins those of one look into marks.
struct Pen<'a> {
    page: &'a mut Page,
    paragraph: &'a Paragraph,
    x: Twips,
    baseline: Twips,
    open: Option<Open>,
}

struct Open {
    run: usize,
    narrow: bool,
    start: Twips,
    end: Twips,
    text: String,
}

impl Pen<'_> {
    fn put(&mut self, atom: &Atom) {
        let Content::Char(c) = atom.content else {
            self.close();
            self.x += atom.width;
            return;
        };
        // Full- and half-width stretches are marked apart: stand-in fonts differ in their Latin widths only.
        let narrow = half_ems(c) == 1;
        let neutral = half_ems(c) == 0 || c == ' ';
        let same = self.open.as_ref().is_some_and(|o| o.run == atom.run && (o.narrow == narrow || neutral));
        if !same {
            self.close();
            self.open = Some(Open { run: atom.run, narrow, start: self.x, end: self.x, text: String::new() });
        }
        self.x += atom.width;
        if let Some(open) = &mut self.open {
            open.text.push(c);
            open.end = self.x;
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.text.trim().is_empty() && !open.text.contains('\u{3000}') {
            return;
        }
        let Some(run) = self.paragraph.runs.get(open.run) else { return };
        self.page.marks.push(mark(self.paragraph, run, open, self.baseline));
    }
}

fn mark(paragraph: &Paragraph, run: &Run, open: Open, baseline: Twips) -> Mark {
    Mark {
        x: open.start,
        y: baseline,
        width: open.end - open.start,
        text: open.text,
        font: run.font,
        half_pt: run.half_pt,
        scale_percent: run.scale_percent,
        bold: run.bold,
        colour: run.colour,
        role: paragraph.role,
        source_line: paragraph.source_line,
    }
}

/// A horizontal bar.
pub(super) fn horizontal(page: &mut Page, x: Twips, y: Twips, width: Twips, rule: Rule) {
    bar(page, x, y, width, thickness(Some(rule)), rule.colour);
}

/// A vertical bar.
pub(super) fn vertical(page: &mut Page, x: Twips, y: Twips, height: Twips, rule: Rule) {
    bar(page, x, y, thickness(Some(rule)), height, rule.colour);
}

fn bar(page: &mut Page, x: Twips, y: Twips, width: Twips, height: Twips, colour: Rgb) {
    page.rules.push(RuleMark { x, y, width, height, colour });
}
