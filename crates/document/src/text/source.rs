//! The lines of a text: blanks and invisible characters off, lines that were broken in mid-sentence whole again.

use std::borrow::Cow;

use super::line::{annex_label, attachment_label, clause, is_rule, numbered_level};
use super::names;
use super::notice::{NoticeKind, Notices};
use super::pages;
use crate::measure::text_half_ems;

/// Characters other than a newline that end a line where text comes from a word processor.
pub(super) const BREAKS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// What a line may end with when its sentence is over.
const ENDS: [char; 11] = ['。', '！', '？', '；', '：', '…', '”', '）', ')', ':', ';'];

/// Fewest and greatest width of lines that an e-mail program may have broken, in half ems.
const WRAPPED: std::ops::RangeInclusive<i32> = 44..=130;

/// How much shorter than the longest a broken line may be, in half ems: one character that did not fit, with its mark.
const SLACK: i32 = 5;

/// Shortest line whose missing end is worth a word, in half ems.
const LONG: i32 = 40;

/// A line of the source.
#[derive(Debug, Clone)]
pub(super) struct Row<'t> {
    /// Without blanks at both ends and without invisible characters.
    pub(super) text: Cow<'t, str>,
    /// As typed.
    pub(super) raw: &'t str,
    /// 1-based number of the line, the first one where lines were joined.
    pub(super) number: u32,
}

impl Row<'_> {
    /// Several tabs inside: a row of a table from a spreadsheet.
    fn is_columns(&self) -> bool {
        self.raw.contains('\t') && self.text.contains('\t')
    }

    fn indented(&self) -> bool {
        self.raw.starts_with(char::is_whitespace)
    }
}

/// The lines of a text. `join` puts together what an e-mail program or a page's end broke.
pub(super) fn rows<'t>(text: &'t str, join: bool, notices: &mut Notices) -> Vec<Row<'t>> {
    let mut rows = Vec::new();
    for (line, number) in text.split('\n').zip(1u32..) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        // In a table's row such a character breaks the line inside a cell.
        if !line.contains(BREAKS) || line.trim_start().starts_with('|') {
            rows.push(row(line, number, notices));
        } else {
            rows.extend(line.split(BREAKS).map(|piece| row(piece, number, notices)));
        }
    }
    if !join {
        return rows;
    }
    drop_page_numbers(&mut rows, notices);
    joined(rows, notices)
}

/// Leaves out the page numbers that were pasted along with the pages. A number alone is one only where such numbers follow
/// each other through the text.
fn drop_page_numbers(rows: &mut Vec<Row<'_>>, notices: &mut Notices) {
    let bare = counted_pages(rows);
    rows.retain(|row| {
        let goes = pages::is_page_number(&row.text) || bare.contains(&row.number);
        if goes {
            notices.add(row.number, NoticeKind::PageNumber { typed: row.text.clone().into_owned() });
        }
        !goes
    });
}

/// Numbers of the rows that hold nothing but 1, 2, 3 and so on, with text between them.
fn counted_pages(rows: &[Row<'_>]) -> Vec<u32> {
    let numbers: Vec<(usize, u32, u32)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.number, pages::bare_number(&row.text)?)))
        .collect();
    let apart = numbers.iter().zip(numbers.iter().skip(1)).all(|((one, _, first), (two, _, second))| {
        let between = rows.get(one + 1..*two).unwrap_or_default();
        *second == first + 1 && between.iter().filter(|row| !row.text.is_empty()).count() >= 3
    });
    if apart && numbers.len() >= 2 {
        numbers.into_iter().map(|(_, row, _)| row).collect()
    } else {
        Vec::new()
    }
}

fn row<'t>(raw: &'t str, number: u32, notices: &mut Notices) -> Row<'t> {
    let trimmed = trimmed(raw);
    if trimmed.contains(invisible) {
        let count = trimmed.chars().filter(|c| invisible(*c)).count();
        notices.add(number, NoticeKind::Invisible { count });
    }
    Row { text: visible(trimmed), raw, number }
}

fn trimmed(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

/// A line without blanks at both ends and without invisible characters.
pub(super) fn visible(raw: &str) -> Cow<'_, str> {
    let trimmed = trimmed(raw);
    if !trimmed.contains(invisible) {
        return Cow::Borrowed(trimmed);
    }
    let text: String = trimmed.chars().filter(|c| !invisible(*c)).collect();
    Cow::Owned(text.trim().to_owned())
}

/// Zero-width spaces, soft hyphens and marks of direction. The joiner of emoji stays.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'
            ..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// How an e-mail program broke the text: the greatest width of its lines.
#[derive(Debug, Clone, Copy)]
struct Wrap {
    width: i32,
    /// Paragraphs begin with blanks, so a line that does not goes on with the one above even after a full stop.
    by_indent: bool,
}

/// Three lines and more of nearly one width that end in mid-sentence tell that something broke them.
fn wrap(rows: &[Row<'_>]) -> Option<Wrap> {
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let broken: Vec<(&Row<'_>, i32)> = pairs
        .filter(|(row, next)| !row.text.is_empty() && !next.text.is_empty() && !next.indented())
        .filter(|(row, next)| unfinished(&row.text) && running(row) && !structural(next))
        .map(|(row, _)| (row, text_half_ems(&row.text)))
        .filter(|(_, width)| WRAPPED.contains(width))
        .collect();
    let width = broken.iter().map(|(_, width)| *width).max()?;
    let full: Vec<_> = broken.iter().filter(|(_, w)| *w >= width - SLACK).collect();
    let alike = full.len() >= 3 && full.len() * 3 >= broken.len() * 2;
    alike.then(|| Wrap { width, by_indent: full.iter().any(|(row, _)| row.indented()) })
}

/// The rows with broken lines made whole; each join and each doubtful end is noticed.
fn joined<'t>(rows: Vec<Row<'t>>, notices: &mut Notices) -> Vec<Row<'t>> {
    let wrap = wrap(&rows);
    let mut out: Vec<Row<'t>> = Vec::with_capacity(rows.len());
    let mut blanks = 0;
    // The last piece of the last filled row, as it stood in the source.
    let mut last: Option<Row<'t>> = None;
    for row in rows {
        if row.text.is_empty() {
            blanks += 1;
            out.push(row);
            continue;
        }
        let verdict = last.as_ref().map_or(Verdict::Apart, |last| judge(last, &row, blanks, wrap));
        let home = out.len().checked_sub(blanks + 1);
        match (verdict, home.and_then(|at| out.get_mut(at))) {
            (Verdict::Together, Some(target)) => {
                target.text.to_mut().push_str(&row.text);
                notices.add(row.number, NoticeKind::Joined { to: target.number });
                out.truncate(out.len() - blanks);
            }
            (Verdict::Doubtful, _) => {
                notices.add(last.as_ref().map_or(0, |l| l.number), NoticeKind::BrokenOff);
                out.push(row.clone());
            }
            (Verdict::Together | Verdict::Apart, _) => out.push(row.clone()),
        }
        last = Some(row);
        blanks = 0;
    }
    out
}

enum Verdict {
    /// One sentence in two lines.
    Together,
    /// Perhaps so; they stay apart.
    Doubtful,
    Apart,
}

fn judge(last: &Row<'_>, next: &Row<'_>, blanks: usize, wrap: Option<Wrap>) -> Verdict {
    if blanks > 2 || !running(last) || structural(next) {
        return Verdict::Apart;
    }
    // Nothing ends with these.
    if last.text.ends_with(['，', '、', '《', '“', '〔', '（']) && !next.text.starts_with(['，', '、'])
    {
        return Verdict::Together;
    }
    let width = text_half_ems(&last.text);
    if let Some(wrap) = wrap
        && blanks == 0
        && !next.indented()
        && (wrap.width - SLACK..=wrap.width + 2).contains(&width)
        && (unfinished(&last.text) || wrap.by_indent)
    {
        return Verdict::Together;
    }
    let prose = last.text.contains(['，', '。', '；']);
    if width < LONG || !prose || !unfinished(&last.text) || !next.text.starts_with(han) {
        return Verdict::Apart;
    }
    if is_tail(&next.text) { Verdict::Together } else { Verdict::Doubtful }
}

/// The last words of a sentence that a page's end cut off: a few characters and a full stop.
fn is_tail(text: &str) -> bool {
    let closings = ["特此", "此复", "此令", "妥否", "当否", "可否", "以上", "请", "专此", "谢谢"];
    let single = text.strip_suffix('。').is_some_and(|t| !t.contains(['，', '。', '：', '；', '、']));
    single && text.chars().count() <= 12 && !closings.iter().any(|c| text.starts_with(c))
}

fn han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

fn unfinished(text: &str) -> bool {
    !text.ends_with(ENDS) && !text.ends_with(['|', '】'])
}

/// Neither a table's row nor a drawn line.
fn running(row: &Row<'_>) -> bool {
    !row.text.starts_with(['|', '【']) && !row.is_columns() && !is_rule(&row.text)
}

/// A line that begins something of its own, whatever stands above it.
fn structural(row: &Row<'_>) -> bool {
    let text = row.text.as_ref();
    let labels = ["抄送", "主送", "抄报", "签发人", "联系人", "出席", "请假", "列席", "报：", "送：", "发："];
    !running(row)
        || numbered_level(text).is_some()
        || text.starts_with(['（', '(', '-', '#', '>', '*', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨'])
        || clause(text).is_some()
        || annex_label(text).is_some()
        || attachment_label(text).is_some()
        || labels.iter().any(|l| text.starts_with(l))
        || names::date(text).is_some()
        || names::printed_line(text).is_some()
        || names::organ_and_date(text).is_some()
        || names::unfinished_date(text)
        || names::number_line(text).is_some()
        || names::addressees(text).is_some()
        || (text.chars().count() <= 25 && names::issuers(text).is_some())
}
