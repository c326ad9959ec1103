//! A letter's text from its template and data.

use std::collections::BTreeSet;
use std::io;

use minijinja::Value;
use minijinja::value::{Serde, merge_maps};
use serde_json::Value as Json;

use crate::engine::{MAX_OUTPUT, MAX_TEMPLATE};
use crate::pieces::{cut, joined};
use crate::whitespace::prepared;
use crate::{Engine, ExprError, Piece, Scope};

/// Renders a template over a JSON object. Blank values print as nothing; a line of nothing but tags vanishes.
///
/// A top-level name that the data lacks is an error, unless the template itself says what to do without it
/// (`{% if note is defined %}`, `{{ note|default('') }}`). Missing attributes of present values are blanks.
///
/// # Errors
/// With the line and the name where the template is wrong or its data are incomplete, or when a limit is exceeded.
pub fn render(engine: &Engine, template: &str, data: &Json) -> Result<String, ExprError> {
    render_with(engine, template, data, &Json::Null)
}

/// The same, with what all templates share beside the data; where both have a name, the data count.
///
/// # Errors
/// See [`render`].
pub fn render_with(engine: &Engine, template: &str, data: &Json, shared: &Json) -> Result<String, ExprError> {
    render_pieces(engine, template, data, shared).map(joined)
}

/// The same in pieces, which tell what the template wrote from what is a value.
///
/// # Errors
/// See [`render`].
pub fn render_pieces(
    engine: &Engine,
    template: &str,
    data: &Json,
    shared: &Json,
) -> Result<Vec<Piece>, ExprError> {
    render_scope(engine, template, &Scope::from(data), shared)
}

/// The same over names whose values may be read lazily.
///
/// # Errors
/// See [`render`].
pub fn render_scope(
    engine: &Engine,
    template: &str,
    data: &Scope,
    shared: &Json,
) -> Result<Vec<Piece>, ExprError> {
    if template.len() > MAX_TEMPLATE {
        return Err(ExprError::SourceTooLong { found: template.len(), max: MAX_TEMPLATE });
    }
    let source = prepared(template);
    let compiled = engine.templates.template_from_str(&source)?;
    for name in compiled.undeclared_variables(false).into_iter().collect::<BTreeSet<_>>() {
        let given = data.get(&name).is_some() || shared.get(&name).is_some();
        let known = given || engine.is_function(&name);
        if !known && !is_optional(template, &name) {
            return Err(ExprError::unknown(&name, line_of(template, &name), data.names()));
        }
    }
    let mut text = Bounded::default();
    let names = merge_maps([Value::from(Serde(shared)), data.value()]);
    let outcome = compiled.render_captured_to(names, &mut text).map(|_| ());
    match outcome {
        Ok(()) => Ok(cut(&String::from_utf8(text.bytes).expect("the engine writes whole strings"))),
        Err(_) if text.refused => Err(ExprError::OutputTooLong { max: MAX_OUTPUT }),
        Err(error) => Err(error.into()),
    }
}

/// The top-level names a template reads, without the functions of the language.
///
/// # Errors
/// When the template is too long or breaks the grammar.
pub fn template_names(engine: &Engine, template: &str) -> Result<BTreeSet<String>, ExprError> {
    if template.len() > MAX_TEMPLATE {
        return Err(ExprError::SourceTooLong { found: template.len(), max: MAX_TEMPLATE });
    }
    let compiled = engine.templates.template_from_str(template)?;
    let names = compiled.undeclared_variables(false);
    Ok(names.into_iter().filter(|name| !engine.is_function(name)).collect())
}

/// A buffer that refuses to grow past the limit.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    refused: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.refused |= self.bytes.len().saturating_add(bytes.len()) > MAX_OUTPUT;
        if self.refused {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the template asks if the name is there, or gives a default for it.
fn is_optional(template: &str, name: &str) -> bool {
    occurrences(template, name).any(|(_, after)| {
        let after = after.trim_start();
        let asked = after.strip_prefix("is").map(str::trim_start);
        let piped = after.strip_prefix('|').map(str::trim_start);
        asked.is_some_and(|test| ["defined", "not defined", "undefined"].iter().any(|t| test.starts_with(t)))
            || piped.is_some_and(|filter| filter.starts_with("default") || filter.starts_with("d("))
    })
}

/// The line of the first use of the name, for the message; 1 when it hides in an unusual spelling.
fn line_of(template: &str, name: &str) -> usize {
    occurrences(template, name).next().map_or(1, |(before, _)| before.matches('\n').count() + 1)
}

/// The places where the name stands as a word of its own: the text before and after each.
fn occurrences<'a>(template: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    template.match_indices(name).filter_map(move |(at, _)| {
        let (before, rest) = template.split_at_checked(at)?;
        let after = rest.strip_prefix(name)?;
        let inside_tag =
            before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"));
        let whole =
            !before.ends_with(part_of_name) && !before.ends_with('.') && !after.starts_with(part_of_name);
        (inside_tag && whole).then_some((before, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn text(template: &str, data: &Json) -> Result<String, ExprError> {
        render(&Engine::new(), template, data)
    }

    #[test]
    fn a_letter_is_written_line_by_line() {
        let template = "根据安排，{{ visit.start|date }}进行了督查。\n\n二、问题\n\
            {% for group in findings|group_by_order(\"area\") %}\n（{{ loop.index|cn }}）{{ group.grouper }}方面\n\
            {% for f in group.list %}{{ loop.index }}. {{ f.title }}。{{ f.facts }}\n{% endfor %}{% endfor %}\n三、要求\n\
            {% if urgent %}加急{% endif %}\n完";
        let data = json!({
            "visit": {"start": "2026-11-03"}, "urgent": true,
            "findings": [{"area": "甲", "title": "一"}, {"area": "乙", "title": "二", "facts": "事实。"},
                         {"area": "甲", "title": "三", "facts": null}],
        });
        assert_eq!(
            text(template, &data).unwrap(),
            "根据安排，2026年11月3日进行了督查。\n\n二、问题\n（一）甲方面\n1. 一。\n2. 三。\n（二）乙方面\n\
             1. 二。事实。\n三、要求\n加急\n完"
        );
    }

    #[test]
    fn a_missing_name_is_reported_with_line_and_neighbour() {
        let data = json!({"unit": {"name": "金属所"}, "findings": []});
        let error = text("甲\n{{ unti.name }}", &data).unwrap_err();
        assert_eq!(
            error,
            ExprError::UnknownName { line: 2, name: "unti".into(), nearest: Some("unit".into()) }
        );
        assert_eq!(text("{{ unit.nick.name }}", &data).unwrap(), "");
        assert_eq!(text("{% if note is defined %}{{ note }}{% endif %}。", &data).unwrap(), "。");
        assert_eq!(text("{{ note | default('无') }}", &data).unwrap(), "无");
    }

    #[test]
    fn what_templates_share_stands_beside_the_data_and_below_it() {
        let shared = json!({"word": "个别", "unit": "甲"});
        let text = |template: &str| render_with(&Engine::new(), template, &json!({"unit": "乙"}), &shared);
        assert_eq!(text("{{ word }}{{ unit }}").unwrap(), "个别乙");
        assert!(text("{{ other }}").is_err());
    }

    #[test]
    fn nothing_is_escaped_and_whole_numbers_stay_whole() {
        let data = json!({"a": "<b>&", "n": 4.0, "m": 94.5, "none": null, "yes": true});
        assert_eq!(text("{{ a }} {{ n }} {{ m }} {{ none }}|", &data).unwrap(), "<b>& 4 94.5 |");
    }

    #[test]
    fn a_letter_cannot_grow_without_end() {
        let long =
            "{% for a in range(3000) %}{% for b in range(300) %}十个汉字十个汉字十个{% endfor %}{% endfor %}";
        assert_eq!(text(long, &json!({})), Err(ExprError::OutputTooLong { max: MAX_OUTPUT }));
        let work = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}";
        assert_eq!(text(work, &json!({})), Err(ExprError::TooMuchWork { line: 1 }));
        let deep = "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}";
        assert!(text(deep, &json!({})).is_err());
        assert!(text("{% include 'etc' %}", &json!({})).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_template_panics(parts in prop::collection::vec(prop_oneof![
            prop::sample::select(vec!["{% ", " %}", "{{ ", " }}", "{#", "#}", "for a in rows", "endfor", "if rows",
                "endif", "set x = rows", "rows", "a", "|date", "|cn", "|group_by_order('n')", "raw", "endraw",
                "macro m(a)", "endmacro", "\n", "+%}", "{%-", "else", "loop.index", "include 'x'", "block a"]).prop_map(str::to_owned),
            "\\PC{0,8}",
        ], 0..14)) {
            let _ = text(&parts.concat(), &json!({"rows": [{"n": 1}, {"n": "二"}]}));
        }
    }
}
