//! A place to drop files and folders on, with buttons for those who would rather choose them.

pub(crate) mod gather;

use gather::Chosen;
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, HtmlInputElement};
use yew::prelude::*;

/// A drop zone.
#[derive(Properties, PartialEq)]
pub(crate) struct FileDropProps {
    /// What to do here.
    pub(crate) title: &'static str,
    /// Which files belong here.
    #[prop_or_default]
    pub(crate) hint: &'static str,
    /// File types, as an input's `accept`; empty takes all.
    #[prop_or_default]
    pub(crate) accept: &'static str,
    /// Whether folders and several files make sense.
    #[prop_or(true)]
    pub(crate) many: bool,
    /// Called before the first file of a batch.
    #[prop_or_default]
    pub(crate) on_begin: Callback<()>,
    /// Called for each file, with its name and content.
    pub(crate) on_file: Callback<(String, Vec<u8>)>,
}

/// How far a batch is: files read and files in all; `None` when nothing is being read.
type Progress = Option<(usize, usize)>;

/// The drop zone.
#[component]
pub(crate) fn FileDrop(props: &FileDropProps) -> Html {
    let over = use_state_eq(|| false);
    let progress = use_state_eq(|| Progress::None);
    let take = {
        let (on_begin, on_file, progress) =
            (props.on_begin.clone(), props.on_file.clone(), progress.setter());
        Callback::from(move |chosen: Chosen| {
            let (on_begin, on_file, progress) = (on_begin.clone(), on_file.clone(), progress.clone());
            spawn_local(async move { read_all(chosen, &on_begin, &on_file, &progress).await });
        })
    };
    let dragging = |on: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            if gather::holds_files(&event) {
                event.prevent_default();
                over.set(on);
            }
        })
    };
    let ondrop = {
        let (over, take) = (over.setter(), take.clone());
        Callback::from(move |event: DragEvent| {
            if gather::holds_files(&event) {
                event.prevent_default();
                event.stop_propagation();
                over.set(false);
                take.emit(gather::dropped(&event));
            }
        })
    };
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        take.emit(gather::chosen(&input));
        // The same file can be chosen again, for instance after it was mended.
        input.set_value("");
    });
    html! {
        <div class={classes!("drop", over.then_some("over"))} {ondrop}
            ondragover={dragging(true)} ondragenter={dragging(true)} ondragleave={dragging(false)}>
            <p class="drop-title">{ props.title }</p>
            if !props.hint.is_empty() { <p class="drop-hint">{ props.hint }</p> }
            { choices(props, &onchange) }
            { reading(*progress) }
        </div>
    }
}

fn choices(props: &FileDropProps, onchange: &Callback<Event>) -> Html {
    let many = props.many;
    html! {
        <p class="drop-choices">
            <label class="drop-choice">
                <input type="file" multiple={many} accept={props.accept} onchange={onchange.clone()} />
                <span>{ text("drop.choose") }</span>
            </label>
            if many {
                <label class="drop-choice">
                    <input type="file" multiple=true webkitdirectory=true onchange={onchange.clone()} />
                    <span>{ text("drop.folder") }</span>
                </label>
            }
        </p>
    }
}

fn reading(progress: Progress) -> Html {
    let Some((done, all)) = progress else { return html! {} };
    let facts = [("done", done.to_string()), ("all", all.to_string())];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    html! {
        <p class="drop-progress" role="status">
            { text_with("drop.reading", &facts) }
            <progress value={done.to_string()} max={all.to_string()} />
        </p>
    }
}

/// Reads one file after the other, so that a folder of a thousand never stands in memory at once.
async fn read_all(
    chosen: Chosen,
    on_begin: &Callback<()>,
    on_file: &Callback<(String, Vec<u8>)>,
    progress: &UseStateSetter<Progress>,
) {
    let files = chosen.files().await;
    if files.is_empty() {
        return;
    }
    on_begin.emit(());
    let all = files.len();
    for (done, (name, file)) in files.into_iter().enumerate() {
        if all > 1 {
            progress.set(Some((done, all)));
            gather::breathe().await;
        }
        // A file that cannot be read is told about like one that is empty: by name, as refused.
        let bytes = gather::read(&file).await.unwrap_or_default();
        on_file.emit((name, bytes));
    }
    progress.set(None);
}
