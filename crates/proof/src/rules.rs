//! The rules, by what they look at.

mod addressees;
mod attachments;
mod dates;
mod formats;
mod headings;
mod imprint;
mod kinds;
mod layout;
mod marking;
mod names;
mod number;
mod numbers;
mod punctuation;
mod signature;
mod title;
mod wording;

use crate::context::{Context, Source};
use crate::{Finding, Fix, Lexicon, Place, Severity, Subject};

/// One rule: what it is called and the function that looks.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Code such as `DN-02`.
    pub code: &'static str,
    /// How bad its findings are, as a rule.
    pub severity: Severity,
    /// Short Chinese name.
    pub name: &'static str,
    /// Where it is written: clause or source, in Chinese.
    pub basis: &'static str,
    /// Looks at a document and reports.
    pub(crate) check: fn(&Context<'_>, &mut Report<'_>),
}

/// All families in the order of a document.
static FAMILIES: [&[Rule]; 16] = [
    number::RULES,
    marking::RULES,
    title::RULES,
    addressees::RULES,
    headings::RULES,
    attachments::RULES,
    signature::RULES,
    imprint::RULES,
    kinds::RULES,
    formats::RULES,
    layout::RULES,
    dates::RULES,
    punctuation::RULES,
    numbers::RULES,
    names::RULES,
    wording::RULES,
];

/// Every rule, for lists and switches.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// Runs every rule.
pub(crate) fn run(subject: &Subject<'_>, lexicon: &Lexicon) -> Vec<Finding> {
    let source = Source::read(subject);
    let context = Context::new(subject, lexicon, &source);
    let mut findings = Vec::new();
    for rule in rules() {
        (rule.check)(&context, &mut Report { rule, findings: &mut findings });
    }
    findings
}

/// Takes down what one rule finds.
pub(crate) struct Report<'a> {
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    /// A finding without a certain correction.
    pub(crate) fn add(&mut self, place: Place, message: impl Into<String>) {
        self.push(self.rule.severity, place, message.into(), None);
    }

    /// A finding whose place becomes `replacement`; empty removes it.
    pub(crate) fn fix(&mut self, place: Place, message: impl Into<String>, replacement: impl Into<String>) {
        let fix = Fix { replacement: replacement.into() };
        self.push(self.rule.severity, place, message.into(), Some(fix));
    }

    /// A finding that is less or more grave than the rule usually is.
    pub(crate) fn add_as(&mut self, severity: Severity, place: Place, message: impl Into<String>) {
        self.push(severity, place, message.into(), None);
    }

    /// A finding with a correction that is less or more grave than the rule usually is.
    pub(crate) fn fix_as(
        &mut self,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        replacement: impl Into<String>,
    ) {
        let fix = Fix { replacement: replacement.into() };
        self.push(severity, place, message.into(), Some(fix));
    }

    fn push(&mut self, severity: Severity, place: Place, message: String, fix: Option<Fix>) {
        self.findings.push(Finding { rule: self.rule.code, severity, place, message, fix });
    }
}
