//! Whatever is typed: no panic, no character lost between text, flow and pages.

use proptest::prelude::*;

use crate::flow::{Flow, Item, Paragraph, Role, RunContent};
use crate::picture::tests::png_of;
use crate::style::tests::sheet;
use crate::{Document, HeadFields, Seal, compose, dump, layout, typeset};

const STYLES: [&str; 7] = ["document", "upward", "letter", "form", "minutes", "bulletin", "order"];

/// Characters that no syntax uses, to be counted.
const PAYLOAD: &str = "甲乙丙丁戊己庚辛";

/// Text out of payload and everything the grammar knows, in any order.
fn text() -> impl Strategy<Value = String> {
    text_with(&[])
}

/// The same with more syntax.
fn text_with(more: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let mut syntax = vec![
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
        "\n【目录】\n",
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
        "中国科学院文件\n",
        "\n科发党字〔2026〕5号\n",
        "签发人：",
        "特急\n",
        "000001\n",
        "\n第3期\n",
        "\n抄送：",
        "\n主送：",
        "\n报：",
        "2026年11月20日印发\n",
        "\n共印30份\n",
        "\n二〇二六年十一月三日\n",
        "\n附件1：",
        "附：",
        "关于",
        "的通知\n",
        "联系人：",
        "\t",
        "\t\t",
        "【图：",
        "】",
        "# ",
        "1.1 ",
        "1）",
        "①",
        "\u{200b}",
        "\u{ad}",
        "————————",
    ];
    syntax.extend_from_slice(more);
    let payload: Vec<String> = PAYLOAD.chars().map(|c| c.to_string()).collect();
    let piece = prop_oneof![
        3 => proptest::sample::select(syntax).prop_map(str::to_owned),
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
        RunContent::Tab
        | RunContent::LineBreak
        | RunContent::PageNumber
        | RunContent::PageCount
        | RunContent::PageOf { .. }
        | RunContent::Picture { .. } => String::new(),
    };
    p.runs.iter().map(|r| text(&r.content)).collect()
}

fn contents(role: Role) -> bool {
    matches!(role, Role::ContentsTitle | Role::Contents1 | Role::Contents2)
}

fn flow_text(flow: &Flow) -> String {
    let items = flow.sections.iter().flat_map(|s| &s.items);
    let mut out = String::new();
    for item in items {
        match item {
            // Contents repeat headings; they are not counted twice.
            Item::Paragraph(p) if contents(p.role) => {}
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

/// The mark of a letter stands in the first page's furniture.
fn first_header(flow: &Flow) -> String {
    let first = flow.sections.first().and_then(|s| s.first.as_ref());
    first.map(|f| f.header.iter().map(paragraph).collect()).unwrap_or_default()
}

/// What of a text is printed: all, but letters leave out further marks and the printing office, and say so.
fn shown(document: &Document, style: &str, text: &str) -> Vec<char> {
    let mut left = payload(text);
    if style == "letter" {
        let marks = document.head.issuer_marks.iter().skip(1).map(String::as_str);
        let printer = document.imprint.as_ref().and_then(|i| i.printer.as_deref());
        for c in payload(&marks.chain(printer).collect::<String>()) {
            left.remove(left.iter().position(|l| *l == c).expect("left out of the text"));
        }
    }
    left
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
        let whole = compose(&HeadFields::default(), &text);
        prop_assert_eq!(payload(&dump(&whole)), payload(&text));
        let typeset = typeset(&document, &sheet(STYLES[style]));
        let expected = shown(&document, STYLES[style], &text);
        let in_flow = flow_text(&typeset.flow) + &first_header(&typeset.flow);
        prop_assert_eq!(&payload(&in_flow), &expected);
        let mut pages = layout(&typeset.flow);
        pages.pages.iter_mut().for_each(|page| page.marks.retain(|mark| !contents(mark.role)));
        let pages: String = pages.lines().concat().concat() + &first_header(&typeset.flow);
        prop_assert_eq!(payload(&pages), expected);
        check_tables(&typeset.flow);
        prop_assert!(no_forbidden(&typeset.flow));
    }

    #[test]
    fn every_page_number_shown_is_that_of_its_heading(text in text_with(&["【页：", "】", "【页：甲】", "\n一、甲\n", "\n【图：甲.png】\n"])) {
        let head = HeadFields { title: Some("标题".to_owned()), ..HeadFields::default() };
        let mut document = compose(&head, &text);
        document.pictures.insert("甲.png".to_owned(), png_of(300, 900));
        let flow = typeset(&document, &sheet("document")).flow;
        let known = layout(&flow).anchors;
        let paragraphs = flow.sections.iter().flat_map(|s| &s.items).filter_map(|item| match item {
            Item::Paragraph(p) => Some(p),
            Item::Table(_) => None,
        });
        for run in paragraphs.flat_map(|p| &p.runs) {
            match run.content {
                RunContent::PageOf { anchor, page } => prop_assert_eq!(known.get(&anchor), Some(&page)),
                RunContent::Picture { picture, width, height } => {
                    prop_assert!(picture < flow.pictures.len() && width > 0 && height > 0);
                }
                RunContent::Text(_) | RunContent::Tab | RunContent::LineBreak | RunContent::PageNumber | RunContent::PageCount => {}
            }
        }
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
