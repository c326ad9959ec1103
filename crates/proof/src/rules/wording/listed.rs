//! Words from lists: misspelt, spelt in two ways, taken for another, said twice.

use std::collections::BTreeMap;

use crate::context::Context;
use crate::rules::Report;
use crate::words::{Words, excused};

/// Reports every word of a list with its right form.
fn listed(
    context: &Context<'_>,
    list: &BTreeMap<String, String>,
    message: impl Fn(&str, &str) -> String,
    report: &mut Report<'_>,
) {
    let words =
        Words::new(list.iter().map(|(wrong, right)| (wrong.as_str(), (wrong.as_str(), right.as_str()))));
    for stretch in context.stretches() {
        for hit in words.find(stretch.chars) {
            let (wrong, right) = hit.value;
            if !excused(stretch.chars, hit.start, hit.end, &context.lexicon.text.longer) {
                let (told, better) = told(wrong, right);
                report.fix(stretch.place(hit.start, hit.end), message(told, better), right);
            }
        }
    }
}

/// Both without the digits they end with, which are only there to find the word: 截止202 is told as 截止.
fn told<'w>(wrong: &'w str, right: &'w str) -> (&'w str, &'w str) {
    let digit = |c: char| c.is_ascii_digit();
    (wrong.trim_end_matches(digit), right.trim_end_matches(digit))
}

/// WD-02: misspelt words.
pub(super) fn misspelt(context: &Context<'_>, report: &mut Report<'_>) {
    let list = &context.lexicon.text.misspelt;
    listed(context, list, |wrong, right| format!("“{wrong}”应为“{right}”。"), report);
}

/// WD-03: the spelling official texts do not use.
pub(super) fn variants(context: &Context<'_>, report: &mut Report<'_>) {
    let list = &context.lexicon.text.variants;
    listed(context, list, |wrong, right| format!("“{wrong}”宜写作“{right}”。"), report);
}

/// WD-04: words taken for a neighbour.
pub(super) fn confused(context: &Context<'_>, report: &mut Report<'_>) {
    let list = &context.lexicon.text.confused;
    listed(context, list, |wrong, right| format!("“{wrong}”用词不当，应为“{right}”。"), report);
}

/// WD-05: a thing said twice.
pub(super) fn redundant(context: &Context<'_>, report: &mut Report<'_>) {
    let list = &context.lexicon.text.redundant;
    listed(context, list, |wrong, right| format!("“{wrong}”语义重复，可作“{right}”。"), report);
}
