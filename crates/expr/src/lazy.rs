//! Values that are read when somebody asks for a part of them, and the names a template or a query reads.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::Value as Json;

use crate::{ExprError, Operand};

/// A value of the language whose parts are made when they are read. What it holds are values, never the template's own text.
pub trait Lazy: fmt::Debug + Send + Sync + 'static {
    /// The part of a name; `None` when it has no such part, which reads as a blank.
    fn get(&self, name: &str) -> Option<Operand>;

    /// Names of the parts that stand for it when it is written out whole.
    fn names(&self) -> Vec<String>;

    /// What speaks of it, of one kind: `it|linked_from('rectification')`.
    fn linked_from(&self, _kind: &str) -> Vec<Operand> {
        Vec::new()
    }

    /// A question it answers, such as `calendar.after(today, 15)`; `None` when it knows none of that name.
    fn call(&self, _name: &str, _arguments: &[Operand]) -> Option<Operand> {
        None
    }

    /// What it is called where it is printed.
    fn text(&self) -> String {
        String::new()
    }
}

/// A lazy value as the engine knows it.
#[derive(Debug)]
pub(crate) struct Deferred(Box<dyn Lazy>);

impl Object for Deferred {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).map(|part| part.0)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.names().into_iter().map(Value::from).collect())
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, Error> {
        let arguments: Vec<Operand> = arguments.iter().cloned().map(Operand).collect();
        let answer = self.0.call(name, &arguments);
        answer.map(|answer| answer.0).ok_or_else(|| Error::new(ErrorKind::UnknownMethod, name.to_owned()))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text())
    }
}

impl Operand {
    /// A value whose parts are made when they are read.
    pub fn lazy(value: impl Lazy) -> Self {
        Self(Value::from_object(Deferred(Box::new(value))))
    }

    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(Value::from(text))
    }

    /// Several values in order.
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self(values.into_iter().map(|value| value.0).collect::<Vec<_>>().into())
    }

    /// What cannot be told, with the reason: it fails where it is read and nowhere else.
    #[must_use]
    pub fn failed(error: &ExprError) -> Self {
        Self(Value::from(Error::new(ErrorKind::InvalidOperation, error.to_string())))
    }

    /// A part of it; a blank when it has none of that name.
    #[must_use]
    pub fn part(&self, name: &str) -> Self {
        Self(self.0.get_attr(name).unwrap_or_default())
    }

    /// The values of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        let is_list = !self.0.is_undefined() && !self.0.is_none() && self.0.as_str().is_none();
        let all = is_list.then(|| self.0.try_iter().ok()).flatten();
        all.into_iter().flatten().map(Self).collect()
    }

    /// Names of its parts, when it has parts under names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let parts = (self.0.kind() == ValueKind::Map).then(|| self.0.try_iter().ok()).flatten();
        parts.into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
    }

    /// What speaks of it, of one kind; nothing speaks of what is not [`Lazy`].
    #[must_use]
    pub fn linked_from(&self, kind: &str) -> Vec<Self> {
        self.0.downcast_object_ref::<Deferred>().map(|own| own.0.linked_from(kind)).unwrap_or_default()
    }

    /// The text, when it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// The number, when it is one and finite.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        crate::filters::float(&self.0)
    }

    /// Which of two comes first where values are sorted.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }

    /// As it prints: a blank is nothing.
    #[must_use]
    pub fn to_text(&self) -> String {
        crate::filters::text_of(&self.0)
    }
}

impl From<bool> for Operand {
    fn from(holds: bool) -> Self {
        Self(Value::from(holds))
    }
}

impl From<i64> for Operand {
    fn from(number: i64) -> Self {
        Self(Value::from(number))
    }
}

impl From<f64> for Operand {
    fn from(number: f64) -> Self {
        Self(Value::from(number))
    }
}

/// Names with their values: what a template or a query may read. Copying it costs nothing.
#[derive(Debug, Clone, Default)]
pub struct Scope(Arc<BTreeMap<String, Operand>>);

impl Scope {
    /// Puts a value under a name; one that was there gives way.
    pub fn insert(&mut self, name: &str, value: Operand) {
        Arc::make_mut(&mut self.0).insert(name.to_owned(), value);
    }

    /// Puts the entries of a JSON object beside what is there.
    pub fn extend(&mut self, object: &Json) {
        let entries = object.as_object().into_iter().flatten();
        Arc::make_mut(&mut self.0).extend(entries.map(|(name, value)| (name.clone(), Operand::from(value))));
    }

    /// The value under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Operand> {
        self.0.get(name)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Everything written out.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::Object(self.0.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
    }

    /// The names as the engine reads them, with one more.
    pub(crate) fn around(&self, it: &Operand) -> Value {
        Value::from_object(Around { it: it.0.clone(), names: Arc::clone(&self.0) })
    }

    /// The names as the engine reads them.
    pub(crate) fn value(&self) -> Value {
        Value::from_pairs(self.0.iter().map(|(name, value)| (name.as_str(), value.0.clone())))
    }
}

impl From<&Json> for Scope {
    fn from(object: &Json) -> Self {
        let mut scope = Self::default();
        scope.extend(object);
        scope
    }
}

/// The names of a query over one thing of many, which is `it`.
#[derive(Debug)]
struct Around {
    it: Value,
    names: Arc<BTreeMap<String, Operand>>,
}

impl Object for Around {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if key == "it" { Some(self.it.clone()) } else { self.names.get(key).map(|value| value.0.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;
    use crate::{Engine, Expression, Piece};

    /// A record of which each part that is read is counted.
    #[derive(Debug, Clone)]
    struct Told(Arc<AtomicUsize>);

    impl Lazy for Told {
        fn get(&self, name: &str) -> Option<Operand> {
            self.0.fetch_add(1, Ordering::Relaxed);
            match name {
                "title" => Some(Operand::text("{{ 7 * 7 }}一、")),
                "number" => Some(3_i64.into()),
                _ => None,
            }
        }

        fn names(&self) -> Vec<String> {
            vec!["title".to_owned(), "number".to_owned()]
        }

        fn linked_from(&self, kind: &str) -> Vec<Operand> {
            if kind == "child" { vec![Operand::lazy(self.clone())] } else { Vec::new() }
        }
    }

    #[test]
    fn only_what_is_read_is_made_and_what_it_lacks_is_a_blank() {
        let read = Arc::new(AtomicUsize::new(0));
        let it = Operand::lazy(Told(Arc::clone(&read)));
        let scope = Scope::from(&json!({ "limit": 2 }));
        let over = |source: &str| Expression::parse_query(&Engine::new(), source).unwrap().over(&scope, &it);
        assert!(over("it.number > limit").unwrap().is_true());
        assert_eq!(read.load(Ordering::Relaxed), 1);
        assert!(over("it.nothing.at.all").unwrap().is_blank());
        assert_eq!(over("it|linked_from('child')|count").unwrap().to_json(), json!(1));
        assert_eq!(over("it|linked_from('other')|count + limit").unwrap().to_json(), json!(2));
        assert_eq!(over("it").unwrap().to_json(), json!({ "title": "{{ 7 * 7 }}一、", "number": 3 }));
    }

    #[test]
    fn what_it_holds_stays_a_value() {
        let mut scope = Scope::default();
        scope.insert("rows", Operand::list([Operand::lazy(Told(Arc::default()))]));
        let template = "{% for row in rows %}{{ row.title }}甲{% endfor %}";
        let pieces = crate::render_scope(&Engine::new(), template, &scope, &Json::Null).unwrap();
        assert_eq!(pieces, [Piece::Value("{{ 7 * 7 }}一、".to_owned()), Piece::Own("甲".to_owned())]);
    }

    #[test]
    fn a_query_has_its_own_small_allowance() {
        let greedy = Expression::parse_query(&Engine::new(), "'x' * 2000000 == it").unwrap();
        assert_eq!(greedy.over(&Scope::default(), &1_i64.into()), Err(ExprError::TooMuchWork { line: 1 }));
    }

    #[test]
    fn what_cannot_be_told_fails_only_where_it_is_read() {
        let mut scope = Scope::default();
        scope.insert("bad", Operand::failed(&ExprError::TooMuchWork { line: 1 }));
        let text = |template: &str| crate::render_scope(&Engine::new(), template, &scope, &Json::Null);
        assert!(text("甲").is_ok() && text("{{ bad }}").is_err());
    }
}
