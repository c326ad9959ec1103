//! What is typed: reported in time, in the file that is saved, taken back step by step, and by whom.

use std::path::Path;
use std::time::{Duration, Instant};

use app::ledger::Book;
use app::{Command, Moment, State, update};
use tests::browser::Page;

use crate::Walk;
use crate::app::App;
use crate::editor;
use crate::form::by_id;
use crate::product::{self, Desk};
use crate::survival::begin_unit;

const TEXT: &str = "#letter-text";
const TITLE: &str = "#head-title";
const FIELD: &str = "a01_06_answer";
const SECTION: &str = "fill/1";
/// Longer than the pause that ends a step.
const PAUSE: Duration = Duration::from_millis(1_400);

/// An office's book with an empty document on screen.
fn document(name: &str) -> Walk<App> {
    let app = App::open(name)?;
    app.begin("office", "直属机关党委办公室", "李某")?;
    editor::begin(&app, "document")?;
    Ok(app)
}

/// A unit's book with a section of its self-check on screen and the cursor in a long text.
fn form(name: &str) -> Walk<App> {
    let app = App::open(name)?;
    begin_unit(&app)?;
    app.page().click(&format!(".section-tab[href='#{SECTION}']"))?;
    app.page().click(&by_id(FIELD))?;
    Ok(app)
}

fn holds(page: &Page, css: &str, text: &str) -> Walk {
    let found = page.wait_until(&format!("document.querySelector(\"{css}\").value === '{text}'"));
    found.map_err(|error| format!("{css} was to hold {text}: {error}, it holds {:?}", page.value(css)).into())
}

/// The book in a file.
pub(crate) fn book_in(file: &Path) -> Walk<Book> {
    let moment = Moment { today: "2026-11-30".parse().map_err(|_| "no day")?, seconds: 0, entropy: [1; 32] };
    let mut state = State::new(moment.today);
    let take = Command::TakeIn { name: "book.ducha".into(), bytes: std::fs::read(file)?, passphrase: None };
    update(&mut state, take, &moment);
    state.book.ok_or_else(|| "the file holds no book".into())
}

/// Ctrl+S at once, and the text of the newest document in the file.
fn saved_letter(page: &Page) -> Walk<app::ledger::Letter> {
    page.press("Control+s")?;
    let book = book_in(&page.wait_download(".ducha")?)?;
    let letter = book.letters().last().map(|(_, letter)| letter.clone());
    letter.ok_or_else(|| "no document in the file".into())
}

/// A key every 60 to 90 milliseconds for some seconds, then the tab dies: at most half a second of it is missing, and
/// all that was there when the window said 已保存 is there.
pub(crate) fn no_pause_needed() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = App::open_in(&launch, &product::page_url()?, "no-pause")?;
    app.begin("office", "直属机关党委办公室", "李某")?;
    editor::begin(&app, "document")?;
    let page = app.page();
    let place: String = page.eval("location.hash")?;
    page.click(TEXT)?;
    // Notes for each length of the text when it was first on screen, and the longest that was called saved.
    page.eval::<()>(
        "void (() => { const area = document.querySelector('#letter-text'); window.when = []; window.safe = 0;
          area.addEventListener('input', () => window.when.push([area.value.length, performance.now()]));
          setInterval(() => { const s = document.querySelector('#saved');
            if (s.classList.contains('good') && s.dataset.busy === '0' && s.dataset.saved === s.dataset.newest)
              window.safe = Math.max(window.safe, area.value.length) }, 5) })()",
    )?;
    let start = Instant::now();
    let mut typed = 0;
    while start.elapsed() < Duration::from_secs(6) {
        page.press(["a", "b", "c", "d"][typed % 4])?;
        typed += 1;
        std::thread::sleep(Duration::from_millis(70));
    }
    let (shown, due, safe): (usize, usize, usize) = page.eval(
        "(() => { const now = performance.now();
          const due = window.when.filter(([, at]) => now - at > 500).map(([length]) => length);
          return [document.querySelector('#letter-text').value.length, Math.max(0, ...due), window.safe] })()",
    )?;
    page.crash()?;
    app.kill();
    let app = App::open_in(&launch, &format!("{}{place}", product::page_url()?), "no-pause-2")?;
    let page = app.page();
    page.wait_for(TEXT)?;
    let kept = page.value(TEXT)?.len();
    println!("{typed} keys without a pause: {shown} on screen, {kept} after the crash, {safe} called saved");
    assert!(kept >= due, "{kept} of {shown} letters are there, {due} were older than half a second");
    assert!(kept >= safe, "{kept} letters are there, {safe} were called saved");
    app.excuse();
    Ok(())
}

/// Whatever was typed a moment before Ctrl+S, before printing, and before another place is in the book.
pub(crate) fn file_and_screen() -> Walk {
    let app = document("file-and-screen")?;
    let page = app.page();
    page.click(TEXT)?;
    page.type_text("最后一句abc")?;
    assert_eq!(saved_letter(page)?.text, "最后一句abc");
    page.click(".tabs button:last-of-type")?;
    page.wait_for("#head-dated")?;
    page.fill("#head-dated", "2026-03-05")?;
    let letter = saved_letter(page)?;
    assert_eq!(letter.head.get("dated").and_then(|value| value.as_str()), Some("2026-03-05"));
    page.click(".tabs button:first-of-type")?;
    page.click(TEXT)?;
    page.press("Control+End")?;
    page.type_text("再来一句")?;
    page.eval::<()>("void window.dispatchEvent(new Event('beforeprint'))")?;
    let told: bool = page.eval("document.querySelector('.desk').textContent.includes('再来一句')")?;
    assert!(told, "the pages that are printed hold the last words");
    page.type_text("走之前")?;
    page.eval::<()>("void history.back()")?;
    page.wait_for("#new-document")?;
    page.eval::<()>("void history.forward()")?;
    page.wait_for(TEXT)?;
    holds(page, TEXT, "最后一句abc再来一句走之前")?;
    app.finish()
}

/// A pause, a field, a removal begin a step; the caret stays where the change was.
pub(crate) fn step_by_step() -> Walk {
    let app = document("step-by-step")?;
    let page = app.page();
    page.click(TEXT)?;
    page.type_text("first one")?;
    std::thread::sleep(PAUSE);
    page.type_text("second one")?;
    page.press("Control+z")?;
    holds(page, TEXT, "first one")?;
    page.press("Control+y")?;
    holds(page, TEXT, "first onesecond one")?;
    // In the middle of the text.
    page.press("Control+Home")?;
    page.type_text("begin ")?;
    page.press("Control+z")?;
    holds(page, TEXT, "first onesecond one")?;
    let caret: usize = page.eval("document.activeElement.selectionStart")?;
    assert_eq!(caret, 0, "the caret stays where the words were taken back");
    page.press("Control+Shift+z")?;
    holds(page, TEXT, "begin first onesecond one")?;
    let caret: usize = page.eval("document.activeElement.selectionStart")?;
    assert_eq!(caret, 6, "and where they came again");
    // All of it removed at once, right after typing.
    page.type_text("x")?;
    page.eval::<()>("void document.activeElement.select()")?;
    page.press("Delete")?;
    holds(page, TEXT, "")?;
    page.press("Control+z")?;
    holds(page, TEXT, "begin xfirst onesecond one")?;
    // Another field is another step, and the keyboard follows to where something changes.
    page.click(TITLE)?;
    page.type_text("title")?;
    page.press("Control+z")?;
    holds(page, TITLE, "")?;
    page.press("Control+z")?;
    holds(page, TEXT, "begin first onesecond one")?;
    page.wait_until("document.activeElement.id === 'letter-text'")?;
    app.finish()?;
    in_a_form()
}

fn in_a_form() -> Walk {
    let app = form("step-by-step-form")?;
    let (page, field) = (app.page(), by_id(FIELD));
    page.type_text("first one")?;
    std::thread::sleep(PAUSE);
    page.type_text("second one")?;
    page.press("Control+z")?;
    holds(page, &field, "first one")?;
    page.press("Control+z")?;
    holds(page, &field, "")?;
    page.press("Control+y")?;
    page.press("Control+y")?;
    holds(page, &field, "first onesecond one")?;
    // The step is the same one after the book was opened again.
    page.wait_until("document.querySelector('#saved').dataset.busy === '0'")?;
    page.reload()?;
    app.wait_ready()?;
    page.click(&field)?;
    page.press("Control+z")?;
    holds(page, &field, "first one")?;
    app.finish()
}

/// Half a word never leaves the control: not into the book, not into its steps.
pub(crate) fn input_method() -> Walk {
    let app = document("input-method")?;
    let page = app.page();
    page.click(TEXT)?;
    word(page, "nihao", "你好")?;
    page.compose("s")?;
    page.compose("sh")?;
    // Long after every timer.
    std::thread::sleep(Duration::from_millis(900));
    let pages: String = page.eval("document.querySelector('.desk').textContent")?;
    assert!(
        pages.contains("你好") && !pages.contains("sh"),
        "the word is reported, the half word is not: {pages}"
    );
    page.commit("世界")?;
    page.press("Control+z")?;
    holds(page, TEXT, "你好")?;
    page.press("Control+y")?;
    holds(page, TEXT, "你好世界")?;
    // Taking back over a half word takes back just that.
    page.compose("zh")?;
    page.press("Control+z")?;
    holds(page, TEXT, "你好世界")?;
    word(page, "a", "啊")?;
    holds(page, TEXT, "你好世界啊")?;
    assert_eq!(saved_letter(page)?.text, "你好世界啊");
    // An end without a word.
    page.compose("q")?;
    page.compose("")?;
    page.press("Control+z")?;
    holds(page, TEXT, "你好世界")?;
    app.finish()?;
    let app = form("input-method-form")?;
    let (page, field) = (app.page(), by_id(FIELD));
    word(page, "nihao", "你好")?;
    page.compose("sh")?;
    page.commit("世界")?;
    page.press("Control+z")?;
    holds(page, &field, "你好")?;
    app.finish()
}

fn word(page: &Page, keys: &str, word: &str) -> Walk {
    let mut half = String::new();
    for key in keys.chars() {
        half.push(key);
        page.compose(&half)?;
    }
    Ok(page.commit(word)?)
}

/// A filter, the search and a dialogue keep the browser's own undo; nothing behind them is taken back.
pub(crate) fn whose_undo() -> Walk {
    let app = App::open("whose-undo")?;
    app.sample("office")?;
    editor::begin(&app, "document")?;
    let page = app.page();
    page.click(TEXT)?;
    page.type_text("stays")?;
    let place: String = page.eval("location.hash")?;
    page.press("Control+k")?;
    page.wait_for("#search")?;
    page.type_text("abc")?;
    page.press("Control+z")?;
    page.press("Control+z")?;
    assert_eq!(page.value("#search")?, "", "the search takes back its own words");
    page.press("Escape")?;
    page.wait_gone("#search")?;
    assert_eq!(page.value(TEXT)?, "stays");
    app.go("overview")?;
    page.click(".filter input[type=search]")?;
    page.type_text("abc")?;
    page.press("Control+z")?;
    page.press("Control+z")?;
    page.press("Control+z")?;
    assert_eq!(page.value(".filter input[type=search]")?, "", "a filter takes back its own words");
    assert_eq!(page.texts(".filter input[type=search]")?.len(), 1, "and one stays where one was");
    page.eval::<()>(&format!("void (location.hash = '{place}')"))?;
    page.wait_for(TEXT)?;
    holds(page, TEXT, "stays")?;
    app.finish()
}
