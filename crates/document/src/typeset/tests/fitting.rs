//! Claims about pages that are made to fit: what gives way, and what never does.

use super::*;

/// Radius of a seal of 42 mm.
const SEAL: Twips = 1191;

const ISSUED: &str = "addressees = ['各单位']\nissuers = ['直属机关党委']\ndated = 2026-01-01\n";

fn roles(page: &Page) -> impl Fn(Role) -> bool {
    |role| page.marks.iter().any(|m| m.role == role)
}

#[test]
fn a_seal_never_covers_what_stands_above_the_organ_whatever_the_length() {
    for names in ["[]", "['整改台账']", "['整改台账', '问题清单', '督查组成员名单']"] {
        for count in 1..=40 {
            let head = format!("{HEAD}{ISSUED}attachments = {names}\n");
            let flow = flow("document", &head, &"一行正文。\n".repeat(count)).flow;
            for reader in [Reader::Word, Reader::LibreOffice] {
                let pages = layout_for(&flow, reader).pages;
                let page = pages.iter().find(|page| roles(page)(Role::Signature)).unwrap();
                let signature = page.marks.iter().filter(|m| m.role == Role::Signature);
                let organ = signature.map(|m| m.y).min().unwrap();
                let above = page.marks.iter().filter(|m| m.y < organ).map(|m| m.y).max().unwrap();
                // Its middle is between the name and the date, a ninth of a line below the name's baseline.
                assert!(organ + 104 - SEAL > above + 45, "{count} lines, {names}, {reader:?}");
            }
        }
    }
}

#[test]
fn an_imprint_never_has_a_page_of_text_for_itself_whatever_the_length() {
    for count in 2..=45 {
        let head =
            format!("{HEAD}{ISSUED}cc = ['各单位', '办公厅']\nprinter = '办公室'\nprinted = 2026-01-02\n");
        let flow = flow("document", &head, &"一行正文。\n".repeat(count)).flow;
        for reader in [Reader::Word, Reader::LibreOffice] {
            let pages = layout_for(&flow, reader).pages;
            let has = roles(pages.last().unwrap());
            assert!(
                has(Role::Imprint) && has(Role::Signature) && has(Role::Body),
                "{count} lines, {reader:?}"
            );
        }
    }
}

#[test]
fn a_lone_paragraph_that_leaves_no_room_for_the_signature_goes_on_beside_it_and_stays_one() {
    let names = "['甲', '乙', '丙', '丁', '戊', '己']";
    let head = format!("{HEAD}{ISSUED}attachments = {names}\n");
    let text = format!("{}。\n", "田".repeat(28 * 4 - 2));
    let made = flow("document", &head, &text);
    let pages = &made.pages.pages;
    assert_eq!(pages.len(), 2);
    let lines = |page: &Page| page.marks.iter().filter(|m| m.role == Role::Body).count();
    assert!(lines(&pages[0]) > 0 && lines(&pages[1]) > 1);
    let items = made.flow.sections.iter().flat_map(|section| &section.items);
    let text = items.filter(|item| matches!(item, Item::Paragraph(p) if p.role == Role::Body));
    assert_eq!(text.count(), 1);
    // Its rest is flush: it goes on, it does not begin.
    assert_eq!(find(&pages[1], "田").x, 1587);
    let shown: String = made.pages.lines().concat().concat();
    assert_eq!(shown.matches('田').count(), 28 * 4 - 2);
}

#[test]
fn a_table_stands_half_a_line_from_the_text_and_a_quarter_below_its_title() {
    let pages = pages(
        "document",
        "title = '文'\n",
        "上文。\n|项目|数|\n|--|--|\n|甲|1|\n下文。\n【居中】表二\n|项目|数|\n|--|--|\n|乙|2|\n",
    );
    let page = &pages.pages[0];
    let rules: Vec<Twips> = page.rules.iter().filter(|r| r.width > r.height).map(|r| r.y).collect();
    let bottom = |text: &str| find(page, text).y + 579 / 5 + 1;
    let (first, second) = (rules[0], rules.iter().copied().filter(|y| *y > bottom("表二")).min().unwrap());
    near(first - bottom("上文"), 289);
    near(second - bottom("表二"), 144);
    let end = rules.iter().copied().filter(|y| *y < bottom("下文")).max().unwrap();
    near(find(page, "下文").y - 579 * 4 / 5 - end, 289);
}

#[test]
fn the_first_two_and_the_last_two_rows_of_a_table_stay_together() {
    for count in 1..=60 {
        let rows: String = "甲乙丙丁戊己".chars().map(|c| format!("|{c}|数|\n")).collect();
        let text = format!("{}|项目|数|\n|--|--|\n{rows}", "一行。\n".repeat(count));
        let pages = pages("document", "title = '文'\n", &text);
        let on = |row: &str| pages.pages.iter().position(|p| p.marks.iter().any(|m| m.text == row));
        assert_eq!((on("甲"), on("戊")), (on("乙"), on("己")), "{count} lines");
    }
}

#[test]
fn two_lines_of_text_stand_with_the_signature_besides_a_closing_phrase() {
    for closing in ["特此函复。", "特此通报。", "妥否，请批示。", "以上意见，请认真研究落实。"]
    {
        for count in 8..=44 {
            let text = format!("{}。\n{}。\n{closing}\n", "田".repeat(28 * count), "土".repeat(28 * 4));
            let made = flow("document", &format!("{HEAD}{ISSUED}"), &text);
            for reader in [Reader::Word, Reader::LibreOffice] {
                let pages = layout_for(&made.flow, reader).pages;
                let page = pages.iter().find(|page| roles(page)(Role::Signature)).unwrap();
                let lines = page.marks.iter().filter(|m| m.role == Role::Body && m.text != closing);
                assert!(lines.count() > 1, "{closing} after {count} lines, {reader:?}");
            }
        }
    }
}

#[test]
fn a_table_of_more_columns_than_upright_pages_hold_lies_on_its_side() {
    let cells = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(13));
    let table = format!("{}{}{}", cells("查阅情况"), cells("--"), cells("基本符合"));
    let sides = |pages: &Pages| -> Vec<bool> { pages.pages.iter().map(|p| p.width > p.height).collect() };
    // A form lies on its side as a whole, in a document the pages of the table do, and an annex without being told.
    assert_eq!(sides(&pages("form", "title = '清单'\n", &format!("单位：甲\n{table}"))), [true]);
    let inside = pages("document", HEAD, &format!("上文。\n{table}下文。\n"));
    assert_eq!(sides(&inside), [false, true, false]);
    assert_eq!(sides(&pages("document", HEAD, &format!("正文。\n附件\n清单\n{table}"))), [false, true]);
    let narrow = table.replace("查阅情况", "数").replace("基本符合", "1");
    assert_eq!(sides(&pages("document", HEAD, &format!("正文。\n附件\n清单\n{narrow}"))), [false, false]);
}

#[test]
fn names_behind_a_label_stay_whole_whatever_parts_them() {
    let people =
        ["办公室张建国", "组织部李晓燕", "宣传部周立新", "统战部古丽娜尔", "纪委王海涛", "工会陈志远"];
    for mark in ["、", "；", "，"] {
        let text = format!("出席：{}。\n会议议定以下事项。\n", people.join(mark));
        let lines = pages("minutes", "title = '纪要'\n", &text).lines().concat();
        assert!(people.iter().all(|name| lines.iter().any(|line| line.contains(name))), "{mark}: {lines:?}");
    }
}

#[test]
fn a_tall_row_breaks_where_it_would_leave_a_hole_and_only_there() {
    let row = |lines: usize| format!("|1|{}|好|\n", vec!["情况说明"; lines].join("\\n"));
    let mut broke = [0, 0];
    for style in ["form", "form-landscape", "document"] {
        for (count, lines) in (0..12).flat_map(|count| [3, 6, 9, 11].map(|lines| (count, lines))) {
            let rows = format!("{}{}", row(2).repeat(2), row(lines).repeat(6));
            let table = format!("|序号|情况说明|评价|\n|:--:|---|:--:|\n|一、队伍建设|<|<|\n{rows}");
            let head = "title = '自查情况表'\n";
            let made = flow(style, head, &format!("{}一、自查情况\n{table}", "单位：甲\n".repeat(count)));
            for reader in [Reader::Word, Reader::LibreOffice] {
                let pages = layout_for(&made.flow, reader).pages;
                for page in pages.split_last().map_or(&[][..], |(_, rest)| rest) {
                    let setup = &made.flow.sections[page.section].page;
                    let left = setup.height - setup.bottom - page.text_bottom;
                    assert!(
                        left * 10 < setup.text_height() * 3,
                        "{style}, {count}, {lines}, {reader:?}: {left}"
                    );
                }
            }
            let tables =
                made.flow.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
                    Item::Table(table) if table.float.is_none() => Some(table),
                    Item::Table(_) | Item::Paragraph(_) => None,
                });
            for row in tables.flat_map(|table| &table.rows) {
                broke[usize::from(row.may_split)] += 1;
            }
        }
    }
    let [whole, may] = broke;
    assert!(may > 0 && whole > 10 * may, "{broke:?}");
}
