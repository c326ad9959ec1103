//! The roster of units as CSV (单位名册), read from the pack or from the office's own file.

use crate::content::Unit;
use crate::entry::EntryId;

/// Something in a roster that could not be used, with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// 1-based line.
    pub line: usize,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

/// Columns a roster must have.
const REQUIRED: [&str; 3] = ["unit_name", "short_name", "kind"];
/// More units than any roster of one academy; a file beyond it is not a roster.
const MAX_UNITS: usize = 5_000;
/// Longest file, in bytes.
const MAX_BYTES: usize = 4 << 20;
/// Most columns of a row; what stands in further ones is not kept.
const MAX_COLUMNS: usize = 100;
/// Longest cell, in characters.
const MAX_CELL: usize = 500;
/// Most problems that are listed: a file with more of them was the wrong one.
const MAX_PROBLEMS: usize = 100;

/// Reads a roster. Unusable lines are reported and left out; the rest is returned.
#[must_use]
pub fn parse(csv: &str) -> (Vec<(EntryId, Unit)>, Vec<RosterProblem>) {
    let text = csv.trim_start_matches('\u{feff}');
    if let Some(message) = refused(text) {
        return (Vec::new(), vec![problem(1, message)]);
    }
    let mut rows = csv_rows(text);
    let Some((_, header)) = rows.next() else {
        return (Vec::new(), vec![problem(1, "名册是空文件，请选择含表头的 CSV 名册")]);
    };
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !header.iter().any(|h| h == name)).collect();
    if !missing.is_empty() {
        let message = format!("名册缺少列：{}，请对照名册样例补齐表头", missing.join("、"));
        return (Vec::new(), vec![RosterProblem { line: 1, message }]);
    }
    let mut units = Vec::new();
    let mut problems = Vec::new();
    for (line, row) in rows {
        let get = |name: &str| {
            let at = header.iter().position(|h| h == name);
            at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
        };
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if problems.len() >= MAX_PROBLEMS {
            problems.push(problem(line, "名册的问题超过100处，其后各行未读入，请核对是否选错了文件"));
            break;
        }
        if units.len() >= MAX_UNITS {
            problems.push(problem(line, "名册超过5000个单位，其后各行未读入"));
            break;
        }
        match unusable(&row, get("unit_name").is_empty()) {
            Some(message) => problems.push(problem(line, message)),
            None => units.push((EntryId(format!("unit-{:03}", units.len() + 1)), unit(&get))),
        }
    }
    (units, problems)
}

/// Why a file is no roster at all.
fn refused(text: &str) -> Option<&'static str> {
    if text.len() > MAX_BYTES {
        return Some("名册超过4 MB，请核对是否选错了文件");
    }
    text.contains('\0').then_some("这不是文本名册，请在表格软件中打开名册，另存为 CSV 后重新选择")
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

/// Characters that make one name look like another.
fn deceives(c: char) -> bool {
    let invisible = matches!(c,
        '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}');
    invisible || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn unit(get: &impl Fn(&str) -> String) -> Unit {
    let kind = get("kind");
    let short_name = if get("short_name").is_empty() { get("unit_name") } else { get("short_name") };
    Unit {
        party_name: party_name(&short_name, &kind),
        name: get("unit_name"),
        short_name,
        branch: get("branch"),
        kind,
        supervised_by: get("supervised_by"),
        city: get("city"),
        certainty: get("certainty"),
        successor_branch: get("successor_branch_2026"),
        note: get("note"),
    }
}

/// Salutation of a unit's party organisation: 分院 → its own name (沈阳分院分党组), others → short name + 党委.
#[must_use]
pub fn party_name(short_name: &str, kind: &str) -> String {
    if kind == "分院分党组" || short_name.ends_with("党委") || short_name.ends_with("党组") {
        short_name.to_owned()
    } else {
        format!("{short_name}党委")
    }
}

fn problem(line: usize, message: &str) -> RosterProblem {
    RosterProblem { line, message: message.to_owned() }
}

/// Rows of a CSV with quoted cells (RFC 4180), each with the line it starts on.
fn csv_rows(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
    let mut rest = text.chars().peekable();
    let mut line = 1;
    std::iter::from_fn(move || {
        rest.peek()?;
        let started = line;
        let mut row = vec![String::new()];
        let mut quoted = false;
        while let Some(c) = rest.next() {
            let full = row.len() >= MAX_COLUMNS;
            let cell = row.last_mut().expect("a row always has a cell");
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => {
                    rest.next();
                    cell.push('"');
                }
                '"' if quoted || cell.is_empty() => quoted = !quoted,
                ',' if !quoted && full => {}
                ',' if !quoted => row.push(String::new()),
                '\r' if !quoted => {}
                '\n' if !quoted => {
                    line += 1;
                    break;
                }
                other => {
                    line += usize::from(other == '\n');
                    cell.push(other);
                }
            }
        }
        Some((started, row))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_keep_commas_and_line_breaks() {
        let (units, problems) = parse(
            "\u{feff}unit_name,short_name,kind,note\r\n甲所,甲,院属单位党委,\"一,\n\"\"二\"\"\"\r\n,,,\n",
        );
        assert_eq!(problems, vec![]);
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].1.note, "一,\n\"二\"");
        assert_eq!(units[0].1.party_name, "甲党委");
    }

    const HEAD: &str = "unit_name,short_name,kind\n";

    #[test]
    fn what_looks_like_a_formula_stays_a_name() {
        for name in ["=cmd|' /C calc'!A0", "+1", "-甲", "@x", "＝甲"] {
            let (units, problems) = parse(&format!("{HEAD}{name},甲,院属单位党委\n"));
            assert_eq!((units[0].1.name.as_str(), problems.len()), (name, 0));
        }
    }

    #[test]
    fn what_is_no_roster_is_refused_by_name() {
        for (text, word) in [
            ("x".repeat(MAX_BYTES + 1), "4 MB"),
            ("u\0n\0i\0t\0".to_owned(), "文本"),
            (format!("{HEAD}{},甲,乙\n", "长".repeat(501)), "500字"),
            (format!("{HEAD}\"{}", "甲,乙,丙\n".repeat(200)), "引号"),
            (format!("{HEAD}甲\u{202e}所,甲,乙\n"), "文字方向"),
            (format!("{HEAD}甲\u{7}所,甲,乙\n"), "不可见"),
        ] {
            let (units, problems) = parse(&text);
            assert!(units.is_empty() && problems.len() == 1, "{problems:?}");
            assert!(problems[0].message.contains(word), "{problems:?}");
        }
    }

    #[test]
    fn counts_stop_at_the_limit() {
        let (units, problems) = parse(&format!("{HEAD}{}", "甲,甲,乙\n".repeat(6_000)));
        assert_eq!((units.len(), problems.len()), (MAX_UNITS, 1));
        let (units, problems) = parse(&format!("{HEAD}{}", ",甲,乙\n".repeat(6_000)));
        assert_eq!((units.len(), problems.len()), (0, MAX_PROBLEMS + 1));
        let (units, problems) = parse(&format!("{HEAD}甲,甲,乙{}\n", ",".repeat(1_000_000)));
        assert_eq!((units.len(), problems.len()), (1, 0));
    }

    #[test]
    fn a_file_without_the_columns_is_refused_by_name() {
        let (units, problems) = parse("a,b\n1,2\n");
        assert!(units.is_empty());
        assert!(problems[0].message.contains("unit_name"));
    }
}
