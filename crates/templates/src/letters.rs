//! Letter and report templates: TOML front matter and, below it, the document as its reader will see it.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use expr::{Engine, Scope as Names};
use form::Holds;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::query::{Query, Written};

/// A parsed template.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterTemplate {
    /// Front matter that says what the template is.
    pub about: About,
    /// Keys of the document's head, each a Jinja text or a list of them.
    pub head: toml::Table,
    /// Body in the plain 公文 grammar with Jinja tags.
    pub body: String,
    /// What it reads of the book, checked; none of a template that stands in no pack.
    pub queries: Rc<[Query]>,
    /// Words of its texts, every name among them that they read.
    pub reads: Rc<BTreeSet<String>>,
}

/// What a template says of itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct About {
    /// Id and version (`feedback-letter/1`).
    pub letter: String,
    /// Name shown to people.
    pub name: String,
    /// 文种.
    pub kind: String,
    /// Style sheet.
    pub style: String,
    /// What it is about.
    #[serde(default)]
    pub scope: Scope,
    /// The kind of record it is about (`scope = "record:supervision-matter"`); absent for all other scopes.
    #[serde(default)]
    pub subject: Option<String>,
    /// Whether the same unit or round may get several, each a document of its own (督办函, 专刊); otherwise the one
    /// there is gets opened.
    #[serde(default)]
    pub repeats: bool,
    /// Roles that draft it.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Top-level names its data must have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether it tells of inspections and what they found, so that it is not dated before them and says so when records
    /// of them are not finished.
    #[serde(default)]
    pub tells: bool,
    /// Questions asked before composing.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// Files of `queries/` whose queries it reads beside its own.
    #[serde(default)]
    pub uses: Vec<String>,
    /// Its queries as they are written.
    #[serde(default)]
    pub data: Vec<Written>,
}

/// What a document is about, which decides where it is offered and what data it gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One unit in a round.
    #[default]
    Unit,
    /// The whole round.
    Round,
    /// One filled form, printed as it is.
    Record,
    /// One record of the kind that [`About::subject`] names.
    Kind,
    /// Nothing in the book: the writer's own text (自拟公文). Each draft is a new document.
    Free,
}

impl Scope {
    /// Names that a query of a document about this may read beside the usual ones.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Unit => &["unit", "chosen", "picked"],
            Self::Round => &[],
            Self::Record | Self::Kind => &["record", "unit"],
            Self::Free => &["format"],
        }
    }
}

/// A question asked before composing; the answer stands in the data under its id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name in the data.
    pub id: String,
    /// Label.
    pub label: String,
    /// `text`, `long` or `date`.
    #[serde(default)]
    pub kind: String,
    /// What its answer says of people; absent means nothing.
    #[serde(default)]
    pub holds: Option<Holds>,
    /// Whether it is a day that is counted in working days, so that it rests on what is known of holidays.
    #[serde(default)]
    pub workdays: bool,
    /// Whether it is a day on which something happened that the document tells of: never later than the document.
    #[serde(default)]
    pub happened: bool,
    /// Another question, of a day that this one cannot lie before.
    #[serde(default)]
    pub not_before: Option<String>,
    /// Whether it is a day until which the reader has time, always later than the document; absent for other days.
    #[serde(default)]
    pub deadline: Option<Deadline>,
    /// Jinja text for the first answer.
    #[serde(default)]
    pub default: String,
}

/// What is due on a day that a document sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deadline {
    /// An answer.
    Reply,
    /// The plan of how findings will be put right: the limits of findings that are not put right at once follow it.
    Plan,
    /// The report that findings were put right: it follows the limit of each of them.
    Report,
}

/// What a template and data make: head keys and body text, both open to editing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Composed {
    /// Head of the document.
    pub head: Map<String, Value>,
    /// Body.
    pub text: String,
}

/// Why a template could not be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LetterError {
    /// Longer than [`MAX_SOURCE`].
    #[error("template is longer than {MAX_SOURCE} bytes")]
    TooLong,
    /// No `+++` front matter.
    #[error("template has no front matter between +++ lines")]
    NoFrontMatter,
    /// The front matter is not TOML of the right shape.
    #[error("front matter: {0}")]
    FrontMatter(String),
    /// Rendering failed in a head key or in the body.
    #[error("{place}: {error}")]
    Render {
        /// Head key, input id or `body`.
        place: String,
        /// What went wrong.
        error: expr::ExprError,
    },
}

/// What every letter and report reads beside its data: thresholds of graded words, under the name `wording`.
static SHARED: LazyLock<Value> = LazyLock::new(|| {
    let wording = crate::file("rules/wording.json").and_then(|text| serde_json::from_str(text).ok());
    json!({ "wording": wording.unwrap_or(Value::Null) })
});

/// Longest template, in bytes; the shipped ones have some ten thousand.
const MAX_SOURCE: usize = 1_000_000;

impl LetterTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// When it is too long, or its front matter is missing or malformed.
    pub fn parse(source: &str) -> Result<Self, LetterError> {
        if source.len() > MAX_SOURCE {
            return Err(LetterError::TooLong);
        }
        let source = source.trim_start_matches('\u{feff}');
        let rest = source.strip_prefix("+++").ok_or(LetterError::NoFrontMatter)?;
        let (front, body) = rest.split_once("\n+++").ok_or(LetterError::NoFrontMatter)?;
        let malformed = |error: toml::de::Error| LetterError::FrontMatter(error.to_string());
        let mut head: toml::Table = toml::from_str(front).map_err(malformed)?;
        if let Some(kind) = subject(&head) {
            head.insert("scope".to_owned(), "kind".into());
            head.insert("subject".to_owned(), kind.into());
        }
        let about: About = About::deserialize(head.clone()).map_err(malformed)?;
        for key in [
            "letter", "name", "scope", "subject", "repeats", "roles", "needs", "tells", "inputs", "uses",
            "data",
        ] {
            head.remove(key);
        }
        let body = body.split_once('\n').map_or("", |(_, body)| body).to_owned();
        Ok(Self { about, head, body, queries: Rc::default(), reads: Rc::default() })
    }

    /// First answers to the template's questions.
    ///
    /// # Errors
    /// When a default cannot be rendered.
    pub fn defaults(&self, engine: &Engine, data: &Value) -> Result<Map<String, Value>, LetterError> {
        self.defaults_over(engine, &Names::from(data))
    }

    /// The same over names that may be read lazily.
    ///
    /// # Errors
    /// When a default cannot be rendered.
    pub fn defaults_over(&self, engine: &Engine, data: &Names) -> Result<Map<String, Value>, LetterError> {
        let mut answers = Map::new();
        for input in &self.about.inputs {
            // A first answer is a value like any other: what it holds is settled where it is put.
            let pieces = render(engine, &input.default, data, &input.id)?;
            answers.insert(input.id.clone(), Value::String(expr::joined(pieces)));
        }
        Ok(answers)
    }

    /// Words of its texts among which every name stands that they read. There are more of them: what the engine says of a
    /// template leaves out names that stand in a slice alone.
    pub(crate) fn words(&self) -> BTreeSet<String> {
        let inputs = self.about.inputs.iter().map(|input| input.default.as_str());
        let mut texts: Vec<&str> = inputs.chain([self.body.as_str()]).collect();
        self.head.values().for_each(|value| head_texts(value, &mut texts));
        let words =
            texts.iter().flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Composes the document.
    ///
    /// # Errors
    /// When a name is unknown or a text cannot be rendered, with the place.
    pub fn compose(&self, engine: &Engine, data: &Value) -> Result<Composed, LetterError> {
        self.compose_over(engine, &Names::from(&said(data)))
    }

    /// The same over names that may be read lazily. A text of blanks alone is to be an empty one in them.
    ///
    /// # Errors
    /// When a name is unknown or a text cannot be rendered, with the place.
    pub fn compose_over(&self, engine: &Engine, data: &Names) -> Result<Composed, LetterError> {
        let mut head = Map::new();
        for (key, value) in &self.head {
            head.insert(key.clone(), head_value(engine, value, data, key)?);
        }
        let body = render(engine, &self.body, data, "body")?;
        Ok(Composed { head, text: document::text::settled(&body) })
    }
}

/// The kind whose records a template is about: `record:KIND`, or the name of the kind alone.
fn subject(front: &toml::Table) -> Option<String> {
    let scope = front.get("scope")?.as_str()?;
    let kind = scope.strip_prefix("record:").unwrap_or(scope);
    (!["unit", "round", "record", "free"].contains(&kind)).then(|| kind.to_owned())
}

/// The data, in which a text of blanks and hidden characters alone is an empty one: a template that asks whether something was
/// said would take it for words and leave a gap where they belong.
#[must_use]
pub fn said(data: &Value) -> Value {
    match data {
        Value::String(text) if expr::says_nothing(text) => Value::String(String::new()),
        Value::Array(list) => list.iter().map(said).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), said(value))).collect(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => data.clone(),
    }
}

/// The texts of a part of a head.
fn head_texts<'a>(value: &'a toml::Value, texts: &mut Vec<&'a str>) {
    match value {
        toml::Value::String(text) => texts.push(text),
        toml::Value::Array(list) => list.iter().for_each(|one| head_texts(one, texts)),
        toml::Value::Boolean(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => {}
    }
}

fn head_value(engine: &Engine, value: &toml::Value, data: &Names, key: &str) -> Result<Value, LetterError> {
    Ok(match value {
        toml::Value::String(template) => {
            Value::String(document::text::settled_head(&render(engine, template, data, key)?))
        }
        toml::Value::Array(list) => {
            let mut rendered = Vec::new();
            for item in list {
                let value = head_value(engine, item, data, key)?;
                // A text that renders to nothing is a name that does not apply; several lines are several names.
                if let Value::String(text) = &value {
                    rendered.extend(text.lines().map(str::trim).filter(|t| !t.is_empty()).map(Value::from));
                } else {
                    rendered.push(value);
                }
            }
            Value::Array(rendered)
        }
        toml::Value::Boolean(flag) => Value::Bool(*flag),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Table(_) => Value::Null,
    })
}

fn render(
    engine: &Engine,
    template: &str,
    data: &Names,
    place: &str,
) -> Result<Vec<expr::Piece>, LetterError> {
    expr::render_scope(engine, template, data, &SHARED)
        .map_err(|error| LetterError::Render { place: place.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A malformed file would silence every graded word without anybody noticing.
    #[test]
    fn the_thresholds_of_graded_words_can_be_read() {
        let phrases = SHARED.pointer("/wording/units").and_then(Value::as_array);
        assert!(phrases.is_some_and(|steps| steps.iter().all(|step| step.get("phrase").is_some())));
    }

    /// The report upward and the circular judge the same round, so they must not judge it differently.
    #[test]
    fn the_annual_report_and_the_circular_judge_by_one_rule() {
        let rule = |path: &str| {
            let text = crate::file(path).unwrap_or_default().to_owned();
            let from = text.find("{% set w = wording.overall %}").unwrap_or_default();
            let to = text.find("{% set lead =").unwrap_or_default();
            text.get(from..to).unwrap_or_default().to_owned()
        };
        let rule_of_report = rule("reports/annual-report.txt");
        assert!(rule_of_report.contains("set verdict"));
        assert_eq!(rule_of_report, rule("letters/circular.txt"));
    }

    #[test]
    fn a_template_longer_than_any_is_refused_before_it_is_read() {
        let front = "+++\nletter = \"x/1\"\nname = \"x\"\nkind = \"x\"\nstyle = \"letter\"\n+++\n";
        assert!(LetterTemplate::parse(front).is_ok());
        assert_eq!(
            LetterTemplate::parse(&format!("{front}{}", "x".repeat(MAX_SOURCE))),
            Err(LetterError::TooLong)
        );
    }
}
