//! A unit as templates read it, and what a record is linked to.

use std::sync::Arc;

use expr::{Lazy, Operand};
use ledger::EntryId;
use ledger::index::Name;

use super::Reading;

/// A unit.
#[derive(Debug, Clone)]
pub(super) struct UnitRow {
    pub(super) reading: Arc<Reading>,
    pub(super) id: Name,
}

impl Lazy for UnitRow {
    fn get(&self, name: &str) -> Option<Operand> {
        let unit = self.reading.unit(&self.id)?;
        Some(match name {
            "id" | "unit" => Operand::text(&self.id.0),
            "name" => Operand::text(&unit.name),
            "short_name" => Operand::text(&unit.short_name),
            "party_name" => Operand::text(&unit.party_name),
            "full_party_name" => Operand::text(&crate::context::full_party_name(unit)),
            "branch" => Operand::text(&unit.branch),
            "kind" => Operand::text(&unit.kind),
            "supervised_by" => Operand::text(&unit.supervised_by),
            "city" => Operand::text(&unit.city),
            "takes_part" => {
                let round = self.reading.round.as_ref();
                round.is_some_and(|round| self.reading.takes_part(&self.id, round)).into()
            }
            "links" => Operand::lazy(Links {
                reading: Arc::clone(&self.reading),
                unit: Some(Arc::clone(&self.id)),
                round: self.reading.round.clone().unwrap_or_default(),
                about: None,
            }),
            _ => return None,
        })
    }

    fn names(&self) -> Vec<String> {
        let names = ["id", "name", "short_name", "party_name", "branch", "kind", "supervised_by", "city"];
        names.map(str::to_owned).into()
    }

    fn linked_from(&self, kind: &str) -> Vec<Operand> {
        let kinds = self.reading.sources.kinds_of(kind).unwrap_or_default();
        let own = kinds.iter().flat_map(|kind| self.reading.index.of_unit(kind, &self.id));
        own.filter_map(|id| self.reading.thing(id)).collect()
    }

    fn text(&self) -> String {
        self.reading.unit(&self.id).map(|unit| unit.short_name.clone()).unwrap_or_default()
    }
}

/// What a record or document is linked to.
#[derive(Debug)]
struct Links {
    reading: Arc<Reading>,
    unit: Option<Name>,
    round: EntryId,
    about: Option<Name>,
}

pub(super) fn links(
    reading: &Arc<Reading>,
    unit: Option<&EntryId>,
    round: &EntryId,
    about: Option<&EntryId>,
) -> Operand {
    let held = |id: Option<&EntryId>| id.map(|id| Arc::new(id.clone()));
    let (reading, round) = (Arc::clone(reading), round.clone());
    Operand::lazy(Links { reading, unit: held(unit), round, about: held(about) })
}

impl Lazy for Links {
    fn get(&self, name: &str) -> Option<Operand> {
        match name {
            "unit" => self.reading.thing(self.unit.as_ref()?),
            "about" => self.reading.thing(self.about.as_ref()?),
            "round" => {
                let round = self.reading.round(&self.round)?;
                Some(super::round_named(Some(&self.round), Some(round), self.reading.today))
            }
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}
