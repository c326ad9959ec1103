//! The table in bytes: for each cell a file that comes in and one that does not, with the books that they come to, in
//! `suite/authority/vectors/`. A file is a few header lines, an empty line and the exchange file in base64; a book stands
//! there as a file by itself. Made anew with `DUCHA_BLESS=1`; read by what the format says, not by the application.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use exchange::{Keys, Opened, Parcel, Seal, Signature, derive_signing_key, open, seal};
use ledger::authority::{Act, Cell, Delivery, Kind, Over, Post, Table};
use ledger::merge::{BUNDLE_FORMAT, Bundle, Purpose};
use ledger::{Book, Content, Entry, EntryId, Role, Sender, stored};
use libtest_mimic::Failed;

use super::vectors::{Anything, book_with, content, name, said, version, word};

const ROLES: [Role; 3] = [Role::Office, Role::Inspector, Role::Unit];
/// Columns of base64.
const LINE: usize = 100;

struct Vector {
    claim: String,
    expect: String,
    book: String,
    bytes: Vec<u8>,
}

/// Entries of somebody else's that stand in every book.
fn others_name(kind: Kind) -> EntryId {
    format!("{}-other", name(kind).trim_end_matches("-1")).as_str().into()
}

fn book(role: Role) -> Book {
    let kinds = [
        Kind::Unit,
        Kind::Round,
        Kind::Rectification,
        Kind::Record,
        Kind::Review,
        Kind::Event,
        Kind::Letter,
        Kind::Picture,
    ];
    let entries = kinds.map(|kind| Entry {
        id: others_name(kind),
        versions: [version("o-1", None, content(kind, "1"))].into(),
    });
    book_with(role, entries.into(), &Sender::team("二"))
}

fn file(cell: &Cell, entry: Entry) -> Vec<u8> {
    let unit = matches!(cell.purpose, Purpose::Submission | Purpose::Feedback).then(|| EntryId::from("a"));
    let bundle = Bundle {
        format: BUNDLE_FORMAT.into(),
        purpose: cell.purpose,
        round: "r".into(),
        unit: unit.clone(),
        entries: vec![entry],
    };
    let role = match cell.sender {
        Post::Office | Post::Superior => "office",
        Post::Unit => "unit",
        Post::Team => "team",
    };
    let mut about: BTreeMap<String, String> =
        [("role".to_owned(), role.to_owned()), ("round".to_owned(), "r".to_owned())].into();
    about.extend(unit.map(|unit| ("unit".to_owned(), unit.0)));
    let parcel = Parcel {
        kind: word(cell.purpose),
        sender: if cell.sender == Post::Team { "一".into() } else { word(cell.sender) },
        sequence: 1,
        about,
        payload: serde_json::to_vec(&bundle).expect("a bundle can be written"),
        ..Parcel::default()
    };
    seal(&parcel, Seal::Plain, Some(&derive_signing_key([7; 32])), [5; 32]).expect("it can be sealed")
}

/// Two vectors of a cell: what it lets in, and the nearest thing that it does not.
fn vectors_of(cell: &Cell) -> [(String, Vector); 2] {
    let kind = *cell.kinds.last().expect("a cell has kinds");
    let role = word(*cell.books.first().expect("a cell has books"));
    let stem = format!("{}-{}-{}", word(cell.purpose), word(cell.sender), word(kind));
    let added = Entry {
        id: name(kind).into(),
        versions: [version("x-1", None, said(kind, "1", cell.sender))].into(),
    };
    let over = |kind: Kind, content: Content| Entry {
        id: others_name(kind),
        versions: [version("o-1", None, self::content(kind, "1")), version("x-2", Some("o-1"), content)]
            .into(),
    };
    let (claim, expect, refused) = if cell.over != Over::Any {
        ("renews what another wrote", "leave-out not-owner", over(kind, content(kind, "2")))
    } else if cell.acts.contains(&Act::Remove) {
        let id = name(Kind::Review).into();
        let versions = [version("x-1", None, content(Kind::Review, "1"))].into();
        ("brings a decision", "refuse not-listed", Entry { id, versions })
    } else {
        ("removes one", "refuse not-listed", over(Kind::Record, Content::Removed))
    };
    let vector = |claim: String, expect: &str, entry: Entry| Vector {
        claim,
        expect: expect.to_owned(),
        book: role.clone(),
        bytes: file(cell, entry),
    };
    [
        (format!("{stem}-in"), vector(format!("adds: {}", word(kind)), "in", added)),
        (format!("{stem}-not"), vector(claim.to_owned(), expect, refused)),
    ]
}

fn write(folder: &Path, table: &Table) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for role in ROLES {
        std::fs::write(
            folder.join(format!("{}.book.json", word(role))),
            stored::write(&book(role)).map_err(std::io::Error::other)?,
        )?;
    }
    for (name, vector) in table.cells.iter().flat_map(vectors_of) {
        let coded = STANDARD.encode(&vector.bytes);
        let lines: Vec<&str> =
            coded.as_bytes().chunks(LINE).map(|line| std::str::from_utf8(line).unwrap_or_default()).collect();
        let (claim, expect, book) = (&vector.claim, &vector.expect, &vector.book);
        let text = format!("expect: {expect}\nclaim: {claim}\nbook: {book}\n\n{}\n", lines.join("\n"));
        std::fs::write(folder.join(format!("{name}.case")), text)?;
    }
    Ok(())
}

fn read(text: &str) -> Result<Vector, Failed> {
    let (head, body) = text.split_once("\n\n").ok_or("no empty line")?;
    let field = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).ok_or(format!("no {name}"))
    };
    let bytes = STANDARD.decode(body.replace('\n', ""))?;
    Ok(Vector { claim: field("claim")?, expect: field("expect")?, book: field("book")?, bytes })
}

/// Whom a file is from, as SPEC.md says.
fn sender(opened: &Opened, bundle: &Bundle) -> Option<Sender> {
    let role = opened.parcel.about.get("role").map(String::as_str);
    match bundle.purpose {
        Purpose::Submission => bundle.unit.as_ref().map(Sender::unit),
        Purpose::Records => Some(Sender::team(&opened.parcel.sender)),
        Purpose::Feedback if role == Some("team") => Some(Sender::team(&opened.parcel.sender)),
        Purpose::Task | Purpose::Team | Purpose::Feedback => Some(Sender::office()),
    }
}

/// Reads the vectors and holds each against the table. Each cell has one that comes in and one that does not.
pub(crate) fn check(folder: &Path) -> Result<(), Failed> {
    let pack = templates::Pack::shipped();
    let table = pack.authority().map_err(|error| error.message())?;
    if std::env::var_os("DUCHA_BLESS").is_some() {
        write(folder, table)?;
    }
    let (mut read_in, mut kept_out) = (0, 0);
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        if path.extension().is_none_or(|ending| ending != "case") {
            continue;
        }
        let vector = read(&std::fs::read_to_string(&path)?)?;
        let book = stored::read(&std::fs::read(folder.join(format!("{}.book.json", vector.book)))?)?;
        let opened = open(&vector.bytes, &Keys { passphrase: None, identities: &[] })?;
        let bundle = Bundle::read(&opened.parcel.payload)?;
        let sender = sender(&opened, &bundle).ok_or("from nobody")?;
        let Signature::Valid { public_key } = opened.signature else { return Err("nobody signed it".into()) };
        let (key, today) = (public_key.to_string(), "2026-11-23".parse().ok());
        let delivery = Delivery {
            bundle: &bundle,
            sender: &sender,
            key: Some(&key),
            own_key: None,
            confirmed: true,
            today,
        };
        let judged = table.judge(&book, &delivery, &Anything);
        let found = judged.refused.first();
        let found = found
            .map_or("in".to_owned(), |refusal| format!("{} {}", word(refusal.then), word(refusal.cause)));
        if found != vector.expect {
            return Err(format!(
                "{}: {found} instead of {}: {}",
                path.display(),
                vector.expect,
                vector.claim
            )
            .into());
        }
        read_in += usize::from(found == "in");
        kept_out += usize::from(found != "in");
    }
    let cells = table.cells.len();
    if (read_in, kept_out) == (cells, cells) {
        Ok(())
    } else {
        Err(format!("{read_in} come in and {kept_out} do not, of {cells} cells").into())
    }
}
