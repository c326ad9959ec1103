//! Writing out a form that takes its items from a catalogue: one section per area, one group per item.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::catalogue::Alias;
use crate::{Area, Catalogue, CatalogueItem, Condition, Definition, DefinitionError, Field, Kind, Pattern};
use crate::{ProfileField, Section};

/// The definition with every item of the catalogue in it.
///
/// `unit_kind` chooses the wording (`wording_alias`): for 分院分党组 items speak of 分党组 instead of 党委. Items keep their
/// condition and their extra fields only in a form that asks for the unit's facts (`items_from: "profile"`): elsewhere all
/// of them are asked, by the pattern alone.
///
/// # Errors
/// When an item asks for a pattern the definition lacks, or a pattern makes no field of it.
pub fn expand(
    definition: &Definition,
    catalogue: &Catalogue,
    unit_kind: Option<&str>,
) -> Result<Definition, DefinitionError> {
    let aliases = match unit_kind.and_then(|kind| catalogue.wording_alias.get(kind)) {
        Some(Alias::Pairs(pairs)) => pairs.as_slice(),
        Some(Alias::Note(_)) | None => &[],
    };
    let mut sections = Vec::new();
    for section in &definition.sections {
        match section.items_from.as_deref() {
            Some("catalogue") => {
                for area in &catalogue.areas {
                    sections.push(area_section(definition, area, aliases)?);
                }
            }
            Some("profile") => sections.push(profile_section(section, catalogue)),
            Some(_) | None => sections.push(section.clone()),
        }
    }
    let mut expanded = Definition { sections, patterns: BTreeMap::new(), ..definition.clone() };
    if expanded.bands.is_empty() {
        expanded.bands.clone_from(&catalogue.scoring.bands);
    }
    Ok(expanded)
}

fn profile_section(section: &Section, catalogue: &Catalogue) -> Section {
    let facts = catalogue.profile_fields.iter().map(profile_field);
    let fields = section.fields.iter().cloned().chain(facts).collect();
    Section { fields, items_from: None, ..section.clone() }
}

/// A unit fact as a field. The office's facts are shown, not asked; the others start from what is known already.
fn profile_field(fact: &ProfileField) -> Field {
    let (kind, choices, otherwise) = match fact.kind.as_str() {
        "bool" => (Kind::Choice, vec!["是".to_owned(), "否".to_owned()], "'否'"),
        "enum" => (Kind::Choice, fact.values.clone(), "none"),
        "int" => (Kind::Number, Vec::new(), "0"),
        _ => (Kind::Text, Vec::new(), "none"),
    };
    let known = format!("unit_facts.{}", fact.key);
    let by_office = fact.set_by.as_deref() == Some("office");
    let is_number = kind == Kind::Number;
    Field {
        hint: fact.hint.clone(),
        required: Condition::Fixed(fact.required && !by_office),
        value: by_office.then(|| format!("{known}|default({otherwise})")),
        default: (!by_office).then_some(known),
        choices,
        min: is_number.then_some(0.0),
        integer: is_number,
        ..plain_field(&fact.key, kind, &fact.label)
    }
}

fn area_section(
    definition: &Definition,
    area: &Area,
    aliases: &[(String, String)],
) -> Result<Section, DefinitionError> {
    // A pattern without fields leaves its items out of the form.
    let left_out = |item: &&CatalogueItem| {
        definition.patterns.get(&item.answer_type).is_some_and(|pattern| pattern.fields.is_empty())
    };
    let items = area.items.iter().filter(|item| !left_out(item));
    let items = items.map(|item| item_group(definition, item, aliases));
    Ok(Section {
        id: Some(area.id.to_lowercase()),
        title: area.name.clone(),
        weight: Some(area.weight),
        fields: items.collect::<Result<_, _>>()?,
        ..Section::default()
    })
}

fn item_group(
    definition: &Definition,
    item: &CatalogueItem,
    aliases: &[(String, String)],
) -> Result<Field, DefinitionError> {
    let refuse = |detail: String| DefinitionError::Pattern {
        item: item.id.clone(),
        answer_type: item.answer_type.clone(),
        detail,
    };
    let pattern =
        definition.patterns.get(&item.answer_type).ok_or_else(|| refuse("no such pattern".to_owned()))?;
    let values = placeholders(item, pattern);
    let knows_facts =
        definition.sections.iter().any(|section| section.items_from.as_deref() == Some("profile"));
    let extra = item.extra_fields.iter().filter(|_| knows_facts).map(|field| json!(field));
    let fields = pattern.fields.iter().map(|field| filled(field, &values));
    let fields = fields
        .chain(extra.map(|field| filled(&field, &values)))
        .map(|field| serde_json::from_value(field).map_err(|error| refuse(error.to_string())));
    let mut fields = fields.collect::<Result<Vec<Field>, _>>()?;
    if let Some((answer, hint)) = fields.first_mut().zip(item.hint.as_ref()) {
        answer.hint = Some(reworded(hint, aliases));
    }
    let score = values.get("score").and_then(Json::as_str).filter(|score| *score != NO_SCORE);
    let tags = ["focus", "verify_by", "basis_confidence", "feeds", "report", "report_zero"];
    let tag = |key: &str| Some((key.to_owned(), reworded(item.rest.get(key)?.as_str()?, aliases)));
    let knows_facts =
        definition.sections.iter().any(|section| section.items_from.as_deref() == Some("profile"));
    Ok(Field {
        relevant: item.condition.expr.clone().filter(|_| knows_facts),
        fields,
        number: Some(item.id.clone()),
        basis: Some(item.basis.clone()),
        evidence_hint: Some(reworded(&item.evidence, aliases)).filter(|hint| !hint.is_empty()),
        weight: Some(item.weight),
        score: score.map(str::to_owned),
        tags: tags.into_iter().filter_map(tag).collect(),
        ..plain_field(&item_field(&item.id), Kind::Group, &reworded(&item.text, aliases))
    })
}

/// What `{score}` says when the pattern gives no score: nothing to compare with.
const NO_SCORE: &str = "none";

/// What the placeholders of a pattern stand for, in this item.
fn placeholders(item: &CatalogueItem, pattern: &Pattern) -> BTreeMap<String, Json> {
    let id = item_field(&item.id);
    let answer = format!("{id}_answer");
    let mut values = item.rest.clone();
    values.entry("min_evidence".to_owned()).or_insert(json!(0));
    values.entry("extendable".to_owned()).or_insert(json!(true));
    values.insert("required".to_owned(), item.rest.get("required").cloned().unwrap_or(json!(true)));
    values.insert("id".to_owned(), json!(id));
    values.insert("number".to_owned(), json!(item.id));
    values.insert("answer".to_owned(), json!(answer));
    if let Some(fact) = &item.compare_to {
        values.insert("full_score_at".to_owned(), json!(fact));
    }
    let date_rule = item.date_rule.as_deref().unwrap_or("true").replace("{answer}", &answer);
    values.insert("date_rule".to_owned(), json!(date_rule));
    let way = if item.zero_is_full { "zero_is_full" } else { item.scoring.as_deref().unwrap_or("full") };
    let score = pattern.scores.get(way).and_then(Option::as_deref).unwrap_or(NO_SCORE);
    let score = replaced(score, &values);
    values.insert("score".to_owned(), json!(score));
    values
}

/// The field that an item of a catalogue is answered in, and what the names of its parts begin with: `A01-06` is `a01_06`.
#[must_use]
pub fn item_field(id: &str) -> String {
    id.to_lowercase().replace('-', "_")
}

/// JSON with its placeholders filled; keys whose placeholder has no value disappear.
fn filled(json: &Json, values: &BTreeMap<String, Json>) -> Json {
    match json {
        Json::String(text) => match whole_placeholder(text) {
            Some(name) => values.get(name).cloned().unwrap_or(Json::Null),
            None => Json::String(replaced(text, values)),
        },
        Json::Array(items) => items.iter().map(|item| filled(item, values)).collect(),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), filled(value, values)));
            Json::Object(entries.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => json.clone(),
    }
}

fn whole_placeholder(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}').filter(|name| is_placeholder(name))
}

fn is_placeholder(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The text with every placeholder that has a value filled, each once: what a value brings is no placeholder.
fn replaced(text: &str, values: &BTreeMap<String, Json>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let named = after.split_once('}').filter(|(name, _)| is_placeholder(name));
        match named.and_then(|(name, behind)| Some((values.get(name)?, behind))) {
            Some((value, behind)) => {
                match value.as_str() {
                    Some(value) => out.push_str(value),
                    None => out.push_str(&value.to_string()),
                }
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Each place of the text is replaced by the first pair that fits, so that a replacement is never replaced again.
fn reworded(text: &str, aliases: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let alias = aliases.iter().find_map(|(from, to)| Some((rest.strip_prefix(from.as_str())?, to)));
        match alias.filter(|(after, _)| after.len() < rest.len()) {
            Some((after, to)) => {
                out.push_str(to);
                rest = after;
            }
            None => {
                out.push(first);
                rest = rest.strip_prefix(first).unwrap_or_default();
            }
        }
    }
    out
}

fn plain_field(id: &str, kind: Kind, label: &str) -> Field {
    Field {
        id: id.to_owned(),
        kind,
        label: label.to_owned(),
        hint: None,
        required: Condition::Fixed(false),
        relevant: None,
        value: None,
        default: None,
        constraint: None,
        message: None,
        caution: None,
        caution_message: None,
        choices: Vec::new(),
        renamed: BTreeMap::new(),
        earlier: BTreeMap::new(),
        reserved: BTreeMap::new(),
        choices_from: None,
        appearance: None,
        holds: None,
        unit: None,
        min: None,
        max: None,
        integer: false,
        min_length: None,
        max_length: None,
        columns: Vec::new(),
        fields: Vec::new(),
        number: None,
        basis: None,
        evidence_hint: None,
        weight: None,
        score: None,
        tags: BTreeMap::new(),
    }
}
