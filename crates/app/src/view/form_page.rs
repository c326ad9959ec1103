//! The page of a filled form: sections at the left, fields in the middle, progress and problems at the right.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::Severity;
use ledger::{EntryId, RecordState};

use super::course::Course;
use super::fields::{FieldView, field_view};
use super::origin::{Origin, Origins};
use super::versions::VersionItem;
use super::{Badge, Tone};
use crate::forms::OpenForm;
use crate::route::Route;
use crate::state::State;

/// What the form page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FormPage {
    /// The record.
    pub id: EntryId,
    /// Name of the form.
    pub title: String,
    /// Unit and number.
    pub subtitle: String,
    /// State of the record.
    pub state: Badge,
    /// What was decided about it and what can be; `None` when its kind has no life cycle.
    pub course: Option<Course>,
    /// 数据校验码 of a submitted self-check, as it stands on its paper; empty for other records.
    pub code: String,
    /// Whether it can be edited.
    pub editable: bool,
    /// Whether it is the user's to finish, open again or remove.
    pub own: bool,
    /// All sections.
    pub sections: Vec<SectionTab>,
    /// Number of the section on screen.
    pub section: usize,
    /// Title of the section on screen.
    pub section_title: String,
    /// Note under the title; empty when there is none.
    pub section_note: String,
    /// That the list of items is a sample the office has not confirmed; empty elsewhere and for everybody else.
    pub catalogue_status: String,
    /// Fields of the section on screen that are asked, in stretches of the form that an answer never moves them out
    /// of: where none looks otherwise, a shell need not look at its fields.
    pub stretches: Vec<Vec<Rc<FieldView>>>,
    /// What stands at the right.
    pub side: FormSide,
    /// The unit's own answers beside which an inspector verifies, by field id; empty elsewhere.
    pub beside: BTreeMap<String, Vec<(String, String)>>,
    /// Who wrote it, or the answers it is verified against, and what stands behind the name; nothing while it is filled in.
    pub origin: Origin,
    /// Versions it came from, newest first; empty for what was only ever written here.
    pub history: Vec<VersionItem>,
    /// Whether versions wait to be settled.
    pub in_conflict: bool,
    /// Where the office's decision about this submission stands; `None` where there is none to take.
    pub review: Option<Badge>,
    /// Whether the office has passed this very version: then there is nothing left to pass.
    pub passed: bool,
    /// Blank fields of the section on screen that last year's words and choices can fill.
    pub last_years: usize,
    /// Documents about it that can be drafted: template, and what people call it.
    pub letters: Vec<(String, String)>,
}

/// A form that cannot be shown, though there are answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFault {
    /// Name of the form.
    pub title: String,
    /// Why, in words.
    pub why: String,
    /// What the record says, by name and value, as a plain table.
    pub says: Vec<(String, String)>,
    /// Where it can be mended; `None` when that is not in this book.
    pub mend: Option<Route>,
}

/// A section in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionTab {
    /// Title.
    pub title: String,
    /// Points of 100; `None` when it has no weight.
    pub weight: Option<f64>,
    /// Whether there is anything to see in it: a section may show what is known and ask nothing.
    pub shown: bool,
    /// Items asked; 0 where nothing is counted.
    pub relevant: usize,
    /// Items answered.
    pub answered: usize,
    /// Items with errors other than missing answers.
    pub errors: usize,
}

/// The right-hand side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormSide {
    /// Items answered.
    pub answered: usize,
    /// Items asked.
    pub relevant: usize,
    /// Score so far with one decimal; `None` when the form has none.
    pub score: Option<String>,
    /// Grade of the score.
    pub grade: Option<String>,
    /// Missing answers.
    pub missing: usize,
    /// Problems that are not merely missing answers, worst first.
    pub problems: Vec<ProblemItem>,
}

/// A problem in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemItem {
    /// Path to show it; empty for the whole form.
    pub path: String,
    /// Place in words.
    pub label: String,
    /// What to do.
    pub message: String,
    /// Error or warning.
    pub tone: Tone,
}

/// The page of the record on screen; `None` when there is none.
#[must_use]
pub fn form_page(state: &State) -> Option<FormPage> {
    let open = state.open_form.as_ref()?;
    let book = state.book.as_ref()?;
    let record = book.record(&open.id)?;
    let progress = open.live.progress();
    let sections: Vec<SectionTab> = open
        .live
        .sections()
        .zip(&progress.sections)
        .map(|(section, count)| SectionTab {
            title: section.section.title.clone(),
            weight: section.section.weight,
            shown: count.relevant > 0 || section.fields().any(|field| field.relevant),
            relevant: count.relevant,
            answered: count.answered,
            errors: count.with_errors,
        })
        .collect();
    let at = section_on_screen(&state.route).min(sections.len().saturating_sub(1));
    let section = open.live.sections().nth(at)?;
    let unit = state.unit_name(&record.unit);
    let parts = [unit.as_str(), &record.number];
    let subtitle = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
    // While somebody types, nobody asks where it came from, and every key press would pay for the answer.
    let submitted = record.state == RecordState::Submitted;
    let tone = if submitted { Tone::Good } else { Tone::Warn };
    let review = review(state, book, record);
    let own = crate::rights::may_fill(open.live.form().definition(), book, &open.id);
    let course = super::course::course(state, &open.id);
    // What was decided about stays as it was when it was decided.
    let own = own && course.as_ref().is_none_or(|course| course.open);
    let badge = course.as_ref().and_then(|course| course.state.clone());
    Some(FormPage {
        id: open.id.clone(),
        title: open.live.form().definition().title.clone(),
        subtitle,
        state: badge
            .unwrap_or_else(|| Badge::new(tone, super::lists::state_in_words(state.pack.kinds(), record))),
        course,
        code: code(state.pack.kinds(), record),
        editable: own && !submitted,
        own,
        section: at,
        section_title: section.section.title.clone(),
        section_note: section.section.note.clone().unwrap_or_default(),
        catalogue_status: catalogue_status(state.pack.kinds(), book, record),
        stretches: stretches(open, &section),
        side: side(open, &progress.total),
        beside: super::lists::beside(state, &section),
        origin: origin(state, book, &open.id, own && !submitted),
        history: if submitted { history(state, book, &open.id) } else { Vec::new() },
        in_conflict: book.entries.get(&open.id).is_some_and(ledger::Entry::in_conflict),
        passed: review.as_ref().is_some_and(|(_, passed)| *passed),
        letters: crate::update::offered_about(&state.pack, &record.form, book.local.profile.role),
        review: review.map(|(badge, _)| badge),
        last_years: if own && !submitted { crate::last_year::gaps(open, at).len() } else { 0 },
        sections,
    })
}

/// Fields of a stretch, asked or not; it goes on until an item begins, for what is no item stands on one sheet.
const STRETCH: usize = 24;

/// See [`FormPage::stretches`].
fn stretches(open: &OpenForm, section: &form::SectionView<'_>) -> Vec<Vec<Rc<FieldView>>> {
    let mut stretches = vec![Vec::new()];
    let mut known = 0;
    for field in section.fields() {
        if known >= STRETCH && field.field.number.is_some() {
            stretches.push(Vec::new());
            known = 0;
        }
        known += 1;
        if let Some(stretch) = stretches.last_mut().filter(|_| field.relevant) {
            stretch.push(field_view(open, &field));
        }
    }
    stretches
}

impl FormPage {
    /// Fields of the section on screen that are asked.
    pub fn fields(&self) -> impl Iterator<Item = &Rc<FieldView>> {
        self.stretches.iter().flatten()
    }
}

/// 数据校验码 of a submitted self-check; empty for anything else.
pub(super) fn code(kinds: &ledger::Kinds, record: &ledger::Record) -> String {
    let is_self_check = kinds.plays(&record.form, ledger::Part::SelfCheck);
    let submitted = is_self_check && record.state == RecordState::Submitted;
    if submitted { crate::context::check_code(record) } else { String::new() }
}

/// See [`FormPage::catalogue_status`].
fn catalogue_status(kinds: &ledger::Kinds, book: &ledger::Book, record: &ledger::Record) -> String {
    // Only the office can confirm the list, and nobody else can do anything about it.
    if book.local.profile.role != ledger::Role::Office {
        return String::new();
    }
    let is_self_check = kinds.plays(&record.form, ledger::Part::SelfCheck);
    let round = book.round(&record.round).filter(|_| is_self_check);
    round.map(crate::forms::catalogue_status).unwrap_or_default()
}

/// See [`FormPage::origin`].
fn origin(state: &State, book: &ledger::Book, id: &EntryId, filled_in: bool) -> Origin {
    if let Route::Verify(unit, _) = &state.route {
        let own = super::chrome::self_check_of(&state.pack, book, unit);
        return own.map(|id| Origins::of(state, book).shown(&id)).unwrap_or_default();
    }
    if filled_in { Origin::default() } else { Origins::of(state, book).shown(id) }
}

fn history(state: &State, book: &ledger::Book, id: &EntryId) -> Vec<VersionItem> {
    let all = super::versions::history(state, book, id);
    if all.len() > 1 || all.iter().any(|version| !version.file.is_empty()) { all } else { Vec::new() }
}

/// The stage of a unit's submission in the office's book.
fn review(state: &State, book: &ledger::Book, record: &ledger::Record) -> Option<(Badge, bool)> {
    let is_self_check = state.pack.kinds().plays(&record.form, ledger::Part::SelfCheck);
    let office = book.local.profile.role == ledger::Role::Office;
    if !(office && is_self_check && record.state == RecordState::Submitted) {
        return None;
    }
    let (id, round) = (&record.round, book.round(&record.round)?);
    let rows = ledger::progress::coverage(book, state.pack.kinds(), id, round, state.today);
    let row = rows.into_iter().find(|row| *row.id == record.unit)?;
    let passed = matches!(row.stage, ledger::progress::SelfCheckStage::Accepted(_));
    Some((super::lists::stage_badge(&row), passed))
}

pub(crate) fn section_on_screen(route: &Route) -> usize {
    route.section()
}

fn side(open: &OpenForm, total: &form::SectionProgress) -> FormSide {
    let score = open.live.score();
    let mut problems: Vec<ProblemItem> = open
        .live
        .problems()
        .filter(|problem| problem.code != form::Code::Missing)
        .map(|problem| ProblemItem {
            path: problem.path.clone(),
            label: problem.label.clone(),
            message: problem.message.clone(),
            tone: tone(problem.severity),
        })
        .collect();
    problems.sort_by_key(|problem| problem.tone != Tone::Bad);
    FormSide {
        answered: total.answered,
        relevant: total.relevant,
        score: score.total.map(|total| format!("{total:.1}")),
        grade: score.grade,
        missing: open.live.problems().filter(|problem| problem.code == form::Code::Missing).count(),
        problems,
    }
}

pub(super) fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
    }
}

/// Why the form of the place on screen cannot be shown; `None` when it can, or when there is none.
#[must_use]
pub fn form_fault(state: &State) -> Option<FormFault> {
    let why = state.form_fault.clone()?;
    let book = state.book.as_ref()?;
    let record = book.record(&super::record_on_screen(&state.pack, book, &state.route)?)?;
    let own = book.round(&record.round).is_some_and(|round| round.catalogue.is_object());
    let mend = (own && book.local.profile.role == ledger::Role::Office).then_some(Route::Round);
    let title = super::visible(&crate::context::form_title(&state.pack, &record.form));
    Some(FormFault { title, why: super::visible(&why), says: super::plain::plain(state, record), mend })
}
