//! 报送: what is still in the way, handing in, and the file for the office.

use app::ledger::EntryId;
use app::ledger::life::RecordEvent;
use app::view::{ProblemItem, SubmitPage};
use app::{Command, HandOut, Route};
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::dialog::Confirm;
use crate::widgets::handed::Handed;
use crate::widgets::link::act;
use crate::widgets::protect::Protect;

/// The page.
#[component]
pub(crate) fn Submit(props: &PageProps<SubmitPage>) -> Html {
    let view = &props.view;
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.submit") }</h1>
                { badge(&view.state) }
                if !view.due.is_empty() { <span class="muted">{ text_with("submit.due", &[("day", &view.due)]) }</span> }
            </header>
            <ol class="stairs">
                <li class="card">{ check(props) }</li>
                <li class="card">{ hand_in(props) }</li>
                <li class={classes!("card", (!view.can_make_file()).then_some("later"))}>{ file(props) }</li>
            </ol>
            <Handed items={view.handed.clone()} dispatch={props.dispatch.clone()} />
        </div>
    }
}

fn check(props: &PageProps<SubmitPage>) -> Html {
    let side = &props.view.side;
    let counts = [("answered", side.answered.to_string()), ("all", side.relevant.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    html! {
        <>
            <h2>{ text("submit.check") }</h2>
            <p>{ text_with("submit.filled", &counts) }</p>
            if side.missing > 0 {
                <p class="problem bad">{ text_with("form.missing", &[("count", &side.missing.to_string())]) }
                    <button type="button" class="link" onclick={act(&props.dispatch, Command::NextUnanswered)}>{ text("form.next_unanswered") }</button>
                </p>
            }
            <ul class="plain-list">{ for side.problems.iter().take(20).map(|problem| problem_html(props, problem)) }</ul>
            if side.missing == 0 && side.problems.is_empty() { <p class="problem good">{ text("form.nothing_left") }</p> }
        </>
    }
}

fn problem_html(props: &PageProps<SubmitPage>, problem: &ProblemItem) -> Html {
    let show = act(&props.dispatch, Command::ShowField(problem.path.clone()));
    html! {
        <li class={classes!("problem", problem.tone.class())}>
            <b>{ &problem.label }</b>{ " " }{ &problem.message }
            if !problem.path.is_empty() { <button type="button" class="link" onclick={show}>{ text("submit.show") }</button> }
        </li>
    }
}

fn hand_in(props: &PageProps<SubmitPage>) -> Html {
    let view = &props.view;
    let record = |event| act(&props.dispatch, Command::Record(view.id.clone(), event));
    html! {
        <>
            <h2>{ text("submit.hand_in") }</h2>
            if view.submitted {
                <p>{ text("submit.handed_in") }</p>
                <Reopen record={view.id.clone()} dispatch={props.dispatch.clone()} />
            } else {
                <p>{ text("submit.hand_in_about") }</p>
                if view.errors > 0 {
                    <p class="problem bad" id="submit-errors">{ text_with("submit.errors", &[("count", &view.errors.to_string())]) }</p>
                }
                <div class="button-row">
                    <button type="button" class="button primary" id="submit" disabled={view.errors > 0} aria-describedby="submit-errors"
                        onclick={record(RecordEvent::Submit { errors: 0 })}>{ text("submit.do") }</button>
                    <button type="button" class="button" onclick={act(&props.dispatch, Command::Go(Route::Letters))}>{ text("nav.letters") }</button>
                </div>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ReopenProps {
    record: EntryId,
    dispatch: Callback<Command>,
}

/// Takes the submission back, after a question: the button stands where 提交 was a moment ago.
#[component]
fn Reopen(props: &ReopenProps) -> Html {
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    let (close, dispatch) = (set(false), props.dispatch.clone());
    let reopen = Command::Record(props.record.clone(), RecordEvent::Reopen);
    let on_yes = Callback::from(move |()| {
        close.emit(());
        dispatch.emit(reopen.clone());
    });
    let title = text("submit.reopen");
    html! {
        <>
            <button type="button" class="button" id="reopen" onclick={set(true).reform(|_: MouseEvent| ())}>{ title }</button>
            if *asking { <Confirm {title} message={text("submit.reopen_ask")} yes={title} {on_yes} on_close={set(false)} /> }
        </>
    }
}

/// What becomes of the signing key on another machine, and when the book is lost.
pub(crate) fn keys_in_words() -> Html {
    html! {
        <details class="muted">
            <summary>{ text("keys.title") }</summary>
            <p>{ text("keys.moving") }</p>
            <p>{ text("keys.lost") }</p>
            <p>{ text("keys.stolen") }</p>
        </details>
    }
}

/// That the file holds what the unit decided about records it was sent.
fn decided(view: &SubmitPage) -> Html {
    let (all, new) = view.decided;
    if all == 0 {
        return html! {};
    }
    let (all, new) = (all.to_string(), new.to_string());
    html! {
        <p id="submit-decided">
            { text_with("submit.decisions", &[("count", &all), ("new", &new)]) }
            if !view.submitted { { text("submit.decisions_only") } }
        </p>
    }
}

fn file(props: &PageProps<SubmitPage>) -> Html {
    let view = &props.view;
    let hand_out =
        props.dispatch.reform(|protection| Command::HandOut { what: HandOut::Submission, protection });
    let office = if view.office.is_empty() { text("submit.the_office") } else { view.office.as_str() };
    html! {
        <>
            <h2>{ text("submit.file") }</h2>
            <p>{ text_with("submit.file_about", &[("office", office)]) }</p>
            { decided(view) }
            if view.can_make_file() {
                <Protect office_key={view.office_key} action={text("submit.make_file")} on_choose={hand_out} />
                if view.submitted { <p class="muted">{ text_with("check.code_about", &[("code", &view.code)]) }</p> }
                if !view.fingerprint.is_empty() {
                    <p class="fingerprint">{ text("submit.fingerprint") }{" "}<code>{ &view.fingerprint }</code></p>
                    <p class="muted">{ text("submit.fingerprint_about") }</p>
                    { keys_in_words() }
                }
            } else {
                <p class="muted">{ text("submit.file_later") }</p>
            }
        </>
    }
}
