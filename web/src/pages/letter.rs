//! One document: fields and text at the left, its exact pages at the right.

mod ask;
mod desk;
mod fields;
mod grid;
mod import;
mod keys;
mod parts;
mod paste;
mod print;
mod proof;
mod tabs;
mod writing;

use app::ledger::life::LetterEvent;
use app::proof::{Finding, Place};
use app::view::{LetterPage, ProofItem};
use app::{Command, HandOut, Masked, Route};
use ask::AskErrors;
use desk::{Desk, SourcePlace, What};
use fields::{head_row, input_row, is_first};
use proof::ProofList;
use tabs::{Tab, panel_id, tab_id, tabs};
use templates::text;
use writing::Writing;
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::dialog::Confirm;
use crate::widgets::edit::fit_all;
use crate::widgets::link::{act, link};
use crate::widgets::origin::origin;

/// Revokes the mark of an issued letter: `ask_first` gets it for that alone.
const REVOKES: Command = Command::Letter(LetterEvent::Reopen);

/// The page.
#[component]
pub(crate) fn Letter(props: &PageProps<LetterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let tab = use_state_eq(|| Tab::Text);
    // What was hidden while its text or the window changed is measured when it is shown.
    use_effect_with(*tab, |_| fit_all());
    let asking = use_state_eq(|| None::<Command>);
    let walk = use_state_eq(|| Walk { at: None, next: 0 });
    let go = go_to(&tab, &walk, props);
    keys::use_keys(keys::Keys {
        view: view.clone(),
        walk: (*walk).clone(),
        go: go.clone(),
        dispatch: dispatch.clone(),
    });
    let to_place = {
        let tab = tab.clone();
        Callback::from(move |place: SourcePlace| {
            if !matches!(*tab, Tab::Text | Tab::Proof) {
                tab.set(Tab::Text);
            }
            desk::put_caret(place);
        })
    };
    let ask = ask_first(view, dispatch, &asking);
    html! {
        <div class="letter" key={view.id.to_string()}>
            <div class={classes!("letter-edit", (*tab == Tab::Proof).then_some("proofing"))}>
                { head_line(view, dispatch) }
                { actions(view, dispatch, &ask) }
                { notes(view, dispatch) }
                <div class="letter-first">
                    { for view.head.iter().filter(|field| is_first(field)).map(|field| head_row(view, field, dispatch)) }
                </div>
                { tabs(view, &tab) }
                { body(props, &tab, &walk, &go, &to_place.reform(SourcePlace::line)) }
            </div>
            <Desk typeset={view.typeset.clone()} proof={view.proof.clone()} error={view.error.clone()} {to_place} />
            { question(view, dispatch, &asking, &tab) }
        </div>
    }
}

/// How far one has walked through the findings.
#[derive(Clone, PartialEq)]
struct Walk {
    /// The finding one stands at.
    at: Option<Finding>,
    /// The one that follows, by its place in the list: it stays valid when the one before was put right.
    next: usize,
}

/// Goes to a finding: its characters are selected in the text or in the field.
fn go_to(
    tab: &UseStateHandle<Tab>,
    walk: &UseStateHandle<Walk>,
    props: &PageProps<LetterPage>,
) -> Callback<ProofItem> {
    let (tab, walk, proof) = (tab.clone(), walk.setter(), props.view.proof.clone());
    Callback::from(move |item: ProofItem| {
        let at = proof.items.iter().position(|other| other.finding == item.finding).unwrap_or_default();
        walk.set(Walk { at: Some(item.finding.clone()), next: at + 1 });
        match &item.finding.place {
            Place::Text { line, range } => {
                if !matches!(*tab, Tab::Text | Tab::Proof) {
                    tab.set(Tab::Proof);
                }
                desk::put_caret(SourcePlace { line: *line as usize, what: What::Words(*range) });
            }
            Place::Head { key, range, .. } => {
                if !fields::FIRST.contains(key) {
                    tab.set(Tab::Head);
                }
                desk::select_field(format!("head-{key}"), item.field_line + 1, *range);
            }
            Place::Page { number } => {
                tab.set(Tab::Proof);
                desk::show_page(*number);
            }
            Place::Whole => tab.set(Tab::Proof),
        }
    })
}

/// Lets a command through, or asks first while errors are left.
fn ask_first(
    view: &LetterPage,
    dispatch: &Callback<Command>,
    asking: &UseStateHandle<Option<Command>>,
) -> Callback<Command> {
    let (clean, dispatch, asking) = (view.proof.errors == 0, dispatch.clone(), asking.setter());
    Callback::from(move |command: Command| {
        if clean && command != REVOKES { dispatch.emit(command) } else { asking.set(Some(command)) }
    })
}

fn question(
    view: &LetterPage,
    dispatch: &Callback<Command>,
    asking: &UseStateHandle<Option<Command>>,
    tab: &UseStateHandle<Tab>,
) -> Html {
    let Some(command) = &**asking else { return html! {} };
    let (dispatch, set, command) = (dispatch.clone(), asking.setter(), command.clone());
    let yes = if command == Command::ExportDocx { "proof.ask_export" } else { "proof.ask_issue" };
    let on_yes = {
        let set = set.clone();
        Callback::from(move |()| {
            set.set(None);
            dispatch.emit(command.clone());
        })
    };
    if **asking == Some(REVOKES) {
        let on_close = Callback::from(move |()| set.set(None));
        let title = text("letter.revoke");
        return html! { <Confirm {title} message={text("letter.revoke_ask")} yes={title} {on_yes} {on_close} /> };
    }
    let tab = tab.setter();
    let on_back = Callback::from(move |()| {
        set.set(None);
        tab.set(Tab::Proof);
    });
    html! { <AskErrors proof={view.proof.clone()} yes={text(yes)} {on_yes} {on_back} /> }
}

/// The list in which the document stands.
fn back(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    if view.received {
        link(dispatch, Route::Received, text("nav.received").into())
    } else {
        link(dispatch, Route::Letters, text("letters.back").into())
    }
}

fn head_line(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <header class="letter-head">
            <p class="crumb">{ back(view, dispatch) }</p>
            <h1>{ &view.name }{ badge(&view.state) }</h1>
            { origin(&view.origin, "origin.by") }
        </header>
    }
}

fn actions(view: &LetterPage, dispatch: &Callback<Command>, ask: &Callback<Command>) -> Html {
    let event = |event: LetterEvent| Command::Letter(event);
    html! {
        <div class="letter-actions" role="toolbar" aria-label={text("list.actions")}>
            <button type="button" class="button primary" onclick={act(ask, Command::ExportDocx)}>{ text("letter.export") }</button>
            <button type="button" class="button" onclick={act(dispatch, Command::Print)}>{ text("letter.print") }</button>
            <button type="button" class="button" id="export-masked" title={text("masked.about")}
                onclick={act(ask, Command::ExportMasked(Masked::Letter))}>{ text("masked.export") }</button>
            if view.editable {
                if view.has_data {
                    <button type="button" class={classes!("button", view.stale.then_some("fresh"))} title={text("letter.refresh_about")}
                        onclick={act(dispatch, Command::LetterRefresh)}>{ text("letter.refresh") }</button>
                }
                // Once done it stays where it is: what comes after it must not move under the hand.
                <button type="button" class="button" disabled={!view.can_approve} onclick={act(ask, event(LetterEvent::Approve))}>{ text("letter.approve") }</button>
                <button type="button" class="button" onclick={act(ask, event(LetterEvent::Issue { numbered: false }))}>{ text("letter.issue") }</button>
            }
            if let Some((unit, waits)) = &view.send_to {
                <button type="button" id="send-to" class={classes!("button", waits.then_some("fresh"))} title={text("send.letter_about")}
                    onclick={act(dispatch, Command::AskHandOut(HandOut::Feedback(unit.clone())))}>{ text("next.send") }</button>
            }
            if view.own && (!view.editable || !view.can_approve) {
                <button type="button" class="button" onclick={act(if view.editable { dispatch } else { ask }, event(LetterEvent::Reopen))}>{ text(if view.editable { "letter.reopen" } else { "letter.revoke" }) }</button>
            }
        </div>
    }
}

/// What the writer must know: the data changed, it is issued already, what could not be taken along or printed.
fn notes(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <>
            if view.stale && view.editable {
                <p class="letter-note"><span class="badge warn">{ text("letter.stale_tag") }</span>{ text("letter.stale") }
                    <button type="button" class="link" onclick={act(dispatch, Command::LetterRefresh)}>{ text("letter.refresh") }</button></p>
            }
            if !view.editable {
                <p class="letter-note muted">{ text(if view.own { "letter.issued_locked" } else { "letter.received" }) }
                    if view.received { { " " }{ link(dispatch, Route::Rectification, text("nav.rectification").into()) } }
                </p>
            }
            { for view.dropped.iter().map(|dropped| html! {
                <p class="letter-note"><span class="badge bad">{ text("letter.dropped_tag") }</span>{ dropped }</p>
            }) }
            { for view.days.iter().map(|days| html! {
                <p class="letter-note"><span class="badge warn">{ text("workdays.tag") }</span>{ days }</p>
            }) }
            { for view.doubts.iter().map(|doubt| html! {
                <p class="letter-note"><span class="badge warn">{ text("letter.doubt_tag") }</span>{ doubt }</p>
            }) }
            { for view.imported.iter().map(|imported| html! {
                <p class="letter-note"><span class="badge warn">{ text("letter.import_tag") }</span>{ imported }</p>
            }) }
        </>
    }
}

/// The lower half. The text stays in view beside the findings, so that one sees what one corrects.
fn body(
    props: &PageProps<LetterPage>,
    tab: &UseStateHandle<Tab>,
    walk: &UseStateHandle<Walk>,
    go: &Callback<ProofItem>,
    to_line: &Callback<usize>,
) -> Html {
    let PageProps { view, dispatch } = props;
    let hidden = |this: Tab| (**tab != this).then_some("hidden");
    let writing = matches!(**tab, Tab::Text | Tab::Proof);
    html! {
        <>
            <Writing view={view.clone()} class={classes!((!writing).then_some("hidden"), (**tab == Tab::Proof).then_some("short"))}
                to_line={to_line.clone()} dispatch={dispatch.clone()} />
            if **tab == Tab::Proof {
                <ProofList proof={view.proof.clone()} at={walk.at.clone()} editable={view.editable} on_go={go.clone()} dispatch={dispatch.clone()} />
            }
            <div role="tabpanel" id={panel_id(Tab::Inputs)} aria-labelledby={tab_id(Tab::Inputs)} class={classes!("letter-rows", hidden(Tab::Inputs))}>
                <p class="muted">{ text("letter.inputs_about") }</p>
                { for view.inputs.iter().map(|field| input_row(view, field, dispatch)) }
            </div>
            <div role="tabpanel" id={panel_id(Tab::Head)} aria-labelledby={tab_id(Tab::Head)} class={classes!("letter-rows", hidden(Tab::Head))}>
                <fields::Others view={view.clone()} dispatch={dispatch.clone()} />
            </div>
        </>
    }
}
