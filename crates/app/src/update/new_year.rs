//! What a new round takes over from the one before it: who runs it, its key, who takes part, the list of items, and what the
//! records of last year say about units.

use std::collections::BTreeMap;

use ledger::{Book, EntryId, Finding, Round};

use crate::facts;
use crate::state::State;

/// Fills in what the round before says, where there is one.
pub(super) fn take_over(state: &State, book: &Book, new: &mut Round) {
    let before = book.rounds().filter(|(_, round)| round.year < new.year).max_by_key(|(_, round)| round.year);
    if let Some((id, last)) = before {
        for (slot, value) in [
            (&mut new.office, &last.office),
            (&mut new.issuer, &last.issuer),
            (&mut new.contact, &last.contact),
        ] {
            if !value.is_empty() {
                slot.clone_from(value);
            }
        }
        new.units.clone_from(&last.units);
        take_over_catalogue(last, new);
        propose_facts(state, book, (id, last.year), new);
    }
    // Units seal to the key that opens their files: the one of the book.
    if let Ok(secret) = book.local.secret_key.parse::<exchange::SecretKey>() {
        new.office_key = secret.public().to_string();
    }
}

/// The list of last year, to be confirmed anew: what it asks was settled for that year.
fn take_over_catalogue(last: &Round, new: &mut Round) {
    if !last.catalogue.is_object() {
        return;
    }
    new.catalogue.clone_from(&last.catalogue);
    let Some(catalogue) = new.catalogue.as_object_mut() else { return };
    if catalogue.remove("confirmed").is_some() {
        let status = templates::text_with("round.list_of", &[("year", &last.year.to_string())]);
        catalogue.insert("status".to_owned(), status.into());
    }
}

/// Facts that follow from the records of last year, as the office would type them.
fn propose_facts(state: &State, book: &Book, (last, year): (&EntryId, i32), new: &mut Round) {
    if year + 1 != new.year {
        return;
    }
    for fact in facts::set_by_office(&state.pack, new) {
        if fact.counts_last_year.as_deref() != Some(FINDINGS) {
            continue;
        }
        let mut lines = String::new();
        for (unit, count) in told(state.pack.kinds(), book, last) {
            let name = book.unit(&unit).map(|unit| unit.short_name.clone()).unwrap_or_default();
            lines.push_str(&format!("{name} {count}\n"));
        }
        facts::write(book, new, &fact.key, &fact.kind, &lines);
    }
}

/// The name in catalogues for the findings that a unit was told of.
const FINDINGS: &str = "findings";

/// Findings that units were told of in a round, counted.
fn told(kinds: &ledger::Kinds, book: &Book, round: &EntryId) -> BTreeMap<EntryId, usize> {
    let (told, mut counts) = (book.told(), BTreeMap::new());
    let of_round = |finding: &Finding| finding.round == *round && told.tells(finding);
    for finding in book.findings(kinds).into_iter().filter(of_round) {
        *counts.entry(finding.unit).or_default() += 1;
    }
    counts
}
