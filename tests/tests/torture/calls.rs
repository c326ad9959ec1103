//! Each call to the browser's storage goes wrong once, in each way it can.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::keeping::Keeping;
use tests::product::Walk;
use tests::random::Dice;

use crate::figures::{Figures, Scale, seed};
use crate::origin::Origin;
use crate::profile::Profile;
use crate::verdict;
use crate::window::Window;

const FAULTS: &str = include_str!("faults.js");
/// The ways a call goes wrong; `faults.js` says what they are.
pub(crate) const MODES: [&str; 5] = ["throw", "error", "abort", "hang", "lie"];
/// Sessions that may be needed to come to a call.
const SESSIONS: usize = 5;
/// How long the app may take to notice that something went wrong.
const NOTICED_WITHIN: Duration = Duration::from_secs(25);

/// What goes wrong: the `at`-th call of a name; none at 0.
#[derive(Clone, Copy)]
struct Fault<'a> {
    mode: &'a str,
    name: &'a str,
    at: usize,
}

/// What the script counted.
#[derive(Debug, Default, Deserialize)]
struct Calls {
    names: Vec<String>,
    hit: String,
}

/// What a session with a fault has left.
struct Session {
    keeping: Keeping,
    calls: Calls,
    /// What is wrong already, before the next start.
    wrong: Option<String>,
}

pub(crate) fn each_call_fails(mode: &str, scale: Scale) -> Walk {
    let mut figures = Figures::of(format!("call k of a session goes wrong: {mode}"));
    let mut dice = Dice::new(seed());
    let names = calls_of_a_session()?;
    let possible = calls_that_can_go_wrong(names, mode);
    let trials = scale.of(3, possible.len());
    // A few calls may all come before the first word is saved; what the book held before is judged all the same.
    figures.needs_saved = trials > 10;
    // A part of them is spread over the whole session, from its first call to its last.
    let last = possible.len().saturating_sub(1);
    let spread = (0..trials).filter_map(|trial| possible.get(trial * last / trials.saturating_sub(1).max(1)));
    let mut wanted = spread.copied().peekable();
    while wanted.peek().is_some() {
        let profile = Profile::with_short_book()?;
        let browser = profile.start()?;
        for (at, name) in wanted.by_ref() {
            let fault = Fault { mode, name, at };
            if !trial(&browser, &profile, fault, &mut dice, &mut figures)? {
                break;
            }
        }
    }
    println!("{mode}: a session makes {} calls, of which {} can go wrong so", names.len(), possible.len());
    figures.close()
}

/// The calls there are to fail, by name; listed once.
fn calls_of_a_session() -> Walk<&'static [String]> {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    if let Some(names) = NAMES.get() {
        return Ok(names);
    }
    let profile = Profile::with_short_book()?;
    let browser = profile.start()?;
    let nothing = Fault { mode: "throw", name: "", at: 0 };
    let session = session(&browser, nothing, &mut Dice::new(seed()))?;
    match session.wrong {
        Some(wrong) => Err(format!("a session without any fault: {wrong}").into()),
        None => Ok(NAMES.get_or_init(|| session.calls.names)),
    }
}

/// Whether a call that goes wrong so is another thing to the app than one that goes wrong in a way listed before.
fn is_a_way_of_its_own(mode: &str, name: &str) -> bool {
    match name {
        // It settles nothing later: it fails at once or not at all.
        "transaction" => mode == "throw",
        "commit" => mode != "abort" && mode != "lie",
        "open" | "deleteDatabase" => ["throw", "error", "hang"].contains(&mode),
        "setItem" | "getItem" | "removeItem" | "key" | "postMessage" => ["throw", "lie"].contains(&mode),
        "request" => ["throw", "hang"].contains(&mode),
        _ => true,
    }
}

/// All calls that can go wrong so, in their order, each as the so many-th of its name.
fn calls_that_can_go_wrong<'a>(names: &'a [String], mode: &str) -> Vec<(usize, &'a str)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for name in names.iter().filter(|name| is_a_way_of_its_own(mode, name)) {
        let at = seen.entry(name).or_default();
        *at += 1;
        calls.push((*at, name.as_str()));
    }
    calls
}

/// One call of one session fails; then the app is started without faults. False when the profile should not be used
/// any more.
fn trial(
    browser: &Browser,
    profile: &Profile,
    fault: Fault<'_>,
    dice: &mut Dice,
    figures: &mut Figures,
) -> Walk<bool> {
    let name = format!("{}-{}-{}", fault.mode, fault.name, fault.at);
    let Some(session) = session_with(browser, fault, dice)? else {
        println!("{name}: no session came to this call");
        return Ok(true);
    };
    figures.trials += 1;
    figures.note(&session.keeping);
    let window = Window::open(browser, &Origin::File.address()?, "")?;
    let failed = figures.failed.len();
    if let Some(wrong) = session.wrong {
        figures.fail(format!("{name}: {wrong}"));
    }
    let whole = verdict::count(&window, &session.keeping, figures, &name, &profile.evidence()?)?;
    window.close()?;
    Ok(whole && figures.failed.len() == failed)
}

/// A session in which the fault struck. How many calls the saving of a few words takes depends on when they were typed, so
/// it may take several.
fn session_with(browser: &Browser, fault: Fault<'_>, dice: &mut Dice) -> Walk<Option<Session>> {
    for _ in 0..SESSIONS {
        let session = session(browser, fault, dice)?;
        if !session.calls.hit.is_empty() || session.wrong.is_some() {
            return Ok(Some(session));
        }
    }
    Ok(None)
}

fn session(browser: &Browser, fault: Fault<'_>, dice: &mut Dice) -> Walk<Session> {
    let Fault { mode, name, at } = fault;
    let script = FAULTS.replace("(FAULT)", &format!("({})", json!({ "mode": mode, "name": name, "at": at })));
    let window = Window::open(browser, &Origin::File.address()?, &script)?;
    let before = window.look()?;
    // A start without the book has no account: then it need only be there at the next.
    let mut keeping = if before.place == "book" { window.keep(&before) } else { Keeping::unknown() };
    let mut wrong = match before.place.as_str() {
        "book" => None,
        _ if before.notices() => None,
        _ => Some(format!("a start that says nothing: {}", before.short())),
    };
    if before.place == "book" {
        window.type_on(&mut keeping, dice, |words| words >= 3)?;
        wrong = wrong.or(settle(&window, &mut keeping)?);
    }
    let defects = window.defects()?;
    if !defects.is_empty() {
        wrong = wrong.or(Some(format!("the program failed: {defects:?}")));
    }
    let calls = window.page().eval("window.__calls")?;
    window.close()?;
    Ok(Session { keeping, calls, wrong })
}

/// Waits until all is shown as saved, after which it must be there, or the window says that it is not. What is wrong
/// otherwise: neither, while the window still looks as if all were well.
fn settle(window: &Window, keeping: &mut Keeping) -> Walk<Option<String>> {
    let start = Instant::now();
    loop {
        if window.wait_saved(keeping, Duration::from_millis(50))? {
            return Ok(None);
        }
        let sight = window.glance()?;
        if sight.notices() {
            return Ok(None);
        }
        if start.elapsed() > NOTICED_WITHIN {
            let good = sight.is("good");
            return Ok(good
                .then(|| format!("shown as saved, although the last words never were: {}", sight.short())));
        }
    }
}
