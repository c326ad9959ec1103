//! Many values side by side, with what is known of all of them kept as single ones change.
//!
//! A form of two thousand items asks how many of them name a problem. Counting them anew at each key would cost what the
//! form is long; a series knows, and a change of one value costs as much among two thousand as among twenty.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use crate::Operand;
use crate::filters::{float, is_blank};

/// Values in a fixed order, as a list of the language. Copies share the values until one of them changes.
///
/// Everything that works on lists works on it (`select`, `length`, loops) and looks at each value; `count`, `any`, `all` and
/// `sum` read what it knows.
#[derive(Debug, Clone, Default)]
pub struct Series(Arc<Values>);

/// The values, and how often each stands there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    values: Vec<Value>,
    times: BTreeMap<Value, usize>,
    blanks: usize,
}

impl Series {
    /// Puts a value in its place, counted from 0; a place behind the last is none.
    pub fn set(&mut self, place: usize, value: &Operand) {
        Arc::make_mut(&mut self.0).set(place, &value.0);
    }

    /// Whether a value is blank.
    #[must_use]
    pub fn has_blank(&self) -> bool {
        self.0.blanks > 0
    }
}

impl FromIterator<Operand> for Series {
    fn from_iter<I: IntoIterator<Item = Operand>>(values: I) -> Self {
        let mut all = Values::default();
        for value in values {
            all.count(&value.0);
            all.values.push(value.0);
        }
        Self(Arc::new(all))
    }
}

impl Values {
    fn set(&mut self, place: usize, value: &Value) {
        let Some(old) = self.values.get_mut(place) else { return };
        let old = std::mem::replace(old, value.clone());
        if is_blank(&old) {
            self.blanks -= 1;
        } else if let Some(times) = self.times.get_mut(&old) {
            *times -= 1;
            if *times == 0 {
                self.times.remove(&old);
            }
        }
        self.count(value);
    }

    fn count(&mut self, value: &Value) {
        if is_blank(value) {
            self.blanks += 1;
        } else {
            *self.times.entry(value.clone()).or_insert(0) += 1;
        }
    }

    /// How many values are not blank.
    pub(crate) fn filled(&self) -> usize {
        self.values.len() - self.blanks
    }

    /// How often a value stands there.
    pub(crate) fn times(&self, value: &Value) -> usize {
        self.times.get(value).copied().unwrap_or_default()
    }

    /// The sum of the numbers. It rests on which values there are, not on the order in which they came.
    pub(crate) fn sum(&self) -> f64 {
        self.times.iter().filter_map(|(value, times)| Some(float(value)? * *times as f64)).sum()
    }
}

impl Object for Values {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.values.get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.values.len())
    }
}

impl Operand {
    /// Several series under their names, as a map of the language.
    pub fn map_of<'a>(series: impl IntoIterator<Item = (&'a str, &'a Series)>) -> Self {
        let named = series.into_iter();
        Self(Value::from_pairs(named.map(|(name, series)| (name, Value::from_dyn_object(series.0.clone())))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Expression};
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn read(series: &Series, source: &str) -> Json {
        let expression = Expression::parse(&Engine::new(), source).unwrap();
        let items = Operand::map_of([("x", series)]);
        expression.evaluate([items]).unwrap().to_json()
    }

    fn any_value() -> impl Strategy<Value = Json> {
        prop::sample::select(vec![
            json!(null),
            json!(""),
            json!("是"),
            json!("否"),
            json!(0),
            json!(1),
            json!(1.0),
            json!(2.5),
            json!(false),
            json!([]),
            json!(["是"]),
        ])
    }

    proptest! {
        #[test]
        fn what_a_series_knows_is_what_a_list_of_its_values_says(
            steps in prop::collection::vec((0..6_usize, any_value()), 0..40)
        ) {
            let mut series = [(); 5].map(|()| Operand::blank()).into_iter().collect::<Series>();
            let mut plain = vec![Json::Null; 5];
            for (place, value) in steps {
                series.set(place, &Operand::from(&value));
                if let Some(slot) = plain.get_mut(place) {
                    *slot = value;
                }
            }
            let as_list = json!({"items": {"x": plain}});
            for source in [
                "items.x|count", "items.x|count('是')", "items.x|count('是', 1)", "items.x|any", "items.x|any('否', 0)",
                "items.x|all", "items.x|all('是', '否')", "items.x|sum", "items.x|length", "items.x|select|list",
                "items.x[2]", "'是' in items.x", "items.x",
            ] {
                let expected = Expression::parse(&Engine::new(), source).unwrap().eval(&as_list).unwrap();
                prop_assert_eq!(read(&series, source), expected, "{}", source);
            }
        }
    }

    /// A result may hold the series it was made from; it stays what it was.
    #[test]
    fn a_copy_does_not_follow() {
        let mut series = [Operand::blank(), Operand::blank()].into_iter().collect::<Series>();
        let before = Operand::map_of([("x", &series)]);
        series.set(0, &Operand::from(&json!("是")));
        assert_eq!(before.to_json(), json!({"x": [null, null]}));
        assert_eq!(read(&series, "items.x"), json!(["是", null]));
    }
}
