//! The oldest browser that must work, and those below it that must at least say so.

use serde_json::Value;
use tests::browser::{Browser, Launch};

use crate::Walk;
use crate::app::App;
use crate::docx::Docx;
use crate::form::{Control, Form, Hand, by_id};
use crate::product;

/// Chromium before 97 says that it does not know this source of the policy, and then does without it.
const UNKNOWN_TO_83: &str = "invalid source: ''wasm-unsafe-eval''. It will be ignored";

pub(crate) fn chromium_83(launch: &Launch) -> Walk {
    let app = App::open_in(launch, &product::page_url()?, "chromium-83")?.excusing(UNKNOWN_TO_83);
    let page = app.page();
    app.sample("unit")?;
    app.go("fill/0")?;
    page.wait_for(".section-tab")?;
    let typed = type_into_first_note(&app)?;
    Form::of(&app, Hand::Keys).fill(first_choice)?;
    app.draft("self-check-report")?;
    assert!(page.count(".leaf")? > 2, "a report has pages");
    Docx::open(&app.export()?, "chromium-83")?.says("自查")?;
    page.wait_for("#saved.good")?;
    page.reload()?;
    app.wait_ready()?;
    app.go("fill/0")?;
    page.click(&format!(".section-tab[href='#{}']", typed.0))?;
    assert_eq!(page.value(&by_id(&typed.1))?, typed.2);
    app.finish()
}

/// Types into the first explanation of the second section; returns place, field and text.
fn type_into_first_note(app: &App) -> Walk<(String, String, String)> {
    let page = app.page();
    page.click(".section-tab:nth-child(2)")?;
    page.wait_for(".items textarea")?;
    let place: String = page.eval("location.hash.slice(1)")?;
    let field: String = page.eval("document.querySelector('.items textarea').id")?;
    let words = "在旧版浏览器里写下的情况说明。";
    let before = app.saved()?;
    page.fill(&by_id(&field), words)?;
    app.wait_saved_after(&before)?;
    Ok((place, field, words.to_owned()))
}

/// Choices that are still open take their first option; everything else stays.
fn first_choice(control: &Control) -> Option<Value> {
    let first = control.options.first().filter(|_| control.kind == "radio");
    first.map(|option| Value::from(option.as_str()))
}

/// A browser that lacks something the app needs gets words, not a white page.
pub(crate) fn old_browser() -> Walk {
    let browser = Browser::launch(&product::today()?)?;
    for missing in ["WebAssembly", "DecompressionStream"] {
        let page = browser.open_with_script(&product::page_url()?, &format!("delete window.{missing}"))?;
        page.wait_text("#boot[role=alert]", missing)?;
        let words = page.text("#boot")?;
        assert!(words.contains("浏览器版本过低") && words.contains("Chromium 83"), "{words}");
        page.screenshot(&product::left_in("screenshots")?.join(format!("boot-without-{missing}.png")))?;
        page.close()?;
    }
    Ok(())
}
