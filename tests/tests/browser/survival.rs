//! What was typed stays: over a reload, over a killed browser, over a kill in the middle of typing.

use tests::browser::Launch;

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};

/// A long text of the sample unit's self-check, and the section it is in.
const FIELD: &str = "a01_06_answer";
const SECTION: &str = "fill/1";

pub(crate) fn answers_survive() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = App::open_in(&launch, &product::page_url()?, "survival-1")?;
    begin_unit(&app)?;
    app.page().click(&format!(".section-tab[href='#{SECTION}']"))?;

    type_and_wait(&app, "重载之前写下的话。")?;
    app.page().reload()?;
    app.wait_ready()?;
    expect(&app, "重载之前写下的话。")?;

    type_and_wait(&app, "断电之前已经保存的话。")?;
    app.kill();
    let app = again(&launch, "survival-2")?;
    expect(&app, "重载之前写下的话。断电之前已经保存的话。")?;

    app.page().type_text("最后还没等到保存就断电的话")?;
    app.kill();
    let app = again(&launch, "survival-3")?;
    let kept = app.page().value(&by_id(FIELD))?;
    println!("after a kill in the middle of typing: {kept}");
    let saved = "重载之前写下的话。断电之前已经保存的话。";
    assert!(kept.starts_with(saved), "what was shown as saved is there: {kept}");
    app.finish()
}

/// A unit without a task file.
pub(crate) fn begin_unit(app: &App) -> Walk {
    let page = app.page();
    page.click("#role-unit .begin")?;
    page.fill("#unit-search", "沈阳分院")?;
    page.wait_text(".picker-list li:first-child", "沈阳分院")?;
    page.click(".picker-list li")?;
    page.click("#go-fill")?;
    Ok(page.wait_for(".section-tab")?)
}

/// Types at the end of the text and waits until the app says that it is on disk.
fn type_and_wait(app: &App, text: &str) -> Walk {
    let page = app.page();
    let before = app.saved()?;
    page.click(&by_id(FIELD))?;
    page.press("Control+End")?;
    page.type_text(text)?;
    app.wait_saved_after(&before)
}

fn expect(app: &App, text: &str) -> Walk {
    app.page().wait_for(&by_id(FIELD))?;
    assert_eq!(app.page().value(&by_id(FIELD))?, text);
    app.page().click(&by_id(FIELD))?;
    Ok(app.page().press("Control+End")?)
}

/// The same profile once more, at the place where the person was.
fn again(launch: &Launch, name: &str) -> Walk<App> {
    let url = format!("{}#{SECTION}", product::page_url()?);
    App::open_in(launch, &url, name)
}
