//! Claims about formats and their elements, measured on the laid-out page.

use super::*;
use crate::compose::{HeadFields, compose};
use crate::layout::{Mark, Page, Pages, Reader, layout, layout_for};
use crate::style::HouseStyle;
use crate::style::tests::{sheet, sheet_for};

mod fitting;
mod house;

/// One body character.
const CELL: Twips = 315;
/// Right edge of the text area.
const RIGHT: Twips = 1587 + 8845;

fn flow(style: &str, head: &str, text: &str) -> Typeset {
    typeset(&compose(&HeadFields::from_toml(head).unwrap(), text), &sheet(style))
}

fn pages(style: &str, head: &str, text: &str) -> Pages {
    layout(&flow(style, head, text).flow)
}

fn find<'p>(page: &'p Page, text: &str) -> &'p Mark {
    page.marks.iter().find(|m| m.text.contains(text)).unwrap_or_else(|| panic!("no {text}"))
}

/// Left and right edge and middle of a line, by one of its texts.
fn span(page: &Page, text: &str) -> (Twips, Twips) {
    let y = find(page, text).y;
    let role = find(page, text).role;
    let line: Vec<_> = page.marks.iter().filter(|m| m.y == y && m.role == role).collect();
    (line.iter().map(|m| m.x).min().unwrap(), line.iter().map(|m| m.x + m.width).max().unwrap())
}

fn near(actual: Twips, expected: Twips) {
    assert!((actual - expected).abs() <= 20, "{actual} is not {expected}");
}

const HEAD: &str = "issuer_mark = '中国科学院直属机关党委文件'\ndocument_number = '直党字〔2026〕9号'\ntitle = '关于报送材料的通知'\n";

#[test]
fn whatever_the_length_page_1_shows_text_and_signature_and_note_stay_with_some() {
    let signers = [
        "issuers = ['直属机关党委']\nseal = 'sealed'\n",
        "issuers = ['直属机关党委']\nseal = 'unsealed'\n",
        "issuers = ['直属机关党委']\nsigner_title = ['主任']\nseal = 'chop'\n",
        "issuers = ['直属机关党委', '人事局', '监督与审计局', '科学传播局', '办公厅']\n",
    ];
    for style in ["document", "upward", "letter", "minutes", "bulletin", "order", "form"] {
        for signer in signers {
            for count in 1..=45 {
                let head = format!(
                    "{HEAD}addressees = ['各单位']\n{signer}signatories = ['李明']\ndated = 2026-11-20\nnote = '此件公开'\ncc = ['办公厅']\nprinter = '办公室'\nprinted = 2026-11-21\n"
                );
                let text = "一行正文。\n".repeat(count);
                let flow = flow(style, &head, &text).flow;
                for reader in [Reader::Word, Reader::LibreOffice] {
                    check(&flow, reader, &format!("{style}, {count} lines, {signer}"));
                }
            }
        }
    }
}

fn check(flow: &Flow, reader: Reader, case: &str) {
    let pages = layout_for(flow, reader);
    let has = |page: &Page, role| page.marks.iter().any(|m| m.role == role);
    assert!(has(&pages.pages[0], Role::Body), "{case}: no text on page 1");
    for page in &pages.pages {
        assert!(!has(page, Role::Signature) || has(page, Role::Body), "{case}: signature alone");
        assert!(
            !has(page, Role::Note) || has(page, Role::Body) || has(page, Role::Signature),
            "{case}: note alone"
        );
    }
    let last = pages.pages.last().unwrap();
    let imprint: Vec<_> = last.marks.iter().filter(|m| m.role == Role::Imprint).collect();
    assert!(!imprint.is_empty() || case.starts_with("letter"), "{case}: imprint not on the last page");
    if let Some(rule) = last.rules.iter().filter(|r| r.colour.0 == 0).map(|r| r.y + r.height).max() {
        // LibreOffice floats the block a little higher; a millimetre is 57 twips.
        let off = if reader == Reader::Word { 0 } else { 57 };
        assert!((rule - (16838 - 1984)).abs() <= off, "{case}, {reader:?}: last rule {rule}");
    }
    let top = imprint.iter().map(|m| m.y - i32::from(m.half_pt) * 8).min().unwrap_or(Twips::MAX);
    assert!(last.text_bottom <= top, "{case}: text runs into the imprint");
}

#[test]
fn a_chop_has_room_four_characters_from_the_right_and_its_title_two_left_of_it() {
    let head = "seal = 'chop'\nsigner_title = ['中国科学院院长', '东北科技大学校长']\ndated = 2026-03-02\n";
    let pages = pages("document", head, "正文一行。");
    let page = &pages.pages[0];
    let sheet = sheet("document").signature;
    let chop_left = RIGHT - 4 * CELL - sheet.chop_width;
    for title in ["中国科学院院长", "东北科技大学校长"] {
        near(span(page, title).1, chop_left - 2 * CELL);
    }
    let (first, second) = (find(page, "中国科学院院长").y, find(page, "东北科技大学校长").y);
    assert!(second - first >= sheet.chop_height, "chops don't touch");
    // Text line, two blank lines, then the row whose middle is the title's middle.
    let row = 2098 + 3 * 579;
    near(first, row + (sheet.chop_height + sheet.chop_row_gap - 579) / 2 + 579 * 4 / 5);
    near(span(page, "2026").1, RIGHT - 4 * CELL);
    // One blank line between the second chop and the date.
    let bottom = row + 2 * sheet.chop_height + sheet.chop_row_gap;
    near(find(page, "2026").y, bottom + 579 + 579 * 4 / 5);
}

#[test]
fn the_text_of_an_order_stands_two_lines_below_its_number() {
    let head = "issuer_mark = '中国科学院令'\ndocument_number = '第12号'\nseal = 'chop'\nsigner_title = '院长'\ndated = 2026-07-01\n";
    let pages = pages("order", head, "正文一行。");
    let page = &pages.pages[0];
    let mark = find(page, "中国科学院令");
    // Ink 57 mm below the paper's edge.
    near(mark.y - i32::from(mark.half_pt) * 8, 2098 + 1134);
    near(find(page, "正文").y - find(page, "第").y, 3 * 579);
    assert!(page.rules.is_empty(), "an order has no red rule");
}

#[test]
fn joint_seals_neither_touch_nor_leave_the_type_area() {
    for count in 2..=9 {
        let organs: Vec<String> = (0..count)
            .map(|i| format!("'第{}机关党委'", "甲乙丙丁戊己庚辛壬".chars().nth(i).unwrap()))
            .collect();
        let head = format!("issuers = [{}]\ndated = 2026-03-02\n", organs.join(", "));
        let pages = pages("document", &head, "正文一行。");
        let mut seals: Vec<(usize, Twips, Twips)> = Vec::new();
        for (p, page) in pages.pages.iter().enumerate() {
            let names = page.marks.iter().filter(|m| m.text.ends_with("机关党委"));
            seals.extend(names.map(|m| (p, m.x + m.width / 2, m.y)));
        }
        assert_eq!(seals.len(), count);
        for (i, (page, x, y)) in seals.iter().enumerate() {
            assert!(*x - 1191 >= 1587 && *x + 1191 <= RIGHT, "{count} seals: inside the type area");
            for (other, a, b) in seals.iter().skip(i + 1) {
                let apart = (x - a).abs() > 2381 || (y - b).abs() > 2381 || page != other;
                assert!(apart, "{count} seals touch");
            }
        }
        let (_, x, _) = seals.last().unwrap();
        let last = pages.pages.last().unwrap();
        let date = span(last, "2026");
        near(i32::midpoint(date.0, date.1), *x);
    }
}

#[test]
fn joint_names_without_seals_stand_under_each_other() {
    let head =
        "issuers = ['中国科学院直属机关党委', '中国科学院人事局']\nseal = 'unsealed'\ndated = 2026-03-02\n";
    let pages = pages("document", head, "正文一行。");
    let page = &pages.pages[0];
    let (left, right) = span(page, "直属机关党委");
    near(right, RIGHT - 2 * CELL);
    assert_eq!(span(page, "人事局").0, left);
    assert_eq!(span(page, "2026").0, left + 2 * CELL);
}

#[test]
fn the_third_signatory_stands_under_the_first_on_the_number_row() {
    let head = "issuer_mark = '文件'\ndocument_number = '金党字〔2026〕22号'\nsignatories = ['张建国', '欧阳文静', '李明']\n";
    let pages = pages("upward", head, "正文一行。");
    let page = &pages.pages[0];
    let (first, second, third) = (find(page, "张建国"), find(page, "欧阳文静"), find(page, "李明"));
    assert_eq!((first.x, first.y), (third.x, second.y));
    assert_eq!(third.y, find(page, "金党字").y, "the number shares the last row");
    near(second.x + second.width, RIGHT - 1 - CELL);
    assert_eq!(find(page, "金党字").x, 1587 + CELL);
    near(find(page, "签发人").x + 4 * CELL, first.x);
}

#[test]
fn an_imprint_on_an_even_page_leaves_numbers_off_only_behind_a_blank_page() {
    imprint_on_even_pages("issuers = ['办公室']\ndated = 2026-01-01\n", true);
    imprint_on_even_pages("", false);
}

fn imprint_on_even_pages(signature: &str, signed: bool) {
    let house = HouseStyle { imprint_even_page: true, ..HouseStyle::default() };
    let style = sheet_for("document", &house);
    let head = format!("title = '文'\n{signature}cc = ['各单位']\nprinter = '办公室'\n");
    let head = HeadFields::from_toml(&head).unwrap();
    let mut seen = (false, false, false);
    for count in 1..=50 {
        let typeset = typeset(&compose(&head, &"一行。\n".repeat(count)), &style);
        let pages = layout(&typeset.flow).pages;
        let last = pages.last().unwrap();
        assert_eq!(last.number % 2, 0, "{count} lines");
        assert!(last.marks.iter().any(|m| m.role == Role::Imprint));
        let numbered = |p: &Page| p.marks.iter().any(|m| m.role == Role::Furniture);
        let text = |p: &Page| p.marks.iter().any(|m| !matches!(m.role, Role::Imprint | Role::Furniture));
        let before = &pages[pages.len() - 2];
        let blank = !before.marks.iter().any(|m| m.role != Role::Furniture);
        assert_eq!(numbered(last), !blank, "{count} lines");
        assert_eq!(numbered(before), !blank, "{count} lines");
        seen = (seen.0 || text(last), seen.1 || blank, seen.2 || (!text(last) && !blank));
    }
    // Of text that may be moved, enough stays with an imprint that would go behind a blank page.
    assert_eq!(seen, (true, !signed, true), "{signed}");
}

#[test]
fn addressees_that_leave_no_room_for_text_move_to_the_imprint_and_say_so() {
    let names: Vec<String> = (0..60).map(|i| format!("'第{i}研究所党委'")).collect();
    let head = format!(
        "{HEAD}addressees = [{}]\nissuers = ['办公室']\ndated = 2026-01-01\ncc = ['各单位']\n",
        names.join(", ")
    );
    let typeset = flow("document", &head, "正文一行。\n第二行。");
    assert_eq!(typeset.notices, [Notice::AddresseesMoved]);
    let pages = layout(&typeset.flow);
    assert!(pages.pages[0].marks.iter().any(|m| m.role == Role::Body));
    let last = pages.pages.last().unwrap();
    assert_eq!(last.rules.iter().filter(|r| r.colour.0 == 0).count(), 2, "no rule between 主送 and 抄送");
    assert!(find(last, "主送：").y < find(last, "抄送：").y);
    let few = flow("document", &format!("{HEAD}addressees = ['各单位']\n"), "正文。");
    assert!(few.notices.is_empty());
}

#[test]
fn more_organs_shrink_the_joint_mark_until_the_text_has_room() {
    for count in 2..=6 {
        let marks: Vec<String> = (0..count).map(|i| format!("'中国科学院第{i}委员会文件'")).collect();
        let head = format!(
            "{}addressees = ['各分院分党组、院属各单位党委、院机关各党组织']\nissuers = ['办公室']\ndated = 2026-01-01\nurgency = '特急'\ncopy_number = '000001'\n",
            HEAD.replace("'中国科学院直属机关党委文件'", &format!("[{}]", marks.join(", ")))
        );
        let pages = pages("document", &head, &"一行正文。\n".repeat(8));
        let page = &pages.pages[0];
        assert!(page.marks.iter().any(|m| m.role == Role::Body), "{count} organs");
        let size = find(page, "中国科学院第").half_pt;
        assert!(size >= 20, "{count} organs: still readable, {size}");
        // 文件 stands in the middle of the names' height.
        let rows: Vec<_> =
            page.marks.iter().filter(|m| m.text.starts_with("中国科学院第")).map(|m| m.y).collect();
        near(find(page, "文件").y, i32::midpoint(rows[0], rows[count - 1]));
    }
}

#[test]
fn a_list_of_copies_higher_than_a_page_shrinks_and_then_runs_on() {
    for (count, float) in [(30, true), (150, true), (1500, false)] {
        let names: Vec<String> = (0..count).map(|i| format!("'第{i}研究所党委'")).collect();
        let head = format!("title = '文'\ncc = [{}]\n", names.join(", "));
        let flow = flow("document", &head, "正文。").flow;
        let table = flow.sections[0].items.iter().find_map(|item| match item {
            Item::Table(table) => Some(table),
            Item::Paragraph(_) => None,
        });
        assert_eq!(table.unwrap().float.is_some(), float, "{count} organs");
        let text = layout(&flow).lines().concat().concat();
        assert!((0..count).all(|i| text.contains(&format!("第{i}研究所党委"))), "{count} organs");
    }
}

#[test]
fn those_present_follow_the_text_whether_the_head_or_the_text_names_them() {
    let head = "issuer_mark = '会议纪要'\nissue = '第3期'\nissuers = ['办公室']\ndated = 2026-10-16\n";
    let lists = format!("{head}present = ['周明远', '陈静']\nabsent = '刘建军'\n");
    let own = pages("minutes", &lists, "正文一行。");
    let typed = pages("minutes", head, "正文一行。\n出席：周明远、陈静\n请假：刘建军\n");
    let tail = |pages: &Pages| {
        let page = &pages.pages[0];
        ["出席：", "周明远", "请假：", "刘建军"]
            .map(|t| (find(page, t).x, find(page, t).y, find(page, t).font))
    };
    assert_eq!(tail(&own), tail(&typed));
    let page = &own.pages[0];
    assert_eq!(find(page, "出席").y - find(page, "正文").y, 2 * 579, "one blank line");
    assert_eq!(find(page, "周明远").x, 1587 + 5 * CELL);
    assert!(!page.marks.iter().any(|m| m.role == Role::Signature), "no signature under minutes");
}

#[test]
fn groups_of_people_with_lists_of_their_own_are_told_apart() {
    let head = "issuer_mark = '会议纪要'\nissue = '第3期'\nissuers = ['办公室']\ndated = 2026-10-16\n";
    let groups = format!("{head}present = ['机关党委 张三、李四', '某所 王五']\nabsent = ['钱七', '孙八']\n");
    let text = pages("minutes", &groups, "正文一行。").lines().concat().concat();
    assert!(text.contains("张三、李四；某所"), "{text}");
    assert!(text.contains("钱七、孙八"), "{text}");
}

#[test]
fn a_bulletin_has_its_copy_number_right_and_its_list_of_readers_at_the_foot() {
    let head = "issuer_mark = '督查专刊'\nmarking = '内部资料'\ncopy_number = '000126'\nissue = '第3期'\nissuers = ['办公室']\ndated = 2026-10-28\ntitle = '推进整改的做法'\neditor_note = '现予刊发。'\nreport_to = ['院党组']\nsend_to = ['各部门']\ndistribute_to = ['各单位']\ncopies = 180\n";
    let pages = pages("bulletin", head, "正文一行。");
    let page = &pages.pages[0];
    assert_eq!(find(page, "内部资料").y, find(page, "000126").y);
    near(span(page, "000126").1, 1587 + 8844);
    let note = find(page, "现予刊发");
    assert!(note.font == FontRole::KaiTi && note.y < find(page, "推进整改").y);
    let rows = ["报：", "送：", "发：", "共印"].map(|t| find(page, t).y);
    assert!(rows.is_sorted(), "{rows:?}");
    near(span(page, "共印").1, 1587 + 8844 - 280);
    // Three rules: above the readers, below them, below the print run.
    assert_eq!(page.rules.iter().filter(|r| r.colour.0 == 0).count(), 3);
}

/// A reply of one long paragraph whose 附件说明 and signature don't fit below it on page 1.
#[test]
fn a_long_only_paragraph_begins_on_page_1_even_when_the_signature_stands_on_page_2() {
    let name = "湖北省巴东县地质灾害险情调研情况和调查专家组意见的报告";
    let head = format!(
        "title = '国务院办公厅关于湖北省巴东县地质灾害险情有关问题的复函'\naddressees = ['湖北省人民政府']\n\
         issuers = ['国务院办公厅']\ndated = 2004-11-04\nattachments = ['{name}', '{name}']\n"
    );
    for count in (200..420).step_by(20) {
        let made = flow("document", &head, &format!("{}。\n", "国".repeat(count)));
        let first = made.pages.pages.first().expect("there is a page");
        assert!(first.marks.iter().any(|m| m.role == Role::Body), "{count} characters");
    }
}
