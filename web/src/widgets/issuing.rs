//! The question before a letter is issued that something speaks against.

use app::Command;
use app::view::Issuing;
use templates::text;
use yew::prelude::*;

use crate::widgets::dialog::Dialog;

/// The question.
#[derive(Properties, PartialEq)]
pub(crate) struct AskIssueProps {
    /// The letter, and what speaks against issuing it.
    pub(crate) asked: Issuing,
    /// Where commands go.
    pub(crate) dispatch: Callback<Command>,
}

/// The question: everything that speaks against it, and both ways open.
#[component]
pub(crate) fn AskIssue(props: &AskIssueProps) -> Html {
    let leave = props.dispatch.reform(|()| Command::LeaveIssue);
    let anyway = props.dispatch.reform(|_: MouseEvent| Command::IssueAnyway);
    html! {
        <Dialog title={text("issue.title")} class="ask-errors" on_close={leave.clone()}>
            <p>{ text("issue.ask") }</p>
            <ul>{ for props.asked.doubts.iter().map(|doubt| html! { <li>{ &doubt.words }</li> }) }</ul>
            <div class="dialog-buttons">
                <button type="button" class="button" id="issue-anyway" onclick={anyway}>{ text("issue.anyway") }</button>
                <button type="button" class="button primary" autofocus=true onclick={leave.reform(|_: MouseEvent| ())}>{ text("issue.back") }</button>
            </div>
        </Dialog>
    }
}
