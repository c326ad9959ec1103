//! The question before the first files of senders are taken in: one for all files that came together.

use app::Command;
use app::view::FirstFile;
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;
use crate::widgets::link::act;

/// The question.
#[derive(Properties, PartialEq)]
pub(crate) struct AskFirstProps {
    /// Files it is about.
    pub(crate) files: Vec<FirstFile>,
    /// Where commands go.
    pub(crate) dispatch: Callback<Command>,
}

/// The question. Each file can be left; those that are still there when somebody agrees are taken in.
#[component]
pub(crate) fn AskFirst(props: &AskFirstProps) -> Html {
    let AskFirstProps { files, dispatch } = props;
    let later = dispatch.reform(|()| Command::AskLater);
    let take = {
        let (files, dispatch) = (files.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            for file in &files {
                dispatch.emit(Command::Accept(file.digest.clone()));
            }
        })
    };
    html! {
        <Dialog title={text("first.title")} class="wide ask-first" on_close={later.clone()}>
            <p>{ text("first.ask") }</p>
            <ul class="first-files">{ for files.iter().map(|file| row(file, dispatch)) }</ul>
            <div class="dialog-buttons">
                <button type="button" class="button" onclick={later.reform(|_: MouseEvent| ())}>{ text("first.later") }</button>
                <button type="button" class="button primary" id="first-take" onclick={take}>{ text("first.take") }</button>
            </div>
        </Dialog>
    }
}

fn row(file: &FirstFile, dispatch: &Callback<Command>) -> Html {
    let leave = act(dispatch, Command::Leave(file.digest.clone()));
    let print = if file.fingerprint.is_empty() { text("first.unsigned") } else { &file.fingerprint };
    html! {
        <li key={file.digest.clone()}>
            <div>
                <b>{ text_with("first.who", &[("who", &file.who)]) }</b>
                <small class="muted">{ &file.file }</small>
            </div>
            <div>{ text("first.print") }<code>{ print }</code></div>
            <div>{ text_with("first.does", &[("does", &file.does)]) }</div>
            <button type="button" class="button" onclick={leave}>{ text("inbox.leave") }</button>
        </li>
    }
}
