//! Claims about the preview.

use super::*;
use document::{HeadFields, StyleSheet, compose, typeset};

fn flow(text: &str) -> Flow {
    let source = |name: &str| {
        (name == "document").then(|| include_str!("../../../templates/styles/document.json").to_owned())
    };
    let sheet = StyleSheet::load("document", &source).unwrap();
    let head = HeadFields::from_toml("issuer_mark = 'A&B<文件>'\ntitle = '关于\"引号\"的通知'\n").unwrap();
    typeset(&compose(&head, text), &sheet).flow
}

#[test]
fn what_the_text_holds_is_text_and_never_markup() {
    let html = html(&flow("<script>alert(1)</script> & \"x\" 'y'\n|<b>|\n"));
    assert!(!html.contains("<script") && !html.contains("<b>"));
    assert!(html.contains("&lt;script&gt;"));
    assert!(html.contains("A&amp;B&lt;"));
}

#[test]
fn pages_need_no_style_attribute() {
    let pages = layout(&flow(&"国".repeat(2000)));
    assert!(pages.pages.len() > 2);
    for page in &pages.pages {
        let svg = svg(page, &pages.fonts);
        assert!(!svg.contains("style=") && !svg.contains("<style"));
        assert!(svg.contains("width=\"210.0mm\" height=\"297.0mm\" viewBox=\"0 0 11906 16838\""));
    }
}
