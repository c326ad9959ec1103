//! A masked copy before it leaves: what was not masked is asked about, and every answer counts.

use crate::Walk;
use crate::app::App;
use crate::editor::begin;

/// Three that look like people or numbers and that no field teaches.
const TEXT: &str = "卢志远表示同意，严明辉介绍了情况，编号A13812345678。";

pub(crate) fn what_was_left_is_asked_about() -> Walk {
    let app = App::open("masking")?;
    app.sample("office")?;
    begin(&app, "document")?;
    let page = app.page();
    page.fill("#letter-text", TEXT)?;
    page.wait_text(".leaf svg", "卢志远")?;
    page.click("#export-masked")?;
    // The document has no title; that is asked about first.
    page.click("#ask-go-on")?;
    page.wait_for(".ask-masked .suspects li")?;
    let asked = page.texts(".suspects .suspect b")?;
    assert_eq!(asked, ["13812345678", "严明辉", "卢志远"], "what is asked about");
    app.picture(&crate::product::left_in("screenshots")?.join("masking.png"))?;
    // 保留 for one of them.
    page.click(".suspects li:nth-child(2) .choice:last-child")?;
    let file = app.download(|page| page.click("#mask-go-on"), ".docx")?;
    let text = import_docx::text(&std::fs::read(file)?).map_err(|error| format!("{error:?}"))?.text;
    assert!(text.contains("卢某某表示同意，严明辉介绍了情况"), "{text}");
    assert!(!text.contains("13812345678"), "{text}");
    page.wait_gone(".ask-masked")?;
    app.finish()
}
