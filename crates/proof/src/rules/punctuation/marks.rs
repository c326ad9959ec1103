//! Single marks: half-width ones, doubled ones, clashing ones, ellipsis and dash.

use super::texts;
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at, is_han};

/// Half-width marks and their full-width forms.
const HALF: [(char, char); 5] = [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// Marks that no text doubles.
fn is_single(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：')
}

fn before(chars: &[char], i: usize) -> Option<char> {
    i.checked_sub(1).and_then(|i| at(chars, i))
}

fn marks<'a>(line: &Line<'a>) -> impl Iterator<Item = (usize, char)> + use<'a> {
    line.chars.iter().copied().enumerate().filter(|(_, c)| !is_han(*c))
}

/// PN-01: a half-width mark beside Hanzi.
pub(super) fn half_width(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (i, c) in marks(line) {
            let Some((_, full)) = HALF.into_iter().find(|(half, _)| *half == c) else { continue };
            let closes = |c: char| is_han(c) || matches!(c, '”' | '）' | '》' | '〕' | '’');
            let opens = |c: char| is_han(c) || matches!(c, '“' | '（' | '《' | '‘');
            if before(line.chars, i).is_some_and(closes) || at(line.chars, i + 1).is_some_and(opens) {
                report.fix(line.place(i, i + 1), format!("中文里用全角标点“{full}”。"), full);
            }
        }
    }
}

/// PN-11: a Latin full stop that ends a Chinese sentence.
pub(super) fn half_stop(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (i, _) in marks(line).filter(|(_, c)| *c == '.') {
            let ordinal = line.ordinal.is_some_and(|o| o.bare_end == i);
            let after = at(line.chars, i + 1).filter(|_| i + 1 < line.to);
            let ends = after.is_none_or(|c| is_han(c) || matches!(c, '”' | '）' | '“' | '《'));
            let closes = before(line.chars, i).is_some_and(|c| is_han(c) || matches!(c, '”' | '）' | '》'));
            if !ordinal && closes && ends {
                report.fix(line.place(i, i + 1), "句末用句号“。”，不用小圆点。", "。");
            }
        }
    }
}

/// PN-04: 。。 and the like; three and more full stops are an ellipsis, PN-08.
pub(super) fn doubled(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        let mut free = 0;
        for (i, c) in marks(line).filter(|(_, c)| is_single(*c)) {
            // A mark of a run that was judged already: its run is not walked through again.
            if i < free {
                continue;
            }
            let end = scan::run_end(line.chars, i, |d| d == c);
            let run = end - i;
            if run >= 2 && (c != '。' || run == 2) {
                report.fix(line.place(i, end), format!("标点{}重复。", named(c)), c);
            }
            free = end;
        }
    }
}

/// What a mark is called: quotation marks by their names, as they cannot stand between quotation marks.
pub(super) fn named(mark: char) -> String {
    match mark {
        '“' => "左双引号".to_owned(),
        '”' => "右双引号".to_owned(),
        '‘' => "左单引号".to_owned(),
        '’' => "右单引号".to_owned(),
        _ => format!("“{mark}”"),
    }
}

/// PN-08: the ellipsis is two times three dots on the line.
pub(super) fn ellipsis(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        let mut free = 0;
        for (i, c) in marks(line).filter(|(_, c)| matches!(c, '.' | '。' | '…' | '．' | '·')) {
            // A mark of a run that was judged already: its run is not walked through again.
            if i < free {
                continue;
            }
            let end = scan::run_end(line.chars, i, |d| d == c);
            let run = end - i;
            let wrong = if c == '…' { run != 2 } else { run >= 3 };
            if wrong {
                report.fix(line.place(i, end), "省略号是居中的六个点“……”。", "……");
            }
            free = end;
        }
    }
}

/// PN-12: two different marks side by side.
pub(super) fn clashing(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (i, first) in marks(line) {
            let Some(second) = at(line.chars, i + 1) else { continue };
            let clash = is_single(first) && is_single(second) && first != second
                || matches!(first, '！' | '？') && is_single(second);
            if !clash {
                continue;
            }
            let message = format!("标点{}和{}相连，只留一个。", named(first), named(second));
            match (first, second) {
                ('，' | '、' | '；', '。') => report.fix(line.place(i, i + 2), message, "。"),
                ('！' | '？', '。') => report.fix(line.place(i, i + 2), message, first),
                _ => report.add(line.place(i, i + 2), message),
            }
        }
    }
}

/// PN-16: the dash is two dashes of full width.
pub(super) fn dash(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        let mut free = 0;
        for (i, c) in marks(line).filter(|(_, c)| matches!(c, '-' | '－' | '—' | '–' | '─' | '━')) {
            // A mark of a run that was judged already: its run is not walked through again.
            if i < free {
                continue;
            }
            let end = scan::run_end(line.chars, i, |d| d == c);
            let run = end - i;
            let wrong = match c {
                '—' => run >= 3,
                '─' | '━' | '－' | '–' => run >= 2,
                _ => run >= 2 && is_text(line, i, end),
            };
            if wrong && line.kind != crate::context::Kind::Table {
                report.fix(line.place(i, end), "破折号占两个字“——”。", "——");
            }
            free = end;
        }
    }
}

/// Whether Hanzi stand on one side at least, so that the hyphens are no rule and no option of a command.
fn is_text(line: &Line<'_>, from: usize, to: usize) -> bool {
    before(line.chars, from).is_some_and(|c| is_han(c) || matches!(c, '”' | '》' | '）' | '，'))
        || at(line.chars, to).is_some_and(is_han) && from > line.from
}

/// PN-17: the dot between the parts of a foreign name.
pub(super) fn middle_dot(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (i, _) in marks(line).filter(|(_, c)| matches!(c, '•' | '‧' | '∙' | '・' | '⋅' | '●'))
        {
            let inside =
                before(line.chars, i).is_some_and(is_han) && at(line.chars, i + 1).is_some_and(is_han);
            if inside {
                report.fix(line.place(i, i + 1), "间隔号用“·”。", "·");
            }
        }
    }
}

/// PN-19: small and half-width variants of Chinese marks, which many fonts lack.
pub(super) fn odd_forms(context: &Context<'_>, report: &mut Report<'_>) {
    const ODD: [(char, char); 16] = [
        ('﹐', '，'),
        ('﹑', '、'),
        ('､', '、'),
        ('﹔', '；'),
        ('﹕', '：'),
        ('︰', '：'),
        ('﹖', '？'),
        ('﹗', '！'),
        ('｡', '。'),
        ('｢', '“'),
        ('｣', '”'),
        ('「', '“'),
        ('」', '”'),
        ('『', '‘'),
        ('』', '’'),
        ('＂', '”'),
    ];
    for line in texts(context) {
        for (i, c) in marks(line) {
            if let Some((_, right)) = ODD.into_iter().find(|(odd, _)| *odd == c) {
                report.fix(
                    line.place(i, i + 1),
                    format!("{}应为规范标点{}。", named(c), named(right)),
                    right,
                );
            }
        }
    }
}

/// PN-20: 9：00.
pub(super) fn clock(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (i, _) in marks(line).filter(|(_, c)| *c == '：') {
            let digits = |c: char| c.is_ascii_digit();
            let left = line.chars.iter().take(i).rev().take_while(|c| digits(**c)).count();
            let end = scan::run_end(line.chars, i + 1, digits);
            let value = |from: usize, to: usize| line.chars.get(from..to).and_then(scan::number);
            let clock = (1..=2).contains(&left)
                && end == i + 3
                && value(i - left, i).is_some_and(|h| h <= 24)
                && value(i + 1, end).is_some_and(|m| m < 60);
            if clock {
                report.fix(line.place(i, i + 1), "时刻中的冒号用半角“:”。", ":");
            }
        }
    }
}
