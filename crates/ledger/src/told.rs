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
    /// Whether a document that was issued told a finding to its unit: its title is in the text, or the document was drafted
    /// about it and the text still holds a good part of its title, reworded. One whose paragraph was taken out was not told.
    /// A finding that was told counts even while its paper is worked on again.
    #[must_use]
    pub fn tells(&self, finding: &Finding) -> bool {
        let title = finding.title.trim_end_matches(['。', '；', '，', ' ']);
        let says = |letter: &&Letter| {
            (!title.is_empty() && letter.text.contains(title))
                || (letter.findings.contains(&finding.id) && shares_words(&letter.text, title))
        };
        self.0.get(&finding.unit).is_some_and(|letters| letters.iter().any(says))
    }
}

/// Characters in a row that are no coincidence.
const RUN: usize = 6;

/// Whether a text holds a stretch of a title.
fn shares_words(text: &str, title: &str) -> bool {
    let title: Vec<char> = title.chars().collect();
    let run = RUN.min(title.len()).max(1);
    title.windows(run).any(|words| text.contains(&words.iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Content, Record};

    #[test]
    fn a_finding_is_told_by_its_words_and_not_by_having_been_drafted() {
        let told = |text: &str| {
            let mut book = Book::default();
            let letter = Letter {
                unit: Some("unit-1".into()),
                findings: vec!["paper-1".into()],
                text: text.to_owned(),
                state: LetterState::Issued,
                ..Letter::default()
            };
            let put =
                Change::Put { id: "letter-1".into(), content: Box::new(Content::Letter(Box::new(letter))) };
            book.apply(&book.edit(String::new(), put)).unwrap();
            let answers = [("title".to_owned(), "党委会未按规定专题研究意识形态工作。".into())].into();
            let paper = Record { unit: "unit-1".into(), answers, ..Record::default() };
            book.told().tells(&Finding::read(&"paper-1".into(), &paper))
        };
        assert!(told("一是党委会未按规定专题研究意识形态工作。"));
        assert!(told("一是2026年以来未按规定专题研究有关工作。"), "reworded");
        assert!(!told("一是党支部台账不规范。"), "its paragraph was taken out");
        assert!(!told(""));
    }
}
