//! What a file answers although the answer is for others: it counts as the one that its sender may give.

use ledger::book::form_name;
use ledger::merge::{Bundle, MergeReport, Outcome, Purpose};
use ledger::{Book, Change, Content, EntryId, Record};
use templates::{Pack, text_with};

/// An answer that arrived and what it counts as.
pub(super) struct Instead {
    id: EntryId,
    field: String,
    given: String,
    otherwise: String,
}

impl Instead {
    /// The change to the book.
    pub(super) fn change(&self) -> Change {
        Change::Answer {
            id: self.id.clone(),
            field: self.field.clone(),
            value: self.otherwise.clone().into(),
        }
    }

    /// For whoever takes the file in.
    pub(super) fn message(&self) -> String {
        text_with("file.reserved", &[("given", &self.given), ("otherwise", &self.otherwise)])
    }
}

/// Reserved options among the answers that a file brings, where the book does not say the same already. What somebody has to
/// settle anyway is left to them.
pub(super) fn answers(pack: &Pack, book: &Book, bundle: &Bundle, report: &MergeReport) -> Vec<Instead> {
    let role = match bundle.purpose {
        Purpose::Submission => "unit",
        Purpose::Records => "inspector",
        Purpose::Task | Purpose::Team | Purpose::Feedback => return Vec::new(),
    };
    let arriving = bundle.entries.iter().filter(|entry| {
        let outcome = report.outcomes.get(&entry.id);
        matches!(outcome, Some(Outcome::New | Outcome::Newer { .. }))
    });
    let records = arriving.filter_map(|entry| {
        if let Content::Record(record) = entry.content()? { Some((&entry.id, record)) } else { None }
    });
    records.flat_map(|(id, record)| of_record(pack, book.record(id), id, record, role)).collect()
}

/// Whether a record gives an answer that is not for this role to give.
pub(super) fn decides(pack: &Pack, record: &Record, role: &str) -> bool {
    !of_record(pack, None, &EntryId::default(), record, role).is_empty()
}

fn of_record(pack: &Pack, known: Option<&Record>, id: &EntryId, record: &Record, role: &str) -> Vec<Instead> {
    let Ok(form) = pack.form(form_name(&record.form)) else { return Vec::new() };
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    let given = fields.filter(|field| !field.reserved.is_empty()).filter_map(|field| {
        let stored = record.answers.get(&field.id)?;
        let said = stored.as_str()?;
        let said = field.renamed.get(said).map_or(said, String::as_str);
        let reserved = field.reserved.get(said).filter(|reserved| !reserved.open_to(role))?;
        let news = known.is_none_or(|known| known.answers.get(&field.id) != Some(stored));
        news.then(|| Instead {
            id: id.clone(),
            field: field.id.clone(),
            given: said.to_owned(),
            otherwise: reserved.otherwise.clone(),
        })
    });
    given.collect()
}

#[cfg(test)]
mod tests {
    use ledger::{Entry, Version, VersionId};

    use super::*;

    fn entry(state: &str) -> Entry {
        let answers = [("state".to_owned(), state.into())].into();
        let content =
            Content::Record(Record { form: "rectification/1".into(), answers, ..Record::default() });
        let version = Version {
            parents: std::collections::BTreeSet::new(),
            author: ledger::Author::default(),
            at: String::new(),
            received: String::new(),
            sealed: true,
            content,
        };
        Entry { id: "x".into(), versions: [(VersionId(format!("u-{state}")), version)].into() }
    }

    fn arriving(book: &Book, purpose: Purpose, state: &str) -> Vec<(String, String)> {
        let format = ledger::merge::BUNDLE_FORMAT.to_owned();
        let bundle = Bundle {
            format,
            purpose,
            round: "r".into(),
            unit: Some("a".into()),
            entries: vec![entry(state)],
        };
        let report = book.foresee(&bundle.entries);
        let found = answers(&Pack::shipped(), book, &bundle, &report);
        found.into_iter().map(|one| (one.given, one.otherwise)).collect()
    }

    #[test]
    fn what_a_unit_closes_itself_counts_as_asked_for() {
        let book = Book::default();
        let counts = |given: &str| vec![(given.to_owned(), "申请销号".to_owned())];
        assert_eq!(arriving(&book, Purpose::Submission, "已销号"), counts("已销号"));
        // As an earlier form had it.
        assert_eq!(arriving(&book, Purpose::Submission, "未通过"), counts("销号未通过"));
        assert_eq!(arriving(&book, Purpose::Submission, "整改中"), []);
        assert_eq!(arriving(&book, Purpose::Records, "已销号"), [], "a team closes what it has looked at");
    }

    #[test]
    fn what_stands_in_the_book_already_is_no_news() {
        let mut book = Book::default();
        book.entries.insert("x".into(), entry("已销号"));
        assert_eq!(arriving(&book, Purpose::Submission, "已销号"), []);
    }
}
