//! The browsers that must work, and those below them that must at least say so.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use libtest_mimic::Completion;
use serde_json::Value;
use tests::browser::{Browser, Launch};
use tests::product::Floor;
use tests::site::Server;

use crate::Walk;
use crate::app::App;
use crate::docx::Docx;
use crate::form::{Control, Form, Hand, by_id};
use crate::product;
use crate::year;

/// One browser, opening the product from one place.
pub(crate) struct Cell<'a> {
    pub(crate) name: &'a str,
    pub(crate) launch: &'a Launch,
    pub(crate) address: &'a str,
    pub(crate) excused: &'static [&'static str],
}

/// Where the product is opened from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    File,
    Http,
}

/// What is walked through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// A unit fills its form, takes its report and finds all again after a reload.
    Unit,
    /// Three people through the whole year.
    Year,
}

/// Walks through a cell of the matrix; left out, and said so, where the browser is not at hand.
pub(crate) fn cell(floor: &Floor, source: Source, flow: Flow) -> Walk<Completion> {
    let names = (
        if source == Source::File { "file" } else { "http" },
        if flow == Flow::Unit { "unit" } else { "year" },
    );
    let name = format!("{}-{}", floor.name, names.0);
    let Some(launch) = &floor.launch else {
        note(format!("{name:<18} {:<5} left out", names.1));
        let why = format!("no {}: `cargo xtask test --only provision` installs it", floor.name);
        return Ok(Completion::ignored_with(why));
    };
    let server = if source == Source::Http { Some(Server::start(product::site()?)?) } else { None };
    let address = server.as_ref().map_or_else(product::page_url, |server| Ok(server.url()))?;
    let cell = Cell { name: &name, launch, address: &address, excused: floor.excused };
    let start = Instant::now();
    let walked = match flow {
        Flow::Unit => unit_flow(&cell),
        Flow::Year => year::the_whole_year(&cell),
    };
    let ended = if walked.is_ok() { "ok" } else { "FAILED" };
    note(format!("{name:<18} {:<5} {ended:<8} {:>4} s", names.1, start.elapsed().as_secs()));
    walked.map(|()| Completion::Completed)
}

static MATRIX: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn note(line: String) {
    MATRIX.lock().unwrap_or_else(PoisonError::into_inner).push(line);
}

/// The cells that were walked through, each with its ending and its time; empty when none was.
pub(crate) fn matrix() -> String {
    MATRIX.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
}

fn unit_flow(cell: &Cell<'_>) -> Walk {
    let app = App::open_at(cell, "unit")?;
    let page = app.page();
    app.sample("unit")?;
    app.go("fill/0")?;
    page.wait_for(".section-tab")?;
    let typed = type_into_first_note(&app)?;
    Form::of(&app, Hand::Keys).fill(first_choice)?;
    app.draft("self-check-report")?;
    assert!(page.count(".leaf")? > 2, "a report has pages");
    Docx::open(&app.export()?, cell.name)?.says("自查")?;
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
