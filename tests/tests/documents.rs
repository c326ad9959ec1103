//! A thousand documents of random shape and content, and every strange text in every field: each becomes a sound file.
//!
//! The files are left in `target/documents`, where the validators of the file format look for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use document::flow::{Flow, Item, Paragraph, RunContent};
use document::{HeadFields, Seal, Typeset, compose, typeset};
use tests::random::{NASTY, wild};
use tests::styles::{FORMATS, sheet};

/// How many random documents there are.
const DOCUMENTS: usize = 1_000;

/// What must be left out of a file, and said so.
const FORBIDDEN: [char; 12] = [
    '\u{0}', '\u{1}', '\u{8}', '\u{b}', '\u{c}', '\u{e}', '\u{1f}', '\u{7f}', '\u{80}', '\u{9f}', '\u{fffe}',
    '\u{ffff}',
];

fn set(head: &HeadFields, text: &str) -> Typeset {
    let style = sheet(head.style.as_deref().unwrap_or("document")).expect("every format has its sheet");
    typeset(&compose(head, text), &style)
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/documents").join(name);
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    folder
}

/// The file of a flow without defects; written twice it is the same.
fn sound(what: &str, flow: &Flow) -> Vec<u8> {
    let file = export_docx::docx(flow).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(export_docx::check(&file), [], "{what}");
    assert!(export_docx::docx(flow).is_ok_and(|again| again == file), "{what}: the same flow, other bytes");
    file
}

/// Runs a piece of work for every number below `count`, on all cores.
fn for_each(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                break;
            }
            work(number);
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(worker))));
}

#[test]
fn a_thousand_random_documents_are_sound_files_and_always_the_same() {
    let folder = folder("random");
    for_each(DOCUMENTS, |number| {
        let (head, text) = wild(number as u64);
        let made = set(&head, &text);
        if number % 10 == 0 {
            assert_eq!(made, set(&head, &text), "document {number}: the same text, another flow");
        }
        let file = sound(&format!("document {number}"), &made.flow);
        fs::write(folder.join(format!("{number:04}.docx")), file).expect("the folder can be written to");
    });
}

type Field = (&'static str, fn(&mut HeadFields, String));

/// Every field of the head that holds text.
const FIELDS: &[Field] = &[
    ("kind", |head, text| head.kind = Some(text)),
    ("issuer_mark", |head, text| head.issuer_mark = vec![text]),
    ("document_number", |head, text| head.document_number = Some(text)),
    ("copy_number", |head, text| head.copy_number = Some(text)),
    ("marking", |head, text| head.marking = Some(text)),
    ("urgency", |head, text| head.urgency = Some(text)),
    ("signatories", |head, text| head.signatories = vec![text]),
    ("issue", |head, text| head.issue = Some(text)),
    ("title", |head, text| head.title = Some(text)),
    ("addressees", |head, text| head.addressees = vec![text]),
    ("to_imprint", |head, text| head.to_imprint = vec![text]),
    ("editor_note", |head, text| head.editor_note = Some(text)),
    ("present", |head, text| head.present = vec![text]),
    ("absent", |head, text| head.absent = vec![text]),
    ("observers", |head, text| head.observers = vec![text]),
    ("issuers", |head, text| head.issuers = vec![text]),
    ("signer_title", |head, text| head.signer_title = vec![text]),
    ("note", |head, text| head.note = Some(text)),
    ("attachments", |head, text| head.attachments = vec![text]),
    ("cc", |head, text| head.cc = vec![text]),
    ("report_to", |head, text| head.report_to = vec![text]),
    ("send_to", |head, text| head.send_to = vec![text]),
    ("distribute_to", |head, text| head.distribute_to = vec![text]),
    ("printer", |head, text| head.printer = Some(text)),
    ("copies", |head, text| head.copies = Some(text)),
];

/// A head with ordinary words in every field.
fn full(style: &str) -> HeadFields {
    let mut head = HeadFields {
        style: Some(style.to_owned()),
        seal: if style == "order" { Seal::Chop } else { Seal::Sealed },
        dated: "2026-11-20".parse().ok(),
        printed: "2026-11-21".parse().ok(),
        ..HeadFields::default()
    };
    FIELDS.iter().for_each(|(_, put)| put(&mut head, "督查".to_owned()));
    head
}

/// The nasty texts of the suite, and the public list of naughty strings where the corpora are at hand.
#[expect(clippy::print_stderr, reason = "what is left out is said")]
fn nasty() -> Vec<String> {
    let mut texts: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    match std::env::var_os("DUCHA_CORPORA") {
        Some(corpora) => {
            let file = fs::read_to_string(PathBuf::from(corpora).join("naughty-strings.json"));
            let list: Vec<String> =
                serde_json::from_str(&file.expect("the corpora hold naughty-strings.json"))
                    .expect("the naughty strings are a list of texts");
            texts.extend(list);
        }
        None => {
            eprintln!("left out: the naughty strings; DUCHA_CORPORA does not say where the corpora are");
        }
    }
    texts
}

#[test]
fn every_field_takes_every_nasty_text() {
    let texts = nasty();
    let folder = folder("nasty");
    for_each(texts.len(), |number| {
        let Some(text) = texts.get(number) else { return };
        let style = FORMATS.get(number % FORMATS.len()).copied().unwrap_or("document");
        let mut head = full(style);
        FIELDS.iter().for_each(|(_, put)| put(&mut head, format!("甲{text}乙")));
        let body = format!(
            "{text}\n一、{text}\n（一）{text}。{text}\n|{text}|{text}|\n|--|--|\n|甲|{text}|\n\n附件1\n{text}\n{text}\n"
        );
        let file = sound(&format!("{text:?}"), &set(&head, &body).flow);
        if number < NASTY.len() {
            fs::write(folder.join(format!("{number:02}.docx")), file).expect("the folder can be written to");
        }
    });
}

/// All text runs of a flow, furniture included.
fn runs(flow: &Flow) -> Vec<&str> {
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    for section in &flow.sections {
        for furniture in section.first.iter().chain([&section.odd, &section.even]) {
            paragraphs.extend(furniture.header.iter().chain(&furniture.footer));
        }
        for item in &section.items {
            match item {
                Item::Paragraph(paragraph) => paragraphs.push(paragraph),
                Item::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    paragraphs.extend(cells.flat_map(|cell| &cell.paragraphs));
                }
            }
        }
    }
    let runs = paragraphs.into_iter().flat_map(|paragraph| &paragraph.runs);
    runs.filter_map(|run| if let RunContent::Text(text) = &run.content { Some(text.as_str()) } else { None })
        .collect()
}

#[test]
fn what_no_file_may_hold_is_left_out_and_listed() {
    for_each(FORMATS.len(), |number| {
        let style = FORMATS.get(number).copied().unwrap_or_default();
        // Every character goes into every field of some format, and two into every field of each.
        for (at, (name, put)) in FIELDS.iter().enumerate() {
            let two = FORBIDDEN.into_iter().cycle().skip((at + 2 * number) % FORBIDDEN.len()).take(2);
            for c in two {
                let mut head = full(style);
                put(&mut head, format!("戊{c}己"));
                let made = set(&head, "正文。");
                let held = runs(&made.flow).iter().any(|run| run.contains('戊'));
                assert!(!held || lists(&made, c), "{style}: {c:?} of {name} is not listed");
                assert!(!runs(&made.flow).iter().any(|run| run.contains(FORBIDDEN)), "{style}: {name}");
            }
        }
        for c in FORBIDDEN {
            let made = set(&full(style), &format!("正文戊{c}己。\n|戊|甲|\n|--|--|\n|乙{c}乙|丙|\n"));
            // Word processors end a line with some of them, and so does the text.
            let ends = matches!(c, '\u{b}' | '\u{c}');
            assert!(ends || lists(&made, c), "{style}: {c:?} of the text is not listed");
            assert!(!runs(&made.flow).iter().any(|run| run.contains(FORBIDDEN)), "{style}: text");
        }
    });
}

fn lists(made: &Typeset, c: char) -> bool {
    made.dropped.iter().any(|dropped| dropped.code == u32::from(c))
}

#[test]
fn a_newline_in_a_field_becomes_a_break() {
    let mut joined = BTreeSet::new();
    // A mark is one line whatever happens (7.2.4): its lines are joined, and nothing of them is lost.
    let fields = FIELDS.iter().filter(|(name, _)| *name != "issuer_mark");
    for (number, style) in FORMATS.into_iter().enumerate() {
        for (name, put) in fields.clone() {
            let newlines = ["\n", "\r\n", "\r", "\u{2028}", "\u{2029}"];
            for newline in newlines.into_iter().cycle().skip(number % newlines.len()).take(2) {
                let mut head = full(style);
                put(&mut head, format!("戊{newline}己"));
                let flow = set(&head, "正文。").flow;
                let runs = runs(&flow);
                if runs.iter().any(|run| run.contains("戊己")) {
                    joined.insert((style, *name));
                }
                assert!(!runs.iter().any(|run| run.contains(['\n', '\r', '\u{2028}', '\u{2029}'])), "{name}");
            }
        }
    }
    assert!(joined.is_empty(), "lines are joined in {joined:?}");
}

/// Measured unoptimised on a busy machine with a margin of several times.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_megabyte_on_one_line_is_set_in_reasonable_time() {
    let mut times = Vec::new();
    for (name, piece) in [("Hanzi", "督查"), ("letters", "a"), ("words", "ab "), ("brackets", "（")] {
        let text = piece.repeat(1_000_000 / piece.len());
        let begun = Instant::now();
        let made = set(&full("document"), &text);
        let set = begun.elapsed();
        let file = export_docx::docx(&made.flow).expect("a long line is a file");
        times.push(format!("{name}: set {set:?}, file {:?}", begun.elapsed() - set));
        assert!(begun.elapsed() < PATIENCE, "{times:?}");
        assert_eq!(export_docx::check(&file), [], "{name}");
        let held: usize = runs(&made.flow).iter().map(|run| run.len()).sum();
        assert!(held >= text.trim().len(), "{name}: {held} bytes of {}", text.len());
    }
    eprintln!("{}", times.join("; "));
}
