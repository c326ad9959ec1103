//! What templates see: the book turned into plain data for one unit, one round or one record.

mod code;
mod record;
mod self_check;
mod stage;
#[cfg(test)]
mod tests;

pub use code::check_code;
pub(crate) use record::record;
pub use self_check::{SelfCheckFacts, self_check_facts};
pub(crate) use self_check::{counts, feeding, problems, self_check, value_text};
pub use stage::stage_label;

use ledger::{Book, EntryId, Round, Unit};
use serde_json::{Value, json};

/// What every template sees: the day, the sender, the round and, for one unit, the unit.
pub(crate) fn common(book: &Book, round: Option<&Round>, unit: Option<&Unit>, today: expr::Date) -> Value {
    let profile = &book.local.profile;
    let mut data = json!({
        "today": today,
        "number": "",
        "sender": { "organ": profile.organ, "person": profile.person },
        "round": round_data(round, today),
    });
    if let (Some(unit), Some(map)) = (unit, data.as_object_mut()) {
        map.insert("unit".to_owned(), unit_data(unit));
    }
    data
}

/// Data for a document of the writer's own (自拟公文): who writes, when, in which round and format.
pub(crate) fn own(book: &Book, round: &EntryId, format: &str, today: expr::Date) -> Value {
    let mut data = common(book, round_of(book, round), None, today);
    extend(&mut data, json!({ "format": format }));
    data
}

pub(crate) fn round_data(round: Option<&Round>, today: expr::Date) -> Value {
    let empty = Round { year: today.year(), ..Round::default() };
    let round = round.unwrap_or(&empty);
    json!({
        "year": round.year,
        "title": round.title,
        "theme": round.theme,
        "office": round.office,
        "issuer": round.issuer,
        "contact": round.contact,
        "self_check_due": round.self_check_due,
        "period_start": round.period_start,
        "period_end": round.period_end,
    })
}

/// A unit as templates see it.
pub(crate) fn unit_data(unit: &Unit) -> Value {
    json!({
        "name": unit.name,
        "short_name": unit.short_name,
        "party_name": unit.party_name,
        "full_party_name": full_party_name(unit),
        "branch": unit.branch,
        "kind": unit.kind,
        "supervised_by": unit.supervised_by,
        "organ": organ(unit),
    })
}

/// Full name of a unit's party organisation, as it stands in a mark, a title and a signature. A unit that is called by its
/// party organisation (…党委, …党支部) has it already.
#[must_use]
pub fn full_party_name(unit: &Unit) -> String {
    let is_branch = unit.kind == "分院分党组";
    if unit.name.starts_with("中共") || (!is_branch && ledger::roster::party_organ(&unit.name).is_some()) {
        unit.name.clone()
    } else if is_branch || unit.name.ends_with("委员会") {
        format!("中共{}", unit.name)
    } else {
        format!("中共{}委员会", unit.name)
    }
}

/// What a unit calls its party organisation in a sentence: 我单位党委.
fn organ(unit: &Unit) -> &'static str {
    let by_kind = if unit.kind == "分院分党组" { "分党组" } else { "党委" };
    ledger::roster::party_organ(&unit.name).unwrap_or(by_kind)
}

/// Findings of a unit that go into feedback, as templates see them.
pub(crate) fn finding_data(finding: &ledger::Finding, tier: &str) -> Value {
    json!({
        "id": finding.id,
        "number": finding.number,
        "area": finding.area,
        "title": finding.title,
        "facts": finding.facts,
        "basis": finding.basis,
        "nature": finding.nature,
        "severity": finding.severity,
        "suggestion": finding.suggestion,
        "due": finding.due,
        "tier": tier,
    })
}

/// Merges more keys into an object.
pub(crate) fn extend(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}

/// Names of the forms for people, by form name.
pub(crate) fn form_title(pack: &templates::Pack, form: &str) -> String {
    pack.form(ledger::book::form_name(form))
        .map_or_else(|_| form.to_owned(), |definition| definition.title.clone())
}

/// The round an entry belongs to, with the newest round as a fallback for entries without one.
pub(crate) fn round_of<'a>(book: &'a Book, id: &EntryId) -> Option<&'a Round> {
    book.round(id).or_else(|| book.current_round().map(|(_, round)| round))
}
