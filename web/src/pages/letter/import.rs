//! 导入文字 and 插入图片: files are chosen, and a text that stands there already is replaced only after a question.

use app::Command;
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::widgets::decode;
use crate::widgets::dialog::Confirm;
use crate::widgets::file_drop::gather;

/// Where the text goes.
#[derive(Properties, PartialEq)]
pub(super) struct ImportProps {
    /// Whether there is a text that would be replaced.
    pub(super) filled: bool,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// The buttons.
#[component]
pub(super) fn Import(props: &ImportProps) -> Html {
    let waiting = use_state(|| None::<(String, Vec<u8>)>);
    let onchange = {
        let (filled, dispatch, waiting) = (props.filled, props.dispatch.clone(), waiting.setter());
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            let chosen = gather::chosen(&input);
            // The same file can be chosen again, for instance after it was mended.
            input.set_value("");
            let (dispatch, waiting) = (dispatch.clone(), waiting.clone());
            spawn_local(async move {
                let Some((name, file)) = chosen.files().await.into_iter().next() else { return };
                // A file that cannot be read is refused by name, like one that is empty.
                let mut bytes = gather::read(&file).await.unwrap_or_default();
                if name.to_lowercase().ends_with(".txt") {
                    bytes = decode::text(&bytes).into_bytes();
                }
                if filled {
                    waiting.set(Some((name, bytes)));
                } else {
                    dispatch.emit(Command::ImportText { name, bytes });
                }
            });
        })
    };
    let onpicture = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            let chosen = gather::chosen(&input);
            input.set_value("");
            let dispatch = dispatch.clone();
            spawn_local(async move {
                for (name, file) in chosen.files().await {
                    let bytes = gather::read(&file).await.unwrap_or_default();
                    dispatch.emit(Command::AddPicture { name, bytes });
                }
            });
        })
    };
    html! {
        <>
            <label class="import" title={text("letter.picture_about")}>
                <input type="file" id="add-picture" accept=".png,.jpg,.jpeg" multiple=true onchange={onpicture} />
                <span class="link">{ text("letter.picture") }</span>
            </label>
            <label class="import">
                <input type="file" id="import-text" accept=".docx,.txt" {onchange} />
                <span class="link">{ text("letter.import") }</span>
            </label>
            { question(&waiting, &props.dispatch) }
        </>
    }
}

fn question(waiting: &UseStateHandle<Option<(String, Vec<u8>)>>, dispatch: &Callback<Command>) -> Html {
    let Some((name, bytes)) = &**waiting else { return html! {} };
    let close = {
        let waiting = waiting.setter();
        Callback::from(move |()| waiting.set(None))
    };
    let on_yes = {
        let (dispatch, close, name, bytes) = (dispatch.clone(), close.clone(), name.clone(), bytes.clone());
        Callback::from(move |()| {
            close.emit(());
            dispatch.emit(Command::ImportText { name: name.clone(), bytes: bytes.clone() });
        })
    };
    html! {
        <Confirm title={text("letter.import")} message={text_with("letter.import_ask", &[("file", name)])}
            yes={text("letter.import_yes")} {on_yes} on_close={close} />
    }
}
