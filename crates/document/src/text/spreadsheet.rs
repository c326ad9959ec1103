//! What spreadsheets and tables of documents put on the clipboard: lines of cells parted by tabs. A cell with line breaks
//! stands in quotation marks, and those inside are doubled.

use std::ops::Range;

use super::columns;
use super::grid;
use super::line::numbered_level;
use super::table::{self, MOST_COLUMNS};

/// A line of the clipboard.
struct Record {
    /// Where it stands in the text, without its break.
    range: Range<usize>,
    cells: Vec<String>,
}

/// The clipboard's text, with line feeds alone for line breaks.
#[must_use]
pub fn unbroken(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The cells of a clipboard, when it holds more than one or one that is written as a cell; `html` is the same as a page,
/// empty when there is none. Lines without a tab are cells under each other when the page says so, or when each of them,
/// the last one too, has its break and there is no page.
#[must_use]
pub fn cells(text: &str, html: &str) -> Option<Vec<Vec<String>>> {
    let text = unbroken(text);
    let records = records(&text);
    let tabs = records.iter().any(|record| record.cells.len() > 1);
    let column = holds_table(html) || (html.is_empty() && text.ends_with('\n'));
    let quoted = records.len() == 1 && text.starts_with('"');
    let rows: Vec<Vec<String>> = records.into_iter().map(|record| record.cells).collect();
    let plain = matches!(rows.as_slice(), [row] if matches!(row.as_slice(), [cell] if *cell == text));
    ((tabs || column || quoted) && !plain && !rows.is_empty()).then_some(rows)
}

/// The clipboard's text with its tables as the grammar writes them; `None` when it holds none. A table is at least two
/// lines of as many cells each, two or more, that are not a list with its numbers and not indented paragraphs. A page
/// without a table says that there is none.
#[must_use]
pub fn with_tables(text: &str, html: &str) -> Option<String> {
    let sure = holds_table(html);
    if !(sure || html.is_empty()) || !text.contains('\t') {
        return None;
    }
    let text = unbroken(text);
    let records = records(&text);
    let mut lines = Vec::new();
    let mut found = false;
    for run in records.chunk_by(|a, b| (a.cells.len() > 1) == (b.cells.len() > 1)) {
        let range = run.first().map_or(0, |r| r.range.start)..run.last().map_or(0, |r| r.range.end);
        if is_table(run, sure) {
            found = true;
            lines.push(table_of(run));
        } else {
            lines.extend(text.get(range).map(str::to_owned));
        }
    }
    found.then(|| lines.join("\n"))
}

/// What is pasted, with its tables, between what stands before and behind it in a part of running text: a table has its
/// lines for itself, and a blank line parts it from a table that the part touches. Returns the text and the line in it on
/// which the first table begins, from 0.
#[must_use]
pub fn set_between(before: &str, pasted: &str, after: &str, touches: (bool, bool)) -> (String, usize) {
    let is_row = |line: Option<&str>| line.is_some_and(|line| line.starts_with('|'));
    let mut text = before.to_owned();
    if is_row(pasted.lines().next()) && if before.is_empty() { touches.0 } else { !before.ends_with('\n') } {
        text.push('\n');
    }
    let begin = text.matches('\n').count();
    let line = begin + pasted.lines().position(|line| is_row(Some(line))).unwrap_or_default();
    text.push_str(pasted);
    if is_row(pasted.lines().last()) && if after.is_empty() { touches.1 } else { !after.starts_with('\n') } {
        text.push('\n');
    }
    text.push_str(after);
    (text, line)
}

/// Whether a page holds a table.
fn holds_table(html: &str) -> bool {
    let tag = |(at, _)| html.get(at + 1..at + 6).is_some_and(|tag: &str| tag.eq_ignore_ascii_case("table"));
    html.match_indices('<').any(tag)
}

fn is_table(run: &[Record], sure: bool) -> bool {
    let Some(width) = run.first().map(|record| record.cells.len()) else { return false };
    let first = |is: fn(&str) -> bool| run.iter().all(|record| record.cells.first().is_some_and(|c| is(c)));
    run.len() > 1
        && (2..=MOST_COLUMNS).contains(&width)
        && run.iter().all(|record| record.cells.len() == width)
        && !(width == 2 && first(is_number))
        && (sure || !first(str::is_empty))
}

/// The number or the sign before an item of a list.
fn is_number(text: &str) -> bool {
    let sign = |c: char| !c.is_alphanumeric() || ('①'..='⑳').contains(&c);
    let one = text.chars().count() == 1 && text.chars().all(sign);
    one || (text.chars().count() <= 6 && numbered_level(&format!("{text}项")).is_some())
}

/// A table as the grammar writes it, with its head and the widths of its columns.
fn table_of(run: &[Record]) -> String {
    let rows: Vec<&[String]> = run.iter().map(|record| record.cells.as_slice()).collect();
    let head = usize::from(columns::has_head(&rows));
    let columns = rows.first().map_or(0, |row| row.len());
    let column = |c: usize| {
        let values = || rows.iter().skip(head).filter_map(move |row| row.get(c)).filter(|v| !v.is_empty());
        let centred = values().next().is_some() && values().all(|value| columns::is_figure(value));
        let centred = if centred { table::CENTRED } else { "" };
        format!(" {}{}{centred} ", table::WIDTH, columns::width(&rows, c))
    };
    let widths = format!("|{}|", (0..columns).map(column).collect::<Vec<_>>().join("|"));
    let row = |row: &&[String]| {
        let cells = row.iter().map(|cell| format!(" {} ", table::cell_text(cell))).collect();
        grid::row_of(cells)
    };
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(head, widths);
    lines.join("\n")
}

/// The lines of a clipboard, which may end with a line break.
fn records(text: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let mut cells = Vec::new();
        let mut at = start;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let (cell, length) = quoted(rest).unwrap_or_else(|| {
                let length = rest.find(['\t', '\n']).unwrap_or(rest.len());
                (rest.get(..length).unwrap_or_default().trim().to_owned(), length)
            });
            cells.push(cell);
            at += length;
            if !text.get(at..).unwrap_or_default().starts_with('\t') {
                break;
            }
            at += 1;
        }
        records.push(Record { range: start..at, cells });
        start = at + 1;
    }
    records
}

/// A cell in quotation marks and its length in the text; `None` when the marks belong to its words.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('"')?;
    let mut needed = false;
    loop {
        let (words, after) = rest.split_once('"')?;
        value.push_str(words);
        needed |= words.contains(['\t', '\n']);
        rest = after;
        let Some(after) = rest.strip_prefix('"') else { break };
        value.push('"');
        needed = true;
        rest = after;
    }
    let ends = rest.is_empty() || rest.starts_with(['\t', '\n']);
    (ends && needed).then(|| (value.trim().to_owned(), text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Part, parts};

    fn rows(text: &str) -> Vec<Vec<String>> {
        cells(text, "").expect("cells")
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        assert_eq!(rows("甲\t乙\r\n丙\t\r\n"), [["甲", "乙"], ["丙", ""]]);
        assert_eq!(rows("\"一行\n两行\"\t\"说\"\"好\"\"\"\n"), [["一行\n两行", "说\"好\""]]);
        assert_eq!(
            rows("\"甲\"\t\"乙\n丙\t丁"),
            [vec!["\"甲\"", "\"乙"], vec!["丙", "丁"]],
            "words with marks"
        );
        assert_eq!(rows("甲\r\n"), [["甲"]], "one cell brings no line of its own");
        assert_eq!(rows("\"一行\n两行\"\r\n"), [["一行\n两行"]]);
        assert_eq!(rows("甲\n乙\n"), [["甲"], ["乙"]]);
    }

    #[test]
    fn words_are_no_cells() {
        let page = "<html><p>甲</p>";
        for (text, html) in [("甲", ""), ("甲\n乙", ""), ("甲\n乙\n", page), ("", ""), ("\"甲\"", "")] {
            assert_eq!(cells(text, html), None, "{text:?}");
        }
        assert_eq!(cells("甲\n乙", "<TABLE><tr>").map(|rows| rows.len()), Some(2));
    }

    #[test]
    fn a_pasted_table_is_one_of_the_grammar() {
        let made = with_tables("项目\t数量\n甲|乙\t12\n\"一\n二\"\t3\n", "").expect("a table");
        assert_eq!(made, "| 项目 | 数量 |\n| 列宽5 | 列宽4居中 |\n| 甲\\|乙 | 12 |\n| 一\\n二 | 3 |");
        let parts = parts(&made);
        let [Part::Gap(_), Part::Table(grid), Part::Gap(_)] = parts.as_slice() else { panic!("{parts:?}") };
        let rows = grid.rows();
        assert_eq!((rows.len(), rows[0].head, rows[2].cells[0].text.as_str()), (3, true, "一\n二"));
        let made = with_tables("1\t2\n3\t4", "").expect("a table");
        assert_eq!(made, "| 列宽4居中 | 列宽4居中 |\n| 1 | 2 |\n| 3 | 4 |", "figures have no head");
        let made = with_tables("序号\t^\n--\t--\n", "").expect("a table");
        assert!(made.starts_with("| 序号 | \\^ |\n| 列") && made.ends_with("| \\-- | -- |"), "{made}");
    }

    #[test]
    fn a_table_stands_between_its_paragraphs() {
        let made = with_tables("一、情况如下：\n甲\t乙\n丙\t丁\n特此报告。", "<table>").expect("a table");
        assert!(
            made.starts_with("一、情况如下：\n| 甲 | 乙 |\n") && made.ends_with("| 丙 | 丁 |\n特此报告。"),
            "{made}"
        );
        let (text, line) = set_between("上文", "| 甲 |", "下文", (true, true));
        assert_eq!((text.as_str(), line), ("上文\n| 甲 |\n下文", 1));
        assert_eq!(set_between("", "| 甲 |", "", (true, true)), ("\n| 甲 |\n".to_owned(), 1));
        assert_eq!(set_between("", "| 甲 |", "", (false, false)), ("| 甲 |".to_owned(), 0));
        assert_eq!(set_between("上文\n", "| 甲 |", "\n下文", (false, true)).0, "上文\n| 甲 |\n下文");
    }

    #[test]
    fn prose_with_tabs_stays_prose() {
        let texts = [
            "联系人：\t张三",
            "\t第一段。\n\t第二段。",
            "1.\t报送材料\n2.\t开展自查",
            "一、\t总体要求\n二、\t工作安排",
            "（1）\t甲\n（2）\t乙",
            "•\t甲\n•\t乙",
            "甲\t乙\n丙\t丁\t戊",
            "甲\t乙\n\n丙\t丁",
            "没有制表符。\n第二段。",
        ];
        for text in texts {
            assert_eq!(with_tables(text, ""), None, "{text:?}");
        }
        assert_eq!(with_tables("甲\t乙\n丙\t丁", "<p>甲"), None, "a page without a table has none");
        assert!(with_tables("1\t报送材料\n2\t开展自查", "").is_some(), "numbers in a column of their own");
    }
}
