//! Which findings were told to their units.

use std::collections::BTreeMap;

use crate::{Book, EntryId, Finding, Letter, LetterState};

/// The issued documents of a book by the unit they went to.
#[derive(Debug)]
pub struct Told<'b>(BTreeMap<&'b EntryId, Vec<&'b Letter>>);

impl Book {
    /// What was told to whom, for asking about several findings.
    #[must_use]
    pub fn told(&self) -> Told<'_> {
        let mut issued: BTreeMap<&EntryId, Vec<&Letter>> = BTreeMap::new();
        for (_, letter) in self.letters().filter(|(_, letter)| letter.state == LetterState::Issued) {
            if let Some(unit) = &letter.unit {
                issued.entry(unit).or_default().push(letter);
            }
        }
        Told(issued)
    }
}

impl Told<'_> {
    /// Whether a document that was issued told a finding to its unit: it was drafted about it, or its words are in the text.
    /// Such a finding counts even while its paper is worked on again.
    #[must_use]
    pub fn tells(&self, finding: &Finding) -> bool {
        let title = finding.title.trim_end_matches(['。', '；', '，', ' ']);
        let says = |letter: &&Letter| {
            letter.findings.contains(&finding.id) || (!title.is_empty() && letter.text.contains(title))
        };
        self.0.get(&finding.unit).is_some_and(|letters| letters.iter().any(says))
    }
}
