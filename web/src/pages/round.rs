//! 年度安排: the year's arrangement, its catalogue, the office's key, and the files that go out.

mod catalogue;
mod holidays;

use app::ledger::Role;
use app::view::{HeadField, RoundPage};
use app::{Command, HandOut};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::dialog::Confirm;
use crate::widgets::edit::Edit;
use crate::widgets::link::act;

/// The page.
#[component]
pub(crate) fn Round(props: &PageProps<RoundPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let Some(year) = view.year else { return no_round(view, dispatch) };
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.round") }</h1>
                <p class="muted">{ text_with("round.about", &[("year", &year.to_string()), ("units", &view.units.to_string())]) }</p>
                if !view.above.is_empty() { <p class="from-above">{ &view.above }</p> }
            </header>
            <div class="beside">
                <div>
                    { arrangement(view, dispatch) }
                    { office_facts(view, dispatch) }
                    { holidays::holidays(&view.holidays, dispatch) }
                    { catalogue::catalogue(view, dispatch) }
                </div>
                <aside class="beside-side">
                    <Key view={view.clone()} dispatch={dispatch.clone()} />
                    { out(view, dispatch) }
                    <section class="panel next-year">
                        <h2>{ text("round.next") }</h2>
                        <p class="muted">{ text("round.next_about") }</p>
                        <NextYear year={view.next_year} before={year} dispatch={dispatch.clone()} />
                    </section>
                </aside>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NextYearProps {
    year: i32,
    before: i32,
    dispatch: Callback<Command>,
}

/// Begins the next year, after it was said what it takes over and what becomes of this one.
#[component]
fn NextYear(props: &NextYearProps) -> Html {
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    let (year, before) = (props.year.to_string(), props.before.to_string());
    let title = text_with("round.open", &[("year", &year)]);
    let message = text_with("round.open_ask", &[("year", &year), ("before", &before)]);
    let (close, dispatch, open) =
        (set(false), props.dispatch.clone(), Command::OpenRound { year: props.year });
    let on_yes = Callback::from(move |()| {
        close.emit(());
        dispatch.emit(open.clone());
    });
    html! {
        <p>
            <button type="button" class="button" id="open-next" onclick={set(true).reform(|_: MouseEvent| ())}>{ &title }</button>
            if *asking {
                <Confirm title={title.clone()} message={message} yes={title.clone()} {on_yes} on_close={set(false)} />
            }
        </p>
    }
}

fn no_round(view: &RoundPage, dispatch: &Callback<Command>) -> Html {
    let open = Command::OpenRound { year: view.next_year };
    html! {
        <div class="page scroll">
            <section class="panel teach">
                <h1>{ text("round.empty_title") }</h1>
                <ol>
                    <li>{ text("round.empty_open") }</li>
                    <li>{ text("round.empty_key") }</li>
                    <li>{ text("round.empty_out") }</li>
                </ol>
                <p>
                    <button type="button" class="button primary" onclick={act(dispatch, open)}>
                        { text_with("round.open", &[("year", &view.next_year.to_string())]) }
                    </button>
                    <button type="button" class="button" onclick={act(dispatch, Command::LoadSample(Role::Office))}>{ text("round.sample") }</button>
                </p>
            </section>
        </div>
    }
}

/// Facts about units that only the office knows; they decide which items a unit is asked.
fn office_facts(view: &RoundPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <section class="panel rows">
            <h2>{ text("round.facts") }</h2>
            <p class="muted">{ text("round.facts_about") }</p>
            <div class="rows-grid">{ for view.facts.iter().map(|fact| field(fact, dispatch)) }</div>
            if !view.unknown_units.is_empty() {
                <p class="tone warn" role="status">{ text_with("round.facts_unknown", &[("lines", &view.unknown_units.join(" / "))]) }</p>
            }
        </section>
    }
}

/// One part of the round to edit.
fn field(field: &HeadField, dispatch: &Callback<Command>) -> Html {
    let id = format!("round-{}", field.key);
    let key = field.key.clone();
    let told = (!field.problem.is_empty()).then(|| AttrValue::from(format!("{id}-problem")));
    let edit = Callback::from(move |value| Command::EditRound { field: key.clone(), value });
    html! {
        <div class={classes!("row", width(field))} key={field.key.clone()}>
            <label for={id.clone()}>{ &field.label }</label>
            <Edit kind={field.kind} {id} class="input" value={field.value.clone()} bad={told.is_some()} told={told.clone()}
                {edit} dispatch={dispatch.clone()} />
            if let Some(told) = told { <p id={told} class="tone bad" role="status">{ &field.problem }</p> }
        </div>
    }
}

fn arrangement(view: &RoundPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <section class="panel rows">
            <h2>{ text("round.arrangement") }</h2>
            if !view.proposed_days.is_empty() {
                <div class="callout warn" role="status">
                    <p>{ text_with("round.days_proposed", &[("days", &view.proposed_days)]) }{ &view.proposed_by_law }</p>
                    <button type="button" class="button" id="confirm-days"
                        onclick={act(dispatch, Command::ConfirmDays)}>{ text("round.confirm_days") }</button>
                </div>
            }
            <div class="rows-grid">{ for view.fields.iter().map(|part| field(part, dispatch)) }</div>
        </section>
    }
}

/// Dates take a third of the width, title and theme all of it, the rest half.
fn width(field: &HeadField) -> Option<&'static str> {
    match (field.kind, field.key.as_str()) {
        ("date", _) => Some("short"),
        (_, "theme" | "title") => Some("wide"),
        _ => None,
    }
}

/// The office's key: made once, renewed when it was lost or came into wrong hands.
#[component]
fn Key(props: &PageProps<RoundPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    if view.key.is_empty() {
        return html! {
            <section class="panel key">
                <h2>{ text("round.key") }</h2>
                <p>{ text("round.key_about") }</p>
                <p><button type="button" class="button primary" onclick={act(dispatch, Command::MakeKey)}>{ text("round.make_key") }</button></p>
            </section>
        };
    }
    let renew = dispatch.reform(|()| Command::RenewKey);
    html! {
        <section class="panel key">
            <h2>{ text("round.key") }</h2>
            <p class="muted">{ text("round.fingerprint") }</p>
            <p class="fingerprint"><code>{ &view.key }</code></p>
            if !view.fingerprint.is_empty() {
                <p class="muted">{ text("round.signing") }</p>
                <p class="fingerprint"><code>{ &view.fingerprint }</code></p>
            }
            <details>
                <summary>{ text("keys.title") }</summary>
                <p class="muted">{ text("round.key_kept") }</p>
                <p class="muted">{ text("round.key_lost") }</p>
                <p><button type="button" class="button" id="renew-key" onclick={set(true).reform(|_: MouseEvent| ())}>{ text("round.renew_key") }</button></p>
            </details>
            if *asking {
                <Confirm title={text("round.renew_key")} message={text("round.renew_ask")} yes={text("round.renew_key")}
                    on_yes={let close = set(false); Callback::from(move |()| { close.emit(()); renew.emit(()); })} on_close={set(false)} />
            }
        </section>
    }
}

/// The files that go out; how each is protected is asked on the way.
fn out(view: &RoundPage, dispatch: &Callback<Command>) -> Html {
    let ask = |what: HandOut| act(dispatch, Command::AskHandOut(what));
    html! {
        <section class="panel out">
            <h2>{ text("round.out") }</h2>
            if view.key.is_empty() { <p class="tone warn">{ text("round.key_first") }</p> }
            <p class="muted">{ text("round.task_about") }</p>
            <p><button type="button" class="button primary" onclick={ask(HandOut::Task)}>{ text("round.task") }</button></p>
            <p class="muted">{ text("round.team_about") }</p>
            <p><button type="button" class="button" onclick={ask(HandOut::Team)}>{ text("round.team") }</button></p>
        </section>
    }
}
