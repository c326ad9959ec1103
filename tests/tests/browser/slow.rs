//! Books that hold more than anybody writes: every place still opens, takes keys and is left in about the time that a plain
//! page of the same run takes.

use std::fmt::Write as _;

use app::view::{FieldKind, form_page};
use app::{Command, Effect, Moment, Route, State, update};
use ledger::{Book, Content, EntryId, Record, Role};
use serde_json::{Value, json};
use templates::Pack;

use crate::Walk;
use crate::app::App;
use crate::product;
use tests::browser::Page;

/// What a place may take, as a multiple of what the plain page takes in the same run, whatever else the machine does. The aim is
/// 100 ms; long letters and lists of thousands are above it (a change of 200,000 characters: 18 times the plain page's key).
/// Before only what is in sight was drawn, and each finding looked up where it stands, these took 25 to 200 times as long.
const TIMES: f64 = 22.0;
/// And on top of that, in milliseconds: a frame may be late where something is built beside.
const ON_TOP: f64 = 100.0;

/// Watches the page's thread: the longest time in which it did not come to the next of its messages.
const WATCH: &str = "window.__watch = () => { const channel = new MessageChannel(); let last = performance.now(), worst = 0, on = true;
    channel.port1.onmessage = () => { const now = performance.now(); worst = Math.max(worst, now - last); last = now;
        if (on) channel.port2.postMessage(0) };
    channel.port2.postMessage(0);
    return () => { on = false; return Math.max(worst, performance.now() - last) } };
  window.__goes = async (place, css) => { const watched = window.__watch(); const frame = () => new Promise(requestAnimationFrame);
    const left = document.querySelector('.page, .form-page, .letter'); const begun = performance.now(); location.hash = place;
    do { await frame() } while (!document.querySelector(css) || (left && left.isConnected && !left.matches(css)) );
    await new Promise(done => setTimeout(done, 0));
    const opened = performance.now() - begun; await new Promise(done => setTimeout(done, 1500)); return [opened, watched()] }; void 0";

/// A row of a list.
const LIST: &str = "table.list tbody tr";
/// Rows of a list that may be drawn while nobody scrolls: those of the window, and some screens below it.
const NEAR: usize = 200;

/// A book and the place of it that is looked at.
struct Case {
    name: &'static str,
    book: Book,
    place: Route,
    /// What is there when the place is open.
    shows: &'static str,
    /// A box to type into; empty where there is none.
    types: String,
}

/// Milliseconds.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    /// From going there to the first frame with it.
    open: f64,
    /// Longest time the page did not answer meanwhile and in the second and a half after it.
    still: f64,
    /// A key until its frame, nineteen of twenty.
    key: f64,
    /// Longest time the page did not answer while keys came and until a second after the last.
    typing: f64,
    /// From leaving to the first frame of another place.
    leave: f64,
}

pub(crate) fn no_page_freezes() -> Walk {
    let only = std::env::var("DUCHA_SLOW").unwrap_or_default();
    let mut table = format!(
        "{:<26}{:>9}{:>9}{:>9}{:>9}{:>9}\n",
        "milliseconds", "open", "still", "key", "typing", "leave"
    );
    let mut plain: Option<Figures> = None;
    let mut told = Vec::new();
    for case in cases().into_iter().filter(|case| case.name.contains(&only) || case.name == PLAIN) {
        let found = match measure(&case) {
            Ok(found) => found,
            Err(error) => {
                told.push(format!("{}: {error:?}", case.name));
                continue;
            }
        };
        let Figures { open, still, key, typing, leave } = found;
        writeln!(table, "{:<26}{open:>9.0}{still:>9.0}{key:>9.0}{typing:>9.0}{leave:>9.0}", case.name)?;
        let plain = *plain.get_or_insert(found);
        for (what, took, usual) in [
            ("opening", open, plain.open),
            ("standing still", still, plain.still),
            ("a key", key, plain.key),
            ("standing still while typing", typing, plain.typing),
            ("leaving", leave, plain.leave),
        ] {
            if took > usual * TIMES + ON_TOP {
                told.push(format!("{}: {what} took {took:.0} ms, on a plain page {usual:.0}", case.name));
            }
        }
    }
    println!("{table}");
    assert!(told.is_empty(), "{}", told.join("\n"));
    Ok(())
}

fn measure(case: &Case) -> Walk<Figures> {
    let folder = product::left_in("slow")?;
    let file = folder.join(format!("{}.ducha", case.name));
    std::fs::write(&file, bytes(&case.book)?)?;
    let app = App::open(case.name)?;
    let page = app.page();
    app.drop_files(&[file])?;
    page.wait_for(".nav a")?;
    page.eval::<()>(WATCH)?;
    let goes = |place: &str, css: &str| -> Walk<(f64, f64)> {
        Ok(page.eval(&format!("window.__goes({}, {})", json!(place), json!(css)))?)
    };
    goes("settings", "#house-profile")?;
    let (open, still) = goes(&case.place.address(), case.shows)?;
    if case.shows == LIST && !case.types.is_empty() {
        only_what_is_near(page)?;
    }
    let (mut key, mut typing) = (0.0, 0.0);
    if !case.types.is_empty() {
        page.eval::<()>("void (window.__typed = window.__watch())")?;
        let mut keys: Vec<f64> =
            page.measure_keys(&case.types, "the quick brown fox")?.iter().map(|key| key.painted).collect();
        keys.sort_by(f64::total_cmp);
        key = keys[keys.len() * 19 / 20];
        typing = page.eval("new Promise(done => setTimeout(() => done(window.__typed()), 1000))")?;
    }
    let (leave, _) = goes("settings", "#house-profile")?;
    app.finish()?;
    Ok(Figures { open, still, key, typing, leave })
}

/// Of a long list the rows near the window are there and no others, and more of them when one scrolls to its end.
fn only_what_is_near(page: &Page) -> Walk {
    let rows = || page.eval::<usize>(&format!("document.querySelectorAll({}).length", json!(LIST)));
    let before = rows()?;
    assert!(before <= NEAR, "{before} rows are drawn");
    page.eval::<()>("document.querySelector('#main .scroll').scrollTop = 1e9; void 0")?;
    page.eval::<()>("new Promise(done => setTimeout(done, 500)).then(() => undefined)")?;
    let after = rows()?;
    assert!(after > before && after <= before + NEAR, "{after} rows after {before}");
    page.eval::<()>("document.querySelector('#main .scroll').scrollTop = 0; void 0")?;
    Ok(())
}

/// The book as a file.
fn bytes(book: &Book) -> Walk<Vec<u8>> {
    let moment = moment();
    let mut state = State::with_book(book.clone(), moment.today);
    let effects = update(&mut state, Command::SaveBook(None), &moment);
    let file = effects
        .into_iter()
        .find_map(|effect| if let Effect::Keep { bytes, .. } = effect { Some(bytes) } else { None });
    Ok(file.ok_or("the book gives no file")?)
}

fn moment() -> Moment {
    Moment {
        today: "2026-11-23".parse().expect("a day of the calendar"),
        seconds: 9 * 3600,
        entropy: [7; 32],
    }
}

fn sample(role: Role) -> Book {
    app::sample::book(
        &Pack::shipped(),
        &app::sample::Sample { units: 30, seed: 2026, today: moment().today },
        role,
    )
}

const PLAIN: &str = "plain";

fn cases() -> Vec<Case> {
    let list =
        |name, book, place, types: &str| Case { name, book, place, shows: LIST, types: types.to_owned() };
    vec![
        with_rows(PLAIN, 3),
        with_rows("rows-2000", 2_000),
        with_rows("rows-10000", 10_000),
        with_text("form-text-200000", "highlight".repeat(200_000 / 9)),
        letter("letter-plain", "各单位要认真落实年度督查工作安排。\n".repeat(20)),
        letter("letter-brackets-20000", "（".repeat(20_000)),
        letter("letter-one-line-200000", "各单位要认真落实年度督查工作安排。".repeat(200_000 / 17)),
        letter(
            "letter-lines-200000",
            "各单位要认真落实年度督查工作安排，对照清单逐项自查。\n".repeat(200_000 / 26),
        ),
        letter("letter-60-pages", "各单位要认真落实年度督查工作安排，对照清单逐项自查。\n".repeat(1_300)),
        letter("letter-3000-findings", findings_text(3_000)),
        list(
            "records-5000",
            many_records("phone-call", 5_000),
            Route::Register("records".into()),
            ".filter input",
        ),
        list(
            "papers-5000",
            many_records("working-paper", 5_000),
            Route::Register("papers".into()),
            ".filter input",
        ),
        list("findings-5000", many_records("working-paper", 5_000), Route::Findings, ".filter input"),
        list("ledger-5000", many_records("working-paper", 5_000), Route::Rectification, ".filter input"),
        list("names-300", long_names(), Route::Overview, ""),
    ]
}

/// A unit's own self-check with so many rows in its first table.
fn with_rows(name: &'static str, count: usize) -> Case {
    let rows: Vec<Value> = (0..count)
        .map(|n| json!({"title": format!("材料{n}"), "name": format!("材料{n}"), "note": "已核"}))
        .collect();
    self_check(name, FieldKind::Table, &Value::Array(rows))
}

/// A unit's own self-check with a long text in its first box for one.
fn with_text(name: &'static str, text: String) -> Case {
    self_check(name, FieldKind::Text, &Value::from(text))
}

fn self_check(name: &'static str, kind: FieldKind, value: &Value) -> Case {
    let mut state = State::with_book(sample(Role::Unit), moment().today);
    let sections = {
        update(&mut state, Command::Go(Route::Fill(0)), &moment());
        form_page(&state).map_or(0, |page| page.sections.len())
    };
    for section in 0..sections {
        update(&mut state, Command::Go(Route::Fill(section)), &moment());
        let Some(page) = form_page(&state) else { continue };
        let wanted = |field: &app::view::FieldView| {
            field.kind == kind && !field.read_only && (kind == FieldKind::Table || field.appearance == "long")
        };
        let Some(field) = page.fields().find(|field| wanted(field)) else { continue };
        update(&mut state, Command::Answer { path: field.path.clone(), value: value.clone() }, &moment());
        let shown =
            form_page(&state).map(|page| page.fields().cloned().collect::<Vec<_>>()).unwrap_or_default();
        let field = shown.into_iter().find(|shown| shown.path == field.path);
        let cell = field.and_then(|field| {
            let cell = field
                .rows
                .first()
                .and_then(|row| row.cells.iter().find(|cell| cell.kind == FieldKind::Text))
                .map(|cell| cell.path.clone());
            cell.or(Some(field.path.clone()))
        });
        return Case {
            name,
            book: state.book.unwrap_or_default(),
            place: Route::Fill(section),
            shows: ".section-tab.on",
            types: crate::form::by_id(&cell.unwrap_or_default()),
        };
    }
    panic!("the self-check has no {kind:?}")
}

/// An office's document with this text.
fn letter(name: &'static str, text: String) -> Case {
    let mut state = State::with_book(sample(Role::Office), moment().today);
    update(&mut state, Command::NewDocument { style: "document".to_owned() }, &moment());
    update(&mut state, Command::LetterText(text), &moment());
    let place = state.route.clone();
    Case {
        name,
        book: state.book.unwrap_or_default(),
        place,
        shows: "#letter-text",
        types: "#letter-text".to_owned(),
    }
}

fn findings_text(count: usize) -> String {
    (1..=count).map(|n| format!("（{n}）第{n}个问题没有整改到位。责任人不明确，完成时限不具体。\n")).collect()
}

/// A team's book in which the first record of a form stands so many times.
fn many_records(form: &str, count: usize) -> Book {
    let mut book = sample(Role::Office);
    let of_form = |content: &Content| matches!(content, Content::Record(Record { form: own, .. }) if own.starts_with(form));
    let found = book
        .entries
        .values()
        .find(|entry| entry.current().is_some_and(|(_, version)| of_form(&version.content)));
    let Some(entry) = found.cloned() else { panic!("the sample has no {form}") };
    for n in 0..count {
        let mut copy = entry.clone();
        copy.id = EntryId(format!("{}-copy-{n}", entry.id));
        book.entries.insert(copy.id.clone(), copy);
    }
    book
}

/// An office's book whose units have names of three hundred characters.
fn long_names() -> Book {
    let mut book = sample(Role::Office);
    for version in book.entries.values_mut().flat_map(|entry| entry.versions.values_mut()) {
        if let Content::Unit(unit) = &mut version.content {
            unit.name = unit.name.repeat(40).chars().take(300).collect();
            unit.short_name = unit.short_name.repeat(80).chars().take(300).collect();
        }
    }
    book
}
