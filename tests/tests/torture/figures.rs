//! What the trials come to, as a table.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tests::keeping::Keeping;
use tests::product::{self, Walk};

/// How often each fault is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As one of many checks: some minutes.
    Short,
    /// So many hundredths of what the figures are from, which takes some hours.
    Long(usize),
}

impl Scale {
    /// `DUCHA_TORTURE=full` asks for the long run, a number for that many hundredths of it.
    pub(crate) fn chosen() -> Self {
        match std::env::var("DUCHA_TORTURE").as_deref() {
            Ok("full") => Self::Long(100),
            Ok(part) => part.parse().map_or(Self::Short, Self::Long),
            Err(_) => Self::Short,
        }
    }

    /// How often, when these are the numbers of the short and of the long run.
    pub(crate) fn of(self, short: usize, full: usize) -> usize {
        match self {
            Self::Short => short,
            Self::Long(part) => (full * part / 100).max(short),
        }
    }
}

/// The seed of this run; `DUCHA_SEED` repeats another one.
pub(crate) fn seed() -> u64 {
    std::env::var("DUCHA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2026)
}

/// What the trials with one fault come to.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    fault: String,
    started: Instant,
    took: Duration,
    /// Trials.
    pub(crate) trials: usize,
    /// Letters typed.
    pub(crate) typed: usize,
    /// Letters that were shown as saved before the fault.
    pub(crate) saved: usize,
    /// Trials after which all that was shown as saved was there at once.
    pub(crate) kept: usize,
    /// Trials after which something was missing, the person was told, and it came back.
    pub(crate) restored: usize,
    /// Trials after which something was missing, the person was told, and it did not come back.
    pub(crate) told: usize,
    /// Whether something must have been shown as saved in one of the trials, or they would mean nothing.
    pub(crate) needs_saved: bool,
    /// Trials that went wrong, in words.
    pub(crate) failed: Vec<String>,
}

impl Figures {
    pub(crate) fn of(fault: impl Into<String>) -> Self {
        Self {
            fault: fault.into(),
            started: Instant::now(),
            took: Duration::ZERO,
            trials: 0,
            typed: 0,
            saved: 0,
            kept: 0,
            restored: 0,
            told: 0,
            needs_saved: true,
            failed: Vec::new(),
        }
    }

    /// Counts what was typed in a trial and what of it was shown as saved.
    pub(crate) fn note(&mut self, keeping: &Keeping) {
        self.typed += keeping.typed();
        self.saved += keeping.saved();
    }

    /// Notes a trial that went wrong.
    pub(crate) fn fail(&mut self, words: String) {
        eprintln!("{}: {words}", self.fault);
        self.failed.push(words);
    }

    /// Enters the line into the table; an error when a trial went wrong, or when nothing was at stake in any.
    pub(crate) fn close(mut self) -> Walk {
        if self.needs_saved && self.saved == 0 && self.trials > 2 {
            self.fail("nothing was shown as saved before a fault".into());
        }
        self.took = self.started.elapsed();
        println!("{}", self.line());
        if Scale::chosen() == Scale::Long(100) {
            keep(&self.fault, &self.line())?;
        }
        let failed = self.failed.join("\n");
        let count = self.failed.len();
        let trials = self.trials;
        table().push(self);
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("{count} of {trials} trials failed:\n{failed}").into())
        }
    }

    fn line(&self) -> String {
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {}, {} |",
            self.fault,
            self.trials,
            self.typed,
            self.saved,
            self.kept,
            self.restored,
            self.told,
            self.failed.len(),
            self.took.as_secs(),
            seed(),
            product()
        )
    }
}

fn table() -> MutexGuard<'static, Vec<Figures>> {
    static TABLE: Mutex<Vec<Figures>> = Mutex::new(Vec::new());
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

const HEAD: &str = "\
| fault | trials | letters typed | shown as saved | all there | told, came back | told, gone | failed | seconds | seed, product |
|---|---|---|---|---|---|---|---|---|---|
";

/// The whole table.
pub(crate) fn print() -> String {
    let mut text = String::from(HEAD);
    for figures in table().iter() {
        let _ = writeln!(text, "{}", figures.line());
    }
    text
}

/// Which product was hurt: the beginning of its digest, as it lies beside it.
fn product() -> String {
    let digest =
        product::page_file().and_then(|page| Ok(fs::read_to_string(page.with_extension("html.sha256"))?));
    digest.map(|digest| digest.chars().take(8).collect()).unwrap_or_default()
}

/// Puts the line of a whole long trial in the place of the one that is kept, in the only file that holds them. Trials
/// that run beside each other wait for each other here.
fn keep(fault: &str, line: &str) -> Walk {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/torture/FIGURES.md");
    let mut file = File::options().read(true).write(true).open(place)?;
    file.lock()?;
    let mut kept = String::new();
    file.read_to_string(&mut kept)?;
    let text = replaced(&kept, fault, line).ok_or("the figures that are kept have no table")?;
    file.set_len(0)?;
    file.rewind()?;
    Ok(file.write_all(text.as_bytes())?)
}

/// A text with a line of its table replaced, or added at the table's end.
fn replaced(kept: &str, fault: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = kept.lines().collect();
    let same = format!("| {fault} |");
    match lines.iter().position(|old| old.starts_with(&same)) {
        Some(at) => *lines.get_mut(at)? = line,
        None => lines.insert(lines.iter().rposition(|old| old.starts_with('|'))? + 1, line),
    }
    Some(lines.join("\n") + "\n")
}
