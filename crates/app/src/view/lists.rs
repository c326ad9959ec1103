//! Lists: units to inspect, findings, documents.

use std::collections::BTreeMap;

use form::SectionView;
use ledger::book::OnScreen;
use ledger::finding::answer_text;
use ledger::kinds::{Meaning, Part};
use ledger::progress::{SelfCheckStage, UnitProgress, coverage};
use ledger::{Book, EntryId, Finding, Kinds, Record};

use templates::{Pack, text, text_with};

use super::chrome::{self_check_of, verification_of};
use super::flaws::visible;
use super::origin::{Origin, Origins};
use super::{Badge, Tone};
use crate::context::stage_label;
use crate::fields;
use crate::received::{Received, received};
use crate::route::Route;
use crate::state::State;

/// 督查安排: units whose submissions are here.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitsPage {
    /// Units, those with a submission first.
    pub units: Vec<UnitItem>,
    /// Forms one may start about a unit: name and title.
    pub forms: Vec<(String, String)>,
    /// What is begun about a unit at a click.
    pub shortcuts: Shortcuts,
    /// Whether the book has a round at all.
    pub has_round: bool,
}

/// Names of what is begun about a unit at a click.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shortcuts {
    /// The form of a finding.
    pub paper: String,
    /// The form on which its self-check is verified.
    pub verification: String,
    /// The letter that tells it of its findings.
    pub letter: String,
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitItem {
    /// Unit.
    pub id: EntryId,
    /// Short name.
    pub name: String,
    /// Branch or 院直管.
    pub branch: String,
    /// Self-check.
    pub self_check: Badge,
    /// Self-score with grade; empty when unknown.
    pub score: String,
    /// Who wrote the self-check, and what stands behind the name.
    pub origin: Origin,
    /// The self-check, when there is one.
    pub record: Option<EntryId>,
    /// Whether there is a self-check to verify.
    pub can_verify: bool,
    /// Items verified, such as `12/57`; empty when not begun.
    pub verified: String,
    /// Records kept.
    pub records: usize,
    /// Findings for feedback.
    pub findings: usize,
    /// Feedback letter.
    pub feedback: Badge,
    /// Whether something that was issued to it waits to be sent.
    pub to_send: bool,
}

/// A working paper in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperItem {
    /// Working paper.
    pub id: EntryId,
    /// Number.
    pub number: String,
    /// Unit.
    pub unit: String,
    /// Unit id.
    pub unit_id: EntryId,
    /// Branch or 院直管单位, as the statistics name it.
    pub branch: String,
    /// Area.
    pub area: String,
    /// Nature (性质).
    pub nature: String,
    /// Title.
    pub title: String,
    /// Severity.
    pub severity: Badge,
    /// 处理, with a word that the paper is not finished while it is not; empty when it is finished and undecided.
    pub disposition: String,
    /// Due day; empty when none.
    pub due: String,
    /// Who wrote it, and what stands behind the name.
    pub origin: Origin,
}

/// Documents and the templates one may draft.
#[derive(Debug, Clone, PartialEq)]
pub struct LettersPage {
    /// Whether what was issued in earlier years is listed elsewhere.
    pub years: bool,
    /// Drafts and issued documents.
    pub letters: Vec<LetterItem>,
    /// Templates: name, title, whether it needs a unit.
    pub templates: Vec<(String, String, bool)>,
    /// Formats in which one may start a document of one's own: style sheet and words; empty when the role does not.
    pub formats: Vec<(&'static str, &'static str)>,
    /// Units one may draft about, those with findings first.
    pub units: Vec<(EntryId, String)>,
    /// The unit of a unit's book.
    pub own_unit: Option<EntryId>,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterItem {
    /// Document.
    pub id: EntryId,
    /// Template's name.
    pub name: String,
    /// 文种 of a document of the writer's own, whose template says nothing about it; empty otherwise.
    pub kind: String,
    /// Title; of one that has none yet what its text shortcuts with.
    pub title: String,
    /// Unit; empty for the whole round.
    pub unit: String,
    /// The round it is of, when another one is on screen; empty otherwise.
    pub round: String,
    /// Document number; empty when none.
    pub number: String,
    /// When it was last changed, in words.
    pub changed: String,
    /// State.
    pub state: Badge,
    /// Whether it is issued.
    pub issued: bool,
    /// Who wrote it as it is, and what stands behind the name.
    pub origin: Origin,
    /// Whether versions wait to be settled.
    pub in_conflict: bool,
}

/// Documents that are drafted here: those of the year on screen, and drafts of other years.
pub(super) fn listed_letters<'b>(
    book: &'b Book,
    received: &Received<'_>,
) -> impl Iterator<Item = (&'b EntryId, &'b ledger::Letter)> {
    let on_screen = book.on_screen();
    let open = move |letter: &ledger::Letter| {
        letter.state != ledger::LetterState::Issued || book.round(&letter.round).is_none()
    };
    book.letters().filter(move |(id, letter)| {
        !received.contains_key(id) && on_screen.shows(&letter.round, open(letter))
    })
}

/// The year of a round that is not the one on screen, in words; empty for that one and for none.
pub(super) fn other_round(book: &Book, on_screen: OnScreen<'_>, round: &EntryId) -> String {
    let other = book.round(round).filter(|_| !on_screen.is(round));
    let year = |round: &ledger::Round| text_with("round.of_year", &[("year", &round.year.to_string())]);
    other.map(year).unwrap_or_default()
}

/// A day as people write it; what is written like a day and is none is said to be wrong.
#[must_use]
pub fn day_in_words(day: &str) -> String {
    expr::Date::in_words(day)
}

/// A stamp of the book (`2026-11-26T09:05:10`) as people write it: 2026年11月26日 09:05.
pub(super) fn stamp_in_words(stamp: &str) -> String {
    let (day, time) = stamp.split_once('T').unwrap_or((stamp, ""));
    let minute: String = time.chars().take(5).collect();
    format!("{} {minute}", day_in_words(day)).trim_end().to_owned()
}

/// The state of a record: a self-check is reported and handed in, any other record is written and done.
pub(super) fn state_in_words(kinds: &Kinds, record: &Record) -> &'static str {
    let handed_in = kinds.plays(&record.form, Part::SelfCheck);
    match record.state {
        ledger::RecordState::Submitted if !handed_in => templates::text("record.done"),
        ledger::RecordState::Filling if !handed_in => templates::text("record.filling"),
        ledger::RecordState::Filling
        | ledger::RecordState::AwaitingSignature
        | ledger::RecordState::Submitted => record.state.label(),
    }
}

/// Badge of a self-check stage.
pub(crate) fn stage_badge(row: &UnitProgress<'_>) -> Badge {
    let (stage, late_by) = (row.stage, row.late_by);
    let tone = match stage {
        SelfCheckStage::NotStarted => Tone::Plain,
        SelfCheckStage::Overdue(_) => Tone::Bad,
        SelfCheckStage::Filling | SelfCheckStage::Returned | SelfCheckStage::Late(_) => Tone::Warn,
        SelfCheckStage::Submitted(_) | SelfCheckStage::Accepted(_) => Tone::Good,
    };
    let accepted = matches!(stage, SelfCheckStage::Accepted(_));
    let label = match (accepted, late_by) {
        (true, Some(days)) => templates::text_with("review.accepted_late", &[("days", &days.to_string())]),
        (true, None) => templates::text("review.accept").to_owned(),
        (false, _) => stage_label(stage, late_by),
    };
    let Some(claimed) = row.claimed else { return Badge::new(tone, label) };
    // The unit's own day does not count; whoever decides sees both.
    let facts = [("label", label.as_str()), ("day", &claimed.chinese_short())];
    Badge::new(Tone::Warn, templates::text_with("review.claimed", &facts))
}

/// The inspector's list of units.
#[must_use]
pub fn units_page(state: &State) -> UnitsPage {
    let Some(book) = &state.book else {
        return UnitsPage {
            units: Vec::new(),
            forms: Vec::new(),
            shortcuts: Shortcuts::default(),
            has_round: false,
        };
    };
    let Some((id, round)) = book.current_round() else {
        return UnitsPage {
            units: Vec::new(),
            forms: Vec::new(),
            shortcuts: Shortcuts::default(),
            has_round: false,
        };
    };
    let origins = Origins::of(state, book);
    let to_send = super::handing::to_send(book, state.pack.kinds(), id);
    let mut units: Vec<UnitItem> = coverage(book, state.pack.kinds(), id, round, state.today)
        .into_iter()
        .map(|row| UnitItem {
            id: row.id.clone(),
            name: visible(&row.unit.short_name),
            branch: branch(&row.unit.branch),
            self_check: stage_badge(&row),
            score: score(book, row.self_check),
            origin: row.self_check.map(|id| origins.shown(id)).unwrap_or_default(),
            record: row.self_check.cloned(),
            can_verify: row.self_check.is_some(),
            verified: verified(&state.pack, book, row.id),
            records: row.records,
            findings: row.findings.len(),
            feedback: row.feedback.map_or(Badge::new(Tone::Plain, "—"), letter_badge),
            to_send: to_send.contains(row.id),
        })
        .collect();
    units.sort_by_key(|unit| !unit.can_verify);
    let kinds = state.pack.kinds();
    let shortcuts = Shortcuts {
        paper: kinds.form(Part::Finding).to_owned(),
        verification: kinds.form(Part::Verification).to_owned(),
        letter: kinds.letter(Part::Finding).to_owned(),
    };
    UnitsPage { units, forms: super::register::all_forms(state), shortcuts, has_round: true }
}

/// Badge of a document's state: only an issued one is done.
pub(super) fn letter_badge(state: ledger::LetterState) -> Badge {
    let issued = state == ledger::LetterState::Issued;
    Badge::new(if issued { Tone::Good } else { Tone::Warn }, state.label())
}

pub(crate) fn branch(name: &str) -> String {
    if name.is_empty() { "院直管".to_owned() } else { name.trim_end_matches("分院").to_owned() }
}

pub(super) fn score(book: &Book, self_check: Option<&EntryId>) -> String {
    let facts = self_check.and_then(|id| crate::context::self_check_facts(book, id));
    facts
        .and_then(|facts| Some(format!("{:.1} {}", facts.score?, facts.grade.unwrap_or_default())))
        .unwrap_or_default()
}

/// How many items were looked at.
fn verified(pack: &Pack, book: &Book, unit: &EntryId) -> String {
    let record = verification_of(pack, book, unit).and_then(|id| book.record(&id).cloned());
    record
        .map(|record| {
            let done = record
                .answers
                .iter()
                .filter(|(key, value)| {
                    let said = value.as_str().unwrap_or_default();
                    key.ends_with("_verdict") && !pack.kinds().means(&record.form, key, said, Meaning::Unsaid)
                })
                .count();
            done.to_string()
        })
        .unwrap_or_default()
}

/// The unit's own answers for each field on a verification page: label and text, by the field's item id.
pub(crate) fn beside(state: &State, section: &SectionView<'_>) -> BTreeMap<String, Vec<(String, String)>> {
    let (Route::Verify(unit, _), Some(book)) = (&state.route, &state.book) else {
        return BTreeMap::new();
    };
    let Some(record) = self_check_of(&state.pack, book, unit).and_then(|id| book.record(&id)) else {
        return BTreeMap::new();
    };
    section
        .fields()
        .map(|field| {
            // An item's group is called the same in every form that is made from the catalogue.
            (field.field.id.clone(), own_answers(record, &field.field.id))
        })
        .collect()
}

/// Parts of a self-check item shown to the inspector, with the terms that name them.
pub(super) const PARTS: [(&str, &str); 8] = [
    ("_answer", "item.answer"),
    ("_part", "item.part"),
    ("_whole", "item.whole"),
    ("_note", "item.note"),
    ("_reason", "item.reason"),
    ("_evidence", "item.evidence"),
    ("_problem", "item.problem"),
    ("_measure", "item.measure"),
];

fn own_answers(record: &Record, item: &str) -> Vec<(String, String)> {
    PARTS
        .iter()
        .filter_map(|(suffix, label)| {
            let value = record.answers.get(&format!("{item}{suffix}"))?;
            let text = answer_in_words(value);
            // What is answered in a text of its own concludes nothing.
            let told = *suffix == "_answer" && form::character_count(&text) > LONGEST_CONCLUSION;
            let label = templates::text(if told { "answer.told" } else { label });
            (!text.is_empty()).then(|| (label.to_owned(), text))
        })
        .collect()
}

/// An answer in words, rows of evidence one after the other.
pub(super) fn answer_in_words(value: &serde_json::Value) -> String {
    let serde_json::Value::Array(rows) = value else {
        return day_in_words(&crate::context::value_text(value));
    };
    let told = rows.iter().filter_map(serde_json::Value::as_object).map(evidence_row);
    let mut told: Vec<String> = told.filter(|row| !row.is_empty()).take(ROWS_IN_WORDS + 1).collect();
    if told.len() > ROWS_IN_WORDS {
        told.truncate(ROWS_IN_WORDS);
        told.push(templates::text_with("field.rows_in_all", &[("count", &rows.len().to_string())]));
    }
    told.join("；")
}

/// Longer answers are no choice, number or day.
const LONGEST_CONCLUSION: usize = 12;

/// Rows of a table told in one text; a file may bring thousands.
const ROWS_IN_WORDS: usize = 50;

/// A piece of evidence in one line: its name or number, its day, a remark.
fn evidence_row(row: &serde_json::Map<String, serde_json::Value>) -> String {
    let cells = ["name", "date", "note"].into_iter().filter_map(|column| row.get(column));
    cells
        .map(|cell| day_in_words(&crate::context::value_text(cell)))
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn unit_choices(book: &Book) -> Vec<(EntryId, String)> {
    let Some((_, round)) = book.current_round() else {
        return book.units().map(|(id, unit)| (id.clone(), visible(&unit.short_name))).collect();
    };
    book.units_in(round).into_iter().map(|(id, unit)| (id.clone(), visible(&unit.short_name))).collect()
}

fn finding_branch(state: &State, finding: &Finding) -> String {
    let unit = state.book.as_ref().and_then(|book| book.unit(&finding.unit));
    let branch = unit.map(|unit| unit.branch.clone()).unwrap_or_default();
    if branch.is_empty() { ledger::stats::NO_BRANCH.to_owned() } else { branch }
}

/// What is to become of a working paper, and that it is not finished while it is not: until then nothing becomes of it.
fn disposition(record: &Record) -> String {
    let said = answer_text(record, "disposition");
    if record.is_finished() {
        return said;
    }
    let unfinished = templates::text("paper.unfinished");
    if said.is_empty() { unfinished.to_owned() } else { format!("{said}（{unfinished}）") }
}

/// A finding as a list item.
pub(super) fn paper_item(
    state: &State,
    origins: &Origins<'_>,
    finding: &Finding,
    record: &Record,
) -> PaperItem {
    let tone = match (finding.means(Meaning::Grave), finding.means(Meaning::Serious)) {
        (true, _) => Tone::Bad,
        (false, true) => Tone::Warn,
        (false, false) => Tone::Plain,
    };
    PaperItem {
        id: finding.id.clone(),
        number: finding.number.clone(),
        unit: state.unit_name(&finding.unit),
        unit_id: finding.unit.clone(),
        branch: finding_branch(state, finding),
        area: finding.area.clone(),
        nature: finding.nature.clone(),
        title: if finding.title.is_empty() {
            templates::text("paper.untitled").to_owned()
        } else {
            visible(&finding.title)
        },
        severity: Badge::new(tone, if finding.severity.is_empty() { "—" } else { &finding.severity }),
        disposition: disposition(record),
        due: day_in_words(&finding.due),
        origin: origins.shown(&finding.id),
    }
}

/// Most characters of a text that stand for its title.
const BEGINNING: usize = 16;

/// What a document without a title is called: by what its text shortcuts with.
pub(super) fn untitled(words: &str) -> String {
    let mut lines = words.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with(['|', '【'])).unwrap_or_default();
    let mut beginning: String = line.chars().take(BEGINNING).collect();
    if beginning.is_empty() {
        return text("letter.untitled").to_owned();
    }
    if beginning.len() < line.len() {
        beginning.push('…');
    }
    templates::text_with("letters.untitled", &[("text", &beginning)])
}

/// A stamp in a list: the day, without its year when it is this one, and the minute.
fn changed_at(stamp: &str, today: expr::Date) -> String {
    let (day, time) = stamp.split_once('T').unwrap_or((stamp, ""));
    let day = day_in_words(day);
    let this_year = format!("{}年", today.year());
    let day = day.strip_prefix(&this_year).unwrap_or(&day);
    format!("{day} {}", time.get(..5).unwrap_or(time)).trim_end().to_owned()
}

/// Documents.
#[must_use]
pub fn letters_page(state: &State) -> Option<LettersPage> {
    let book = state.book.as_ref()?;
    let role = book.local.profile.role;
    let origins = Origins::of(state, book);
    let on_screen = book.on_screen();
    let letters = listed_letters(book, &received(&state.pack, book))
        .map(|(id, letter)| {
            let text = |key: &str| {
                letter.head.get(key).and_then(|v| v.as_str()).unwrap_or_default().replace('\n', "")
            };
            let issued = letter.state == ledger::LetterState::Issued;
            let template = state.pack.letter(ledger::book::form_name(&letter.letter)).ok();
            let own = template.as_ref().is_some_and(|t| t.about.scope == templates::Scope::Free);
            let entry = book.entries.get(id);
            let version = entry.and_then(ledger::Entry::current).map(|(_, version)| version);
            LetterItem {
                id: id.clone(),
                name: template.map_or_else(|| letter.letter.clone(), |t| t.about.name.clone()),
                kind: if own { text("kind") } else { String::new() },
                title: visible(&if text("title").is_empty() {
                    untitled(&letter.text)
                } else {
                    text("title")
                }),
                unit: letter.unit.as_ref().map(|unit| state.unit_name(unit)).unwrap_or_default(),
                round: other_round(book, on_screen, &letter.round),
                number: visible(&text("document_number")),
                changed: version.map(|v| changed_at(v.counts_from(), state.today)).unwrap_or_default(),
                state: letter_badge(letter.state),
                issued,
                origin: origins.shown(id),
                in_conflict: entry.is_some_and(ledger::Entry::in_conflict),
            }
        })
        .collect();
    let templates = crate::update::offered(&state.pack, role)
        .into_iter()
        .map(|(name, t)| (name, t.about.name.clone(), t.about.scope == templates::Scope::Unit))
        .collect();
    let findings = book.findings(state.pack.kinds());
    let mut units = unit_choices(book);
    units.sort_by_key(|(id, _)| !findings.iter().any(|finding| finding.unit == *id));
    let formats = if crate::update::may_write_own(&state.pack, role) {
        fields::STYLES.iter().map(|(style, term)| (*style, text(term))).collect()
    } else {
        Vec::new()
    };
    let years = book.rounds().nth(1).is_some() && !book.looks_back();
    Some(LettersPage { years, letters, templates, formats, units, own_unit: book.local.profile.unit.clone() })
}
