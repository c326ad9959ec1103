//! Small .docx files, each for one claim; documents that come back from export; bytes that are no document.

#![allow(clippy::disallowed_methods, reason = "style sheets are read from the folder that ships them")]
#![allow(clippy::indexing_slicing, reason = "an archive that is cut up wrongly should stop the test")]

use std::io::{Cursor, Write as _};

use document::{HeadFields, StyleSheet, compose, dump, typeset};
use import_docx::{ImportError, Imported, NoticeKind, OtherFormat};
use proptest::prelude::*;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OTHERS: &str = concat!(
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"",
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"",
    " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"",
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
    " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"",
    " xmlns:v=\"urn:schemas-microsoft-com:vml\""
);

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("sound");
        zip.write_all(bytes).expect("sound");
    }
    zip.finish().expect("sound").into_inner()
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

fn relationships(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains("://") { " TargetMode=\"External\"" } else { "" };
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"{mode}/>"
        )
    };
    let all: String = list.iter().map(one).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// A document with this body and these further parts.
fn docx_with(body: &str, related: &[(&str, &str, &str)], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"{W}\"{OTHERS}><w:body>{body}</w:body></w:document>");
    let root = relationships(&[("rId1", "officeDocument", "word/document.xml")]);
    let own = relationships(related);
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
    ];
    all.extend_from_slice(parts);
    archive(&all)
}

fn import(body: &str) -> Imported {
    import_docx::text(&docx_with(body, &[], &[])).expect("sound")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn kinds(imported: &Imported) -> Vec<NoticeKind> {
    imported.notices.iter().map(|n| n.kind).collect()
}

#[test]
fn paragraphs_tabs_and_breaks_become_lines() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">甲</w:t><w:tab/><w:t>乙&amp;&#x4e2d;<![CDATA[<丁>]]></w:t><w:br/><w:t>丙</w:t></w:r></w:p><w:p/><w:p/>";
    let found = import(&format!("{body}{}", p("戊")));
    assert_eq!(found.text, "甲　乙&中<丁>\n丙\n\n戊\n");
    assert!(found.notices.is_empty());
}

#[test]
fn the_strict_namespace_and_another_prefix_mean_the_same() {
    let document = format!(
        "<x:document xmlns:x=\"{STRICT}\"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>"
    );
    let bytes =
        archive(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", document.as_bytes())]);
    assert_eq!(import_docx::text(&bytes).unwrap().text, "甲\n");
}

#[test]
fn tracked_changes_comments_and_hidden_text_are_told() {
    let found = import(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>\
         <w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>丁</w:t></w:r></w:p>",
    );
    assert_eq!(found.text, "甲乙\n");
    assert_eq!(
        kinds(&found),
        [NoticeKind::Deletion, NoticeKind::Insertion, NoticeKind::Comment, NoticeKind::Hidden]
    );
    assert_eq!(found.notices[0].message(), "有1处修订删除的文字，未导入：“丙”。");
}

#[test]
fn a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() {
    let found = import(&format!(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>{}",
        p("乙")
    ));
    assert_eq!(found.text, "甲乙\n");
}

const LIST: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
     <w:numFmt w:val=\"chineseCountingThousand\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum>\
     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

/// A numbered paragraph of these runs; `mark` says what became of its mark.
fn item(mark: &str, runs: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr>{mark}</w:rPr></w:pPr>{runs}</w:p>"
    )
}

#[test]
fn what_was_deleted_takes_its_number_along() {
    let numbering = format!("<w:numbering xmlns:w=\"{W}\">{LIST}</w:numbering>");
    let listed = |items: &[String]| {
        let parts = [("word/numbering.xml", numbering.as_bytes())];
        let file = docx_with(&items.concat(), &[("rId9", "numbering", "numbering.xml")], &parts);
        import_docx::text(&file).expect("sound").text
    };
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>";
    let moved = "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>";
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>";
    let (one, three) = (item("", &run("甲")), item("", &run("丙")));
    for second in [
        item("<w:del/>", gone),
        item("", gone),
        item("<w:moveFrom/>", moved),
        item("<w:vanish/>", hidden),
        item("<w:del/>", ""),
    ] {
        assert_eq!(listed(&[one.clone(), second.clone(), three.clone()]), "一、甲\n二、丙\n", "{second}");
    }
    // What is left of it keeps its number; two paragraphs that became one have one.
    let part = item("", &format!("{}{gone}", run("乙")));
    assert_eq!(listed(&[one.clone(), part, three.clone()]), "一、甲\n二、乙\n三、丙\n");
    let joined = item("<w:del/>", &run("乙"));
    assert_eq!(listed(&[one, joined, three]), "一、甲\n二、乙丙\n");
}

#[test]
fn a_power_never_becomes_digits() {
    let run =
        |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let above = "<w:vertAlign w:val=\"superscript\"/>";
    let below = "<w:vertAlign w:val=\"subscript\"/>";
    for (properties, base, script, written) in [
        (above, "10", "5", "10⁵"),
        (above, "10", "-6", "10⁻⁶"),
        (above, "m", "2", "m²"),
        (above, "x", "n+1", "xⁿ⁺¹"),
        (below, "H", "2", "H₂"),
        ("<w:position w:val=\"6\"/>", "10", "5", "10⁵"),
        ("<w:position w:val=\"-6\"/>", "CO", "2", "CO₂"),
        ("<w:rStyle w:val=\"up\"/>", "10", "5", "10⁵"),
        ("<w:rStyle w:val=\"up\"/><w:vertAlign w:val=\"baseline\"/>", "10", "5", "105"),
        ("<w:position w:val=\"6\"/>", "标题", "升高", "标题升高"),
    ] {
        let styles = format!(
            "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"character\" w:styleId=\"base\"><w:rPr>{above}</w:rPr></w:style>\
             <w:style w:type=\"character\" w:styleId=\"up\"><w:basedOn w:val=\"base\"/></w:style></w:styles>"
        );
        let body = format!("<w:p>{}{}</w:p>", run("", base), run(properties, script));
        let parts = [("word/styles.xml", styles.as_bytes())];
        let file = docx_with(&body, &[("rId9", "styles", "styles.xml")], &parts);
        let found = import_docx::text(&file).expect("sound");
        assert_eq!((found.text.trim_end(), kinds(&found)), (written, vec![]), "{properties}");
    }
    let found = import(&format!("<w:p>{}{}</w:p>", run("", "据统计"), run(above, "[注2]")));
    assert_eq!((found.text.as_str(), kinds(&found)), ("据统计[注²]\n", vec![NoticeKind::Script]));
    assert!(found.notices[0].message().contains("[注2]"));
}

#[test]
fn formulas_keep_powers_and_fractions() {
    let r = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let e = |name: &str, inside: &str| format!("<m:{name}>{inside}</m:{name}>");
    let power = |base: &str, up: &str| e("sSup", &format!("{}{}", e("e", &r(base)), e("sup", &r(up))));
    let fraction = |a: &str, b: &str| e("f", &format!("{}{}", e("num", &r(a)), e("den", &r(b))));
    for (formula, written) in [
        (power("10", "5"), "10⁵"),
        (power("10", "甲"), "10^甲"),
        (fraction("1", "2"), "1/2"),
        (fraction("a+b", "2"), "(a+b)/2"),
        (e("rad", &format!("{}{}", e("deg", ""), e("e", &r("2")))), "√2"),
        (
            e(
                "d",
                &format!("<m:dPr><m:begChr m:val=\"[\"/><m:endChr m:val=\"]\"/></m:dPr>{}", e("e", &r("x"))),
            ),
            "[x]",
        ),
        (e("sSub", &format!("{}{}", e("e", &r("x")), e("sub", &r("1")))), "x₁"),
    ] {
        let found = import(&format!("<w:p><m:oMath>{formula}</m:oMath></w:p>"));
        assert_eq!((found.text.trim_end(), kinds(&found)), (written, vec![NoticeKind::Formula]));
    }
}

#[test]
fn a_page_or_column_that_ends_ends_the_line() {
    for kind in ["page", "column"] {
        let broken = |before: &str, after: &str| {
            let found = import(&format!(
                "<w:p><w:r><w:t>{before}</w:t><w:br w:type=\"{kind}\"/></w:r><w:r><w:t>{after}</w:t></w:r></w:p>"
            ));
            found.text
        };
        assert_eq!(broken("上页末", "下页首"), "上页末\n下页首\n");
        assert_eq!(broken("", "下页首"), "下页首\n");
        assert_eq!(broken("上页末", ""), "上页末\n");
    }
    let section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>前节</w:t></w:r></w:p>";
    assert_eq!(import(&format!("{section}{}", p("后节"))).text, "前节\n后节\n");
}

#[test]
fn moved_text_is_told_once_at_its_new_place() {
    let found = import(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:moveFrom><w:r><w:t>乙</w:t></w:r></w:moveFrom></w:p>\
         <w:p><w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo></w:p>",
    );
    assert_eq!((found.text.as_str(), kinds(&found)), ("甲\n乙\n", vec![NoticeKind::Moved]));
}

#[test]
fn automatic_numbers_are_counted_and_restart_under_a_higher_level() {
    let numbering = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\">\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
         <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
         <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%3.\"/></w:lvl>\
         <w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimalEnclosedCircle\"/><w:lvlText w:val=\"%4\"/></w:lvl>\
         <w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"第%5条\"/></w:lvl>\
         <w:lvl w:ilvl=\"5\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f06c}\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num></w:numbering>"
    );
    let item = |num: u32, level: u32| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
        )
    };
    let order =
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 0), (1, 1), (1, 4), (2, 0), (2, 0), (1, 5), (0, 0)];
    let body: String = order.into_iter().map(|(num, level)| item(num, level)).collect();
    let bytes = docx_with(
        &body,
        &[("rId9", "numbering", "numbering.xml")],
        &[("word/numbering.xml", numbering.as_bytes())],
    );
    let found = import_docx::text(&bytes).unwrap();
    assert_eq!(
        found.text.lines().collect::<Vec<_>>(),
        [
            "一、甲",
            "（一）甲",
            "（二）甲",
            "1.甲",
            "①甲",
            "二、甲",
            "（一）甲",
            "第一条 甲",
            "五、甲",
            "六、甲",
            "● 甲",
            "甲"
        ]
    );
    assert_eq!(kinds(&found), [NoticeKind::Bullet]);
}

#[test]
fn tables_keep_widths_heads_and_merged_cells() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let rows = [
        [cell("", "序号"), cell("<w:gridSpan w:val=\"2\"/>", "问题|原因")].concat(),
        [cell("<w:vMerge w:val=\"restart\"/>", "1"), cell("", "甲"), cell("", "^")].concat(),
        [cell("<w:vMerge/>", ""), cell("", "乙"), format!("<w:tc>{}{}</w:tc>", p("丙"), p("丁"))].concat(),
    ];
    let rows: String = rows.iter().map(|r| format!("<w:tr>{r}</w:tr>")).collect();
    let found = import(&format!(
        "{}<w:tbl><w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"1000\"/></w:tblGrid>{rows}</w:tbl>{}",
        p("见下表。"),
        p("完。")
    ));
    assert_eq!(
        found.text,
        "见下表。\n| 序号 | 问题\\|原因 | < |\n|----------|--------------------|----------|\n| 1 | 甲 | \\^ |\n| ^ | 乙 | 丙\\n丁 |\n完。\n"
    );
    let document = compose(&HeadFields::default(), &found.text);
    let dump = dump(&document);
    assert!(dump.contains("row: *序号 | {2x1}*问题|原因"), "{dump}");
    assert!(dump.contains("row: {1x2}1 | 甲 | ^"), "{dump}");
}

#[test]
fn a_table_in_a_cell_becomes_text_and_a_single_column_becomes_lines() {
    let inner = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("丙"), p("丁"));
    let found = import(&format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{inner}{}</w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("甲"),
        p("乙"),
        p("戊")
    ));
    assert_eq!(found.text, "|---|---|\n| 甲 | 丙　丁\\n乙 |\n戊\n");
    assert_eq!(kinds(&found), [NoticeKind::NestedTable]);
}

#[test]
fn a_text_box_is_read_once_and_notes_stand_where_they_are_referred_to() {
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", p("框中"));
    let notes = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        p("线"),
        p("脚注。")
    );
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{boxed}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:shape><v:textbox>{boxed}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    );
    let bytes = docx_with(
        &body,
        &[("rId3", "footnotes", "footnotes.xml")],
        &[("word/footnotes.xml", notes.as_bytes())],
    );
    let found = import_docx::text(&bytes).unwrap();
    assert_eq!(found.text, "框中\n正文（注：脚注。）。\n");
    assert_eq!(kinds(&found), [NoticeKind::TextBox, NoticeKind::Footnote]);
}

#[test]
fn fields_show_their_results_and_contents_become_a_request() {
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
    let code = |c: &str| format!("<w:r><w:instrText>{c}</w:instrText></w:r>");
    let separate = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = format!(
        "<w:p>{begin}{}{separate}<w:r><w:t>一、甲</w:t></w:r></w:p><w:p><w:r><w:t>二、乙</w:t></w:r>{end}</w:p>\
         <w:p>{begin}{}{separate}<w:r><w:t>2026</w:t></w:r>{end}<w:fldSimple w:instr=\"DATE\"><w:r><w:t>年</w:t></w:r></w:fldSimple>{begin}{}{end}</w:p>",
        code(" TOC \\o "),
        code(" DATE "),
        code("EQ \\o(○,1)")
    );
    let found = import(&body);
    assert_eq!(found.text, "【目录】\n2026年\n");
    assert_eq!(kinds(&found), [NoticeKind::Contents, NoticeKind::FieldCode]);
}

#[test]
fn symbols_ruby_formulas_controls_and_headers() {
    let header = format!("<w:hdr xmlns:w=\"{W}\">{}</w:hdr>", p("内部资料"));
    let footer = format!("<w:ftr xmlns:w=\"{W}\">{}</w:ftr>", p("— 1 —"));
    let body = "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"Odd\" w:char=\"F0FE\"/><w:softHyphen/><w:noBreakHyphen/>\
         <w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>\
         <m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>\
         <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>\
         <w:sdt><w:sdtContent><w:r><w:t>已填</w:t></w:r></w:sdtContent></w:sdt>\
         <w:hyperlink r:id=\"rId7\"><w:r><w:t>网站</w:t></w:r></w:hyperlink></w:p>";
    let bytes = docx_with(
        body,
        &[
            ("rId1", "header", "header1.xml"),
            ("rId2", "footer", "footer1.xml"),
            ("rId7", "hyperlink", "http://example.org/"),
        ],
        &[("word/header1.xml", header.as_bytes()), ("word/footer1.xml", footer.as_bytes())],
    );
    let found = import_docx::text(&bytes).unwrap();
    assert_eq!(found.text, "☑□-汉（hàn）x=1已填网站\n");
    assert_eq!(
        kinds(&found),
        [
            NoticeKind::HeaderFooter,
            NoticeKind::Symbol,
            NoticeKind::Formula,
            NoticeKind::Ruby,
            NoticeKind::Prompt
        ]
    );
}

#[test]
fn pictures_come_with_their_files() {
    let blip = |id: &str| {
        format!("<w:p><w:r><w:t>图</w:t><w:drawing><a:blip r:embed=\"{id}\"/></w:drawing></w:r></w:p>")
    };
    let body = [blip("rId1"), blip("rId1"), blip("rId2"), blip("rId3"), blip("rId4")].concat();
    let bytes = docx_with(
        &body,
        &[
            ("rId1", "image", "media/image1.png"),
            ("rId2", "image", "media/image2.emf"),
            ("rId3", "image", "media/none.png"),
            ("rId4", "image", "http://example.org/a.png"),
        ],
        &[("word/media/image1.png", b"\x89PNG\r\n"), ("word/media/image2.emf", b"emf")],
    );
    let found = import_docx::text(&bytes).unwrap();
    assert_eq!(
        found.text,
        "图\n【图：image1.png】\n图\n【图：image1.png】\n图\n【图：image2.emf】\n图\n图\n"
    );
    let names: Vec<&str> = found.pictures.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["image1.png", "image2.emf"]);
    assert_eq!(
        kinds(&found),
        [NoticeKind::LinkedPicture, NoticeKind::MissingPicture, NoticeKind::OtherPicture]
    );
}

#[test]
fn centred_lines_are_marked_only_where_the_grammar_would_set_them_otherwise() {
    let centred = |text: &str| {
        format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        centred("关于开展督查的通知"),
        p("各单位："),
        p("现将有关事项通知如下，请认真贯彻执行。"),
        centred("第一章　总则"),
        centred("分类一览"),
        centred("某某办公室"),
        centred("2026年11月3日"),
        p("附件1"),
        centred("问题清单"),
    ]
    .concat();
    assert_eq!(
        import(&body).text,
        "关于开展督查的通知\n各单位：\n现将有关事项通知如下，请认真贯彻执行。\n第一章　总则\n【居中】分类一览\n某某办公室\n2026年11月3日\n附件1\n问题清单\n"
    );
}

#[test]
fn what_is_no_docx_is_refused_by_name() {
    let ole = |name: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(512, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let other = |found| ImportError::OtherFormat { found };
    let sheet = TYPES
        .replace("wordprocessingml.document", "spreadsheetml.sheet")
        .replace("/word/document.xml", "/xl/workbook.xml");
    let document = |markup: &str| {
        archive(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", markup.as_bytes())])
    };
    let cases: Vec<(Vec<u8>, ImportError)> = vec![
        (Vec::new(), ImportError::Empty),
        (ole("WordDocument"), ImportError::OldDocument),
        (ole("EncryptedPackage"), ImportError::Encrypted),
        (ole("Workbook"), other(OtherFormat::Spreadsheet)),
        (b"%PDF-1.7".to_vec(), other(OtherFormat::Pdf)),
        (b"{\\rtf1".to_vec(), other(OtherFormat::Rtf)),
        (b"\xEF\xBB\xBF <html>".to_vec(), other(OtherFormat::Markup)),
        ("公文".as_bytes().to_vec(), ImportError::NotADocx),
        (
            archive(&[("[Content_Types].xml", sheet.as_bytes()), ("xl/workbook.xml", b"<x/>")]),
            other(OtherFormat::Spreadsheet),
        ),
        (archive(&[("a.txt", b"a")]), ImportError::NoDocument),
        (
            document("<!DOCTYPE d [<!ENTITY a 'b'>]><d/>"),
            ImportError::Entities { part: "word/document.xml".to_owned() },
        ),
        (document("<d>&bomb;</d>"), ImportError::Entities { part: "word/document.xml".to_owned() }),
        (document(&"<d>".repeat(300)), ImportError::TooDeep { part: "word/document.xml".to_owned() }),
        (
            document(&format!("<d>{}</d>", " ".repeat(2_000_000))),
            ImportError::Bomb { part: "word/document.xml".to_owned() },
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(import_docx::text(&bytes).unwrap_err(), expected);
        assert!(expected.message().ends_with(['。']), "{expected}");
    }
    let many: Vec<(String, &[u8])> = (0..2100).map(|i| (format!("{i}"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    assert_eq!(
        import_docx::text(&archive(&many)).unwrap_err(),
        ImportError::TooManyEntries { entries: 2100 }
    );
    let damaged = import_docx::text(&document("<d><e></d>")).unwrap_err();
    assert!(matches!(damaged, ImportError::Damaged { .. }));
}

/// The archive with every `from` in it replaced by `to`, which is as long.
fn renamed(mut file: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let places: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(from.as_bytes())).collect();
    assert!(
        from.len() == to.len() && places.len() == 2,
        "the name stands before the entry and in the directory"
    );
    for at in places {
        file[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    file
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let file = || docx_with("<w:p/>", &[], &[("word/documenu.xml", b"<x/>")]);
    let twice = ImportError::Twice { part: String::new() };
    assert_eq!(import_docx::text(&renamed(file(), "word/documenu.xml", "word/document.xml")), Err(twice));
    let other_case = renamed(file(), "word/documenu.xml", "word/DOCUMENT.xml");
    let twice = ImportError::Twice { part: "word/DOCUMENT.xml".to_owned() };
    assert!(twice.message().contains("复制文字粘贴") && !twice.message().contains("word/"));
    assert_eq!(import_docx::text(&other_case), Err(twice));
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let mut file = docx_with("<w:p/>", &[], &[("word/styles.xml", b"<styles/>")]);
    let directory: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(b"PK\x01\x02")).collect();
    // Where an entry begins stands at byte 42 of its line in the directory: the last one now begins where the third does.
    let (from, to) = (directory[2] + 42, directory.last().unwrap() + 42);
    file.copy_within(from..from + 4, to);
    assert_eq!(import_docx::text(&file), Err(ImportError::Overlapping));
}

/// A style sheet as shipped.
fn sheet(name: &str) -> StyleSheet {
    StyleSheet::load(name, &|name| {
        let path = format!("{}/../../templates/styles/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).ok()
    })
    .expect("sound")
}

/// The document that comes back from a .docx of its own making.
fn round(style: &str, text: &str) -> (String, String) {
    let head = HeadFields { style: Some(style.to_owned()), ..HeadFields::default() };
    let document = compose(&head, text);
    let bytes = export_docx::docx(&typeset(&document, &sheet(style)).flow).expect("sound");
    let imported = import_docx::text(&bytes).expect("sound");
    (dump(&document), dump(&compose(&head, &imported.text)))
}

#[test]
fn a_document_that_was_exported_comes_back_the_same() {
    let whole = "中国科学院厅局文件\n直党字〔2026〕3号\n关于做好2026年度党建工作自查的通知\n各分院分党组、院属各单位党委：\n\
        现将有关事项通知如下，请认真贯彻执行，并按时报送有关材料。\n一、总体要求\n（一）学习。加强学习。\n1. 学习计划；\n（1）学习记录。\n\
        | 序号 | 问题 | 时限 |\n|----|--------|----|\n| 1 | 甲 | < |\n| 2 | 乙\\n丙 | 三月 |\n\
        附件：1. 问题清单\n2. 整改台账\n中国科学院党的建设工作领导小组办公室\n（代章）\n2026年11月20日\n（此件主动公开）\n\
        附件1\n问题清单\n清单内容如下，请逐项核对。\n附件2\n整改台账\n台账内容如下，请逐项核对。\n\
        抄送：院领导，院机关各部门。\n直属机关党委　2026年11月21日印发\n";
    let (sent, back) = round("document", whole);
    // Widths come back in another scale.
    let same = |dump: &str| dump.lines().filter(|l| !l.starts_with("table: ")).collect::<Vec<_>>().join("\n");
    assert_eq!(same(&sent), same(&back));
    let upward = "中国科学院文件\n科发党字〔2026〕5号　签发人：张三\n关于年度督查工作情况的报告\n院党组：\n正文内容如下，现将有关情况报告如下。\n特此报告。\n中国科学院\n2026年11月20日\n";
    let (sent, back) = round("upward", upward);
    assert_eq!(sent, back);
    let letter = "中国科学院直属机关党委\n直党函〔2026〕12号\n关于督查情况的反馈意见\n某单位党委：\n正文内容如下，现将有关情况反馈如下。\n中国科学院直属机关党委\n2026年11月20日\n";
    let (sent, back) = round("letter", letter);
    assert_eq!(sent, back);
    let joint = "中国科学院办公厅\n中国科学院人事局\n文件\n科办字〔2026〕8号\n关于开展联合督查的通知\n各单位：\n正文内容如下，请认真贯彻执行，抓好贯彻落实。\n中国科学院办公厅　　中国科学院人事局\n2026年11月20日\n";
    let (sent, back) = round("document", joint);
    assert_eq!(sent.replace("局文件", "局"), back.replace("厅文件", "厅").replace("局文件", "局"));
}

#[test]
fn a_regulation_that_was_issued_comes_back_the_same() {
    let text = "关于印发《督查办法》的通知\n各单位：\n现将《督查办法》印发给你们，请认真贯彻执行，抓好落实。\n某某办公室\n2026年11月3日\n督查办法\n第一章 总 则\n第一条 为推动工作，制定本办法，请各单位遵照执行，抓好贯彻落实工作。\n（一）突出重点。着重解决问题。\n第二条 本办法自印发之日起施行。\n";
    let (sent, back) = round("document", text);
    assert_eq!(sent, back);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600), head in 0usize..4) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"PK\x05\x06"][head];
        let _ = import_docx::text(&[start, &bytes].concat());
    }

    #[test]
    fn damaged_files_and_damaged_markup_never_make_it_fail(
        at in 0usize..4000, value in any::<u8>(), cut in 0usize..4000, inside in any::<bool>(),
    ) {
        let cell = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr>{}</w:tc>", p("甲"));
        let body = format!("{}<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC</w:instrText></w:r></w:p>", p("乙"));
        let mut bytes = if inside {
            let mut markup = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>").into_bytes();
            let length = markup.len();
            if let Some(byte) = markup.get_mut(at % length) { *byte = value; }
            archive(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", &markup)])
        } else {
            docx_with(&body, &[], &[])
        };
        if !inside {
            let length = bytes.len();
            if let Some(byte) = bytes.get_mut(at % length) { *byte = value; }
            bytes.truncate(length - cut % (length / 4));
        }
        let _ = import_docx::text(&bytes);
    }
}

/// Files that were once read wrongly, each with its text beside it and the notices below a line of dashes.
#[test]
fn files_of_the_suite_are_read_as_written_beside_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/suite/imports");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("the suite is there") {
        let path = entry.expect("the suite is there").path();
        if path.extension().is_none_or(|ending| ending != "docx") {
            continue;
        }
        let found = import_docx::text(&std::fs::read(&path).expect("readable")).expect("sound");
        let notices: String = found.notices.iter().map(|notice| format!("{}\n", notice.message())).collect();
        let beside = std::fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
        assert_eq!(format!("{}----\n{notices}", found.text), beside, "{}", path.display());
        read += 1;
    }
    assert!(read >= 3);
}
