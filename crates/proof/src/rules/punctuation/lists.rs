//! Marks in enumerations: 、 and 等.

use super::texts;
use crate::Severity;
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};

/// What turns 等 into another word: 等级, 等于, 等候.
const AFTER_DENG: &str = "级于候次同额价分式距效值待离外温边腰";

/// Words that merely begin with a conjunction's character.
const NOT_AND: [(char, &str); 3] = [('和', "平谐睦解气美顺田风声"), ('及', "时早格物"), ('或', "")];

fn commas<'a>(line: &Line<'a>) -> impl Iterator<Item = usize> + use<'a> {
    line.chars.iter().enumerate().filter(|(_, c)| **c == '、').map(|(i, _)| i)
}

/// PN-06: 、等 and 等等.
pub(super) fn and_so_on(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for i in commas(line) {
            let word = at(line.chars, i + 2).is_some_and(|c| AFTER_DENG.contains(c));
            if at(line.chars, i + 1) == Some('等') && !word {
                report.fix(line.place(i, i + 1), "“等”字前不用顿号。", "");
            }
        }
        for i in scan::find_all(line.chars, "等等") {
            let word = at(line.chars, i + 2).is_some_and(|c| AFTER_DENG.contains(c));
            let wait = i
                .checked_sub(1)
                .and_then(|i| at(line.chars, i))
                .is_some_and(|c| "同平优劣高初中".contains(c));
            if !word && !wait {
                report.fix_as(Severity::Hint, line.place(i, i + 2), "公文列举一般用一个“等”字。", "等");
            }
        }
    }
}

/// PN-07: 》、《 and ”、“.
pub(super) fn between_titles(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for i in commas(line) {
            let left = i.checked_sub(1).and_then(|i| at(line.chars, i));
            match (left, at(line.chars, i + 1)) {
                (Some('》'), Some('《')) => {
                    report.fix(line.place(i, i + 1), "并列的书名号之间通常不用顿号。", "");
                }
                (Some('”'), Some('“')) => {
                    report.fix(line.place(i, i + 1), "并列的引号之间通常不用顿号。", "");
                }
                _ => {}
            }
        }
    }
}

/// PN-21: 、和, 、以及.
pub(super) fn before_and(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for i in commas(line) {
            let Some(c) = at(line.chars, i + 1) else { continue };
            // A、和B相适应的C is no list.
            let joined = line.chars.iter().skip(i + 2).take(15).any(|c| *c == '相');
            let next = at(line.chars, i + 2);
            let listed = NOT_AND.into_iter().find(|(and, _)| *and == c);
            let conjunction = match listed {
                Some((_, words)) => next.is_none_or(|n| !words.contains(n)),
                None => c == '以' && next == Some('及'),
            };
            if conjunction && !joined {
                report.fix(line.place(i, i + 1), "“和、及、或、以及”等连词前不用顿号。", "");
            }
        }
    }
}

/// PN-18: 自查、整改……等, 等……: the dots say 等 already.
pub(super) fn dots_and_so_on(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for i in scan::find_all(line.chars, "……") {
            let word = at(line.chars, i + 3).is_some_and(|c| AFTER_DENG.contains(c));
            let behind = at(line.chars, i + 2) == Some('等') && !word;
            let before = i.checked_sub(1).and_then(|i| at(line.chars, i)) == Some('等');
            if behind || before {
                report.fix(line.place(i, i + 2), "省略号与“等”意思重复，留“等”即可。", "");
            }
        }
    }
}
