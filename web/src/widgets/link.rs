//! Links to places in the app, with an address of their own so that they can be copied and opened in a tab.

use app::{Command, Route};
use yew::prelude::*;

/// A link to a place.
pub(crate) fn link(dispatch: &Callback<Command>, route: Route, content: Html) -> Html {
    let address = format!("#{}", route.address());
    html! { <a class="link" href={address} onclick={go(dispatch, route)}>{ content }</a> }
}

/// Goes to a place instead of letting the browser follow the address.
pub(crate) fn go(dispatch: &Callback<Command>, route: Route) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        // A click with a modifier opens a new tab, as everywhere on the web.
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        dispatch.emit(Command::Go(route.clone()));
    })
}

/// A click that carries out a command.
pub(crate) fn act(dispatch: &Callback<Command>, command: Command) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| dispatch.emit(command.clone()))
}
