//! The `kind` block of a form, held against the form it stands in.

use expr::{Engine, Expression};
use form::{Definition, Field};
use ledger::kinds::{Kind, Subject};
use ledger::life::cycle::{READS, Transition};
use ledger::{Purpose, Role};
use serde::Deserialize;
use serde_json::Value;

/// Reads what the records of a form mean. A form without the block has none of its meanings.
pub(crate) fn read(form: &Definition) -> Result<Kind, String> {
    if form.kind.is_null() {
        return Ok(Kind::default());
    }
    let kind = Kind::deserialize(&form.kind).map_err(|error| format!("kind: {error}"))?;
    stranded(&kind)?;
    unattached(&kind)?;
    expressions(form, &kind)?;
    said(form, &kind)?;
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

/// Refuses what needs a unit or a year of a kind whose records have none.
fn unattached(kind: &Kind) -> Result<(), String> {
    let lacks: &[&str] = match kind.subject {
        Subject::Unit => return Ok(()),
        Subject::Round => &["unit"],
        Subject::Nothing => &["unit", "year"],
    };
    let named = kind.number.as_ref().and_then(|number| lacks.iter().find(|name| number.names(name)));
    if let Some(name) = named {
        return Err(format!("kind.number: such a record has no {{{name}}}"));
    }
    if kind.travels.as_ref().is_none_or(|travels| !travels.is_empty()) {
        return Err(
            "kind.travels: a file is about a unit, so such a record goes in none; write []".to_owned()
        );
    }
    if kind.counts.is_some() || kind.method.is_some() {
        return Err("kind.counts, kind.method: what is about no unit is no inspection of one".to_owned());
    }
    Ok(())
}

/// Holds the expressions of the life cycle against the names that they may read.
fn expressions(form: &Definition, kind: &Kind) -> Result<(), String> {
    let engine = Engine::new();
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    let fields: Vec<&str> = fields
        .flat_map(|field| std::iter::once(field).chain(&field.fields))
        .map(|field| field.id.as_str())
        .collect();
    let ways: Vec<&Transition> = kind.life.iter().flat_map(|life| &life.transitions).collect();
    for (way, (place, source)) in ways.iter().flat_map(|way| way.expressions().map(move |one| (way, one))) {
        let place = format!("life.{}.{place}", way.id);
        let parsed =
            expression(&engine, source, &fields, &ways).map_err(|error| format!("{place}: {error}"))?;
        let asks = way.asks.iter().map(|ask| ask.id.as_str());
        let unasked = misnamed(&parsed, "asked", asks).map(|error| format!("{error} among what it asks"));
        if let Some(error) = unasked {
            return Err(format!("{place}: {error}"));
        }
    }
    Ok(())
}

/// Reads an expression over a record and what happened to it: fields, what a life cycle knows, what its transitions were
/// told, and the days on which they were taken.
pub(crate) fn expression(
    engine: &Engine,
    source: &str,
    fields: &[&str],
    ways: &[&Transition],
) -> Result<Expression, String> {
    let parsed = Expression::parse(engine, source).map_err(|error| error.message())?;
    for name in parsed.names() {
        match (READS.contains(&name.as_str()), fields.contains(&name.as_str())) {
            (true, true) => return Err(format!("{name} is a field here, and what the life cycle knows")),
            (false, false) => {
                let nearest = expr::nearest(name, fields.iter().copied().chain(READS)).unwrap_or("none");
                return Err(format!("no field {name}; the nearest is {nearest}"));
            }
            (true, false) | (false, true) => {}
        }
    }
    let asks = ways.iter().flat_map(|way| &way.asks).map(|ask| ask.id.as_str());
    let lost = misnamed(&parsed, "said", asks);
    let lost = lost.or_else(|| misnamed(&parsed, "answer", fields.iter().copied()));
    let lost = lost.or_else(|| misnamed(&parsed, "taken_on", ways.iter().map(|way| way.id.as_str())));
    lost.map_or(Ok(parsed), Err)
}

/// A part of a name that is not among the known ones, with the nearest.
fn misnamed<'a>(
    parsed: &Expression,
    of: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<String> {
    let parts = parsed.attributes(of).into_iter().flatten();
    let lost = parts.into_iter().find(|part| known.clone().all(|known| known != *part))?;
    Some(format!("no {of}.{lost}; the nearest is {}", expr::nearest(lost, known).unwrap_or("none")))
}

/// Refuses a meaning of an answer that nobody can give: no such field, or no such word among its options and their earlier words.
fn said(form: &Definition, kind: &Kind) -> Result<(), String> {
    let own = form.sections.iter().flat_map(|section| &section.fields);
    let own = own.flat_map(|field| std::iter::once(field).chain(&field.fields)).map(|field| {
        (field.id.as_str(), field.choices.iter().chain(field.renamed.keys()).map(String::as_str).collect())
    });
    let mut fields: Vec<(&str, Vec<&str>)> = own.collect();
    form.patterns.values().for_each(|pattern| of_items(&pattern.fields, &mut fields));
    for (id, words) in kind.says.values().flatten() {
        let named: Vec<&Vec<&str>> = fields.iter().filter(|(field, _)| field == id).map(|(_, o)| o).collect();
        if named.is_empty() {
            let nearest = expr::nearest(id, fields.iter().map(|(field, _)| *field)).unwrap_or("none");
            return Err(format!("kind.says: no field {id}; the nearest is {nearest}"));
        }
        let options = || named.iter().flat_map(|options| options.iter().copied());
        if let Some(word) = words.iter().find(|word| options().all(|option| option != **word)) {
            let nearest = expr::nearest(word, options()).unwrap_or("none");
            return Err(format!("kind.says.{id}: no option {word}; the nearest is {nearest}"));
        }
    }
    Ok(())
}

/// Fields of a catalogue's items as they are written, with the words that answer them.
fn of_items<'a>(written: &'a [Value], fields: &mut Vec<(&'a str, Vec<&'a str>)>) {
    for field in written {
        let list = |key: &str| field.get(key).and_then(Value::as_array).into_iter().flatten();
        let renamed = field.get("renamed").and_then(Value::as_object).into_iter().flatten();
        if let Some(id) = field.get("id").and_then(Value::as_str) {
            let earlier = renamed.map(|(word, _)| word.as_str());
            fields.push((id, list("choices").filter_map(Value::as_str).chain(earlier).collect()));
        }
        let inner = field.get("fields").and_then(Value::as_array);
        of_items(inner.map(Vec::as_slice).unwrap_or_default(), fields);
    }
}

/// Ids of the fields that hold a day.
fn dates<'a>(fields: impl Iterator<Item = &'a Field>) -> impl Iterator<Item = &'a str> {
    let inner = fields.flat_map(|field| std::iter::once(field).chain(&field.fields));
    inner.filter(|field| field.kind == form::Kind::Date).map(|field| field.id.as_str())
}

#[cfg(test)]
mod tests {
    use ledger::kinds::Part;

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

    /// Each part is played by one form: by two the product would take the first by name and pass the other over.
    #[test]
    fn each_part_of_a_round_is_played_by_one_form_and_its_letter_is_there() {
        let pack = Pack::shipped();
        for part in [Part::SelfCheck, Part::Verification, Part::Finding, Part::Rectification] {
            let all = pack.kinds().in_order().into_iter().filter(|(_, kind)| kind.part == Some(part));
            assert_eq!(all.count(), 1, "{part:?}");
        }
        for part in [Part::SelfCheck, Part::Finding] {
            pack.letter(pack.kinds().letter(part)).unwrap_or_else(|error| panic!("{part:?}: {error}"));
        }
    }

    #[test]
    fn an_answer_that_means_something_can_be_given() {
        let read = |says: &str| {
            let text = format!(
                r#"{{"form": "a/1", "title": "", "kind": {{"says": {{"closed": {says}}}}}, "sections": [{{"fields":
                [{{"id": "state", "kind": "choice", "label": "", "choices": ["已办结"], "renamed": {{"办完": "已办结"}}}}]}}]}}"#
            );
            super::read(&serde_json::from_str::<Definition>(&text).unwrap()).map(drop)
        };
        assert_eq!(read(r#"{"state": ["已办结", "办完"]}"#), Ok(()));
        let wrong = |says: &str| read(says).unwrap_err();
        assert!(wrong(r#"{"stat": ["已办结"]}"#).contains("no field stat; the nearest is state"));
        assert!(wrong(r#"{"state": ["已办截"]}"#).contains("no option 已办截; the nearest is 已办结"));
    }

    /// What a transition leads to is a template of that name, and what it fills in is asked there.
    #[test]
    fn what_comes_next_is_there_and_asks_what_is_filled_in() {
        let pack = Pack::shipped();
        let kinds = pack.kinds().in_order().into_iter();
        for way in kinds.flat_map(|(_, kind)| kind.life.iter().flat_map(|life| &life.transitions)) {
            let asked: Vec<String> = if let Some(letter) = &way.letter {
                let letter = pack.letter(letter).unwrap_or_else(|error| panic!("{}: {error}", way.id));
                letter.about.inputs.iter().map(|input| input.id.clone()).collect()
            } else if let Some(form) = &way.form {
                let form = pack.form(form).unwrap_or_else(|error| panic!("{}: {error}", way.id));
                form.sections
                    .iter()
                    .flat_map(|section| &section.fields)
                    .map(|field| field.id.clone())
                    .collect()
            } else {
                Vec::new()
            };
            let lost = way.fills.keys().find(|id| !asked.contains(id));
            assert_eq!(lost, None, "{}: nothing asks it", way.id);
        }
    }

    #[test]
    fn an_expression_of_a_life_cycle_names_what_there_is() {
        let read = |when: &str| {
            let text = format!(
                r#"{{"form": "a/1", "title": "", "sections": [
                {{"fields": [{{"id": "due", "kind": "date", "label": ""}}, {{"id": "number", "kind": "text", "label": ""}}]}}],
                "kind": {{"life": {{"states": ["甲"], "transitions": [
                    {{"id": "urge", "label": "", "from": ["甲"], "by": ["office"], "when": "{when}"}},
                    {{"id": "extend", "label": "", "from": ["甲"], "by": ["office"],
                        "asks": [{{"id": "until", "label": "", "kind": "date"}}]}}]}}}}}}"#
            );
            super::read(&serde_json::from_str::<Definition>(&text).unwrap()).map(drop)
        };
        assert_eq!(read("due < today and not said.until"), Ok(()));
        let wrong = |when: &str| read(when).unwrap_err();
        assert!(
            wrong("dew < today").contains("life.urge.when: no field dew; the nearest is due"),
            "{}",
            wrong("dew < today")
        );
        assert!(wrong("number == 'a'").contains("a field here"));
        assert!(wrong("asked.until > due").contains("no asked.until"));
        assert!(wrong("said.untill > due").contains("no said.untill"));
        assert!(wrong("taken_on.urg > due").contains("no taken_on.urg; the nearest is urge"));
        assert_eq!(read("taken_on.urge < today"), Ok(()));
        assert!(wrong("due <").contains("life.urge.when"));
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
    fn a_form_of_ones_own_is_held_against_the_pack() {
        let pack = Pack::shipped();
        let shipped = serde_json::to_string(&*pack.form("inspection-plan").unwrap()).unwrap();
        let check = |right: &str, wrong: &str| {
            assert!(shipped.contains(right), "{right}");
            let form: Definition = serde_json::from_str(&shipped.replacen(right, wrong, 1)).unwrap();
            pack.check_form("own.json", &form).map_err(|error| error.to_string())
        };
        assert_eq!(check("coordination-letter", "coordination-letter"), Ok(()));
        let wrong = [
            (r#""coordination-letter""#, r#""coordination-leter""#, "the nearest is coordination-letter"),
            ("asked.agreed_on", "asked.agred_on", "the nearest is agreed_on"),
            (r#""from":"inspection-plan""#, r#""from":"inspection-plans""#, "the nearest is inspection-plan"),
            (r#""day":["from_day"]"#, r#""day":["form_day"]"#, "the nearest is from_day"),
            ("{unit}-{n}", "{units}-{n}", "did you mean {unit}"),
        ];
        for (right, other, told) in wrong {
            let error = check(right, other).unwrap_err();
            assert!(error.contains("own.json") && error.contains(told), "{other}: {error}");
        }
    }

    #[test]
    fn what_is_about_no_unit_needs_none() {
        let read = |kind: &str| {
            let text = format!(r#"{{"form": "a/1", "title": "", "sections": [], "kind": {{{kind}}}}}"#);
            super::read(&serde_json::from_str::<Definition>(&text).unwrap()).map(drop)
        };
        assert_eq!(read(r#""subject": "nothing", "travels": [], "number": "员-{n}""#), Ok(()));
        assert_eq!(read(r#""subject": "round", "travels": [], "number": "课-{year}-{n}""#), Ok(()));
        let wrong = [
            (r#""subject": "nothing", "travels": [], "number": "员-{year}-{n}""#, "kind.number"),
            (r#""subject": "round", "travels": [], "number": "课-{unit}-{n}""#, "kind.number"),
            (r#""subject": "nothing""#, "kind.travels"),
            (r#""subject": "round", "travels": ["records"]"#, "kind.travels"),
            (r#""subject": "round", "travels": [], "counts": "desk""#, "kind.counts"),
            (r#""subject": "none""#, "unknown variant"),
        ];
        for (kind, place) in wrong {
            assert!(read(kind).unwrap_err().contains(place), "{kind}: {:?}", read(kind));
        }
    }

    #[test]
    fn a_field_that_is_not_there_is_named_with_the_nearest() {
        let text = r#"{"form": "a/1", "title": "", "kind": {"day": ["caled_on"]}, "sections": [
            {"fields": [{"id": "called_on", "kind": "date", "label": ""}]}]}"#;
        let form: Definition = serde_json::from_str(text).unwrap();
        assert!(read(&form).unwrap_err().contains("called_on"));
    }
}
