//! Nothing shown as saved is lost without notice, whatever fails and whenever the machine stops: random histories.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets a surprise should stop there, and its figures are its result"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use common::{Beside, Chance, Lid, Machine, Misbehave, Tab, open, replay};
use store::{Event, Fault, Saving, State, assess};

/// What may happen in a history.
#[derive(Clone, Copy)]
struct Weather {
    /// Requests fail, hang, lie.
    errors: bool,
    /// The disk fills up and is freed.
    full: bool,
    /// Bytes on the disk change or vanish between two starts.
    rot: bool,
    sealed: bool,
}

#[derive(Default, Debug)]
struct Figures {
    histories: usize,
    starts: usize,
    edits: usize,
    noticed: usize,
    unnoticeable: usize,
    recovered: usize,
    repaired: usize,
}

struct History {
    machine: Machine,
    chance: Chance,
    lid: Lid,
    weather: Weather,
    /// Everything typed on the line that is open, in order.
    typed: Vec<u32>,
    /// What was typed on lines that were given up before.
    earlier: Vec<Vec<u32>>,
    /// How much of it was shown as saved, and under which number.
    saved: Vec<u32>,
    saved_number: u64,
    next: u32,
    /// Something happened that no protocol prevents, only notices.
    destroyed: bool,
}

impl History {
    fn run(&mut self, figures: &mut Figures) {
        figures.histories += 1;
        let (state, tab) = open(&mut self.machine, &self.lid, &mut self.chance);
        assert_eq!(state, State::Empty);
        let mut tab = tab;
        for _ in 0..1 + self.chance.below(4) {
            self.live(&mut tab, figures);
            let closed = self.stop(&tab);
            tab = self.start(closed, &tab, figures);
        }
        // In fair weather everything comes to rest, saved.
        self.machine.full = false;
        self.machine.misbehave.clear();
        tab.settle(&mut self.machine);
        self.type_in(&mut tab, figures);
        tab.settle(&mut self.machine);
        assert!(matches!(tab.shown, Saving::Saved { .. }), "{:?}", tab.shown);
        assert_eq!(tab.saved, tab.book);
    }

    fn type_in(&mut self, tab: &mut Tab, figures: &mut Figures) {
        let weight = if self.chance.one_in(40) { self.chance.below(30_000) } else { 0 };
        self.next += 1;
        figures.edits += 1;
        self.typed.push(self.next);
        tab.type_in(&mut self.machine, self.next, weight);
    }

    /// A while of work.
    fn live(&mut self, tab: &mut Tab, figures: &mut Figures) {
        for _ in 0..self.chance.below(40) {
            match self.chance.below(14) {
                0..=3 => self.type_in(tab, figures),
                4..=6 => self.machine.execute(0),
                7..=9 => {
                    tab.deliver(&mut self.machine);
                }
                10 => self.machine.beside_flushed = self.machine.beside.clone(),
                11 => tab.snapshot(&mut self.machine, self.next / 20),
                12 => {
                    if std::mem::take(&mut tab.retry) {
                        tab.event(&mut self.machine, Event::Retry);
                    }
                }
                _ => self.trouble(),
            }
            if let Saving::Saved { number } = tab.shown {
                self.saved.clone_from(&tab.saved);
                self.saved_number = number;
            }
            if matches!(tab.shown, Saving::Frozen { .. }) {
                assert!(tab.offered, "a frozen book must be offered as a file");
                figures.repaired += 1;
            }
            assert!(!matches!(tab.shown, Saving::ReadOnly(_)), "there is only one window: {:?}", tab.saver);
        }
    }

    fn trouble(&mut self) {
        if self.weather.full && self.chance.one_in(2) {
            self.machine.full = !self.machine.full;
        } else if self.weather.errors {
            let faults = [Fault::Aborted, Fault::Other, Fault::Closed, Fault::Blocked, Fault::Conflict];
            let fault = faults[self.chance.below(faults.len())];
            let all = [
                Misbehave::Fail(fault),
                Misbehave::DoneButFail(fault),
                Misbehave::Hang,
                Misbehave::DoneButHang,
                Misbehave::Close,
            ];
            let at = self.machine.executed + self.chance.below(4);
            self.machine.misbehave.insert(at, all[self.chance.below(all.len())]);
        }
    }

    /// The tab closes (`true`) or the machine stops.
    fn stop(&mut self, tab: &Tab) -> bool {
        let closed = self.chance.one_in(2);
        if closed {
            self.machine.close_tab(0, &mut self.chance);
            // The browser goes on, then stops in good order.
            self.machine.beside_flushed = self.machine.beside.clone();
        }
        if self.machine.between {
            // The tab died while the log was deleted and not yet written anew.
            self.destroyed = true;
            self.machine.between = false;
        }
        self.machine.kill();
        self.destroyed |= std::mem::take(&mut self.machine.wiped);
        if self.weather.rot {
            self.rot();
        }
        closed && !tab.uncovered
    }

    fn rot(&mut self) {
        self.destroyed = true;
        let numbers: Vec<u64> = self.machine.disk.slots.keys().copied().collect();
        let pick = numbers.get(self.chance.below(numbers.len())).copied();
        match (self.chance.below(6), pick) {
            (0, Some(number)) => {
                let bytes = self.machine.disk.slots.get_mut(&number).unwrap();
                let at = self.chance.below(bytes.len());
                bytes[at] ^= 1 << self.chance.below(8);
            }
            (1, Some(number)) => self.machine.disk.slots.retain(|n, _| *n < number),
            (2, Some(number)) => {
                self.machine.disk.slots.remove(&number);
            }
            (3, _) => self.machine.disk = common::Log::default(),
            (4, _) => {
                if let Some(head) = &mut self.machine.disk.head {
                    let at = self.chance.below(head.len());
                    head[at] ^= 1;
                }
            }
            _ => {
                let places: Vec<Beside> = self.machine.beside.keys().copied().collect();
                if let Some(place) = places.get(self.chance.below(places.len())) {
                    let bytes = self.machine.beside.get_mut(place).unwrap();
                    if *place != Beside::Witness {
                        let at = self.chance.below(bytes.len());
                        bytes[at] ^= 1;
                    }
                }
            }
        }
    }

    /// Starts again, and judges what is found.
    fn start(&mut self, all_journaled: bool, before: &Tab, figures: &mut Figures) -> Tab {
        figures.starts += 1;
        let assessment = assess(&self.machine.inventory(), self.lid.key.as_ref());
        let (state, found) = (assessment.state, replay(&assessment.steps));
        let noticed = matches!(state, State::Short | State::Damaged | State::Lost);
        figures.noticed += usize::from(noticed);
        figures.recovered += usize::from(state == State::Recovered);
        let context = || {
            format!(
                "{state:?} {:?}\nfound {found:?}\nsaved {:?}\ntyped {:?}\nshown {:?}",
                assessment.facts, self.saved, self.typed, before.shown
            )
        };
        // With the newest line damaged an earlier one may be all that is left; then it is said.
        let unnoticeable = self.machine.witnessed() < self.saved_number || self.saved.is_empty();
        let earlier = (noticed || unnoticeable)
            && self.destroyed
            && self.earlier.iter().any(|line| line.starts_with(&found));
        assert!(self.typed.starts_with(&found) || earlier, "something is half there: {}", context());
        if found.len() < self.saved.len() {
            assert!(self.destroyed, "saved and lost: {}", context());
            // When the store beside the log went back in time as well, nobody can know.
            if self.machine.witnessed() >= self.saved_number {
                assert!(noticed, "lost in silence: {}", context());
            }
            figures.unnoticeable += usize::from(!noticed);
        } else if !self.destroyed {
            assert!(!noticed, "false alarm: {}", context());
        }
        if all_journaled && !self.destroyed {
            assert_eq!(found, self.typed, "a closed tab keeps every key: {}", context());
        }
        if !self.destroyed {
            assert!(assessment.forks.is_empty(), "one window makes no branches: {:?}", assessment.forks);
        }
        assert_window(&assessment.window, &assessment.steps);
        // The user accepts what is there, and has done with the branches shown.
        for key in assessment.forks.iter().flat_map(|fork| &fork.entries) {
            self.machine.beside.remove(&Beside::Entry(*key));
        }
        self.machine.beside_flushed = self.machine.beside.clone();
        let typed = std::mem::replace(&mut self.typed, found);
        self.earlier.push(typed);
        self.saved.clear();
        self.saved_number = 0;
        self.destroyed = false;
        self.machine.misbehave.clear();
        Tab::open(&mut self.machine, 0, assessment, &self.lid, store::Role::Writer, self.chance.entropy())
    }
}

/// The window before a book leads exactly to that book, so undo can be rebuilt from it.
fn assert_window(window: &[store::Step], steps: &[store::Step]) {
    if let (Some(first), false) = (steps.first(), window.is_empty()) {
        assert_eq!(replay(window), common::ids(&first.payload), "the window does not lead to the book");
    }
}

fn histories(count: u64, seed: u64, weather: Weather) -> Figures {
    let lid = if weather.sealed { Lid::sealed() } else { Lid::clear() };
    let mut figures = Figures::default();
    for number in 0..count {
        let mut history = History {
            machine: Machine::default(),
            chance: Chance(seed + number),
            lid: lid.clone(),
            weather,
            typed: Vec::new(),
            earlier: Vec::new(),
            saved: Vec::new(),
            saved_number: 0,
            next: 0,
            destroyed: false,
        };
        let run = std::panic::AssertUnwindSafe(|| history.run(&mut figures));
        if let Err(cause) = std::panic::catch_unwind(run) {
            println!("history with seed {}", seed + number);
            std::panic::resume_unwind(cause);
        }
    }
    println!("{figures:?}");
    figures
}

const FAIR: Weather = Weather { errors: false, full: false, rot: false, sealed: false };

#[test]
fn kills_and_closed_tabs_lose_nothing_saved() {
    let figures = histories(3_000, 1_000_000, FAIR);
    assert!(figures.recovered > 100, "{figures:?}");
}

#[test]
fn failing_hanging_and_lying_requests_lose_nothing_saved() {
    let figures = histories(3_000, 2_000_000, Weather { errors: true, ..FAIR });
    assert!(figures.repaired > 1_000, "{figures:?}");
}

#[test]
fn a_full_disk_loses_nothing_saved() {
    histories(2_000, 3_000_000, Weather { full: true, errors: true, ..FAIR });
}

#[test]
fn rot_is_noticed() {
    let figures = histories(2_000, 4_000_000, Weather { rot: true, ..FAIR });
    assert!(figures.noticed > 150 && figures.unnoticeable * 5 < figures.noticed, "{figures:?}");
}

#[test]
fn everything_at_once_with_a_sealed_book() {
    histories(1_000, 5_000_000, Weather { errors: true, full: true, rot: true, sealed: true });
}
