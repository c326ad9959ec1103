//! The work behind a key press in a long document and behind its export, for timing in the browser's own machine code.
//!
//! Each step takes what the step before left, so that the script outside can time them one by one.

use document::{Document, HeadFields, StyleSheet, Typeset, compose, typeset};
use templates::Pack;
use wasm_bindgen::prelude::wasm_bindgen;

/// A paragraph as reports are made of.
const PARAGRAPH: &str = "各单位要认真组织学习并抓好整改落实，坚持问题导向，对照督查内容逐项自查，如实反映情况，不回避矛盾，不掩盖问题，于2026年12月10日前报送自查情况报告。";

const HEAD: &str = "style = 'upward'\nissuer_mark = ['中国科学院某某分院文件']\ndocument_number = '某党字〔2026〕25号'\n\
    title = '关于2026年度党建工作督查情况的报告'\naddressees = ['中国科学院党组']\nissuers = ['中国科学院某某分院']\ndated = 2026-11-20\n";

/// A report of about twenty pages, headings and tables included, and everything made of it so far.
#[wasm_bindgen]
pub struct Report {
    pack: Pack,
    style: StyleSheet,
    head: HeadFields,
    text: String,
    document: Document,
    typeset: Option<Typeset>,
}

#[wasm_bindgen]
impl Report {
    /// Writes the report.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        let pack = Pack::shipped();
        let style = pack.style("upward").expect("the sheet ships with the product");
        let head = HeadFields::from_toml(HEAD).expect("the head is well-formed");
        Self { pack, style, head, text: text(), document: Document::default(), typeset: None }
    }

    /// Reads the text: what a key press begins with. Returns blocks.
    pub fn compose(&mut self) -> usize {
        self.document = compose(&self.head, &self.text);
        self.document.main.body.len()
    }

    /// Breaks lines and pages anew: what the preview waits for. Returns pages.
    pub fn paginate(&mut self) -> usize {
        let made = typeset(&self.document, &self.style);
        let pages = made.pages.pages.len();
        self.typeset = Some(made);
        pages
    }

    /// Proof-reads. Returns findings.
    #[must_use]
    pub fn proof(&self) -> usize {
        let subject = proof::Subject {
            head: &self.head,
            text: &self.text,
            document: &self.document,
            style: &self.style,
            pages: self.typeset.as_ref().map(|made| &made.pages),
        };
        let lexicon = self.pack.lexicon().expect("the lexicon ships with the product");
        proof::proofread(&subject, lexicon).len()
    }

    /// Writes the Word file. Returns bytes.
    #[must_use]
    pub fn docx(&self) -> usize {
        let flow = &self.typeset.as_ref().expect("paginated before").flow;
        export_docx::docx(flow).map(|bytes| bytes.len()).unwrap_or_default()
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

fn text() -> String {
    let mut text = String::new();
    for (number, numeral) in (1..).zip(["一", "二", "三", "四", "五"]) {
        text += &format!("{numeral}、第{number}方面的情况\n");
        for (item, numeral) in (1..).zip(["一", "二", "三", "四", "五", "六", "七", "八"]) {
            text += &format!("（{numeral}）第{item}项工作。{PARAGRAPH}\n{PARAGRAPH}{PARAGRAPH}\n");
        }
        text += "|序号|内容|数量|\n|:--:|--------|:--:|\n";
        for row in 1..7 {
            text += &format!("|{row}|督查内容第{row}项|{}|\n", row * 3);
        }
    }
    text
}
