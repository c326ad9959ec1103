//! A compiled condition or calculation that knows which names it reads.

use std::collections::BTreeSet;
use std::fmt;

use minijinja::{Environment, Value};
use serde_json::Value as Json;

use crate::engine::MAX_EXPRESSION;
use crate::names::variables;
use crate::{Engine, ExprError, Operand, Scope};

/// A Jinja expression such as `connected == '接通' and party_members > 0`.
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    source: String,
    names: Vec<String>,
    paths: BTreeSet<String>,
}

impl Expression {
    /// Compiles the source. Names are not resolved here: the caller knows which exist, and asks [`Self::names`].
    ///
    /// # Errors
    /// When the source is too long or breaks the grammar.
    pub fn parse(engine: &Engine, source: &str) -> Result<Self, ExprError> {
        Self::parse_in(engine.expressions, engine, source)
    }

    /// The same for a part of a query, which is evaluated for each of many things ([`Self::over`]) and may do less for each.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_query(engine: &Engine, source: &str) -> Result<Self, ExprError> {
        Self::parse_in(engine.queries, engine, source)
    }

    fn parse_in(
        environment: &'static Environment<'static>,
        engine: &Engine,
        source: &str,
    ) -> Result<Self, ExprError> {
        if source.len() > MAX_EXPRESSION {
            return Err(ExprError::SourceTooLong { found: source.len(), max: MAX_EXPRESSION });
        }
        let compiled = environment.compile_expression_owned(source.to_owned())?;
        let mut paths: BTreeSet<String> = compiled.undeclared_variables(true).into_iter().collect();
        if source.contains(':') {
            paths.extend(variables(source));
        }
        paths.retain(|path| !engine.is_function(top(path)));
        let names: BTreeSet<&str> = paths.iter().map(|path| top(path)).collect();
        let names = names.into_iter().map(str::to_owned).collect();
        Ok(Self { compiled, source: source.to_owned(), names, paths })
    }

    /// The text it was compiled from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The top-level names it reads, in alphabetical order and without the functions of the language.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The attributes it reads of a name, as far as they are written out (`unit.name`); `None` when it reads the name itself.
    #[must_use]
    pub fn attributes(&self, name: &str) -> Option<BTreeSet<&str>> {
        let own = self.paths.iter().filter(|path| top(path) == name);
        own.map(|path| path.split('.').nth(1)).collect()
    }

    /// Evaluates with the values of [`Self::names`], in their order.
    ///
    /// # Errors
    /// When a value is lacking, the values don't fit the operators, or the limits are exceeded.
    pub fn evaluate(&self, values: impl IntoIterator<Item = Operand>) -> Result<Operand, ExprError> {
        let mut scope = Vec::with_capacity(self.names.len());
        let mut values = values.into_iter();
        for name in &self.names {
            let value = values.next().ok_or_else(|| ExprError::unknown(name, 1, std::iter::empty()))?;
            scope.push((name.as_str(), value.0));
        }
        Ok(Operand(self.compiled.eval(Value::from_pairs(scope))?))
    }

    /// What it reads as far as it is written out, such as `it.links.unit`; a name alone is the name itself.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Evaluates for one thing of many, which it reads as `it`, beside the names of a scope. What the scope lacks is a blank: who
    /// reads a template asks for [`Self::names`] once.
    ///
    /// # Errors
    /// When the values don't fit the operators, or the limits are exceeded.
    pub fn over(&self, scope: &Scope, it: &Operand) -> Result<Operand, ExprError> {
        Ok(Operand(self.compiled.eval(scope.around(it))?))
    }

    /// Evaluates over a JSON object.
    ///
    /// # Errors
    /// As [`Self::evaluate`]; an unknown name comes with the nearest key of the object.
    pub fn eval(&self, data: &Json) -> Result<Json, ExprError> {
        if let Some(unknown) = self.names.iter().find(|name| data.get(name).is_none()) {
            let keys = data.as_object().into_iter().flat_map(|data| data.keys().map(String::as_str));
            return Err(ExprError::unknown(unknown, 1, keys));
        }
        let values = self.names.iter().filter_map(|name| data.get(name)).map(Operand::from);
        self.evaluate(values).map(|value| value.to_json())
    }
}

/// The name a path begins with.
fn top(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.source).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn eval(source: &str) -> Result<Json, ExprError> {
        let data = json!({
            "kind": "院属单位党委", "branches": 5, "blank": null, "due": "2026-11-30", "today": "2026-11-23",
            "rows": [{"n": 1}, {"n": 2.5}, {"n": null}], "many": ["a", "b"], "empty": [],
        });
        Expression::parse(&Engine::new(), source)?.eval(&data)
    }

    #[test]
    fn conditions_and_calculations_read_as_written() {
        let check = |source, expect: Json| assert_eq!(eval(source), Ok(expect), "{source}");
        check("branches > 0 and kind != '分院分党组'", json!(true));
        check("due > today", json!(true));
        check("blank > 0", json!(false));
        check("blank == '是'", json!(false));
        check("rows|sum('n')", json!(3.5));
        check("rows|length", json!(3));
        check("'a' in many", json!(true));
        check("'a' in empty", json!(false));
        check("days_between(today, due)", json!(7));
        check("add_days(today, 10)", json!("2026-12-03"));
        check("(branches / 3 * 100)|round(1)", json!(166.7));
        check("[1, branches / 4]|min", json!(1));
        check("rows[9].n", json!(null));
        check("today[5:7]|int + branches", json!(16));
        check("{'是': 1, '否': 0}['否']", json!(0));
        check("month_of(today)", json!(11));
        check("blank|year_of", json!(null));
        check("today[5:7]", json!("11"));
    }

    #[test]
    fn an_unknown_name_is_refused_with_its_neighbour() {
        let error = eval("branchs > 0").unwrap_err();
        assert_eq!(
            error,
            ExprError::UnknownName { line: 1, name: "branchs".into(), nearest: Some("branches".into()) }
        );
        assert!(error.message().contains("是否应为“branches”"));
        assert!(matches!(eval("due|datum"), Err(ExprError::UnknownFilter { name, .. }) if name == "datum"));
        assert!(matches!(eval("1 +"), Err(ExprError::Syntax { .. })));
        assert!(matches!(eval("blank + 1"), Err(ExprError::Failed { .. })));
    }

    #[test]
    fn names_leave_out_functions() {
        let expression = Expression::parse(&Engine::new(), "days_between(a, b.c) > range(3)|length").unwrap();
        assert_eq!(expression.names(), ["a", "b"]);
    }

    #[test]
    fn attributes_are_known_where_they_are_written_out() {
        let parse = |source: &str| Expression::parse(&Engine::new(), source).unwrap();
        let known = |source: &str| {
            parse(source).attributes("a").map(|all| all.into_iter().map(str::to_owned).collect())
        };
        assert_eq!(known("a.x|count > a.y.z + b.w"), Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(known("a.x[1:]|count"), Some(vec!["x".to_owned()]));
        assert_eq!(known("a.x + a|length"), None::<Vec<String>>);
        assert_eq!(known("a['x']"), None::<Vec<String>>);
        assert_eq!(known("b"), Some(Vec::new()));
    }

    #[test]
    fn greed_is_stopped() {
        assert_eq!(eval("'x' * 99999999"), Err(ExprError::TooMuchWork { line: 1 }));
        assert!(matches!(
            eval("range(99999)|sum"),
            Err(ExprError::TooMuchWork { .. } | ExprError::Failed { .. })
        ));
        assert!(matches!(eval(&"1+".repeat(3000)), Err(ExprError::SourceTooLong { .. })));
        assert!(eval(&"(".repeat(3000)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_text_makes_the_language_panic(source in "\\PC{0,60}") {
            let _ = eval(&source);
        }

        #[test]
        fn no_mix_of_its_own_words_makes_it_panic(words in prop::collection::vec(prop::sample::select(vec![
            "kind", "branches", "blank", "rows", "due", "(", ")", "[", "]", "-", "+", "*", "/", "//", "%", "**",
            "'二〇二六'", "0", "1e308", "9223372036854775807", "|date", "|cn", "|sum", "|sum('n')", "|round(99)",
            "|number", "|percent(0)", "|cell", "|sentence", "|strip_end", "|join_cn", "|group_by_order('n')",
            "|count_by('n', 1)", "|quantity('个')", "add_days(", "days_between(", ",", "in", "not", "and", "or",
            "is defined", "if", "else", ":", ".n", "==", "<", "~", "range(3)",
        ]), 0..12)) {
            let _ = eval(&words.join(" "));
        }
    }
}
