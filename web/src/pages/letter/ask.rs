//! A question before a document with errors leaves: how many, the first of them, and both ways open.

use std::rc::Rc;

use app::proof::Severity;
use app::view::Proof;
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;

/// Findings named in the question.
const NAMED: usize = 4;

/// The question.
#[derive(Properties, PartialEq)]
pub(super) struct AskProps {
    /// What was found.
    pub(super) proof: Rc<Proof>,
    /// Words on the button that goes on.
    pub(super) yes: AttrValue,
    /// Goes on.
    pub(super) on_yes: Callback<()>,
    /// Goes back to the findings.
    pub(super) on_back: Callback<()>,
}

/// The question.
#[component]
pub(super) fn AskErrors(props: &AskProps) -> Html {
    let yes = props.on_yes.reform(|_: MouseEvent| ());
    let back = props.on_back.reform(|_: MouseEvent| ());
    let errors = props.proof.items.iter().filter(|item| item.finding.severity == Severity::Error);
    html! {
        <Dialog title={text("proof.ask_title")} class="ask-errors" on_close={props.on_back.clone()}>
            <p>{ text_with("proof.ask", &[("count", &props.proof.errors.to_string())]) }</p>
            <ul>{ for errors.take(NAMED).map(|item| html! { <li><b>{ &item.place }</b>{ &item.finding.message }</li> }) }</ul>
            <div class="dialog-buttons">
                <button type="button" class="button" id="ask-go-on" onclick={yes}>{ &props.yes }</button>
                <button type="button" class="button primary" autofocus=true onclick={back}>{ text("proof.ask_back") }</button>
            </div>
        </Dialog>
    }
}
