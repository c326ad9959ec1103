//! Rules over the whole form: expressions, and texts copied from field to field.

use std::collections::BTreeSet;

use crate::{Check, Code, Live, Problem};

/// What stands in a message for the text that the condition gives.
const TOLD: &str = "{}";

impl Live {
    /// The problems that a rule finds; they belong to no single field.
    pub(crate) fn problems_of_rule(&self, rule: usize) -> Vec<Problem> {
        let compiled = &self.form.0;
        let Some((check, formula)) = compiled.definition.checks.get(rule).zip(compiled.checks.get(rule))
        else {
            return Vec::new();
        };
        let mut problems = Vec::new();
        let mut broken = false;
        if let Some(formula) =
            formula.as_ref().filter(|own| self.scope().holds(Some(own), false, &mut broken))
        {
            let found = problem(check, Code::Check, String::new());
            let told = self.scope().calculated(formula, &mut broken);
            let message = found.message.replace(TOLD, told.as_str().unwrap_or_default());
            problems.push(Problem { message, ..found });
        }
        let copied = check.copied_more_than.zip(self.copies.most()).filter(|(most, (_, count))| count > most);
        let first = copied.and_then(|(_, (place, _))| compiled.nodes.get(place));
        problems.extend(first.map(|node| problem(check, Code::CopiedText, node.full_label.clone())));
        problems
    }

    /// Looks at these rules again, and at those about copies if they are new; whether one says something else now.
    pub(crate) fn rules_again(&mut self, rules: &BTreeSet<usize>, copies: bool) -> bool {
        let checks = self.form.0.definition.checks.iter().enumerate();
        let about_copies = checks.filter(|(_, check)| copies && check.copied_more_than.is_some());
        let all: BTreeSet<usize> = about_copies.map(|(rule, _)| rule).chain(rules.iter().copied()).collect();
        let mut new = false;
        for rule in all {
            let found = self.problems_of_rule(rule);
            if let Some(known) = self.whole.get_mut(rule) {
                new |= *known != found;
                *known = found;
            }
        }
        new
    }
}

fn problem(check: &Check, code: Code, label: String) -> Problem {
    Problem { code, severity: check.severity, path: String::new(), label, message: check.message.clone() }
}
