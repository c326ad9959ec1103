//! Lines become marks: alignment, justification and the baseline.

use std::ops::Range;

use super::line::{Atom, Content, End, Line};
use super::table::LaidParagraph;
use super::{Mark, Page, PictureMark, RuleMark};
use crate::flow::{Align, Paragraph, Rgb, Rule, Run, RunContent, Turned, Twips};
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
    let tabbed = content.iter().any(|a| matches!(a.content, Content::Tab { .. }));
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
            match atom.content {
                Content::Picture => self.picture(atom.run),
                Content::Tab { leader: true } => self.leader(atom),
                Content::Char(_) | Content::Tab { leader: false } | Content::Break => {}
            }
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

    /// A picture stands on the foot of its line, above the white that the paragraph mark keeps below itself.
    fn picture(&mut self, run: usize) {
        let Some(RunContent::Picture { picture, width, height }) =
            self.paragraph.runs.get(run).map(|r| &r.content)
        else {
            return;
        };
        let foot = self.baseline - self.paragraph.line * 4 / 5 + self.paragraph.line
            - picture_foot(self.paragraph.mark_half_pt);
        self.page.pictures.push(PictureMark {
            x: self.x,
            y: foot - height,
            width: *width,
            height: *height,
            picture: *picture,
            source_line: self.paragraph.source_line,
        });
    }

    /// Dots up to the tab stop; those of different lines stand under each other when the stop is the same.
    fn leader(&mut self, atom: &Atom) {
        let Some(run) = self.paragraph.runs.get(atom.run) else { return };
        let dot = (i32::from(run.half_pt) * 5).max(20);
        let count = usize::try_from(atom.width / dot).unwrap_or(0).saturating_sub(1);
        if count == 0 {
            return;
        }
        let end = self.x + atom.width - dot / 2;
        let start = end - Twips::try_from(count).unwrap_or(0).saturating_mul(dot);
        let open = Open { run: atom.run, narrow: true, start, end, text: ".".repeat(count) };
        self.page.marks.push(mark(self.paragraph, run, open, self.baseline));
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
        turned: false,
        width: open.end - open.start,
        text: open.text,
        font: run.font,
        half_pt: run.half_pt,
        scale_percent: run.scale_percent,
        bold: run.bold,
        colour: run.colour,
        role: paragraph.role,
        source_line: paragraph.source_line,
        source_column: paragraph.source_column,
    }
}

/// White between the foot of a picture and the foot of its line.
pub(crate) fn picture_foot(mark_half_pt: u16) -> Twips {
    i32::from(mark_half_pt) * 2
}

/// Puts what was drawn for an upright line into its turned box: its right becomes down, its top becomes right. A
/// turned line is centred in its box: the middle of its digits, 0.38 em above the baseline, lies on the middle.
pub(super) fn turn(page: &mut Page, drawn: Page, box_: &Turned) {
    let right = box_.x + box_.paragraph.line;
    let middle = box_.x + box_.paragraph.line / 2;
    page.marks.extend(drawn.marks.into_iter().map(|m| Mark {
        x: middle - i32::from(m.half_pt) * 38 / 10,
        y: box_.y + m.x,
        turned: true,
        ..m
    }));
    page.rules.extend(drawn.rules.into_iter().map(|r| RuleMark {
        x: right - r.y - r.height,
        y: box_.y + r.x,
        width: r.height,
        height: r.width,
        ..r
    }));
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

/// Draws lines of a paragraph from `y` on and returns where the next thing starts.
pub(super) fn paragraph(
    page: &mut Page,
    laid: &LaidParagraph<'_>,
    lines: Range<usize>,
    x: Twips,
    width: Twips,
    y: Twips,
) -> Twips {
    let p = laid.paragraph;
    let (ruled_x, ruled_width) = (x + p.indent.left, (width - p.indent.left - p.indent.right).max(0));
    let (starts, ends) = (lines.start == 0, lines.end == laid.lines.len());
    let mut y = if starts { y + p.before } else { y };
    if let Some(rule) = p.rule_above.filter(|_| starts) {
        horizontal(page, ruled_x, y, ruled_width, rule);
        y += thickness(Some(rule));
    }
    for each in laid.lines.get(lines).unwrap_or_default() {
        line(page, p, &laid.atoms, each, x, y);
        y = y.saturating_add(laid.line);
    }
    if let Some(rule) = p.rule_below.filter(|_| ends) {
        horizontal(page, ruled_x, y, ruled_width, rule);
        y += thickness(Some(rule));
    }
    if ends { y.saturating_add(p.after) } else { y }
}
