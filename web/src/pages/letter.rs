//! One document: fields and text at the left, its exact pages at the right.

mod desk;
mod print;

use app::ledger::life::LetterEvent;
use app::view::{HeadField, LetterPage};
use app::{Command, Route};
use desk::Desk;
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::edit::Edit;
use crate::widgets::link::{act, link};

/// Fields that always stand above the text: a reader looks at them first.
const FIRST: [&str; 3] = ["title", "addressees", "document_number"];

/// What the lower half of the editor shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Text,
    Inputs,
    Head,
}

/// The page.
#[component]
pub(crate) fn Letter(props: &PageProps<LetterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let text_node = use_node_ref();
    let tab = use_state_eq(|| Tab::Text);
    let to_line = {
        let (tab, node) = (tab.setter(), text_node.clone());
        Callback::from(move |line: usize| {
            tab.set(Tab::Text);
            desk::put_caret(&node, line);
        })
    };
    html! {
        <div class="letter" key={view.id.to_string()}>
            <div class="letter-edit">
                { head_line(view, dispatch) }
                { actions(view, dispatch) }
                { notes(view, dispatch) }
                <div class="letter-first">{ for fields(&view.head, true).map(|field| head_row(view, field, dispatch)) }</div>
                { tabs(view, &tab) }
                { body(view, *tab, &text_node, dispatch) }
            </div>
            <Desk typeset={view.typeset.clone()} error={view.error.clone()} {to_line} />
        </div>
    }
}

fn head_line(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <header class="letter-head">
            <p class="crumb">{ link(dispatch, Route::Letters, text("letters.back").into()) }</p>
            <h1>{ &view.name }{ badge(&view.state) }</h1>
        </header>
    }
}

fn actions(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    let event = |event: LetterEvent| act(dispatch, Command::Letter(event));
    html! {
        <div class="letter-actions" role="toolbar" aria-label={text("list.actions")}>
            <button type="button" class="button primary" onclick={act(dispatch, Command::ExportDocx)}>{ text("letter.export") }</button>
            <button type="button" class="button" onclick={act(dispatch, Command::Print)}>{ text("letter.print") }</button>
            if view.editable {
                <button type="button" class={classes!("button", view.stale.then_some("fresh"))} title={text("letter.refresh_about")}
                    onclick={act(dispatch, Command::LetterRefresh)}>{ text("letter.refresh") }</button>
                if view.can_approve {
                    <button type="button" class="button" onclick={event(LetterEvent::Approve)}>{ text("letter.approve") }</button>
                }
                <button type="button" class="button" onclick={event(LetterEvent::Issue { numbered: false })}>{ text("letter.issue") }</button>
            }
            if !view.editable || !view.can_approve {
                <button type="button" class="button" onclick={event(LetterEvent::Reopen)}>{ text("letter.reopen") }</button>
            }
        </div>
    }
}

/// What the writer must know: the data changed, it is issued already, characters that cannot be printed.
fn notes(view: &LetterPage, dispatch: &Callback<Command>) -> Html {
    html! {
        <>
            if view.stale && view.editable {
                <p class="letter-note"><span class="badge warn">{ text("letter.stale_tag") }</span>{ text("letter.stale") }
                    <button type="button" class="link" onclick={act(dispatch, Command::LetterRefresh)}>{ text("letter.refresh") }</button></p>
            }
            if !view.editable {
                <p class="letter-note muted">{ text("letter.issued_locked") }</p>
            }
            { for view.dropped.iter().map(|dropped| html! {
                <p class="letter-note"><span class="badge bad">{ text("letter.dropped_tag") }</span>{ dropped }</p>
            }) }
        </>
    }
}

/// Head fields, either those above the text or the others, in the order people fill them.
fn fields(head: &[HeadField], first: bool) -> impl Iterator<Item = &HeadField> {
    head.iter().filter(move |field| FIRST.contains(&field.key.as_str()) == first)
}

fn head_row(view: &LetterPage, field: &HeadField, dispatch: &Callback<Command>) -> Html {
    let key = field.key.clone();
    let on_edit = dispatch.reform(move |value| Command::LetterHead { key: key.clone(), value });
    row(view, field, "head", on_edit)
}

fn input_row(view: &LetterPage, field: &HeadField, dispatch: &Callback<Command>) -> Html {
    let id = field.key.clone();
    let on_edit = dispatch.reform(move |value| Command::LetterInput { id: id.clone(), value });
    row(view, field, "input", on_edit)
}

fn row(view: &LetterPage, field: &HeadField, group: &str, on_edit: Callback<String>) -> Html {
    let id = format!("{group}-{}", field.key);
    let hint = (field.kind == "list" && field.value.contains('\n')).then(|| text("letter.one_per_line"));
    let kind = if field.key == "title" { "title" } else { field.kind };
    html! {
        <div class="row" key={id.clone()}>
            <label for={id.clone()} title={hint}>{ &field.label }</label>
            <Edit {kind} {id} class="input" value={field.value.clone()} readonly={!view.editable} {on_edit} />
        </div>
    }
}

fn tabs(view: &LetterPage, tab: &UseStateHandle<Tab>) -> Html {
    let others = fields(&view.head, false).count();
    let button = |this: Tab, label: String| {
        let setter = tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(this));
        let on = **tab == this;
        html! {
            <button type="button" role="tab" aria-selected={on.to_string()} class={classes!("tab", on.then_some("on"))} {onclick}>{ label }</button>
        }
    };
    html! {
        <div class="tabs" role="tablist">
            { button(Tab::Text, text("letter.tab_text").to_owned()) }
            if !view.inputs.is_empty() {
                { button(Tab::Inputs, text_with("letter.tab_inputs", &[("count", &view.inputs.len().to_string())])) }
            }
            { button(Tab::Head, text_with("letter.tab_head", &[("count", &others.to_string())])) }
        </div>
    }
}

fn body(view: &LetterPage, tab: Tab, node: &NodeRef, dispatch: &Callback<Command>) -> Html {
    let hidden = |this: Tab| (tab != this).then_some("hidden");
    let on_edit = dispatch.reform(Command::LetterText);
    html! {
        <>
            <Edit kind="long" id="letter-text" class={classes!("letter-text", hidden(Tab::Text))} value={view.text.clone()} node={node.clone()}
                label={text("letter.tab_text")} readonly={!view.editable} {on_edit} />
            if tab == Tab::Text {
                <p class="letter-help muted">{ text("letter.grammar") }</p>
            }
            <div class={classes!("letter-rows", hidden(Tab::Inputs))}>
                <p class="muted">{ text("letter.inputs_about") }</p>
                { for view.inputs.iter().map(|field| input_row(view, field, dispatch)) }
            </div>
            <div class={classes!("letter-rows", hidden(Tab::Head))}>
                { for fields(&view.head, false).map(|field| head_row(view, field, dispatch)) }
            </div>
        </>
    }
}
