//! A Word file that is imported: the archive, its parts, their markup.
//!
//! Archives are checksummed and packed, so blind changes stop there. What does not begin as an archive is therefore markup:
//! the main part and, after a NUL each, numbering, styles and relationships, put into a sound archive.

use std::io::{Cursor, Read, Write};

use document::{HeadFields, compose, typeset};
use import_docx::ImportError;

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "docx_text",
    run,
    seeds,
    words: &[
        "<w:p>",
        "</w:p>",
        "<w:r><w:t>甲</w:t></w:r>",
        "<w:tbl><w:tr><w:tc>",
        "</w:tc></w:tr></w:tbl>",
        "<w:gridSpan w:val=\"99999999\"/>",
        "<w:vMerge w:val=\"restart\"/>",
        "<w:numPr><w:ilvl w:val=\"8\"/><w:numId w:val=\"1\"/></w:numPr>",
        "<w:start w:val=\"2147483647\"/>",
        "<w:numFmt w:val=\"lowerLetter\"/>",
        "<w:lvlText w:val=\"%1.%9\"/>",
        "<w:basedOn w:val=\"a\"/>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:instrText>TOC \\o</w:instrText>",
        "<w:ins><w:del>",
        "<m:oMath>",
        "<mc:AlternateContent><mc:Choice><mc:Fallback>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "&b;",
        "&#x10FFFF;",
        "&#0;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "xmlns:x=\"\"",
        "\0",
        "PK\x03\x04",
        "PK\x05\x06",
        "PK\x01\x02",
    ],
    longest: 48 << 10,
    short: 800,
};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
/// Parts of the archive, in the order of the input, and where each stands.
const PARTS: [&str; 4] =
    ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"];
const RELATED: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"n\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";

fn run(bytes: &[u8]) -> &'static str {
    let made;
    let file = if bytes.starts_with(b"PK") {
        bytes
    } else {
        made = archive(bytes);
        &made
    };
    match import_docx::text(file) {
        Ok(imported) => {
            assert!(imported.text.len() <= 20_000_000, "more text than the limit");
            assert!(imported.notices.len() <= 100_000, "a notice for every byte");
            let pictures: usize = imported.pictures.iter().map(|(_, bytes)| bytes.len()).sum();
            assert!(pictures <= 100 << 20, "more pictures than the limit");
            assert!(imported.notices.iter().all(|notice| !notice.message().is_empty()));
            if imported.text.trim().is_empty() { "nothing" } else { "text" }
        }
        Err(error) => {
            assert!(!error.message().is_empty());
            outcome(&error)
        }
    }
}

fn outcome(error: &ImportError) -> &'static str {
    let all = [
        ("empty", "empty"),
        ("binary", "old"),
        ("encrypted", "encrypted"),
        ("not a .docx but", "another format"),
        ("not a .docx", "not a docx"),
        ("no document", "no document"),
        ("damaged", "damaged"),
        ("entries", "too many entries"),
        ("unpacks", "bomb"),
        ("entities", "entities"),
        ("deeply", "too deep"),
        ("too much", "too much text"),
    ];
    let text = error.to_string();
    all.iter().find(|(words, _)| text.contains(words)).map_or("refused", |(_, name)| name)
}

fn archive(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut put = |name: &str, content: &[u8]| {
        zip.start_file(name, stored).expect("a name of ours is sound");
        zip.write_all(content).expect("writing into a Vec does not fail");
    };
    put("[Content_Types].xml", TYPES.as_bytes());
    let mut given = bytes.split(|byte| *byte == 0);
    for name in PARTS {
        match given.next() {
            Some(part) if !part.is_empty() => put(name, part),
            Some(_) | None if name.ends_with(".rels") => put(name, RELATED.as_bytes()),
            Some(_) | None => {}
        }
    }
    zip.finish().expect("writing into a Vec does not fail").into_inner()
}

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>";
const STYLES: &str = "<w:style w:styleId=\"a\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"b\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"b\"><w:rPr><w:vanish/></w:rPr></w:style>";
const BODIES: [&str; 3] = [
    "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t xml:space=\"preserve\"> &amp;乙</w:t><w:br/></w:r></w:p><w:p><w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:del><w:r><w:delText>丁</w:delText></w:r></w:del></w:p>",
    "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>1|2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:hyperlink r:id=\"x\"><w:r><w:t>乙</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>",
];

fn markup(body: &str) -> Vec<u8> {
    format!(
        "<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>\0<w:numbering xmlns:w=\"{W}\">{NUMBERING}</w:numbering>\0<w:styles xmlns:w=\"{W}\">{STYLES}</w:styles>"
    )
    .into_bytes()
}

fn seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = BODIES.iter().map(|body| markup(body)).collect();
    let own = own_file();
    let mut files: Vec<Vec<u8>> = vec![own];
    for folder in ["docx-templates-docxtpl", "docx-templates-docxtemplater", "docx-templates-easy-template-x"]
    {
        files.extend(seeds::corpora(folder, ".docx"));
    }
    found.extend(files.iter().filter_map(|file| part(file, "word/document.xml")));
    found.extend(files);
    found.extend(seeds::corpora("hostile-zips", ""));
    found
}

/// A file as the product writes it.
fn own_file() -> Vec<u8> {
    let style = templates::Pack::shipped().style("letter").expect("the sheet is shipped");
    let made = typeset(
        &compose(&HeadFields::default(), "关于督查的函\n某所：\n一、甲\n|1|2|\n|--|--|\n|3|4|\n"),
        &style,
    );
    export_docx::docx(&made.flow).expect("a small document can be written")
}

fn part(file: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).ok()?;
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(1 << 20).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
