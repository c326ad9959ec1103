//! Well-formed files of those kinds that were seen or thought of, one by one: what becomes of each, and what may differ
//! afterwards. Everything else in the book is as it was, and the office's documents are built as before.

use std::collections::BTreeSet;
use std::path::Path;

use app::Fate;
use ledger::merge::Purpose;
use ledger::{Book, Content, Entry, EntryId, Record, RecordState, Sender, VersionId};
use libtest_mimic::Failed;
use serde_json::{Value, json};

use super::attack::{File, bundle, key_of, prepared, sealed, written};
use super::desk::Desk;
use super::oracle::TEAMS;
use super::report::{Report, touched};

pub(crate) const UNIT: &str = "unit-003";

/// What somebody who is known wants to do.
pub(crate) struct Attack {
    pub(crate) claim: &'static str,
    pub(crate) by: Sender,
    pub(crate) purpose: Purpose,
    pub(crate) signed: bool,
    pub(crate) entries: Vec<Entry>,
    pub(crate) fate: Fate,
    /// Entries that are new or differ afterwards.
    pub(crate) changed: &'static [&'static str],
}

pub(crate) fn record(form: &str, unit: &str, about: Option<&EntryId>, answers: &[(&str, Value)]) -> Record {
    Record {
        form: form.into(),
        round: "round-2026-office".into(),
        unit: unit.into(),
        about: about.cloned(),
        state: RecordState::Submitted,
        submitted_on: "2026-11-20".into(),
        answers: answers.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
        ..Record::default()
    }
}

fn entry(id: &str, contents: Vec<Content>) -> Entry {
    let versions = contents
        .into_iter()
        .enumerate()
        .map(|(nth, content)| (VersionId(format!("x-{}", nth + 1)), written("某", BTreeSet::new(), content)));
    Entry { id: id.into(), versions: versions.collect() }
}

pub(crate) fn one(id: &str, content: Content) -> Vec<Entry> {
    vec![entry(id, vec![content])]
}

fn attacks(book: &Book) -> Vec<Attack> {
    let unit = || Sender::unit(&UNIT.into());
    let team = || Sender::team(TEAMS[1]);
    let of_unit = |claim, entries, fate, changed| Attack {
        claim,
        by: unit(),
        purpose: Purpose::Submission,
        signed: true,
        entries,
        fate,
        changed,
    };
    let of_team = |claim, entries, fate, changed| Attack {
        claim,
        by: team(),
        purpose: Purpose::Records,
        signed: true,
        entries,
        fate,
        changed,
    };
    let finding = |unit: Option<&str>, organ: Option<&str>| -> EntryId {
        let mut papers = book.records_of("working-paper").filter(|(id, record)| {
            let author = book.first_author(id).map(|author| author.organ.as_str());
            unit.is_none_or(|unit| record.unit.0 == unit) && organ.is_none_or(|organ| author == Some(organ))
        });
        papers.next().map(|(id, _)| id.clone()).expect("the sample has one")
    };
    let theirs = finding(None, Some(TEAMS[0]));
    let theirs_unit = book.record(&theirs).map(|record| record.unit.0.clone()).unwrap_or_default();
    let issued = book.letters().find(|(_, letter)| letter.state == ledger::LetterState::Issued);
    let (issued_id, issued) =
        issued.map(|(id, letter)| (id.clone(), letter.clone())).expect("one was issued");
    let letter = |unit: Option<&str>, template: &str| {
        let mut letter = issued.clone();
        letter.unit = unit.map(EntryId::from);
        letter.letter = template.into();
        letter.findings.clear();
        Content::Letter(Box::new(letter))
    };
    let closed =
        |goal: &str| vec![("state", json!("已销号")), ("goal", json!(goal)), ("measure", json!("甲"))];
    let closing = |unit: &str, about: &EntryId, goal: &str| {
        Content::Record(record("rectification/1", unit, Some(about), &closed(goal)))
    };
    let discussion = |answers: &[(&str, Value)]| Content::Record(record("discussion/1", UNIT, None, answers));
    let mut attacks = vec![
        of_team(
            "A team closes no other team's finding",
            one("rectification-zz-1", closing(&theirs_unit, &theirs, "甲")),
            Fate::Refused,
            &[],
        ),
        of_team(
            "Nor one that will come",
            one("rectification-zz-1", closing(UNIT, &"working-paper-office-9999".into(), "甲")),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "A unit's report is no letter of the whole round",
            one("letter-zz-1", letter(None, "self-check-report/1")),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "A unit drafts no circular",
            one("letter-zz-1", letter(Some(UNIT), "circular/1")),
            Fate::Refused,
            &[],
        ),
        of_team(
            "A team drafts no annual report",
            one("letter-zz-1", letter(None, "annual-report/1")),
            Fate::Refused,
            &[],
        ),
        of_team(
            "A team files no self-check",
            one("self-check-zz-1", Content::Record(record("self-check/1", UNIT, None, &[]))),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "A unit files no working paper",
            one("working-paper-zz-1", Content::Record(record("working-paper/1", UNIT, None, &[]))),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "A form that nobody knows",
            one("x-1", Content::Record(record("", UNIT, None, &[]))),
            Fate::Refused,
            &[],
        ),
        of_team(
            "A record under the next number of a decision",
            one("review-office-9999", discussion(&[])),
            Fate::Refused,
            &[],
        ),
        of_team("A record under a unit's name", one("unit-999", discussion(&[])), Fate::Refused, &[]),
        of_team(
            "A record of another round",
            one(
                "discussion-zz-1",
                Content::Record(Record {
                    round: "round-2025-x".into(),
                    ..record("discussion/1", UNIT, None, &[])
                }),
            ),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "A picture under the number of a letter lies beside it",
            one(&issued_id.0, Content::Picture(ledger::Picture::new(b"x"))),
            Fate::Taken,
            &["feedback-letter-office-146_1cd73260962ac678"],
        ),
        of_team(
            "Two things under one number",
            vec![entry("x-1", vec![discussion(&[]), letter(Some(UNIT), "feedback-letter/1")])],
            Fate::Refused,
            &[],
        ),
        of_team(
            "People beyond counting",
            one(
                "discussion-zz-1",
                discussion(&[("attendees", json!([{"count": u64::MAX}, {"count": u64::MAX}]))]),
            ),
            Fate::Taken,
            &["discussion-zz-1"],
        ),
        of_team(
            "Figures that a record brings along",
            one(
                "discussion-zz-1",
                Content::Record(Record {
                    figures: [("score".to_owned(), json!(1e300)), ("grade".to_owned(), json!("好\n附件3"))]
                        .into(),
                    ..record("discussion/1", UNIT, None, &[])
                }),
            ),
            Fate::Taken,
            &["discussion-zz-1"],
        ),
    ];
    attacks.push(Attack {
        signed: false,
        ..of_unit(
            "What nobody signed is not taken in without a question",
            one("rectification-zz-1", Content::Record(record("rectification/1", UNIT, None, &[]))),
            Fate::Held,
            &[],
        )
    });
    attacks.push(Attack {
        purpose: Purpose::Task,
        by: Sender::office(),
        ..of_unit(
            "A round from nobody's office waits for a telephone call",
            one(
                "round-zz-1",
                Content::Round(Box::new(ledger::Round {
                    year: 2026,
                    title: "假".into(),
                    office: "假".into(),
                    ..ledger::Round::default()
                })),
            ),
            Fate::Held,
            &[],
        )
    });
    attacks.push(Attack {
        purpose: Purpose::Team,
        by: Sender::office(),
        ..of_unit(
            "A pack for teams brings the office nothing",
            one("unit-140", Content::Unit(ledger::Unit::default())),
            Fate::Refused,
            &[],
        )
    });
    if let Some((own, _)) = book.records_of("working-paper").find(|(_, record)| record.unit.0 == UNIT) {
        let two = vec![entry("rectification-zz-1", vec![closing(UNIT, own, "甲"), closing(UNIT, own, "乙")])];
        attacks.push(of_unit(
            "A unit does not close its finding by way of two versions",
            two,
            Fate::Refused,
            &[],
        ));
    }
    attacks
}

pub(crate) fn run(office: &Path) -> Result<(), Failed> {
    let mut desk = prepared(std::fs::read(office)?);
    let attacks = attacks(desk.book());
    play(&mut desk, attacks)
}

/// Plays them one by one, each on the book as it was.
pub(crate) fn play(desk: &mut Desk, attacks: Vec<Attack>) -> Result<(), Failed> {
    let base = desk.book().clone();
    let pack = templates::Pack::shipped();
    let before = Report::of(&pack, &base)?;
    let mut wrong = Vec::new();
    for attack in attacks {
        desk.state.book = Some(base.clone());
        let key = if attack.signed { Some(key_of(&attack.by)) } else { None };
        let organ = attack.by.as_team().unwrap_or("某").to_owned();
        let role = match (attack.by.as_unit(), attack.by.as_team()) {
            (Some(_), _) => "unit",
            (None, Some(_)) => "team",
            (None, None) => "office",
        };
        let unit = attack.by.as_unit().filter(|_| attack.purpose == Purpose::Submission);
        let bundle = bundle(attack.purpose, unit, attack.entries);
        let (fate, message) =
            desk.gets("attack.ducha", sealed(&File { bundle, kind: None, role, organ, key }));
        let after = desk.book();
        let differ = after.entries.iter().filter(|(id, entry)| base.entries.get(*id) != Some(*entry));
        let differ: Vec<&str> = differ.map(|(id, _)| id.0.as_str()).collect();
        if fate != attack.fate || differ != attack.changed {
            wrong.push(format!("{}: {fate:?} {differ:?}: {message}", attack.claim));
            continue;
        }
        if let Some(harm) = before.harm(&Report::of(&pack, after)?, &touched(&base, after)) {
            wrong.push(format!("{}: {harm}", attack.claim));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
