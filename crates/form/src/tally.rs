//! Counts over all items, kept as single ones change.

use std::collections::BTreeSet;

use crate::{Code, Kind, Live, SectionProgress, Severity};

/// What is known of all items together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// One for whatever stands in a section itself, in order.
    pub(crate) items: Vec<Item>,
    /// Sums by section.
    pub(crate) sections: Vec<SectionProgress>,
    /// Nodes with a problem, those of their cells included.
    pub(crate) troubled: BTreeSet<usize>,
}

/// What one item adds to the counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Item {
    progress: SectionProgress,
    /// Weight and what of it is earned, of an item that counts in the score; nothing earned yet where it is not answered.
    pub(crate) scored: Option<(f64, Option<f64>)>,
}

impl Live {
    /// Counts everything.
    pub(crate) fn count_all(&mut self) {
        let form = self.form.clone();
        self.tally.troubled = (0..self.states.len()).filter(|node| self.has_problem(*node)).collect();
        self.tally.items = form.0.tops.iter().map(|(_, node)| self.count(*node)).collect();
        let mut sections = vec![SectionProgress::default(); form.0.sections.len()];
        for ((section, _), item) in form.0.tops.iter().zip(&self.tally.items) {
            sections.get_mut(*section).into_iter().for_each(|sum| sum.add(item.progress));
        }
        self.tally.sections = sections;
    }

    /// Counts the items again that hold these nodes.
    pub(crate) fn count_again(&mut self, nodes: &[usize]) {
        let form = self.form.clone();
        for node in nodes {
            if self.has_problem(*node) {
                self.tally.troubled.insert(*node);
            } else {
                self.tally.troubled.remove(node);
            }
        }
        let tops: BTreeSet<usize> =
            nodes.iter().filter_map(|node| form.0.top_of.get(*node)).copied().collect();
        for top in tops {
            let Some((section, node)) = form.0.tops.get(top) else { continue };
            let new = self.count(*node);
            let Some(item) = self.tally.items.get_mut(top) else { continue };
            let old = std::mem::replace(item, new);
            if let Some(sum) = self.tally.sections.get_mut(*section) {
                sum.take(old.progress);
                sum.add(new.progress);
            }
        }
    }

    fn has_problem(&self, node: usize) -> bool {
        self.problems_at(node).next().is_some()
    }

    fn count(&self, item: usize) -> Item {
        let Some((node, state)) = self.form.0.nodes.get(item).zip(self.states.get(item)) else {
            return Item::default();
        };
        if !state.relevant {
            return Item::default();
        }
        let answered = self.is_answered(item);
        let weight = node.field.weight.filter(|weight| *weight > 0.0 && node.formulas.score.is_some());
        let earned = state.coefficient.filter(|_| answered);
        let scored = weight.filter(|_| !answered || earned.is_some()).map(|weight| (weight, earned));
        if node.field.value.is_some() {
            return Item { progress: SectionProgress::default(), scored };
        }
        let (mut missing, mut wrong) = (false, false);
        for problem in self.within(item).into_iter().flat_map(|node| self.problems_at(node)) {
            missing |= problem.code == Code::Missing;
            wrong |= problem.code != Code::Missing && problem.severity == Severity::Error;
        }
        let progress = SectionProgress {
            relevant: 1,
            answered: usize::from(answered && !missing),
            missing: usize::from(missing),
            with_errors: usize::from(wrong),
        };
        Item { progress, scored }
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

impl SectionProgress {
    pub(crate) fn add(&mut self, other: Self) {
        self.relevant += other.relevant;
        self.answered += other.answered;
        self.missing += other.missing;
        self.with_errors += other.with_errors;
    }

    fn take(&mut self, other: Self) {
        self.relevant -= other.relevant;
        self.answered -= other.answered;
        self.missing -= other.missing;
        self.with_errors -= other.with_errors;
    }
}
