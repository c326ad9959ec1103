//! In which order headings come: levels, numbers, company.

use super::super::Report;
use crate::Severity;
use crate::context::{Context, Kind, Line, Zone};
use crate::scan::{self, Form, Ordinal};

/// How many levels the standard knows.
const LEVELS: usize = 4;

/// A numbered line and where it stands in the order of levels; chapters and articles are level 0.
struct Numbered<'c, 'a> {
    line: &'c Line<'a>,
    ordinal: Ordinal,
    level: usize,
    zone_starts: bool,
    /// The line before ends with a colon: a new list may start.
    announced: bool,
    /// A paragraph without a number stands between this line and the numbered one before.
    after_text: bool,
}

/// The numbered lines in their order.
fn numbered<'c, 'a>(cx: &'c Context<'a>) -> Vec<Numbered<'c, 'a>> {
    let mut found: Vec<Numbered<'c, 'a>> = Vec::new();
    let mut zone: Option<Zone> = None;
    let mut announced = false;
    let mut after_text = false;
    for line in cx.prose() {
        let ordinal = line.ordinal.filter(|o| o.level().is_some() || matches!(o.form, Form::Clause(_)));
        if let Some(ordinal) = ordinal {
            let level = usize::from(ordinal.level().unwrap_or(0));
            found.push(Numbered {
                line,
                ordinal,
                level,
                zone_starts: zone != Some(line.zone),
                announced,
                after_text,
            });
            zone = Some(line.zone);
        }
        // A heading without a number of ours opens a new list as a colon does.
        let last = line.words().chars.last().copied();
        after_text = line.ordinal.is_none();
        let headed = after_text && last.is_some_and(|c| !scan::is_stop(c));
        announced = matches!(last, Some('：' | ':')) || headed;
    }
    found
}

/// Calls what has no number: 第三章, （二）.
fn written(item: &Numbered<'_, '_>) -> String {
    item.line.whole().part(item.line.from, item.ordinal.label_end()).text()
}

pub(super) fn skipped(cx: &Context<'_>, report: &mut super::super::Report<'_>) {
    // A text of two levels may go from 一、 to 1. at once (7.3.3: 可以依次); one that also has （一） may not.
    let items = numbered(cx);
    let two_levels = !items.iter().any(|item| item.level == 2);
    let mut last = 0usize;
    for item in items {
        if item.zone_starts {
            last = 0;
        }
        if item.level == 0 {
            // Under an article the items are （一）, so that the article stands for the first level.
            last = 1;
            continue;
        }
        if last > 0 && item.level > last + 1 && !(two_levels && last == 1 && item.level == 3) {
            let forms = ["一、", "（一）", "1.", "（1）"];
            let wanted = forms.get(last).copied().unwrap_or("（一）");
            let message = format!(
                "“{}”跳过了一级，结构层次依次用“一、”“（一）”“1.”“（1）”，这里可用“{wanted}”。",
                written(&item)
            );
            // 一、 followed by 1. is seen in published documents too, where there are only two levels.
            let severity = if last == 1 { Severity::Hint } else { Severity::Warning };
            let place = item.line.place(item.line.from, item.ordinal.label_end());
            report.add_as(severity, place, message);
        }
        last = item.level;
    }
}

/// Counters of the four levels and of 章, 节, 条.
#[derive(Default)]
struct Counters {
    levels: [u32; LEVELS + 1],
    chapter: u32,
    section: u32,
    article: u32,
}

impl Counters {
    /// What stood before at this place; lower counters start anew.
    fn step(&mut self, item: &Numbered<'_, '_>) -> u32 {
        let value = item.ordinal.value;
        let slot = match item.ordinal.form {
            Form::Clause('章') => {
                self.section = 0;
                &mut self.chapter
            }
            Form::Clause('节') => &mut self.section,
            Form::Clause(_) => &mut self.article,
            Form::Han
            | Form::HanBracket
            | Form::Digit
            | Form::DigitBracket
            | Form::Circled
            | Form::Letter => {
                self.levels.iter_mut().skip(item.level + 1).for_each(|n| *n = 0);
                match self.levels.get_mut(item.level) {
                    Some(slot) => return std::mem::replace(slot, value),
                    None => return 0,
                }
            }
        };
        self.levels = [0; LEVELS + 1];
        std::mem::replace(slot, value)
    }
}

pub(super) fn consecutive(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut counters = Counters::default();
    // The last number of each level anywhere before: （一） often counts on through all of 一、二、三、.
    let mut through = [0u32; LEVELS + 1];
    for item in numbered(cx) {
        if item.zone_starts {
            counters = Counters::default();
            through = [0; LEVELS + 1];
        }
        let last = counters.step(&item);
        let value = item.ordinal.value;
        // The two lower levels may start again behind a paragraph; a second 一、 is a slip.
        let new_list = value == 1 && (item.announced || item.level >= 3 && item.after_text);
        let before = through.get_mut(item.level).map_or(0, |n| std::mem::replace(n, value));
        let counts_on = item.level > 0 && last == 0 && value == before + 1;
        if value == last + 1 || new_list || counts_on {
            continue;
        }
        let written = written(&item);
        let message = match last {
            0 => format!("序数“{written}”不是从头开始，前面似乎少了。"),
            last if last == value => format!("序数“{written}”重复。"),
            last => format!("序数不连续：上一个是第{last}项，这里是第{value}项（“{written}”）。"),
        };
        report.add(item.line.place(item.line.from, item.ordinal.label_end()), message);
    }
}

pub(super) fn single(cx: &Context<'_>, report: &mut Report<'_>) {
    // Per level: how many there are under the present parent, and the first of them.
    let mut groups: [(usize, Option<crate::Place>); LEVELS + 1] = Default::default();
    let items = numbered(cx);
    for item in items.iter().filter(|i| i.line.kind != Kind::Table) {
        let from = if item.zone_starts { 0 } else { item.level + 1 };
        close(&mut groups, from, report);
        if let Some((count, first)) = groups.get_mut(item.level) {
            *count += 1;
            // ⑴ and ㈠ are also put as a sign before a remark that has no company.
            if !item.ordinal.is_one_sign(item.line.from) {
                first.get_or_insert_with(|| item.line.place(item.line.from, item.ordinal.label_end()));
            }
        }
    }
    close(&mut groups, 0, report);
}

/// Ends the groups from this level down; one of second or lower level with a single member is reported.
fn close(groups: &mut [(usize, Option<crate::Place>)], from: usize, report: &mut Report<'_>) {
    for (level, group) in groups.iter_mut().enumerate().skip(from) {
        let (count, first) = std::mem::take(group);
        if let (1, true, Some(place)) = (count, level >= 2, first) {
            report.add(place, "这一层次只有一项，可以不编序数，或者与上一层次合并。");
        }
    }
}

pub(super) fn repeated(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut seen: [Vec<String>; LEVELS + 1] = Default::default();
    for item in numbered(cx) {
        let from = if item.zone_starts { 0 } else { item.level + 1 };
        // Two regulations issued together each begin with their own 一、.
        let from = if item.ordinal.value == 1 { from.min(item.level) } else { from };
        seen.iter_mut().skip(from).for_each(Vec::clear);
        let words = item.line.whole().part(item.ordinal.end, item.line.to);
        let end = words.chars.iter().position(|c| *c == '。').unwrap_or(words.chars.len());
        let text = words.part(0, end).text();
        let Some(others) = seen.get_mut(item.level).filter(|_| item.level > 0 && end >= 2) else { continue };
        if others.contains(&text) {
            report.add(words.place(0, end), format!("与前面的同级标题重复：“{text}”。"));
        } else {
            others.push(text);
        }
    }
}

/// 一是…二是…四是.
pub(super) fn spoken(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut last = 0;
    for line in cx.prose() {
        if line.ordinal.is_some() {
            last = 0;
        }
        let words = line.words();
        for at in scan::find_all(words.chars, "是") {
            let Some((from, value)) = spoken_at(words.chars, at) else { continue };
            if value != 1 && value != last + 1 {
                let message = if last == 0 {
                    format!("“{}”前面没有“一是”。", words.part(from, at + 1).text())
                } else {
                    format!("“一是、二是”不连续：“{}”的前一项是第{last}项。", words.part(from, at + 1).text())
                };
                report.add(words.place(from, at + 1), message);
            }
            last = value;
        }
    }
}

/// The numeral before 是, when it opens a clause.
fn spoken_at(chars: &[char], at: usize) -> Option<(usize, u32)> {
    let before = chars.get(..at)?;
    let len = before.iter().rev().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    let from = at - len;
    let opens = from == 0
        || matches!(scan::at(chars, from - 1), Some('。' | '；' | '，' | '：' | '”' | '）' | '！' | ' '));
    // 三是三 and 九是九 aside, nobody counts so without a preceding stop.
    let value = scan::han_number(chars.get(from..at)?)?;
    (opens && len > 0).then_some((from, value))
}
