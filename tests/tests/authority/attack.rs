//! Honest files of everybody, changed in what they claim and whom they touch, against a book in which everybody is known.

use std::collections::BTreeSet;

use app::{Fate, view};
use exchange::{Parcel, Seal, SigningKey, derive_signing_key};
use ledger::merge::{BUNDLE_FORMAT, Bundle, Purpose};
use ledger::trust::Pin;
use ledger::{
    Author, Book, Change, Content, Entry, EntryId, LetterState, Review, ReviewDecision, Sender, Version,
    VersionId,
};
use libtest_mimic::Failed;
use serde_json::json;

use tests::random::Dice;

use super::desk::Desk;
use super::oracle::{self, TEAMS};
use super::report::{Report, touched};

/// Attacks played by all parts together; `DUCHA_ATTACKS` plays another number, from the seed `DUCHA_ATTACKS_FROM` on;
/// `DUCHA_ATTACK` one alone, by its seed.
const ATTACKS: u64 = 2_000;
/// Parts, so that machines with several cores are done earlier.
pub(crate) const SHARES: u64 = 2;
const UNITS: u8 = 10;
/// Every so many attacks the honest files are tried afterwards.
const HONEST: u64 = 12;
/// Every so many attacks that changed the book the office's documents are drafted anew; a longer run drafts them each time.
const REPORTS: u64 = 4;
/// Texts that would be more than words if anything took them for it.
const HOSTILE: [&str; 5] =
    ["被改\n附件3\n假标题", "一、假章", "甲 | 乙\n| 甲 | 乙 |", "正常\u{2028}附件：假", "^<【标题】"];

/// A file before it is sealed.
pub(crate) struct File {
    pub(crate) bundle: Bundle,
    pub(crate) kind: Option<String>,
    pub(crate) role: &'static str,
    pub(crate) organ: String,
    pub(crate) key: Option<u8>,
}

/// What a file carries of the sample's round.
pub(crate) fn bundle(purpose: Purpose, unit: Option<EntryId>, entries: Vec<Entry>) -> Bundle {
    Bundle { format: BUNDLE_FORMAT.into(), purpose, round: "round-2026-office".into(), unit, entries }
}

/// Number of the key that somebody signs with; nobody's for whom nobody knows.
pub(crate) fn key_of(sender: &Sender) -> u8 {
    people().into_iter().find(|(known, _)| known == sender).map_or(0, |(_, number)| number)
}

/// Number of a sender's key; 0 is the stranger's.
pub(crate) fn people() -> Vec<(Sender, u8)> {
    let units = (1..=UNITS).map(|n| (Sender::unit(&format!("unit-{n:03}").as_str().into()), n));
    let teams = (51_u8..).zip(TEAMS).map(|(n, team)| (Sender::team(team), n));
    units.chain(teams).collect()
}

fn key(number: u8) -> SigningKey {
    derive_signing_key([number.wrapping_add(100); 32])
}

/// The sample office, which knows everybody's key.
pub(crate) fn prepared(book: Vec<u8>) -> Desk {
    let mut desk = Desk::with(book);
    let book = desk.state.book.as_mut().expect("the office has a book");
    for (sender, number) in people() {
        let mut known = ledger::trust::Known::default();
        known.pin(
            &key(number).public().to_string(),
            &Pin { seen: "2026-09-01T09:00:00".into(), ..Pin::default() },
        );
        let edit = book.edit(String::new(), Change::Known { sender, known: Some(Box::new(known)) });
        book.apply(&edit).expect("a key can be kept");
    }
    desk
}

/// Plays a part of them.
pub(crate) fn run(office: &std::path::Path, share: u64) -> Result<(), Failed> {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let one = number("DUCHA_ATTACK");
    let first = one.or_else(|| number("DUCHA_ATTACKS_FROM")).unwrap_or(0);
    let asked = one.map(|_| 1).or_else(|| number("DUCHA_ATTACKS"));
    let seeds = first..first + asked.unwrap_or(ATTACKS);
    let mut desk = prepared(std::fs::read(office)?);
    let base = desk.book().clone();
    let pack = templates::Pack::shipped();
    let report = Report::of(&pack, &base)?;
    let mut fates: BTreeSet<String> = BTreeSet::new();
    let mut in_all = 0_usize;
    for seed in seeds.filter(|seed| seed % SHARES == share) {
        desk.state.book = Some(base.clone());
        let mut dice = Dice::new(seed);
        let file = attack(&base, &mut dice);
        let told =
            format!("attack {seed}: {:?} {:?} key {:?}", file.bundle.purpose, file.bundle.unit, file.key);
        let by = file.key.and_then(|number| people().into_iter().find(|(_, key)| *key == number));
        let (fate, message) = desk.takes("attack.ducha", sealed(&file));
        if message.is_empty() {
            return Err(format!("{told}: nothing was said").into());
        }
        in_all += usize::from(matches!(fate, Fate::Taken | Fate::Newer | Fate::Conflict | Fate::Forked));
        fates.insert(format!("{fate:?}"));
        let wrong = oracle::harm(&base, desk.book(), by.as_ref().map(|(sender, _)| sender));
        if let Some(wrong) = wrong {
            return Err(format!("{told}: {wrong}\n{fate:?}: {message}").into());
        }
        let same = base.entries == desk.book().entries && base.local.figures == desk.book().local.figures;
        if !same && (asked.is_some() || seed % (REPORTS * SHARES) < SHARES) {
            let touched = touched(&base, desk.book());
            let after = Report::of(&pack, desk.book()).map_err(|error| format!("{told}: {error}"))?;
            if let Some(wrong) = report.harm(&after, &touched) {
                return Err(format!("{told}: {wrong}\n{fate:?}: {message}").into());
            }
        }
        if seed % HONEST < SHARES {
            honest(&mut desk, &base, &file, &mut dice).map_err(|error| format!("{told}: {error}"))?;
        }
    }
    let all = ["Taken", "Newer", "Conflict", "Held", "Refused"];
    match all.iter().find(|fate| !fates.contains(**fate)) {
        Some(missing) if asked.is_none() => Err(format!("never {missing}: {fates:?}, {in_all} in").into()),
        _ => Ok(()),
    }
}

pub(crate) fn sealed(file: &File) -> Vec<u8> {
    let payload = serde_json::to_vec(&file.bundle).expect("a bundle can be written");
    let purpose = serde_json::to_value(file.bundle.purpose).expect("a purpose has a name");
    let kind = file.kind.clone().unwrap_or_else(|| purpose.as_str().unwrap_or_default().to_owned());
    let mut about =
        [("role".to_owned(), file.role.to_owned()), ("round".to_owned(), file.bundle.round.0.clone())]
            .to_vec();
    about.extend(file.bundle.unit.iter().map(|unit| ("unit".to_owned(), unit.0.clone())));
    let about = about.into_iter().collect();
    let parcel =
        Parcel { kind, sender: file.organ.clone(), sequence: 1, about, payload, ..Parcel::default() };
    let signer = file.key.map(key);
    exchange::seal(&parcel, Seal::Plain, signer.as_ref(), [5; 32]).expect("attacks are well made")
}

/// What the sender may send: their own entries, one of them with another version, and perhaps a new one.
fn honest_file(book: &Book, sender: &Sender, number: u8, dice: &mut Dice) -> File {
    let round: EntryId = "round-2026-office".into();
    let own: Vec<Entry> =
        book.entries.values().filter(|entry| oracle::is_of(book, entry, sender)).take(4).cloned().collect();
    let unit = sender.as_unit();
    let purpose = if unit.is_some() { Purpose::Submission } else { Purpose::Records };
    let organ = match &unit {
        Some(unit) => book.unit(unit).map(|unit| unit.party_name.clone()).unwrap_or_default(),
        None => sender.as_team().unwrap_or_default().to_owned(),
    };
    let role = if unit.is_some() { "unit" } else { "team" };
    let mut bundle =
        Bundle { format: BUNDLE_FORMAT.into(), purpose, round: round.clone(), unit, entries: own };
    let about =
        bundle.unit.clone().unwrap_or_else(|| format!("unit-{:03}", 1 + dice.below(10)).as_str().into());
    let form = if bundle.unit.is_some() { "rectification" } else { "discussion" };
    let record = ledger::Record {
        form: format!("{form}/1"),
        round,
        unit: about,
        state: ledger::RecordState::Submitted,
        submitted_on: "2026-11-20".into(),
        ..ledger::Record::default()
    };
    let id = format!("{form}-n{number}-{}", dice.below(1000));
    let version = written(&organ, BTreeSet::new(), Content::Record(record));
    bundle.entries.push(Entry {
        id: id.as_str().into(),
        versions: [(VersionId(format!("n{number}-1")), version)].into(),
    });
    File { bundle, kind: None, role, organ, key: Some(number) }
}

pub(crate) fn written(organ: &str, parents: BTreeSet<VersionId>, content: Content) -> Version {
    let author = Author { name: "某".into(), organ: organ.into() };
    let at = "2026-11-20T10:00:00".into();
    Version { parents, author, at, received: String::new(), sealed: true, content }
}

/// An honest file with one to three of its claims changed.
fn attack(book: &Book, dice: &mut Dice) -> File {
    let people = people();
    let (sender, number) = dice.pick(&people).expect("something to choose from").clone();
    let mut file = honest_file(book, &sender, number, dice);
    for _ in 0..=dice.below(3) {
        mutate(book, &mut file, dice);
    }
    file
}

fn mutate(book: &Book, file: &mut File, dice: &mut Dice) {
    let ids: Vec<&EntryId> = book.entries.keys().collect();
    let people = people();
    match dice.below(20) {
        0 => {
            file.key = *dice
                .pick(&[None, Some(0), Some(1), Some(7), Some(51), Some(53)])
                .expect("something to choose from");
        }
        1 => {
            file.organ = (*dice
                .pick(&["第九督查组", TEAMS[0], TEAMS[1], "广州分院分党组", ""])
                .expect("something to choose from"))
            .to_owned();
        }
        2 => {
            let all =
                [Purpose::Task, Purpose::Team, Purpose::Submission, Purpose::Records, Purpose::Feedback];
            file.bundle.purpose = *dice.pick(&all).expect("something to choose from");
            file.role = dice.word(&["office", "unit", "team"]);
        }
        3 => file.bundle.unit = dice.pick(&people).expect("something to choose from").0.as_unit(),
        4 => {
            let to = dice
                .pick(&people)
                .expect("something to choose from")
                .0
                .as_unit()
                .unwrap_or_else(|| "unit-999".into());
            contents(file).for_each(|content| about(content, &to));
        }
        // Somebody's entry, now and then the sender's own, with a version that changes or removes it.
        5..=7 => {
            let own = file.bundle.entries.first().map(|entry| entry.id.clone());
            let id = own
                .filter(|_| dice.below(3) == 0)
                .unwrap_or_else(|| (*dice.pick(&ids).expect("something to choose from")).clone());
            let removes = dice.below(2) == 0;
            over(book, file, &id, dice, removes);
        }
        8 => {
            let to = (*dice.pick(&ids).expect("something to choose from")).clone();
            contents(file).for_each(|content| link(content, &to));
        }
        // A name that is taken, or will be.
        9 => {
            let next = [
                "self-check-round-2026-office-unit-010".into(),
                "self-check-round-2026-office-unit-004".into(),
                "review-office-156".into(),
                "unit-140".into(),
                "round-2027-office".into(),
                (*dice.pick(&ids).expect("something to choose from")).clone(),
            ];
            let id = dice.pick(&next).expect("something to choose from").clone();
            if let Some(last) = file.bundle.entries.last_mut() {
                last.id = id;
            }
        }
        10 => {
            let at = *dice
                .pick(&["2099-01-01T00:00:00", "zzzz", "0000-00-00T00:00:00", ""])
                .expect("something to choose from");
            let entries = file.bundle.entries.iter_mut();
            entries
                .flat_map(|entry| entry.versions.values_mut())
                .for_each(|version| version.at = at.to_owned());
        }
        11 => {
            let figures =
                [json!({"score": 1e300}), json!({"score": -50}), json!({"grade": "好\n附件3：假附件"})];
            let figures = dice.pick(&figures).expect("something to choose from").clone();
            contents(file).for_each(|content| {
                if let Content::Record(record) = content {
                    record.figures = serde_json::from_value(figures.clone()).unwrap_or_default();
                }
            });
        }
        12 => {
            let records: Vec<&EntryId> = book.records().map(|(id, _)| id).collect();
            let record = (*dice.pick(&records).expect("something to choose from")).clone();
            let decision = *dice
                .pick(&[ReviewDecision::Accepted, ReviewDecision::Returned])
                .expect("something to choose from");
            let review = Review {
                record,
                version: "x-1".into(),
                decision,
                reason: "x".into(),
                on: "2026-11-23".into(),
            };
            add(file, "review-x-1", Content::Review(review));
        }
        13 => {
            let words = dice.word(&HOSTILE).to_owned();
            contents(file).for_each(|content| hostile(content, &words));
        }
        // What answers a finding, and says that it is done with.
        14 => {
            let papers: Vec<_> = book.records_of("working-paper").map(|(id, _)| id.clone()).collect();
            let finding = dice.pick(&papers).expect("something to choose from").clone();
            closes(book, file, &finding, dice);
        }
        // A number that a team will give next.
        15 => {
            let id = next_paper(book, dice.below(3));
            if let Some(last) = file.bundle.entries.last_mut() {
                last.id = id;
            }
        }
        // The same entry a second time, as another one.
        16 => {
            if let Some(mut twin) = file.bundle.entries.last().cloned() {
                let form = dice.word(&["working-paper/1", "discussion/1", "rectification/1", "self-check/1"]);
                twin.versions.values_mut().for_each(|version| shape(&mut version.content, form));
                file.bundle.entries.push(twin);
            }
        }
        18 => decides(book, file, dice),
        17 => {
            let form =
                dice.word(&["working-paper/1", "self-check/1", "verification/1", "phone-call/1", "x/1", ""]);
            contents(file).for_each(|content| shape(content, form));
        }
        _ => {
            let letters: Vec<_> = book.letters().map(|(_, letter)| letter.clone()).collect();
            let mut letter = dice.pick(&letters).expect("something to choose from").clone();
            letter.state = LetterState::Issued;
            "伪造".clone_into(&mut letter.text);
            add(file, "feedback-letter-x-1", Content::Letter(Box::new(letter)));
        }
    }
}

/// A decision in anybody's name, of any day, about any record or one that may come.
fn decides(book: &Book, file: &mut File, dice: &mut Dice) {
    let records: Vec<&EntryId> = book.records().map(|(id, _)| id).collect();
    let coming = EntryId::from("supervision-matter-zz-1");
    let known = dice.below(3) == 0;
    let record =
        if known { (*dice.pick(&records).expect("something to choose from")).clone() } else { coming };
    let own = file.bundle.unit.clone().filter(|_| dice.below(4) > 0);
    let other: EntryId = format!("unit-{:03}", 1 + dice.below(10)).as_str().into();
    let event = ledger::Event {
        record,
        unit: Some(own.unwrap_or(other)),
        round: Some(file.bundle.round.clone()),
        does: dice.word(&["answer", "close", "assign", "x"]).to_owned(),
        by: *dice
            .pick(&[ledger::Role::Unit, ledger::Role::Unit, ledger::Role::Inspector, ledger::Role::Office])
            .expect("something to choose from"),
        on: dice.word(&["2026-11-20", "2026-11-20", "2062-01-01", "1962-01-01", "", "2026-02-30"]).to_owned(),
        ..ledger::Event::default()
    };
    let id = dice.word(&["event-x-1", "event-x-2", "review-office-156", "working-paper-office-9999"]);
    add(file, id, Content::Event(event));
}

fn shape(content: &mut Content, form: &str) {
    if let Content::Record(record) = content {
        form.clone_into(&mut record.form);
    }
}

fn hostile(content: &mut Content, words: &str) {
    match content {
        Content::Record(record) => {
            for field in ["title", "facts", "area", "nature", "severity", "suggestion", "state", "goal"] {
                record.answers.insert(field.to_owned(), words.into());
            }
        }
        Content::Letter(letter) => words.clone_into(&mut letter.text),
        _ => {}
    }
}

/// A rectification in one version, or in two beside each other, that closes a finding.
fn closes(book: &Book, file: &mut File, finding: &EntryId, dice: &mut Dice) {
    let Some(paper) = book.record(finding) else { return };
    let record = |goal: &str| {
        let answers = [("state", "已销号"), ("goal", goal), ("measure", "甲")];
        Content::Record(ledger::Record {
            form: "rectification/1".into(),
            round: paper.round.clone(),
            unit: paper.unit.clone(),
            about: Some(finding.clone()),
            answers: answers.map(|(field, value)| (field.to_owned(), value.into())).into(),
            ..ledger::Record::default()
        })
    };
    let known = book.records_of("rectification").find(|(_, record)| record.about.as_ref() == Some(finding));
    let known = known.and_then(|(id, _)| book.entries.get(id)).filter(|_| dice.below(2) == 0).cloned();
    let new = || Entry { id: "rectification-zz-1".into(), versions: std::collections::BTreeMap::new() };
    let mut entry = known.unwrap_or_else(new);
    let parents: BTreeSet<VersionId> = entry.current().map(|(id, _)| id.clone()).into_iter().collect();
    for goal in ["甲", "乙"].iter().take(1 + dice.below(2)) {
        let version = written(&file.organ, parents.clone(), record(goal));
        entry.versions.insert(VersionId(format!("x-{goal}").replace('甲', "7").replace('乙', "8")), version);
    }
    file.bundle.entries.retain(|known| known.id != entry.id);
    file.bundle.entries.push(entry);
}

/// The number after the highest of a team's papers, or one of the next ones.
fn next_paper(book: &Book, further: usize) -> EntryId {
    let numbers = book.records_of("working-paper").filter_map(|(id, _)| id.0.rsplit_once('-'));
    let numbers = numbers.filter_map(|(stem, number)| Some((number.parse::<usize>().ok()?, stem)));
    let (last, stem) = numbers.max().expect("the sample has papers");
    format!("{stem}-{}", last + 1 + further).as_str().into()
}

fn add(file: &mut File, id: &str, content: Content) {
    let version = written(&file.organ, BTreeSet::new(), content);
    file.bundle.entries.retain(|entry| entry.id.0 != id);
    file.bundle.entries.push(Entry { id: id.into(), versions: [(VersionId("x-1".into()), version)].into() });
}

/// Contents of the versions that the file brings newly: the last of each entry.
fn contents(file: &mut File) -> impl Iterator<Item = &mut Content> {
    let entries = file.bundle.entries.iter_mut();
    entries.filter_map(|entry| entry.versions.values_mut().last().map(|version| &mut version.content))
}

fn about(content: &mut Content, unit: &EntryId) {
    match content {
        Content::Record(record) => record.unit = unit.clone(),
        Content::Letter(letter) => letter.unit = Some(unit.clone()),
        _ => {}
    }
}

fn link(content: &mut Content, to: &EntryId) {
    match content {
        Content::Record(record) => record.about = Some(to.clone()),
        Content::Letter(letter) => letter.findings = vec![to.clone()],
        _ => {}
    }
}

fn over(book: &Book, file: &mut File, id: &EntryId, dice: &mut Dice, removes: bool) {
    let Some(mut entry) = book.entries.get(id).cloned() else { return };
    let Some((head, current)) = entry.current().map(|(id, version)| (id.clone(), version.clone())) else {
        return;
    };
    let mut content = if removes { Content::Removed } else { current.content };
    match &mut content {
        Content::Record(record) => {
            record.answers.insert("title".into(), "被改".into());
        }
        Content::Letter(letter) => "被改".clone_into(&mut letter.text),
        Content::Unit(unit) => "被改".clone_into(&mut unit.name),
        Content::Round(round) => "2020-01-01".clone_into(&mut round.self_check_due),
        Content::Review(review) => review.decision = ReviewDecision::Returned,
        _ => {}
    }
    // After what stands there, beside it, or under its very name.
    let (name, parents) = match dice.below(3) {
        0 => (VersionId("x-2".into()), BTreeSet::from([head])),
        1 => (VersionId("x-2".into()), BTreeSet::new()),
        _ => (head, current.parents),
    };
    entry.versions.insert(name, written(&file.organ, parents, content));
    file.bundle.entries.retain(|known| known.id != *id);
    file.bundle.entries.push(entry);
}

/// Nobody is locked out: a file of somebody honest still comes in, and so does the first one of a unit that had sent none.
fn honest(desk: &mut Desk, base: &Book, attack: &File, dice: &mut Dice) -> Result<(), String> {
    let people = people();
    let (sender, number) = dice.pick(&people).expect("something to choose from").clone();
    let book = desk.book().clone();
    let mut file = honest_file(&book, &sender, number, dice);
    file.bundle.entries.last_mut().expect("it has one").id = "x-honest-1".into();
    let (fate, message) = desk.takes("honest.ducha", sealed(&file));
    if !matches!(fate, Fate::Taken | Fate::Newer | Fate::Forked) {
        return Err(format!("the honest file of {sender:?} is {fate:?}: {message}"));
    }
    let (mut first, unit) = (honest_file(&book, &people[9].0, people[9].1, dice), EntryId::from("unit-010"));
    let round = EntryId::from("round-2026-office");
    let id = EntryId::derived("self-check", &[&round, &unit]);
    // Any submitted one will do: a unit may have withdrawn its own.
    let submitted = book.records_of("self-check").find(|(_, record)| record.round == round);
    let mut record = submitted.map(|(_, record)| record.clone()).ok_or("no self-check is left")?;
    record.unit = unit;
    let version = written("西安分院分党组", BTreeSet::new(), Content::Record(record));
    first.bundle.entries =
        vec![Entry { id: id.clone(), versions: [(VersionId("u010-1".into()), version)].into() }];
    let (fate, message) = desk.takes("first.ducha", sealed(&first));
    let there = desk
        .book()
        .entries
        .get(&id)
        .is_some_and(|entry| entry.versions.keys().any(|v| v.0.starts_with("u010-1")));
    if !there {
        return Err(format!("the first file of a unit is {fate:?}: {message}"));
    }
    if !view::first_files(&desk.state).is_empty() {
        return Err("a known sender is asked about".into());
    }
    paper(desk, base, attack)
}

/// The paper that a team makes next comes in under whatever name, and counts. When the team itself has sent another one under
/// that name before, both are kept until somebody settles which one counts.
fn paper(desk: &mut Desk, base: &Book, attack: &File) -> Result<(), String> {
    const MARK: &str = "下一份工作底稿";
    let people = people();
    let (team, number) =
        people.iter().find(|(sender, _)| sender.as_team() == Some(TEAMS[0])).expect("a team");
    let mut file = honest_file(base, team, *number, &mut Dice::new(7));
    let (_, paper) = base.records_of("working-paper").next().ok_or("no paper is left")?;
    let mut paper = paper.clone();
    paper.answers.insert("title".into(), MARK.into());
    let version = written(TEAMS[0], BTreeSet::new(), Content::Record(paper));
    let versions = [(VersionId("t-honest-1".into()), version)].into();
    file.bundle.entries = vec![Entry { id: next_paper(base, 0), versions }];
    let (fate, message) = desk.takes("paper.ducha", sealed(&file));
    let is_it = |record: &ledger::Record| record.answers.get("title").is_some_and(|title| title == MARK);
    let counts = desk.book().records_of("working-paper").any(|(_, record)| is_it(record));
    let versions = desk.book().entries.values().flat_map(|entry| entry.versions.values());
    let mut versions = versions.map(|version| &version.content);
    let mut is_kept = || versions.any(|content| matches!(content, Content::Record(record) if is_it(record)));
    if counts || attack.key == Some(*number) && is_kept() {
        Ok(())
    } else {
        Err(format!("the next paper of a team is {fate:?}: {message}"))
    }
}
