//! What the file says: one claim a test, read back from the parts.

mod common;

use common::*;
use document::flow::*;
use export_docx::{DocxError, check, docx};

fn document_of(flow: &Flow) -> String {
    part(&docx(flow).expect("written"), "word/document.xml")
}

#[test]
fn the_documents_an_office_makes_have_no_defect() {
    for flow in [report(3, 2), report(60, 40), letter(), book(), flow(vec![numbered(Vec::new())])] {
        assert_eq!(check(&docx(&flow).expect("written")), []);
    }
}

/// The samples, where outside validators find them.
#[test]
#[expect(clippy::disallowed_methods, reason = "validators read files")]
fn samples_are_left_for_outside_validators() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/documents");
    std::fs::create_dir_all(&folder).expect("a folder");
    let samples = [
        ("report", report(200, 100)),
        ("short-report", report(1, 1)),
        ("letter", letter()),
        ("book", book()),
        ("empty", flow(vec![numbered(Vec::new())])),
        ("odd", odd()),
    ];
    for (name, flow) in samples {
        let bytes = docx(&flow).expect("written");
        assert_eq!(check(&bytes), [], "{name}");
        std::fs::write(folder.join(format!("hand-{name}.docx")), bytes).expect("a file");
    }
}

/// Everything a flow should not hold, at once.
fn odd() -> Flow {
    let mut broken = ledger(2);
    broken.header_rows = 9;
    for row in &mut broken.rows {
        row.cells.truncate(3);
        row.height = Some(-5);
        for cell in &mut row.cells {
            cell.span = 0;
            cell.merge = Merge::Continue;
            cell.paragraphs.clear();
        }
    }
    let nothing = Table { columns: Vec::new(), ..ledger(1) };
    let words = text("一\n二\r\n三\t四\u{0}\u{B}\u{FFFE}&<>\"']]>  两个空格  ");
    let extreme = Paragraph {
        line: i32::MIN,
        before: i32::MAX,
        after: -7,
        indent: Indent {
            left: i32::MIN,
            right: i32::MAX,
            first_line: i32::MIN,
            first_line_chars: Some(i32::MIN),
        },
        tabs: vec![Tab { at: -1, align: TabAlign::Centre, leader: true }],
        rule_above: Some(Rule { eighths: 0, colour: Rgb(u32::MAX) }),
        mark_half_pt: u16::MAX,
        ..paragraph(Role::Heading4, vec![Run { half_pt: 0, scale_percent: 0, tracking: i32::MIN, ..words }])
    };
    let mut section = numbered(vec![
        Item::Table(broken.clone()),
        Item::Table(broken),
        Item::Table(nothing),
        Item::Paragraph(extreme),
        Item::Table(imprint()),
        Item::Table(imprint()),
    ]);
    section.restart_page_number = Some(u32::MAX);
    section.page.width = -1;
    section.page.line_pitch = Some(0);
    let mut odd = flow(vec![section.clone(), section]);
    odd.title = "\u{1}标题\n<&>".into();
    odd.fonts.fang_song = "\"><".into();
    odd
}

#[test]
fn a_flow_without_pages_is_refused() {
    assert_eq!(docx(&flow(Vec::new())), Err(DocxError::NoSections));
}

#[test]
fn a_table_wider_than_word_can_open_is_refused() {
    let wide = Table { columns: vec![100; 64], ..ledger(1) };
    let refused = docx(&flow(vec![numbered(vec![Item::Table(wide)])]));
    assert_eq!(refused, Err(DocxError::TooManyColumns { columns: 64, most: 63 }));
}

#[test]
fn first_lines_are_indented_in_characters_and_in_twips() {
    let text = document_of(&flow(vec![numbered(paragraphs(vec![body("正文")]))]));
    assert!(text.contains(r#"w:firstLineChars="200" w:firstLine="630""#), "{text}");
    let hanging = Indent { left: 1575, right: 0, first_line: -945, first_line_chars: Some(-300) };
    let note = Paragraph { indent: hanging, ..paragraph(Role::AttachmentNote, vec![text_run()]) };
    let text = document_of(&flow(vec![numbered(paragraphs(vec![note]))]));
    assert!(text.contains(r#"w:hangingChars="300" w:hanging="945""#), "{text}");
}

fn text_run() -> Run {
    text("附件：清单")
}

#[test]
fn a_paragraph_without_indent_does_not_take_the_one_of_its_style() {
    let flat = Paragraph { indent: Indent::default(), ..body("顶格") };
    let text = document_of(&flow(vec![numbered(paragraphs(vec![body("缩进"), flat]))]));
    assert!(text.contains(r#"w:firstLineChars="0" w:firstLine="0""#), "{text}");
}

#[test]
fn header_rows_repeat_and_body_rows_do_not() {
    let text = document_of(&flow(vec![numbered(vec![Item::Table(ledger(3))])]));
    assert_eq!(text.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(text.matches("<w:cantSplit/>").count(), 4);
    assert!(text.contains(r#"<w:gridCol w:w="900"/><w:gridCol w:w="3000"/>"#), "{text}");
}

#[test]
fn the_imprint_stands_at_the_foot_and_a_tiny_paragraph_follows() {
    let text = document_of(&flow(vec![numbered(vec![Item::Table(imprint())])]));
    for words in [r#"w:vertAnchor="margin""#, r#"w:tblpYSpec="bottom""#, r#"<w:tblOverlap w:val="never"/>"#] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(text.contains(r#"</w:tbl><w:p><w:pPr><w:snapToGrid w:val="false"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>"#), "{text}");
}

#[test]
fn two_tables_in_a_row_stay_two() {
    let text = document_of(&flow(vec![numbered(vec![Item::Table(ledger(1)), Item::Table(ledger(1))])]));
    assert!(!text.contains("</w:tbl><w:tbl>"));
}

#[test]
fn page_numbers_are_fields_with_a_value_and_a_font() {
    let bytes = docx(&report(1, 1)).expect("written");
    let footer = part(&bytes, "word/footer2.xml");
    assert!(footer.contains("PAGE") && footer.contains(">1</w:t>"), "{footer}");
    let runs = footer.matches("<w:r>").count();
    assert_eq!(footer.matches(r#"w:eastAsia="宋体" w:hint="eastAsia""#).count(), runs, "{footer}");
    let document = part(&bytes, "word/document.xml");
    assert_eq!(document.matches("<w:footerReference").count(), 6, "every section names its own");
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn a_number_on_a_page_that_lies_on_its_side_stands_turned_in_a_table_of_its_own() {
    let bytes = docx(&report(1, 1)).expect("written");
    let headers: Vec<String> = (1..=6)
        .map(|n| format!("word/header{n}.xml"))
        .filter(|name| names(&bytes).contains(name))
        .map(|name| part(&bytes, &name))
        .collect();
    let turned: Vec<&String> = headers.iter().filter(|text| text.contains("tbRl")).collect();
    assert_eq!(turned.len(), 2, "odd and even");
    for (text, y) in turned.iter().zip([8152, 1867]) {
        let place = format!(r#"w:vertAnchor="page" w:horzAnchor="page" w:tblpX="1417" w:tblpY="{y}""#);
        for words in [&place, r#"<w:trHeight w:val="2000" w:hRule="exact"/>"#, "PAGE", "</w:tbl><w:p>"] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }
}

#[test]
fn contents_are_one_field_of_cached_lines_that_lead_to_bookmarks() {
    let text = document_of(&book());
    assert_eq!(text.matches(r#"TOC \o "1-2" \h \z \u"#).count(), 1, "{text}");
    assert_eq!(text.matches(r"PAGEREF _Toc000000001 \h").count(), 2);
    assert_eq!(text.matches(r#"<w:bookmarkStart w:id="1" w:name="_Toc000000001"/>"#).count(), 1);
    assert!(text.contains(r#"w:leader="dot""#));
    assert_eq!(text.matches("\"begin\"").count(), text.matches("\"end\"").count());
    let styles = part(&docx(&book()).expect("written"), "word/styles.xml");
    assert!(styles.contains(r#"w:styleId="TOC1"><w:name w:val="toc 1"/>"#), "{styles}");
}

#[test]
fn a_picture_is_held_once_and_drawn_where_it_is_asked_for() {
    let bytes = docx(&book()).expect("written");
    let text = part(&bytes, "word/document.xml");
    assert_eq!(text.matches("<w:drawing>").count(), 2, "the third asks for a picture that is not there");
    assert!(text.contains(r#"<wp:docPr id="2" name="图片 2" descr="现场&lt;1&gt;.png"/>"#), "{text}");
    assert!(text.contains(r#"cx="1270000" cy="635000""#));
    assert!(text.contains(r#"w:line="1158" w:lineRule="atLeast""#), "an exact line would cut it off");
    assert_eq!(names(&bytes).iter().filter(|name| name.starts_with("word/media/")).count(), 1);
    let types = part(&bytes, "[Content_Types].xml");
    assert!(types.contains(r#"<Default Extension="png" ContentType="image/png"/>"#), "{types}");
}

#[test]
fn mirrored_margins_and_a_latin_family_are_said_when_the_flow_says_them() {
    let mut flow = book();
    flow.fonts.latin = Some("Times New Roman".into());
    let bytes = docx(&flow).expect("written");
    assert!(part(&bytes, "word/settings.xml").contains("<w:mirrorMargins/>"));
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains(r#"w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="仿宋_GB2312" w:eastAsia="仿宋_GB2312""#), "{styles}");
    let footer = part(&bytes, "word/footer1.xml");
    assert!(!footer.contains("Times"), "page numbers keep 宋体");
    let plain = docx(&letter()).expect("written");
    assert!(!part(&plain, "word/settings.xml").contains("mirrorMargins"));
}

#[test]
fn equal_furniture_is_one_part() {
    let bytes = docx(&report(1, 1)).expect("written");
    let relationships = part(&bytes, "word/_rels/document.xml.rels");
    // Odd, even, and none for the pages that lie on their side.
    assert_eq!(relationships.matches("/footer\"").count(), 3, "{relationships}");
    // Turned numbers of odd and even pages, and nothing for the pages that stand upright.
    assert_eq!(relationships.matches("/header\"").count(), 3, "{relationships}");
}

#[test]
fn the_first_page_of_a_letter_has_furniture_of_its_own() {
    let text = document_of(&letter());
    assert!(text.contains("<w:titlePg/>"));
    assert!(text.contains(r#"<w:headerReference w:type="first""#));
}

#[test]
fn headings_are_words_own_styles_so_that_the_navigation_pane_finds_them() {
    let bytes = docx(&report(1, 1)).expect("written");
    let styles = part(&bytes, "word/styles.xml");
    let heading = styles.split("<w:style ").find(|style| style.contains("\"Heading1\"")).expect("heading 1");
    assert!(heading.contains(r#"<w:name w:val="heading 1"/>"#), "{heading}");
    assert!(heading.contains(r#"<w:outlineLvl w:val="0"/>"#), "{heading}");
    assert!(heading.contains(r#"w:eastAsia="黑体""#), "{heading}");
    assert!(!heading.contains("customStyle"));
    assert!(part(&bytes, "word/document.xml").contains(r#"<w:pStyle w:val="Heading1"/>"#));
}

#[test]
fn the_base_style_is_the_default_and_keeps_28_characters_on_a_line() {
    let styles = part(&docx(&letter()).expect("written"), "word/styles.xml");
    assert_eq!(styles.matches("w:styleId=\"Normal\"").count(), 1);
    assert!(styles.contains(r#"w:styleId="Normal" w:default="1""#), "{styles}");
    for words in [r#"<w:autoSpaceDE w:val="0"/>"#, r#"<w:widowControl w:val="0"/>"#, r#"w:eastAsia="zh-CN""#]
    {
        assert!(styles.contains(words), "{words} in {styles}");
    }
}

#[test]
fn properties_carry_title_and_organ_escaped_and_without_control_characters() {
    let core = part(&docx(&letter()).expect("written"), "docProps/core.xml");
    assert!(core.contains("<dc:title>关于&lt;测试&gt;&amp;&quot;导出&quot;的通知</dc:title>"), "{core}");
    assert!(core.contains("<dc:creator>办公室</dc:creator>"));
}

#[test]
fn font_alternatives_are_named_so_that_no_machine_is_without() {
    let fonts = part(&docx(&letter()).expect("written"), "word/fontTable.xml");
    assert!(fonts.contains(r#"<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong"/>"#), "{fonts}");
}

#[test]
fn newlines_become_breaks_and_spaces_are_kept() {
    let text = document_of(&flow(vec![numbered(paragraphs(vec![body("甲\n乙  丙 ")]))]));
    assert!(text.contains(r#">甲</w:t><w:br/><w:t xml:space="preserve">乙  丙 </w:t>"#), "{text}");
}

#[test]
fn the_same_flow_gives_the_same_bytes_even_between_other_documents() {
    let first = docx(&report(5, 5)).expect("written");
    let between = docx(&letter()).expect("written");
    assert_eq!(docx(&report(5, 5)).expect("written"), first);
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| docx(&report(5, 5)))).collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("written"), first);
    }
    assert_eq!(docx(&letter()).expect("written"), between);
}

#[test]
fn a_report_of_200_paragraphs_and_100_rows_packs_small() {
    let bytes = docx(&report(200, 100)).expect("written");
    assert!(bytes.len() < 16_000, "{}", bytes.len());
}
