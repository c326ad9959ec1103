//! What a line by itself would be taken for, whatever stands around it.

use super::names;
use super::{PLAIN, TITLE, closing, line, opening, pages, placed};
use crate::document::Placement;

/// Directives that are lines of their own or open one.
const DIRECTIVES: [&str; 6] = [PLAIN, TITLE, "【图", "【目录】", "【印发】", "【横向】"];

/// Lists that a line opens by its label.
const LABELS: [&str; 4] = ["出席：", "请假：", "列席：", "编者按："];

/// How many ways there are.
const WAYS: usize = 15;

/// Each way in which a line is more than words. Without any, it is a plain paragraph.
pub(super) type Marks = [bool; WAYS];

/// The ways of one line, which is trimmed and holds nothing invisible.
pub(super) fn marks(text: &str) -> Marks {
    let signed = |(organ, _): (&str, &str)| names::issuers(organ).is_some();
    let dated_bracket = text.starts_with('（') && text.ends_with('）') && text.contains('年');
    [
        line::numbered_level(text).is_some(),
        line::clause(text).is_some(),
        line::annex_label(text).is_some(),
        line::attachment_label(text).is_some(),
        placed(text).0 != Placement::Indented || DIRECTIVES.iter().any(|mark| text.starts_with(mark)),
        text.starts_with('|'),
        LABELS.iter().any(|label| text.starts_with(label)),
        line::is_rule(text),
        names::date(text).is_some() || names::organ_and_date(text).is_some_and(signed),
        names::printed_line(text).is_some(),
        names::number_line(text).is_some() || opening::is_issue(text),
        names::addressees(text).is_some(),
        closing::is_imprint(text),
        pages::is_page_number(text) || pages::bare_number(text).is_some(),
        dated_bracket || opening::is_mark(text),
    ]
}
