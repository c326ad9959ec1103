//! Lines: a line of nothing but tags leaves no trace, every other line keeps its end.
//!
//! Jinja's `trim_blocks` swallows the line end after *any* tag, so `{% if a %}甲{% endif %}` would glue the next
//! line on. Letters are written line by line, therefore a tag that closes a line with text in it gets Jinja's
//! own `+%}`, which keeps the line end. Line numbers stay what they were.

use crate::pieces::{own_literals, without_own};

/// The template with `+` set where a line of text ends in a tag, and its quoted texts marked as its own.
pub(crate) fn prepared(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    let mut text_on_line = false;
    while let Some((before, tag, after)) = next_tag(rest) {
        text_on_line = text_after(before, text_on_line) || tag.starts_with("{{");
        out.push_str(&without_own(before));
        let literal_tag = if tag.starts_with("{#") { tag.to_owned() } else { own_literals(tag) };
        let closes_line = after.is_empty() || after.starts_with('\n') || after.starts_with("\r\n");
        let body = literal_tag.strip_suffix("%}").filter(|body| !body.ends_with(['-', '+']));
        match body {
            Some(body) if closes_line && text_on_line => {
                out.push_str(body);
                out.push_str("+%}");
            }
            Some(_) | None => out.push_str(&literal_tag),
        }
        rest = after;
        if is_raw(tag) {
            break;
        }
    }
    out.push_str(&without_own(rest));
    out
}

/// Whether the line that `text` ends on has visible text, given whether the line it starts on had.
fn text_after(text: &str, already: bool) -> bool {
    match text.rsplit_once('\n') {
        Some((_, last)) => !last.trim().is_empty(),
        None => already || !text.trim().is_empty(),
    }
}

/// Splits at the first tag of any kind: what stands before, the tag, what follows.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let (start, close) = ["{%", "{{", "{#"]
        .into_iter()
        .zip(["%}", "}}", "#}"])
        .filter_map(|(open, close)| text.find(open).map(|at| (at, close)))
        .min()?;
    let (before, tagged) = text.split_at_checked(start)?;
    let end = tagged.find(close)? + close.len();
    let (tag, after) = tagged.split_at_checked(end)?;
    Some((before, tag, after))
}

/// What follows `{% raw %}` is text to the last character; it stays as it is.
fn is_raw(tag: &str) -> bool {
    tag.trim_start_matches("{%").trim_start_matches(['-', '+']).trim_start().starts_with("raw")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_with_text_keeps_its_end() {
        let check = |template: &str, expect: &str| assert_eq!(prepared(template), expect);
        check("{% if a %}\n甲\n{% endif %}\n", "{% if a %}\n甲\n{% endif %}\n");
        check("{% if a %}甲{% endif %}\n乙", "{% if a %}甲{% endif +%}\n乙");
        check("{{ a }}{% if b %}\n", "{{ a }}{% if b +%}\n");
        check("甲{% endfor -%}\n", "甲{% endfor -%}\n");
        check("甲 {% if", "甲 {% if");
        check("{% raw %}甲{% x %}\n", "{% raw %}甲{% x %}\n");
        check("甲\n  {% endfor %}{% endfor %}\n", "甲\n  {% endfor %}{% endfor %}\n");
        check("{# \"甲\" #}{{ '乙\\'' }}丙\"", "{# \"甲\" #}{{ ('乙\\''|__own) }}丙\"");
    }
}
