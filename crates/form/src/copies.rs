//! Texts that stand in several fields, counted as they are typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compile::Compiled;
use crate::typed::character_count;
use crate::{Kind, Live};

/// Shorter texts (无, 已完成) are no sign of copying.
const COPY_LENGTH: usize = 10;

/// The long texts of a form and where each stands; empty for a form without a rule about copies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copies {
    of: BTreeMap<usize, Arc<str>>,
    places: BTreeMap<Arc<str>, BTreeSet<usize>>,
    /// Every text by how often it stands there.
    by_count: BTreeSet<(usize, Arc<str>)>,
}

impl Copies {
    /// The first place of the text that stands in most fields, and how many these are.
    pub(crate) fn most(&self) -> Option<(usize, usize)> {
        let (count, text) = self.by_count.last()?;
        Some((*self.places.get(text)?.first()?, *count))
    }

    /// Notes what a field says now; whether that is new.
    fn set(&mut self, place: usize, text: Option<&str>) -> bool {
        if self.of.get(&place).map(|known| &**known) == text {
            return false;
        }
        if let Some(old) = self.of.remove(&place) {
            self.count(&old, |places| {
                places.remove(&place);
            });
        }
        if let Some(text) = text {
            let text: Arc<str> = Arc::from(text);
            self.of.insert(place, text.clone());
            self.count(&text, |places| {
                places.insert(place);
            });
        }
        true
    }

    fn count(&mut self, text: &Arc<str>, change: impl FnOnce(&mut BTreeSet<usize>)) {
        let mut places = self.places.remove(text).unwrap_or_default();
        self.by_count.remove(&(places.len(), text.clone()));
        change(&mut places);
        if !places.is_empty() {
            self.by_count.insert((places.len(), text.clone()));
            self.places.insert(text.clone(), places);
        }
    }
}

impl Live {
    /// Notes what the field at a place says, if a rule asks for copies; whether that is new.
    pub(crate) fn note_copies(&mut self, compiled: &Compiled, place: usize) -> bool {
        if compiled.definition.checks.iter().all(|check| check.copied_more_than.is_none()) {
            return false;
        }
        let asked = compiled.nodes.get(place).zip(self.states.get(place)).filter(|(node, state)| {
            node.field.kind == Kind::Text && state.relevant && node.field.value.is_none()
        });
        let text = asked.and_then(|(node, _)| self.answers.0.get(&node.field.id)?.as_str()).map(str::trim);
        // Bytes bound characters from above, which spares counting most of them.
        let long = text.filter(|text| text.len() >= COPY_LENGTH && character_count(text) >= COPY_LENGTH);
        self.copies.set(place, long)
    }
}
