//! The words of the sample (`templates/sample/texts.json`) and how they vary.

use std::collections::BTreeMap;

use expr::Date;
use serde::Deserialize;
use serde_json::Value;

use super::random::Random;

/// All phrases, by what they are for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Texts {
    surnames: Vec<String>,
    given: Vec<String>,
    pub(super) departments: Vec<String>,
    pub(super) items: BTreeMap<String, Item>,
    /// By item that asks for a share: the unit's figure it is a share of.
    pub(super) wholes: BTreeMap<String, String>,
    pub(super) reasons: Vec<String>,
    pub(super) shortfalls: Vec<String>,
    pub(super) texts: BTreeMap<String, Vec<String>>,
    pub(super) process: Vec<String>,
    pub(super) highlights: Vec<Value>,
    pub(super) causes: Vec<String>,
    pub(super) next_steps: Vec<String>,
    pub(super) findings: Vec<FindingText>,
    pub(super) verified: Vec<String>,
    pub(super) doubted: Vec<String>,
    pub(super) opinions: Vec<String>,
    pub(super) conclusions: Vec<String>,
    pub(super) sober_conclusions: Vec<String>,
    pub(super) achievements: Vec<Achievement>,
    pub(super) rectification: Rectification,
    pub(super) returned: Vec<String>,
    pub(super) theme: String,
    pub(super) office: Office,
    pub(super) teams: Vec<String>,
    pub(super) units: UnitNames,
    /// Answers of whole records, some variants of each form.
    pub(super) records: BTreeMap<String, Vec<Value>>,
}

/// What a unit may say about an item of the catalogue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    pub(super) met: String,
    pub(super) short: String,
    pub(super) problem: String,
    pub(super) measure: String,
    pub(super) evidence: String,
}

/// What a letter may praise, unless it finds fault in one of these areas.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Achievement {
    /// Ids of the areas.
    pub(super) areas: Vec<String>,
    pub(super) text: String,
}

/// A finding as a working paper words it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct FindingText {
    /// Id of the area.
    pub(super) area: String,
    pub(super) title: String,
    pub(super) facts: String,
    pub(super) basis: String,
    pub(super) nature: String,
    pub(super) severity: String,
    /// Empty for what is a matter of carrying out.
    #[serde(default)]
    pub(super) category: String,
    /// Forms of the records that it tells of: a unit with other records has other findings.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    #[serde(default)]
    pub(super) recurrent: bool,
    pub(super) suggestion: String,
}

/// What is said in rectification.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Rectification {
    pub(super) progress: Vec<String>,
    pub(super) checked: String,
}

/// The office that runs the sample round.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Office {
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) person: String,
    pub(super) contact: String,
    /// Document number with `{year}` and `{serial}`.
    pub(super) number: String,
}

/// What the units of the sample are called, none of which exists: `{name}` is one of `branches`, `{serial}` a number.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct UnitNames {
    pub(super) branches: Vec<String>,
    pub(super) branch: String,
    pub(super) short_branch: String,
    pub(super) unit: String,
    pub(super) short_unit: String,
    /// Who supervises branches and the units without one.
    pub(super) supervisor: String,
    pub(super) city: String,
}

/// Where a phrase is used: what its places are filled from.
pub(super) struct Scene<'a> {
    pub(super) random: &'a mut Random,
    pub(super) day: Date,
    pub(super) year: i32,
    /// What is said of the unit in figures.
    pub(super) facts: &'a Facts,
}

/// Figures of a unit that several of its papers name, by the name a phrase has for them: they agree wherever they stand.
pub(super) type Facts = BTreeMap<&'static str, usize>;

impl Texts {
    /// The shipped phrases; none when the file is missing or malformed, which a test forbids.
    pub(super) fn shipped() -> Self {
        templates::file("sample/texts.json")
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }

    /// A made-up person.
    pub(super) fn person(&self, random: &mut Random) -> String {
        let surname = random.pick(&self.surnames).cloned().unwrap_or_default();
        surname + random.pick(&self.given).map(String::as_str).unwrap_or_default()
    }

    /// One phrase of a list, varied.
    pub(super) fn one_of(&self, list: &[String], scene: &mut Scene<'_>) -> String {
        let chosen = scene.random.pick(list).cloned().unwrap_or_default();
        self.vary(&chosen, scene)
    }

    /// A phrase with its places filled: `{3-9}` with a number between the two, `{甲|乙}` with one of them, `{~2}` with the
    /// number before it or up to 2 less, `{day}`, `{day-9}` and `{day+2}` with days, `{person}` with a name, `{year}`, and
    /// `{branches}` and the like with the unit's figures.
    pub(super) fn vary(&self, phrase: &str, scene: &mut Scene<'_>) -> String {
        let mut out = String::with_capacity(phrase.len());
        let mut rest = phrase;
        let mut last = 0;
        while let Some((before, tagged)) = rest.split_once('{') {
            out.push_str(before);
            let Some((place, after)) = tagged.split_once('}') else {
                out.push_str(tagged);
                return out;
            };
            out.push_str(&self.filled(place, scene, &mut last));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn filled(&self, place: &str, scene: &mut Scene<'_>, last: &mut usize) -> String {
        if place == "year" {
            return scene.year.to_string();
        }
        if place == "person" {
            return self.person(scene.random);
        }
        if let Some(fact) = scene.facts.get(place) {
            *last = *fact;
            return fact.to_string();
        }
        if let Some(shift) = place.strip_prefix("day") {
            return scene.day.plus_days(shift.parse().unwrap_or(0)).to_string();
        }
        if let Some(less) = place.strip_prefix('~').and_then(|less| less.parse::<usize>().ok()) {
            return last.saturating_sub(scene.random.below(less + 1)).to_string();
        }
        if let Some((low, high)) = range(place) {
            *last = scene.random.between(low, high);
            return last.to_string();
        }
        let options: Vec<&str> = place.split('|').collect();
        scene.random.pick(&options).copied().unwrap_or_default().to_owned()
    }

    /// Answers with all their phrases varied. A phrase that is nothing but a range becomes a number.
    pub(super) fn vary_answers(&self, value: &Value, scene: &mut Scene<'_>) -> Value {
        match value {
            Value::String(phrase) => {
                let whole =
                    phrase.strip_prefix('{').and_then(|place| place.strip_suffix('}')).and_then(range);
                match whole {
                    Some((low, high)) => Value::from(scene.random.between(low, high)),
                    None => Value::from(self.vary(phrase, scene)),
                }
            }
            Value::Array(list) => list.iter().map(|item| self.vary_answers(item, scene)).collect(),
            Value::Object(map) => {
                map.iter().map(|(key, item)| (key.clone(), self.vary_answers(item, scene))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

fn range(place: &str) -> Option<(usize, usize)> {
    let (low, high) = place.split_once('-')?;
    Some((low.parse().ok()?, high.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_scene<T>(use_it: impl FnOnce(&Texts, &mut Scene<'_>) -> T) -> T {
        let day = "2026-11-23".parse().expect("a day of the calendar");
        use_it(
            &Texts::shipped(),
            &mut Scene {
                random: &mut Random::new(1, 1),
                day,
                year: 2026,
                facts: &Facts::from([("branches", 7)]),
            },
        )
    }

    #[test]
    fn places_are_filled_within_their_bounds() {
        with_scene(|texts, scene| {
            for _ in 0..200 {
                let text = texts.vary("{year}年查摆{8-9}项，整改{~1}项，{一|二}次", scene);
                let numbers: Vec<usize> =
                    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
                let fits =
                    matches!(numbers[..], [2026, found @ 8..=9, done] if done <= found && done + 1 >= found);
                assert!(fits && (text.ends_with("一次") || text.ends_with("二次")), "{text}");
            }
            assert_eq!(texts.vary("{branches}个支部，{~0}名书记", scene), "7个支部，7名书记");
            assert_eq!(texts.vary("{day-23}、{day}、{day+8}", scene), "2026-10-31、2026-11-23、2026-12-01");
            assert!(texts.vary_answers(&serde_json::json!({"n": ["{3-4}"]}), scene)["n"][0].is_number());
        });
    }

    #[test]
    fn no_phrase_keeps_an_unfilled_place() {
        let source = templates::file("sample/texts.json").expect("the phrases are embedded");
        let mut all: Value = serde_json::from_str(source).expect("the phrases are JSON");
        all["note"] = Value::Null;
        with_scene(|texts, scene| {
            assert!(texts.findings.len() >= 20 && texts.items.len() >= 30 && texts.surnames.len() >= 20);
            let varied = texts.vary_answers(&all, scene).to_string().replace("serial", "");
            let left: Vec<&str> = varied.split('"').filter(|text| text.contains(['|', '~'])).collect();
            assert_eq!(left, Vec::<&str>::new());
        });
    }
}
