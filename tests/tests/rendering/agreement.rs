//! Whether our own pages are the rendered ones: as many pages, and the same words on the same lines.
//!
//! Lines are compared by their text, page by page, in order. Left out are page numbers, marks (the ruler has them) and
//! cells of tables: a row's cells stand side by side, and a PDF does not say which words belong to which.

use document::flow::{Flow, Role};
use document::{Page, Reader, layout_for};
use tests::render::Line;

/// How far two paginations agree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreement {
    pub(crate) our_pages: usize,
    pub(crate) their_pages: usize,
    /// Lines of ours, and those of them that are on the rendered page too.
    pub(crate) lines: usize,
    pub(crate) equal: usize,
    /// The first lines of ours that are not, with their page.
    pub(crate) missing: Vec<(usize, String)>,
    /// Both paginations as text, to be looked at when they differ.
    pub(crate) texts: [String; 2],
}

/// How many lines that differ are worth reading.
const SHOWN: usize = 6;

/// Compares our pages of a flow with the lines of a rendered one.
pub(crate) fn compare(flow: &Flow, rendered: &[Vec<Line>]) -> Agreement {
    let mut ours = layout_for(flow, Reader::LibreOffice);
    // A blank sheet before an even page is in the file but not in the PDF.
    ours.pages.retain(|page| !(page.marks.is_empty() && page.rules.is_empty()));
    let mut found =
        Agreement { our_pages: ours.pages.len(), their_pages: rendered.len(), ..Agreement::default() };
    for (index, page) in ours.pages.iter().enumerate() {
        let own = lines(page);
        let theirs: Vec<String> =
            rendered.get(index).into_iter().flatten().map(|line| squeezed(&line.text)).collect();
        for (text, lines) in found.texts.iter_mut().zip([&own, &theirs]) {
            text.push_str(&format!("== {}\n{}\n", index + 1, lines.join("\n")));
        }
        let shared = common(&own, &theirs);
        found.lines += own.len();
        found.equal += shared.len();
        let missing = own.iter().enumerate().filter(|(at, _)| !shared.contains(at));
        found.missing.extend(missing.map(|(_, line)| (index + 1, line.clone())));
    }
    found.missing.truncate(SHOWN);
    found
}

/// Our lines of a page, cells and furniture left out.
fn lines(page: &Page) -> Vec<String> {
    let left_out = |role: Role| matches!(role, Role::Furniture | Role::Cell | Role::IssuerMark);
    let mut marks: Vec<_> = page.marks.iter().filter(|mark| !left_out(mark.role)).collect();
    marks.sort_by_key(|mark| (mark.y, mark.x));
    let mut lines: Vec<(i32, String)> = Vec::new();
    for mark in marks {
        match lines.last_mut() {
            Some((y, line)) if *y == mark.y => line.push_str(&mark.text),
            _ => lines.push((mark.y, mark.text.clone())),
        }
    }
    lines.into_iter().map(|(_, line)| squeezed(&line)).filter(|line| !line.is_empty()).collect()
}

/// A PDF has no spaces of its own, the reader of it makes some up; dots that lead to a page number are ornament.
fn squeezed(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match (text.find("...."), text.rfind("....")) {
        (Some(from), Some(to)) => [text.get(..from), text.get(to + 4..)].into_iter().flatten().collect(),
        _ => text,
    }
}

/// Places of the lines of `own` that are a common subsequence with `theirs`, the longest there is.
fn common(own: &[String], theirs: &[String]) -> Vec<usize> {
    // Row i, column j: how many lines own[i..] and theirs[j..] share.
    let mut table = vec![vec![0usize; theirs.len() + 1]];
    for line in own.iter().rev() {
        let below = table.last().cloned().unwrap_or_default();
        let mut row = vec![0usize; theirs.len() + 1];
        for (j, other) in theirs.iter().enumerate().rev() {
            let best =
                if line == other { cell(&below, j + 1) + 1 } else { cell(&below, j).max(cell(&row, j + 1)) };
            if let Some(slot) = row.get_mut(j) {
                *slot = best;
            }
        }
        table.push(row);
    }
    table.reverse();
    let (mut j, mut shared) = (0, Vec::new());
    for (i, (line, pair)) in own.iter().zip(table.windows(2)).enumerate() {
        let [here, below] = pair else { continue };
        // Lines of theirs that are in no longest subsequence with what is left of ours are passed over.
        while j < theirs.len() && theirs.get(j) != Some(line) && cell(here, j + 1) == cell(here, j) {
            j += 1;
        }
        if theirs.get(j) == Some(line) && cell(below, j + 1) + 1 == cell(here, j) {
            shared.push(i);
            j += 1;
        }
    }
    shared
}

fn cell(row: &[usize], at: usize) -> usize {
    row.get(at).copied().unwrap_or_default()
}
