//! Coming to a place, the room of a form, what may be dropped, and what is printed.

use serde_json::json;
use tests::browser::Page;

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product;
use crate::survival::begin_unit;

/// The window of an office screen at 1366 × 768, inside the browser's frame.
const WIDTH: u32 = 1366;
const HEIGHT: u32 = 658;

/// Every place, and every section of a form, opens at its top, with its heading in sight and the keyboard there.
pub(crate) fn arrivals() -> Walk {
    let app = App::open("arrivals")?;
    app.sample("unit")?;
    let page = app.page();
    page.set_viewport(WIDTH, HEIGHT)?;
    for place in app.places()? {
        scroll_down(page)?;
        app.go(&place)?;
        at_the_top(page, &place)?;
        fills_its_place(page, &place)?;
    }
    app.go("fill/0")?;
    for section in 1..4 {
        scroll_down(page)?;
        page.click(&format!(".section-tab[href='#fill/{section}']"))?;
        page.wait_for(&format!(".section-tab.on[href='#fill/{section}']"))?;
        at_the_top(page, &format!("fill/{section}"))?;
    }
    // From the heading the next stop is the first field.
    page.press("Tab")?;
    assert!(
        page.eval::<bool>("!!document.activeElement.closest('.item, .sheet')")?,
        "Tab leads to the first field"
    );
    // And from the very beginning there is a way past the places.
    page.eval::<()>("void (document.activeElement.blur(), document.querySelector('.skip').focus())")?;
    page.press("Enter")?;
    page.wait_until("document.activeElement.tagName === 'H1'")?;
    app.finish()
}

fn scroll_down(page: &Page) -> Walk {
    Ok(page
        .eval("void document.querySelectorAll('#main, #main *').forEach((e) => { e.scrollTop = 2000; })")?)
}

fn at_the_top(page: &Page, place: &str) -> Walk {
    let there = "(() => { const h = document.activeElement, box = h.getBoundingClientRect();
      return h.tagName === 'H1' && box.top >= 0 && box.bottom <= innerHeight && box.height > 0 })()";
    page.wait_until(there)
        .map_err(|error| format!("{place}: the heading is not in sight with the keyboard: {error}"))?;
    let scrolled: Vec<String> = page.eval(
        "[...document.querySelectorAll('#main, #main *')].filter(e => e.scrollTop > 0 && !e.classList.contains('sections'))
          .map(e => e.className)",
    )?;
    assert_eq!(scrolled, Vec::<String>::new(), "{place} is scrolled");
    Ok(())
}

/// Every page, and each part of a form, reaches from the top of its place to the bottom, and all places are in sight.
pub(crate) fn filled() -> Walk {
    let app = App::open("filled")?;
    app.sample("office")?;
    let page = app.page();
    page.set_viewport(WIDTH, HEIGHT)?;
    let cut: bool =
        page.eval("(nav => nav.scrollHeight > nav.clientHeight)(document.querySelector('.nav'))")?;
    assert!(!cut, "places lie below the window");
    for place in app.places()? {
        app.go(&place)?;
        fills_its_place(page, &place)?;
    }
    app.go("register/records")?;
    page.click("table.list tbody tr:first-child a.link")?;
    page.wait_for(".record-page .items")?;
    fills_its_place(page, "a record")?;
    app.finish()
}

fn fills_its_place(page: &Page, place: &str) -> Walk {
    let short: Vec<String> = page.eval(
        "(main => [...document.querySelectorAll('.page-frame > .scroll, .page-frame > .page, .form-page, .form-page > .scroll')]
          .filter(e => e.getBoundingClientRect().bottom < main.bottom - document.querySelector('.notices').offsetHeight - 1)
          .map(e => e.className))(document.querySelector('#main').getBoundingClientRect())",
    )?;
    assert_eq!(short, Vec::<String>::new(), "{place} does not fill its place");
    Ok(())
}

/// At the width of office screens fields have room, and a new row takes the keyboard.
pub(crate) fn room() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("room")?;
    begin_unit(&app)?;
    let page = app.page();
    page.set_viewport(WIDTH, HEIGHT)?;
    page.click(".section-tab[href='#fill/1']")?;
    page.wait_for(".item")?;
    page.eval::<()>(
        "document.querySelectorAll('.items [role=radio]:first-child').forEach((e) => e.click())",
    )?;
    page.wait_for(".items textarea")?;
    let widths: Vec<f64> = page.eval(
        "[...document.querySelectorAll('.items textarea')].filter(e => !e.closest('.rows')).map(e => e.getBoundingClientRect().width)",
    )?;
    assert!(widths.iter().all(|width| *width >= 520.0) && !widths.is_empty(), "{widths:?}");
    app.picture(&folder.join("form-1366.png"))?;
    page.eval::<()>("void document.querySelector('.nav a').focus()")?;
    app.picture(&folder.join("form-1366-places.png"))?;
    rows(page)?;
    app.finish()
}

fn rows(page: &Page) -> Walk {
    let table: String = page
        .eval("(document.querySelector('.items .add-row') || {}).parentElement?.closest('.rows').id || ''")?;
    if table.is_empty() {
        return Err("the section has no table".into());
    }
    for row in 0..2 {
        page.click(&format!("{} .add-row", by_id(&table)))?;
        page.wait_until(&format!("document.activeElement.id.startsWith('{table}.{row}.')"))?;
    }
    let first: bool = page.eval(&format!(
        "document.querySelector(\"[id='{table}.1']\").querySelector('input, textarea, select') === document.activeElement"
    ))?;
    assert!(first, "the keyboard is in the first field of the new row");
    page.click(&format!("[id='{table}.1'] button.icon"))?;
    page.wait_until(&format!("document.activeElement.id.startsWith('{table}.0.')"))?;
    Ok(())
}

/// A text that is dragged is no file, and paper carries the form and nothing of the program around it.
pub(crate) fn dropped_and_printed() -> Walk {
    let app = App::open("dropped")?;
    app.sample("unit")?;
    let page = app.page();
    app.go("fill/0")?;
    let drag = |kind: &str, put: &str| {
        format!(
            "(() => {{ const data = new DataTransfer(); {put};
              document.querySelector('.items').dispatchEvent(new DragEvent('{kind}', {{ dataTransfer: data, bubbles: true, cancelable: true }})); }})()"
        )
    };
    page.eval::<()>(&drag("dragover", "data.setData('text/plain', '一句话')"))?;
    page.eval::<()>("new Promise((done) => setTimeout(done, 100))")?;
    assert_eq!(page.count(".drop-veil")?, 0, "no file is dragged");
    page.eval::<()>(&drag("dragover", "data.items.add(new File(['x'], 'x.ducha'))"))?;
    page.wait_for(".drop-veil")?;
    page.eval::<()>(&drag("dragleave", "data.items.add(new File(['x'], 'x.ducha'))"))?;
    page.wait_gone(".drop-veil")?;
    for place in app.places()? {
        app.go(&place)?;
        printed(page, &place)?;
    }
    app.finish()
}

/// What is shown while the page is printed.
fn printed(page: &Page, place: &str) -> Walk {
    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    let shown: Vec<String> = page.eval(
        "['.top', '.nav', '.banner', '.sections', '.side', '.skip', '.notices', '.section-foot', '.record-head .button-row', '.letter-actions']
          .filter(css => [...document.querySelectorAll(css)].some(e => e.getClientRects().length > 0))",
    )?;
    let clipped: Vec<String> = page.eval(
        "[...document.querySelectorAll('.screen, .main, .main > *')].filter(e => e.getClientRects().length > 0
          && getComputedStyle(e).overflow !== 'visible').map(e => e.className)",
    )?;
    page.call("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
    assert_eq!(shown, Vec::<String>::new(), "{place} prints parts of the program");
    assert_eq!(clipped, Vec::<String>::new(), "{place} is cut off at the end of the first page");
    Ok(())
}
