//! What the shipped table lets in, cell by cell and law by law.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;
use crate::content::{Event, Letter, LetterState, Record, RecordState, Review, ReviewDecision, Round, Unit};
use crate::entry::{Author, Version, VersionId};
use crate::kinds::{Kind as Meaning, Kinds};
use crate::merge::BUNDLE_FORMAT;
use crate::{Change, Import, Profile};

const TODAY: &str = "2026-11-23";
const TABLE: &str = include_str!("../../../../templates/rules/authority.json");

struct Plain;

/// A matter is the office's to assign and the unit's to answer, and goes to the unit; a discussion stays with its team.
static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let matter = r#"{"travels": ["feedback", "submission"], "life": {"states": ["拟办", "已交办", "已回复"], "transitions": [
        {"id": "assign", "label": "交办", "from": ["拟办"], "to": "已交办", "by": ["office"]},
        {"id": "reply", "label": "回复", "from": ["已交办"], "to": "已回复", "by": ["unit"]}]}}"#;
    let rectification = r#"{"travels": ["submission", "records", "feedback"], "part": "rectification", "life": {"states": ["未核验", "已销号"],
        "transitions": [{"id": "close", "label": "销号", "from": ["未核验"], "to": "已销号", "by": ["inspector", "office"]}]}}"#;
    let kinds = [
        ("matter", serde_json::from_str(matter).unwrap()),
        ("rectification", serde_json::from_str(rectification).unwrap()),
        ("discussion", Meaning::default()),
    ];
    kinds.map(|(form, kind)| (form.to_owned(), kind)).into_iter().collect()
});

impl Rules for Plain {
    fn drafts(&self, post: Post, letter: &str) -> bool {
        post == Post::Office || (post == Post::Team) == (letter == "feedback-letter/1")
    }

    fn is_too_new(&self, content: &Content) -> bool {
        matches!(content, Content::Record(record) if record.form.ends_with("/99"))
    }

    fn is_broken(&self, _: &Content) -> bool {
        false
    }

    fn kinds(&self) -> &Kinds {
        &KINDS
    }

    fn decides(&self, post: Post, content: &Content) -> bool {
        let closed = |record: &Record| record.answers.get("state").is_some_and(|state| state == "已销号");
        post == Post::Unit && matches!(content, Content::Record(record) if closed(record))
    }
}

fn table() -> Table {
    serde_json::from_str(TABLE).unwrap()
}

fn version(name: &str, parents: &[&str], organ: &str, content: Content) -> (VersionId, Version) {
    let parents = parents.iter().map(|id| VersionId((*id).to_owned())).collect();
    let author = Author { name: "张".into(), organ: organ.into() };
    (
        VersionId(name.to_owned()),
        Version { parents, author, at: String::new(), received: String::new(), sealed: true, content },
    )
}

fn entry(id: &str, versions: &[(VersionId, Version)]) -> Entry {
    Entry { id: id.into(), versions: versions.iter().cloned().collect() }
}

fn record(form: &str, unit: &str, about: Option<&str>) -> Content {
    let about = about.map(EntryId::from);
    let (form, unit, round) = (format!("{form}/1"), unit.into(), "r".into());
    Content::Record(Record { form, unit, about, round, state: RecordState::Submitted, ..Record::default() })
}

fn letter(template: &str, unit: &str, state: LetterState, text: &str) -> Content {
    let (letter, unit, round) = (format!("{template}/1"), Some(unit.into()), "r".into());
    Content::Letter(Box::new(Letter { letter, unit, round, state, text: text.into(), ..Letter::default() }))
}

/// An office with units `a` and `b`, a paper of team 一 about each, and a letter it issued to `a`.
fn office() -> Book {
    let mut book = Book::default();
    book.local.replica = "office".into();
    book.local.profile = Profile { role: Role::Office, ..Profile::default() };
    for id in ["a", "b"] {
        put(&mut book, id, Content::Unit(Unit { name: id.into(), party_name: id.into(), ..Unit::default() }));
    }
    put(
        &mut book,
        "r",
        Content::Round(Box::new(Round { year: 2026, office: "办公室".into(), ..Round::default() })),
    );
    put(&mut book, "letter-office-1", letter("feedback-letter", "a", LetterState::Issued, "甲"));
    arrive(
        &mut book,
        Sender::team("一"),
        "k1",
        &[
            entry("working-paper-t1-1", &[version("t1-1", &[], "一", record("working-paper", "a", None))]),
            entry("working-paper-t1-2", &[version("t1-2", &[], "一", record("working-paper", "b", None))]),
        ],
    );
    book
}

fn put(book: &mut Book, id: &str, content: Content) {
    let edit =
        book.edit("2026-11-01T09:00:00".into(), Change::Put { id: id.into(), content: Box::new(content) });
    book.apply(&edit).unwrap();
}

fn arrive(book: &mut Book, from: Sender, key: &str, entries: &[Entry]) {
    let digest = format!("{key}-{}", book.local.imports.len());
    let at = format!("2026-11-02T09:00:{:02}", book.local.imports.len());
    let import = Import { from: Some(from), key: key.into(), at, ..Import::default() };
    let edit = book.edit(String::new(), Change::Merge { entries: entries.to_vec(), digest, import });
    book.apply(&edit).unwrap();
}

fn judge(
    book: &Book,
    purpose: Purpose,
    unit: Option<&str>,
    from: &Sender,
    key: Option<&str>,
    entries: &[Entry],
) -> Vec<Cause> {
    let (format, round, unit) = (BUNDLE_FORMAT.to_owned(), "r".into(), unit.map(EntryId::from));
    let bundle = Bundle { format, purpose, round, unit, entries: entries.to_vec() };
    let file = Delivery {
        bundle: &bundle,
        sender: from,
        key,
        own_key: Some("own"),
        confirmed: false,
        today: TODAY.parse().ok(),
    };
    table().judge(book, &file, &Plain).refused.into_iter().map(|refusal| refusal.cause).collect()
}

fn submission(book: &Book, entries: &[Entry]) -> Vec<Cause> {
    judge(book, Purpose::Submission, Some("a"), &Sender::unit(&"a".into()), Some("ka"), entries)
}

fn records(book: &Book, team: &str, key: &str, entries: &[Entry]) -> Vec<Cause> {
    judge(book, Purpose::Records, None, &Sender::team(team), Some(key), entries)
}

fn one(id: &str, content: Content) -> Vec<Entry> {
    vec![entry(id, &[version("x-1", &[], "某", content)])]
}

#[test]
fn every_cause_has_a_law_and_every_kind_and_act_a_word() {
    let table = table();
    assert_eq!((table.laws.len(), table.kinds.len(), table.acts.len()), (18, 9, 3));
    assert!(table.cells.iter().all(|cell| !cell.why.is_empty() && !cell.books.is_empty()));
}

#[test]
fn a_unit_speaks_for_itself_alone() {
    let book = office();
    assert_eq!(submission(&book, &one("self-check-r-a", record("self-check", "a", None))), []);
    assert_eq!(submission(&book, &one("x", record("rectification", "a", None))), []);
    for (id, other, cause) in [
        ("self-check-r-b", record("self-check", "b", None), Cause::OtherUnit),
        ("x", record("verification", "a", None), Cause::NotListed),
        ("x", Content::Round(Box::default()), Cause::NotListed),
        ("x", Content::Unit(Unit::default()), Cause::NotListed),
        ("x", letter("feedback-letter", "a", LetterState::Issued, ""), Cause::NotDrafted),
        ("x", record("rectification", "a", Some("working-paper-t1-2")), Cause::Link),
    ] {
        assert_eq!(submission(&book, &one(id, other.clone())), [cause], "{other:?}");
    }
}

/// A finding of last year is put right this year: what goes on with it belongs to its year, and nothing else does.
#[test]
fn what_goes_on_with_a_record_of_another_year_belongs_to_that_year() {
    let mut book = office();
    let of_year = |form: &str, about: Option<&str>| {
        let mut content = record(form, "a", about);
        if let Content::Record(record) = &mut content {
            record.round = "before".into();
        }
        content
    };
    put(&mut book, "working-paper-before-1", of_year("working-paper", None));
    let answer = |about| one("x", of_year("rectification", about));
    assert_eq!(submission(&book, &answer(Some("working-paper-before-1"))), []);
    for about in [None, Some("working-paper-t1-1"), Some("working-paper-nobody-1")] {
        assert_eq!(submission(&book, &answer(about)), [Cause::Link], "{about:?}");
    }
}

#[test]
fn nobody_brings_the_office_its_own_round_units_or_decisions() {
    let book = office();
    let round = one("r", Content::Round(Box::default()));
    for purpose in [Purpose::Task, Purpose::Team, Purpose::Feedback] {
        let found = judge(&book, purpose, Some("a"), &Sender::office(), Some("k"), &round);
        let cause = if purpose == Purpose::Task { Cause::NotOwner } else { Cause::NotListed };
        assert_eq!(found, [cause], "{purpose:?}");
    }
    for key in [None, Some("own")] {
        let found = judge(&book, Purpose::Task, None, &Sender::office(), key, &round);
        assert_eq!(found, [Cause::NotListed], "{key:?}");
    }
    let review = Review {
        record: "self-check-r-a".into(),
        version: "x-1".into(),
        decision: ReviewDecision::Accepted,
        reason: String::new(),
        on: String::new(),
    };
    let found = judge(
        &book,
        Purpose::Feedback,
        Some("a"),
        &Sender::office(),
        Some("k"),
        &one("x", Content::Review(review)),
    );
    assert_eq!(found, [Cause::NotListed]);
}

#[test]
fn a_branch_takes_the_round_and_roster_of_the_office_above_once_its_key_was_compared() {
    let mut book = office();
    let shipped =
        Entry::shipped("unit-001".into(), Content::Unit(Unit { name: "甲".into(), ..Unit::default() }));
    book.entries.insert(shipped.id.clone(), shipped.clone());
    let round = |theme: &str| {
        let (office, theme) = ("院办公室".into(), theme.into());
        Content::Round(Box::new(Round { year: 2026, office, theme, ..Round::default() }))
    };
    let first = version("s-1", &[], "院办公室", round("一"));
    let mut known = shipped;
    let parent = known.versions.keys().next().unwrap().0.clone();
    known.versions.extend([version("s-2", &[&parent], "院办公室", Content::Unit(Unit::default()))]);
    let brought = [entry("round-s-1", std::slice::from_ref(&first)), known];
    let says = |book: &Book, entries: &[Entry], confirmed: bool| -> Vec<Cause> {
        let (format, round) = (BUNDLE_FORMAT.to_owned(), "round-s-1".into());
        let entries = entries.to_vec();
        let bundle = Bundle { format, purpose: Purpose::Task, round, unit: None, entries };
        let (sender, key, own_key) = (Sender::office(), Some("ks"), Some("own"));
        let file = Delivery { bundle: &bundle, sender: &sender, key, own_key, confirmed, today: None };
        table().judge(book, &file, &Plain).refused.into_iter().map(|refusal| refusal.cause).collect()
    };
    assert_eq!(says(&book, &brought, false), [Cause::Unconfirmed, Cause::Unconfirmed]);
    assert_eq!(says(&book, &brought, true), []);
    arrive(&mut book, Sender::office(), "ks", &brought);
    let own = one("r", Content::Round(Box::default()));
    assert_eq!(says(&book, &own, true), [Cause::NotOwner], "the branch's own round stays");
    let renewed = [entry("round-s-1", &[first.clone(), version("s-3", &["s-1"], "院办公室", round("二"))])];
    assert_eq!(says(&book, &renewed, true), []);
    let removed = [entry("round-s-1", &[first, version("s-3", &["s-1"], "院办公室", Content::Removed)])];
    assert_eq!(says(&book, &removed, true), [Cause::NotListed], "what units report on is not taken away");
    assert_eq!(book.current_round().map(|(id, _)| id.0.as_str()), Some("r"), "its own round is on screen");
}

#[test]
fn what_the_book_has_is_no_act_whoever_sends_it() {
    let book = office();
    let round: Vec<Entry> =
        ["a", "b", "r"].iter().map(|id| book.entries[&EntryId::from(*id)].clone()).collect();
    assert_eq!(judge(&book, Purpose::Task, None, &Sender::office(), None, &round), []);
}

#[test]
fn a_team_renews_and_removes_its_own_alone() {
    let book = office();
    let removed = |organ: &str| {
        let paper = version("t1-1", &[], "一", record("working-paper", "a", None));
        vec![entry("working-paper-t1-1", &[paper, version("x-2", &["t1-1"], organ, Content::Removed)])]
    };
    assert_eq!(records(&book, "一", "k1", &removed("一")), [], "a team removes its own paper");
    assert_eq!(
        records(&book, "一组", "k1", &removed("一组")),
        [],
        "a team that is called otherwise now has its key"
    );
    assert_eq!(records(&book, "九", "k9", &removed("一")), [Cause::NotOwner]);
    let unsigned = judge(&book, Purpose::Records, None, &Sender::team("一"), None, &removed("一"));
    assert_eq!(unsigned, [Cause::Unsigned]);
}

#[test]
fn what_was_issued_or_accepted_stays() {
    let mut book = office();
    let over = |name: &str, text: &str| {
        let mut known = book.entries[&EntryId::from("letter-office-1")].clone();
        let parent = known.current().unwrap().0.0.clone();
        known.versions.extend([version(
            name,
            &[&parent],
            "a",
            letter("feedback-letter", "a", LetterState::Issued, text),
        )]);
        vec![known]
    };
    assert_eq!(submission(&book, &over("x-1", "乙")), [Cause::NotOwner]);
    book.local.profile.role = Role::Inspector;
    let feedback = |book: &Book, entries: &[Entry]| {
        judge(book, Purpose::Feedback, Some("a"), &Sender::office(), Some("k"), entries)
    };
    assert_eq!(feedback(&book, &over("x-1", "乙")), [Cause::Issued]);
    assert_eq!(feedback(&book, &over("x-1", "甲")), [], "it says the same");

    let mut book = office();
    let own = |answer: &str, versions: &[(VersionId, Version)]| {
        let mut content = record("self-check", "a", None);
        if let Content::Record(record) = &mut content {
            record.answers.insert("x".into(), answer.into());
        }
        let parents: Vec<&str> = versions.iter().map(|(id, _)| id.0.as_str()).collect();
        let next = version(&format!("ua-{}", versions.len() + 1), &parents, "a", content);
        [versions, &[next]].concat()
    };
    let first = own("1", &[]);
    let second = own("2", &first);
    arrive(&mut book, Sender::unit(&"a".into()), "ka", &[entry("self-check-r-a", &first)]);
    let renewed = [entry("self-check-r-a", &second)];
    assert_eq!(submission(&book, &renewed), [], "a unit renews what was not accepted yet");
    let decide = |book: &mut Book, decision| {
        let (record, version) = ("self-check-r-a".into(), "ua-1".into());
        let on = format!("2026-11-{:02}", 10 + book.reviews().count());
        let review = Review { record, version, decision, reason: "补".into(), on };
        let id = format!("review-office-{}", book.reviews().count());
        put(book, &id, Content::Review(review));
    };
    decide(&mut book, ReviewDecision::Accepted);
    assert_eq!(submission(&book, &renewed), [Cause::Accepted]);
    decide(&mut book, ReviewDecision::Returned);
    assert_eq!(submission(&book, &renewed), [], "and what was returned");
}

fn happened(does: &str, by: Role, unit: &str, on: &str) -> Content {
    let (record, unit, round) = ("matter-1".into(), Some(unit.into()), Some("r".into()));
    let (does, on, version) = (does.into(), on.into(), "office-1".into());
    Content::Event(Event { record, unit, round, version, does, by, on, ..Event::default() })
}

/// An office that assigned a matter to unit `a`.
fn with_matter() -> Book {
    let mut book = office();
    put(&mut book, "matter-1", record("matter", "a", None));
    put(&mut book, "event-office-1", happened("assign", Role::Office, "a", "2026-11-20"));
    book
}

#[test]
fn a_decision_is_its_takers_and_of_its_day() {
    let book = with_matter();
    let reply = |by, unit: &str, on: &str| one("event-x-1", happened("reply", by, unit, on));
    assert_eq!(submission(&book, &reply(Role::Unit, "a", "2026-11-23")), []);
    for (entries, cause) in [
        (reply(Role::Office, "a", "2026-11-23"), Cause::NotTheirs),
        (one("event-x-1", happened("assign", Role::Unit, "a", "2026-11-23")), Cause::NotTheirs),
        (reply(Role::Unit, "b", "2026-11-23"), Cause::OtherUnit),
        (reply(Role::Unit, "a", "2062-11-23"), Cause::Day),
        (reply(Role::Unit, "a", "1962-11-23"), Cause::Day),
        (reply(Role::Unit, "a", "昨天"), Cause::Day),
        (one("x", record("matter", "a", None)), Cause::NotListed),
        (one("event-x-1", record("self-check", "a", None)), Cause::Name),
    ] {
        assert_eq!(submission(&book, &entries), [cause], "{entries:?}");
    }
    let foreign = [("matter-2", Content::Unit(Unit::default())), ("matter-1", record("matter", "b", None))];
    for (id, other) in foreign {
        let mut book = office();
        put(&mut book, id, other);
        let mut event = happened("reply", Role::Unit, "a", "2026-11-23");
        if let Content::Event(event) = &mut event {
            event.record = id.into();
        }
        assert_eq!(submission(&book, &one("event-x-1", event)), [Cause::Link], "{id}");
    }
}

/// A team tells the office nothing about a matter that goes between the office and its unit.
#[test]
fn a_decision_travels_where_its_record_does() {
    let book = with_matter();
    let event = one("event-x-1", happened("reply", Role::Inspector, "a", "2026-11-23"));
    assert_eq!(records(&book, "一", "k1", &event), [Cause::NotTheirs]);
    let paper = one("x", record("discussion", "a", None));
    let feedback = judge(&book, Purpose::Feedback, Some("a"), &Sender::team("一"), Some("k1"), &paper);
    assert_eq!(feedback, [Cause::NotListed], "the office has no such file");
    let mut unit = office();
    unit.local.profile = Profile { role: Role::Unit, unit: Some("a".into()), ..Profile::default() };
    let feedback =
        |entries: &[Entry]| judge(&unit, Purpose::Feedback, Some("a"), &Sender::office(), Some("k"), entries);
    assert_eq!(feedback(&paper), [Cause::NotListed], "what a team wrote down stays with it");
    assert_eq!(feedback(&one("matter-1", record("matter", "a", None))), []);
}

/// Whoever gets a decision before the record it is about keeps it until the record comes; then it counts as far as it is
/// about that record.
#[test]
fn a_decision_waits_for_its_record() {
    let book = office();
    let reply = happened("reply", Role::Unit, "a", "2026-11-23");
    assert_eq!(submission(&book, &one("event-x-1", reply.clone())), []);
    let mut nowhere = reply;
    if let Content::Event(event) = &mut nowhere {
        event.unit = None;
    }
    assert_eq!(
        submission(&book, &one("event-x-1", nowhere)),
        [Cause::Link],
        "it says of no unit that it is its"
    );
    let mut book = book;
    put(&mut book, "event-x-1", happened("reply", Role::Unit, "a", "2026-11-23"));
    put(&mut book, "matter-1", record("matter", "b", None));
    assert!(book.happened_to(&"matter-1".into()).iter().all(|happened| happened.strays));
}

#[test]
fn a_decision_stays_as_it_was_taken() {
    let mut book = with_matter();
    let first = version("ua-1", &[], "a", happened("reply", Role::Unit, "a", "2026-11-22"));
    let own = Sender::unit(&"a".into());
    arrive(&mut book, own, "ka", &[entry("event-ua-1", std::slice::from_ref(&first))]);
    let over = |content: Content| {
        vec![entry("event-ua-1", &[first.clone(), version("ua-2", &["ua-1"], "a", content)])]
    };
    let other = over(happened("reply", Role::Unit, "a", "2026-11-21"));
    assert_eq!(submission(&book, &other), [Cause::Altered]);
    assert_eq!(submission(&book, &over(Content::Removed)), [], "its taker may take it back");
    let stranger = judge(
        &book,
        Purpose::Submission,
        Some("b"),
        &Sender::unit(&"b".into()),
        Some("kb"),
        &over(Content::Removed),
    );
    assert_eq!(stranger, [Cause::OtherUnit]);
    let by_office =
        judge(&book, Purpose::Feedback, Some("a"), &Sender::office(), Some("k"), &over(Content::Removed));
    assert_eq!(by_office, [Cause::NotListed], "an office gets no feedback");
    book.local.profile = Profile { role: Role::Unit, unit: Some("a".into()), ..Profile::default() };
    let by_office =
        judge(&book, Purpose::Feedback, Some("a"), &Sender::office(), Some("k"), &over(Content::Removed));
    assert_eq!(by_office, [Cause::NotOwner]);
}

#[test]
fn names_cannot_be_taken() {
    let book = office();
    let occupied = one("self-check-r-b", record("self-check", "a", None));
    assert_eq!(submission(&book, &occupied), [Cause::Name]);
    let occupied = one("self-check-r-b", record("discussion", "a", None));
    assert_eq!(records(&book, "九", "k9", &occupied), [Cause::Name]);
    assert_eq!(
        records(&book, "九", "k9", &one("round-2026-x-9", record("discussion", "a", None))),
        [Cause::Name]
    );
}

/// Takes in what is left of a file after the table has spoken; says what it holds against it.
fn take(book: &mut Book, from: &Sender, key: &str, unit: Option<&str>, entries: &[Entry]) -> Vec<Cause> {
    let purpose = if unit.is_some() { Purpose::Submission } else { Purpose::Records };
    let (format, round, unit) = (BUNDLE_FORMAT.to_owned(), "r".into(), unit.map(EntryId::from));
    let mut bundle = Bundle { format, purpose, round, unit, entries: entries.to_vec() };
    let file = Delivery {
        bundle: &bundle,
        sender: from,
        key: Some(key),
        own_key: Some("own"),
        confirmed: false,
        today: TODAY.parse().ok(),
    };
    let moved = beside(book, &file);
    bundle = moved.map_or_else(|| bundle.clone(), |(moved, _)| moved);
    let file = Delivery {
        bundle: &bundle,
        sender: from,
        key: Some(key),
        own_key: Some("own"),
        confirmed: false,
        today: TODAY.parse().ok(),
    };
    let judged = table().judge(book, &file, &Plain);
    bundle.entries.retain(|entry| !judged.leaves_out(&entry.id));
    arrive(book, from.clone(), key, &bundle.entries);
    judged.refused.into_iter().map(|refusal| refusal.cause).collect()
}

fn papers_about(book: &Book, unit: &str) -> Vec<String> {
    let papers = book.records_of("working-paper").filter(|(_, record)| record.unit.0 == unit);
    papers.map(|(id, _)| id.0.clone()).collect()
}

#[test]
fn a_number_that_somebody_occupied_keeps_nobody_out_in_either_order() {
    let id = "working-paper-t1-3";
    let squat = [entry(id, &[version("t1-3", &[], "九", record("working-paper", "b", None))])];
    let first = version("t1-3", &[], "一", record("working-paper", "a", None));
    let paper = entry(id, std::slice::from_ref(&first));
    let checked =
        entry("verification-t1-4", &[version("t1-4", &[], "一", record("verification", "a", Some(id)))]);
    let honest = [paper, checked];
    let (one, nine) = (Sender::team("一"), Sender::team("九"));
    for squats_first in [true, false] {
        let mut book = office();
        let before = (papers_about(&book, "a"), papers_about(&book, "b"));
        let files: [(&Sender, &str, &[Entry]); 2] = [(&nine, "k9", &squat), (&one, "k1", &honest)];
        let order = if squats_first { [0, 1] } else { [1, 0] };
        for (sender, key, entries) in order.map(|nth: usize| files[nth]) {
            assert_eq!(take(&mut book, sender, key, None, entries), []);
        }
        let after = (papers_about(&book, "a"), papers_about(&book, "b"));
        assert_eq!((after.0.len(), after.1.len()), (before.0.len() + 1, before.1.len() + 1));
        let own = after.0.iter().find(|id| !before.0.contains(id)).unwrap().clone();
        assert_eq!(own == id, !squats_first, "{own}");
        // What speaks of it speaks of the right one, and a later version comes where the first one is.
        let about = book.record(&"verification-t1-4".into()).and_then(|record| record.about.clone());
        assert_eq!(about, Some(own.as_str().into()));
        let removed = [entry(id, &[first.clone(), version("t1-5", &["t1-3"], "一", Content::Removed)])];
        let unit = [entry("x", &[version("u-1", &[], "a", record("rectification", "a", Some(id)))])];
        assert_eq!(take(&mut book, &Sender::unit(&"a".into()), "ka", Some("a"), &unit), []);
        let about = book.record(&"x".into()).and_then(|record| record.about.clone());
        assert_eq!(about, Some(own.as_str().into()), "a unit speaks of it under the name that it got");
        assert_eq!(take(&mut book, &one, "k1", None, &removed), []);
        assert_eq!((papers_about(&book, "a"), papers_about(&book, "b").len()), (before.0, after.1.len()));
        assert!(book.entries.values().all(|entry| !entry.in_conflict()));
        let (count, known) = (book.entries.len(), book.clone());
        assert_eq!(take(&mut book, &one, "k1", None, &removed), [], "again");
        assert_eq!((book.entries.len(), &book.entries), (count, &known.entries));
    }
}

#[test]
fn the_name_beside_cannot_be_occupied_either() {
    let id = "working-paper-t1-3";
    let mut book = office();
    let (one, nine) = (Sender::team("一"), Sender::team("九"));
    let about = |unit| record("working-paper", unit, None);
    let mut names = vec![EntryId::from(id)];
    for turn in 0..3 {
        let name = names.last().unwrap().0.clone();
        let squat = [entry(&name, &[version("x-1", &[], "九", about("b"))])];
        assert_eq!(take(&mut book, &nine, "k9", None, &squat), []);
        let mut trial = book.clone();
        let paper = [entry(id, &[version("t1-3", &[], "一", about("a"))])];
        assert_eq!(take(&mut trial, &one, "k1", None, &paper), [], "{turn}");
        assert_eq!(papers_about(&trial, "a").len(), 2);
        let new = trial.entries.keys().find(|id| !book.entries.contains_key(*id)).unwrap();
        names.push(new.clone());
    }
}

#[test]
fn what_was_made_from_anothers_version_is_no_entry_of_its_own() {
    let book = office();
    let id = "working-paper-t1-1";
    let over = [entry(id, &[version("x-2", &["t1-1"], "九", record("working-paper", "a", None))])];
    let mut after = book.clone();
    assert_eq!(take(&mut after, &Sender::team("九"), "k9", None, &over), [Cause::NotOwner]);
    assert_eq!(after.entries, book.entries);
}

#[test]
fn a_team_answers_its_own_findings_alone() {
    let book = office();
    let about = |id| one("rectification-t9-1", record("rectification", "a", Some(id)));
    assert_eq!(records(&book, "一", "k1", &about("working-paper-t1-1")), []);
    assert_eq!(records(&book, "九", "k9", &about("working-paper-t1-1")), [Cause::Link]);
    assert_eq!(records(&book, "九", "k9", &about("working-paper-t1-9")), [Cause::Link], "before it came");
    let mut both = about("working-paper-t9-1");
    both.extend(one("working-paper-t9-1", record("working-paper", "a", None)));
    assert_eq!(records(&book, "九", "k9", &both), [], "with the finding it is about");
}

/// Closing goes by the finding: its own team's and the office's word, nobody else's, and not its unit's.
#[test]
fn a_team_closes_its_own_findings_alone() {
    let mut book = office();
    let sheet = version("ua-1", &[], "a", record("rectification", "a", Some("working-paper-t1-1")));
    arrive(&mut book, Sender::unit(&"a".into()), "ka", &[entry("sheet-1", &[sheet])]);
    let close = |by: Role| {
        let mut event = happened("close", by, "a", "2026-11-23");
        if let Content::Event(event) = &mut event {
            event.record = "sheet-1".into();
        }
        one("event-x-1", event)
    };
    assert_eq!(records(&book, "一", "k1", &close(Role::Inspector)), []);
    assert_eq!(records(&book, "九", "k9", &close(Role::Inspector)), [Cause::NotTheirs]);
    assert_eq!(submission(&book, &close(Role::Unit)), [Cause::NotTheirs]);
    assert_eq!(submission(&book, &close(Role::Office)), [Cause::NotTheirs]);
}

/// What goes on with a record of the year before is renewed in the new year's files, as often as there is news.
#[test]
fn what_goes_on_with_an_earlier_year_is_renewed_in_the_next() {
    let mut book = office();
    let earlier = |about: &str| {
        let mut sheet = record("rectification", "a", Some(about));
        if let Content::Record(record) = &mut sheet {
            record.round = "r-before".into();
        }
        sheet
    };
    let mut paper = record("working-paper", "a", None);
    if let Content::Record(record) = &mut paper {
        record.round = "r-before".into();
    }
    put(&mut book, "paper-before", paper);
    let first = version("ua-1", &[], "a", earlier("paper-before"));
    arrive(&mut book, Sender::unit(&"a".into()), "ka", &[entry("sheet-1", std::slice::from_ref(&first))]);
    let next =
        |content: Content| [entry("sheet-1", &[first.clone(), version("ua-2", &["ua-1"], "a", content)])];
    let mut renewed = earlier("paper-before");
    if let Content::Record(record) = &mut renewed {
        record.answers.insert("measure".into(), "补开会议".into());
    }
    assert_eq!(submission(&book, &next(renewed)), []);
    assert_eq!(
        submission(&book, &next(earlier("working-paper-t1-1"))),
        [Cause::Link],
        "a paper of this year"
    );
}

#[test]
fn nobody_decides_about_himself_by_way_of_a_conflict() {
    let mut book = office();
    let state = |state: &str, goal: &str| {
        let mut content = record("rectification", "a", Some("working-paper-t1-1"));
        if let Content::Record(record) = &mut content {
            record.answers.insert("state".into(), state.into());
            record.answers.insert("goal".into(), goal.into());
        }
        content
    };
    let first = version("ua-1", &[], "a", state("整改中", ""));
    arrive(&mut book, Sender::unit(&"a".into()), "ka", &[entry("x", std::slice::from_ref(&first))]);
    let beside = |closed: &str| {
        let one = version("ua-2", &["ua-1"], "a", state(closed, "甲"));
        vec![entry("x", &[first.clone(), one, version("ua-3", &["ua-1"], "a", state(closed, "乙"))])]
    };
    assert_eq!(submission(&book, &beside("已销号")), [Cause::Decision]);
    assert_eq!(submission(&book, &beside("申请销号")), []);
    let after = [entry("x", &[first.clone(), version("ua-2", &["ua-1"], "a", state("已销号", ""))])];
    assert_eq!(submission(&book, &after), [], "alone it is put right when it is taken in");
    let new = [entry(
        "y",
        &[version("ua-4", &[], "a", state("已销号", "甲")), version("ua-5", &[], "a", state("已销号", "乙"))],
    )];
    assert_eq!(submission(&book, &new), [Cause::Decision], "a new entry may bring its conflict along");
}

#[test]
fn an_entry_that_comes_twice_is_one_thing() {
    let mut both = one("rectification-t1-9", record("rectification", "a", None));
    both.extend(one("rectification-t1-9", record("discussion", "a", None)));
    assert_eq!(records(&office(), "一", "k1", &both), [Cause::NotListed, Cause::NotListed]);
}

#[test]
fn a_file_of_one_round_removes_nothing_of_another() {
    let mut book = office();
    let mut old = record("rectification", "a", None);
    if let Content::Record(record) = &mut old {
        record.round = "r-before".into();
    }
    let first = version("ua-1", &[], "a", old);
    arrive(&mut book, Sender::unit(&"a".into()), "ka", &[entry("x", std::slice::from_ref(&first))]);
    let removed = [entry("x", &[first, version("ua-2", &["ua-1"], "a", Content::Removed)])];
    assert_eq!(submission(&book, &removed), [Cause::Link]);
}

#[test]
fn what_is_unknown_too_new_or_hidden_is_told() {
    let book = office();
    let unknown = record("discussion", "z", None);
    assert_eq!(records(&book, "九", "k9", &one("x", unknown)), [Cause::UnknownUnit]);
    let newer = Content::Record(Record {
        form: "discussion/99".into(),
        unit: "a".into(),
        round: "r".into(),
        ..Record::default()
    });
    assert_eq!(records(&book, "九", "k9", &one("x", newer)), [Cause::TooNew]);
    let hidden = vec![entry("x", &[version("x-1", &[], "北\u{202e}京", record("discussion", "a", None))])];
    assert_eq!(records(&book, "九", "k9", &hidden), [Cause::Hidden]);
}

/// A team's file passed another team's record on; when its writer sends it, it is the writer's.
#[test]
fn who_passes_something_on_does_not_lock_its_writer_out() {
    let mut book = office();
    let first = version("t2-1", &[], "二", record("discussion", "a", None));
    arrive(&mut book, Sender::team("一"), "k1", &[entry("discussion-t2-1", std::slice::from_ref(&first))]);
    let mut changed = record("discussion", "a", None);
    if let Content::Record(record) = &mut changed {
        record.number = "2".into();
    }
    let renewed = [entry("discussion-t2-1", &[first, version("t2-2", &["t2-1"], "二", changed)])];
    assert_eq!(records(&book, "二", "k2", &renewed), []);
    assert_eq!(records(&book, "三", "k3", &renewed), [Cause::NotOwner]);
}

#[test]
fn causes_are_ordered_data() {
    let all: BTreeSet<Then> = table().laws.values().map(|law| law.then).collect();
    assert_eq!(all.into_iter().collect::<Vec<_>>(), [Then::LeaveOut, Then::Hold, Then::Refuse]);
}
