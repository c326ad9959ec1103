//! `MEASURED.md`: every position beside what is required, kept in the repository and compared with each run.
//!
//! Documents that only differ in the length of their body share a row with the least and the greatest reading.

use std::collections::BTreeMap;
use std::path::Path;

use super::measure::Reading;

/// How far a reading may stray from the recorded one: what another version of a font moves.
const NOISE_MM: f64 = 0.3;

/// One position of one case.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    case: String,
    position: String,
    required: String,
    least: f64,
    most: f64,
}

/// The rows of a run: cases in the order of their names, positions in the order of their sheets.
fn rows(readings: &[(String, Reading)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (name, reading) in readings {
        let Some(measured) = reading.measured else { continue };
        let case = family(name);
        let at = *known.entry((case.clone(), reading.name.clone())).or_insert_with(|| {
            let required = reading.required.clone();
            let position = reading.name.clone();
            rows.push(Row { case, position, required, least: measured, most: measured });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            row.least = row.least.min(measured);
            row.most = row.most.max(measured);
        }
    }
    rows
}

/// `imprint-07` and `imprint-45` are one case.
fn family(name: &str) -> String {
    match name.rsplit_once('-') {
        Some((stem, count)) if count.len() == 2 && count.chars().all(|c| c.is_ascii_digit()) => {
            format!("{stem}-NN")
        }
        _ => name.to_owned(),
    }
}

fn markdown(rows: &[Row]) -> String {
    let mut out = String::from(
        "# Measured positions\n\nWritten by the rendering suite (`DUCHA_BLESS=1`), which compares each run with it. Lengths \
         are millimetres on pages\nrendered by LibreOffice with the Fandol fonts; counts have no unit. `-NN` stands for \
         all lengths of a body, with the\nleast and the greatest reading.\n\n\
         | case | position | required | measured |\n|---|---|---|---|\n",
    );
    for row in rows {
        let measured = if row.most - row.least < 0.005 {
            format!("{:.2}", row.least)
        } else {
            format!("{:.2} … {:.2}", row.least, row.most)
        };
        out.push_str(&format!("| {} | {} | {} | {measured} |\n", row.case, row.position, row.required));
    }
    out.push_str(&format!("\n{} positions.\n", rows.len()));
    out
}

fn parsed(markdown: &str) -> Vec<Row> {
    let row = |line: &str| {
        let [case, position, required, measured] =
            <[&str; 4]>::try_from(line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>())
                .ok()?;
        let (least, most) = measured.split_once(" … ").unwrap_or((measured, measured));
        Some(Row {
            case: case.to_owned(),
            position: position.to_owned(),
            required: required.to_owned(),
            least: least.parse().ok()?,
            most: most.parse().ok()?,
        })
    };
    markdown.lines().filter_map(row).collect()
}

/// What differs from the record; rewrites it instead when asked to.
pub(crate) fn compare(file: &Path, readings: &[(String, Reading)]) -> Result<(), String> {
    let found = rows(readings);
    if std::env::var_os("DUCHA_BLESS").is_some() {
        return std::fs::write(file, markdown(&found)).map_err(|error| error.to_string());
    }
    let kept = parsed(&std::fs::read_to_string(file).unwrap_or_default());
    let mut differing: Vec<String> = Vec::new();
    let key = |row: &Row| (row.case.clone(), row.position.clone(), row.required.clone());
    for row in &kept {
        match found.iter().find(|other| key(other) == key(row)) {
            None => differing.push(format!("no longer measured: {} | {}", row.case, row.position)),
            Some(other) => {
                let stray = (other.least - row.least).abs().max((other.most - row.most).abs());
                if stray > NOISE_MM {
                    differing.push(format!("{} | {}: moved by {stray:.2}", row.case, row.position));
                }
            }
        }
    }
    let new = found.iter().filter(|row| !kept.iter().any(|other| key(other) == key(row)));
    differing
        .extend(new.map(|row| format!("not recorded: {} | {} | {}", row.case, row.position, row.required)));
    if differing.is_empty() && kept.iter().map(key).ne(found.iter().map(key)) {
        differing.push("the rows stand in another order".to_owned());
    }
    if differing.is_empty() { Ok(()) } else { Err(differing.join("\n")) }
}
