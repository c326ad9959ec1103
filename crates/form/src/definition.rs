//! The form as its author writes it: JSON, nothing computed, unknown keys refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Severity;
use crate::catalogue::Band;

/// A form template, as in `templates/forms/*.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Name and version, such as `phone-call/1`. A change that makes old answers unreadable raises the version.
    pub form: String,
    /// What people call it, such as 电话随访记录.
    pub title: String,
    /// Who fills it (`unit`, `inspector`, `office`); empty means everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// What its records mean to the book, for whoever keeps the book; nothing here reads it.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub kind: Json,
    /// Advice above the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Names beyond [`crate::STANDARD_CONTEXT`] that the application provides, with what holds when it doesn't.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, Json>,
    /// What of these is read of the book, as queries, for whoever keeps the book; nothing here reads it.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub data: Json,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Rules over the whole form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Grades by score, best first; empty means the score has no grade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// How an item of a catalogue becomes fields, by answer type. Used up by [`crate::expand`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub patterns: BTreeMap<String, Pattern>,
}

/// A part of a form under one heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `snake_case` name; absent means nobody refers to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The heading. A section with `items_from: "catalogue"` takes the names of the areas instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Advice under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Points the section stands for, for display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Condition for all of its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// `catalogue` (one section per area) or `profile` (the unit facts, after the section's own fields).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_from: Option<String>,
    /// The fields in order.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// What type of value a field holds. Few on purpose: variety is [`Field::appearance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A string. Appearances: `line` (default), `long`, or a hint such as `unit` and `person`.
    Text,
    /// A number, with `unit`, `min`, `max`, `integer`.
    Number,
    /// A day as `YYYY-MM-DD`, so that comparing texts compares days.
    Date,
    /// A time of day as `HH:MM`.
    Time,
    /// One of `choices`. Appearances: `segmented` (default), `list`.
    Choice,
    /// Any number of `choices`, as an array.
    Choices,
    /// Rows of `columns`, as an array of objects.
    Table,
    /// A card of `fields`; an item of a checklist. Holds no value itself.
    Group,
}

impl Kind {
    /// As a definition writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Table => "table",
            Self::Group => "group",
        }
    }
}

/// What an answer says of people, for whoever masks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Names.
    People,
    /// A telephone number, an address or an account of somebody.
    Contact,
    /// Neither, although the label sounds like it (参会人数).
    Nobody,
}

/// How a form marks a field that is one person's name, on screen as well.
pub const PERSON: &str = "person";

/// A condition that is fixed or computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    /// Always or never.
    Fixed(bool),
    /// When the expression holds.
    When(String),
}

impl Default for Condition {
    fn default() -> Self {
        Self::Fixed(false)
    }
}

impl Condition {
    fn is_never(&self) -> bool {
        *self == Self::Fixed(false)
    }
}

/// One question, table or card of questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// `snake_case`, unique in the form (a column: in its table). Expressions use it as the value's name.
    pub id: String,
    /// The type of value.
    pub kind: Kind,
    /// What people read.
    pub label: String,
    /// Advice beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether a blank is a problem.
    #[serde(default, skip_serializing_if = "Condition::is_never")]
    pub required: Condition,
    /// Condition for the field to be there at all; absent means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// Makes the field computed and read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Expression for the answer a new form starts with; evaluated once, over the context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What must hold of a non-blank answer; else an error with `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
    /// What to do when the constraint fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What should hold of a non-blank answer; else a warning with `caution_message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// What to look at when the caution fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution_message: Option<String>,
    /// The options of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Words an option had before, with today's: stored answers in the old words are read as the new ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// Fields that this one's question was part of, each with their words that answer it: `{"state": {"延期": "是"}}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, BTreeMap<String, String>>,
    /// Options that are not for everybody.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reserved: BTreeMap<String, Reserved>,
    /// The context name that lists the options instead; while it is empty, any text is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices_from: Option<String>,
    /// How to show it, a word for the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appearance: Option<String>,
    /// What its answer says of people; absent means what the label says: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// Unit of a number, such as 次 or %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Smallest number; fewest rows of a table or choices taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest number; most rows of a table or choices taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Whether only whole numbers will do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub integer: bool,
    /// Fewest characters (字), spaces not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// Most characters (字), spaces not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// The columns of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Field>,
    /// The fields of a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Number of an item, such as `A01-01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The rule an item rests on (依据).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// What would prove it (佐证).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_hint: Option<String>,
    /// Weight of an item in the score; absent means it doesn't count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Coefficient of an item between 0 and 1; `none` takes it out of the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// Further facts about an item for whoever reviews it, such as `verify_by`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

impl Field {
    /// What the answer says of people, as declared: by `holds`, or by the appearance of one person's name.
    #[must_use]
    pub fn says_of_people(&self) -> Option<Holds> {
        self.holds.or_else(|| (self.appearance.as_deref() == Some(PERSON)).then_some(Holds::People))
    }
}

/// Who may take an option.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    /// Roles that may (`unit`, `inspector`, `office`); the option is not offered to others.
    pub roles: Vec<String>,
    /// The option that others may take instead: what their answer counts as where it arrives.
    pub otherwise: String,
    /// Whether these roles are still offered it; one that stands there from before stays and counts.
    #[serde(default = "offered")]
    pub offered: bool,
}

fn offered() -> bool {
    true
}

impl Reserved {
    /// Whether a role may take the option; a blank role is nobody in particular, who may.
    #[must_use]
    pub fn open_to(&self, role: &str) -> bool {
        role.is_empty() || self.roles.iter().any(|own| own == role)
    }
}

/// A rule over the whole form: an expression, or the search for copied texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The condition under which the message appears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The message appears when one and the same long text stands in more than so many fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_more_than: Option<usize>,
    /// Error or warning.
    pub severity: Severity,
    /// What happened and what to do; `{}` is the text that `when` gives.
    pub message: String,
}

/// How a catalogue item of one answer type becomes the fields of a group.
///
/// Every text in `fields` and `scores` may hold placeholders: `{id}` (`a01_01`), `{score}` (the chosen score
/// expression) and the item's own keys such as `{unit}`, `{max}`, `{full_score_at}`. A text that is nothing but a
/// placeholder becomes the item's value itself, and disappears when the item has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The fields, as JSON with placeholders.
    pub fields: Vec<Json>,
    /// Score expressions by the item's way of scoring: `full`, `zero_is_full`, `info`, `reviewer`.
    #[serde(default)]
    pub scores: BTreeMap<String, Option<String>>,
}
