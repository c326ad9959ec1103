//! The app in one tab, typed into and looked at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tests::browser::{Browser, Page};
use tests::keeping::Keeping;
use tests::product::Walk;
use tests::random::Dice;

/// The section that is typed into.
pub(crate) const PLACE: &str = "#fill/1";
/// The long texts of that section, in their order, once its questions are answered.
const FIELDS: [&str; 5] = ["a01_01_note", "a01_02_note", "a01_03_note", "a01_05_note", "a01_06_answer"];
/// No test can use the dialog that asks where to save; without it files are handed out as downloads.
const DOWNLOADS: &str = "delete window.showSaveFilePicker";
const RECORDER: &str = include_str!("recorder.js");
const LOOK: &str = include_str!("look.js");
/// The name of the function through which the recorder reports.
const REPORT: &str = "tortureSaved";
/// How long a start may take until a person sees what became of the book.
const START_WITHIN: Duration = Duration::from_secs(30);
/// How long the texts of the section may take once the book is there.
const TEXTS_WITHIN: Duration = Duration::from_secs(2);
/// How long a window may believe in another one that is gone.
const ALONE_WITHIN: Duration = Duration::from_secs(20);

/// What is on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Sight {
    /// `book`, `books`, `start`, `recovery`, `locked`, or `nothing` that could be used.
    pub(crate) place: String,
    /// What the recovery page says has happened.
    pub(crate) state: String,
    /// Messages about saving that stay.
    pub(crate) said: String,
    /// Classes of the word at the top about saving.
    pub(crate) saved: String,
    /// What is said about a defect of the program.
    pub(crate) alarm: String,
    /// Edits that are shown aside.
    pub(crate) branches: usize,
    /// Whether another window writes and this one looks on.
    pub(crate) onlooker: bool,
    /// Whether there is something to go on with.
    #[serde(rename = "goOn")]
    go_on: bool,
    fields: BTreeMap<String, String>,
}

impl Sight {
    /// Whether the person is told that something is not as it should be.
    pub(crate) fn notices(&self) -> bool {
        self.place == "recovery" || self.onlooker || !self.said.is_empty() || self.is("bad")
    }

    /// Whether the word about saving has this class.
    pub(crate) fn is(&self, class: &str) -> bool {
        self.saved.split(' ').any(|one| one == class)
    }

    /// The texts of these fields.
    pub(crate) fn texts(&self, fields: &[impl AsRef<str>]) -> Vec<String> {
        fields.iter().map(|id| self.fields.get(id.as_ref()).cloned().unwrap_or_default()).collect()
    }

    /// The same in a few words, for a report.
    pub(crate) fn short(&self) -> String {
        let said: String = self.said.chars().take(60).collect();
        format!("{} {} [{}] {said}", self.place, self.state, self.saved).replace("  ", " ")
    }
}

/// The app in one tab.
pub(crate) struct Window {
    page: Page,
    /// The texts that are typed into and compared.
    fields: Vec<String>,
    /// The person's own file, for a start after which nothing else is left.
    file: Option<PathBuf>,
}

impl Window {
    /// Opens the app in a new tab; `script` runs before the page's own scripts.
    pub(crate) fn open(browser: &Browser, address: &str, script: &str) -> Walk<Self> {
        let page = browser.open_with_script("about:blank", &format!("{script};{DOWNLOADS};{RECORDER}"))?;
        page.listen(REPORT)?;
        page.goto(&format!("{address}{PLACE}"))?;
        Ok(Self { page, fields: FIELDS.map(str::to_owned).to_vec(), file: None })
    }

    /// The same window, of whose texts only these matter.
    pub(crate) fn with_fields(mut self, fields: &[&str]) -> Self {
        self.fields = fields.iter().map(|field| (*field).to_owned()).collect();
        self
    }

    /// The same window of a person who has the book in a file too.
    pub(crate) fn with_file(mut self, file: PathBuf) -> Self {
        self.file = Some(file);
        self
    }

    /// The person's own file.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether the window lets one type.
    pub(crate) fn writable(&self) -> Walk<bool> {
        let id = serde_json::to_string(&self.fields)?;
        Ok(self.page.eval(&format!(
            "{id}.every((id) => {{ const e = document.getElementById(id); return !!e && !e.disabled && !e.readOnly; }})"
        ))?)
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// What is on screen once something is; opens the only book of a list.
    pub(crate) fn look(&self) -> Walk<Sight> {
        let mut sight = self.settle()?;
        if sight.place == "books" && !sight.notices() {
            // The list may be there for a moment before the book that was open last.
            std::thread::sleep(TEXTS_WITHIN);
            if self.glance()?.place == "books" {
                self.page.click(".book-list button")?;
                self.page.wait_gone(".book-list button")?;
            }
            sight = self.settle()?;
        }
        if sight.place == "book" && sight.fields.is_empty() {
            self.page.eval::<()>(&format!("void (location.hash = '{PLACE}')"))?;
            self.page.wait_for(".items textarea")?;
            sight = self.settle()?;
        }
        Ok(sight)
    }

    /// What is on screen right now.
    pub(crate) fn glance(&self) -> Walk<Sight> {
        Ok(self.page.eval(LOOK)?)
    }

    /// The first sight that a person could act on, and that stands still: texts come a moment after their fields.
    fn settle(&self) -> Walk<Sight> {
        let start = Instant::now();
        let mut before = Sight::default();
        loop {
            let sight = self.glance()?;
            // Another place of the book has no such texts.
            let elsewhere = sight.place == "book" && sight.fields.is_empty();
            let patience = if elsewhere { TEXTS_WITHIN } else { START_WITHIN };
            let there = sight.place != "nothing" && !elsewhere;
            if (there && sight == before) || start.elapsed() > patience {
                return Ok(sight);
            }
            before = sight;
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    /// Goes on from the recovery page: with what is there, else with the person's own file.
    pub(crate) fn go_on(&self, sight: &Sight, file: Option<&Path>) -> Walk<Sight> {
        match file {
            _ if sight.go_on => self.page.click("#recovery-go-on")?,
            Some(file) => self.page.set_files("#recovery-file input[type=file]", &[file])?,
            None => return Ok(sight.clone()),
        }
        self.page.wait_gone("#recovery")?;
        self.look()
    }

    /// What is on screen once no window that is gone already is waited for.
    pub(crate) fn look_alone(&self) -> Walk<Sight> {
        let start = Instant::now();
        loop {
            let sight = self.look()?;
            if !sight.onlooker || start.elapsed() > ALONE_WITHIN {
                return Ok(sight);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// The texts of a sight, by field.
    pub(crate) fn texts(&self, sight: &Sight) -> Vec<String> {
        sight.texts(&self.fields)
    }

    /// Begins to keep account of what is typed into this window.
    pub(crate) fn keep(&self, sight: &Sight) -> Keeping {
        Keeping::from(self.texts(sight))
    }

    /// Puts the cursor at the end of a field.
    pub(crate) fn enter(&self, field: usize) -> Walk {
        let id = self.fields.get(field).ok_or("the section has no such text")?;
        let id = serde_json::to_string(id)?;
        Ok(self.page.eval(&format!(
            "(e => {{ e.focus(); e.setSelectionRange(e.value.length, e.value.length) }})(document.getElementById({id}))"
        ))?)
    }

    /// Types words, now and then into another field, until `enough` says so or the window is gone. What is typed is
    /// entered into the account first, so that the account never holds less than the window.
    pub(crate) fn type_on(
        &self,
        keeping: &mut Keeping,
        dice: &mut Dice,
        enough: impl Fn(usize) -> bool,
    ) -> Walk {
        let mut words = 0;
        let mut field = dice.below(self.fields.len());
        self.enter(field)?;
        while !enough(words) {
            if dice.chance(20) {
                // A person stops to think; the app gets time to show that all is saved.
                std::thread::sleep(Duration::from_millis(u64::try_from(dice.between(20, 300))?));
                field = dice.below(self.fields.len());
                self.enter(field)?;
            }
            self.type_word(keeping, field, &format!("{:02}督", keeping.typed() % 100))?;
            words += 1;
        }
        Ok(())
    }

    /// Types one word at the cursor.
    pub(crate) fn type_word(&self, keeping: &mut Keeping, field: usize, word: &str) -> Walk {
        keeping.type_into(field, word);
        Ok(self.page.type_text(word)?)
    }

    /// Enters into the account what the window has shown as saved by now.
    pub(crate) fn note_saved(&self, keeping: &mut Keeping) -> Walk {
        for told in self.page.told(REPORT) {
            let lengths: BTreeMap<String, usize> = serde_json::from_str(&told)?;
            let lengths = self.fields.iter().map(|id| lengths.get(id).copied());
            // A report from another place holds no texts.
            if let Some(lengths) = lengths.collect::<Option<Vec<usize>>>() {
                keeping.show_saved(&lengths);
            }
        }
        Ok(())
    }

    /// Waits until everything typed was shown as saved; false when the window says instead that it cannot be.
    pub(crate) fn wait_saved(&self, keeping: &mut Keeping, patience: Duration) -> Walk<bool> {
        let start = Instant::now();
        loop {
            self.note_saved(keeping)?;
            if keeping.saved() == keeping.typed() {
                return Ok(true);
            }
            if start.elapsed() > patience || self.glance()?.is("bad") {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Errors of the program itself: uncaught exceptions and rejections, and what it says of them.
    pub(crate) fn defects(&self) -> Walk<Vec<String>> {
        let lines = self.page.console()?.into_iter();
        Ok(lines.filter(|line| line.starts_with("exception:") || line.contains("panicked")).collect())
    }

    /// Closes the tab.
    pub(crate) fn close(self) -> Walk {
        Ok(self.page.close()?)
    }
}
