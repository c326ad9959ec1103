//! `check` finds each fault it knows when it is planted in a sound file, and nothing else.

mod common;

use std::io::{Cursor, Read, Write};

use common::*;
use export_docx::{Fault, check, docx};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The sound file with one part edited.
fn edited(name: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let sound = docx(&report(1, 2)).expect("written");
    let mut archive = ZipArchive::new(Cursor::new(sound)).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let entry = file.name().to_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        if entry == name {
            let changed = edit(&text);
            assert_ne!(changed, text, "the edit took hold");
            text = changed;
        }
        writer.start_file(entry, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

fn faults(name: &str, edit: impl Fn(&str) -> String) -> Vec<Fault> {
    check(&edited(name, edit)).into_iter().map(|defect| defect.fault).collect()
}

/// The sound file with one part more.
fn with_part(name: &str) -> Vec<Fault> {
    let sound = docx(&report(1, 2)).expect("written");
    let mut writer = ZipWriter::new_append(Cursor::new(sound)).expect("a package");
    writer.start_file(name, SimpleFileOptions::default()).expect("an entry");
    writer.write_all(b"<x/>").expect("written");
    let bytes = writer.finish().expect("a package").into_inner();
    check(&bytes).into_iter().map(|defect| defect.fault).collect()
}

fn in_document(from: &str, to: &str) -> Vec<Fault> {
    faults("word/document.xml", |text| text.replacen(from, to, 1))
}

#[test]
fn a_child_out_of_order_is_found() {
    let found = in_document("</w:pPr>", "<w:keepNext/></w:pPr>");
    assert!(
        matches!(&found[..], [Fault::Order { parent, child, .. }] if parent == "pPr" && child == "keepNext"),
        "{found:?}"
    );
}

#[test]
fn a_cell_that_does_not_end_in_a_paragraph_is_found() {
    assert_eq!(in_document("</w:p></w:tc>", "</w:p><w:bookmarkEnd/></w:tc>"), [Fault::CellWithoutParagraph]);
}

#[test]
fn a_row_that_does_not_fill_the_grid_is_found() {
    let found = in_document(r#"<w:gridCol w:w="900"/>"#, r#"<w:gridCol w:w="900"/><w:gridCol w:w="9"/>"#);
    assert_eq!(found, vec![Fault::RowOffGrid { covered: 5, columns: 6 }; 3]);
}

#[test]
fn a_reference_without_relationship_is_found() {
    assert_eq!(in_document("\"rId4\"", "\"rId99\""), [Fault::Dangling { reference: "rId99".into() }]);
}

#[test]
fn a_relationship_without_part_is_found() {
    let found = faults("word/_rels/document.xml.rels", |text| text.replace("fontTable.xml", "fonts.xml"));
    assert_eq!(found, [Fault::Dangling { reference: "fonts.xml".into() }]);
}

#[test]
fn doubled_ids_are_found() {
    let found = faults("word/styles.xml", |text| text.replace("\"Heading2\"", "\"Heading1\""));
    assert_eq!(found, [Fault::DuplicateId { id: "style Heading1".into() }]);
    let found = faults("word/_rels/document.xml.rels", |text| text.replace("\"rId2\"", "\"rId1\""));
    assert_eq!(found, [Fault::DuplicateId { id: "Relationship rId1".into() }]);
}

#[test]
fn fields_that_do_not_close_or_show_nothing_are_found() {
    let found = faults("word/footer2.xml", |text| text.replace(r#"<w:fldChar w:fldCharType="end"/>"#, ""));
    assert_eq!(found, [Fault::UnbalancedField]);
    let found = faults("word/footer2.xml", |text| text.replace(r#"<w:t xml:space="preserve">1</w:t>"#, ""));
    assert_eq!(found, [Fault::FieldWithoutValue]);
}

#[test]
fn what_wps_stumbles_over_is_found() {
    assert_eq!(in_document(r#"<w:gridCol w:w="900"/>"#, "<w:gridCol/>"), [Fault::ColumnWithoutWidth]);
    assert_eq!(
        in_document("<w:rFonts ", r#"<w:rFonts w:eastAsiaTheme="minorEastAsia" "#),
        [Fault::ThemeFont]
    );
    let long = format!(r#"w:ascii="{}""#, "长".repeat(32));
    assert_eq!(in_document(r#"w:ascii="仿宋_GB2312""#, &long), [Fault::LongFontName { length: 32 }]);
    assert_eq!(in_document("<w:t ", "<w:txbxContent/><w:t "), [Fault::TextBox]);
    let settings = |from: &'static str, to: &'static str| {
        faults("word/settings.xml", move |text| text.replace(from, to))
    };
    assert_eq!(settings("w:val=\"15\"", "w:val=\"14\""), [Fault::OldLayout]);
    assert_eq!(settings("<w:compat>", "<w:updateFields w:val=\"true\"/><w:compat>"), [Fault::UpdatesFields]);
    assert_eq!(faults("word/styles.xml", |text| text.replace("zh-CN", "ja-JP")), [Fault::NoLanguage]);
    let outside = r#"<Relationship Id="rId50" Type="x" Target="http://example.com/" TargetMode="External"/></Relationships>"#;
    let found = faults("word/_rels/document.xml.rels", |text| text.replace("</Relationships>", outside));
    assert_eq!(found, [Fault::External { target: "http://example.com/".into() }]);
}

#[test]
fn a_cell_whose_width_is_not_that_of_its_columns_is_found() {
    let found = in_document(r#"<w:tcW w:w="900""#, r#"<w:tcW w:w="901""#);
    assert_eq!(found, [Fault::CellOffGrid { width: 901, columns: 900 }]);
}

#[test]
fn header_rows_that_word_does_not_repeat_are_found() {
    let found = faults("word/document.xml", |text| {
        let (before, after) = text.rsplit_once("<w:cantSplit/>").expect("a row");
        format!("{before}<w:cantSplit/><w:tblHeader/>{after}")
    });
    assert_eq!(found.iter().filter(|fault| **fault == Fault::HeaderRow).count(), 1, "{found:?}");
}

#[test]
fn themes_macros_and_undeclared_parts_are_found() {
    assert_eq!(with_part("word/theme/theme1.xml"), [Fault::ThemePart]);
    let macros = "word/vbaProject.bin";
    let expected = [Fault::Active { name: macros.into() }, Fault::Undeclared { name: macros.into() }];
    assert_eq!(with_part(macros), expected);
    assert_eq!(
        with_part("word/media/image1.bmp"),
        [Fault::Undeclared { name: "word/media/image1.bmp".into() }]
    );
    let found = in_document("<w:sectPr>", r#"<w:altChunk/><w:sectPr>"#);
    assert!(found.contains(&Fault::Active { name: "altChunk".into() }), "{found:?}");
}

#[test]
fn a_page_field_without_its_bookmark_is_found() {
    let found = faults("word/footer2.xml", |text| {
        text.replace("PAGE</w:instrText>", r"PAGEREF _Toc9 \h</w:instrText>")
    });
    assert_eq!(found, [Fault::NoBookmark { name: "_Toc9".into() }]);
}

#[test]
fn broken_markup_and_broken_packages_are_one_fault_each() {
    for (from, to) in [("</w:body>", ""), ("<w:body>", "<w:body>\u{1}"), ("<w:body>", "<!DOCTYPE x><w:body>")]
    {
        let found = in_document(from, to);
        assert!(matches!(&found[..], [Fault::Malformed { .. }]), "{found:?}");
    }
    assert!(matches!(&check(b"no zip")[..], [defect] if matches!(defect.fault, Fault::NotAPackage { .. })));
}

#[test]
fn every_fault_has_words_for_the_reader() {
    for defect in
        check(b"").iter().chain(&check(&edited("word/styles.xml", |text| text.replace("zh-CN", "ja"))))
    {
        assert!(!defect.fault.message().is_empty());
    }
}
