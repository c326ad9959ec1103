//! The table written out: every purpose, sender, receiving book, kind of entry and act, and what becomes of it. Each line of
//! `suite/authority/table.txt` is a vector: a book, a file and what the table says, made here from the claims of the line.
//! `DUCHA_BLESS=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use ledger::authority::{Act, Delivery, Kind, Over, Post, Rules, Table};
use ledger::kinds::Kinds;
use ledger::merge::{BUNDLE_FORMAT, Bundle, Purpose};
use ledger::{
    Author, Book, Change, Content, Entry, EntryId, Event, Import, Letter, Picture, Record, Review,
    ReviewDecision, Role, Round, Sender, Unit, Version, VersionId,
};
use libtest_mimic::Failed;
use serde::Serialize;

const PURPOSES: [Purpose; 5] =
    [Purpose::Task, Purpose::Team, Purpose::Submission, Purpose::Records, Purpose::Feedback];
const ROLES: [Role; 3] = [Role::Office, Role::Inspector, Role::Unit];
const KINDS: [Kind; 9] = [
    Kind::Unit,
    Kind::Round,
    Kind::SelfCheck,
    Kind::Rectification,
    Kind::Record,
    Kind::Review,
    Kind::Event,
    Kind::Letter,
    Kind::Picture,
];
const ACTS: [Act; 3] = [Act::Add, Act::Renew, Act::Remove];

/// Forms and templates that allow all.
pub(crate) struct Anything;

impl Rules for Anything {
    fn drafts(&self, _: Post, _: &str) -> bool {
        true
    }

    fn is_too_new(&self, _: &Content) -> bool {
        false
    }

    fn is_broken(&self, _: &Content) -> bool {
        false
    }

    fn kinds(&self) -> &Kinds {
        static NONE: LazyLock<Kinds> = LazyLock::new(Kinds::default);
        &NONE
    }

    fn decides(&self, _: Post, _: &Content) -> bool {
        false
    }
}

fn senders() -> [(&'static str, Sender); 3] {
    [("office", Sender::office()), ("unit", Sender::unit(&"a".into())), ("team", Sender::team("一"))]
}

/// A content of a kind about unit `a`.
pub(crate) fn content(kind: Kind, mark: &str) -> Content {
    let record = |form: &str| {
        let number = mark.to_owned();
        Content::Record(Record {
            form: format!("{form}/1"),
            round: "r".into(),
            unit: "a".into(),
            number,
            ..Record::default()
        })
    };
    match kind {
        Kind::Unit => Content::Unit(Unit { name: mark.into(), ..Unit::default() }),
        Kind::Round => Content::Round(Box::new(Round { year: 2026, theme: mark.into(), ..Round::default() })),
        Kind::SelfCheck => record("self-check"),
        Kind::Rectification => record("rectification"),
        Kind::Record => record("discussion"),
        Kind::Review => Content::Review(Review {
            record: "self-check-r-a".into(),
            version: "x-1".into(),
            decision: ReviewDecision::Returned,
            reason: mark.into(),
            on: String::new(),
        }),
        Kind::Event => Content::Event(Event {
            record: "discussion-1".into(),
            unit: Some("a".into()),
            round: Some("r".into()),
            does: mark.into(),
            on: "2026-11-23".into(),
            ..Event::default()
        }),
        Kind::Letter => Content::Letter(Box::new(Letter {
            letter: "feedback-letter/1".into(),
            round: "r".into(),
            unit: Some("a".into()),
            text: mark.into(),
            ..Letter::default()
        })),
        Kind::Picture => Content::Picture(Picture::new(mark.as_bytes())),
    }
}

/// A content of a kind about unit `a`, in the name of whoever sends it.
pub(crate) fn said(kind: Kind, mark: &str, sender: Post) -> Content {
    let mut content = content(kind, mark);
    if let Content::Event(event) = &mut content {
        event.by = match sender {
            Post::Office | Post::Superior => Role::Office,
            Post::Unit => Role::Unit,
            Post::Team => Role::Inspector,
        };
    }
    content
}

pub(crate) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "unit-x-1",
        Kind::Round => "round-x-1",
        Kind::SelfCheck => "self-check-r-a",
        Kind::Rectification => "rectification-x-1",
        Kind::Record => "discussion-x-1",
        Kind::Review => "review-x-1",
        Kind::Event => "event-x-1",
        Kind::Letter => "letter-x-1",
        Kind::Picture => "picture-x-1",
    }
}

pub(crate) fn version(name: &str, parent: Option<&str>, content: Content) -> (VersionId, Version) {
    let parents: BTreeSet<VersionId> = parent.into_iter().map(|id| VersionId(id.to_owned())).collect();
    let (author, at, received) = (Author::default(), String::new(), String::new());
    (VersionId(name.to_owned()), Version { parents, author, at, received, sealed: true, content })
}

/// A book of a role that knows unit `a` and, unless the file is to add it, an entry that came from `owner`.
fn book(role: Role, (kind, first): (Kind, &Content), owner: Option<&Sender>) -> Book {
    let versions = || [version("x-1", None, first.clone())].into();
    let entries = owner.map(|_| Entry { id: name(kind).into(), versions: versions() });
    book_with(role, entries.into_iter().collect(), owner.unwrap_or(&Sender::office()))
}

/// A book of a role that knows unit `a` and what came from somebody.
pub(crate) fn book_with(role: Role, entries: Vec<Entry>, owner: &Sender) -> Book {
    let mut book = Book::default();
    book.local.replica = "here".into();
    book.local.profile.role = role;
    book.local.profile.unit = (role == Role::Unit).then(|| "a".into());
    let mut put = |id: &str, content: Content| {
        let edit = book.edit(String::new(), Change::Put { id: id.into(), content: Box::new(content) });
        book.apply(&edit).expect("it fits");
    };
    put("a", content(Kind::Unit, "a"));
    put("r", content(Kind::Round, "r"));
    if !entries.is_empty() {
        let import = Import { from: Some(owner.clone()), key: "other".into(), ..Import::default() };
        let edit = book.edit(String::new(), Change::Merge { entries, digest: "1".into(), import });
        book.apply(&edit).expect("it fits");
    }
    book
}

/// What becomes of one act, in a word.
fn verdict(table: &Table, line: (Purpose, &Sender, Role, Kind, Act), owner: Option<&Sender>) -> String {
    let (purpose, sender, role, kind, act) = line;
    let said = |mark: &str| said(kind, mark, Post::of(sender, role));
    let book = book(role, (kind, &said("1")), owner);
    let mut versions: BTreeMap<VersionId, Version> = [version("x-1", None, said("1"))].into();
    match act {
        Act::Add => {}
        Act::Renew => versions.extend([version("x-2", Some("x-1"), said("2"))]),
        Act::Remove => versions.extend([version("x-2", Some("x-1"), Content::Removed)]),
    }
    let bundle = Bundle {
        format: BUNDLE_FORMAT.into(),
        purpose,
        round: "r".into(),
        unit: matches!(purpose, Purpose::Submission | Purpose::Feedback).then(|| EntryId::from("a")),
        entries: vec![Entry { id: name(kind).into(), versions }],
    };
    let (key, own_key, today) = (Some("key"), None, "2026-11-23".parse().ok());
    let file = Delivery { bundle: &bundle, sender, key, own_key, confirmed: true, today };
    let judged = table.judge(&book, &file, &Anything);
    match judged.refused.first() {
        None => "in".to_owned(),
        Some(refusal) => format!("{} {}", word(refusal.then), word(refusal.cause)),
    }
}

pub(crate) fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).expect("it has a name");
    value.as_str().unwrap_or_default().to_owned()
}

/// Every line that is not refused because nothing of the kind is listed; the rest is said in one line.
fn lines(table: &Table) -> String {
    let mut text =
        "# purpose sender book kind act whose: what becomes of it. What has no line is: refuse not-listed\n"
            .to_owned();
    let office = Sender::office();
    for purpose in PURPOSES {
        for (post, sender) in senders() {
            for role in ROLES {
                let post = if post == "office" && role == Role::Office { "superior" } else { post };
                for (kind, act) in KINDS.iter().flat_map(|kind| ACTS.iter().map(move |act| (*kind, *act))) {
                    let other = if matches!(post, "office" | "superior") {
                        Sender::team("二")
                    } else {
                        office.clone()
                    };
                    let owners = match act {
                        Act::Add => vec![("new", None)],
                        Act::Renew | Act::Remove => vec![("own", Some(&sender)), ("other's", Some(&other))],
                    };
                    for (whose, owner) in owners {
                        let verdict = verdict(table, (purpose, &sender, role, kind, act), owner);
                        if verdict != "refuse not-listed" {
                            let (purpose, role, kind, act) =
                                (word(purpose), word(role), word(kind), word(act));
                            let _ = writeln!(text, "{purpose} {post} {role} {kind} {act} {whose}: {verdict}");
                        }
                    }
                }
            }
        }
    }
    text
}

/// The lines are those of the suite, every cell of the table has some, and every cell stands in SPEC.md.
pub(crate) fn check(folder: &Path) -> Result<(), Failed> {
    let pack = templates::Pack::shipped();
    let table = pack.authority().map_err(|error| error.message())?;
    let (path, made) = (folder.join("table.txt"), lines(table));
    if std::env::var_os("DUCHA_BLESS").is_some() {
        std::fs::write(&path, &made)?;
    }
    let kept = std::fs::read_to_string(&path)?;
    let differs = kept.lines().zip(made.lines()).find(|(kept, made)| kept != made);
    if kept != made {
        return Err(format!("the table says something else than table.txt: {differs:?}").into());
    }
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/exchange/SPEC.md");
    let spec = std::fs::read_to_string(spec)?;
    for cell in &table.cells {
        let list = |words: Vec<String>| words.join(", ");
        let over = match cell.over {
            Over::Any => "anybody's",
            Over::Own => "its own",
            Over::OwnFinding => "its own, or about its own finding",
        };
        let row = format!(
            "| {} | {} | {} | {} | {} | {over} |",
            word(cell.purpose),
            word(cell.sender),
            list(cell.books.iter().map(word).collect()),
            list(cell.kinds.iter().map(word).collect()),
            list(cell.acts.iter().map(word).collect()),
        );
        if !spec.contains(&row) {
            return Err(format!("SPEC.md lacks the row {row}").into());
        }
        let begins = format!("{} {} ", word(cell.purpose), word(cell.sender));
        let is_in = |line: &str| line.starts_with(&begins) && line.ends_with(": in");
        let without = cell.kinds.iter().find(|kind| {
            let kind = format!(" {} ", word(**kind));
            !made.lines().any(|line| is_in(line) && line.contains(&kind))
        });
        if let Some(kind) = without {
            return Err(format!("{begins}{}: no vector lets it in", word(*kind)).into());
        }
    }
    for (cause, law) in &table.laws {
        let (begins, ends) = (format!("| `{}` | ", word(cause)), format!(" | {} |", word(law.then)));
        if !spec.lines().any(|line| line.starts_with(&begins) && line.ends_with(&ends)) {
            return Err(format!("SPEC.md lacks the law {begins}…{ends}").into());
        }
    }
    Ok(())
}
