//! Torture for what people type: the real product in a real browser, hurt in every way this machine allows.
//!
//! One rule judges every trial: what was shown as saved before the fault is there after the next start, or the person
//! is told that something is missing. Nothing is there by half, nothing goes without a word.
//!
//! `cargo xtask test --only torture` tries each fault some times; `DUCHA_TORTURE=full` as often as the figures in
//! `suite/torture/FIGURES.md` say. `DUCHA_SEED` repeats a run. What the storage held before a failed start is kept below
//! `target/torture`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "figures and the places of evidence are for people"
)]

mod torture {
    pub(crate) mod calls;
    pub(crate) mod figures;
    pub(crate) mod kill;
    pub(crate) mod origin;
    pub(crate) mod profile;
    pub(crate) mod tab;
    pub(crate) mod verdict;
    pub(crate) mod window;
}

use libtest_mimic::{Arguments, Trial};
use tests::product::Walk;
use torture::{calls, figures, kill, origin, profile, tab, verdict, window};

use figures::Scale;
use origin::Origin;
use tab::End;

fn main() {
    let mut arguments = Arguments::from_args();
    // Beside each other they would only take each other's time.
    arguments.test_threads.get_or_insert(1);
    let conclusion = libtest_mimic::run(&arguments, trials(Scale::chosen()));
    print!("\n{}", figures::print());
    conclusion.exit();
}

fn trials(scale: Scale) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut add =
        |name: String, trial: Box<dyn FnOnce() -> Walk + Send>| trials.push(Trial::test(name, trial));
    for (origin, short, full) in [(Origin::File, 4, 200), (Origin::Office, 2, 50)] {
        let place = origin.name().trim_end_matches("://");
        add(format!("kill_{place}"), Box::new(move || kill::kill(origin, scale.of(short, full))));
        for (name, end) in [("tab_closed", End::Closed), ("renderer_crashed", End::Crashed)] {
            add(
                format!("{name}_{place}"),
                Box::new(move || tab::ends(end, origin, scale.of(2 * short, full.min(100)))),
            );
        }
    }
    for mode in calls::MODES {
        add(format!("call_{mode}"), Box::new(move || calls::each_call_fails(mode, scale)));
    }
    trials
}
