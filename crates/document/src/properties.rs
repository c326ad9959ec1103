//! Whatever is typed: no panic, no character lost between text, flow and pages.

use proptest::prelude::*;

use crate::flow::{Flow, Item, Paragraph, RunContent};
use crate::style::tests::sheet;
use crate::{Document, HeadFields, Seal, compose, dump, layout, typeset};

const STYLES: [&str; 7] = ["document", "upward", "letter", "form", "minutes", "bulletin", "order"];

/// Characters that no syntax uses, to be counted.
const PAYLOAD: &str = "甲乙丙丁戊己庚辛";

/// Text out of payload and everything the grammar knows, in any order.
fn text() -> impl Strategy<Value = String> {
    let syntax = [
        "\n",
        "\n",
        "\n",
        "\n",
        "一、",
        "（一）",
        "(二)",
        "1.",
        "2. ",
        "（1）",
        "附件",
        "附件1",
        "\n附件2\n",
        "附件：",
        "\n附件：1. ",
        "【居中】",
        "【顶格】",
        "【居右】",
        "\n【横向】\n",
        "\n【印发】\n",
        "|",
        "|",
        "|^|",
        "|<|",
        "**",
        "\\n",
        "\\|",
        "\\",
        "\n|--|:---:|\n",
        "\n2021年10月8日\n",
        "（代章）",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "。",
        "：",
        "，",
        "、",
        "；",
        "第一章 ",
        "第二条 ",
        "出席：",
        "\u{0}",
        "\u{b}",
        "\t",
        "\r\n",
        "\u{3000}",
        "  ",
        "——",
        "……",
        "2026年",
        "abc",
        "-",
        "1.5",
        "\u{2028}",
        "\u{feff}",
        "\u{202e}",
        "😀",
        "\u{301}",
        "各单位：",
        "办公室\n",
    ];
    let payload: Vec<String> = PAYLOAD.chars().map(|c| c.to_string()).collect();
    let piece = prop_oneof![
        3 => proptest::sample::select(syntax.to_vec()).prop_map(str::to_owned),
        4 => proptest::sample::select(payload),
        1 => (1usize..120).prop_map(|n| "甲".repeat(n)),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

fn payload(text: &str) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().filter(|c| PAYLOAD.contains(*c)).collect();
    chars.sort_unstable();
    chars
}

fn paragraph(p: &Paragraph) -> String {
    let text = |r: &RunContent| match r {
        RunContent::Text(text) => text.clone(),
        RunContent::Tab | RunContent::LineBreak | RunContent::PageNumber | RunContent::PageCount => {
            String::new()
        }
    };
    p.runs.iter().map(|r| text(&r.content)).collect()
}

fn flow_text(flow: &Flow) -> String {
    let items = flow.sections.iter().flat_map(|s| &s.items);
    let mut out = String::new();
    for item in items {
        match item {
            Item::Paragraph(p) => out.push_str(&paragraph(p)),
            Item::Table(t) => {
                let cells = t.rows.iter().flat_map(|r| &r.cells);
                out.extend(cells.flat_map(|c| &c.paragraphs).map(paragraph));
            }
        }
    }
    out
}

fn check_tables(flow: &Flow) {
    for item in flow.sections.iter().flat_map(|s| &s.items) {
        let Item::Table(table) = item else { continue };
        for row in &table.rows {
            assert_eq!(
                row.cells.iter().map(|c| c.span).sum::<usize>(),
                table.columns.len(),
                "a row fills the grid"
            );
            assert!(row.cells.iter().all(|c| !c.paragraphs.is_empty()), "a cell holds a paragraph");
        }
    }
}

fn no_forbidden(flow: &Flow) -> bool {
    !flow_text(flow).chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_character_of_the_text_reaches_the_flow_and_the_pages(text in text(), style in 0usize..STYLES.len()) {
        let head = HeadFields { style: Some(STYLES[style].to_owned()), title: Some("标题".to_owned()), ..HeadFields::default() };
        let document = compose(&head, &text);
        prop_assert_eq!(payload(&dump(&document)), payload(&text));
        let typeset = typeset(&document, &sheet(STYLES[style]));
        prop_assert_eq!(payload(&flow_text(&typeset.flow)), payload(&text));
        let pages: String = layout(&typeset.flow).lines().concat().concat();
        prop_assert_eq!(payload(&pages), payload(&text));
        check_tables(&typeset.flow);
        prop_assert!(no_forbidden(&typeset.flow));
    }

    #[test]
    fn any_head_and_text_become_pages(
        marks in proptest::collection::vec(".{0,40}", 0..4),
        names in proptest::collection::vec(".{0,60}", 0..7),
        fields in proptest::collection::vec(proptest::option::of(".{0,80}"), 8),
        text in ".{0,400}",
        style in 0usize..STYLES.len(),
        sealed in any::<bool>(),
    ) {
        let field = |i: usize| fields.get(i).cloned().flatten();
        let head = HeadFields {
            issuer_mark: marks,
            signatories: names.clone(),
            issuers: names.clone(),
            cc: names.clone(),
            attachments: names,
            document_number: field(0), copy_number: field(1), marking: field(2), urgency: field(3),
            title: field(4), note: field(5), printer: field(6), issue: field(7),
            seal: if sealed { Seal::Sealed } else { Seal::Unsealed },
            dated: "2026-11-20".parse().ok(),
            ..HeadFields::default()
        };
        let document: Document = compose(&head, &text);
        let flow = typeset(&document, &sheet(STYLES[style])).flow;
        check_tables(&flow);
        prop_assert!(no_forbidden(&flow));
        prop_assert!(!layout(&flow).pages.is_empty());
    }
}
