//! Claims about the preview.

use super::*;
use document::{Block, HeadFields, PictureBlock, StyleSheet, compose, typeset};

fn sheet() -> StyleSheet {
    let source = |name: &str| {
        (name == "document").then(|| include_str!("../../../templates/styles/document.json").to_owned())
    };
    StyleSheet::load("document", &source).unwrap()
}

fn flow(text: &str) -> Flow {
    let head = HeadFields::from_toml("issuer_mark = 'A&B<文件>'\ntitle = '关于\"引号\"的通知'\n").unwrap();
    typeset(&compose(&head, text), &sheet()).flow
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
        let svg = svg(page, &pages.fonts, &[]);
        assert!(!svg.contains("style=") && !svg.contains("<style"));
        assert!(svg.contains("width=\"210.0mm\" height=\"297.0mm\" viewBox=\"0 0 11906 16838\""));
    }
}

#[test]
fn pictures_and_turned_numbers_are_drawn_without_any_file_beside() {
    let mut document =
        compose(&HeadFields::from_toml("title = '题'\n").unwrap(), "正文。\n附件\n【横向】\n清单\n表。\n");
    let name = "<现场>.png".to_owned();
    document.main.body.push(Block::Picture(PictureBlock { name: name.clone(), ..PictureBlock::default() }));
    let bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x64\0\0\0\x32\x08\0\0\0\0".to_vec();
    document.pictures.insert(name, bytes);
    let html = html(&typeset(&document, &sheet()).flow);
    assert!(html.contains("width=\"1500\" height=\"750\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,iVBORw0KGgo"), "{html}");
    assert!(html.contains("<title>&lt;现场&gt;.png</title></image>"));
    assert!(html.contains("transform=\"rotate(90 1493 "), "{html}");
}
