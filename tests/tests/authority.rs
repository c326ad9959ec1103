//! What files may do to an office's book, case by case, and what random changes of honest files may not.

#![allow(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets a surprise should stop there, and looks at one kind of a thing at a time"
)]

mod authority {
    pub(crate) mod attack;
    pub(crate) mod case;
    pub(crate) mod desk;
    pub(crate) mod files;
    pub(crate) mod forged;
    pub(crate) mod handed;
    pub(crate) mod known;
    pub(crate) mod oracle;
    pub(crate) mod report;
    pub(crate) mod shown;
    pub(crate) mod tasks;
    pub(crate) mod vectors;
}

use std::path::Path;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/authority");
    let cases = authority::case::read_all(&folder);
    assert!(cases.len() >= 14, "the suite has shrunk to {} cases", cases.len());
    let office = folder.join("office-sample.ducha");
    let mut trials: Vec<Trial> = cases
        .into_iter()
        .map(|case| {
            let folder = folder.clone();
            Trial::test(case.claim.clone(), move || case.play(&folder))
        })
        .collect();
    let vectors = folder.join("vectors");
    let table = folder.clone();
    trials.push(Trial::test("the table is the one of table.txt and SPEC.md", move || {
        authority::vectors::check(&table)
    }));
    trials.push(Trial::test("each cell lets one file of bytes in and keeps one out", move || {
        authority::files::check(&vectors)
    }));
    trials.push(Trial::test("a self-check counts as of the day that its file proves", move || {
        authority::handed::run(&folder)
    }));
    let tasks = office.clone();
    trials.push(Trial::test("a task that comes again leaves what the unit filled in", move || {
        authority::tasks::run(&tasks)
    }));
    let forged = office.clone();
    trials.push(Trial::test("no decision, register or roster comes in another's name", move || {
        authority::forged::run(&forged)
    }));
    let shown = office.clone();
    trials.push(Trial::test("what is wrong is told in each place where it happens", move || {
        authority::shown::run(&shown)
    }));
    let known = office.clone();
    trials.push(Trial::test("no attack that was thought of does more than it may", move || {
        authority::known::run(&known)
    }));
    trials.extend((0..authority::attack::SHARES).map(|share| {
        let office = office.clone();
        let name = format!("no random attack harms anybody, share {share}");
        Trial::test(name, move || authority::attack::run(&office, share))
    }));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/authority");
    trials.push(Trial::test("a unit begins from no task of which no form can be made", move || {
        let desk = authority::desk::Desk::with(std::fs::read(folder.join("task-badexpr.ducha"))?);
        let state = desk.state;
        let told =
            state.inbox.iter().map(|outcome| outcome.message.clone()).chain(state.notice.map(|n| n.text));
        let told: Vec<String> = told.collect();
        let said = told.iter().any(|words| words.contains("无法生成自查表") && words.contains("告知办公室"));
        assert!(state.book.is_none() && said, "{told:?}");
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
