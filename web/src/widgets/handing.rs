//! The question how a file that leaves is to be protected, with what it will hold.

use app::view::Handing;
use app::{Command, Protection};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;
use crate::widgets::link::act;
use crate::widgets::protect::Protect;

/// The question.
#[derive(Properties, PartialEq)]
pub(crate) struct AskHandOutProps {
    /// The file, and what it will hold.
    pub(crate) asked: Handing,
    /// Where commands go.
    pub(crate) dispatch: Callback<Command>,
}

/// The question: what the file holds, and the ways of protecting it.
#[component]
pub(crate) fn AskHandOut(props: &AskHandOutProps) -> Html {
    let leave = props.dispatch.reform(|()| Command::LeaveHandOut);
    let what = props.asked.what.clone();
    let on_choose = props
        .dispatch
        .reform(move |protection: Protection| Command::HandOut { what: what.clone(), protection });
    let asked = &props.asked;
    html! {
        <Dialog title={asked.title.clone()} on_close={leave.clone()}>
            if !asked.proposed_days.is_empty() {
                <div class="callout warn" role="status">
                    <p>{ text_with("round.task_ask", &[("days", &asked.proposed_days)]) }</p>
                    <button type="button" class="button" id="confirm-days-first" autofocus=true
                        onclick={act(&props.dispatch, Command::ConfirmDays)}>{ text("round.confirm_days") }</button>
                </div>
            }
            <p>{ asked.about }</p>
            if !asked.holds.is_empty() {
                <ul id="to-send">{ for asked.holds.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            }
            if asked.ready {
                <Protect office_key=false to_office=false plain_first={asked.plain_first} action={asked.action} {on_choose} />
            }
            <p class="dialog-cancel"><button type="button" class="link" onclick={leave.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button></p>
        </Dialog>
    }
}
