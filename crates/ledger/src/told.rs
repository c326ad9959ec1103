//! Which findings were told to their units.

use std::collections::BTreeMap;

use crate::finding::answer_text;
use crate::{Book, Content, Entry, EntryId, Finding, Letter, LetterState};

/// The issued documents of a book by the unit they went to.
#[derive(Debug)]
pub struct Told<'b> {
    entries: &'b BTreeMap<EntryId, Entry>,
    issued: BTreeMap<&'b EntryId, Vec<&'b Letter>>,
}

impl Book {
    /// What was told to whom, for asking about several findings.
    #[must_use]
    pub fn told(&self) -> Told<'_> {
        Told::of(&self.entries, self.letters().map(|(_, letter)| letter))
    }
}

impl<'b> Told<'b> {
    /// What some documents told of entries, as far as they were issued.
    #[must_use]
    pub fn of(entries: &'b BTreeMap<EntryId, Entry>, letters: impl Iterator<Item = &'b Letter>) -> Self {
        let mut issued: BTreeMap<&EntryId, Vec<&Letter>> = BTreeMap::new();
        for letter in letters.filter(|letter| letter.state == LetterState::Issued) {
            if let Some(unit) = &letter.unit {
                issued.entry(unit).or_default().push(letter);
            }
        }
        Self { entries, issued }
    }
}

impl Told<'_> {
    /// Whether a document that was issued told a finding to its unit: its title is in the text, or the document was drafted
    /// about it and the text still holds a good part of its title, reworded. One whose paragraph was taken out was not told.
    /// A finding that was told stays told while its paper is worked on again and however it is worded since: any title that
    /// it ever had is looked for.
    #[must_use]
    pub fn tells(&self, finding: &Finding) -> bool {
        let Some(letters) = self.issued.get(&finding.unit) else { return false };
        self.titles(finding).any(|title| letters.iter().any(|letter| says(letter, &finding.id, &title)))
    }

    /// The documents that told a finding.
    #[must_use]
    pub fn by(&self, finding: &Finding) -> Vec<&Letter> {
        let Some(letters) = self.issued.get(&finding.unit) else { return Vec::new() };
        let titles: Vec<String> = self.titles(finding).collect();
        let told = |letter: &&&Letter| titles.iter().any(|title| says(letter, &finding.id, title));
        letters.iter().filter(told).copied().collect()
    }

    /// Every title that a finding has or had, without the mark at its end.
    fn titles(&self, finding: &Finding) -> impl Iterator<Item = String> {
        let titles = std::iter::once(finding.title.clone()).chain(self.earlier_titles(&finding.id));
        titles.map(|title| title.trim_end_matches(['。', '；', '，', ' ']).to_owned())
    }

    fn earlier_titles(&self, id: &EntryId) -> impl Iterator<Item = String> {
        let versions = self.entries.get(id).into_iter().flat_map(|entry| entry.versions.values());
        versions.filter_map(|version| {
            if let Content::Record(record) = &version.content {
                Some(answer_text(record, "title"))
            } else {
                None
            }
        })
    }
}

/// Whether a document tells a finding by one of its titles.
fn says(letter: &Letter, finding: &EntryId, title: &str) -> bool {
    (!title.is_empty() && letter.text.contains(title))
        || (letter.findings.contains(finding) && shares_words(&letter.text, title))
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
    use crate::{Change, Content, Kinds, Record};

    /// What was issued cannot be unsaid: a paper that is reworded afterwards still has its letter.
    #[test]
    fn a_finding_stays_told_however_its_paper_is_worded_afterwards() {
        let mut book = Book::default();
        let put = |book: &mut Book, id: &str, content: Content| {
            let edit =
                book.edit(String::new(), Change::Put { id: EntryId::from(id), content: Box::new(content) });
            book.apply(&edit).unwrap();
        };
        let paper = |title: &str| Record {
            unit: "unit-1".into(),
            answers: [("title".to_owned(), title.into())].into(),
            ..Record::default()
        };
        put(&mut book, "paper-1", Content::Record(paper("党委会未专题研究意识形态工作")));
        let letter = Letter {
            unit: Some("unit-1".into()),
            findings: vec!["paper-1".into()],
            text: "一是党委会未专题研究意识形态工作。".to_owned(),
            state: LetterState::Issued,
            ..Letter::default()
        };
        put(&mut book, "letter-1", Content::Letter(Box::new(letter)));
        // The first wording left the book with the letter; what comes afterwards is a version of its own.
        let seal = book.edit(String::new(), Change::Seal { ids: vec!["paper-1".into()] });
        book.apply(&seal).unwrap();
        let reworded = paper("首次议题安排欠妥");
        put(&mut book, "paper-1", Content::Record(reworded.clone()));
        assert!(book.told().tells(&Finding::read(&Kinds::default(), &"paper-1".into(), &reworded)));
    }

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
            book.told().tells(&Finding::read(&Kinds::default(), &"paper-1".into(), &paper))
        };
        assert!(told("一是党委会未按规定专题研究意识形态工作。"));
        assert!(told("一是2026年以来未按规定专题研究有关工作。"), "reworded");
        assert!(!told("一是党支部台账不规范。"), "its paragraph was taken out");
        assert!(!told(""));
    }
}
