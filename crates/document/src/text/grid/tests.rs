//! Grids keep what nobody edits, and hold what is typed, pasted, added and removed.

use super::*;

const TABLE: &str =
    "| 序号 | 问题 | 期限 |\n| 列宽2居中 | 列宽8 | 列宽3居中 |\n| 1 | 台账\\n不全 | ^ |\n| 2 |甲 | 乙|";

fn grid(text: &str) -> Grid {
    let found = parts(text).into_iter().find_map(|part| match part {
        Part::Table(grid) => Some(grid),
        Part::Text(_) | Part::Gap(_) => None,
    });
    found.expect("a table")
}

fn shown(grid: &Grid) -> Vec<Vec<String>> {
    let texts = |row: GridRow| row.cells.into_iter().map(|cell| cell.text).collect();
    grid.rows().into_iter().map(texts).collect()
}

#[test]
fn what_nobody_edits_stays_as_written() {
    let texts = ["", "\n", "一段。", TABLE, "\n| a |", "前\n|a|b\n\n后\n", "|\n|\n", "  | a |\n\r\n| b"];
    for text in texts {
        assert_eq!(joined(&parts(text)), text, "{text:?}");
    }
    let wide = format!("前\n{}\n后", "| a ".repeat(70));
    assert_eq!(parts(&wide), [Part::Text(wide.clone())], "wider than a table may be: text");
    let lines: usize = parts("前\n\n| a |\n| b |").iter().map(Part::lines).sum();
    assert_eq!(lines, 4);
}

#[test]
fn codes_are_not_shown_and_stay() {
    let mut grid = grid(TABLE);
    assert_eq!(shown(&grid)[1..], [vec!["1", "台账\n不全"], vec!["2", "甲", "乙"]]);
    grid.set(2, 1, "台账\n不全|缺页");
    assert_eq!(grid.source().lines().nth(2), Some("| 1 | 台账\\n不全\\|缺页 | ^ |"));
    assert_eq!(grid.source().lines().nth(1), TABLE.lines().nth(1));
    assert_eq!(grid.column_at(2, 7), 1);
}

#[test]
fn what_is_typed_into_a_cell_is_its_words_whatever_it_looks_like() {
    let typed = [
        "甲 ",
        " 甲",
        "^",
        "<",
        "**甲**",
        "**",
        "\\",
        "\\n",
        "甲\n",
        "\n甲",
        "甲\n\n乙",
        "|",
        "---",
        "列宽3",
        "",
        " ",
        "\\|",
        "*",
        "甲\\",
        "\n",
        " ^",
        "\\^",
        "**\n",
        "a\\nb",
        "序号",
    ];
    for value in typed {
        for raw in ["| 甲 | 乙 |", "| **甲** | 乙 |", "| 甲 |"] {
            let mut grid = Grid::read(&[raw, "| 一 | 二 |"]).expect("a table");
            grid.set(0, 0, value);
            let again =
                Grid::read(&grid.rows.iter().map(String::as_str).collect::<Vec<_>>()).expect("a table");
            assert_eq!(shown(&again).len(), 2, "{value:?} in {raw:?}: {}", grid.source());
            assert_eq!(shown(&again)[0][0], value, "{value:?} in {raw:?}: {}", grid.source());
        }
    }
}

#[test]
fn rows_come_and_go_and_merged_cells_stay_whole() {
    let text = "| 单位 | 问题 | < |\n|--|--|--|\n| 甲 | 一 | 二 |\n| ^ | 三 | 四 |";
    let mut grid = grid(text);
    let unit = |grid: &Grid| grid.rows()[1].cells[0].clone();
    assert_eq!((unit(&grid).rows, grid.rows()[0].cells.len()), (2, 2));
    assert_eq!(grid.add_below(2), 3);
    assert_eq!((unit(&grid).rows, unit(&grid).text.as_str()), (3, "甲"));
    assert_eq!(shown(&grid)[2], ["", ""]);
    grid.remove(3);
    assert_eq!(grid.source(), text);
    grid.remove(2);
    assert_eq!(shown(&grid)[1], ["甲", "三", "四"], "the unit stays with its last row");
    assert_eq!(grid.add_below(0), 2, "below the head is below its line of widths");
    let mut single = Grid::read(&["| a |"]).expect("a table");
    single.remove(0);
    assert_eq!(single.source(), "| a |");
}

fn cells(text: &str) -> Vec<Vec<String>> {
    text.split('/').map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[test]
fn pasted_cells_lie_over_those_of_the_grid_and_make_room_for_themselves() {
    let mut grid = grid("| 序号 | 问题 |\n| 列宽2居中 | 列宽8 |\n| 1 | 旧 |\n| 2 | 旧 |");
    assert!(grid.paste(0, 1, &cells("问题 期限/甲|乙 3月/丙 4月/丁 5月")));
    let shown_now = [["序号", "问题", "期限"], ["1", "甲|乙", "3月"], ["2", "丙", "4月"], ["", "丁", "5月"]];
    assert_eq!(shown(&grid), shown_now);
    assert_eq!(grid.source().lines().nth(1), Some("| 列宽2居中 | 列宽8 | 列宽5 |"));
    assert_eq!(shown(&Grid::read(&grid.source().lines().collect::<Vec<_>>()).expect("a table")), shown_now);
    let before = grid.source();
    assert!(!grid.paste(0, 1, &[vec![String::new(); MOST_COLUMNS]]), "wider than a table may be");
    assert!(!grid.paste(9, 0, &cells("甲")), "no such row");
    assert_eq!(grid.source(), before);
}

#[test]
fn a_joined_cell_comes_apart_only_where_something_is_pasted_over_it() {
    let text = "| 单位 | 问题 | < |\n|--|--|--|\n| 甲 | 一 | 二 |\n| ^ | 三 | 四 |";
    let mut whole = grid(text);
    let row = |first: &str, second: &str| vec![first.to_owned(), second.to_owned()];
    assert!(whole.paste(2, 0, &[row("乙", "五"), row("", "六")]));
    assert_eq!(shown(&whole)[1..], [vec!["乙", "五", "二"], vec!["六", "四"]]);
    assert!(whole.paste(0, 1, &[row("题", "限")]));
    assert_eq!(shown(&whole)[0], ["单位", "题", "限"]);
    assert!(whole.paste(3, 0, &[row("丙", "七")]));
    assert_eq!(shown(&whole)[1..], [vec!["乙", "五", "二"], vec!["丙", "七", "四"]]);
}

#[test]
fn columns_come_and_go_and_merged_cells_stay_whole() {
    let text = "| 单位 | 问题 | < |\n| 列宽4 | 列宽6居中 | 列宽8 |\n| 甲 | 一 | 二 |\n| ^ | 三 | 四 |";
    let mut grid = grid(text);
    grid.add_right(1);
    assert_eq!(shown(&grid), [vec!["单位", "问题"], vec!["甲", "一", "", "二"], vec!["三", "", "四"]]);
    assert_eq!((grid.rows()[0].cells[1].span, grid.rows()[1].cells[0].rows), (3, 2));
    assert_eq!(grid.source().lines().nth(1), Some("| 列宽4 | 列宽6居中 | 列宽6居中 | 列宽8 |"));
    grid.remove_column(2);
    assert_eq!(grid.source(), text, "taken out, all is as written before");
    grid.add_right(2);
    assert_eq!(
        shown(&grid)[0],
        ["单位", "问题", ""],
        "at the right of a merged cell it is a column of its own"
    );
    grid.remove_column(1);
    assert_eq!(shown(&grid)[0], ["单位", "问题", ""], "what the removed column said over others stays");
    grid.remove_column(0);
    assert_eq!(shown(&grid), [vec!["问题", ""], vec!["二", ""], vec!["四", ""]]);
    grid.remove_column(1);
    grid.remove_column(0);
    assert_eq!(shown(&grid), [["问题"], ["二"], ["四"]], "the only column stays");
}

#[test]
fn removed_columns_leave_no_line_of_widths_behind() {
    let mut grid = Grid::read(&["| 甲 | -- |", "| 一 | 二 |"]).expect("a table");
    grid.remove_column(0);
    assert_eq!(shown(&grid), [["--"], ["二"]]);
    let mut uneven = Grid::read(&["| 甲 |", "| 一 | 二 |"]).expect("a table");
    uneven.add_right(0);
    assert_eq!(uneven.source(), "| 甲 |  |  |\n| 一 |  | 二 |");
    let mut full = Grid::read(&[&"| a ".repeat(MOST_COLUMNS)]).expect("a table");
    let before = full.source();
    full.add_right(0);
    assert_eq!(full.source(), before);
}
