//! The unit's own pages: task, problems, handing in.

use ledger::{EntryId, RecordState, ReviewDecision};

use super::chrome::own_self_check;
use super::lists::{day_in_words, unit_choices};
use super::{Badge, FormSide, Tone, form_page};
use crate::state::State;

/// 任务与单位.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskPage {
    /// The unit; `None` until it is chosen.
    pub unit: Option<(EntryId, String)>,
    /// Facts about the unit and the task: label and value.
    pub facts: Vec<(String, String)>,
    /// Units to choose from: id, short name, full name; empty when the choice stands.
    pub choices: Vec<(EntryId, String, String)>,
    /// Whether the office's task is here; before, nobody can say until when and for which days.
    pub has_task: bool,
    /// Progress of the self-check.
    pub side: FormSide,
    /// State of the self-check.
    pub state: Badge,
    /// Why the office returned it; empty when it did not.
    pub returned: String,
}

/// 问题与整改打算.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemsPage {
    /// Problems the unit named.
    pub rows: Vec<ProblemRow>,
}

/// A problem the unit named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// Field to go to.
    pub field: String,
    /// Item number.
    pub number: String,
    /// Area.
    pub area: String,
    /// Problem.
    pub problem: String,
    /// Measure.
    pub measure: String,
    /// Person.
    pub person: String,
    /// Deadline.
    pub due: String,
}

/// 报送.
#[derive(Debug, Clone, PartialEq)]
pub struct SubmitPage {
    /// Files that were handed out, the newest first.
    pub handed: Vec<super::HandedItem>,
    /// The self-check.
    pub id: EntryId,
    /// State.
    pub state: Badge,
    /// Whether it has been submitted.
    pub submitted: bool,
    /// Problems that forbid handing it in.
    pub errors: usize,
    /// Progress.
    pub side: FormSide,
    /// Whether the file can be sealed to the office's key.
    pub office_key: bool,
    /// What the unit decided about records it was sent, all and those that have left in no file yet.
    pub decided: (usize, usize),
    /// Name of the office it goes to.
    pub office: String,
    /// Deadline as people write it.
    pub due: String,
    /// Fingerprint of the key this book signs with; empty before the first file.
    pub fingerprint: String,
    /// 数据校验码 as it stands on the printed table and report.
    pub code: String,
}

impl SubmitPage {
    /// Whether there is something to hand out.
    #[must_use]
    pub fn can_make_file(&self) -> bool {
        self.submitted || self.decided.0 > 0
    }
}

/// The page of the task.
#[must_use]
pub fn task_page(state: &State) -> Option<TaskPage> {
    let book = state.book.as_ref()?;
    let unit = book.local.profile.unit.as_ref().and_then(|id| Some((id.clone(), book.unit(id)?)));
    let round = book.current_round().map(|(_, round)| round.clone()).unwrap_or_default();
    let day = expr::Date::in_words;
    let mut facts = Vec::new();
    let mut fact = |key: &'static str, value: String| {
        if !value.is_empty() {
            facts.push((templates::text(key).to_owned(), value));
        }
    };
    if let Some((_, unit)) = &unit {
        fact("task.unit_name", unit.name.clone());
        fact("task.party_name", unit.party_name.clone());
        fact("task.kind", unit.kind.clone());
        fact("task.supervised_by", unit.supervised_by.clone());
    }
    fact("task.round", round.title.clone());
    fact("task.theme", round.theme.clone());
    fact("task.period", period(&day(&round.period_start), &day(&round.period_end)));
    fact("task.due", task_due(&round));
    fact("task.office", round.office.clone());
    fact("task.contact", round.contact.clone());
    let page = form_page(state);
    let choices = if unit.is_some() && !crate::update::may_change_unit(state.pack.kinds(), book) {
        Vec::new()
    } else {
        let named = |(id, short): (EntryId, String)| {
            let full = book.unit(&id).map(|unit| unit.name.clone()).unwrap_or_default();
            (id, short, full)
        };
        unit_choices(book).into_iter().map(named).collect()
    };
    Some(TaskPage {
        unit: unit.map(|(id, unit)| (id, unit.short_name.clone())),
        facts,
        choices,
        has_task: !round.office.is_empty(),
        side: page.as_ref().map(|page| page.side.clone()).unwrap_or_default(),
        state: page.map(|page| page.state).unwrap_or_default(),
        returned: returned(state),
    })
}

/// The deadline as people write it, and that it is a proposal while the office has not confirmed it.
fn task_due(round: &ledger::Round) -> String {
    let day = day_in_words(&round.self_check_due);
    if day.is_empty() || !round.proposed.contains("self_check_due") {
        return day;
    }
    templates::text_with("task.proposed", &[("day", &day)])
}

fn period(start: &str, end: &str) -> String {
    if start.is_empty() || end.is_empty() { String::new() } else { format!("{start}至{end}") }
}

fn returned(state: &State) -> String {
    let Some(book) = &state.book else { return String::new() };
    let Some(id) = own_self_check(&state.pack, book) else { return String::new() };
    let last = book
        .reviews()
        .filter(|(_, r)| r.record == id)
        .max_by_key(|(review, r)| (r.on.clone(), (*review).clone()));
    last.filter(|(_, r)| r.decision == ReviewDecision::Returned)
        .map(|(_, r)| r.reason.clone())
        .unwrap_or_default()
}

/// Problems the unit named in its self-check.
#[must_use]
pub fn problems_page(state: &State) -> ProblemsPage {
    let problems =
        state.open_form.as_ref().map(|open| crate::context::problems(&open.live)).unwrap_or_default();
    let rows = problems
        .iter()
        .map(|problem| {
            let text = |key: &str| problem.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            ProblemRow {
                field: text("field"),
                number: text("number"),
                area: text("area"),
                problem: text("problem"),
                measure: text("measure"),
                person: text("person"),
                due: day_in_words(&text("due")),
            }
        })
        .collect();
    ProblemsPage { rows }
}

/// Fingerprint of the key a book signs with; empty before it has one.
pub(super) fn own_fingerprint(book: &ledger::Book) -> String {
    let key = book.local.signing_key.parse::<exchange::SigningKey>();
    key.map(|key| key.public().fingerprint()).unwrap_or_default()
}

/// See [`SubmitPage::decided`].
fn decided(state: &State, book: &ledger::Book) -> (usize, usize) {
    let kinds = state.pack.kinds();
    let all: Vec<EntryId> =
        book.rounds().flat_map(|(round, _)| crate::update::without_self_check(book, kinds, round)).collect();
    let new = all.iter().filter(|id| book.version(id).is_some_and(|version| !version.sealed)).count();
    (all.len(), new)
}

/// The page of handing in; `None` before the unit is chosen.
#[must_use]
pub fn submit_page(state: &State) -> Option<SubmitPage> {
    let book = state.book.as_ref()?;
    let (_, round) = book.current_round()?;
    let open = state.open_form.as_ref()?;
    let record = book.record(&open.id)?;
    let submitted = record.state == RecordState::Submitted;
    Some(SubmitPage {
        handed: super::handed_items(state),
        id: open.id.clone(),
        state: Badge::new(if submitted { Tone::Good } else { Tone::Warn }, record.state.label()),
        submitted,
        errors: open.errors(),
        side: form_page(state).map(|page| page.side).unwrap_or_default(),
        office_key: !round.office_key.is_empty(),
        decided: decided(state, book),
        office: round.office.clone(),
        due: task_due(round),
        fingerprint: own_fingerprint(book),
        code: crate::context::check_code(record),
    })
}
