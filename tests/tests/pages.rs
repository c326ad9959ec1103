//! Official documents of random shape, laid out and not rendered: no page is of a kind that an office would not let
//! out. `DUCHA_PAGES=1000` takes so many instead of the usual number; each failure names its seed.

use std::collections::{BTreeMap, BTreeSet};

use document::flow::{Flow, Item, Paragraph, Role};
use document::{Page, Pages, Reader, compose, layout_for, typeset};
use tests::random::official;
use tests::styles::sheet;

/// How many documents an ordinary run lays out.
const DOCUMENTS: u64 = 200;

/// Height of a line of running text.
const LINE: i32 = 579;

/// Radius of a seal of 42 mm.
const SEAL: i32 = 1191;

/// Empty lines at the foot of a page, of 22, beyond which it counts as half empty.
const EMPTY_LINES: i32 = 7;

/// Lines of text that 附件说明 and signature, which stay together, take along to their page.
const CARRIED: usize = 3;

/// Lines of a page's cells beyond which one row may well stand there by itself: the table's head and a row of five.
const TALL: usize = 5;

const TEXT: [Role; 5] = [Role::Body, Role::Heading1, Role::Heading2, Role::Heading3, Role::Heading4];

#[test]
fn no_page_of_a_random_document_is_one_an_office_would_not_let_out() {
    let documents = std::env::var("DUCHA_PAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(DOCUMENTS);
    let mut found: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for seed in 0..documents {
        let (head, text) = official(seed);
        let style = sheet(head.style.as_deref().unwrap_or("document")).expect("every format has its sheet");
        let made = typeset(&compose(&head, &text), &style);
        for (reader, kinds) in [(Reader::Word, WORD), (Reader::LibreOffice, OFFICE)] {
            let pages = layout_for(&made.flow, reader);
            for (kind, of_kind) in kinds.iter().zip(KINDS) {
                if of_kind(&made.flow, &pages) {
                    found.entry(kind).or_default().push(seed);
                }
            }
        }
    }
    let counts: Vec<String> =
        found.iter().map(|(kind, seeds)| format!("{kind}: {} {seeds:?}", seeds.len())).collect();
    assert!(found.is_empty(), "of {documents} documents\n{}", counts.join("\n"));
}

const WORD: [&str; 7] = [
    "no text on page 1",
    "signature without text",
    "seal over text",
    "half-empty page",
    "imprint alone",
    "heading last",
    "row alone",
];
const OFFICE: [&str; 7] = [
    "LibreOffice: no text on page 1",
    "LibreOffice: signature without text",
    "LibreOffice: seal over text",
    "LibreOffice: half-empty page",
    "LibreOffice: imprint alone",
    "LibreOffice: heading last",
    "LibreOffice: row alone",
];

type Kind = fn(&Flow, &Pages) -> bool;
const KINDS: [Kind; 7] =
    [no_text_first, signature_alone, seal_over_text, half_empty, imprint_alone, heading_last, row_alone];

fn no_text_first(_: &Flow, pages: &Pages) -> bool {
    pages.pages.len() > 1 && !pages.pages.first().is_some_and(|page| page.marks.iter().any(is_text))
}

fn is_text(mark: &document::Mark) -> bool {
    TEXT.contains(&mark.role) || mark.role == Role::Cell
}

fn signature_alone(_: &Flow, pages: &Pages) -> bool {
    let signed = |page: &Page| page.marks.iter().any(|m| m.role == Role::Signature);
    let Some(at) = pages.pages.iter().position(signed) else { return false };
    let (before, rest) = pages.pages.split_at(at);
    // A single line cannot be on page 1 and on the signature's page, too.
    let text = before.iter().flat_map(|page| &page.marks).filter(|m| is_text(m));
    let line = text.map(|m| m.text.chars().count()).sum::<usize>() <= 28;
    rest.first().is_some_and(|page| !page.marks.iter().any(is_text)) && !line
}

/// The seal's middle is between the name and the date.
fn seal_over_text(flow: &Flow, pages: &Pages) -> bool {
    let sealed = {
        // Without a seal the date stands two characters in from the name; under one both are centred.
        let items = flow.sections.iter().flat_map(|s| &s.items);
        let mut lines = items.filter_map(|item| match item {
            Item::Paragraph(p) if p.role == Role::Signature && !p.runs.is_empty() => Some(p),
            Item::Paragraph(_) | Item::Table(_) => None,
        });
        lines.next().is_none_or(|p| p.align == document::flow::Align::Centre)
    };
    let page = pages.pages.iter().find(|page| page.marks.iter().any(|m| m.role == Role::Signature));
    let Some(page) = page.filter(|_| sealed) else { return false };
    let signature = page.marks.iter().filter(|m| m.role == Role::Signature).map(|m| m.y).min().unwrap_or(0);
    let above = page.marks.iter().filter(|m| m.y < signature).map(|m| m.y).max().unwrap_or(0);
    // A baseline stands four fifths down its line, ink ends a seventh of a character below it.
    signature + LINE / 5 - SEAL < above + 45
}

fn half_empty(flow: &Flow, pages: &Pages) -> bool {
    let mut pairs = pages.pages.iter().zip(pages.pages.iter().skip(1));
    pairs.any(|(page, next)| {
        let setup = flow.sections.get(page.section).map(|s| &s.page);
        let edge = setup.map_or(0, |s| s.height - s.bottom);
        let first = next.marks.iter().filter(|m| m.role != Role::Furniture).min_by_key(|m| (m.y, m.x));
        let starts_anew = first.is_none_or(|m| matches!(m.role, Role::Annex | Role::Imprint));
        let text = next.marks.iter().filter(|m| is_text(m)).map(|m| m.y).collect::<BTreeSet<i32>>();
        let signed = next.marks.iter().any(|m| m.role == Role::Signature) && text.len() <= CARRIED;
        page.section == next.section
            && !starts_anew
            && !signed
            && edge - page.text_bottom > EMPTY_LINES * LINE
    })
}

fn imprint_alone(_: &Flow, pages: &Pages) -> bool {
    let [.., before, last] = pages.pages.as_slice() else { return false };
    let only = last.marks.iter().all(|m| matches!(m.role, Role::Imprint | Role::Furniture));
    // After a page on its side the imprint has to stand upright on the next.
    only && before.width < before.height
}

fn heading_last(flow: &Flow, pages: &Pages) -> bool {
    let before_last = pages.pages.split_last().map_or(&[][..], |(_, rest)| rest);
    let heading = |line: u32| {
        let items = flow.sections.iter().flat_map(|s| &s.items);
        let mut paragraphs = items.filter_map(|item| match item {
            Item::Paragraph(p) if p.source_line == Some(line) => Some(p),
            Item::Paragraph(_) | Item::Table(_) => None,
        });
        paragraphs.next().is_some_and(|p: &Paragraph| p.keep_next && p.role != Role::Body)
    };
    before_last.iter().any(|page| {
        let last = page.marks.iter().filter(|m| m.role != Role::Furniture).max_by_key(|m| (m.y, m.x));
        last.is_some_and(|m| TEXT.contains(&m.role) && m.source_line.is_some_and(heading))
    })
}

/// A row of a table that goes on before or after stands by itself.
fn row_alone(_: &Flow, pages: &Pages) -> bool {
    let mut rows: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for mark in page.marks.iter().filter(|m| m.role == Role::Cell) {
            if let Some((table, row)) = mark.text.split_once('-')
                && row.len() == 2
                && table.chars().chain(row.chars()).all(|c| c.is_ascii_digit())
            {
                *rows.entry(table.to_owned()).or_default().entry(number).or_default() += 1;
            }
        }
    }
    let tall = |number: usize| {
        let cells = pages.pages.get(number).into_iter().flat_map(|page| &page.marks);
        let heights: BTreeSet<i32> = cells.filter(|m| m.role == Role::Cell).map(|m| m.y).collect();
        heights.len() > TALL
    };
    let alone = |(number, count): (&usize, &usize)| *count == 1 && !tall(*number);
    rows.values().any(|pages| pages.len() > 1 && pages.iter().any(alone))
}
