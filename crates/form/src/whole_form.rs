//! Rules over the whole form: expressions, and texts copied from field to field.

use std::collections::BTreeMap;

use crate::evaluate::Scope;
use crate::typed::character_count;
use crate::{Check, Code, Kind, Live, Problem};

/// Shorter texts (无, 已完成) are no sign of copying.
const COPY_LENGTH: usize = 10;

impl Live {
    /// The problems that belong to no single field.
    pub(crate) fn whole_form_problems(&self) -> Vec<Problem> {
        let compiled = &self.form.0;
        let scope = Scope { states: &self.states, context: &self.context, row: None };
        let mut problems = Vec::new();
        for (check, formula) in compiled.definition.checks.iter().zip(&compiled.checks) {
            let mut broken = false;
            if formula.is_some() && scope.holds(formula.as_ref(), false, &mut broken) {
                problems.push(problem(check, Code::Check, None));
            }
            if let Some(most) = check.copied_more_than {
                let copied = self.most_copied().into_iter();
                problems.extend(
                    copied
                        .filter(|(_, n)| *n > most)
                        .map(|(label, _)| problem(check, Code::CopiedText, Some(label))),
                );
            }
        }
        problems
    }

    /// The first place of the text that stands in most fields, and how many these are.
    fn most_copied(&self) -> Option<(String, usize)> {
        let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let nodes = self.form.0.nodes.iter().zip(&self.states).enumerate();
        let texts = nodes.filter(|(_, (node, state))| {
            node.field.kind == Kind::Text && state.relevant && node.field.value.is_none()
        });
        for (place, (node, _)) in texts {
            let text =
                self.answers.0.get(&node.field.id).and_then(|text| text.as_str()).unwrap_or_default().trim();
            // Bytes bound characters from above, which spares counting most of them.
            if text.len() >= COPY_LENGTH && character_count(text) >= COPY_LENGTH {
                places.entry(text).or_insert((place, 0)).1 += 1;
            }
        }
        let (place, count) = places.into_values().max_by_key(|(_, count)| *count)?;
        Some((self.form.0.nodes.get(place)?.full_label.clone(), count))
    }
}

fn problem(check: &Check, code: Code, label: Option<String>) -> Problem {
    Problem {
        code,
        severity: check.severity,
        path: String::new(),
        label: label.unwrap_or_default(),
        message: check.message.clone(),
    }
}
