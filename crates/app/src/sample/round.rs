//! A whole round as the office sees it, and the part of it that a team sees.

use std::collections::BTreeMap;

use expr::Date;
use ledger::{
    Author, Book, Content, EntryId, Import, LetterState, Local, Profile, Review, ReviewDecision, Role, Unit,
};
use serde_json::{Value, json};
use templates::Pack;

use super::feedback::{LetterWanted, letter, rectification};
use super::random::Random;
use super::world::{Hand, Plan, World};
use super::{Sample, visit};

/// Replica of the office that runs the round.
pub(super) const OFFICE: &str = "office";
/// Days ago that self-checks were due, so that visits, feedback and overdue rectification have happened since.
const DUE_BEFORE: i64 = 35;
/// Issued letters are numbered from here: the office wrote others before.
const FIRST_SERIAL: usize = 11;

/// Where a unit stands, by its place in the round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Missing,
    Submitted,
    Late,
    Returned,
    Accepted,
}

impl Stage {
    /// Of twenty units four have sent nothing, two were late, one was sent back.
    fn of(place: usize) -> Self {
        match place % 20 {
            3 | 9 | 14 | 18 => Self::Missing,
            6 | 11 => Self::Late,
            5 => Self::Returned,
            place if place % 2 == 0 => Self::Accepted,
            _ => Self::Submitted,
        }
    }
}

/// The office's book.
pub(super) fn offices_book(pack: &Pack, sample: &Sample) -> Option<Book> {
    let mut world = World::new(pack, sample, OFFICE)?;
    let office = office(&world);
    let secret = exchange::derive_secret_key(Random::new(sample.seed, 0).bytes());
    let (plan, units) = begin(&mut world, &office, &secret.public().to_string());
    let mut imports = BTreeMap::new();
    let mut serial = FIRST_SERIAL;
    for (place, (id, unit)) in units.iter().enumerate() {
        walk(&mut world, &office, &plan, place, (id, unit), &mut serial, &mut imports);
    }
    rival(&mut world, &plan, &units);
    let person = office.author.name.clone();
    let organ = office.author.organ.clone();
    let mut book = std::mem::take(&mut world.book);
    book.local = Local {
        replica: OFFICE.to_owned(),
        counter: world.own_count(),
        profile: Profile { role: Role::Office, person, title: organ.clone(), organ, unit: None },
        secret_key: secret.to_text(),
        imports,
        exports: 2,
        ..Local::default()
    };
    Some(book)
}

/// The book of the first team: the round, the submissions, and what the team wrote itself.
pub(super) fn inspectors_book(pack: &Pack, sample: &Sample) -> Option<Book> {
    let replica = team_replica(0);
    let mut world = World::new(pack, sample, &replica)?;
    let office = office(&world);
    let secret = exchange::derive_secret_key(Random::new(sample.seed, 0).bytes());
    let (plan, units) = begin(&mut world, &office, &secret.public().to_string());
    let (mut serial, mut imports) = (FIRST_SERIAL, BTreeMap::new());
    for (place, (id, unit)) in units.iter().enumerate() {
        walk(&mut world, &office, &plan, place, (id, unit), &mut serial, &mut imports);
    }
    let author = team(&world, 0).author;
    let own = format!("-{replica}-");
    let mut book = std::mem::take(&mut world.book);
    book.entries.retain(|id, entry| match entry.content() {
        Some(Content::Unit(_)) => true,
        Some(Content::Round(_)) => *id == plan.id,
        Some(Content::Record(record)) => {
            let submission = ledger::book::form_name(&record.form) == "self-check";
            record.round == plan.id && (submission || id.0.contains(&own))
        }
        Some(Content::Letter(_)) => id.0.contains(&own),
        Some(_) | None => false,
    });
    book.local = Local {
        counter: world.own_count(),
        replica,
        profile: Profile {
            role: Role::Inspector,
            person: author.name,
            title: author.organ.clone(),
            organ: author.organ,
            unit: None,
        },
        ..Local::default()
    };
    Some(book)
}

/// The office's hand.
pub(super) fn office(world: &World<'_>) -> Hand {
    let office = &world.texts.office;
    let author = Author { name: office.person.clone(), organ: office.name.clone() };
    Hand { replica: OFFICE.to_owned(), author }
}

/// A team's hand, by its number from 0.
pub(super) fn team(world: &World<'_>, number: usize) -> Hand {
    let name = world.texts.person(&mut Random::new(world.sample.seed, 900 + number as u64));
    let organ = world.texts.teams.get(number).cloned().unwrap_or_default();
    Hand { replica: team_replica(number), author: Author { name, organ } }
}

fn team_replica(number: usize) -> String {
    format!("team{}", number + 1)
}

/// A unit's hand.
fn unit_hand(world: &World<'_>, id: &EntryId, unit: &Unit) -> Hand {
    let name = world.texts.person(&mut world.random(id, 5));
    let author = Author { name, organ: unit.party_name.clone() };
    Hand { replica: id.0.replace("unit-", "u"), author }
}

/// Enrols the units and opens last year's round and this year's.
fn begin(world: &mut World<'_>, office: &Hand, key: &str) -> (Plan, Vec<(EntryId, Unit)>) {
    let plan = Plan::due_before(world.sample.today, DUE_BEFORE, OFFICE);
    let earlier = plan.before(OFFICE);
    let units = world.enrol(office, earlier.due.plus_days(-60));
    world.open_round(office, &earlier, &units, BTreeMap::new(), key.to_owned());
    let facts = facts(world, &units);
    world.open_round(office, &plan, &units, facts, key.to_owned());
    (plan, units)
}

/// What the office knows of each unit before the self-check.
pub(super) fn facts(
    world: &World<'_>,
    units: &[(EntryId, Unit)],
) -> BTreeMap<EntryId, BTreeMap<String, Value>> {
    let of = |id: &EntryId| {
        let mut random = world.random(id, 6);
        let yes = |flag: bool| json!(if flag { "是" } else { "否" });
        BTreeMap::from([
            ("campaign_active".to_owned(), yes(true)),
            ("inspected".to_owned(), yes(random.chance(20))),
            ("prior_findings".to_owned(), json!(random.below(5))),
            ("urged".to_owned(), json!(usize::from(random.chance(25)))),
        ])
    };
    units.iter().map(|(id, _)| (id.clone(), of(id))).collect()
}

/// One unit's way through the round.
fn walk(
    world: &mut World<'_>,
    office: &Hand,
    plan: &Plan,
    place: usize,
    (id, unit): (&EntryId, &Unit),
    serial: &mut usize,
    imports: &mut BTreeMap<String, Import>,
) {
    let hand = unit_hand(world, id, unit);
    let mut random = world.random(id, 7);
    if place % 5 < 2 {
        let day = earlier_day(plan, &mut random);
        world.submit_self_check(&hand, &plan.before(OFFICE), id, day, random.between(1, 4));
    }
    let stage = Stage::of(place);
    let submission = (stage != Stage::Missing).then(|| {
        let day = submitted_on(plan, stage, &mut random);
        let submission = world.submit_self_check(&hand, plan, id, day, random.between(1, 6));
        decide(world, office, stage, &submission, day);
        imports.insert(digest(&mut random), import(plan, unit, &submission, day));
        submission
    });
    daily(world, plan, place, id, &mut random);
    if let Some(submission) = submission.filter(|_| stage != Stage::Returned) {
        inspect(world, office, plan, place, (id, unit), &submission, serial);
    }
}

fn earlier_day(plan: &Plan, random: &mut Random) -> Date {
    plan.before(OFFICE).due.plus_days(-(random.between(1, 9) as i64))
}

fn submitted_on(plan: &Plan, stage: Stage, random: &mut Random) -> Date {
    let days = random.between(1, 8) as i64;
    plan.due.plus_days(if stage == Stage::Late { days } else { -days })
}

/// The office accepts or returns what it has looked at.
fn decide(world: &mut World<'_>, office: &Hand, stage: Stage, submission: &EntryId, day: Date) {
    let decision = match stage {
        Stage::Accepted => ReviewDecision::Accepted,
        Stage::Returned => ReviewDecision::Returned,
        Stage::Missing | Stage::Submitted | Stage::Late => return,
    };
    let version =
        world.book.entries.get(submission).and_then(ledger::Entry::current).map(|(id, _)| id.0.clone());
    let reason = match decision {
        ReviewDecision::Returned => world.texts.returned.first().cloned().unwrap_or_default(),
        ReviewDecision::Accepted => String::new(),
    };
    let on = day.plus_days(3);
    let review = Review {
        record: submission.clone(),
        version: version.unwrap_or_default(),
        decision,
        reason,
        on: on.to_string(),
    };
    let id = world.fresh_id(office, "review");
    world.write(office, &id, Content::Review(review), on);
}

fn digest(random: &mut Random) -> String {
    exchange::hex(&random.bytes())
}

fn import(plan: &Plan, unit: &Unit, submission: &EntryId, day: Date) -> Import {
    let facts = [("who", unit.short_name.as_str()), ("year", &plan.year.to_string())];
    Import {
        file: format!("{}.ducha", templates::text_with("file_name.submission", &facts)),
        kind: "submission".to_owned(),
        sender: unit.party_name.clone(),
        at: format!("{day}T16:20:00"),
        entries: vec![submission.clone()],
        ..Import::default()
    }
}

/// Supervision that goes on all year: calls and looks at websites.
fn daily(world: &mut World<'_>, plan: &Plan, place: usize, id: &EntryId, random: &mut Random) {
    let hand = team(world, place % 3);
    let day = plan.due.plus_days(-(random.between(2, 40) as i64));
    let forms: &[&str] = match place % 12 {
        0 | 6 | 10 => &["phone-call"],
        3 => &["online-check", "phone-call"],
        5 | 8 => &["online-check"],
        _ => &[],
    };
    visit::records(world, &hand, plan, id, forms, day);
}

/// A team looks at the unit, on site or on paper, and what follows from it.
fn inspect(
    world: &mut World<'_>,
    office: &Hand,
    plan: &Plan,
    place: usize,
    (id, unit): (&EntryId, &Unit),
    submission: &EntryId,
    serial: &mut usize,
) {
    let hand = team(world, place % 3);
    let mut random = world.random(id, 8);
    let day = plan.due.plus_days(random.between(6, 14) as i64);
    let (forms, papers): (&[&str], usize) = match place % 5 {
        0 => (&["hearing", "discussion", "reading-list", "branch-check"], random.between(2, 5)),
        2 => (&["hearing", "discussion", "interview", "reading-list"], random.between(1, 4)),
        4 => (&["desk-review"], random.between(0, 2)),
        _ => return,
    };
    visit::records(world, &hand, plan, id, forms, day);
    visit::verification(world, &hand, plan, id, submission, day);
    let findings = visit::papers(world, &hand, plan, id, (forms, papers), day);
    if findings.is_empty() {
        return;
    }
    let state = match place % 7 {
        0 => LetterState::Draft,
        1 => LetterState::Approved,
        _ => LetterState::Issued,
    };
    let issued = state == LetterState::Issued;
    let wanted = LetterWanted {
        plan,
        unit: id,
        findings: findings.iter().map(|(id, _)| id.clone()).collect(),
        day: day.plus_days(5),
        state,
        serial: issued.then_some(*serial),
    };
    letter(world, if issued { office } else { &hand }, wanted);
    if issued {
        *serial += 1;
        let unit = unit_hand(world, id, unit);
        let day = day.plus_days(random.between(14, 20) as i64).min(world.sample.today);
        rectification(world, &unit, Some(office), plan, id, &findings, day);
    }
}

/// One unit's self-check was changed by two people apart from each other, for the office to settle.
fn rival(world: &mut World<'_>, plan: &Plan, units: &[(EntryId, Unit)]) {
    let place = 13;
    let Some((id, unit)) = units.get(place) else { return };
    let hand = unit_hand(world, id, unit);
    let other = Hand { replica: format!("{}b", hand.replica), ..hand };
    world.write_apart(&other, &super::world::self_check_id(plan, id), |content| {
        if let Content::Record(record) = content {
            record.answers.insert("party_members".to_owned(), json!(418));
        }
    });
}
