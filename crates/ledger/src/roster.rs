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

/// Reads a roster. Unusable lines are reported and left out; the rest is returned.
#[must_use]
pub fn parse(csv: &str) -> (Vec<(EntryId, Unit)>, Vec<RosterProblem>) {
    let text = csv.trim_start_matches('\u{feff}');
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
        if units.len() >= MAX_UNITS {
            problems.push(problem(line, "名册超过5000个单位，其后各行未读入"));
            break;
        }
        if get("unit_name").is_empty() {
            problems.push(problem(line, "缺少单位全称，本行未读入"));
            continue;
        }
        units.push((EntryId(format!("unit-{:03}", units.len() + 1)), unit(&get)));
    }
    (units, problems)
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
            let cell = row.last_mut().expect("a row always has a cell");
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => {
                    rest.next();
                    cell.push('"');
                }
                '"' if quoted || cell.is_empty() => quoted = !quoted,
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

    #[test]
    fn a_file_without_the_columns_is_refused_by_name() {
        let (units, problems) = parse("a,b\n1,2\n");
        assert!(units.is_empty());
        assert!(problems[0].message.contains("unit_name"));
    }
}
