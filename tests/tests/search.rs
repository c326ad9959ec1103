//! The search (Ctrl+K): what a secretary types and what it must find, `suite/search/queries.json`.

#![allow(clippy::unwrap_used, reason = "a test that meets a surprise should stop there")]

use std::collections::BTreeMap;

use app::view::search;
use app::{Command, Moment, Route, State, update};
use ledger::Role;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    /// What the file is for.
    #[allow(dead_code, reason = "for people")]
    about: String,
    /// Initials of the characters that queries of letters spell; in the product the browser knows them.
    initials: BTreeMap<char, char>,
    queries: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    role: Role,
    #[serde(default)]
    place: String,
    typed: String,
    /// A part of the name or the detail of what must be found; nothing must be found when it is empty.
    finds: String,
    /// Where in the list at the latest, from 1.
    #[serde(default = "first")]
    within: usize,
}

fn first() -> usize {
    3
}

fn sample(role: Role) -> State {
    let moment = Moment { today: "2026-11-23".parse().unwrap(), seconds: 9 * 3_600, entropy: [3; 32] };
    let mut state = State::new(moment.today);
    update(&mut state, Command::LoadSample(role), &moment);
    state
}

#[test]
fn what_is_typed_finds_what_is_meant() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/suite/search/queries.json")).unwrap();
    let suite: Suite = serde_json::from_str(&text).unwrap();
    let spell = |name: &str| -> Vec<String> {
        name.chars().map(|c| suite.initials.get(&c).map(ToString::to_string).unwrap_or_default()).collect()
    };
    let mut missed = Vec::new();
    for role in [Role::Unit, Role::Inspector, Role::Office] {
        let mut state = sample(role);
        let home = state.route.clone();
        for query in suite.queries.iter().filter(|query| query.role == role) {
            let moment = Moment { today: state.today, seconds: 9 * 3_600, entropy: [4; 32] };
            let place = Route::parse(&query.place).filter(|_| !query.place.is_empty());
            update(&mut state, Command::Go(place.unwrap_or_else(|| home.clone())), &moment);
            let hits = search(&state, &query.typed, &spell);
            let names: Vec<String> =
                hits.iter().map(|hit| format!("{}｜{}", hit.label, hit.detail)).collect();
            let found = names.iter().take(query.within).any(|name| name.contains(&query.finds));
            let right = if query.finds.is_empty() { hits.is_empty() } else { found };
            if !right {
                let seen: Vec<&String> = names.iter().take(6).collect();
                missed.push(format!("{role:?} “{}” should find {}: {seen:#?}", query.typed, query.finds));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
    assert!(suite.queries.len() >= 30);
}

#[test]
fn an_item_is_found_and_shown_wherever_the_unit_is() {
    let mut state = sample(Role::Unit);
    let moment = Moment { today: state.today, seconds: 9 * 3_600, entropy: [4; 32] };
    update(&mut state, Command::Go(Route::Settings), &moment);
    let hit = search(&state, "a0106", &|_| Vec::new()).into_iter().next().unwrap();
    assert!(hit.label.starts_with("A01-06"), "{hit:?}");
    let effects = update(&mut state, hit.command, &moment);
    assert_eq!(state.route, Route::Fill(1));
    assert!(
        matches!(effects.as_slice(), [app::Effect::Focus(field)] if field.starts_with("a01_06")),
        "{effects:?}"
    );
}

/// Whoever knows whom he spoke with finds the record of it.
#[test]
fn a_name_finds_the_records_that_people_are_in() {
    let state = sample(Role::Office);
    let book = state.book.as_ref().unwrap();
    for (form, field) in [("phone-call", "interviewee"), ("rectification", "person")] {
        let named = |(_, record): &(_, &ledger::Record)| record.answers.contains_key(field);
        let (id, record) = book.records_of(form).find(named).unwrap();
        let name = record.answers[field].as_str().unwrap();
        let hits = search(&state, name, &|_: &str| Vec::new());
        let leads = Command::Go(Route::Record(id.clone(), 0));
        assert!(hits.iter().any(|hit| hit.command == leads), "{form}: {name}");
    }
}
