//! Rows that break over pages: what was drawn below the edge of one page is moved to the next.

use super::{Mark, Page, PictureMark, RuleMark};
use crate::flow::Twips;

/// Height kept above the first baseline of a moved line, so that its ink does not cross the page's edge.
const ASCENT: Twips = 320;

/// How far a rule may reach below the edge before it counts as cut.
const TOLERANCE: Twips = 40;

/// What was cut off a page.
pub(super) struct Rest {
    marks: Vec<Mark>,
    rules: Vec<RuleMark>,
    pictures: Vec<PictureMark>,
}

/// Takes everything below `bottom` off the page; rules that cross it are divided.
pub(super) fn cut(page: &mut Page, bottom: Twips) -> Rest {
    let (stay, marks) = std::mem::take(&mut page.marks).into_iter().partition(|m: &Mark| m.y <= bottom);
    page.marks = stay;
    let (stay, pictures) =
        std::mem::take(&mut page.pictures).into_iter().partition(|p: &PictureMark| p.y + p.height <= bottom);
    page.pictures = stay;
    let mut rules = Vec::new();
    for rule in &mut page.rules {
        let end = rule.y + rule.height;
        if end > bottom + TOLERANCE {
            let y = rule.y.max(bottom);
            rules.push(RuleMark { y, height: end - y, ..*rule });
            rule.height = (bottom - rule.y).max(0);
        }
    }
    page.rules.retain(|r| r.height > 0);
    Rest { marks, rules, pictures }
}

/// Puts the rest on a page whose text begins at `top`; returns the white added above a line that was cut.
pub(super) fn paste(page: &mut Page, rest: Rest, bottom: Twips, top: Twips) -> Twips {
    let shift = top - bottom;
    let first = rest.marks.iter().map(|m| m.y - bottom).min();
    let room = first.map_or(0, |y| (ASCENT - y).max(0));
    for mut mark in rest.marks {
        mark.y += shift + room;
        page.marks.push(mark);
    }
    for mut picture in rest.pictures {
        picture.y = (picture.y + shift + room).max(top);
        page.pictures.push(picture);
    }
    for mut rule in rest.rules {
        if rule.y > bottom {
            rule.y += room;
        } else {
            rule.height += room;
        }
        rule.y += shift;
        page.rules.push(rule);
    }
    room
}
