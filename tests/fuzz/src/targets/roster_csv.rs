//! A roster of units as CSV.

use ledger::Book;
use ledger::roster::parse;

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "roster_csv",
    run,
    seeds,
    words: &[
        "unit_name,short_name,kind\n",
        "unit_name",
        "short_name",
        "kind",
        "\"",
        "\"\"",
        ",",
        "\r\n",
        "\r",
        "\u{feff}",
        "=cmd|' /C calc'!A0",
        "分院分党组",
        "党委",
        "\u{0}",
        "\u{202e}",
        "甲所,甲,院属单位党委\n",
        "单位全称\t简称\t类别\n",
        "全称；简称；所在地\r",
        "，",
        "；",
        "\t",
    ],
    longest: 32 << 10,
    short: 3000,
};

/// More units than any roster may have.
const MOST: usize = 5000;

fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let (units, problems) = parse(&text);
    let lines = text.split(['\n', '\r']).count();
    assert!(units.len() <= MOST && units.len() + problems.len() <= lines + 1, "more units than lines");
    assert!(problems.iter().all(|problem| problem.line >= 1 && !problem.message.is_empty()));
    assert!(problems.is_sorted_by_key(|problem| problem.line), "problems out of order");
    assert!(units.iter().all(|(_, unit)| !unit.name.is_empty() && !unit.short_name.is_empty()), "no name");
    let size: usize = units.iter().map(|(_, unit)| unit.name.len() + unit.note.len()).sum();
    assert!(size <= 2 * text.len(), "more text than was given");
    proposed(&text, units.len());
    match (units.is_empty(), problems.is_empty()) {
        (true, _) => "refused",
        (false, true) => "units",
        (false, false) => "units and problems",
    }
}

/// What would be done to an empty book is what was read, and done twice it changes nothing.
fn proposed(text: &str, units: usize) {
    let mut book = Book::default();
    book.local.replica = "r1".to_owned();
    let proposal = book.propose_roster(text);
    assert!(proposal.missing.is_empty() && proposal.lines.is_sorted_by_key(|line| line.line));
    let change = book.take_roster(proposal);
    let edit = book.edit("2026-11-30T09:00:00".to_owned(), change);
    book.apply(&edit).expect("units can be written");
    assert_eq!(book.units().count(), units, "not every unit, or one twice");
    assert!(!book.propose_roster(text).changes_anything(), "the same roster changes something");
}

fn seeds() -> Vec<Vec<u8>> {
    let mut found = seeds::project("templates/rosters", ".csv");
    let short: Vec<Vec<u8>> = found
        .iter()
        .map(|csv| csv.split_inclusive(|byte| *byte == b'\n').take(5).flatten().copied().collect())
        .collect();
    found.extend(short);
    found.push(
        "\u{feff}unit_name,short_name,kind,note\r\n甲所,甲,院属单位党委,\"一,\n\"\"二\"\"\"\r\n,,,\n".into(),
    );
    found
}
