//! A story: what happens step by step, and what the office is told.

use std::path::Path;

use app::Fate;
use libtest_mimic::Failed;
use serde::Deserialize;

use super::world::{Act, World};

/// A story of the suite.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// What it shows.
    claim: String,
    steps: Vec<Step>,
}

/// A step and what it leads to.
#[derive(Debug, Deserialize)]
struct Step {
    #[serde(flatten)]
    act: Act,
    /// Fate of the file that arrives or is accepted.
    #[serde(default)]
    fate: Option<String>,
    /// Words the office is told.
    #[serde(default)]
    says: Vec<String>,
    /// What stands in the office's book about the unit afterwards; several when versions wait to be settled.
    #[serde(default)]
    office_has: Option<Vec<String>>,
    /// Odd files noted so far, by name.
    #[serde(default)]
    noted: Option<Vec<String>>,
}

impl Story {
    pub(crate) fn read(path: &Path) -> Result<Self, Failed> {
        let json = std::fs::read_to_string(path)?;
        serde_json::from_str(&json).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    pub(crate) fn play(&self) -> Result<(), Failed> {
        let mut world = World::new();
        for (number, step) in self.steps.iter().enumerate() {
            step.take(&mut world).map_err(|error| format!("{}\nstep {number}: {error}", self.claim))?;
        }
        Ok(())
    }
}

impl Step {
    fn take(&self, world: &mut World) -> Result<(), String> {
        let made = world.files.len();
        let outcome = match self.act {
            Act::Arrive { file } => Some(world.arrives(file).ok_or("the file left no trace")?),
            Act::Accept { file } => Some(world.accepts(file).unwrap_or((Fate::Held, String::new()))),
            Act::Confirm { unit } => {
                world.confirms(unit);
                None
            }
            act => {
                world.act(act);
                None
            }
        };
        let makes = !matches!(
            self.act,
            Act::Arrive { .. }
                | Act::Accept { .. }
                | Act::Confirm { .. }
                | Act::Keep { .. }
                | Act::GoBack { .. }
                | Act::Renew { .. }
        );
        if makes && world.files.len() != made + 1 {
            return Err("no file was made".to_owned());
        }
        self.compare(world, outcome)
    }

    fn compare(&self, world: &World, outcome: Option<(Fate, String)>) -> Result<(), String> {
        let (fate, said) =
            outcome.map_or((None, String::new()), |(fate, said)| (Some(format!("{fate:?}")), said));
        if fate != self.fate {
            return Err(format!("{fate:?} instead of {:?}: {said}", self.fate));
        }
        if let Some(missing) = self.says.iter().find(|words| !said.contains(words.as_str())) {
            return Err(format!("“{said}” does not say “{missing}”"));
        }
        let has = notes(world);
        if self.office_has.as_ref().is_some_and(|wanted| *wanted != has) {
            return Err(format!("the office has {has:?} instead of {:?}", self.office_has));
        }
        let mut noted: Vec<String> = world
            .office_book()
            .local
            .trust
            .incidents
            .values()
            .map(|incident| incident.what.clone())
            .collect();
        noted.sort();
        match &self.noted {
            Some(wanted) if *wanted != noted => Err(format!("noted are {noted:?} instead of {wanted:?}")),
            _ => Ok(()),
        }
    }
}

/// What the office's book says about the first item, of every unit and in every version that holds.
fn notes(world: &World) -> Vec<String> {
    let records = world.office_book().entries.values().flat_map(|entry| entry.heads());
    let mut notes: Vec<String> = records
        .filter_map(|(_, version)| match &version.content {
            ledger::Content::Record(record) => record.answers.get("a01_01_note")?.as_str().map(str::to_owned),
            _ => None,
        })
        .collect();
    notes.sort();
    notes
}
