//! How far the form is filled, and where to go on.

use crate::{Code, Kind, Live, Severity};

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
    /// Counts items.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let sections: Vec<_> = self.form.0.sections.iter().map(|items| self.count(items)).collect();
        let mut total = SectionProgress::default();
        for section in &sections {
            total.relevant += section.relevant;
            total.answered += section.answered;
            total.missing += section.missing;
            total.with_errors += section.with_errors;
        }
        Progress { total, sections }
    }

    /// Path of the next place where something required is missing, after the given path or from the start;
    /// past the end it goes on at the start. `None` when nothing is missing.
    #[must_use]
    pub fn next_unanswered(&self, after: Option<&str>) -> Option<String> {
        let current =
            after.and_then(|after| after.split('.').next()).and_then(|id| self.form.0.index.get(id));
        let missing: Vec<(usize, &str)> = (0..self.states.len())
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

    fn count(&self, items: &[usize]) -> SectionProgress {
        let mut counts = SectionProgress::default();
        for item in items {
            let Some((node, state)) = self.form.0.nodes.get(*item).zip(self.states.get(*item)) else {
                continue;
            };
            if !state.relevant || node.field.value.is_some() {
                continue;
            }
            counts.relevant += 1;
            let problems = || self.within(*item).into_iter().flat_map(|node| self.problems_at(node));
            let missing = problems().any(|problem| problem.code == Code::Missing);
            let wrong = |problem: &&crate::Problem| {
                problem.severity == Severity::Error && problem.code != Code::Missing
            };
            counts.missing += usize::from(missing);
            counts.with_errors += usize::from(problems().any(|problem| wrong(&problem)));
            counts.answered += usize::from(!missing && self.is_answered(*item));
        }
        counts
    }

    /// Whether a field has an answer, a group in its first field.
    pub(crate) fn is_answered(&self, item: usize) -> bool {
        let Some((node, state)) = self.form.0.nodes.get(item).zip(self.states.get(item)) else {
            return false;
        };
        if node.field.kind != Kind::Group {
            return state.relevant && self.has_answer(item);
        }
        let first = node.children.iter().find(|child| {
            let asked = self.form.0.nodes.get(**child).is_some_and(|node| node.field.value.is_none());
            asked && self.states.get(**child).is_some_and(|state| state.relevant)
        });
        first.is_some_and(|first| self.is_answered(*first))
    }

    fn has_answer(&self, item: usize) -> bool {
        let stored = self.form.0.nodes.get(item).and_then(|node| self.answers.0.get(&node.field.id));
        stored.is_some_and(|stored| !crate::is_blank(stored))
    }

    /// A node and everything in it.
    fn within(&self, item: usize) -> Vec<usize> {
        let mut all = vec![item];
        let children = self.form.0.nodes.get(item).into_iter().flat_map(|node| node.children.iter().copied());
        all.extend(children.flat_map(|child| self.within(child)));
        all
    }
}
