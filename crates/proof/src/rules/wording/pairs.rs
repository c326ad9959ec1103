//! Words that go together or must not.

use crate::context::Context;
use crate::rules::Report;
use crate::scan::{self, at};

/// How far apart the two words of a pair may stand.
const REACH: usize = 30;

/// WD-06: 是否…吗.
pub(super) fn whether(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for start in scan::find_all(line.chars, "是否") {
            let end = scan::run_end(line.chars, start, |c| !matches!(c, '。' | '？' | '；' | '，'));
            if end - start <= REACH && end.checked_sub(1).and_then(|i| at(line.chars, i)) == Some('吗') {
                report.fix(line.place(end - 1, end), "“是否”与“吗”不连用。", "");
            }
        }
    }
}

/// WD-07: 即要…又要.
pub(super) fn both(context: &Context<'_>, report: &mut Report<'_>) {
    const PAIRS: [(&str, [&str; 2]); 4] = [
        ("即要", ["又要", "也要"]),
        ("即是", ["又是", "也是"]),
        ("即有", ["又有", "也有"]),
        ("即能", ["又能", "也能"]),
    ];
    for line in context.prose() {
        for (first, seconds) in PAIRS {
            for start in scan::find_all(line.chars, first) {
                // 立即要 and 随即有 are other words.
                let before = start.checked_sub(1).and_then(|i| at(line.chars, i));
                let other = before.is_some_and(|c| "立随当旋瞬在亦".contains(c));
                let end = scan::run_end(line.chars, start, |c| !matches!(c, '。' | '；')).min(start + REACH);
                let clause = line.chars.get(..end).unwrap_or_default();
                let paired =
                    seconds.into_iter().any(|second| scan::find(clause, start + 2, second).is_some());
                if paired && !other {
                    report.fix(line.place(start, start + 1), "与“又、也”呼应的是“既”，不是“即”。", "既");
                }
            }
        }
    }
}
