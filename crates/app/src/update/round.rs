//! The office's round: opening a year, editing its arrangement, making the key.

use std::collections::BTreeSet;

use expr::Date;
use ledger::merge::Purpose;
use ledger::{Change, Content, EntryId, Round};

use super::{change, new_year};
use crate::effect::Effect;
use crate::facts;
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::Tone;

/// Opens a round for a year with the default catalogue, unless the year has one.
pub(super) fn open(state: &mut State, year: i32, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    if book.rounds().any(|(_, round)| round.year == year) {
        state.say_term(Tone::Warn, "round.exists");
        return Vec::new();
    }
    let id = EntryId(format!("round-{year}-{}", book.local.replica));
    let mut round = new_round(state, year);
    if let Some(book) = &state.book {
        new_year::take_over(state, book, &mut round);
    }
    let effects =
        change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment);
    if !effects.is_empty() {
        state.say(Tone::Good, templates::text_with("round.opened", &[("year", &year.to_string())]));
    }
    effects
}

/// Looks at a round; from a page about one thing it leads to the first place of the role.
pub(super) fn show(state: &mut State, round: EntryId) -> Vec<Effect> {
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let newest = book.newest_round().map(|(id, _)| id.clone());
    book.local.shown = Some(round).filter(|round| newest.as_ref() != Some(round));
    let role = book.local.profile.role;
    if matches!(state.route, Route::Record(..) | Route::Letter(_) | Route::Verify(..) | Route::Settle(_)) {
        state.route = crate::view::home(&state.pack, role);
    }
    Vec::new()
}

/// The round of a unit that begins before the task arrives: what only the office can say stays blank until it does.
pub(super) fn open_before_task(state: &mut State, moment: &Moment) {
    let mut round = new_round(state, moment.today.year());
    for only_the_office in [
        &mut round.office,
        &mut round.issuer,
        &mut round.self_check_due,
        &mut round.period_start,
        &mut round.period_end,
    ] {
        only_the_office.clear();
    }
    round.proposed.clear();
    let Some(book) = state.book.as_ref() else { return };
    let id = EntryId(format!("round-{}-{}", round.year, book.local.replica));
    drop(change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment));
}

/// Days of a round that the product proposes, with the term of their labels.
const PROPOSED: [(&str, &str); 3] = [
    ("period_start", "round.field_start"),
    ("period_end", "round.field_end"),
    ("self_check_due", "round.field_due"),
];

/// Days of a round that nobody has confirmed, with their labels.
pub(crate) fn proposed_days(round: &Round) -> Vec<(&'static str, Date)> {
    let unconfirmed = PROPOSED.iter().filter(|(name, _)| round.proposed.contains(*name));
    let day = |name: &str| match name {
        "period_start" => round.period_start.parse().ok(),
        "period_end" => round.period_end.parse().ok(),
        _ => round.self_check_due.parse().ok(),
    };
    unconfirmed.filter_map(|(name, term)| Some((templates::text(term), day(name)?))).collect()
}

/// A round with everything that can be filled in without asking. Its days are proposals until the office confirms or
/// changes them; what is due falls on a working day.
pub(super) fn new_round(state: &State, year: i32) -> Round {
    let organ = state.book.as_ref().map(|book| book.local.profile.organ.clone()).unwrap_or_default();
    let due = Date::new(year, 12, 5).map(|day| crate::calendar::here(state).workday_from(day));
    Round {
        year,
        title: templates::text_with("round.title", &[("year", &year.to_string())]),
        office: organ.clone(),
        issuer: organ,
        self_check_due: due.map(|day| day.to_string()).unwrap_or_default(),
        period_start: format!("{year}-01-01"),
        period_end: format!("{year}-11-30"),
        catalogue: state.pack.catalogue("default").unwrap_or_default(),
        units: BTreeSet::new(),
        proposed: PROPOSED.iter().map(|(name, _)| (*name).to_owned()).collect(),
        ..Round::default()
    }
}

/// Edits one part of the current round's arrangement.
pub(super) fn edit(state: &mut State, field: &str, value: &str, moment: &Moment) -> Vec<Effect> {
    let Some((id, round)) = state.book.as_ref().and_then(|book| book.current_round()) else {
        return Vec::new();
    };
    let (id, mut round) = (id.clone(), round.clone());
    if let Some(key) = field.strip_prefix("fact-") {
        return edit_fact(state, id, round, key, value, moment);
    }
    if let Some(year) = field.strip_prefix("holidays-").and_then(|year| year.parse::<i32>().ok()) {
        if value.is_empty() {
            round.holidays.remove(&year.to_string());
        } else {
            round.holidays.insert(year.to_string(), value.to_owned());
        }
        return change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment);
    }
    let slot = match field {
        "title" => &mut round.title,
        "theme" => &mut round.theme,
        "office" => &mut round.office,
        "issuer" => &mut round.issuer,
        "contact" => &mut round.contact,
        "self_check_due" => &mut round.self_check_due,
        "period_start" => &mut round.period_start,
        "period_end" => &mut round.period_end,
        _ => return Vec::new(),
    };
    value.clone_into(slot);
    round.proposed.remove(field);
    change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment)
}

/// 核定: the list of items is the office's own from now on. Its status goes, who confirmed it and when is kept in it.
pub(super) fn confirm_catalogue(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let Some((id, round)) = book.current_round() else { return Vec::new() };
    let (id, mut round, person) = (id.clone(), round.clone(), book.local.profile.person.clone());
    if !round.catalogue.is_object() {
        round.catalogue = state.pack.catalogue("default").unwrap_or_default();
    }
    crate::context::extend(
        &mut round.catalogue,
        serde_json::json!({ "status": "", "confirmed": { "on": moment.today, "by": person } }),
    );
    say_confirmed(state, &id, "round.catalogue_confirmed");
    change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment)
}

/// 核定: the days that the product proposed are the office's own from now on.
pub(super) fn confirm_days(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some((id, round)) = state.book.as_ref().and_then(|book| book.current_round()) else {
        return Vec::new();
    };
    let (id, mut round) = (id.clone(), round.clone());
    if std::mem::take(&mut round.proposed).is_empty() {
        return Vec::new();
    }
    say_confirmed(state, &id, "round.days_confirmed");
    change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment)
}

/// Says what was confirmed; where a task file has left already, that it has to leave again.
fn say_confirmed(state: &mut State, round: &EntryId, what: &'static str) {
    let stream = super::vouch::stream(Purpose::Task, &round.0, None);
    let sent = state.book.as_ref().is_some_and(|book| book.local.sent.contains_key(&stream));
    let again = if sent { templates::text("round.send_again") } else { "" };
    let words = [templates::text(what), again].into_iter().filter(|words| !words.is_empty());
    state.say(Tone::Good, words.collect::<Vec<_>>().join("。"));
}

/// Sets a fact about units for the whole round, from lines of names.
fn edit_fact(
    state: &mut State,
    id: EntryId,
    mut round: Round,
    key: &str,
    text: &str,
    moment: &Moment,
) -> Vec<Effect> {
    let fact = facts::set_by_office(&state.pack, &round).into_iter().find(|fact| fact.key == key);
    let (Some(fact), Some(book)) = (fact, state.book.as_ref()) else { return Vec::new() };
    facts::write(book, &mut round, key, &fact.kind, text);
    change(state, Change::Put { id, content: Box::new(Content::Round(Box::new(round))) }, moment)
}

/// Makes the office's key pair: the secret half stays in the book, the public half goes into the task file. With `anew` it
/// takes the place of the one before, which still opens what was sealed to it.
pub(super) fn make_key(state: &mut State, anew: bool, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    if !book.local.secret_key.is_empty() && !anew {
        state.say_term(Tone::Plain, "key.exists");
        return Vec::new();
    }
    let Some((id, round)) = book.current_round() else {
        state.say_term(Tone::Warn, "round.none");
        return Vec::new();
    };
    let secret = exchange::derive_secret_key(moment.entropy);
    let mut round = round.clone();
    round.office_key = secret.public().to_string();
    let changes = vec![
        Change::SecretKey { key: secret.to_text() },
        Change::Put { id: id.clone(), content: Box::new(Content::Round(Box::new(round))) },
    ];
    state.say_term(Tone::Good, if anew { "key.renewed" } else { "key.made" });
    change(state, Change::Several { changes }, moment)
}

#[cfg(test)]
mod tests {
    use ledger::Role;

    use crate::view::{roster_page, round_page};
    use crate::{Command, Moment, State, update};

    #[test]
    fn list_and_roster_are_samples_until_the_office_confirms_them() {
        let moment = Moment { today: "2026-11-30".parse().unwrap(), seconds: 9 * 3600, entropy: [1; 32] };
        let mut state = State::new(moment.today);
        let does = |state: &mut State, command: Command| drop(update(state, command, &moment));
        let office = Command::Start {
            role: Role::Office,
            person: "钱程".into(),
            organ: "领导小组办公室".into(),
            unit: None,
        };
        does(&mut state, office);
        does(&mut state, Command::OpenRound { year: 2026 });
        let status = |state: &State| round_page(state).map(|page| page.catalogue_status).unwrap_or_default();
        assert!(status(&state).contains("默认样本") && !roster_page(&state).confirmed);
        does(&mut state, Command::ConfirmCatalogue);
        does(&mut state, Command::ConfirmRoster);
        assert!(status(&state).is_empty() && roster_page(&state).confirmed);
        let round = state.book.as_ref().and_then(|book| book.current_round()).map(|(_, round)| round.clone());
        assert_eq!(round.unwrap().catalogue["confirmed"]["by"], "钱程");
        does(&mut state, Command::Undo);
        does(&mut state, Command::Undo);
        assert!(!status(&state).is_empty() && !roster_page(&state).confirmed);
    }
}
