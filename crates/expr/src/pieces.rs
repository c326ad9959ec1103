//! Where each part of a rendered text comes from: the template wrote it, or it is a value.
//!
//! While a template runs, values stand between marks that no text may hold. Text that a template spells out itself is
//! its own wherever it stands, in quotation marks too (`own_literals`); everything else is a value, whatever it went
//! through. Numbers, and dates and numerals that a filter made of them, have no structure to bring and count as the
//! template's own.

use std::borrow::Cow;

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, Output, State, Value};

use crate::filters;
use crate::names::string_end;

/// Opens a value. These three are noncharacters of Unicode, which no text holds; they are taken out of values.
const OPEN: char = '\u{fdd0}';
/// Closes a value.
const CLOSE: char = '\u{fdd1}';
/// A line break that the template asked for (`|paragraphs`).
const BREAK: char = '\u{fdd2}';

/// Name of the filter that marks a quoted text as the template's own; no template can call it by itself.
const OWN: &str = "__own";
/// What a template's own use of that name becomes: a name that does not exist.
const OWN_REFUSED: &str = "__own_";

/// A part of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Written by the template.
    Own(String),
    /// A value, whatever it holds.
    Value(String),
    /// A new paragraph inside a value, asked for with `|paragraphs`.
    Break,
}

/// Adds what tells values from the template's own text, and takes away what would hide it.
pub(crate) fn register(environment: &mut Environment<'static>) {
    for name in ["safe", "escape", "e"] {
        environment.remove_filter(name);
    }
    environment.add_filter(OWN, |text: String| Value::from_safe_string(text));
}

/// Whether a character is one of the marks.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, OPEN | CLOSE | BREAK)
}

/// Lines as paragraphs of their own; blank lines vanish.
pub(crate) fn paragraphs(text: &str) -> Value {
    let mut out = String::with_capacity(text.len() + 8);
    for line in filters::lines_of(text).map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(BREAK);
        }
        out.push(OPEN);
        out.push_str(line);
        out.push(CLOSE);
    }
    Value::from_safe_string(out)
}

/// Prints a value as a document wants it: blanks as nothing, whole numbers without `.0`, everything else marked as a
/// value unless the template composed it.
pub(crate) fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    if value.kind() == ValueKind::Number {
        return out.write_str(&filters::plain_number(value)).map_err(Error::from);
    }
    let text = value.to_string();
    if value.is_safe() {
        return out.write_str(&text).map_err(Error::from);
    }
    if text.is_empty() {
        return Ok(());
    }
    let clean = if text.contains(is_mark) { text.replace(is_mark, "") } else { text };
    write!(out, "{OPEN}{clean}{CLOSE}").map_err(Error::from)
}

/// The parts of a text that was rendered with marks. An unbalanced mark, which only a template that cuts its own blocks
/// up can make, leaves the rest a value.
pub(crate) fn cut(marked: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    for part in marked.split_inclusive(is_mark) {
        let (text, mark) = match part.chars().next_back().filter(|last| is_mark(*last)) {
            Some(mark) => (part.strip_suffix(mark).unwrap_or(part), Some(mark)),
            None => (part, None),
        };
        if !text.is_empty() {
            out.push(if depth > 0 { Piece::Value(text.to_owned()) } else { Piece::Own(text.to_owned()) });
        }
        match mark {
            Some(OPEN) => depth += 1,
            Some(CLOSE) => depth = depth.saturating_sub(1),
            Some(BREAK) => out.push(Piece::Break),
            Some(_) | None => {}
        }
    }
    out
}

/// The text as it reads, without a trace of where its parts come from.
#[must_use]
pub fn joined(pieces: Vec<Piece>) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Own(text) | Piece::Value(text) => out.push_str(&text),
            Piece::Break => out.push('\n'),
        }
    }
    out
}

/// The tag with each quoted text marked as the template's own: `"一、"` becomes `("一、"|__own)`.
pub(crate) fn own_literals(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len() + 16);
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        let Some(length) = quoted.chars().next().and_then(|quote| string_end(quoted, quote)) else { break };
        let (literal, after) = quoted.split_at(length);
        out.push_str(&without_own(before));
        out.push('(');
        out.push_str(literal);
        out.push('|');
        out.push_str(OWN);
        out.push(')');
        rest = after;
    }
    out.push_str(&without_own(rest));
    out
}

/// Template text in which nobody calls the filter of that name.
pub(crate) fn without_own(text: &str) -> Cow<'_, str> {
    if text.contains(OWN) { Cow::Owned(text.replace(OWN, OWN_REFUSED)) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{Engine, render_pieces};

    fn check(template: &str, data: &Json, expect: &[Piece]) {
        assert_eq!(
            render_pieces(&Engine::new(), template, data, &Json::Null).as_deref(),
            Ok(expect),
            "{template}"
        );
    }

    fn own(text: &str) -> Piece {
        Piece::Own(text.to_owned())
    }

    fn value(text: &str) -> Piece {
        Piece::Value(text.to_owned())
    }

    #[test]
    fn values_are_told_from_what_the_template_writes() {
        let data = json!({"a": "附件3", "n": 2, "day": "2026-11-03", "blank": "", "rows": ["一", "二"],
            "loud": "\u{fdd1}甲\u{fdd0}"});
        check("甲{{ a }}乙", &data, &[own("甲"), value("附件3"), own("乙")]);
        check("{{ \"一、\" if n }}{{ a }}", &data, &[own("一、"), value("附件3")]);
        check("{{ \"（\" ~ n|cn ~ \"）\" ~ a ~ '的' }}", &data, &[own("（二）"), value("附件3"), own("的")]);
        check(
            "{{ n }}{{ day|date }}{{ blank }}{{ a|date }}",
            &data,
            &[own("22026年11月3日"), value("附件3")],
        );
        check("{{ rows|join('、') }}", &data, &[value("一"), own("、"), value("二")]);
        check(
            "{% macro m(x) %}（{{ x }}）{% endmacro %}{{ m(a) }}",
            &data,
            &[own("（"), value("附件3"), own("）")],
        );
        check("{% set x %}甲{{ a }}{% endset %}{{ x }}", &data, &[own("甲"), value("附件3")]);
        check("{{ loud }}", &data, &[value("甲")]);
        check("{{ a|replace('附', '副') }}{{ a == '附件3' }}", &data, &[value("副件3"), value("True")]);
    }

    #[test]
    fn a_template_asks_for_paragraphs_and_cannot_pass_a_value_off_as_its_own() {
        let data = json!({"a": "甲\r\n\n乙\u{2028} 丙\u{b}\u{85}", "b": " "});
        check(
            "{{ a|paragraphs }}。{{ b|paragraphs }}",
            &data,
            &[value("甲"), Piece::Break, value("乙"), Piece::Break, value("丙"), own("。")],
        );
        for trick in ["{{ a|safe }}", "{{ a|e }}", "{{ a|escape }}", "{{ a|__own }}", "{{ '' if a|__own }}"] {
            assert!(render_pieces(&Engine::new(), trick, &data, &Json::Null).is_err(), "{trick}");
        }
        let outside = render_pieces(
            &Engine::new(),
            "{% autoescape false %}{{ b }}{% endautoescape %}",
            &data,
            &Json::Null,
        );
        assert_eq!(outside, Ok(vec![value(" ")]), "an escape that is switched off marks all the same");
    }

    #[test]
    fn tags_in_values_are_never_carried_out() {
        let hostile = "{{ 7 * 7 }}{% for a in range(9) %}x{% endfor %}{# y #}";
        check("{{ a }}", &json!({"a": hostile}), &[value(hostile)]);
    }
}
