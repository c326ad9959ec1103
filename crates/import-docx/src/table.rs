//! Tables become rows with pipes: `<` joins a cell to its left neighbour, `^` to the one above.

use crate::lines::{Align, Block, Line, TableText, is_date};
use crate::notice::NoticeKind;
use crate::read::{Walker, alternative};
use crate::xml::Element;

/// Dashes that stand for the whole width of a table.
const DASHES: u32 = 40;

/// Most columns; Word itself allows 63.
const MOST_COLUMNS: usize = 200;

/// A cell as the file has it.
#[derive(Debug, Default)]
struct Cell {
    text: String,
    span: usize,
    /// Goes on from the cell above.
    down: bool,
    /// Goes on from the cell at its left (the old way of merging).
    right: bool,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    before: usize,
    after: usize,
    header: bool,
}

impl Row {
    fn width(&self) -> usize {
        self.before + self.cells.iter().map(|c| c.span).sum::<usize>() + self.after
    }
}

impl Walker<'_, '_> {
    /// Reads a table; one of a single column is a frame around lines.
    pub(crate) fn table(&mut self, table: &Element, out: &mut Vec<Block>) {
        let mut rows = Vec::new();
        let mut pictures = Vec::new();
        self.rows(table, &mut rows, &mut pictures);
        let columns = rows.iter().map(Row::width).max().unwrap_or(0).min(MOST_COLUMNS);
        if columns == 0 {
            return;
        }
        let cells = || rows.iter().flat_map(|r| &r.cells);
        // A joint mark stands in a table of its own: names at the left, 文件 at their right.
        let joint = columns == 2 && cells().filter(|c| c.text == "文件").count() == 1;
        if columns == 1 || joint {
            let (beside, lines): (Vec<&str>, Vec<&str>) =
                cells().flat_map(|c| c.text.split('\n')).partition(|t| joint && *t == "文件");
            let line = |text: &str| Block::Line(Line { text: text.to_owned(), align: Align::Start, size: 0 });
            let lines = lines.into_iter().filter(|t| !joint || !t.is_empty()).map(line);
            out.extend(lines);
            out.extend(beside.into_iter().map(line));
            out.append(&mut pictures);
            return;
        }
        if let Some(lines) = signature(table, &rows) {
            let line = |text: String| Block::Line(Line { text, align: Align::Start, size: 0 });
            out.extend(lines.into_iter().map(line));
            return;
        }
        let (marked, crossed) = marks(&rows, columns);
        for _ in 0..crossed {
            self.notices.add(NoticeKind::MergedCell, "");
        }
        let heads = heads(&rows);
        let mut lines: Vec<String> = marked.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
        lines.insert(heads.min(lines.len()), delimiter(table, columns));
        let plain = rows
            .iter()
            .map(|r| r.cells.iter().map(|c| c.text.replace('\n', " ")).filter(|t| !t.trim().is_empty()))
            .map(|cells| cells.collect::<Vec<_>>().join("\u{3000}"))
            .collect();
        out.push(Block::Table(TableText { lines, plain }));
        out.append(&mut pictures);
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Row>, pictures: &mut Vec<Block>) {
        for child in element.elements() {
            match child.name {
                "w:tr" => {
                    let properties = child.child("w:trPr");
                    if properties.is_some_and(|p| p.child("w:del").is_some()) {
                        self.deleted(child);
                        self.notices.add(NoticeKind::Deletion, "");
                        continue;
                    }
                    let count = |name: &str| {
                        properties
                            .and_then(|p| p.val(name))
                            .and_then(|v| v.parse().ok())
                            .unwrap_or(0)
                            .min(MOST_COLUMNS)
                    };
                    let mut row = Row {
                        before: count("w:gridBefore"),
                        after: count("w:gridAfter"),
                        header: properties.is_some_and(|p| p.on("w:tblHeader")),
                        ..Row::default()
                    };
                    self.cells(child, &mut row.cells, pictures);
                    rows.push(row);
                }
                "w:del" | "w:moveFrom" => self.deleted(child),
                "mc:AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.rows(chosen, rows, pictures);
                    }
                }
                "w:sdt" | "w:sdtContent" | "w:ins" | "w:moveTo" | "w:customXml" | "" => {
                    self.rows(child, rows, pictures);
                }
                _ => {}
            }
        }
    }

    fn cells(&mut self, element: &Element, cells: &mut Vec<Cell>, pictures: &mut Vec<Block>) {
        for child in element.elements() {
            match child.name {
                "w:tc" => {
                    let properties = child.child("w:tcPr");
                    let span = properties.and_then(|p| p.val("w:gridSpan")).and_then(|v| v.parse().ok());
                    let going = |name: &str| {
                        properties
                            .and_then(|p| p.child(name))
                            .is_some_and(|m| m.attribute("val") != Some("restart"))
                    };
                    cells.push(Cell {
                        text: self.cell_text(child, pictures),
                        span: span.unwrap_or(1).clamp(1, MOST_COLUMNS),
                        down: going("w:vMerge"),
                        right: going("w:hMerge"),
                    });
                }
                "w:sdt" if self.is_prompt(child) => cells.push(Cell { span: 1, ..Cell::default() }),
                "w:sdt" | "w:sdtContent" | "w:ins" | "w:customXml" | "" => self.cells(child, cells, pictures),
                _ => {}
            }
        }
    }

    /// The lines of a cell; a table in it becomes text, its pictures follow the table.
    fn cell_text(&mut self, cell: &Element, pictures: &mut Vec<Block>) -> String {
        let mut blocks = Vec::new();
        self.blocks(cell, &mut blocks);
        let mut lines = Vec::new();
        for block in blocks {
            match block {
                Block::Line(line) => lines.push(line.text.trim().to_owned()),
                Block::Table(table) => {
                    self.notices.add(NoticeKind::NestedTable, table.plain.first().map_or("", String::as_str));
                    lines.extend(table.plain);
                }
                Block::Picture(name) => pictures.push(Block::Picture(name)),
            }
        }
        lines.retain(|l| !l.is_empty());
        lines.join("\n")
    }
}

/// Joint issuers sign side by side in a table without lines that ends with the date: names with wide gaps, the date.
fn signature(table: &Element, rows: &[Row]) -> Option<Vec<String>> {
    let cells: Vec<&str> = rows.iter().flat_map(|r| &r.cells).map(|c| c.text.as_str()).collect();
    let (names, date) = cells.iter().rev().find(|c| !c.is_empty())?.rsplit_once('\n')?;
    let short = |name: &str| name.chars().count() <= 30 && !name.contains(['，', '。', '：']);
    if has_lines(table) || !is_date(date) || names.is_empty() || !cells.iter().all(|c| short(c)) {
        return None;
    }
    let row = |row: &Row| {
        let names =
            row.cells.iter().flat_map(|c| c.text.split('\n')).filter(|t| !t.is_empty() && !is_date(t));
        names.collect::<Vec<_>>().join("\u{3000}\u{3000}")
    };
    let mut lines: Vec<String> = rows.iter().map(row).filter(|l| !l.is_empty()).collect();
    lines.push(date.to_owned());
    Some(lines)
}

/// Whether a table draws any line.
fn has_lines(element: &Element) -> bool {
    element.elements().any(|e| match e.name {
        "w:tblBorders" | "w:tcBorders" => {
            e.elements().any(|b| !matches!(b.attribute("val"), Some("nil" | "none")))
        }
        "w:p" => false,
        _ => has_lines(e),
    })
}

/// The cells of each row as the grammar writes them, and how many merges cross each other.
fn marks(rows: &[Row], columns: usize) -> (Vec<Vec<String>>, usize) {
    let mut crossed = 0;
    // Where the cell above a column begins and how far it reaches.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; columns];
    let mut out = Vec::new();
    for row in rows {
        let mut made: Vec<String> = vec![String::new(); row.before.min(columns)];
        let mut reach: Vec<Option<(usize, usize)>> = (0..made.len()).map(|c| Some((c, 1))).collect();
        for cell in &row.cells {
            let start = made.len();
            let span = cell.span.min(columns.saturating_sub(start));
            if span == 0 {
                break;
            }
            let joins = cell.down && above.get(start).copied().flatten() == Some((start, span));
            if cell.right && start > 0 {
                let begun = reach.last().copied().flatten().map_or(start - 1, |(from, _)| from);
                made.extend(std::iter::repeat_n("<".to_owned(), span));
                let whole = start + span - begun;
                reach.truncate(begun);
                reach.extend(std::iter::repeat_n(Some((begun, whole)), whole));
                continue;
            }
            crossed += usize::from(cell.down && !joins);
            made.push(if joins { "^".to_owned() } else { escape(&cell.text) });
            made.extend(std::iter::repeat_n("<".to_owned(), span - 1));
            reach.extend(std::iter::repeat_n(Some((start, span)), span));
        }
        while made.len() < columns {
            reach.push(Some((made.len(), 1)));
            made.push(String::new());
        }
        above = reach;
        out.push(made);
    }
    (out, crossed)
}

/// First rows that repeat; a row that begins with 序号 is one without being told.
fn heads(rows: &[Row]) -> usize {
    let told = rows.iter().take_while(|r| r.header).count();
    let first = rows.first().and_then(|r| r.cells.first()).map(|c| c.text.replace(char::is_whitespace, ""));
    let numbered = matches!(first.as_deref(), Some("序号" | "编号"));
    let heads = if told == 0 && numbered { 1 } else { told };
    // A head cell that reaches down takes its rows along.
    let deep = rows.iter().skip(heads).take_while(|r| heads > 0 && r.cells.iter().any(|c| c.down)).count();
    if deep < rows.len() - heads.min(rows.len()) { heads + deep } else { heads }
}

/// `|--|----|` with as many dashes as the columns are wide.
fn delimiter(table: &Element, columns: usize) -> String {
    let grid = table.child("w:tblGrid").into_iter().flat_map(Element::elements);
    let mut widths: Vec<u32> = grid
        .filter(|e| e.name == "w:gridCol")
        .map(|e| e.attribute("w").and_then(|w| w.parse().ok()).unwrap_or(0).min(40_000))
        .take(columns)
        .collect();
    let total: u32 = widths.iter().sum();
    if total == 0 || widths.len() < columns {
        widths = vec![3; columns];
    } else {
        widths = widths.iter().map(|w| (w * DASHES + total / 2) / total).collect();
    }
    let dashes: Vec<String> =
        widths.iter().map(|w| "-".repeat(usize::try_from((*w).max(2)).unwrap_or(2))).collect();
    format!("|{}|", dashes.join("|"))
}

/// A cell's text in one line of the grammar.
fn escape(text: &str) -> String {
    let text = text.trim();
    if matches!(text, "^" | "<") {
        return format!("\\{text}");
    }
    text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n")
}
