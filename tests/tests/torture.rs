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
    pub(crate) mod disk;
    pub(crate) mod figures;
    pub(crate) mod full;
    pub(crate) mod kill;
    pub(crate) mod lies;
    pub(crate) mod newer;
    pub(crate) mod origin;
    pub(crate) mod power;
    pub(crate) mod profile;
    pub(crate) mod rot;
    pub(crate) mod storm;
    pub(crate) mod tab;
    pub(crate) mod verdict;
    pub(crate) mod window;
    pub(crate) mod windows;
}

use libtest_mimic::{Arguments, Completion, Trial};
use tests::product::Walk;
use torture::{
    calls, disk, figures, full, kill, lies, newer, origin, power, profile, rot, storm, tab, verdict, window,
    windows,
};

use figures::Scale;
use origin::Origin;
use tab::End;

fn main() {
    let mut arguments = Arguments::from_args();
    // Beside each other they would only take each other's time.
    arguments.test_threads.get_or_insert(1);
    let scale = Scale::chosen();
    let conclusion = libtest_mimic::run(&arguments, trials(scale));
    print!("\n{}", figures::print());
    conclusion.exit();
}

fn trials(scale: Scale) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut add =
        |name: String, trial: Box<dyn FnOnce() -> Walk + Send>| trials.push(Trial::test(name, trial));
    add("a_loss_without_a_word_is_found_out".into(), Box::new(lies::are_noticed));
    add("newer_version".into(), Box::new(newer::newer_version));
    // Over http without Web Locks each start waits until the window before it does not answer.
    for (origin, short, full) in [(Origin::File, 4, 200), (Origin::Office, 1, 50)] {
        let place = origin.name().trim_end_matches("://");
        add(format!("kill_{place}"), Box::new(move || kill::kill(origin, scale.of(short, full))));
        for (name, end) in [("tab_closed", End::Closed), ("renderer_crashed", End::Crashed)] {
            let trial = move || tab::ends(end, origin, scale.of(short, 100));
            add(format!("{name}_{place}"), Box::new(trial));
        }
    }
    add("the_account_of_a_storm_is_not_fooled".into(), Box::new(storm::is_not_fooled));
    for (name, over) in [("document", storm::Over::Document), ("form", storm::Over::Form)] {
        add(format!("storm_{name}"), Box::new(move || storm::storm(over, scale.of(6, 300))));
    }
    for mode in calls::MODES {
        add(format!("call_{mode}"), Box::new(move || calls::each_call_fails(mode, scale)));
    }
    add("damaged_files".into(), Box::new(move || rot::damages(scale.of(3, 500))));
    add("two_windows".into(), Box::new(move || windows::interleavings(scale.of(3, 1_000))));
    trials.push(on_a_disk("power_cut", move || power::cuts(scale.of(1, 40))));
    trials.push(on_a_disk("disk_full", move || full::at_blocks(scale.of(1, 100))));
    trials
}

/// A trial that needs a disk of its own; left out, and said so, where there can be none.
fn on_a_disk(name: &str, trial: impl FnOnce() -> Walk + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || match disk::Disk::missing() {
        Some(why) => Ok(Completion::ignored_with(why)),
        None => trial().map(|()| Completion::Completed),
    })
}
