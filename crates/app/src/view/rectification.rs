//! 整改台账: findings in feedback with their measures, and one standing for each, from which its words, its light and its
//! count follow.

use std::collections::BTreeMap;

use expr::Date;
use ledger::book::{OnScreen, form_name};
use ledger::finding::{answer_text, has_measures};
use ledger::kinds::{Kinds, Meaning, Part};
use ledger::life::Light;
use ledger::progress::{is_known, light};
use ledger::rectified::Rectified;
use ledger::told::Told;
use ledger::{Book, EntryId, Finding, Record};
use templates::{Deadline, Pack, text, text_with};

use super::flaws::visible;
use super::origin::{Origin, Origins};
use super::{Badge, Tone};
use crate::route::Route;
use crate::state::State;

/// 整改台账.
#[derive(Debug, Clone, PartialEq)]
pub struct RectificationPage {
    /// The form of a rectification record.
    pub form: String,
    /// Whether findings of several years stand here, because earlier ones go on.
    pub years: bool,
    /// Findings in feedback, the most urgent first.
    pub items: Vec<RectificationItem>,
    /// How many stand where, the most urgent first; each item is counted once, and one that is late and waits to be verified
    /// among both.
    pub counts: Vec<StandingCount>,
}

/// How many findings stand at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingCount {
    /// Where they stand.
    pub standing: Standing,
    /// In words, with the light that most of them show.
    pub badge: Badge,
    /// How many.
    pub count: usize,
    /// How many of them are counted nowhere before it.
    pub alone: usize,
}

/// Where the rectification of a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// 逾期: the unit knows of it, and its limit has passed.
    Overdue,
    /// 即将到期: measures were reported, and the limit is within a week.
    Soon,
    /// 待核验: the unit asks for it to be closed.
    Applied,
    /// 待报措施: the unit knows of it and has not said what it will do.
    Awaited,
    /// 尚未反馈: no document told the unit of it.
    Untold,
    /// 整改中: measures were reported, and there is time.
    Running,
    /// 已销号.
    Closed,
}

impl Standing {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 7] =
        [Self::Overdue, Self::Soon, Self::Applied, Self::Awaited, Self::Untold, Self::Running, Self::Closed];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        text(match self {
            Self::Overdue => "light.overdue",
            Self::Soon => "light.soon",
            Self::Applied => "light.applied",
            Self::Awaited => "light.awaited",
            Self::Untold => "light.untold",
            Self::Running => "light.running",
            Self::Closed => "light.closed",
        })
    }

    /// The light of its count.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Overdue => Tone::Bad,
            Self::Soon | Self::Applied => Tone::Warn,
            Self::Awaited | Self::Untold => Tone::Wait,
            Self::Running => Tone::Good,
            Self::Closed => Tone::Plain,
        }
    }
}

/// A row of the rectification ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct RectificationItem {
    /// The finding.
    pub finding: EntryId,
    /// Unit.
    pub unit: String,
    /// The round it is of, when another one is on screen; empty otherwise.
    pub round: String,
    /// Unit id.
    pub unit_id: EntryId,
    /// Area.
    pub area: String,
    /// Finding's title.
    pub title: String,
    /// Where looking at it leads: its rectification record, else its working paper; `None` when neither is the user's to see.
    pub open: Option<Route>,
    /// Whether the user may begin its rectification record, which is not there yet. Looking begins none.
    pub can_begin: bool,
    /// Measure; empty when none was given.
    pub measure: String,
    /// Responsible person.
    pub person: String,
    /// Due day as people write it.
    pub due: String,
    /// Where it stands.
    pub standing: Standing,
    /// Whether its unit asks for it to be closed, and nobody has decided.
    pub applied: bool,
    /// The same in words, with its light.
    pub state: Badge,
    /// Who wrote the measure, else the finding, and what stands behind the name.
    pub origin: Origin,
    /// The other rectification records of the same finding, in words, and where each is to be seen.
    pub others: Vec<(String, Option<Route>)>,
}

impl RectificationItem {
    /// Whether it is listed under a standing: the one it has, and what waits to be verified under that, too.
    #[must_use]
    pub fn is_among(&self, standing: Standing) -> bool {
        self.standing == standing || (standing == Standing::Applied && self.applied)
    }
}

/// Finished findings that go into feedback, of all years.
pub(super) fn to_be_rectified(kinds: &Kinds, book: &Book) -> Vec<Finding> {
    let mut findings = book.finished_findings(kinds);
    findings.retain(|finding| finding.means(Meaning::Feedback));
    findings
}

/// Findings that the rectification ledger lists: those of the year on screen, and of earlier years what is open or was closed
/// in this one.
pub(super) fn listed(kinds: &Kinds, book: &Book, sheets: &BTreeMap<&EntryId, Rectified<'_>>) -> Vec<Finding> {
    let mut findings = to_be_rectified(kinds, book);
    let on_screen = book.on_screen();
    let year = on_screen.round.map_or(0, |(_, round)| round.year);
    let of_year = |day: &str| day.parse().is_ok_and(|day: Date| day.year() >= year);
    let open = |finding: &Finding| {
        let closed = sheets.get(&finding.id).filter(|sheet| sheet.closed);
        closed.is_none_or(|sheet| sheet.decided.is_some_and(|(_, day)| of_year(day)))
    };
    findings.retain(|finding| on_screen.shows(&finding.round, open(finding)));
    findings
}

/// How many of them are late.
pub(super) fn overdue(state: &State, book: &Book) -> usize {
    let kinds = state.pack.kinds();
    let (sheets, told) = (book.rectified(kinds), book.told());
    let is_late = |finding: &Finding| {
        let answer = sheets.get(&finding.id).filter(|sheet| sheet.answered);
        light(finding, answer, state.today) == Light::Red && is_known(book, &told, finding)
    };
    listed(kinds, book, &sheets).iter().filter(|finding| is_late(finding)).count()
}

/// The rectification ledger: findings in feedback with their measures and lights.
#[must_use]
pub fn rectification_page(state: &State) -> RectificationPage {
    let Some(book) = &state.book else {
        return RectificationPage {
            form: String::new(),
            years: false,
            items: Vec::new(),
            counts: Vec::new(),
        };
    };
    let kinds = state.pack.kinds();
    let sheets = book.rectified(kinds);
    let told = book.told();
    let mut plans = Plans { pack: &state.pack, inputs: BTreeMap::new() };
    let row = Row { state, book, origins: Origins::of(state, book), on_screen: book.on_screen(), sheets };
    let mut items: Vec<RectificationItem> = listed(kinds, book, &row.sheets)
        .iter()
        .map(|finding| {
            let answer = row.sheets.get(&finding.id).filter(|all| all.answered);
            let known = is_known(book, &told, finding);
            let plan = plans.due(&told, finding);
            let stands = stand(kinds, finding, answer, (known, plan), state.today);
            row.item(finding, answer.map(|all| all.record), stands)
        })
        .collect();
    items.sort_by_key(|item| (urgency(item.state.tone), item.standing));
    let counts = Standing::ALL.into_iter().map(|standing| StandingCount {
        standing,
        badge: Badge::new(standing.tone(), standing.words()),
        count: items.iter().filter(|item| item.is_among(standing)).count(),
        alone: items.iter().filter(|item| item.standing == standing).count(),
    });
    // Only the office has findings that nobody was told.
    let counts = counts.filter(|one| one.count > 0 || one.standing != Standing::Untold).collect();
    let years = items.iter().any(|item| !item.round.is_empty());
    RectificationPage { form: kinds.form(Part::Rectification).to_owned(), years, items, counts }
}

fn urgency(tone: Tone) -> u8 {
    match tone {
        Tone::Bad => 0,
        Tone::Warn => 1,
        Tone::Wait => 2,
        Tone::Good => 3,
        Tone::Plain => 4,
    }
}

/// Where a finding stands, and what is said of it. While measures are awaited it goes by the day on which they are due, too.
fn stand(
    kinds: &Kinds,
    finding: &Finding,
    answer: Option<&Rectified<'_>>,
    (known, plan): (bool, Option<Date>),
    today: Date,
) -> (Standing, Badge) {
    let light = light(finding, answer, today);
    let applied = answer.is_some_and(|all| all.applied);
    let has_measures = answer.is_some_and(|all| has_measures(kinds, all.record));
    let of = |standing: Standing| (standing, Badge::new(standing.tone(), standing.words()));
    // What was decided and is not the end says more than that it goes on.
    let goes_on = |standing: Standing| {
        let words = answer.and_then(|all| all.decided).map_or(standing.words(), |(state, _)| state);
        (standing, Badge::new(standing.tone(), words))
    };
    match light {
        Light::Grey => of(Standing::Closed),
        Light::Red | Light::Yellow | Light::Green if !known => of(Standing::Untold),
        Light::Red if applied => (Standing::Overdue, Badge::new(Tone::Bad, text("light.overdue_applied"))),
        Light::Red => of(Standing::Overdue),
        Light::Yellow | Light::Green if applied => of(Standing::Applied),
        Light::Yellow | Light::Green if !has_measures => {
            let badge = match light.min(Light::of(false, plan, today)) {
                Light::Red => Badge::new(Tone::Bad, text("light.awaited_late")),
                Light::Yellow => Badge::new(Tone::Warn, Standing::Awaited.words()),
                Light::Green | Light::Grey => Badge::new(Tone::Wait, Standing::Awaited.words()),
            };
            (Standing::Awaited, badge)
        }
        Light::Yellow => of(Standing::Soon),
        Light::Green => goes_on(Standing::Running),
    }
}

/// Days on which units have to say what they will do.
struct Plans<'p> {
    pack: &'p Pack,
    /// The question of each template that sets that day; a template is read once.
    inputs: BTreeMap<String, Option<String>>,
}

impl Plans<'_> {
    /// The first of these days in the documents that told a finding; `None` when none sets one.
    fn due(&mut self, told: &Told<'_>, finding: &Finding) -> Option<Date> {
        let mut days: Vec<Date> = Vec::new();
        for letter in told.by(finding) {
            let name = form_name(&letter.letter);
            let input = self.inputs.entry(name.to_owned()).or_insert_with(|| {
                let template = self.pack.letter(name).ok()?;
                let mut inputs = template.about.inputs.iter();
                inputs.find(|input| input.deadline == Some(Deadline::Plan)).map(|input| input.id.clone())
            });
            let day: Option<Date> =
                input.as_ref().and_then(|input| letter.inputs.get(input)?.as_str()?.parse().ok());
            days.extend(day);
        }
        days.into_iter().min()
    }
}

/// What rows are made from.
struct Row<'a> {
    state: &'a State,
    book: &'a Book,
    origins: Origins<'a>,
    on_screen: OnScreen<'a>,
    /// Rectification records by their finding.
    sheets: BTreeMap<&'a EntryId, Rectified<'a>>,
}

impl Row<'_> {
    fn item(
        &self,
        finding: &Finding,
        record: Option<&Record>,
        (standing, badge): (Standing, Badge),
    ) -> RectificationItem {
        let (state, book) = (self.state, self.book);
        let said = |field: &str| record.map(|record| answer_text(record, field)).unwrap_or_default();
        let reads = |id: &EntryId| {
            book.content(id).is_some_and(|content| crate::rights::reads(&state.pack, book, content))
        };
        let all = self.sheets.get(&finding.id);
        let sheet = all.map(|all| all.id);
        let open = sheet.or(Some(&finding.id)).filter(|id| reads(id));
        let due = if said("due").is_empty() { finding.due.clone() } else { said("due") };
        let fills = || {
            crate::rights::fills_in(
                &state.pack,
                book.local.profile.role,
                state.pack.kinds().form(Part::Rectification),
            )
        };
        RectificationItem {
            finding: finding.id.clone(),
            unit: state.unit_name(&finding.unit),
            round: super::lists::other_round(book, self.on_screen, &finding.round),
            unit_id: finding.unit.clone(),
            area: finding.area.clone(),
            title: visible(&finding.title),
            open: open.map(|id| Route::Record(id.clone(), 0)),
            // What nobody was told of is nobody's to put right yet.
            can_begin: sheet.is_none() && standing != Standing::Untold && fills(),
            measure: said("measure"),
            person: said("person"),
            due: super::lists::day_in_words(&due),
            standing,
            applied: all.is_some_and(|all| all.answered && all.applied),
            state: badge,
            origin: self.origins.shown(sheet.unwrap_or(&finding.id)),
            others: all.map(|all| others(book, all, reads)).unwrap_or_default(),
        }
    }
}

/// The rectification records of a finding beside the one that counts: of which day each is, and what it says of the state.
fn others(
    book: &Book,
    all: &Rectified<'_>,
    reads: impl Fn(&EntryId) -> bool,
) -> Vec<(String, Option<Route>)> {
    let one = |(id, record): &(&EntryId, &Record)| {
        let at = book.version(id).map(ledger::Version::counts_from).unwrap_or_default();
        let day = super::lists::day_in_words(at.get(..10).unwrap_or_default());
        let facts = [("day", day.as_str()), ("state", &answer_text(record, "state"))];
        let route = reads(id).then(|| Route::Record((*id).clone(), 0));
        (text_with("rectification.other", &facts), route)
    };
    all.others.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Every state that a record may be in, with every day before and after each limit: words, light and count agree.
    #[test]
    fn words_light_and_count_follow_from_one_standing() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let today = day("2026-11-23");
        let pack = templates::Pack::shipped();
        let kinds = pack.kinds();
        let limits =
            [("2026-11-22", Light::Red), ("2026-11-30", Light::Yellow), ("2026-12-31", Light::Green)];
        let states = ["", "待报措施", "待制定", "整改中", "申请销号", "销号未通过", "已销号"];
        for (state, (due, by_limit)) in states.iter().flat_map(|state| limits.map(|limit| (*state, limit))) {
            for (known, plan) in [(true, "2026-11-22"), (true, "2026-12-20"), (false, "2026-11-22")] {
                let answers = [("state".to_owned(), Value::from(state))].into();
                let state_of_sheet = ledger::RecordState::Submitted;
                let form = "rectification/1".to_owned();
                let record = Record { form, answers, state: state_of_sheet, ..Record::default() };
                let answer = Rectified {
                    id: &"sheet-1".into(),
                    record: &record,
                    answered: true,
                    closed: state == "已销号",
                    decided: None,
                    applied: state == "申请销号",
                    others: Vec::new(),
                };
                let mut finding = Finding::read(kinds, &"paper-1".into(), &Record::default());
                finding.due = due.to_owned();
                let (standing, badge) =
                    stand(kinds, &finding, Some(&answer), (known, Some(day(plan))), today);
                let awaited = ["", "待报措施", "待制定"].contains(&state);
                let wanted = match (state, known, by_limit) {
                    ("已销号", ..) => Standing::Closed,
                    (_, false, _) => Standing::Untold,
                    (_, true, Light::Red) => Standing::Overdue,
                    ("申请销号", ..) => Standing::Applied,
                    _ if awaited => Standing::Awaited,
                    (_, true, Light::Yellow) => Standing::Soon,
                    _ => Standing::Running,
                };
                let what = format!("{state} {due} {known} {plan}");
                assert_eq!(standing, wanted, "{what}");
                let late = standing == Standing::Awaited && plan < "2026-11-23";
                let tone = match (late, standing == Standing::Awaited && by_limit == Light::Yellow) {
                    (true, _) => Tone::Bad,
                    (false, true) => Tone::Warn,
                    (false, false) => standing.tone(),
                };
                assert_eq!(badge.tone, tone, "{what}");
                let waits = standing == Standing::Overdue && state == "申请销号";
                assert_eq!(badge.text == standing.words(), !late && !waits, "{what}: {}", badge.text);
                assert_ne!(badge.tone == Tone::Good, standing != Standing::Running, "{what}");
            }
        }
    }
}
