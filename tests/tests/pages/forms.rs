//! Forms of every kind, laid out and not rendered: no page is one that nobody would sign.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use app::draft;
use document::flow::{Flow, Item, Role, Run, RunContent};
use document::{Page, Pages, Reader, layout_for};
use serde_json::Value;
use templates::Pack;
use tests::random::record as record_of;

use super::{Kind, half_empty, heading_last, lines_of_cells};

/// Every form, nearly blank, half filled and full, and the table of the self-check: so many of each.
const FILLINGS: u64 = 3;

#[test]
fn no_page_of_a_form_is_one_nobody_would_sign() {
    let pack = Pack::shipped();
    let fillings = std::env::var("DUCHA_PAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(FILLINGS);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, made) in forms(&pack, fillings) {
        for reader in [Reader::Word, Reader::LibreOffice] {
            let pages = layout_for(&made.flow, reader);
            for (kind, of_kind) in FORM_KINDS {
                if of_kind(&made.flow, &pages) {
                    found.entry(format!("{kind}, {reader:?}")).or_default().push(name.clone());
                }
            }
        }
    }
    let counts: Vec<String> =
        found.iter().map(|(kind, names)| format!("{kind}: {} {names:?}", names.len())).collect();
    assert!(found.is_empty(), "{}", counts.join("\n"));
}

/// Forms as documents, each with a name that tells how it was filled.
fn forms(pack: &Pack, fillings: u64) -> Vec<(String, draft::Typeset)> {
    let case = |letter: &str, case: &str| -> Value {
        let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/letters");
        let json =
            fs::read_to_string(suite.join(letter).join(case).join("data.json")).expect("the case is here");
        serde_json::from_str(&json).expect("the case is JSON")
    };
    let set = |letter: &str, data: &Value| {
        let composed = draft::compose(pack, letter, data).expect("it composes");
        draft::typeset_parts(pack, &composed.head, &composed.text).expect("it is typeset")
    };
    let mut made = Vec::new();
    for of in ["minimal", "full"] {
        made.push((format!("self-check-table {of}"), set("self-check-table", &case("self-check-table", of))));
    }
    let catalogue = serde_json::from_value(pack.catalogue("default").expect("it is shipped"));
    let catalogue: form::Catalogue = catalogue.expect("the catalogue is one");
    let mut data = case("record", "full");
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/forms"));
    let files = files.expect("the forms are here").filter_map(|file| Some(file.ok()?.path()));
    let mut names: Vec<String> =
        files.filter_map(|f| Some(f.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    for form in names {
        let definition = pack.form(&form).expect("the form is shipped");
        let definition = form::expand(&definition, &catalogue, None).expect("the form expands");
        for (filled, seed) in [5, 50, 95].into_iter().flat_map(|f| (0..fillings).map(move |seed| (f, seed))) {
            if let Some(record) = data.get_mut("record") {
                *record = record_of(&definition, filled, seed);
            }
            made.push((format!("{form} {filled} {seed}"), set("record", &data)));
        }
    }
    made
}

const FORM_KINDS: [(&str, Kind); 7] = [
    ("signed with less than two rows of content", signed_alone),
    ("next to nothing on the last page", last_page_sparse),
    ("half-empty page", half_empty),
    ("heading last", heading_last),
    ("head of a table at the foot", head_at_foot),
    ("day cut", cut_day),
    ("heading said twice", said_twice),
];

/// The name of a table right below the heading that says the same.
fn said_twice(flow: &Flow, _: &Pages) -> bool {
    let lines: Vec<String> = flow.sections.iter().flat_map(|s| &s.items).map(words).collect();
    let shown: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let twice =
        |pair: &[&String]| matches!(pair, [a, b] if a.split_once('、').is_some_and(|(_, name)| name == *b));
    shown.windows(2).any(twice)
}

/// The text of a paragraph; a bar for a table.
fn words(item: &Item) -> String {
    let Item::Paragraph(p) = item else { return "|".to_owned() };
    let text = |run: &Run| match &run.content {
        RunContent::Text(text) => text.clone(),
        RunContent::Tab
        | RunContent::LineBreak
        | RunContent::PageNumber
        | RunContent::PageCount
        | RunContent::PageOf { .. }
        | RunContent::Picture { .. } => String::new(),
    };
    p.runs.iter().map(text).collect()
}

/// Rows of the cells of a page: their lines from top to bottom, without the heads of tables.
fn rows_above(page: &Page, y: i32) -> usize {
    let heads = ["序号", "项目"];
    let cells = || page.marks.iter().filter(|m| m.role == Role::Cell && m.y < y);
    let head = |y: i32| cells().any(|m| m.y == y && heads.contains(&m.text.as_str()));
    cells().map(|m| m.y).filter(|y| !head(*y)).collect::<BTreeSet<i32>>().len()
}

/// Two rows of content stand with the rows for who signs.
fn signed_alone(_: &Flow, pages: &Pages) -> bool {
    let [_, .., last] = pages.pages.as_slice() else { return false };
    let signed = last.marks.iter().filter(|m| m.role == Role::Cell && m.text.ends_with("（签字）"));
    signed.map(|m| m.y).min().is_none_or(|y| rows_above(last, y) < 2)
}

/// A third of the last page is filled.
fn last_page_sparse(flow: &Flow, pages: &Pages) -> bool {
    let [_, .., last] = pages.pages.as_slice() else { return false };
    let setup = flow.sections.get(last.section).map(|section| &section.page);
    setup.is_some_and(|page| (last.text_bottom - page.top) * 3 < page.text_height())
}

/// A day that a line of its cell cuts: the next line holds nothing but the rest of it.
fn cut_day(_: &Flow, pages: &Pages) -> bool {
    let rest = |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit()) == "日";
    pages.pages.iter().flat_map(lines_of_cells).any(|line| rest(&line))
}

/// The head of a table at the foot of a page.
fn head_at_foot(_: &Flow, pages: &Pages) -> bool {
    pages.pages.iter().any(|page| {
        let cells = || page.marks.iter().filter(|m| m.role == Role::Cell);
        let last = cells().map(|m| m.y).max();
        last.is_some_and(|y| rows_above(page, y + 1) == rows_above(page, y))
    })
}
