//! A document that came out of the app: sound, readable, and kept for the validator.

use std::io::Read as _;
use std::path::Path;

use crate::Walk;
use crate::product;

/// The text of an exported document.
pub(crate) struct Docx(String);

impl Docx {
    /// Opens a file, finds no defect in it and leaves a copy in `target/documents` for the Open XML SDK.
    pub(crate) fn open(path: &Path, name: &str) -> Walk<Self> {
        let bytes = std::fs::read(path)?;
        std::fs::write(product::left_in("documents")?.join(format!("browser-{name}.docx")), &bytes)?;
        let defects = export_docx::check(&bytes);
        if !defects.is_empty() {
            return Err(format!("{}: {defects:#?}", path.display()).into());
        }
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
        let mut xml = String::new();
        archive.by_name("word/document.xml")?.read_to_string(&mut xml)?;
        Ok(Self(words(&xml)))
    }

    /// The document says this, wherever its runs break.
    pub(crate) fn says(&self, part: &str) -> Walk {
        if self.0.contains(part) {
            return Ok(());
        }
        let start: String = self.0.chars().take(1_500).collect();
        Err(format!("the document does not say “{part}”; it begins: {start}").into())
    }
}

/// Text between tags, without the tags.
fn words(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() / 4);
    for piece in xml.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        if tag == "/w:p" {
            out.push('\n');
        }
        out.push_str(after);
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
