//! The roster of units as a table in text (单位名册), read from the pack or from the office's own file.

mod columns;
mod propose;
mod table;

use std::collections::BTreeMap;

pub use columns::Column;
pub use propose::{Difference, Fate, Line, Proposal};

use crate::content::Unit;
use crate::entry::EntryId;
use table::Table;

/// Something in a roster that could not be used, with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// 1-based line.
    pub line: usize,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

/// More units than any roster of one academy; a file beyond it is not a roster.
const MAX_UNITS: usize = 5_000;
/// Longest file, in bytes.
const MAX_BYTES: usize = 4 << 20;
/// Longest cell, in characters.
const MAX_CELL: usize = 500;
/// Most problems that are listed: a file with more of them was the wrong one.
const MAX_PROBLEMS: usize = 100;

/// What a file says, before it is compared with any book.
#[derive(Debug, Default)]
struct Read {
    /// Headings as written, and the column each stands for.
    headings: Vec<(String, Option<Column>)>,
    /// Units with the line they stand on; what a row leaves blank is blank.
    units: Vec<(usize, Unit)>,
    /// Lines about a unit that an earlier line was about.
    doubled: Vec<Doubled>,
    /// In order of their lines.
    problems: Vec<RosterProblem>,
}

/// A line about a unit that an earlier line was about.
#[derive(Debug)]
struct Doubled {
    line: usize,
    first: usize,
    name: String,
    /// Whether it says something that the first line does not.
    differs: bool,
}

/// Reads a roster. Unusable and doubled lines are reported and left out; the rest is returned.
#[must_use]
pub fn parse(text: &str) -> (Vec<(EntryId, Unit)>, Vec<RosterProblem>) {
    let read = read(text);
    let named =
        |(at, (_, unit)): (usize, (usize, Unit))| (EntryId(format!("unit-{:03}", at + 1)), complete(unit));
    let mut problems = read.problems;
    problems.extend(read.doubled.iter().map(|doubled| problem(doubled.line, &doubled.message())));
    problems.sort_by_key(|problem| problem.line);
    (read.units.into_iter().enumerate().map(named).collect(), problems)
}

impl Doubled {
    fn message(&self) -> String {
        let differs = if self.differs { "，且内容不同" } else { "" };
        format!("“{}”与第{}行是同一单位{differs}，本行未读入", self.name, self.first)
    }
}

fn read(text: &str) -> Read {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(message) = refused(text) {
        return Read { problems: vec![problem(1, message)], ..Read::default() };
    }
    let Some(table) = Table::find(text) else {
        let message = "名册缺少“单位全称”列，请在第一行写明列名，至少有单位全称";
        return Read { problems: vec![problem(1, message)], ..Read::default() };
    };
    let mut read = Read { headings: headings(&table.head.1), ..Read::default() };
    let above = |line: &usize| problem(*line, "在列名之前，未读入");
    read.problems.extend(table.above.iter().map(above));
    read_rows(&table, &mut read);
    if read.units.is_empty() && read.problems.is_empty() {
        read.problems.push(problem(table.head.0, "列名以下没有单位，请核对是否选错了文件"));
    }
    read
}

/// Each heading with its column; of two headings for one column the first counts.
fn headings(row: &[String]) -> Vec<(String, Option<Column>)> {
    let mut found: Vec<(String, Option<Column>)> = Vec::new();
    for heading in row {
        let column = Column::named(heading);
        let taken = found.iter().any(|(_, known)| known.is_some() && *known == column);
        let heading = heading.trim().chars().filter(|c| !c.is_control()).take(40).collect();
        found.push((heading, column.filter(|_| !taken)));
    }
    found
}

fn read_rows(table: &Table<'_>, read: &mut Read) {
    // Line, and place among the units, of every name met.
    let mut known: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (line, row) in table.rows() {
        if read.problems.len() + read.doubled.len() >= MAX_PROBLEMS {
            let message = "名册的问题超过100处，其后各行未读入，请核对是否选错了文件";
            read.problems.push(problem(line, message));
            break;
        }
        if read.units.len() >= MAX_UNITS {
            read.problems.push(problem(line, "名册超过5000个单位，其后各行未读入"));
            break;
        }
        let unit = unit_of(&read.headings, &row);
        if let Some(message) = unusable(&row, unit.name.is_empty()) {
            read.problems.push(problem(line, message));
            continue;
        }
        match known.get(&key(&unit.name)) {
            None => {
                known.insert(key(&unit.name), (line, read.units.len()));
                read.units.push((line, unit));
            }
            Some((first, at)) => {
                let differs = read.units.get(*at).is_some_and(|(_, first)| says_more(&unit, first));
                read.doubled.push(Doubled { line, first: *first, name: unit.name, differs });
            }
        }
    }
}

fn says_more(unit: &Unit, first: &Unit) -> bool {
    let other = |column: &Column| *column != Column::Name;
    Column::all().filter(other).any(|column| {
        let said = column.of(unit);
        !said.is_empty() && said != column.of(first)
    })
}

/// Why a file is no roster at all.
fn refused(text: &str) -> Option<&'static str> {
    if text.len() > MAX_BYTES {
        return Some("名册超过4 MB，请核对是否选错了文件");
    }
    if text.contains('\0') || text.starts_with("PK\u{3}\u{4}") {
        return Some("这不是文本名册，请在表格软件中打开名册，另存为 CSV 后重新选择");
    }
    expr::says_nothing(text).then_some("名册是空文件，请选择第一行为列名的 CSV 名册")
}

/// Why a row cannot be used. What stands in its cells is text and stays text, whatever it begins with.
fn unusable(row: &[String], nameless: bool) -> Option<&'static str> {
    let cells = || row.iter().flat_map(|cell| cell.chars());
    if row.iter().any(|cell| cell.chars().count() > MAX_CELL) {
        Some("有单元格超过500字，可能引号没有配对，本行未读入")
    } else if cells().any(deceives) {
        Some("含有不可见或改变文字方向的字符，本行未读入，请重新录入本行")
    } else {
        nameless.then_some("缺少单位全称，本行未读入")
    }
}

/// Characters that make one name look like another. Selectors of a form of a character belong to rare names.
fn deceives(c: char) -> bool {
    let selects = matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    (expr::invisible(c) && !selects)
        || ((c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) && !matches!(c, '\n' | '\r' | '\t'))
}

/// A row as a unit, with what the row says and no more.
fn unit_of(headings: &[(String, Option<Column>)], row: &[String]) -> Unit {
    let mut unit = Unit::default();
    for ((_, column), cell) in headings.iter().zip(row) {
        if let Some(column) = column {
            cell.trim().clone_into(column.slot(&mut unit));
        }
    }
    unit.name = tight(&unit.name);
    unit.short_name = tight(&unit.short_name);
    unit
}

/// A name without the blanks that stand between its Hanzi.
fn tight(name: &str) -> String {
    let hanzi = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
    let mut words = name.split_whitespace();
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        if !hanzi(out.chars().last()) || !hanzi(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What tells one unit from another: its name without blanks, in half width, in small letters.
fn key(name: &str) -> String {
    let half = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    let seen = name.chars().filter(|c| !c.is_whitespace() && !expr::invisible(*c));
    seen.map(half).collect::<String>().to_lowercase()
}

/// A new unit with what follows from what its row says.
fn complete(mut unit: Unit) -> Unit {
    if unit.short_name.is_empty() {
        unit.short_name.clone_from(&unit.name);
    }
    unit.party_name = party_name(&unit.short_name, &unit.kind);
    unit
}

/// What the names of party organisations end with, each with what such an organisation is called in a sentence of its own.
const ORGANS: [(&str, &str); 8] = [
    ("分党组", "分党组"),
    ("党组", "党组"),
    ("党委", "党委"),
    ("党工委", "党工委"),
    ("党委员会", "党委"),
    ("党总支", "党总支"),
    ("党总支部", "党总支"),
    ("党支部", "党支部"),
];

/// What a unit whose name is that of a party organisation calls that organisation (党委, 党支部, …); `None` for other names.
#[must_use]
pub fn party_organ(name: &str) -> Option<&'static str> {
    ORGANS.iter().find(|(end, _)| name.trim_end().ends_with(end)).map(|(_, organ)| *organ)
}

/// Salutation of a unit's party organisation: 分院 → its own name (沈阳分院分党组), as does a unit that is called by its
/// party organisation; others → short name + 党委.
#[must_use]
pub fn party_name(short_name: &str, kind: &str) -> String {
    if kind == "分院分党组" || party_organ(short_name).is_some() {
        short_name.to_owned()
    } else {
        format!("{short_name}党委")
    }
}

fn problem(line: usize, message: &str) -> RosterProblem {
    RosterProblem { line, message: message.to_owned() }
}

#[cfg(test)]
mod tests;
