//! Official documents of random shape, laid out and not rendered: no page is of a kind that an office would not let
//! out. `DUCHA_PAGES=1000` takes so many instead of the usual number; each failure names its seed.

use std::collections::{BTreeMap, BTreeSet};

use document::flow::{Flow, Item, Paragraph, Role};
use document::{Page, Pages, Reader, compose, layout_for, typeset};
use tests::random::{CLOSINGS, official};
use tests::styles::sheet;

#[path = "pages/forms.rs"]
mod forms;

/// How many documents an ordinary run lays out.
const DOCUMENTS: u64 = 200;

/// Seeds of documents beyond the usual number that once had such a page.
const HARD: [u64; 2] = [771, 1065];

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
    let seeds: Vec<u64> = (0..documents).chain(HARD.into_iter().filter(|seed| *seed >= documents)).collect();
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for seed in seeds {
        let (head, text) = official(seed);
        let style = sheet(head.style.as_deref().unwrap_or("document")).expect("every format has its sheet");
        let made = typeset(&compose(&head, &text), &style);
        for reader in [Reader::Word, Reader::LibreOffice] {
            let pages = layout_for(&made.flow, reader);
            for (kind, of_kind) in KINDS {
                if of_kind(&made.flow, &pages) {
                    found.entry(format!("{kind}, {reader:?}")).or_default().push(seed);
                }
            }
        }
    }
    let counts: Vec<String> =
        found.iter().map(|(kind, seeds)| format!("{kind}: {} {seeds:?}", seeds.len())).collect();
    assert!(found.is_empty(), "of {documents} documents\n{}", counts.join("\n"));
}

type Kind = fn(&Flow, &Pages) -> bool;
const KINDS: [(&str, Kind); 10] = [
    ("no text on page 1", no_text_first),
    ("signature with less than two lines of text", signature_alone),
    ("paragraph made two", made_two),
    ("seal over text", seal_over_text),
    ("half-empty page", half_empty),
    ("imprint alone", imprint_alone),
    ("heading last", heading_last),
    ("head of a table alone", head_alone),
    ("row alone", row_alone),
    ("day or code cut", cut_cell),
];

fn no_text_first(_: &Flow, pages: &Pages) -> bool {
    pages.pages.len() > 1 && !pages.pages.first().is_some_and(|page| page.marks.iter().any(is_text))
}

fn is_text(mark: &document::Mark) -> bool {
    TEXT.contains(&mark.role) || mark.role == Role::Cell
}

fn proper(mark: &&document::Mark) -> bool {
    is_text(mark) && !CLOSINGS.contains(&mark.text.as_str())
}

/// Two lines of the text proper stand with the signature; a closing phrase and a line of cells beside it are none.
fn signature_alone(_: &Flow, pages: &Pages) -> bool {
    let signed = |page: &Page| page.marks.iter().any(|m| m.role == Role::Signature);
    let Some(at) = pages.pages.iter().position(signed) else { return false };
    let (before, rest) = pages.pages.split_at(at);
    let lines = |page: &Page| page.marks.iter().filter(proper).map(|m| m.y).collect::<BTreeSet<i32>>().len();
    let here = rest.first().map_or(0, lines);
    // Nothing comes over from pages that lie otherwise, and page 1 shows text, too.
    let same = before.iter().filter(|page| rest.first().is_some_and(|signed| signed.section == page.section));
    let elsewhere: usize = same.map(lines).sum();
    here < 2.min((here + elsewhere).saturating_sub(1))
}

/// A paragraph of the text stays one in the file.
fn made_two(flow: &Flow, _: &Pages) -> bool {
    let mut seen = BTreeSet::new();
    let items = flow.sections.iter().flat_map(|s| &s.items);
    let mut lines = items.filter_map(|item| match item {
        Item::Paragraph(p) if TEXT.contains(&p.role) => p.source_line,
        Item::Paragraph(_) | Item::Table(_) => None,
    });
    lines.any(|line| !seen.insert(line))
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
        let text = next.marks.iter().filter(proper).map(|m| m.y).collect::<BTreeSet<i32>>();
        let signed = next.marks.iter().any(|m| m.role == Role::Signature) && text.len() <= CARRIED;
        page.section == next.section
            && !starts_anew
            && !signed
            && edge - page.text_bottom > EMPTY_LINES * LINE
    })
}

fn imprint_alone(_: &Flow, pages: &Pages) -> bool {
    let Some(last) = pages.pages.last().filter(|_| pages.pages.len() > 1) else { return false };
    last.marks.iter().all(|m| matches!(m.role, Role::Imprint | Role::Furniture))
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
            if let Some((table, _)) = mark.text.split_once('-').filter(|_| is_number(&mark.text)) {
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

/// The first of a row's cells, as the generator numbers them: the table's number and the row's.
fn is_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(table, row)| {
        row.len() == 2 && table.chars().chain(row.chars()).all(|c| c.is_ascii_digit())
    })
}

/// The head row of a table with no row below it.
fn head_alone(_: &Flow, pages: &Pages) -> bool {
    pages.pages.iter().any(|page| {
        let cells = || page.marks.iter().filter(|m| m.role == Role::Cell);
        cells().any(|head| head.text == "序号" && !cells().any(|m| m.y > head.y && is_number(&m.text)))
    })
}

/// A day or a code that a line of its cell cuts.
fn cut_cell(_: &Flow, pages: &Pages) -> bool {
    let whole = |text: &str| {
        let day = text.starts_with("2026年") && text.ends_with('日');
        let code = text.starts_with('B') && text.len() == 6;
        day || code || is_number(text)
    };
    let part = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "年月日B-".contains(c));
    let mut lines = pages.pages.iter().flat_map(lines_of_cells);
    lines.any(|line| part(&line) && !whole(&line))
}

/// The lines of a page's cells: marks that touch are of one line.
fn lines_of_cells(page: &Page) -> Vec<String> {
    let mut cells: Vec<_> = page.marks.iter().filter(|m| m.role == Role::Cell).collect();
    cells.sort_by_key(|m| (m.y, m.x));
    let mut lines: Vec<(i32, i32, String)> = Vec::new();
    for mark in cells {
        match lines.last_mut() {
            Some((y, end, line)) if *y == mark.y && (mark.x - *end).abs() < 60 => {
                line.push_str(&mark.text);
                *end = mark.x + mark.width;
            }
            _ => lines.push((mark.y, mark.x + mark.width, mark.text.clone())),
        }
    }
    lines.into_iter().map(|(.., line)| line).collect()
}
