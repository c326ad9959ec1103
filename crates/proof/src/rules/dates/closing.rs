//! The dates at the end of a document: 成文日期 and 印发日期.

use super::mention;
use crate::Severity;
use crate::context::{Context, Kind, Line, Zone};
use crate::rules::Report;
use crate::{Place, Span};

/// DT-01: a line that is nothing but a date stands below the text, so it is the 成文日期 and has one right form.
pub(super) fn written(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.lines.iter().filter(|l| stands_alone(context, l)) {
        let words = line.words();
        let (bare, suffix) = match words.chars {
            [bare @ .., '印', '发'] => (bare, "印发"),
            all => (all, ""),
        };
        let Some((year, month, day)) = mention::only_date(bare) else { continue };
        let Some(date) = mention::date(year, month, day) else {
            report.add(words.whole(), "日历上没有这一天，请核对成文日期。");
            continue;
        };
        let right = format!("{}{suffix}", date.chinese());
        if words.text() != right {
            report.fix(
                words.whole(),
                format!("成文日期用阿拉伯数字写全年、月、日，不编虚位，应为“{right}”。"),
                right,
            );
        }
    }
}

/// Whether a line is one date and no more, where only the 成文日期 can stand.
pub(super) fn stands_alone(context: &Context<'_>, line: &Line<'_>) -> bool {
    let place = matches!(line.kind, Kind::Plain | Kind::Organ | Kind::Date | Kind::Title);
    let short = (8..=24).contains(&(line.to - line.from));
    context.formal && place && short && line.zone == Zone::Main && {
        let chars = line.words().chars;
        let bare = chars.strip_suffix(&['印', '发']).unwrap_or(chars);
        mention::only_date(bare).is_some()
    }
}

/// DT-03: nobody prints a document before it is dated.
pub(super) fn printed_before_dated(context: &Context<'_>, report: &mut Report<'_>) {
    let (Some(printed), Some(dated)) = (context.head.printed, context.dated) else { return };
    if printed < dated {
        let place = Place::Head { key: "printed", index: 0, range: Span { start: 0, end: 0 } };
        report.add_as(
            Severity::Error,
            place,
            format!("印发日期{}早于成文日期{}，请核对。", printed.chinese(), dated.chinese()),
        );
    }
}
