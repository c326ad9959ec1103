//! Our filters and functions. Each takes what data may hold, blanks included, and answers a blank with a blank.

mod dates;
mod lists;
mod numbers;
mod text;
mod wording;

use minijinja::{Environment, Value};

use crate::pieces;

pub(crate) use lists::is_blank;
pub(crate) use numbers::{float, plain_number};
pub use text::in_one_line;
pub(crate) use text::lines_of;

/// Adds them to an environment. Those that read well both ways are filter and function at once.
pub(crate) fn register(environment: &mut Environment<'static>) {
    environment.add_filter("date", dates::date);
    environment.add_filter("date_short", dates::date_short);
    environment.add_filter("days_to", dates::days_to);
    environment.add_filter("add_days", dates::add_days);
    environment.add_function("add_days", dates::add_days);
    environment.add_filter("add_months", dates::add_months);
    environment.add_function("add_months", dates::add_months);
    environment.add_function("days_between", dates::days_between);
    environment.add_filter("year_of", dates::year_of);
    environment.add_function("year_of", dates::year_of);
    environment.add_filter("month_of", dates::month_of);
    environment.add_function("month_of", dates::month_of);

    environment.add_filter("cn", numbers::cn);
    environment.add_filter("number", numbers::number);
    environment.add_filter("percent", numbers::percent);
    environment.add_function("percent", numbers::percent);
    environment.add_filter("decimals", numbers::decimals);
    environment.add_filter("quantity", numbers::quantity);

    environment.add_filter("sum", lists::sum);
    environment.add_filter("count", lists::count);
    environment.add_filter("any", lists::any);
    environment.add_filter("all", lists::all);
    environment.add_filter("count_by", lists::count_by);
    environment.add_function("count_by", lists::count_by);
    environment.add_filter("group_by_order", lists::group_by_order);
    environment.add_filter("join_cn", lists::join_cn);
    environment.add_filter("linked_from", lists::linked_from);
    environment.add_filter("parts", lists::parts);
    environment.add_filter("position", lists::position);
    environment.add_filter("tally", lists::tally);

    environment.add_filter("graded", wording::graded);
    environment.add_filter("leading", wording::leading);
    environment.add_filter("organ", wording::organ);
    environment.add_filter("mentions", wording::mentions);

    environment.add_filter("cell", text::cell);
    environment.add_filter("lines", text::lines);
    environment.add_filter("oneline", text::oneline);
    environment.add_filter("paragraphs", text::paragraphs);
    environment.add_filter("replace", text::replace);
    environment.add_filter("sentence", text::sentence);
    environment.add_filter("strip_end", text::strip_end);
}

/// The text of a value as it would print; blanks are empty.
pub(crate) fn text_of(value: &Value) -> String {
    if value.is_none() || value.is_undefined() {
        return String::new();
    }
    if value.is_number() {
        return plain_number(value);
    }
    // A block that the template composed holds marks; what a filter makes of it is a value.
    let text = value.to_string();
    if text.contains(pieces::is_mark) { text.replace(pieces::is_mark, "") } else { text }
}
