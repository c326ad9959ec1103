//! Decisions about records that people take apart: whatever way their files go, all end with the same.

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use std::collections::{BTreeMap, BTreeSet};

use app::view::form_page;
use app::{Command, Fate, HandOut, Protection, Route};
use ledger::life::fold::fold;
use ledger::{Book, Change, Content, EntryId, Event, Import, Role};
use person::Person;
use tests::random::Dice;

const TODAY: &str = "2026-11-23";
/// The day on which everything is handed out once more.
const LAST: &str = "2026-11-30";
const HISTORIES: u64 = 24;
const DEEDS: usize = 16;
/// Transitions of a matter, and one that there is not.
const WAYS: [&str; 10] =
    ["assign", "receive", "sign", "answer", "reply", "urge", "extend", "again", "close", "burn"];

type File = (String, Vec<u8>);

fn day(text: &str) -> expr::Date {
    text.parse().expect("a date")
}

fn started(name: &'static str, role: Role, unit: Option<EntryId>) -> Person {
    let mut person = Person::new(name, day(TODAY));
    let organ = if role == Role::Inspector { "第一督查组" } else { "直属机关党委办公室" };
    person.does(Command::Start { role, person: "王敏".into(), organ: organ.into(), unit });
    person
}

fn plain(what: HandOut) -> Command {
    Command::HandOut { what, protection: Protection::Plain }
}

fn takes(person: &mut Person, file: &File) -> (Fate, String) {
    person.takes_in(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: None });
    person.state.inbox.last().map(|last| (last.fate, last.message.clone())).expect("an outcome")
}

fn happens(person: &mut Person, record: &EntryId, does: &str) {
    let said = ["received_by", "objection", "situation", "left", "signed_by", "how", "reason", "opinion"];
    let days = ["received_on", "replied_on", "until"];
    let said = said.iter().map(|id| ((*id).to_owned(), "已按要求办理。".to_owned()));
    let answers: BTreeMap<String, String> =
        said.chain(days.iter().map(|id| ((*id).to_owned(), TODAY.to_owned()))).collect();
    person.does(Command::Happen { record: record.clone(), does: does.to_owned(), answers });
}

fn assigned(office: &mut Person, unit: &EntryId) -> EntryId {
    office.does(Command::NewRecord { form: "supervision-matter".into(), unit: unit.clone(), about: None });
    let Route::Record(matter, _) = office.state.route.clone() else { panic!("no matter: {}", office.told()) };
    let days = [("due", "2026-12-10"), ("reply_due", "2026-12-15")];
    let days = days.map(|(field, day)| (field.to_owned(), day.into()));
    office.fills(&days.into_iter().collect()).expect("the form can be filled");
    happens(office, &matter, "assign");
    matter
}

/// An office with two matters, and their unit that has its task.
fn begun() -> (Person, Person, EntryId, [EntryId; 2]) {
    let mut office = started("office", Role::Office, None);
    let id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let mut unit = started("unit", Role::Unit, Some(id.clone()));
    takes(&mut unit, &office.gets_file(plain(HandOut::Task)).expect("a task"));
    let matters = [assigned(&mut office, &id), assigned(&mut office, &id)];
    (office, unit, id, matters)
}

/// Every event as it is kept, by name.
fn events(book: &Book) -> BTreeMap<EntryId, Event> {
    book.events().map(|(id, event)| (id.clone(), event.clone())).collect()
}

/// Where a record stands, and what of what happened to it counts.
fn folded(person: &Person, record: &EntryId) -> (String, Vec<(EntryId, bool)>) {
    let book = person.book();
    let form = &book.record(record).expect("the record is here").form;
    let cycle = person.state.pack.kinds().life(form).expect("it has a life cycle");
    let folded = fold(cycle, book.happened_to(record));
    let steps = folded.steps.iter().map(|step| (step.happened.id.clone(), step.taken.is_ok()));
    (folded.state.to_owned(), steps.collect())
}

/// Joins a copy of a book, as the command line does.
fn joins(person: &mut Person, copy: &Book) {
    let book = person.state.book.as_mut().expect("a book is open");
    assert!(book.is_copy(copy));
    let entries = copy.entries.values().cloned().collect();
    let merge = Change::Merge { entries, digest: copy.local.counter.to_string(), import: Import::default() };
    book.apply(&book.edit("2026-11-30T12:00:00".into(), merge)).expect("it fits");
}

/// The office, a colleague with a copy of its book, and the unit decide apart; their files get lost, come twice and in any
/// order. Once everything has come, all have the same decisions, and every record stands where it stands for the others.
#[test]
fn decisions_taken_apart_come_to_the_same() {
    let (mut seen, mut idle) = (BTreeSet::new(), 0);
    for seed in 0..HISTORIES {
        let mut dice = Dice::new(seed);
        let (office, unit, unit_id, matters) = begun();
        let colleague = Person::with_book("colleague", office.book().clone(), day(TODAY));
        let mut people = [office, colleague, unit];
        let feedback = || plain(HandOut::Feedback(unit_id.clone()));
        let out = |who: usize| if who == 2 { plain(HandOut::Submission) } else { feedback() };
        let addressees: [&[usize]; 3] = [&[2], &[2], &[0, 1]];
        let mut files: Vec<(usize, File)> = Vec::new();
        for _ in 0..DEEDS {
            let who = dice.below(3);
            match dice.below(6) {
                0 => files.extend(people[who].gets_file(out(who)).ok().map(|file| (who, file))),
                1 => {
                    if let Some((from, file)) = dice.pick(&files).cloned() {
                        let to = *dice.pick(addressees[from]).expect("somebody");
                        takes(&mut people[to], &file);
                    }
                }
                _ => {
                    // Machines do not agree about the time.
                    people[who].on(day(TODAY).plus_days(dice.between(0, 3) as i64 - 2));
                    let matter = dice.pick(&matters).expect("a matter").clone();
                    // Most of what is tried is not possible then.
                    (0..3).for_each(|_| happens(&mut people[who], &matter, dice.word(&WAYS)));
                }
            }
        }
        people.iter_mut().for_each(|person| person.on(day(LAST)));
        for _ in 0..2 {
            let copies = [people[1].book().clone(), people[0].book().clone()];
            joins(&mut people[0], &copies[0]);
            joins(&mut people[1], &copies[1]);
            for (who, person) in people.iter_mut().enumerate() {
                files.extend(person.gets_file(out(who)).ok().map(|file| (who, file)));
            }
            files.sort_by_key(|_| dice.roll());
            for (from, file) in files.iter().chain(files.first()) {
                addressees[*from].iter().for_each(|to| drop(takes(&mut people[*to], file)));
            }
        }
        let [office, colleague, unit] = &people;
        for other in [colleague, unit] {
            assert_eq!(events(office.book()), events(other.book()), "seed {seed}");
            for matter in &matters {
                assert_eq!(folded(office, matter), folded(other, matter), "seed {seed}");
                assert_eq!(office.book().record(matter), other.book().record(matter), "seed {seed}");
            }
        }
        let ends = matters.iter().map(|matter| folded(office, matter));
        for (state, steps) in ends {
            seen.insert(state);
            idle += steps.iter().filter(|(_, counts)| !counts).count();
        }
        assert!(office.book().entries.values().all(|entry| !entry.in_conflict()), "seed {seed}");
    }
    assert!(seen.len() >= 4 && idle >= 5, "the histories are too much alike: {seen:?}, {idle} idle");
}

/// A team that gets the unit's file before the office's keeps what the unit decided, and shows it with the record.
#[test]
fn a_decision_that_comes_before_its_record_waits_for_it() {
    let (mut office, mut unit, unit_id, [matter, _]) = begun();
    takes(&mut unit, &office.gets_file(plain(HandOut::Feedback(unit_id.clone()))).expect("a file"));
    happens(&mut unit, &matter, "sign");
    let mut team = started("team", Role::Inspector, None);
    takes(&mut team, &office.gets_file(plain(HandOut::Team)).expect("a pack"));
    let (fate, told) = takes(&mut team, &unit.gets_file(plain(HandOut::Submission)).expect("a file"));
    assert_eq!((fate, events(team.book()).len()), (Fate::Taken, 1), "{told}");
    assert!(team.book().record(&matter).is_none(), "the record is not here");
    let (fate, told) =
        takes(&mut team, &office.gets_file(plain(HandOut::Feedback(unit_id))).expect("a file"));
    assert_eq!(fate, Fate::Taken, "{told}");
    team.does(Command::Go(Route::Record(matter, 0)));
    let course = form_page(&team.state).expect("the matter is on screen").course.expect("a life cycle");
    let labels: Vec<&str> = course.steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!((course.state.expect("a state").text.as_str(), labels), ("办理中", vec!["交办", "签收"]));
    assert_eq!(course.next, [], "there is nothing for a team to decide");
}

/// Two at once: the unit answers while the office calls the matter off as received on paper. What comes too late is kept
/// and shown with the reason.
#[test]
fn what_comes_too_late_is_shown_with_the_reason() {
    let (mut office, mut unit, unit_id, [matter, _]) = begun();
    takes(&mut unit, &office.gets_file(plain(HandOut::Feedback(unit_id))).expect("a file"));
    happens(&mut office, &matter, "reply");
    happens(&mut office, &matter, "close");
    unit.on(day(TODAY).plus_days(1));
    happens(&mut unit, &matter, "sign");
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("a file"));
    office.does(Command::Go(Route::Record(matter, 0)));
    let course = form_page(&office.state).expect("the matter").course.expect("a life cycle");
    let last = course.steps.last().expect("a step");
    assert_eq!((course.state.expect("a state").text.as_str(), last.label.as_str()), ("办结", "签收"));
    assert_eq!(last.idle, "未生效：当时的状态是“办结”");
}

/// What only the office decides does not come from a unit, whatever its file says, and nobody changes what was decided.
#[test]
fn a_forged_decision_stays_outside() {
    let (mut office, mut unit, unit_id, [matter, _]) = begun();
    takes(&mut unit, &office.gets_file(plain(HandOut::Feedback(unit_id.clone()))).expect("a file"));
    happens(&mut unit, &matter, "sign");
    let closes = Event {
        record: matter.clone(),
        unit: Some(unit_id),
        round: office.book().current_round().map(|(id, _)| id.clone()),
        does: "close".into(),
        by: Role::Unit,
        on: TODAY.into(),
        ..Event::default()
    };
    let forged = [
        ("event-x-1", closes.clone()),
        ("event-x-2", Event { by: Role::Office, ..closes.clone() }),
        ("event-x-3", Event { does: "sign".into(), on: "2062-01-01".into(), ..closes }),
    ];
    for (id, event) in forged {
        let book = unit.state.book.as_mut().expect("a book");
        let put = Change::Put { id: id.into(), content: Box::new(Content::Event(event)) };
        book.apply(&book.edit("2026-11-23T10:00:00".into(), put)).expect("it fits");
    }
    let theirs = unit.book().events().filter(|(_, event)| event.by == Role::Unit).count();
    let (fate, told) = takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("a file"));
    assert_eq!((fate, theirs), (Fate::Taken, 3), "{told}");
    assert!(told.contains("不由") && told.contains("日期不对"), "{told}");
    assert!(told.contains("督办事项单”"), "what it is about is named: {told}");
    assert_eq!(folded(&office, &matter).0, "办理中");
    assert_eq!(events(office.book()).values().filter(|event| event.by == Role::Unit).count(), 1);
}

/// A stored book, with a decision from before decisions travelled, which says neither its unit nor its predecessor.
#[test]
fn decisions_of_earlier_versions_mean_the_same() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/suite/stored/book-1/office-decisions.ducha");
    let mut office = Person::new("office", day(TODAY));
    let bytes = std::fs::read(path).expect("the suite is there");
    office.does(Command::TakeIn { name: "book.ducha".into(), bytes, passphrase: None });
    let matters = office.book().records_of("supervision-matter").map(|(id, _)| id.clone());
    let stand: BTreeSet<String> =
        matters.collect::<Vec<_>>().iter().map(|matter| folded(&office, matter).0).collect();
    assert_eq!(stand, ["办理中".to_owned(), "已回复".to_owned()].into());
    let unit = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let file = office.gets_file(plain(HandOut::Feedback(unit.clone()))).expect("a file");
    let mut reader = started("unit", Role::Unit, Some(unit));
    takes(&mut reader, &office.gets_file(plain(HandOut::Task)).expect("a task"));
    let (fate, told) = takes(&mut reader, &file);
    assert_eq!(fate, Fate::Taken, "{told}");
    assert_eq!(events(reader.book()), events(office.book()), "{told}");
}
