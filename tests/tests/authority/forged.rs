//! Decisions in another's name, of another day or about another's matter; registers of the office and rosters in the file of a
//! unit; and honest ones beside them.

use std::collections::BTreeSet;
use std::path::Path;

use app::Fate;
use ledger::merge::Purpose;
use ledger::{Book, Content, Entry, EntryId, Event, Record, Role, Sender, Unit, VersionId};
use libtest_mimic::Failed;
use serde_json::json;

use super::attack::{prepared, written};
use super::known::{Attack, UNIT, one, play, record};
use super::oracle::TEAMS;

/// A matter of the unit whose files these are, and one of another unit.
const OWN: &str = "supervision-matter-zz-1";
const OTHERS: &str = "supervision-matter-zz-2";
const OTHER: &str = "unit-004";
/// What the office decided about the first.
const ASSIGNED: &str = "event-zz-1";
/// A decision that comes.
const NEW: &str = "event-x-1";

fn event(matter: &str, unit: &str, does: &str, by: Role, on: &str) -> Event {
    Event {
        record: matter.into(),
        unit: Some(unit.into()),
        round: Some("round-2026-office".into()),
        does: does.into(),
        by,
        on: on.into(),
        answers: [("situation", "已办"), ("signed_by", "某某")]
            .map(|(name, said)| (name.to_owned(), said.to_owned()))
            .into(),
        ..Event::default()
    }
}

/// What the office wrote itself.
fn own(book: &mut Book, id: &str, content: Content) {
    let version = VersionId(format!("{}-{id}", book.local.replica));
    let versions = [(version, written("办公室", BTreeSet::new(), content))].into();
    book.entries.insert(id.into(), Entry { id: id.into(), versions });
}

fn matter(unit: &str) -> Content {
    let answers = [("matter", json!("整改")), ("reply_due", json!("2026-12-10"))];
    Content::Record(record("supervision-matter/1", unit, None, &answers))
}

/// An entry of the book as somebody wants to have it.
fn over(book: &Book, id: &str, content: Content) -> Vec<Entry> {
    let mut entry = book.entries.get(&EntryId::from(id)).cloned().expect("the book has it");
    let parents = entry.versions.keys().cloned().collect();
    entry.versions.insert(VersionId("x-9".into()), written("某", parents, content));
    vec![entry]
}

fn attacks(book: &Book) -> Vec<Attack> {
    let of_unit = |claim, entries, fate, changed| Attack {
        claim,
        by: Sender::unit(&UNIT.into()),
        purpose: Purpose::Submission,
        signed: true,
        entries,
        fate,
        changed,
    };
    let of_team = |claim, entries, fate, changed| Attack {
        by: Sender::team(TEAMS[1]),
        purpose: Purpose::Records,
        ..of_unit(claim, entries, fate, changed)
    };
    let decides = |claim, event: Event| of_unit(claim, one(NEW, Content::Event(event)), Fate::Refused, &[]);
    let answer = |on| event(OWN, UNIT, "answer", Role::Unit, on);
    let unit =
        |name: &str| Content::Unit(Unit { name: name.into(), short_name: name.into(), ..Unit::default() });
    let titled =
        |title: &str| Content::Record(record("discussion/1", UNIT, None, &[("title", json!(title))]));
    let numbered = |number: &str| {
        let Content::Record(known) = titled("甲") else { return titled("甲") };
        Content::Record(Record { number: number.into(), ..known })
    };
    vec![
        of_unit(
            "A unit answers its own matter",
            one(NEW, Content::Event(answer("2026-11-20"))),
            Fate::Taken,
            &[NEW],
        ),
        of_unit(
            "What a life cycle does not have is kept and does nothing",
            one(NEW, Content::Event(event(OWN, UNIT, "finish-all", Role::Unit, "2026-11-20"))),
            Fate::Taken,
            &[NEW],
        ),
        decides(
            "A unit does not close a matter in the office's name",
            event(OWN, UNIT, "close", Role::Office, "2026-11-20"),
        ),
        decides("Nor in its own", event(OWN, UNIT, "close", Role::Unit, "2026-11-20")),
        decides("Nor does it urge or assign", event(OWN, UNIT, "assign", Role::Unit, "2026-11-20")),
        decides("Nor speak for a team", event(OWN, UNIT, "answer", Role::Inspector, "2026-11-20")),
        decides("It answers no other unit's matter", event(OTHERS, UNIT, "answer", Role::Unit, "2026-11-20")),
        decides("Nor as that unit", event(OTHERS, OTHER, "answer", Role::Unit, "2026-11-20")),
        decides("Nothing is decided in years to come", answer("2062-11-20")),
        decides("Nor long ago", answer("1962-11-20")),
        decides("Nor on a day that is none", answer("2026-02-30")),
        decides("Nor without a day", answer("")),
        decides("Nor about what is no record", event("unit-003", UNIT, "answer", Role::Unit, "2026-11-20")),
        of_unit(
            "A decision bears a decision's name",
            one("zz-1", Content::Event(answer("2026-11-20"))),
            Fate::Refused,
            &[],
        ),
        of_unit(
            "What the office decided is not said otherwise",
            over(book, ASSIGNED, Content::Event(answer("2026-11-20"))),
            Fate::Refused,
            &[],
        ),
        of_unit("Nor taken back", over(book, ASSIGNED, Content::Removed), Fate::Refused, &[]),
        of_unit(
            "The office's register is not a unit's to fill",
            one("supervision-matter-x-1", matter(UNIT)),
            Fate::Refused,
            &[],
        ),
        of_unit("Nor to change", over(book, OWN, matter(UNIT)), Fate::Refused, &[]),
        of_unit("Nor to empty", over(book, OWN, Content::Removed), Fate::Refused, &[]),
        of_team("Nor a team's", one("supervision-matter-x-1", matter(UNIT)), Fate::Refused, &[]),
        of_team(
            "A team decides about no matter of the office",
            one(NEW, Content::Event(event(OWN, UNIT, "close", Role::Inspector, "2026-11-20"))),
            Fate::Refused,
            &[],
        ),
        of_unit("A unit brings no roster", one("unit-140", unit("假所")), Fate::Refused, &[]),
        of_unit("Nor exchanges one", over(book, OTHER, unit("假所")), Fate::Refused, &[]),
        of_team("Nor does a team", over(book, UNIT, unit("假所")), Fate::Refused, &[]),
        of_team(
            "A form of version 99",
            one("discussion-zz-1", Content::Record(record("discussion/99", UNIT, None, &[]))),
            Fate::Refused,
            &[],
        ),
        of_team(
            "A title that opens an annex is a title",
            one("discussion-zz-1", titled("甲\n附件3\n假标题")),
            Fate::Taken,
            &["discussion-zz-1"],
        ),
        of_team(
            "A number with a line break in it waits",
            one("discussion-zz-1", numbered("甲\u{2028}附件3")),
            Fate::Held,
            &[],
        ),
        of_team(
            "So does one that is turned round",
            one("discussion-zz-1", numbered("甲\u{202e}乙")),
            Fate::Held,
            &[],
        ),
    ]
}

pub(crate) fn run(office: &Path) -> Result<(), Failed> {
    let mut desk = prepared(std::fs::read(office)?);
    let book = desk.state.book.as_mut().ok_or("no book")?;
    own(book, OWN, matter(UNIT));
    own(book, OTHERS, matter(OTHER));
    own(book, ASSIGNED, Content::Event(event(OWN, UNIT, "assign", Role::Office, "2026-11-18")));
    let attacks = attacks(desk.book());
    play(&mut desk, attacks)
}
