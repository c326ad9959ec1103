//! A unit's own book: a self-check in the middle of being filled, last year's answers, a feedback letter that came.

use std::collections::BTreeMap;

use ledger::{Author, Book, Content, EntryId, LetterState, Local, Profile, Record, RecordState, Role, Unit};
use serde_json::{Map, Value};
use templates::Pack;

use super::feedback::{LetterWanted, letter, rectification};
use super::random::Random;
use super::round::{OFFICE, facts, office, team};
use super::world::{Hand, Plan, World, self_check_id};
use super::{Sample, self_check, visit};

/// Replica of the unit's book, and of the one it sent last year's self-check from.
const OWN: &str = "own";
const EARLIER: &str = "earlier";
/// Days until the self-check is due.
const DUE_IN: i64 = 10;
/// Number of the letter the unit received.
const SERIAL: usize = 18;

/// The unit's book.
pub(super) fn book(pack: &Pack, sample: &Sample) -> Option<Book> {
    let mut world = World::new(pack, sample, OWN)?;
    let office = office(&world);
    let plan = Plan::due_before(sample.today, -DUE_IN, OFFICE);
    let earlier = plan.before(OFFICE);
    let units = world.enrol(&office, earlier.due.plus_days(-60));
    let (id, unit) = own_unit(&units)?;
    let key = exchange::derive_secret_key(Random::new(sample.seed, 0).bytes()).public().to_string();
    world.open_round(&office, &earlier, &units, BTreeMap::new(), key.clone());
    let facts = facts(&world, &units);
    world.open_round(&office, &plan, &units, facts, key);
    let mut random = world.random(&id, 31);
    let person = world.texts.person(&mut random);
    let author = Author { name: person.clone(), organ: unit.party_name.clone() };
    let hand = |replica: &str| Hand { replica: replica.to_owned(), author: author.clone() };
    let day = earlier.due.plus_days(-4);
    world.submit_self_check(&hand(EARLIER), &earlier, &id, day, 3);
    half_filled(&mut world, &hand(OWN), &plan, &id, &mut random);
    received(&mut world, &office, &hand(OWN), &plan, &id);
    let mut book = std::mem::take(&mut world.book);
    book.local = Local {
        replica: OWN.to_owned(),
        counter: world.own_count(),
        profile: Profile {
            role: Role::Unit,
            person,
            organ: unit.party_name.clone(),
            title: unit.party_name,
            unit: Some(id),
        },
        ..Local::default()
    };
    Some(book)
}

/// The first unit of the round that is not a branch; a branch when there are no others.
fn own_unit(units: &[(EntryId, Unit)]) -> Option<(EntryId, Unit)> {
    units.iter().find(|(_, unit)| unit.kind != "分院分党组").or_else(|| units.first()).cloned()
}

/// A self-check with the last areas still blank and a figure that cannot be right.
fn half_filled(world: &mut World<'_>, hand: &Hand, plan: &Plan, unit: &EntryId, random: &mut Random) {
    let today = world.sample.today;
    let mut answers = self_check::answers(world, plan, unit, today, 6, random);
    let open = unfinished(world);
    answers.retain(|field, _| !open.iter().any(|item| field.starts_with(item.as_str())));
    for field in ["checker", "causes", "next_steps"] {
        answers.remove(field);
    }
    too_many(&mut answers);
    let record = Record {
        form: "self-check/1".to_owned(),
        round: plan.id.clone(),
        unit: unit.clone(),
        state: RecordState::Filling,
        answers: answers.into_iter().collect(),
        ..Record::default()
    };
    world.write(hand, &self_check_id(plan, unit), Content::Record(record), today);
}

/// Ids of the items nobody has come to yet: the last three in ten.
fn unfinished(world: &World<'_>) -> Vec<String> {
    let items = world.catalogue.areas.iter().flat_map(|area| &area.items);
    let ids: Vec<String> = items.map(|item| form::item_field(&item.id)).collect();
    let done = ids.len() * 7 / 10;
    ids.into_iter().skip(done).collect()
}

/// More tasks done than there were: the slip of the pen that the form points out.
fn too_many(answers: &mut Map<String, Value>) {
    let whole = answers.get("a01_04_whole").and_then(Value::as_u64);
    if let Some(whole) = whole {
        answers.insert("a01_04_part".to_owned(), (whole + 2).into());
    }
}

/// The letter that came after a visit, its findings, and what the unit has begun to do about them.
fn received(world: &mut World<'_>, office: &Hand, own: &Hand, plan: &Plan, unit: &EntryId) {
    let today = world.sample.today;
    let visited = today.plus_days(-20);
    let team = team(world, 0);
    let findings =
        visit::papers(world, &team, plan, unit, (&["hearing", "discussion", "reading-list"], 4), visited);
    let wanted = LetterWanted {
        plan,
        unit,
        findings: findings.iter().map(|(id, _)| id.clone()).collect(),
        day: visited.plus_days(5),
        state: LetterState::Issued,
        serial: Some(SERIAL),
    };
    letter(world, office, wanted);
    rectification(world, own, None, plan, unit, &findings, today.plus_days(-2));
}
