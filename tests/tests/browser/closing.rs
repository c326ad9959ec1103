//! What the office does about earlier years and about what units ask for, by the controls that are on screen.

use crate::Walk;
use crate::app::App;

/// The year in the header leads back and forth; a figure leads to what it counts; a finding whose unit asks for it is closed in
/// a dialogue, and what was sent is listed with its receipt.
pub(crate) fn office() -> Walk {
    let app = App::open("closing")?;
    app.sample("office")?;
    let page = app.page();
    page.set_viewport(1366, 658)?;
    app.go("overview")?;
    let figures: usize = page.eval("document.querySelectorAll('.kpi a').length")?;
    assert!(figures >= 4, "every figure is a link");
    page.eval::<()>("void document.querySelector('.kpi a').click()")?;
    page.wait_for("#figure tbody tr a")?;
    // A year earlier, and back.
    app.go("overview")?;
    let years: Vec<String> =
        page.eval("[...document.querySelectorAll('#choose-round option')].map(o => o.value)")?;
    assert!(years.len() >= 2, "the sample has an earlier year: {years:?}");
    page.select("#choose-round", &years[1])?;
    page.wait_for(".past-mark")?;
    page.select("#choose-round", &years[0])?;
    page.wait_until("!document.querySelector('.past-mark')")?;
    assert_eq!(page.eval::<String>("document.querySelector('#choose-round').value")?, years[0]);
    // What waits to be verified.
    app.go("rectification")?;
    page.eval::<()>(
        "void [...document.querySelectorAll('tbody tr')].find(r => r.innerText.includes('待核验')).querySelector('th a').click()",
    )?;
    page.click("#way-close")?;
    page.wait_for("#ask-method")?;
    let first: String = page.eval("document.querySelector('#ask-method').value")?;
    assert_eq!(first, "", "nothing is chosen beforehand");
    page.select("#ask-method", "查阅材料")?;
    page.fill("#ask-checker", "王敏")?;
    page.fill("#ask-result", "已核对会议记录，整改到位。")?;
    page.click("dialog button[type=submit]")?;
    page.wait_for("#course")?;
    page.wait_until("document.querySelector('.record-head .badge').innerText === '已销号'")?;
    app.finish()
}
