//! How far the form is filled, and where to go on.

use crate::{Code, Live};

/// Counts of the whole form and of its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// All sections together.
    pub total: SectionProgress,
    /// One per section, in order.
    pub sections: Vec<SectionProgress>,
}

/// Counts of items. An item is a group, or a field outside of groups that isn't computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SectionProgress {
    /// Items that are asked.
    pub relevant: usize,
    /// Items with an answer; a group: its first field is answered and nothing required is missing in it.
    pub answered: usize,
    /// Items in which something required is missing.
    pub missing: usize,
    /// Items with an error other than something missing.
    pub with_errors: usize,
}

impl Live {
    /// The counts of items.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let sections = self.tally.sections.clone();
        let mut total = SectionProgress::default();
        sections.iter().for_each(|section| total.add(*section));
        Progress { total, sections }
    }

    /// Path of the next place where something required is missing, after the given path or from the start;
    /// past the end it goes on at the start. `None` when nothing is missing.
    #[must_use]
    pub fn next_unanswered(&self, after: Option<&str>) -> Option<String> {
        let current =
            after.and_then(|after| after.split('.').next()).and_then(|id| self.form.0.index.get(id));
        let missing: Vec<(usize, &str)> = self
            .tally
            .troubled
            .iter()
            .copied()
            .flat_map(|node| self.problems_at(node).map(move |problem| (node, problem)))
            .filter(|(_, problem)| problem.code == Code::Missing)
            .map(|(node, problem)| (node, problem.path.as_str()))
            .collect();
        // Inside the table one stands in, go on behind the cell one stands at.
        let here = missing.iter().position(|(_, path)| Some(*path) == after);
        let next = match here {
            Some(here) => missing.get(here + 1),
            None => missing.iter().find(|(node, _)| current.is_none_or(|current| node > current)),
        };
        next.or_else(|| missing.first()).map(|(_, path)| (*path).to_owned())
    }
}
