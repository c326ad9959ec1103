//! What a document rests on that is not finished: working papers in it, and records that it leaves out.

use expr::Date;
use form::{Code, Severity};
use ledger::book::form_name;
use ledger::finding::answer_text;
use ledger::{Book, EntryId, Finding, Kinds, Letter, LetterState, Part, Record};
use templates::{About, Deadline, Pack, text_with};

use super::Doubt;
use crate::forms::CompiledForms;

/// Missing answers named of one paper; the rest are counted.
const NAMED: usize = 5;

/// Working papers in a document that are not finished: chosen for it, or quoted in it and opened again since.
pub(super) fn unfinished(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    letter: &Letter,
    today: Date,
) -> Vec<Doubt> {
    let Some(unit) = &letter.unit else { return Vec::new() };
    let quoted = |record: &Record| {
        let title = answer_text(record, "title");
        let title = title.trim_end_matches(['。', '；', '，', ' ']);
        !title.is_empty() && letter.text.contains(title)
    };
    let open = book
        .records_of(pack.kinds().form(Part::Finding))
        .filter(|(_, record)| record.unit == *unit && record.round == letter.round && !record.is_finished());
    let concerned = open.filter(|(id, record)| letter.findings.contains(id) || quoted(record));
    let papers: Vec<EntryId> = concerned.map(|(id, _)| id.clone()).collect();
    of_papers(pack, book, compiled, &papers, today).into_iter().map(Doubt::refusal).collect()
}

/// Why working papers cannot become a document, each in a sentence; finished ones are passed over.
pub(super) fn of_papers(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    papers: &[EntryId],
    today: Date,
) -> Vec<String> {
    let mut words = Vec::new();
    for id in papers {
        let Some(record) = book.record(id).filter(|record| !record.is_finished()) else { continue };
        let missing = missing(pack, book, compiled, id, today);
        let facts = [("number", record.number.as_str()), ("missing", &missing)];
        let key = if missing.is_empty() { "doubt.paper_unsigned" } else { "doubt.paper_unfinished" };
        words.push(text_with(key, &facts));
    }
    words
}

/// Labels of what is missing or wrong in a record, joined.
fn missing(pack: &Pack, book: &Book, compiled: &mut CompiledForms, id: &EntryId, today: Date) -> String {
    let Some(open) = compiled.open(pack, book, id, today) else { return String::new() };
    let mut labels: Vec<String> = Vec::new();
    for problem in open.live.problems().filter(|problem| problem.severity == Severity::Error) {
        let label = if problem.code == Code::Missing || problem.label.is_empty() {
            problem.label.clone()
        } else {
            text_with("doubt.wrong", &[("label", &problem.label)])
        };
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }
    let more = labels.len().saturating_sub(NAMED);
    labels.truncate(NAMED);
    let named = labels.join("、");
    if more == 0 {
        named
    } else {
        text_with("doubt.and_more", &[("named", &named), ("count", &more.to_string())])
    }
}

/// Finished findings a document carries: the chosen ones, and those whose words stand in it.
pub(super) fn carried(kinds: &Kinds, book: &Book, letter: &Letter) -> Vec<Finding> {
    let Some(unit) = &letter.unit else { return Vec::new() };
    let mut findings = book.finished_findings(kinds);
    findings.retain(|finding| {
        let title = finding.title.trim_end_matches(['。', '；', '，', ' ']);
        let quoted = !title.is_empty() && letter.text.contains(title);
        let own = finding.unit == *unit && finding.round == letter.round;
        own && (letter.findings.contains(&finding.id) || quoted)
    });
    findings
}

/// Another document of its kind that the unit was sent in the same round: a second one says things twice.
pub(super) fn told_before(
    book: &Book,
    (id, letter): (&EntryId, &Letter),
    about: Option<&About>,
) -> Option<Doubt> {
    about.filter(|about| about.tells)?;
    let unit = letter.unit.as_ref()?;
    let kind = form_name(&letter.letter);
    let (_, other) = book.letters().find(|(other, has)| {
        let same =
            has.unit.as_ref() == Some(unit) && has.round == letter.round && form_name(&has.letter) == kind;
        *other != id && same && has.state == LetterState::Issued
    })?;
    let head = |key: &str| {
        other.head.get(key).and_then(|value| value.as_str()).unwrap_or_default().replace('\n', "")
    };
    let facts = [("title", head("title")), ("number", head("document_number"))];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(Doubt::question(text_with("doubt.told_before", &facts)))
}

/// Findings that a document asks an answer about although no issued letter has told the unit of them.
pub(super) fn untold(kinds: &Kinds, book: &Book, letter: &Letter, about: Option<&About>) -> Vec<Doubt> {
    let inputs = about.map(|about| about.inputs.as_slice()).unwrap_or_default();
    if !inputs.iter().any(|input| input.deadline == Some(Deadline::Reply)) {
        return Vec::new();
    }
    let told = book.told();
    let untold = carried(kinds, book, letter).into_iter().filter(|finding| !told.tells(finding));
    untold.map(|finding| Doubt::question(text_with("doubt.untold", &[("title", &finding.title)]))).collect()
}

/// Records that a document tells nothing of because nobody has finished them.
pub(super) fn left_out(kinds: &Kinds, book: &Book, letter: &Letter, about: Option<&About>) -> Vec<Doubt> {
    if !about.is_some_and(|about| about.tells) {
        return Vec::new();
    }
    let own = |record: &Record| {
        let by_units = [Part::SelfCheck, Part::Rectification];
        let of_inspection = !by_units.into_iter().any(|part| kinds.plays(&record.form, part));
        let unit = letter.unit.as_ref().is_none_or(|unit| record.unit == *unit);
        of_inspection && unit && record.round == letter.round && !record.is_finished()
    };
    let open = book.records().filter(|(id, record)| own(record) && !letter.findings.contains(id));
    let open: Vec<&str> = open.map(|(_, record)| record.number.as_str()).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let named: Vec<&str> = open.iter().copied().filter(|number| !number.is_empty()).take(NAMED).collect();
    let facts = [("count", open.len().to_string()), ("named", named.join("、"))];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    vec![Doubt::question(text_with("doubt.left_out", &facts))]
}
