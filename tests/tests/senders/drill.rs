//! Random stories, each from its number, against the model.

use std::collections::{BTreeMap, BTreeSet};

use app::Fate;
use ledger::{Content, EntryId};
use libtest_mimic::Failed;
use tests::random::Dice;

use super::model::{ALL, Model, Verdict, state};
use super::world::{Act, UNITS, World};

/// Stories played, and steps of each. `DUCHA_STORIES` plays another number of them.
const STORIES: u64 = 400;
const STEPS: u64 = 30;
/// Parts of the drill, so that machines with several cores are done earlier.
pub(crate) const SHARES: u64 = 4;
/// Every kind of fate has to come about this often in each part: a drill without forgeries proves nothing about them.
const OFTEN: usize = 4;

/// The next thing that happens.
fn next_act(dice: &mut Dice, files: usize) -> Act {
    let (unit, by, file) = (dice.below(UNITS), dice.below(UNITS), dice.below(files));
    match dice.below(32) {
        0..=6 => Act::Submit { unit },
        7 => Act::Repeat { unit },
        8 => Act::Renew { unit },
        9 => Act::Keep { unit },
        10 | 20..=23 => Act::GoBack { unit },
        11 => Act::Forge { file },
        12 => Act::Strip { file },
        13 => Act::Flip { file },
        14 => Act::Borrow { by, file },
        15 => Act::Smuggle { by, file },
        16..=18 => Act::Accept { file },
        19 => Act::Confirm { unit },
        _ => Act::Arrive { file },
    }
}

/// Plays a part of them.
pub(crate) fn run(share: u64) -> Result<(), Failed> {
    let asked = std::env::var("DUCHA_STORIES").ok().and_then(|number| number.parse().ok());
    let mut world = World::new();
    let mut seen: BTreeMap<Verdict, usize> = BTreeMap::new();
    for seed in (0..asked.unwrap_or(STORIES)).filter(|seed| seed % SHARES == share) {
        world.again();
        play(&mut world, seed, &mut seen).map_err(|error| format!("story {seed}: {error}"))?;
    }
    println!("share {share}: {seen:?}");
    let rare = ALL.iter().find(|verdict| seen.get(verdict).is_none_or(|count| *count < OFTEN));
    match rare.filter(|_| asked.is_none()) {
        Some(rare) => Err(format!("{rare:?} is too rare: {seen:?}").into()),
        None => Ok(()),
    }
}

fn play(world: &mut World, seed: u64, seen: &mut BTreeMap<Verdict, usize>) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let mut model = Model::default();
    let mut accepted: Vec<usize> = Vec::new();
    let begun = self_checks(world);
    for step in 0..STEPS {
        let act = next_act(&mut dice, world.files.len());
        let (file, outcome, asked) = match act {
            Act::Arrive { file } => (file, world.arrives(file), false),
            Act::Accept { file } => (file, world.accepts(file), true),
            Act::Confirm { unit } => {
                world.confirms(unit);
                continue;
            }
            act => {
                world.act(act);
                continue;
            }
        };
        let Some((fate, message)) = outcome else { continue };
        let made = world.files.get(file).ok_or("the file is gone")?;
        let verdict = model.judge(made, asked);
        *seen.entry(verdict).or_default() += 1;
        if !fits(fate, verdict) {
            return Err(format!(
                "step {step}, {act:?}: {fate:?} where the model says {verdict:?}: {message}"
            ));
        }
        if message.is_empty() {
            return Err(format!("step {step}, {act:?}: nothing was said"));
        }
        if matches!(verdict, Verdict::Held | Verdict::Older | Verdict::Forked)
            && !world.office_book().local.trust.incidents.contains_key(&made.digest)
        {
            return Err(format!("step {step}, {act:?}: {verdict:?} is not noted in the book"));
        }
        if matches!(verdict, Verdict::In | Verdict::Forked) {
            accepted.push(file);
        }
        if self_checks(world) != union(&begun, &model.states) {
            return Err(format!("step {step}, {act:?}: the book is not what was accepted"));
        }
    }
    in_another_order(world, &accepted)
}

fn fits(fate: Fate, verdict: Verdict) -> bool {
    match fate {
        Fate::Taken | Fate::Newer | Fate::Conflict => verdict == Verdict::In,
        Fate::Same => verdict == Verdict::Same,
        Fate::Older => verdict == Verdict::Older,
        Fate::Forked => verdict == Verdict::Forked,
        Fate::Held => verdict == Verdict::Held,
        Fate::Refused => verdict == Verdict::Refused,
        Fate::Locked => false,
    }
}

type States = BTreeMap<EntryId, BTreeSet<String>>;

/// Every state of every self-check in the office's book.
fn self_checks(world: &World) -> States {
    let mut all = States::new();
    for (id, entry) in &world.office_book().entries {
        for version in entry.versions.values() {
            if matches!(version.content, Content::Record(_)) {
                all.entry(id.clone()).or_default().insert(state(version));
            }
        }
    }
    all
}

fn union(a: &States, b: &States) -> States {
    let mut all = a.clone();
    b.iter().for_each(|(id, states)| all.entry(id.clone()).or_default().extend(states.iter().cloned()));
    all
}

/// Another office that trusts the same keys gets the accepted files backwards, some of them twice: the same book.
fn in_another_order(world: &mut World, accepted: &[usize]) -> Result<(), String> {
    let first = world.office_book().clone();
    let files = world.files.clone();
    world.again();
    world.files = files;
    let mut merged = world.office_book().clone();
    for number in accepted.iter().rev().chain(accepted.first()) {
        let Some(parcel) = world.files.get(*number).and_then(|file| file.parcel.as_ref()) else { continue };
        let bundle: ledger::Bundle =
            serde_json::from_slice(&parcel.payload).map_err(|error| error.to_string())?;
        let change = ledger::Change::Merge {
            entries: bundle.entries,
            digest: String::new(),
            import: ledger::Import::default(),
        };
        let edit = merged.edit(String::new(), change);
        merged.apply(&edit).map_err(|error| error.to_string())?;
    }
    if merged.entries == first.entries { Ok(()) } else { Err("another order gives another book".to_owned()) }
}
