//! Claims about lines and pages, in the numbers of the standard.

use super::*;
use crate::compose::{HeadFields, compose};
use crate::style::tests::sheet;
use crate::typeset::typeset;

fn pages(style: &str, head: &str, text: &str) -> Pages {
    let head = HeadFields::from_toml(head).unwrap();
    layout(&typeset(&compose(&head, text), &sheet(style)).flow)
}

const BODY: &str = "title = ''\naddressees = []\nissuers = ['x']\n";
const HEAD: &str = "issuer_mark = '中国科学院厅局文件'\ndocument_number = '直党字〔2021〕25号'\ntitle = '关于开展督查的通知'\naddressees = ['各单位']\nissuers = ['直属机关党委']\ndated = 2021-10-08\nprinter = '直属机关党委'\nprinted = 2021-10-08\n";

/// Flush text without head, title or signature.
fn flush(text: &str) -> Pages {
    let mut document = compose(&HeadFields::default(), "");
    for line in text.lines() {
        document.main.body.push(crate::Block::Paragraph(crate::TextBlock {
            text: line.to_owned(),
            placement: crate::Placement::Flush,
            ..crate::TextBlock::default()
        }));
    }
    layout(&typeset(&document, &sheet("document")).flow)
}

#[test]
fn a_page_holds_22_lines_of_28_characters() {
    let pages = flush(&"国".repeat(28 * 22 * 2));
    assert_eq!(pages.pages.len(), 2);
    for page in pages.lines() {
        assert_eq!(page.len(), 22);
        assert!(page.iter().all(|line| line.chars().count() == 28));
    }
    let first = &pages.pages[0].marks[0];
    assert_eq!((first.x, first.y), (1587, 2098 + 579 * 4 / 5));
    let lines: Vec<_> = pages.pages[0].marks.iter().map(|m| m.y).collect();
    assert_eq!(lines[1] - lines[0], 579);
    assert_eq!(flush(&"国".repeat(28 * 22 + 1)).pages.len(), 2);
    assert_eq!(flush(&"国".repeat(28 * 22)).pages.len(), 1);
}

#[test]
fn a_paragraph_begins_two_characters_in_and_digits_are_half_as_wide() {
    let pages = pages("document", BODY, &format!("{}\n", "2".repeat(200)));
    let marks: Vec<_> = pages.pages[0].marks.iter().filter(|m| m.role == Role::Body).collect();
    assert_eq!(marks[0].x, 1587 + 630);
    assert_eq!(marks[1].x, 1587);
    // 8215 / 155 = 53 digits in the first line, 8845 / 155 = 57 in the next.
    assert_eq!((marks[0].text.len(), marks[1].text.len()), (53, 57));
}

#[test]
fn punctuation_hangs_at_a_line_end_and_brackets_open_on_the_next() {
    let line = |text: &str| flush(text).lines()[0][0].chars().count();
    let han = |n| "国".repeat(n);
    assert_eq!(line(&format!("{}。国国", han(28))), 29, "。 hangs");
    assert_eq!(line(&format!("{}》国国", han(28))), 27, "》 takes a character along");
    assert_eq!(line(&format!("{}《国》国", han(27))), 27, "《 moves on");
    assert_eq!(line(&format!("{}……国", han(27))), 26, "…… stays whole and never first");
    assert_eq!(line(&format!("{}2026年", han(27))), 27, "a number stays whole");
}

#[test]
fn full_lines_of_justified_text_end_at_the_measure() {
    let pages = pages("document", BODY, &"国".repeat(100));
    let ends: Vec<_> =
        pages.pages[0].marks.iter().filter(|m| m.role == Role::Body).map(|m| m.x + m.width).collect();
    assert_eq!(&ends[..3], [1587 + 8845 - 5; 3].map(|e: i32| e + 5).as_slice());
}

#[test]
fn the_red_head_stands_where_the_standard_wants_it() {
    let pages = pages("document", HEAD, "正文。");
    let page = &pages.pages[0];
    let mark = page.marks.iter().find(|m| m.role == Role::IssuerMark).unwrap();
    // Nine characters: 442.2 / 9 = 49 pt. Ink starts 0.8 em above the baseline, 35 mm below the 版心.
    assert_eq!(mark.half_pt, 98);
    assert!((mark.y - 784 - (2098 + 1984)).abs() <= 2, "{}", mark.y);
    let number = page.marks.iter().find(|m| m.text.contains("直党字")).unwrap();
    let rule = page.rules.iter().find(|r| r.colour.0 == 0xFF_0000).unwrap();
    assert_eq!((rule.x, rule.width, rule.height), (1587, 8845, 30));
    // 4 mm below the digits, whose ink ends 0.14 em under the baseline.
    let ink = number.y + 320 * 14 / 100;
    assert!((rule.y - ink - 227).abs() <= 17, "{}", rule.y - ink);
    let title = page.marks.iter().find(|m| m.role == Role::Title).unwrap();
    assert_eq!(title.y, rule.y + 30 + 2 * 579 + 576);
}

#[test]
fn a_sealed_date_ends_four_characters_from_the_right_under_its_organ() {
    let pages = pages("document", HEAD, "正文。");
    let signature: Vec<_> = pages.pages[0].marks.iter().filter(|m| m.role == Role::Signature).collect();
    let right = |y: i32| signature.iter().filter(|m| m.y == y).map(|m| m.x + m.width).max().unwrap();
    let left = |y: i32| signature.iter().filter(|m| m.y == y).map(|m| m.x).min().unwrap();
    let (organ, date) = (signature[0].y, signature.last().unwrap().y);
    assert_eq!(date - organ, 579);
    assert!((1587 + 8845 - right(date) - 4 * 315).abs() < 40, "{}", 1587 + 8845 - right(date));
    assert!(((left(organ) + right(organ)) - (left(date) + right(date))).abs() <= 4);
}

#[test]
fn an_unsealed_date_begins_two_characters_after_its_organ() {
    let head = format!("{HEAD}seal = 'unsealed'\n").replace("['直属机关党委']", "['中国科学院直属机关党委']");
    let pages = pages("document", &head, "正文。");
    let signature: Vec<_> = pages.pages[0].marks.iter().filter(|m| m.role == Role::Signature).collect();
    assert_eq!(signature[0].text, "中国科学院直属机关党委");
    assert_eq!(signature[1].x - signature[0].x, 630);
    assert!((1587 + 8845 - signature[0].x - signature[0].width - 630).abs() <= 2);
}

#[test]
fn the_imprint_ends_on_the_lower_edge_and_moves_on_when_the_page_is_full() {
    for count in 1..=45 {
        let text = "一行。\n".repeat(count);
        let pages = pages("document", HEAD, &text);
        let last = pages.pages.last().unwrap();
        let bottom = last.rules.iter().map(|r| r.y + r.height).max().unwrap();
        assert_eq!(bottom, 16838 - 1984, "{count} lines");
        let top = last.rules.iter().filter(|r| r.colour.0 == 0).map(|r| r.y).min().unwrap();
        assert!(last.text_bottom <= top, "{count} lines: text to {}, imprint from {top}", last.text_bottom);
    }
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    for count in 1..=40 {
        let pages = pages("document", HEAD, &"一行。\n".repeat(count));
        for page in &pages.pages {
            let has = |role| page.marks.iter().any(|m| m.role == role);
            assert!(!has(Role::Signature) || has(Role::Body), "{count} lines");
        }
    }
}

#[test]
fn page_numbers_stand_outside_below_the_text_area() {
    let pages = pages("document", HEAD, &"一行。\n".repeat(40));
    let number = |i: usize| {
        let marks: Vec<_> = pages.pages[i].marks.iter().filter(|m| m.role == Role::Furniture).collect();
        let text: String = marks.iter().map(|m| m.text.trim()).collect::<Vec<_>>().join(" ");
        (marks[0].x, marks.last().map(|m| m.x + m.width).unwrap(), marks[0].y, text)
    };
    let (_, right, y, text) = number(0);
    assert_eq!((right, text.as_str()), (1587 + 8845 - 280, "— 1 —"));
    let (left, _, _, text) = number(1);
    assert_eq!((left, text.as_str()), (1587 + 280, "— 2 —"));
    // Baseline 270.6 mm below the top of the paper.
    assert_eq!(y, 16838 - 1417 - 400 + 320);
}

#[test]
fn a_letter_has_double_rules_and_no_number_on_its_first_page() {
    let head = "issuer_mark = '中国科学院直属机关党委'\ndocument_number = '直党函〔2026〕12号'\nurgency = '加急'\ntitle = '关于督查情况的反馈意见'\naddressees = ['某单位党委']\nissuers = ['直属机关党委']\ndated = 2026-11-20\ncc = ['某某分院分党组']\nprinter = '不印'\n";
    let pages = pages("letter", head, &"一行。\n".repeat(30));
    let page = &pages.pages[0];
    let rules: Vec<_> = page.rules.iter().filter(|r| r.colour.0 == 0xFF_0000).collect();
    assert_eq!(rules.iter().map(|r| r.height).collect::<Vec<_>>(), [45, 15, 15, 45]);
    assert!(rules.iter().all(|r| (r.x, r.width) == (1587 - 397, 8845 + 794)));
    assert_eq!(rules[3].y + rules[3].height, 16838 - 1134);
    let mark = page.marks.iter().find(|m| m.half_pt > 44).unwrap();
    assert!((mark.y - i32::from(mark.half_pt) * 8 - 1701).abs() <= 2, "{}", mark.y);
    assert!(!page.marks.iter().any(|m| m.text.starts_with('—')));
    let number = page.marks.iter().find(|m| m.text.contains("12") || m.text.contains('号')).unwrap();
    let urgency = page.marks.iter().find(|m| m.text == "加急").unwrap();
    assert_eq!((number.y, urgency.x), (urgency.y, 1587));
    let second = &pages.pages[1];
    assert!(second.rules.is_empty(), "no rules in a letter's imprint");
    assert!(second.marks.iter().any(|m| m.text.contains("抄送")));
    assert!(!second.marks.iter().any(|m| m.text.contains("不印")));
    let dash = second.marks.iter().find(|m| m.role == Role::Furniture).unwrap();
    assert_eq!(dash.y, 16838 - 1134 - 283 - 400 + 320, "as high as in a document");
}

#[test]
fn table_heads_repeat_and_wide_annexes_lie_on_their_side() {
    let rows: String = (1..60).map(|n| format!("|{n}|问题|\n")).collect();
    let pages = pages(
        "document",
        HEAD,
        &format!("正文。\n附件\n【横向】\n清单\n|序号|内容|\n|--|---------|\n{rows}"),
    );
    let sides: Vec<_> = pages.pages.iter().map(|p| (p.width, p.height)).collect();
    assert_eq!(sides[0], (11906, 16838));
    assert_eq!(sides[1], (16838, 11906));
    assert!(sides[1..].iter().all(|side| *side == (16838, 11906)));
    let heads = pages.pages.iter().filter(|p| p.marks.iter().any(|m| m.text == "序号")).count();
    assert_eq!(heads, sides.len() - 1);
    let last = pages.pages.last().unwrap();
    let imprint = last.marks.iter().filter(|m| m.role == Role::Imprint).map(|m| m.y).min();
    let rows = last.marks.iter().filter(|m| m.role == Role::Cell).map(|m| m.y).max();
    assert!(rows.is_some() && imprint > rows, "the imprint stands below the last rows");
    let text: String = pages.lines().concat().concat();
    assert!((1..60).all(|n| text.contains(&format!("{n}问题"))));
}

#[test]
fn a_long_last_paragraph_splits_over_the_page_and_the_signature_follows_it() {
    let text = format!("{}{}。\n", "一行。\n".repeat(11), "国".repeat(250));
    let pages = pages("document", "title = '文'\nissuers = ['办公室']\ndated = 2026-01-01\n", &text);
    assert_eq!(pages.pages.len(), 2);
    assert!(pages.lines()[0].len() > 15, "no hole at the foot of page 1");
}

#[test]
fn the_first_page_shows_text_even_when_the_signature_would_pull_it_away() {
    let head = HEAD
        .replace(
            "关于开展督查的通知",
            "中国科学院党的建设工作领导小组办公室关于印发《党建工作督查实施办法（试行）》的通知",
        )
        .replace("['直属机关党委']", "['中国科学院党的建设工作领导小组办公室']");
    let head = format!("{head}proxy_seal = true\nnote = '此件主动公开'\n");
    let pages =
        pages("document", &head, "现将办法印发给你们，请认真贯彻落实。\n【印发】\n办法\n第一条 目的。\n");
    let first = &pages.pages[0];
    assert!(
        first.marks.iter().any(|m| m.role == Role::Body)
            && first.marks.iter().any(|m| m.role == Role::Signature)
    );
}

#[test]
fn a_row_taller_than_a_page_goes_on_over_pages_and_loses_no_line() {
    let pages = pages("document", BODY, &format!("|项目|内容|\n|--|------|\n|一|{}|\n", "国".repeat(4000)));
    assert!(pages.pages.len() >= 3);
    let text: String = pages.lines().concat().concat();
    assert_eq!(text.chars().filter(|c| *c == '国').count(), 4000);
    for page in &pages.pages {
        assert!(
            page.marks.iter().filter(|m| m.role == Role::Cell).all(|m| m.y <= 16838 - 1984 && m.y > 2098)
        );
    }
}

#[test]
fn a_page_on_its_side_shows_its_number_where_the_upright_pages_show_theirs() {
    let rows: String = (1..60).map(|n| format!("|{n}|问题|\n")).collect();
    let text = format!("正文。\n附件\n【横向】\n清单\n|序号|内容|\n|--|---------|\n{rows}");
    let pages = pages("document", HEAD, &text);
    let number = |i: usize| -> Vec<&Mark> {
        pages.pages[i].marks.iter().filter(|m| m.role == Role::Furniture).collect()
    };
    let (even, odd) = (number(1), number(2));
    assert!(even.iter().chain(&odd).all(|m| m.turned));
    assert_eq!(odd.iter().map(|m| m.text.trim()).collect::<Vec<_>>().join(" "), "— 3 —");
    // Upright, the baseline is 1497 above the paper's foot, which lies on the left here.
    assert!(odd.iter().chain(&even).all(|m| (m.x - 1497).abs() <= 6), "{odd:?}");
    // One character inside the text area: the odd number ends there, the even one begins there.
    assert_eq!(odd.iter().map(|m| m.y + m.width).max(), Some(11906 - 1474 - 280));
    assert_eq!(even.iter().map(|m| m.y).min(), Some(1587 + 280));
}

#[test]
fn mirrored_margins_change_sides_on_even_pages() {
    let mut sheet = sheet("document");
    sheet.page.mirrored = true;
    let text = "一行。\n".repeat(50);
    let document = compose(&HeadFields::from_toml(HEAD).unwrap(), &text);
    let pages = layout(&typeset(&document, &sheet).flow);
    let left = |i: usize| {
        let body = pages.pages[i].marks.iter().filter(|m| m.role == Role::Body);
        body.map(|m| m.x).min().unwrap()
    };
    assert_eq!((left(0), left(1)), (1587 + 630, 1474 + 630));
    let numbers = pages.pages[1].marks.iter().filter(|m| m.role == Role::Furniture);
    assert_eq!(numbers.map(|m| m.x).min(), Some(1474 + 280));
}

#[test]
fn a_head_that_fills_a_page_is_set_once_and_a_single_tall_row_loses_no_line() {
    let tall = "国".repeat(3000);
    let text = format!("|项目|{tall}|\n|--|------|\n|一|末|\n\n正文。\n|{tall}|\n");
    let pages = pages("document", BODY, &text);
    let all = pages.lines().concat().concat();
    assert_eq!(all.chars().filter(|c| *c == '国').count(), 6000);
    assert_eq!(all.matches("项目").count(), 1);
}

/// Lines of a text as `LibreOffice` breaks it.
fn rendered(style: &str, head: &str, text: &str) -> Pages {
    let head = HeadFields::from_toml(head).expect("the head is well-formed");
    layout_for(&typeset(&compose(&head, text), &sheet(style)).flow, Reader::LibreOffice)
}

#[test]
fn a_line_of_libreoffice_ends_where_measured() {
    // 1. and a space are less than three halves wide, so one more Hanzi fits.
    let item = format!("1. {}", "督".repeat(40));
    let first = |text: &str| rendered("form", "title = '督查'", text).lines()[0][1].chars().count();
    assert_eq!(first(&item), "1. ".len() + 25);
    // White between a number and the Hanzi after it disappears at the end of a line: 18 Hanzi and 16 digits
    // fill 26 places to a twip.
    let number = format!("{}2026116620261166号{}", "督".repeat(18), "查".repeat(9));
    assert_eq!(first(&number), 18 + 16);
    // A line may end after a hyphen, also before a digit.
    let hyphen = format!("{}1-20", "督".repeat(25));
    assert_eq!(first(&hyphen), 25 + "1-".len());
}

#[test]
fn the_rules_of_the_imprint_take_room_in_libreoffice() {
    // Without head and signature nothing is moved to keep the imprint with the text.
    let head = "title = ''\naddressees = []\ncc = ['某某']\nprinter = '某某'\nprinted = 2026-11-20\n";
    // 20 lines and an imprint of two are 12 700 of 12 756 twips; its rules are 55 and the grid keeps 9.
    let text = |count: usize| vec![format!("{}。", "督".repeat(20)); count].join("\n");
    let differs = |count: &usize| {
        let word = pages("document", head, &text(*count)).pages.len();
        word < rendered("document", head, &text(*count)).pages.len()
    };
    assert_eq!((1..40).filter(differs).count(), 1, "one length of the body makes the difference");
}
