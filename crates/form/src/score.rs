//! The score of a weighted checklist: 100 × Σ(weight × coefficient) ÷ Σ(weight of what counts).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Live;

/// A score over the items answered so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Score {
    /// Of 100, to one decimal; absent while nothing that counts is answered.
    pub total: Option<f64>,
    /// The grade the total falls in, when the form has bands.
    pub grade: Option<String>,
    /// The same per section id, for sections with something answered.
    pub by_section: BTreeMap<String, f64>,
    /// Weight of the items in the total.
    pub answered_weight: f64,
    /// Weight of all relevant items that can be scored.
    pub relevant_weight: f64,
}

impl Live {
    /// The score. Hidden items and items whose score is `none` (不适用, left to reviewers) don't count; items not
    /// answered yet are left out, so that the number means something from the first answer on.
    #[must_use]
    pub fn score(&self) -> Score {
        let compiled = &self.form.0;
        let mut all = Sum::default();
        let mut relevant_weight = 0.0;
        let mut sections = vec![Sum::default(); compiled.sections.len()];
        for ((section, _), item) in compiled.tops.iter().zip(&self.tally.items) {
            let Some((weight, earned)) = item.scored else { continue };
            relevant_weight += weight;
            if let Some((coefficient, own)) = earned.zip(sections.get_mut(*section)) {
                own.add(weight, coefficient);
                all.add(weight, coefficient);
            }
        }
        let named = compiled.definition.sections.iter().zip(&sections);
        let by_section = named.filter_map(|(section, own)| section.id.clone().zip(own.score())).collect();
        let total = all.score();
        let bands = &compiled.definition.bands;
        let grade = total.and_then(|total| bands.iter().find(|band| total >= band.min));
        let grade = grade.map(|band| band.grade.clone());
        Score { total, grade, by_section, answered_weight: all.weight, relevant_weight }
    }
}

#[derive(Clone, Default)]
struct Sum {
    weight: f64,
    earned: f64,
}

impl Sum {
    fn add(&mut self, weight: f64, coefficient: f64) {
        self.weight += weight;
        self.earned += weight * coefficient;
    }

    fn score(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| (1000.0 * self.earned / self.weight).round() / 10.0)
    }
}
