//! The place where files come in: a drop zone that hands everything to the application.

use app::Command;
use templates::text;
use yew::prelude::*;

use crate::widgets::file_drop::FileDrop;

/// Where commands go.
#[derive(Properties, PartialEq)]
pub(crate) struct TakeInProps {
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
    /// What files may come, in words.
    pub(crate) hint: &'static str,
}

/// The drop zone for exchange files.
#[component]
pub(crate) fn TakeIn(props: &TakeInProps) -> Html {
    let on_begin = props.dispatch.reform(|()| Command::ClearInbox);
    let on_file = props.dispatch.reform(|(name, bytes)| Command::TakeIn { name, bytes, passphrase: None });
    html! { <FileDrop title={text("drop.title")} hint={props.hint} {on_begin} {on_file} /> }
}
