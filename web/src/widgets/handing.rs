//! The question how a file for a unit is to be protected, with what it will hold.

use app::view::Handing;
use app::{Command, Protection};
use templates::text;
use yew::prelude::*;

use crate::widgets::dialog::Dialog;
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
    html! {
        <Dialog title={props.asked.title.clone()} on_close={leave.clone()}>
            <p>{ props.asked.about }</p>
            if !props.asked.holds.is_empty() {
                <ul id="to-send">{ for props.asked.holds.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                <Protect office_key=false to_office=false plain_first=false action={text("send.make")} {on_choose} />
            }
            <p class="dialog-cancel"><button type="button" class="link" onclick={leave.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button></p>
        </Dialog>
    }
}
