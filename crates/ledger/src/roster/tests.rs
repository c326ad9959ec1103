//! Rosters as offices save them, and what taking one in changes.

use super::*;
use crate::book::Book;
use crate::change::Change;
use crate::content::Content;

#[test]
fn quoted_cells_keep_commas_and_line_breaks() {
    let (units, problems) =
        parse("\u{feff}unit_name,short_name,kind,note\r\n甲所,甲,院属单位党委,\"一,\n\"\"二\"\"\"\r\n,,,\n");
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
        ("PK\u{3}\u{4}xl".to_owned(), "CSV"),
        (String::new(), "空文件"),
        (" \r\n\u{200b}".to_owned(), "空文件"),
        ("a,b\n1,2\n".to_owned(), "单位全称"),
        (HEAD.to_owned(), "没有单位"),
        (format!("{HEAD}{},甲,乙\n", "长".repeat(501)), "500字"),
        (format!("{HEAD}\"{}", "甲,乙,丙\n".repeat(200)), "引号"),
        (format!("{HEAD}甲\u{202e}所,甲,乙\n"), "文字方向"),
        (format!("{HEAD}甲\u{7}所,甲,乙\n"), "不可见"),
        (format!("{HEAD}甲\u{3164}所,甲,乙\n"), "不可见"),
    ] {
        let (units, problems) = parse(&text);
        assert!(units.is_empty() && problems.len() == 1, "{problems:?}");
        assert!(problems[0].message.contains(word), "{problems:?}");
    }
}

#[test]
fn counts_stop_at_the_limit() {
    let many: String = (0..6_000).map(|number| format!("甲{number},甲,乙\n")).collect();
    let (units, problems) = parse(&format!("{HEAD}{many}"));
    assert_eq!((units.len(), problems.len()), (MAX_UNITS, 1));
    let (units, problems) = parse(&format!("{HEAD}{}", ",甲,乙\n".repeat(6_000)));
    assert_eq!((units.len(), problems.len()), (0, MAX_PROBLEMS + 1));
    let (units, problems) = parse(&format!("{HEAD}甲,甲,乙{}\n", ",".repeat(1_000_000)));
    assert_eq!((units.len(), problems.len()), (1, 0));
}

/// The same two units in every way that spreadsheets and people save them.
#[test]
fn every_way_of_writing_a_table_reads_alike() {
    let rows = [
        "单位全称,简称,分院,类别,督查单位,所在地",
        "甲研究所,甲所,北京分院,院属单位党委,北京分院分党组,北京",
        "\"乙，研究所\",乙所,,,,沈阳",
    ];
    let read = |text: &str| parse(text);
    let (expected, none) = read(&rows.join("\n"));
    assert_eq!((expected.len(), none.len()), (2, 0));
    assert_eq!(expected[0].1.supervised_by, "北京分院分党组");
    for ends in ["\r\n", "\r", "\n\n"] {
        assert_eq!(read(&rows.join(ends)), (expected.clone(), vec![]), "{ends:?}");
    }
    for separator in ["\t", ";", "，", "；", "|"] {
        let text = rows.join("\n").replace(',', separator);
        assert_eq!(read(&text), (expected.clone(), vec![]), "{separator:?}");
    }
    let english = rows.join("\n").replace(
        "单位全称,简称,分院,类别,督查单位,所在地",
        "unit_name,short_name,branch,kind,supervised_by,city",
    );
    assert_eq!(read(&format!("\u{feff}{english}")), (expected.clone(), vec![]));
    let marked = rows
        .join("\n")
        .replace("单位全称,简称", "“序号”,*单位 全称（必填）,简称")
        .replace("\n甲", "\n1,甲")
        .replace("\n\"", "\n2,\"");
    assert_eq!(read(&marked), (expected.clone(), vec![]));
    // A title above the headings is told and does no harm.
    let (units, problems) = read(&format!("2026年度单位名册,,\n{}", rows.join("\n")));
    assert_eq!(units, expected);
    assert_eq!((problems[0].line, problems.len()), (1, 1));
}

#[test]
fn a_unit_is_read_once_whatever_blanks_stand_in_its_name() {
    let text = "unit_name,short_name\n晨光 研究所,晨光所\n晨光研究所,晨光所\n晨光研究所,晨光\n 晨光　研究所 ,\nInst of X,X\nＩＮＳＴ of X,X\n";
    let (units, problems) = parse(text);
    assert_eq!(
        units.iter().map(|(_, unit)| unit.name.as_str()).collect::<Vec<_>>(),
        ["晨光研究所", "Inst of X"]
    );
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4, 5, 7]);
    assert!(problems[0].message.contains("第2行") && !problems[0].message.contains("内容不同"));
    assert!(problems[1].message.contains("内容不同"));
}

fn office() -> Book {
    let mut book = Book::default();
    book.local.replica = "r1".to_owned();
    let taken = book.propose_roster("全称,简称,类别,所在地,备注\n甲所,甲,院属单位党委,北京,旧\n乙所,乙,院属单位党委,沈阳,\n丙所,丙,院属单位党委,,\n");
    take(&mut book, taken);
    book
}

fn take(book: &mut Book, proposal: Proposal) {
    let change = book.take_roster(proposal);
    let edit = book.edit("2026-11-30T09:00:00".to_owned(), change);
    book.apply(&edit).unwrap();
}

#[test]
fn what_would_change_is_told_line_by_line_and_nothing_else_changes() {
    let mut book = office();
    let before = book.clone();
    let text = "单位全称,简称,类别,所在地,电话\n甲所,甲,院属单位党委,上海,1\n乙 所,,,,2\n丁所,,分院分党组,,3\n甲所,甲,,,4\n,戊,,,5\n";
    let proposal = book.propose_roster(text);
    assert_eq!(book, before, "a proposal is none of a change");
    let fates: Vec<(usize, &str, &str)> = proposal
        .lines
        .iter()
        .map(|line| {
            let fate = match &line.fate {
                Fate::New(_) => "new",
                Fate::Changed(..) => "changed",
                Fate::Same => "same",
                Fate::Left(_) => "left",
            };
            (line.line, line.name.as_str(), fate)
        })
        .collect();
    assert_eq!(
        fates,
        [
            (2, "甲所", "changed"),
            (3, "乙所", "same"),
            (4, "丁所", "new"),
            (5, "甲所", "left"),
            (6, "", "left")
        ]
    );
    assert_eq!(proposal.missing, ["丙所"]);
    assert_eq!(proposal.headings.last(), Some(&("电话".to_owned(), None)));
    let Fate::Changed(_, _, differences) = &proposal.lines[0].fate else { panic!("甲所 changes") };
    let city = Difference { column: Some(Column::City), from: "北京".to_owned(), to: "上海".to_owned() };
    assert_eq!(differences, &[city]);
    take(&mut book, proposal);
    let unit =
        |name: &str| book.units().find(|(_, unit)| unit.name == name).map(|(_, unit)| unit.clone()).unwrap();
    assert_eq!(book.units().count(), 4);
    assert_eq!(
        (unit("甲所").city.as_str(), unit("甲所").note.as_str()),
        ("上海", "旧"),
        "blanks overwrite nothing"
    );
    assert_eq!((unit("乙所").short_name.as_str(), unit("乙所").city.as_str()), ("乙", "沈阳"));
    assert_eq!(unit("丁所").party_name, "丁所");
}

#[test]
fn a_chosen_salutation_stays_and_a_derived_one_follows() {
    let mut book = office();
    let (id, mut unit) = book
        .units()
        .find(|(_, unit)| unit.name == "乙所")
        .map(|(id, unit)| (id.clone(), unit.clone()))
        .unwrap();
    unit.party_name = "乙所临时党委".to_owned();
    let edit = book.edit(String::new(), Change::Put { id, content: Box::new(Content::Unit(unit)) });
    book.apply(&edit).unwrap();
    let proposal = book.propose_roster("全称,简称\n甲所,甲研\n乙所,乙研\n");
    take(&mut book, proposal);
    let named: Vec<&str> = book.units().map(|(_, unit)| unit.party_name.as_str()).collect();
    assert_eq!(named, ["甲研党委", "乙所临时党委", "丙党委"]);
    let again = book.propose_roster("全称,简称\n甲所,甲研\n乙所,乙研\n");
    assert!(!again.changes_anything());
}
