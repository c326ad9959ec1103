//! A team whose book began from a pack says what it is called and who keeps its records.

use app::Command;
use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;

/// What the question gets.
#[derive(Properties, PartialEq)]
pub(crate) struct NameTeamProps {
    /// Name of the team as far as it is known.
    pub(crate) organ: String,
    /// Name of the person as far as it is known.
    pub(crate) person: String,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
    /// Leaves it for later.
    pub(crate) on_close: Callback<()>,
}

/// The question.
#[component]
pub(crate) fn NameTeam(props: &NameTeamProps) -> Html {
    let (organ, person) = (use_node_ref(), use_node_ref());
    // Put in once: a value drawn with the page would overwrite what is being typed whenever the page is drawn again.
    use_effect_with((organ.clone(), person.clone()), {
        let known = [props.organ.clone(), props.person.clone()];
        move |(organ, person)| {
            for (node, known) in [organ, person].into_iter().zip(known) {
                if let Some(input) = node.cast::<HtmlInputElement>() {
                    input.set_value(&known);
                }
            }
        }
    });
    let onsubmit = {
        let (organ, person, dispatch) = (organ.clone(), person.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let value = |node: &NodeRef| {
                node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
            };
            dispatch.emit(Command::NameTeam { organ: value(&organ), person: value(&person) });
        })
    };
    html! {
        <Dialog title={text("team.names_title")} on_close={props.on_close.clone()}>
            <form class="begin-form" id="name-team" {onsubmit}>
                <p class="muted">{ text("team.names_about") }</p>
                <label for="team-organ">{ text("welcome.team_name") }</label>
                <input ref={organ} id="team-organ" class="input" type="text" autocomplete="off" required=true autofocus=true />
                <label for="team-person">{ text("team.recorder") }</label>
                <input ref={person} id="team-person" class="input" type="text" autocomplete="off" required=true />
                <div class="dialog-buttons">
                    <button type="button" class="button" id="name-later" onclick={props.on_close.reform(|_: MouseEvent| ())}>{ text("team.names_later") }</button>
                    <button type="submit" class="button primary">{ text("team.names_save") }</button>
                </div>
            </form>
        </Dialog>
    }
}
