//! The 28 × 22 page: a flow without head and indents, which no text can ask for.

use document::flow::{
    Align, Flow, FontRole, Fonts, Furniture, Indent, Item, PageSetup, Paragraph, Rgb, Role, Run, RunContent,
    Section, SectionStart,
};

use super::case::Document;
use super::measure::Measure;

/// One page exactly full, and one character more.
pub(crate) fn documents() -> Result<Vec<Document>, String> {
    let measures = |text: &str| -> Result<Vec<Measure>, String> {
        serde_json::from_str(text).map_err(|error| format!("grid: {error}"))
    };
    let full = measures(include_str!("full-page.json"))?;
    let over = measures(
        r#"[{ "name": "617 characters need a second page", "probe": { "take": "pages" }, "is": 2 }]"#,
    )?;
    [("grid-616", 616, full), ("grid-617", 617, over)]
        .into_iter()
        .map(|(name, characters, measures)| {
            let docx = export_docx::docx(&flow(characters)).map_err(|error| error.to_string())?;
            Ok(Document { name: name.to_owned(), docx, measures })
        })
        .collect()
}

fn flow(characters: usize) -> Flow {
    let run = Run {
        content: RunContent::Text("督".repeat(characters)),
        font: FontRole::FangSong,
        half_pt: 32,
        colour: Rgb::BLACK,
        tracking: -5,
        scale_percent: 100,
        bold: false,
    };
    let paragraph = Paragraph {
        role: Role::Body,
        line: 579,
        before: 0,
        after: 0,
        align: Align::Justify,
        indent: Indent::default(),
        keep_next: false,
        keep_lines: false,
        page_break_before: false,
        tabs: Vec::new(),
        rule_above: None,
        rule_below: None,
        runs: vec![run],
        mark_half_pt: 32,
        source_line: None,
    };
    let page = PageSetup {
        width: 11906,
        height: 16838,
        landscape: false,
        top: 2098,
        bottom: 1984,
        left: 1587,
        right: 1474,
        header: 851,
        footer: 1417,
        line_pitch: Some(579),
    };
    let section = Section {
        page,
        start: SectionStart::NextPage,
        first: None,
        odd: Furniture::default(),
        even: Furniture::default(),
        restart_page_number: None,
        items: vec![Item::Paragraph(paragraph)],
    };
    let fonts = Fonts {
        fang_song: "仿宋_GB2312".into(),
        kai_ti: "楷体_GB2312".into(),
        hei_ti: "黑体".into(),
        song_ti: "宋体".into(),
        xiao_biao_song: "方正小标宋简体".into(),
    };
    Flow { title: String::new(), author: String::new(), fonts, odd_and_even: false, sections: vec![section] }
}
