//! A storm of keys, pauses, half words, steps back and forth, savings and crashes in the text of a document and in a
//! form; screen, book and file must always say the same.
//!
//! What a control may hold follows from what was typed: the account keeps, for each field, the texts its steps begin
//! with, as `app::stretch` has them by the page's own clock.

use std::path::Path;
use std::time::Duration;

use app::ledger::Book;
use app::{Command, Moment, State, update};
use serde::Deserialize;
use tests::browser::{Browser, Page};
use tests::product::{self, Walk};
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::{self, Profile};

/// Notes every text a field held and when; and the newest one that was on screen while 已保存 stood there.
const NOTES: &str = include_str!("storm.js");
/// Milliseconds after which nothing typed may be missing.
const AT_MOST: f64 = 500.0;
/// Words of an input method: keys and word.
const WORDS: [(&str, &str); 4] = [("nihao", "你好"), ("ducha", "督查"), ("shi", "是"), ("zhenggai", "整改")];

/// Where the storm rages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// The text and the title of a document.
    Document,
    /// Long texts of a self-check.
    Form,
}

impl Over {
    fn fields(self) -> [&'static str; 2] {
        match self {
            Self::Document => ["letter-text", "head-title"],
            Self::Form => ["a01_06_answer", "a01_05_note"],
        }
    }
}

/// What the page noted of a field.
#[derive(Debug, Clone, Deserialize)]
struct Note {
    /// Texts it held without half words, each with the milliseconds since then.
    texts: Vec<(String, f64)>,
    /// The newest of them that was called saved, by its place in the list; -1 when none was.
    safe: i64,
}

pub(crate) fn storm(over: Over, trials: usize) -> Walk {
    let mut figures = Figures::of(format!("storm of keys, {over:?}").to_lowercase());
    figures.needs_saved = false;
    let mut dice = Dice::new(seed());
    while figures.trials < trials {
        let profile = Profile::fresh()?;
        let browser = profile.start()?;
        let place = begin(&browser, over)?;
        for _ in 0..10.min(trials - figures.trials) {
            figures.trials += 1;
            let name = format!("storm-{over:?}-{}-{}", seed(), figures.trials).to_lowercase();
            match trial(&browser, over, &place, &mut dice, &mut figures) {
                Ok(()) => figures.kept += 1,
                Err(error) => {
                    let words = error.message().unwrap_or("no words").to_owned();
                    let left = profile.evidence()?.keep(&name)?;
                    figures.fail(format!("{name}: {words}; the storage: {}", left.display()));
                    break;
                }
            }
        }
    }
    figures.close()
}

/// Makes the book and returns the address of the place.
fn begin(browser: &Browser, over: Over) -> Walk<String> {
    let address = Origin::File.address()?;
    if over == Over::Form {
        let window = profile::begin(browser, &address, "")?;
        saved(window.page())?;
        window.close()?;
        return Ok(format!("{address}{}", crate::window::PLACE));
    }
    let page = browser.open(&address)?;
    page.click("#role-office .begin")?;
    page.fill("#begin-organ", "直属机关党委办公室")?;
    page.fill("#begin-person", "李某")?;
    page.click(".begin-form button[type=submit]")?;
    page.click(".nav a[href='#letters']")?;
    page.click("#new-document")?;
    page.wait_for("#letter-text")?;
    saved(&page)?;
    let place: String = page.eval("location.hash")?;
    page.close()?;
    Ok(format!("{address}{place}"))
}

fn saved(page: &Page) -> Walk {
    Ok(page.wait_until(
        "(s => s.classList.contains('good') && s.dataset.busy === '0' && s.dataset.saved === s.dataset.newest)(document.querySelector('#saved'))",
    )?)
}

/// One window: some acts, each checked, then an end, and what is there afterwards.
fn trial(browser: &Browser, over: Over, address: &str, dice: &mut Dice, figures: &mut Figures) -> Walk {
    let page = browser.open_with_script("about:blank", "delete window.showSaveFilePicker;")?;
    page.goto(address)?;
    let mut storm = Storm { page: &page, over, field: 0, log: Vec::new() };
    storm.prepare()?;
    for _ in 0..dice.between(4, 14) {
        let done = storm.act(dice, figures);
        done.map_err(|error| storm.told(&error))?;
    }
    let notes = storm.end(dice).map_err(|error| storm.told(&error))?;
    let log = storm.log;
    page.close()?;
    let page = browser.open(address)?;
    for (field, note) in over.fields().iter().zip(&notes) {
        page.wait_for(&format!("#{field}"))?;
        page.wait_until("!document.querySelector('#read-only')")?;
        let there = page.value(&format!("#{field}"))?;
        judge(note, &there).map_err(|why| format!("{field}: {why}; {}", log.join(" ")))?;
    }
    Ok(page.close()?)
}

/// What is there after a crash is the newest text, or one that was replaced within the last half second; never one
/// from before what was called saved, never half a word.
fn judge(note: &Note, there: &str) -> Result<(), String> {
    let at = note.texts.iter().rposition(|(text, _)| text == there);
    let Some(at) = at else { return Err(format!("{there:?} was never on screen: {:?}", note.texts)) };
    let replaced = note.texts.get(at + 1).map(|(_, age)| *age);
    if let Some(age) = replaced.filter(|age| *age > AT_MOST) {
        return Err(format!("{there:?} is there, though it was replaced {age} ms before: {:?}", note.texts));
    }
    if i64::try_from(at).unwrap_or(i64::MAX) < note.safe {
        return Err(format!("{there:?} is there, though a later text was called saved: {:?}", note.texts));
    }
    Ok(())
}

struct Storm<'a> {
    page: &'a Page,
    over: Over,
    field: usize,
    log: Vec<String>,
}

impl Storm<'_> {
    fn prepare(&mut self) -> Walk {
        for field in self.over.fields() {
            self.page.wait_for(&format!("#{field}"))?;
        }
        self.page.wait_until("!document.querySelector('#read-only')")?;
        // A window that still waits for its turn reads the book once more, and draws it anew, when it comes.
        saved(self.page)?;
        let fields = serde_json::to_string(&self.over.fields())?;
        self.page.eval::<()>(&format!("({NOTES})({fields})"))?;
        self.enter(0)
    }

    fn id(&self) -> &'static str {
        self.over.fields().get(self.field).copied().unwrap_or_default()
    }

    fn enter(&mut self, field: usize) -> Walk {
        self.field = field;
        let id = self.id();
        Ok(self.page.eval(&format!(
            "(e => {{ e.focus(); e.setSelectionRange(e.value.length, e.value.length) }})(document.getElementById('{id}'))"
        ))?)
    }

    fn shown(&self) -> Walk<String> {
        Ok(self.page.eval(&format!("document.getElementById('{}').value", self.id()))?)
    }

    /// An error with what was done before it and what the window shows.
    fn told(&self, error: &libtest_mimic::Failed) -> libtest_mimic::Failed {
        let fields = self.over.fields().map(|id| format!("document.getElementById('{id}')"));
        let values = format!("[{}].map((field) => field && field.value)", fields.join(","));
        let marked = "(document.querySelector('.letter-marks') || {}).innerText";
        let place = "location.hash + document.body.innerText.slice(0, 400)";
        let shown = format!("JSON.stringify([{values}, {marked}]) + {place}");
        let shown = self.page.eval::<String>(&shown).unwrap_or_else(|_| "nothing".to_owned());
        format!("{}; {}; on screen: {shown}", error.message().unwrap_or_default(), self.log.join(" ")).into()
    }

    fn act(&mut self, dice: &mut Dice, figures: &mut Figures) -> Walk {
        match dice.below(12) {
            0..=3 => self.keys(dice, figures),
            4..=5 => self.word(dice, figures),
            6 => {
                let after = *dice.pick(&[100, 300, 700, 1_300]).unwrap_or(&100);
                self.note(format!("pause {after}"));
                std::thread::sleep(Duration::from_millis(after));
                Ok(())
            }
            7 => {
                let field = dice.below(2);
                self.note(format!("field {field}"));
                self.enter(field)
            }
            8 => {
                self.note("removal".into());
                (0..dice.between(1, 3)).try_for_each(|_| Ok(self.page.press("Backspace")?))
            }
            9..=10 => self.back_and_forth(dice),
            _ => self.save(),
        }
    }

    fn note(&mut self, words: String) {
        self.log.push(words);
    }

    fn keys(&mut self, dice: &mut Dice, figures: &mut Figures) -> Walk {
        let count = dice.between(2, 12);
        self.note(format!("{count} keys"));
        for _ in 0..count {
            self.page.press(dice.word(&["a", "b", "c", "d", "1", "2"]))?;
            std::thread::sleep(Duration::from_millis(u64::try_from(dice.between(20, 90))?));
        }
        figures.typed += count;
        Ok(())
    }

    fn word(&mut self, dice: &mut Dice, figures: &mut Figures) -> Walk {
        let (keys, word) = *dice.pick(&WORDS).unwrap_or(&("a", "啊"));
        let mut half = String::new();
        for key in keys.chars() {
            half.push(key);
            self.page.compose(&half)?;
            std::thread::sleep(Duration::from_millis(u64::try_from(dice.between(5, 120))?));
        }
        if dice.chance(15) {
            self.note(format!("half {keys}"));
            return Ok(self.page.compose("")?);
        }
        self.note(word.into());
        self.page.commit(word)?;
        figures.typed += word.chars().count();
        Ok(())
    }

    /// A step back takes back what was typed since the last pause, a step forth brings it again, letter for letter.
    fn back_and_forth(&mut self, dice: &mut Dice) -> Walk {
        let before = self.shown()?;
        let begins: Vec<String> = self.page.eval(&format!("window.stormBegins('{}')", self.id()))?;
        if self.over == Over::Form && begins.is_empty() {
            // What was done before this window is the choice that one of its fields hangs on.
            self.note("nothing to take back".into());
            return Ok(());
        }
        self.page.press("Control+z")?;
        let after =
            self.shown_once(|shown| begins.is_empty() || begins.iter().any(|begin| begin == shown))?;
        self.note(format!("back to {after:?}"));
        if !begins.is_empty() && !begins.contains(&after) {
            return Err(format!(
                "a step back from {before:?} was to lead to one of {begins:?} and led to {after:?}"
            )
            .into());
        }
        // Where there was nothing to take back, what was taken back earlier may come again.
        if after != before && dice.chance(70) {
            self.page.press("Control+y")?;
            let again = self.shown_once(|shown| shown == before)?;
            self.note("forth".into());
            if again != before {
                return Err(format!("back and forth from {before:?} led to {again:?}").into());
            }
        }
        // The keyboard may have followed to the other field.
        let at: String = self.page.eval("document.activeElement.id")?;
        if let Some(field) = self.over.fields().iter().position(|id| *id == at) {
            self.field = field;
        }
        self.page.eval::<()>("window.stormTurned()")?;
        Ok(())
    }

    /// What is shown as soon as it is what was wanted, and after five seconds whatever it is.
    fn shown_once(&self, wanted: impl Fn(&str) -> bool) -> Walk<String> {
        self.calm()?;
        for _ in 0..100 {
            let shown = self.shown()?;
            if wanted(&shown) {
                return Ok(shown);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.shown()
    }

    /// Until what was asked for is usually on screen.
    fn calm(&self) -> Walk {
        Ok(self
            .page
            .eval("new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(null)), 30))")?)
    }

    /// The file that Ctrl+S writes holds what the screen shows, even right after a key.
    fn save(&mut self) -> Walk {
        self.note("save".into());
        self.page.press("Control+s")?;
        let file = self.page.wait_download(".ducha")?;
        let book = book_in(&file)?;
        std::fs::remove_file(&file)?;
        for field in self.over.fields() {
            let shown: String = self.page.eval(&format!("document.getElementById('{field}').value"))?;
            let written = written(&book, self.over, field);
            if shown != written {
                return Err(format!("{field} shows {shown:?} and the file holds {written:?}").into());
            }
        }
        Ok(())
    }

    /// The end of the window: its process crashes some time after a last key, or it is closed at once.
    fn end(&mut self, dice: &mut Dice) -> Walk<Vec<Note>> {
        let field = dice.below(2);
        self.enter(field)?;
        self.keys(dice, &mut Figures::of(""))?;
        std::thread::sleep(Duration::from_millis(u64::try_from(dice.below(600))?));
        let fields = self.over.fields().map(|field| format!("window.stormNote('{field}')"));
        let notes = self.page.eval(&format!("[{}]", fields.join(",")))?;
        if dice.chance(70) {
            self.note("crash".into());
            self.page.crash()?;
        }
        Ok(notes)
    }
}

fn book_in(file: &Path) -> Walk<Book> {
    let moment = Moment { today: "2026-11-30".parse().map_err(|_| "no day")?, seconds: 0, entropy: [1; 32] };
    let mut state = State::new(moment.today);
    let take = Command::TakeIn { name: "book.ducha".into(), bytes: std::fs::read(file)?, passphrase: None };
    update(&mut state, take, &moment);
    state.book.ok_or_else(|| "the file holds no book".into())
}

/// What a book holds of a field of the storm.
fn written(book: &Book, over: Over, field: &str) -> String {
    let value = match over {
        Over::Document => {
            let letter = book.letters().last().map(|(_, letter)| letter);
            match field {
                "letter-text" => return letter.map(|letter| letter.text.clone()).unwrap_or_default(),
                _ => letter.and_then(|letter| letter.head.get("title").cloned()),
            }
        }
        Over::Form => book.records().last().and_then(|(_, record)| record.answers.get(field).cloned()),
    };
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// The account itself finds out what would be wrong.
pub(crate) fn is_not_fooled() -> Walk {
    drop(product::page_file()?);
    let texts =
        vec![("".into(), 9_000.0), ("a".into(), 2_000.0), ("ab".into(), 700.0), ("abc".into(), 100.0)];
    let note = |safe| Note { texts: texts.clone(), safe };
    assert_eq!(judge(&note(-1), "abc"), Ok(()));
    assert_eq!(judge(&note(2), "ab"), Ok(()), "half a second may be missing");
    assert!(judge(&note(3), "ab").is_err(), "it was called saved");
    assert!(judge(&note(-1), "a").is_err(), "more than half a second is missing");
    assert!(judge(&note(-1), "ab n").is_err(), "nobody wrote that");
    Ok(())
}
