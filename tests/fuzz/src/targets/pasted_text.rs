//! Text pasted or typed by anybody: read, typeset, laid out, written as a file without defects.

use document::{HeadFields, compose_with_notices, layout, typeset};
use templates::Pack;

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "pasted_text",
    run,
    seeds,
    words: &[
        "一、",
        "（一）",
        "1．",
        "(1)",
        "第一章 ",
        "第一条 ",
        "附件：1.甲\n",
        "附件1\n",
        "|甲|乙|\n|--|--|\n|1|2|\n",
        "||\n",
        "【图：a.png】\n",
        "【目录】\n",
        "某某〔2026〕1号",
        "二〇二六年十一月二十日",
        "2026年11月20日\n",
        "抄送：",
        "（此件公开发布）",
        "**",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "\u{0}",
        "\u{b}",
        "\u{fffe}",
        "👨‍👩‍👧",
        "e\u{301}",
        "\r\n",
        "\u{3000}",
        "=HYPERLINK(\"x\")",
        "INCLUDEPICTURE",
        "<w:p>",
        "]]>",
    ],
    longest: 2400,
    short: 60,
};

const STYLES: [&str; 8] =
    ["document", "upward", "letter", "minutes", "bulletin", "order", "form", "form-landscape"];

thread_local! {
    static SHEETS: Vec<document::StyleSheet> = {
        let pack = Pack::shipped();
        STYLES.iter().map(|name| pack.style(name).expect("the sheets are shipped")).collect()
    };
}

fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let style = bytes.len() % STYLES.len();
    let head = HeadFields { style: Some(STYLES[style].to_owned()), ..HeadFields::default() };
    let (document, notices) = compose_with_notices(&head, &text);
    assert!(notices.len() <= bytes.len() + 8, "more notices than characters");
    assert!(notices.iter().all(|notice| !notice.message().is_empty()));
    let made = SHEETS.with(|sheets| typeset(&document, &sheets[style]));
    let pages = layout(&made.flow);
    assert!(!pages.pages.is_empty() && pages.pages.len() <= bytes.len() + 8, "{} pages", pages.pages.len());
    let Ok(file) = export_docx::docx(&made.flow) else { return "refused" };
    assert_eq!(export_docx::check(&file), [], "a file with defects");
    assert!(file.len() <= 200_000 + 400 * bytes.len(), "a file of {} bytes", file.len());
    match pages.pages.len() {
        1 => "one page",
        2..=4 => "pages",
        _ => "many pages",
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut found = seeds::project("tests/suite/letters", "document.txt");
    found.extend(seeds::project("tests/suite/rendering", "text.txt"));
    let cases = seeds::project("tests/suite/text", ".txt");
    let cases = cases.iter().filter_map(|file| std::str::from_utf8(file).ok());
    found.extend(cases.flat_map(|file| file.split("\n\n")).map(|part| part.as_bytes().to_vec()));
    for file in seeds::corpora("", "naughty-strings.json") {
        let texts: Vec<String> = serde_json::from_slice(&file).unwrap_or_default();
        found.extend(texts.into_iter().map(String::into_bytes));
    }
    for text in &mut found {
        text.truncate(TARGET.longest);
    }
    found
}
