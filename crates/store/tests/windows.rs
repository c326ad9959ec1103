//! Two windows on one book, and two versions of the app: no update is lost, nothing newer is harmed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets a surprise should stop there, and its figures are its result"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::collections::BTreeSet;

use common::{Chance, Lid, Machine, Misbehave, Tab, open, replay};
use store::{Assessment, Digest, Event, Fault, Role, Saving, State, Why, assess};

fn window(machine: &mut Machine, number: usize, role: Role, chance: &mut Chance) -> Tab {
    let assessment = assess(&machine.inventory(), None);
    Tab::open(machine, number, assessment, &Lid::clear(), role, chance.entropy())
}

/// A book with a few edits, open in two windows.
fn two(chance: &mut Chance, roles: [Role; 2]) -> (Machine, [Tab; 2]) {
    let mut machine = Machine { windows: 2, ..Machine::default() };
    let (_, mut first) = open(&mut machine, &Lid::clear(), chance);
    first.settle(&mut machine);
    first.type_in(&mut machine, 1, 0);
    first.settle(&mut machine);
    machine.answers.clear();
    let tabs = [0, 1].map(|number| window(&mut machine, number, roles[number], chance));
    (machine, tabs)
}

fn all_forks(assessment: &Assessment) -> Vec<u32> {
    assessment.forks.iter().flat_map(|fork| replay(&fork.steps)).collect()
}

/// The worst case: no lock works and both windows take themselves for the one that writes.
fn fight(seed: u64, errors: bool) -> (usize, usize) {
    let mut chance = Chance(seed);
    let (mut machine, mut tabs) = two(&mut chance, [Role::Writer; 2]);
    let mut typed: BTreeSet<u32> = BTreeSet::from([1]);
    let mut next = 1;
    for _ in 0..20 + chance.below(60) {
        let number = chance.below(2);
        let tab = &mut tabs[number];
        match chance.below(10) {
            0..=3 => {
                next += 1;
                typed.insert(next);
                tab.type_in(&mut machine, next, 0);
            }
            4..=5 => machine.execute(number),
            6..=7 => {
                tab.deliver(&mut machine);
            }
            8 => tab.snapshot(&mut machine, 1),
            _ if errors => {
                let at = machine.executed + chance.below(3);
                let fault = [Fault::Aborted, Fault::Closed, Fault::Other][chance.below(3)];
                let all = [Misbehave::Fail(fault), Misbehave::DoneButFail(fault), Misbehave::DoneButHang];
                machine.misbehave.insert(at, all[chance.below(3)]);
            }
            _ => {}
        }
        if std::mem::take(&mut tab.retry) {
            tab.event(&mut machine, Event::Retry);
        }
    }
    judge(&mut machine, &tabs, &typed, seed)
}

fn judge(machine: &mut Machine, tabs: &[Tab; 2], typed: &BTreeSet<u32>, seed: u64) -> (usize, usize) {
    let between = machine.between;
    machine.requests.clear();
    let assessment = assess(&machine.inventory(), None);
    let found: Vec<u32> = replay(&assessment.steps);
    let mut kept: BTreeSet<u32> = found.iter().copied().collect();
    assert_eq!(kept.len(), found.len(), "seed {seed}: something is there twice: {found:?}");
    if !between {
        for tab in tabs {
            let lost: Vec<&u32> = tab.saved.iter().filter(|id| !kept.contains(id)).collect();
            assert!(
                lost.is_empty(),
                "seed {seed}: shown as saved and overwritten: {lost:?}, {:?}",
                assessment.state
            );
        }
    }
    kept.extend(all_forks(&assessment));
    assert_eq!(
        kept, *typed,
        "seed {seed}: an edit is in neither history nor a branch: {:?}",
        assessment.forks
    );
    for fork in &assessment.forks {
        assert!(!fork.base.is_empty() && !fork.entries.is_empty(), "seed {seed}: {fork:?}");
    }
    let out = tabs.iter().filter(|tab| tab.shown == Saving::ReadOnly(Why::Conflict)).count();
    (out, assessment.forks.len())
}

#[test]
fn two_windows_that_both_write_lose_no_update() {
    let mut sum = (0, 0);
    for seed in 0..2_000 {
        let (out, forks) = fight(10_000_000 + seed, false);
        assert!(out < 2, "seed {seed}: one window always wins");
        sum = (sum.0 + out, sum.1 + forks);
    }
    println!("conflicts and branches: {sum:?}");
    assert!(sum.0 > 500 && sum.1 > 500, "{sum:?}");
}

#[test]
fn two_windows_that_both_write_on_a_failing_disk_lose_no_update() {
    let mut sum = (0, 0);
    for seed in 0..2_000 {
        let (out, forks) = fight(20_000_000 + seed, true);
        sum = (sum.0 + out, sum.1 + forks);
    }
    println!("conflicts and branches: {sum:?}");
}

/// What was confirmed is gone, and another window's longer branch would fill the numbers: still a loss.
#[test]
fn a_longer_branch_does_not_stand_in_for_what_was_lost() {
    let mut chance = Chance(7);
    let (mut machine, [mut one, mut two]) = two(&mut chance, [Role::Writer; 2]);
    one.settle(&mut machine);
    let shared = machine.disk.clone();
    for id in 10..13 {
        one.type_in(&mut machine, id, 0);
        one.settle(&mut machine);
    }
    for id in 20..29 {
        two.type_in(&mut machine, id, 0);
    }
    machine.disk = shared;
    let lost = one.saver.tab();
    machine.beside.retain(|place, _| !matches!(place, common::Beside::Entry(key) if key.tab == lost));
    let assessment = assess(&machine.inventory(), None);
    assert!(assessment.facts.tail >= machine.witnessed(), "the numbers alone look good");
    assert_eq!(assessment.state, State::Short);
}

/// The ordinary case: one writes, the other follows, then takes over.
#[test]
fn the_second_window_follows_and_takes_over() {
    for seed in 0..500 {
        let mut chance = Chance(30_000_000 + seed);
        let (mut machine, [mut writer, mut follower]) = two(&mut chance, [Role::Writer, Role::Follower]);
        assert_eq!(follower.saver.saving(), Saving::ReadOnly(Why::OtherWindow));
        let mut next = 1;
        for _ in 0..60 {
            match chance.below(8) {
                0..=1 => {
                    next += 1;
                    writer.type_in(&mut machine, next, 0);
                }
                2..=3 => machine.execute(0),
                4 => machine.execute(1),
                5 => {
                    writer.deliver(&mut machine);
                }
                6 => {
                    follower.deliver(&mut machine);
                }
                _ => writer.snapshot(&mut machine, 1),
            }
            if follower.reload {
                follower = window(&mut machine, 1, Role::Follower, &mut chance);
            }
            assert!(writer.book.starts_with(&follower.book), "seed {seed}: the follower made something up");
        }
        let typed = writer.book.clone();
        machine.close_tab(0, &mut chance);
        follower.event(&mut machine, Event::Lease(true));
        assert!(follower.reload);
        machine.close_tab(1, &mut chance);
        let mut heir = window(&mut machine, 1, Role::Writer, &mut chance);
        assert_eq!(heir.book, typed, "seed {seed}: the last words of the other window are missing");
        heir.type_in(&mut machine, 99, 0);
        heir.settle(&mut machine);
        assert!(matches!(heir.shown, Saving::Saved { .. }));
        assert!(assess(&machine.inventory(), None).forks.is_empty());
    }
}

/// A record as a later version would write it: intact, with a higher version.
fn newer(bytes: &[u8]) -> Vec<u8> {
    let mut framed = bytes[..bytes.len() - 32].to_vec();
    framed[4] += 1;
    let digest = Digest::of(&framed);
    framed.extend(digest.0);
    framed
}

#[test]
fn nothing_is_read_or_written_where_a_newer_app_was() {
    let mut chance = Chance(1);
    let (machine, _) = two(&mut chance, [Role::Writer; 2]);
    let whole = machine.inventory();
    let slots = machine.disk.slots.len();
    for part in 0..slots + 2 {
        let mut machine =
            Machine { disk: machine.disk.clone(), beside: machine.beside.clone(), ..Machine::default() };
        match part {
            0 => machine.disk.head = machine.disk.head.as_deref().map(newer),
            1 => {
                let witness = machine.beside.get_mut(&common::Beside::Witness).unwrap();
                *witness = newer(witness);
            }
            _ => {
                let bytes = machine.disk.slots.values_mut().nth(part - 2).unwrap();
                *bytes = newer(bytes);
            }
        }
        let assessment = assess(&machine.inventory(), None);
        assert_eq!(assessment.state, State::TooNew, "part {part}");
        assert!(assessment.resume.is_none() && assessment.steps.is_empty());
    }
    assert_eq!(assess(&whole, None).state, State::Whole);
}

/// A newer app writes at a random moment, with no lock between the two; whatever fails, the older one leaves it alone.
#[test]
fn an_older_window_never_harms_what_a_newer_one_wrote() {
    let mut noticed = 0;
    for seed in 0..1_500 {
        let mut chance = Chance(40_000_000 + seed);
        let (mut machine, [mut tab, _]) = two(&mut chance, [Role::Writer, Role::Follower]);
        let when = u32::try_from(chance.below(40)).unwrap();
        let mut left = None;
        for step in 0..80_u32 {
            if step == when && !machine.between {
                let (number, bytes) =
                    machine.disk.slots.last_key_value().map(|(n, b)| (*n, newer(b))).unwrap();
                machine.disk.slots.insert(number + 100, bytes);
                if chance.one_in(2) {
                    machine.disk.head = machine.disk.head.as_deref().map(newer);
                }
                left = Some(machine.disk.clone());
            }
            match chance.below(8) {
                0 => tab.type_in(&mut machine, step + 10, 0),
                1..=3 => machine.execute(0),
                4..=5 => {
                    tab.deliver(&mut machine);
                }
                6 => tab.snapshot(&mut machine, 1),
                _ => {
                    let at = machine.executed + chance.below(3);
                    machine.misbehave.insert(at, Misbehave::Fail(Fault::Aborted));
                }
            }
            if std::mem::take(&mut tab.retry) {
                tab.event(&mut machine, Event::Retry);
            }
            if let Some(left) = &left {
                assert_eq!(machine.disk, *left, "seed {seed}: the older window wrote");
            }
        }
        noticed += usize::from(tab.shown == Saving::ReadOnly(Why::Newer));
    }
    assert!(noticed > 800, "{noticed}");
}
