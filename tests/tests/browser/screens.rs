//! What people do with their hands on the screens beside filling in forms: double clicks, keys in a list of units, commands
//! in the search, taking back what was removed.

use std::path::Path;

use templates::text;

use crate::Walk;
use crate::app::App;

/// Two clicks in the place of one make one thing, and press nothing that came into the place of the button.
pub(crate) fn double_clicks() -> Walk {
    let app = App::open("double-clicks")?;
    app.sample("inspector")?;
    let page = app.page();
    // The rail beside a form has no room to show the number.
    let papers = |app: &App| {
        app.page().eval::<String>(
            "document.querySelector(\".nav a[href='#register/papers'] .count\").textContent.trim()",
        )
    };
    let before: usize = papers(&app)?.parse()?;
    app.go("units")?;
    let row = app.row("示例14所")?;
    // The last button but one of the row writes a working paper.
    page.double_click(&format!("{row} td.actions > button:nth-last-child(2)"))?;
    page.wait_for(".record-head")?;
    assert_eq!(papers(&app)?, (before + 1).to_string(), "a double click made two working papers");
    app.go("register/records")?;
    app.go("letters")?;
    let letters = page.count("table.list tbody tr")?;
    page.double_click("#new-document")?;
    page.wait_for(".letter-edit")?;
    app.go("letters")?;
    assert_eq!(page.count("table.list tbody tr")?, letters + 1, "a double click began two documents");
    // What is done step by step can be clicked quickly.
    let steps = "document.querySelectorAll('.tool:not([disabled])').length";
    assert_eq!(page.eval::<usize>(steps)?, 1);
    page.double_click(".tool")?;
    page.wait_until(&format!("{steps} === 1 && document.querySelector('.tool').disabled"))?;
    app.finish()
}

/// A unit is found by characters or initials and chosen with the keyboard alone.
pub(crate) fn unit_by_keys() -> Walk {
    let app = App::open("unit-by-keys")?;
    let page = app.page();
    // The second click of a habit falls on the list that came into the place of the button, and chooses nobody.
    page.double_click("#role-unit .begin")?;
    page.wait_for("#unit-search")?;
    let here = "document.activeElement.id === 'unit-search'";
    page.wait_until(here)?;
    page.type_text("jss")?;
    page.wait_until(
        "[...document.querySelectorAll('#unit-hits li b')].some(name => name.innerText === '金属所')",
    )?;
    page.press("Escape")?;
    page.wait_gone("dialog")?;
    page.click("#role-unit .begin")?;
    page.wait_until(here)?;
    page.type_text("所")?;
    page.press("ArrowDown")?;
    page.press("ArrowDown")?;
    page.press("ArrowUp")?;
    page.wait_until("document.querySelectorAll('#unit-hits li')[1].classList.contains('on')")?;
    let chosen = page.texts("#unit-hits li.on b")?.concat();
    page.press("Enter")?;
    page.wait_for(".nav a")?;
    assert_eq!(page.text("#main .page-head p")?, chosen);
    // Nobody has set a task yet, and the page says so.
    page.wait_for("#no-task")?;
    // The choice was wrong: another one is made after a question, and can be taken back.
    page.click("#change-unit")?;
    page.wait_until(here)?;
    page.type_text("物理所")?;
    page.press("Enter")?;
    page.wait_until(
        "!document.querySelector('#unit-search') && !!document.querySelector('dialog .primary')",
    )?;
    page.click("dialog .primary")?;
    page.wait_gone("dialog")?;
    assert_ne!(page.text("#main .page-head p")?, chosen);
    app.finish()
}

/// The search finds commands and runs them.
pub(crate) fn commands_by_search() -> Walk {
    let app = App::open("commands")?;
    app.sample("office")?;
    let page = app.page();
    page.press("Control+k")?;
    page.wait_for("#search")?;
    page.type_text(text("settings.save_book"))?;
    page.wait_text("#search-hits li.on small", text("search.command"))?;
    page.press("Enter")?;
    page.wait_download(".ducha")?;
    page.wait_gone("dialog")?;
    app.finish()
}

/// A matter is found in its register, a decision is taken in a dialogue, and its step leads to the letter, filled in.
pub(crate) fn a_matter() -> Walk {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/stored/book-1/office-decisions.ducha");
    let app = App::open("matter")?;
    let page = app.page();
    app.drop_files(&[book])?;
    page.wait_for(".nav a")?;
    app.go("register/matters")?;
    page.click(&format!("{} th a", app.row("办理中")?))?;
    page.wait_for("#course")?;
    let before = page.count("#course li")?;
    page.click("#way-urge")?;
    page.wait_for("#ask-how")?;
    page.type_text("电话催办承办人")?;
    page.click("dialog .primary")?;
    page.wait_gone("dialog")?;
    page.wait_until(&format!("document.querySelectorAll('#course li').length === {}", before + 1))?;
    page.click("#course li:last-child button")?;
    page.wait_for(".letter-edit")?;
    page.wait_until("document.querySelector('#main').innerText.includes('请你单位抓紧办理')")?;
    app.finish()
}

/// What was removed comes back with one click, as long as nothing else was done; what was decided is shown.
pub(crate) fn taken_back() -> Walk {
    let app = App::open("taken-back")?;
    app.sample("office")?;
    let page = app.page();
    app.go("letters")?;
    let rows = page.count("table.list tbody tr")?;
    page.click_text("table.list tbody button", text("list.remove"))?;
    page.wait_for("#take-back")?;
    assert_eq!(page.count("table.list tbody tr")?, rows - 1);
    page.click("#take-back")?;
    page.wait_gone("#take-back")?;
    assert_eq!(page.count("table.list tbody tr")?, rows);
    app.go("overview")?;
    page.click_text("table.list tbody button", text("next.review"))?;
    page.click("#accept")?;
    page.wait_text(".record-name .badge", text("review.accept"))?;
    page.wait_text(".notice", text("review.accept"))?;
    assert_eq!(page.count("#accept")?, 0);
    app.finish()
}

/// The office enters the holidays of a year, sees what was read and what is missing, and takes it back.
pub(crate) fn holidays() -> Walk {
    let app = App::open("holidays")?;
    app.sample("office")?;
    let page = app.page();
    app.go("round")?;
    page.wait_for("#holidays textarea")?;
    let field: String = page.eval("[...document.querySelectorAll('#holidays textarea')].pop().id")?;
    let (css, read) = (format!("#{field}"), format!("#{}-read", field.trim_start_matches("round-")));
    let badge = "[...document.querySelectorAll('#holidays .badge')].pop().innerText";
    assert_eq!(page.eval::<String>(badge)?, text("calendar.by_law"), "nobody has entered the last year yet");
    // What the law says of the year, in the words of an arrangement.
    let law: String =
        page.eval(&format!("document.querySelector('{read}').innerText.match(/：(.*?)。/)[1]"))?;
    page.fill(&css, &format!("{law}放假"))?;
    page.wait_until(&format!("{badge} === '{}'", text("calendar.adopted")))?;
    page.fill(&css, "1月1日放假，共3天")?;
    page.wait_text(&read, "写明3天")?;
    assert_eq!(page.eval::<String>(badge)?, text("calendar.not_adopted"));
    page.press("Control+z")?;
    page.wait_text(".notice", text("calendar.title"))?;
    app.finish()
}
