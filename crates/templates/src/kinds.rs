//! The `kind` block of a form, held against the form it stands in.

use form::{Definition, Field};
use ledger::kinds::Kind;
use ledger::{Purpose, Role};
use serde::Deserialize;

/// Reads what the records of a form mean. A form without the block has none of its meanings.
pub(crate) fn read(form: &Definition) -> Result<Kind, String> {
    if form.kind.is_null() {
        return Ok(Kind::default());
    }
    let kind = Kind::deserialize(&form.kind).map_err(|error| format!("kind: {error}"))?;
    stranded(&kind)?;
    let days: Vec<&str> = dates(form.sections.iter().flat_map(|section| &section.fields)).collect();
    match kind.day.iter().find(|day| !days.contains(&day.as_str())) {
        None => Ok(kind),
        Some(unknown) => {
            let nearest = expr::nearest(unknown, days.into_iter()).unwrap_or("none");
            Err(format!("kind.day: no date field {unknown}; the nearest is {nearest}"))
        }
    }
}

/// Refuses a transition whose taker could neither get the record nor send the decision.
fn stranded(kind: &Kind) -> Result<(), String> {
    let travels = |purpose: Purpose| kind.travels.as_ref().is_some_and(|all| all.contains(&purpose));
    let ways = kind.life.iter().flat_map(|life| &life.transitions);
    for way in ways {
        if way.by.contains(&Role::Unit) && !(travels(Purpose::Submission) && travels(Purpose::Feedback)) {
            return Err(format!(
                "life.{}: a unit takes it, so travels names feedback and submission",
                way.id
            ));
        }
        if way.by.contains(&Role::Inspector) && !travels(Purpose::Records) {
            return Err(format!("life.{}: a team takes it, so travels names records", way.id));
        }
    }
    Ok(())
}

/// Ids of the fields that hold a day.
fn dates<'a>(fields: impl Iterator<Item = &'a Field>) -> impl Iterator<Item = &'a str> {
    let inner = fields.flat_map(|field| std::iter::once(field).chain(&field.fields));
    inner.filter(|field| field.kind == form::Kind::Date).map(|field| field.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;

    #[test]
    fn every_shipped_form_says_what_its_records_mean() {
        let pack = Pack::shipped();
        for name in crate::names("forms") {
            pack.kind(name).unwrap_or_else(|error| panic!("{error}"));
            assert!(!pack.form(name).unwrap().kind.is_null(), "{name}");
            assert!(pack.kind(name).unwrap().travels.is_some(), "{name}: no file carries it");
        }
        let orders: Vec<u32> =
            pack.kinds().in_order().iter().map(|(_, kind)| kind.order).filter(|order| *order > 0).collect();
        assert!(orders.windows(2).all(|pair| pair[0] < pair[1]), "two kinds on one place: {orders:?}");
    }

    #[test]
    fn a_decision_that_no_file_brings_back_is_refused() {
        let read = |travels: &str, by: &str| {
            let text = format!(
                r#"{{"form": "a/1", "title": "", "sections": [], "kind": {{"travels": [{travels}],
                "life": {{"states": ["甲"], "transitions": [{{"id": "sign", "label": "", "from": ["甲"], "by": ["{by}"]}}]}}}}}}"#
            );
            super::read(&serde_json::from_str::<Definition>(&text).unwrap())
        };
        assert!(
            read(r#""feedback", "submission""#, "unit").is_ok() && read(r#""feedback""#, "office").is_ok()
        );
        assert!(read(r#""feedback""#, "unit").unwrap_err().contains("life.sign"));
        assert!(read(r#""feedback""#, "inspector").unwrap_err().contains("records"));
        assert!(read(r#""feedbak""#, "office").unwrap_err().contains("unknown variant"));
    }

    #[test]
    fn a_field_that_is_not_there_is_named_with_the_nearest() {
        let text = r#"{"form": "a/1", "title": "", "kind": {"day": ["caled_on"]}, "sections": [
            {"fields": [{"id": "called_on", "kind": "date", "label": ""}]}]}"#;
        let form: Definition = serde_json::from_str(text).unwrap();
        assert!(read(&form).unwrap_err().contains("called_on"));
    }
}
