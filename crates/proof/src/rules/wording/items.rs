//! How the items of a list end: all with ；, the last with 。

use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, Form, at};

/// The words that count clauses within a paragraph.
const COUNTED: [&str; 8] = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"];

/// WD-08: a list whose last item ends with ；.
pub(super) fn last_mark(context: &Context<'_>, report: &mut Report<'_>) {
    let lines: Vec<&Line<'_>> = context.prose().collect();
    for (i, line) in lines.iter().enumerate() {
        let Some(ordinal) = line.ordinal.filter(|o| o.value >= 2 && !matches!(o.form, Form::Clause(_)))
        else {
            continue;
        };
        let last = line.to.checked_sub(1).and_then(|i| at(line.chars, i));
        // The list goes on when the next number of the same form comes before a number of another list.
        let rest = lines.get(i + 1..).unwrap_or_default();
        let next = rest.iter().find_map(|l| l.ordinal.filter(|o| o.form == ordinal.form));
        let goes_on = next.is_some_and(|o| o.value == ordinal.value + 1);
        let deeper = rest.first().is_some_and(|l| l.ordinal.is_some_and(|o| o.level() > ordinal.level()));
        if last == Some('；')
            && !goes_on
            && !deeper
            && line.zone == rest.first().map_or(line.zone, |l| l.zone)
        {
            report.fix(line.place(line.to - 1, line.to), "最后一项用句号结束。", "。");
        }
    }
}

/// WD-09: 一是…；二是…。三是…: the clauses of one list are parted by one mark.
pub(super) fn uneven_marks(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let mut from = 0;
        let mut marks: Vec<(usize, char)> = Vec::new();
        for word in COUNTED {
            let Some(place) = scan::find(line.chars, from, word) else { break };
            if let Some(mark) = place.checked_sub(1).and_then(|i| at(line.chars, i)).filter(|_| from > 0) {
                marks.push((place - 1, mark));
            }
            from = place + 2;
        }
        let Some((_, first)) = marks.first().copied().filter(|(_, c)| matches!(c, '；' | '。' | '，'))
        else {
            continue;
        };
        let odd = marks.iter().find(|(_, c)| *c != first && matches!(c, '；' | '。' | '，'));
        if let Some((place, mark)) = odd {
            report.add(
                line.place(*place, place + 1),
                format!("前面的分句用“{first}”隔开，这里用“{mark}”，宜一致。"),
            );
        }
    }
}
