//! Claims about the text grammar.

use super::*;
use crate::document::{TableBlock, TextBlock};

fn block(text: &str) -> TextBlock {
    match parse_with(text, Expect::BODY).body.pop() {
        Some(Block::Paragraph(p)) => p,
        other => panic!("{other:?}"),
    }
}

fn table(text: &str) -> TableBlock {
    match parse_with(text, Expect::BODY).body.pop() {
        Some(Block::Table(t)) => t,
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_open_levels_and_amounts_do_not() {
    let level = |text: &str| block(text).level;
    for (text, expect) in [
        ("一、总体评价", Some(1)),
        ("十二、其他", Some(1)),
        ("（一）党的领导", Some(2)),
        ("(二)党的领导", Some(2)),
        ("1.学习不及时", Some(3)),
        ("12．学习不及时", Some(3)),
        ("（1）学习不及时", Some(4)),
        ("1.5万元经费", None),
        ("2026.11.3会议", None),
        ("一是加强学习。", None),
        ("（试行）", None),
        ("（1", None),
        ("三个代表、重要思想", None),
        ("二．全角点", Some(1)),
        ("㈢带括号", Some(2)),
        ("４．全角数字", Some(3)),
        ("⑶带括号", Some(4)),
    ] {
        assert_eq!(level(text), expect, "{text}");
    }
}

#[test]
fn a_run_in_heading_ends_at_its_first_full_stop() {
    let split = |text: &str| {
        let b = block(text);
        (b.heading, b.text)
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(split("一、总体评价"), pair("一、总体评价", ""));
    assert_eq!(split("（一）学习不够。2026年共学习3次。"), pair("（一）学习不够。", "2026年共学习3次。"));
    assert_eq!(split("（一）请于3月1日前报送。"), pair("", "（一）请于3月1日前报送。"));
    assert_eq!(split("1. 落实《决定》（试行。）情况；"), pair("", "1. 落实《决定》（试行。）情况；"));
    assert_eq!(split("一、工作要求（试行）"), pair("一、工作要求（试行）", ""));
}

#[test]
fn lists_after_the_label_are_attachments_and_a_bare_label_opens_an_annex() {
    let parsed = parse_with(
        "正文。\n附件：1. 问题清单\n      2. 整改台账\n\n附件1\n【横向】\n问题清单\n|序号|问题|\n|--|----|\n|1|x|\n附件2\n整改台账\n一、说明\n",
        Expect::BODY,
    );
    assert_eq!(parsed.attachment_notes, ["问题清单", "整改台账"]);
    let annexes: Vec<_> =
        parsed.annexes.iter().map(|a| (a.number, a.title.as_str(), a.landscape, a.body.len())).collect();
    assert_eq!(annexes, [(Some(1), "问题清单", true, 1), (Some(2), "整改台账", false, 1)]);
    assert_eq!(parse("甲\n附件：方案").attachment_notes, ["方案"]);
    assert_eq!(parse("附件：").body.len(), 1, "a label without names is a paragraph");
}

#[test]
fn a_pasted_document_gives_up_its_title_addressees_and_signature() {
    let parsed = parse(
        "中国科学院党的建设工作领导小组办公室 关于印发《办法》的通知\n\n各分院分党组、院属各单位党委：\n\n现将有关事项通知如下：\n内容。\n\n中国科学院党的建设工作领导小组办公室\n(代章)\n\n2021年10月8日\n\n(此件主动公开)\n",
    );
    assert_eq!(parsed.addressees, ["各分院分党组", "院属各单位党委"]);
    assert_eq!(parsed.body.len(), 2);
    assert_eq!(parsed.issuers, ["中国科学院党的建设工作领导小组办公室"]);
    assert!(parsed.proxy_seal);
    assert_eq!(parsed.dated.map(|d| d.to_string()).as_deref(), Some("2021-10-08"));
    assert_eq!(parsed.note.as_deref(), Some("此件主动公开"));
}

#[test]
fn a_sentence_with_a_colon_is_no_addressee_and_a_padded_date_is_read_and_told() {
    let parsed = parse("标题\n现将有关情况反馈如下：\n某某办公室\n2021年10月08日");
    assert!(parsed.addressees.is_empty());
    assert_eq!((parsed.body.len(), parsed.dated.map(|d| d.to_string())), (1, Some("2021-10-08".to_owned())));
    assert_eq!(
        parsed.notices.iter().map(Notice::message).collect::<Vec<_>>(),
        ["第4行的日期“2021年10月08日”已按“2021年10月8日”处理"]
    );
}

#[test]
fn many_oddities_are_cut_off_with_a_word() {
    let parsed = parse_with(&"1) 甲\n".repeat(300), Expect::BODY);
    assert_eq!(parsed.notices.len(), 201);
    assert_eq!(parsed.notices.last().map(Notice::message).as_deref(), Some("其余提示从略"));
    assert_eq!(parsed.body.len(), 300);
}

#[test]
fn widths_in_words_make_the_same_table_as_dashes() {
    let dashes = "正文。\n| 序号 | 问题 | 日期 |\n|--|--------|:---:|\n| 1 | 列宽3 | 3月 |\n";
    let words = super::widths_in_words(dashes);
    assert!(words.contains("\n| 列宽2 | 列宽8 | 列宽3居中 |\n"), "{words}");
    assert_eq!(super::widths_in_words(&words), words);
    let of = |text: &str| table(text.trim_start_matches("正文。\n"));
    assert_eq!((of(dashes).widths, of(dashes).rows), (of(&words).widths, of(&words).rows));
    assert_eq!(of(&words).header_rows, 1);
}

#[test]
fn delimiters_give_head_widths_and_alignment() {
    let t = table("| 序号 | 问题 | 日期 |\n|--|--------|:---:|\n| 1 | 甲\\n乙 \\| 丙 | 3月 |\n");
    assert_eq!((t.header_rows, t.widths.as_slice()), (1, [2, 8, 3].as_slice()));
    assert_eq!(t.rows[1][1].text, "甲\n乙 | 丙");
    assert!(t.rows[1][2].centred && !t.rows[1][1].centred && t.rows[0][0].label);
}

#[test]
fn carets_and_angles_merge_cells_and_ragged_marks_stay_text() {
    let t = table("|**单位**|<|甲|\n|^|<|乙|\n|a|^|<|\n|\\^|\\<|<|");
    assert_eq!((t.rows[0][0].span, t.rows[0][0].rows, t.rows[0][0].label), (2, 2, true));
    assert_eq!(t.rows[0].len(), 2);
    assert_eq!(t.rows[1].len(), 1);
    let third: Vec<_> = t.rows[2].iter().map(|c| (c.text.as_str(), c.span)).collect();
    assert_eq!(third, [("a", 1), ("^", 2)], "the caret has no whole cell above");
    let fourth: Vec<_> = t.rows[3].iter().map(|c| (c.text.as_str(), c.span)).collect();
    assert_eq!(fourth, [("^", 1), ("<", 2)]);
}

#[test]
fn marks_place_lines_and_regulations_have_chapters_and_articles() {
    assert_eq!(block("【居中】记录").placement, Placement::Centred);
    assert_eq!(block("【居右】2026年").placement, Placement::Right);
    assert_eq!(block("【顶格】单位：").text, "单位：");
    let chapter = block("第一章 总 则");
    assert_eq!((chapter.level, chapter.placement), (Some(1), Placement::Centred));
    let article = block("第十条 建立体系。");
    assert_eq!(
        (article.heading.as_str(), article.text.as_str(), article.level),
        ("第十条", "\u{3000}建立体系。", None)
    );
    assert_eq!(block("第一条款").heading, "");
}
