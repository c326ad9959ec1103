//! The runs of one target: inputs are run and timed, and those that fail are kept.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::Target;
use crate::mutate::Mutator;

/// How long the runs go on.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// So many runs.
    Runs(u64),
    /// So long.
    Time(Duration),
}

/// Findings after which the runs end: more of them rarely say more.
const MOST_FINDINGS: usize = 20;

/// An input that must not do what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The input.
    pub input: Vec<u8>,
    /// What happened.
    pub what: String,
}

/// What the runs came to.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Inputs run.
    pub runs: u64,
    /// Time taken.
    pub time: Duration,
    /// The slowest input and its time.
    pub slowest: (Duration, Vec<u8>),
    /// How often each outcome came.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Seeds in the end, learned ones included.
    pub seeds: usize,
    /// Findings that differ in what happened.
    pub findings: Vec<Finding>,
}

impl Figures {
    /// Runs in a second.
    #[must_use]
    pub fn rate(&self) -> u64 {
        u64::try_from(u128::from(self.runs) * 1000 / self.time.as_millis().max(1)).unwrap_or(u64::MAX)
    }

    /// The figures in lines of text.
    #[must_use]
    pub fn text(&self) -> String {
        let outcomes: Vec<String> =
            self.outcomes.iter().map(|(outcome, count)| format!("{outcome} {count}")).collect();
        format!(
            "{} runs in {:.1} s, {}/s; slowest {:.1} ms for {} bytes; {} seeds; {} findings\n  {}",
            self.runs,
            self.time.as_secs_f64(),
            self.rate(),
            self.slowest.0.as_secs_f64() * 1000.0,
            self.slowest.1.len(),
            self.seeds,
            self.findings.len(),
            outcomes.join(", ")
        )
    }
}

/// Runs one input: its outcome, or what it should not have done.
///
/// # Errors
/// The words of the panic.
pub fn once(target: &Target, input: &[u8]) -> Result<&'static str, String> {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input))).map_err(|panic| words(&*panic))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic").chars().take(300).collect()
}

/// Runs a target. `before` sees every input before it is run, so that somebody can tell of one that never ends; an
/// input that takes longer than `slow` is a finding.
pub fn fuzz(
    target: &Target,
    until: Until,
    seed: u64,
    slow: Option<Duration>,
    before: &mut dyn FnMut(&[u8]),
) -> Figures {
    let mut mutator = Mutator::new(target, seed);
    let mut figures = Figures::default();
    let begin = Instant::now();
    while go_on(until, figures.runs, begin) && figures.findings.len() < MOST_FINDINGS {
        let input = mutator.next_input();
        before(&input);
        let started = Instant::now();
        let result = once(target, &input);
        let took = started.elapsed();
        figures.runs += 1;
        let result = match slow {
            Some(slow) if took > slow && result.is_ok() => Err("slow".to_owned()),
            Some(_) | None => result,
        };
        if took > figures.slowest.0 {
            figures.slowest = (took, input.clone());
        }
        match result {
            Ok(outcome) => {
                let count = figures.outcomes.entry(outcome).or_default();
                *count += 1;
                // New is what came never before; what came rarely is worth a second look, ever more seldom.
                if count.is_power_of_two() {
                    mutator.learn(&input);
                }
            }
            Err(what) if figures.findings.iter().any(|known| known.what == what) => {}
            Err(what) => figures.findings.push(Finding { input, what }),
        }
    }
    figures.time = begin.elapsed();
    figures.seeds = mutator.seeds();
    figures
}

fn go_on(until: Until, runs: u64, begin: Instant) -> bool {
    match until {
        Until::Runs(most) => runs < most,
        Until::Time(most) => begin.elapsed() < most,
    }
}
