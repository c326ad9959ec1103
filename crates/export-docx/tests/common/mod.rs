//! Flows built by hand for the tests: short builders and the documents an office makes with them.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::{Cursor, Read};

use document::flow::*;

/// The red of marks and rules.
pub(crate) const RED: Rgb = Rgb(0xFF_00_00);
/// The grid's pitch.
pub(crate) const PITCH: Twips = 579;

pub(crate) fn fonts() -> Fonts {
    Fonts {
        fang_song: "仿宋_GB2312".into(),
        kai_ti: "楷体_GB2312".into(),
        hei_ti: "黑体".into(),
        song_ti: "宋体".into(),
        xiao_biao_song: "方正小标宋简体".into(),
        latin: None,
    }
}

pub(crate) fn a4() -> PageSetup {
    PageSetup {
        width: 11906,
        height: 16838,
        landscape: false,
        top: 2098,
        bottom: 1984,
        left: 1587,
        right: 1474,
        header: 851,
        footer: 1417,
        line_pitch: Some(PITCH),
    }
}

pub(crate) fn landscape() -> PageSetup {
    PageSetup {
        width: 16838,
        height: 11906,
        landscape: true,
        top: 1587,
        bottom: 1474,
        left: 1984,
        right: 2098,
        footer: 0,
        ..a4()
    }
}

pub(crate) fn run(content: RunContent, font: FontRole, half_pt: u16) -> Run {
    let tracking = if half_pt == 32 { -5 } else { 0 };
    Run { content, font, half_pt, colour: Rgb::BLACK, tracking, scale_percent: 100, bold: false }
}

pub(crate) fn text(words: &str) -> Run {
    run(RunContent::Text(words.into()), FontRole::FangSong, 32)
}

pub(crate) fn paragraph(role: Role, runs: Vec<Run>) -> Paragraph {
    Paragraph {
        role,
        line: PITCH,
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
        mark_half_pt: runs.first().map_or(32, |run| run.half_pt),
        runs,
        source_line: None,
        source_column: None,
        anchor: None,
    }
}

pub(crate) fn body(words: &str) -> Paragraph {
    let indent = Indent { first_line: 630, first_line_chars: Some(200), ..Indent::default() };
    Paragraph { indent, ..paragraph(Role::Body, vec![text(words)]) }
}

pub(crate) fn blank(role: Role) -> Paragraph {
    paragraph(role, Vec::new())
}

/// A page number between dashes, odd right, even left.
pub(crate) fn number(align: Align) -> Paragraph {
    let dash = |words: &str| run(RunContent::Text(words.into()), FontRole::SongTi, 28);
    let runs = vec![dash("— "), run(RunContent::PageNumber, FontRole::SongTi, 28), dash(" —")];
    let indent = Indent { left: 280, right: 280, ..Indent::default() };
    Paragraph { line: 400, align, indent, ..paragraph(Role::Furniture, runs) }
}

pub(crate) fn numbered(items: Vec<Item>) -> Section {
    let footer = |align| Furniture { footer: vec![number(align)], ..Furniture::default() };
    Section {
        page: a4(),
        start: SectionStart::NextPage,
        first: None,
        odd: footer(Align::Right),
        even: footer(Align::Left),
        restart_page_number: None,
        items,
    }
}

pub(crate) fn flow(sections: Vec<Section>) -> Flow {
    Flow {
        title: "关于<测试>&\"导出\"的通知".into(),
        author: "办公室".into(),
        fonts: fonts(),
        odd_and_even: true,
        mirrored: false,
        pictures: Vec::new(),
        sections,
    }
}

pub(crate) fn paragraphs(paragraphs: Vec<Paragraph>) -> Vec<Item> {
    paragraphs.into_iter().map(Item::Paragraph).collect()
}

pub(crate) fn cell(words: &str, borders: Borders) -> Cell {
    let words = run(RunContent::Text(words.into()), FontRole::FangSong, 24);
    Cell {
        span: 1,
        merge: Merge::None,
        borders,
        valign: VerticalAlign::Middle,
        paragraphs: vec![Paragraph { line: 360, align: Align::Centre, ..paragraph(Role::Cell, vec![words]) }],
    }
}

pub(crate) fn boxed() -> Borders {
    let rule = Some(Rule { eighths: 4, colour: Rgb::BLACK });
    Borders { top: rule, bottom: rule, left: rule, right: rule }
}

/// A ledger: a repeated head and as many rows as asked for.
pub(crate) fn ledger(rows: usize) -> Table {
    let columns = vec![900, 3000, 2444, 1500, 1000];
    let row = |words: [&str; 5]| Row {
        height: Some(500),
        exact: false,
        may_split: false,
        cells: words.iter().map(|words| cell(words, boxed())).collect(),
    };
    let mut all = vec![row(["序号", "问题", "整改措施", "责任人", "时限"])];
    all.extend(
        (0..rows)
            .map(|n| row([&(n + 1).to_string(), "学习计划落实不够到位", "补学并报送记录", "张三", "12月"])),
    );
    Table { columns, left: 0, rows: all, header_rows: 1, float: None, padding: 100 }
}

/// Copies and printing, at the foot of the text area.
pub(crate) fn imprint() -> Table {
    let thick = Some(Rule { eighths: 8, colour: Rgb::BLACK });
    let thin = Some(Rule { eighths: 6, colour: Rgb::BLACK });
    let line = |words: &str, indent: Indent, borders: Borders| {
        let words = run(RunContent::Text(words.into()), FontRole::FangSong, 28);
        let line = Paragraph { line: 560, indent, ..paragraph(Role::Imprint, vec![words]) };
        let cell =
            Cell { span: 1, merge: Merge::None, borders, valign: VerticalAlign::Top, paragraphs: vec![line] };
        Row { height: None, exact: false, may_split: false, cells: vec![cell] }
    };
    let hanging = Indent { left: 1120, right: 280, first_line: -840, first_line_chars: None };
    let plain = Indent { left: 280, right: 280, ..Indent::default() };
    Table {
        columns: vec![8844],
        left: 0,
        rows: vec![
            line(
                "抄送：院党组，机关党委。",
                hanging,
                Borders { top: thick, bottom: thin, ..Borders::default() },
            ),
            line(
                "办公室　2026年11月20日印发",
                plain,
                Borders { top: thin, bottom: thick, ..Borders::default() },
            ),
        ],
        header_rows: 0,
        float: Some(TableFloat::FootOfTextArea),
        padding: 0,
    }
}

/// A document with mark, rule, title, headings, ledger, landscape annex and imprint.
pub(crate) fn report(body_paragraphs: usize, rows: usize) -> Flow {
    let mark =
        Run { colour: RED, ..run(RunContent::Text("某某单位文件".into()), FontRole::XiaoBiaoSong, 84) };
    let rule = Some(Rule { eighths: 12, colour: RED });
    let mut items = paragraphs(vec![
        Paragraph { line: 966, align: Align::Centre, ..paragraph(Role::IssuerMark, vec![mark]) },
        Paragraph { align: Align::Centre, ..paragraph(Role::Head, vec![text("直党字〔2026〕25号")]) },
        Paragraph { line: 170, rule_below: rule, ..blank(Role::Head) },
        Paragraph {
            line: 720,
            align: Align::Centre,
            keep_next: true,
            ..paragraph(
                Role::Title,
                vec![run(RunContent::Text("年度督查工作报告".into()), FontRole::XiaoBiaoSong, 44)],
            )
        },
        Paragraph {
            indent: Indent { first_line: 630, first_line_chars: Some(200), ..Indent::default() },
            ..paragraph(
                Role::Heading1,
                vec![run(RunContent::Text("一、总体情况".into()), FontRole::HeiTi, 32)],
            )
        },
    ]);
    let words = "督查组对各单位落实党建工作责任制情况进行了督查，共发现问题12个，均已书面反馈。".repeat(2);
    items.extend((0..body_paragraphs).map(|_| Item::Paragraph(body(&words))));
    items.push(Item::Table(ledger(rows)));
    let annex = Section {
        page: landscape(),
        items: vec![Item::Table(ledger(5))],
        odd: turned(8152, Align::Right),
        even: turned(1867, Align::Left),
        ..numbered(Vec::new())
    };
    let last = numbered(vec![Item::Paragraph(body("特此报告。")), Item::Table(imprint())]);
    flow(vec![numbered(items), annex, last])
}

/// A letter: first page with its own rules and without a number.
pub(crate) fn letter() -> Flow {
    let wide = Indent { left: -397, right: -397, ..Indent::default() };
    let rules = |above: u16, below: u16| Paragraph {
        line: 24,
        indent: wide,
        rule_above: Some(Rule { eighths: above, colour: RED }),
        rule_below: Some(Rule { eighths: below, colour: RED }),
        ..blank(Role::Furniture)
    };
    let mark = Run {
        colour: RED,
        ..run(RunContent::Text("某某单位办公室".into()), FontRole::XiaoBiaoSong, 84)
    };
    let mark = Paragraph { line: 966, align: Align::Centre, ..paragraph(Role::IssuerMark, vec![mark]) };
    let first = Furniture { header: vec![mark, rules(18, 6)], footer: vec![rules(6, 18)], turned: None };
    let page = PageSetup { header: 850, footer: 1134, ..a4() };
    let words: Vec<Paragraph> = (0..30).map(|_| body("请于收到本函之日起十五日内报送整改方案。")).collect();
    let section = Section { page, first: Some(first), ..numbered(paragraphs(words)) };
    flow(vec![section])
}

/// The page number of a page that lies on its side.
pub(crate) fn turned(y: Twips, align: Align) -> Furniture {
    let paragraph = Paragraph { align, indent: Indent::default(), ..number(align) };
    let turned = Turned { x: 1417, y, length: 2000, paragraph };
    Furniture { turned: Some(turned), ..Furniture::default() }
}

/// A PNG of two pixels.
pub(crate) fn picture(name: &str) -> Picture {
    let bytes: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x01\x08\x00\x00\x00\x00\xd1\x49\x20\x56\x00\x00\x00\x0b\x49\x44\x41\x54\x78\x9c\x63\x50\x38\x00\x00\x01\x03\x00\xe1\x35\xec\x4b\xd3\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
    Picture { name: name.into(), kind: PictureKind::Png, bytes: bytes.to_vec() }
}

/// A heading with contents above it that list it, and a picture shown twice.
pub(crate) fn book() -> Flow {
    let page_of = |page| run(RunContent::PageOf { anchor: 1, page }, FontRole::FangSong, 32);
    let tab = run(RunContent::Tab, FontRole::FangSong, 32);
    let entry = |role| Paragraph {
        tabs: vec![Tab { at: 8845, align: TabAlign::Right, leader: true }],
        ..paragraph(role, vec![text("一、总体情况"), tab.clone(), page_of(2)])
    };
    let heading = Paragraph {
        anchor: Some(1),
        page_break_before: true,
        ..paragraph(Role::Heading1, vec![text("一、总体情况")])
    };
    let shown = |picture, width| {
        let content = RunContent::Picture { picture, width, height: 1000 };
        Paragraph {
            line: 2 * PITCH,
            align: Align::Centre,
            ..paragraph(Role::Body, vec![run(content, FontRole::FangSong, 32)])
        }
    };
    let mut book = flow(vec![numbered(paragraphs(vec![
        paragraph(Role::ContentsTitle, vec![text("目　录")]),
        entry(Role::Contents1),
        entry(Role::Contents2),
        heading,
        shown(0, 2000),
        shown(0, 1000),
        shown(7, 1000),
    ]))]);
    book.pictures = vec![picture("现场<1>.png")];
    book.mirrored = true;
    book
}

/// Names of the parts.
pub(crate) fn names(docx: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    archive.file_names().map(str::to_owned).collect()
}

/// Text of one part of a finished file.
pub(crate) fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut file = archive.by_name(name).expect("the part is there");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("UTF-8");
    text
}
