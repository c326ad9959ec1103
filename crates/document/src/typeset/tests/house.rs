//! Claims about what an office may settle for itself.

use super::*;
use crate::flow::Rgb;
use crate::style::tests::shipped;
use crate::style::{Latin, Profile};

#[test]
fn every_profile_keeps_22_lines_of_28_characters_inside_the_type_area() {
    for style in ["document", "upward", "letter", "minutes", "bulletin", "order", "form"] {
        for (profile, first_ink, last_ink) in
            [(Profile::A, 2305, 14765), (Profile::B, 2290, 14351), (Profile::C, 2097, 14830)]
        {
            let house = HouseStyle { profile, ..HouseStyle::default() };
            let mut document = compose(&HeadFields::default(), "");
            document.main.body.push(crate::Block::Paragraph(crate::TextBlock {
                text: "国".repeat(28 * 22 * 2),
                placement: crate::Placement::Flush,
                ..crate::TextBlock::default()
            }));
            let pages = layout(&typeset(&document, &sheet_for(style, &house)).flow);
            // The second page: a letter's first one has rules of its own.
            let lines = &pages.lines()[if style == "letter" { 1 } else { 0 }];
            assert_eq!(lines.len(), 22, "{style}, {profile:?}");
            assert!(lines.iter().all(|l| l.chars().count() == 28), "{style}, {profile:?}");
            let page = &pages.pages[if style == "letter" { 1 } else { 0 }];
            let body: Vec<_> = page.marks.iter().filter(|m| m.role == Role::Body).collect();
            let ink = (body[0].y - 256, body.last().unwrap().y + 45);
            // 版心 37 to 262 mm, in twips 2098 to 14854.
            assert!(ink.0 >= 2096 && ink.1 <= 14856, "{style}, {profile:?}: {ink:?}");
            near(ink.0, first_ink);
            near(ink.1, last_ink);
        }
    }
}

#[test]
fn a_profile_moves_neither_mark_nor_last_rule_nor_page_number() {
    let head =
        format!("{HEAD}issuers = ['办公室']\ndated = 2026-01-01\ncc = ['各单位']\nprinter = '办公室'\n");
    let places = |profile| {
        let style = sheet_for("document", &HouseStyle { profile, ..HouseStyle::default() });
        let pages = layout(&typeset(&compose(&HeadFields::from_toml(&head).unwrap(), "正文。"), &style).flow);
        let page = pages.pages[0].clone();
        let rule = page.rules.iter().filter(|r| r.colour.0 == 0).map(|r| r.y + r.height).max().unwrap();
        let number = page.marks.iter().find(|m| m.role == Role::Furniture).unwrap().y;
        (find(&page, "中国科学院").y, rule, number)
    };
    assert_eq!(places(Profile::A), places(Profile::B));
    assert_eq!(places(Profile::A), places(Profile::C));
}

#[test]
fn a_house_sets_its_fonts_mark_and_margins_over_any_sheet() {
    let house: HouseStyle = serde_json::from_str(
        r#"{ "profile": "B", "fonts": "windows", "mark_pt": 40, "mark_colour": "C00000", "mirrored": true, "imprint_even_page": true, "latin": "times" }"#,
    )
    .unwrap();
    assert_eq!(serde_json::from_str::<HouseStyle>(&serde_json::to_string(&house).unwrap()).unwrap(), house);
    assert_eq!((house.profile, house.latin), (Profile::B, Latin::Times));
    let head = HeadFields::from_toml("issuer_mark = '机关文件'\ndocument_number = '一号'\n").unwrap();
    let typeset = typeset(&compose(&head, "正文。"), &sheet_for("letter", &house));
    assert_eq!(typeset.flow.fonts.fang_song, "仿宋");
    assert_eq!(typeset.flow.fonts.latin.as_deref(), Some("Times New Roman"));
    assert!(typeset.flow.mirrored);
    let pages = layout(&typeset.flow);
    let mark = find(&pages.pages[0], "机关文件");
    assert_eq!((mark.half_pt, mark.colour), (80, Rgb(0xC0_0000)));
    let none = HouseStyle { fonts: Some("none".to_owned()), ..HouseStyle::default() };
    assert!(crate::StyleSheet::load_for("document", &shipped, &none).is_err());
}
