//! The catalogue of a year's self-check (督查内容清单), as data: areas, items, unit facts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Field;

/// A catalogue, as in `templates/catalogues/*.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// What people call it.
    pub title: String,
    /// Its version, such as `2025.1-sample`.
    pub version: String,
    /// The year it was issued for; absent in a sample.
    #[serde(default)]
    pub year: Option<i32>,
    /// Where it comes from and whether it is official.
    #[serde(default)]
    pub status: String,
    /// Words to replace in items, by kind of unit; entries that aren't pairs are notes.
    #[serde(default)]
    pub wording_alias: BTreeMap<String, Alias>,
    /// The unit facts that conditions are written over.
    pub profile_fields: Vec<ProfileField>,
    /// Grades by score, among the scoring rules.
    #[serde(default)]
    pub scoring: Scoring,
    /// The areas in order.
    pub areas: Vec<Area>,
    /// Everything else the office wrote down, kept.
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// Replacement pairs, longest first, or a note about them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Alias {
    /// From and to.
    Pairs(Vec<(String, String)>),
    /// Words for the reader of the file.
    Note(String),
}

/// Rules of the score; the formulas themselves live in the form's patterns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scoring {
    /// Grades by score, best first.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// The rules in words.
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// A grade and the score it starts at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name, such as 较好.
    pub grade: String,
    /// Lowest score, of 100.
    pub min: f64,
}

/// A fact about the unit (单位概况).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileField {
    /// Name in conditions.
    pub key: String,
    /// What people read.
    pub label: String,
    /// `enum`, `int` or `bool`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Options of an `enum`.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// Advice beside it on screen, which is not printed; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// `office` when the unit can't change it.
    #[serde(default)]
    pub set_by: Option<String>,
    /// What of last year it counts, so that a new year begins with the number; absent: nothing. Known: `findings`, those that
    /// the unit was told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_last_year: Option<String>,
}

/// An area of the catalogue (领域).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Such as `A01`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Points of 100.
    pub weight: f64,
    /// The items in order.
    pub items: Vec<CatalogueItem>,
}

/// One item (督查要点). Keys that only patterns use stay in `rest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CatalogueItem {
    /// Such as `A01-01`.
    pub id: String,
    /// The statement to be checked.
    pub text: String,
    /// Advice beside its answer on screen, which is not printed; absent: that of its pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The rule it rests on.
    pub basis: String,
    /// Which pattern asks it: `ynp`, `yn`, `number`, `percent`, `date`, `text`.
    pub answer_type: String,
    /// What would prove it.
    #[serde(default)]
    pub evidence: String,
    /// Weight in the score.
    pub weight: f64,
    /// To whom it applies.
    pub condition: ItemCondition,
    /// Way of scoring where it is not the usual one: `info`, `reviewer`.
    #[serde(default)]
    pub scoring: Option<String>,
    /// Whether zero is the best number.
    #[serde(default)]
    pub zero_is_full: bool,
    /// The unit fact that replaces `full_score_at`.
    #[serde(default)]
    pub compare_to: Option<String>,
    /// What a date must satisfy, over `{answer}` and the context.
    #[serde(default)]
    pub date_rule: Option<String>,
    /// Fields only this item has, after those of its pattern; with placeholders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_fields: Vec<Field>,
    /// The remaining keys: `min`, `max`, `unit`, `options`, `focus`, `verify_by`, …
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// To whom an item applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemCondition {
    /// In words.
    pub text: String,
    /// As an expression over the unit facts; absent means to all.
    pub expr: Option<String>,
}
