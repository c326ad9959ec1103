//! A text field that never waits for the application, so typing stays fast and an input method undisturbed.
//!
//! The browser keeps the text; it is reported a moment after the last key, and at once when the field loses focus.
//! A text that comes from elsewhere (undo, a refreshed draft) replaces what is shown.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::looking_on::use_looking_on;

/// Pause after the last key before a text is reported, in milliseconds.
const PAUSE_MS: u32 = 150;
/// The same for a date, whose half-typed years are dates too.
const DATE_PAUSE_MS: u32 = 900;

/// A text field.
#[derive(Properties, PartialEq)]
pub(crate) struct EditProps {
    /// `text`, `date`, `long`, `title` (a long line, perhaps broken by hand) or `list` (one name per line).
    #[prop_or("text")]
    pub(crate) kind: &'static str,
    /// Element id, for the label.
    #[prop_or_default]
    pub(crate) id: AttrValue,
    /// Text as the application knows it.
    pub(crate) value: AttrValue,
    /// Reports the text.
    pub(crate) on_edit: Callback<String>,
    /// Class names.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Whether it can only be read.
    #[prop_or_default]
    pub(crate) readonly: bool,
    /// Name for screen readers when no label stands beside it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// Id of the element that says what is wrong with the text.
    #[prop_or_default]
    pub(crate) told: Option<AttrValue>,
    /// The element, for those who move its caret.
    #[prop_or_default]
    pub(crate) node: NodeRef,
}

/// What was last told to the application, and the report that waits.
#[derive(Default)]
struct Pending {
    told: String,
    timer: Option<Timeout>,
}

type Shared = Rc<RefCell<Pending>>;

/// The field.
#[component]
pub(crate) fn Edit(props: &EditProps) -> Html {
    let pending: Shared = use_mut_ref(Pending::default);
    use_effect_with((props.value.clone(), props.node.clone()), {
        let pending = Rc::clone(&pending);
        move |(value, node)| show(&pending, node, value)
    });
    let latest = use_mut_ref(|| props.on_edit.clone());
    latest.replace(props.on_edit.clone());
    let pause = if props.kind == "date" { DATE_PAUSE_MS } else { PAUSE_MS };
    let later = {
        let (pending, node, latest) = (Rc::clone(&pending), props.node.clone(), Rc::clone(&latest));
        Callback::from(move |()| wait(&pending, &node, &latest, pause))
    };
    // Yew has no listener for the end of a composition, and old kernels send no input event after it.
    use_effect_with(props.node.clone(), {
        let later = later.clone();
        move |node| {
            let listener = node
                .cast::<HtmlElement>()
                .map(|element| EventListener::new(&element, "compositionend", move |_| later.emit(())));
            move || drop(listener)
        }
    });
    let oninput = Callback::from(move |event: InputEvent| {
        if !event.is_composing() {
            later.emit(());
        }
    });
    let onblur = {
        let (pending, node) = (Rc::clone(&pending), props.node.clone());
        Callback::from(move |_: FocusEvent| report(&pending, &node, &latest))
    };
    draw(props, use_looking_on() || props.readonly, oninput, onblur)
}

fn draw(
    props: &EditProps,
    readonly: bool,
    oninput: Callback<InputEvent>,
    onblur: Callback<FocusEvent>,
) -> Html {
    let id = (!props.id.is_empty()).then(|| props.id.clone());
    let class = props.class.clone();
    let (label, told) = (props.label.clone(), props.told.clone());
    match props.kind {
        "long" | "list" | "title" => {
            let lines = props.value.lines().count().clamp(1, 6);
            let rows = match props.kind {
                "long" => lines.max(3),
                "title" => lines.max(2),
                _ => lines,
            };
            html! {
                <textarea ref={props.node.clone()} {id} {class} {readonly} rows={rows.to_string()}
                    aria-label={label} aria-describedby={told} spellcheck="false" {oninput} {onblur} />
            }
        }
        kind => {
            let kind = if kind == "date" { "date" } else { "text" };
            html! {
                <input ref={props.node.clone()} type={kind} {id} {class} {readonly} aria-label={label} aria-describedby={told}
                    autocomplete="off" spellcheck="false" {oninput} {onblur} />
            }
        }
    }
}

/// Shows a text unless it is the one this field reported itself.
fn show(pending: &Shared, node: &NodeRef, value: &str) {
    let mut pending = pending.borrow_mut();
    if pending.told == value && !value.is_empty() {
        return;
    }
    if read(node) != value {
        write(node, value);
        pending.timer = None;
    }
    value.clone_into(&mut pending.told);
}

/// Reports after a pause without further keys.
fn wait(pending: &Shared, node: &NodeRef, on_edit: &Rc<RefCell<Callback<String>>>, pause: u32) {
    let (shared, node, on_edit) = (Rc::clone(pending), node.clone(), Rc::clone(on_edit));
    pending.borrow_mut().timer = Some(Timeout::new(pause, move || report(&shared, &node, &on_edit)));
}

/// Reports the text unless it was reported already.
fn report(pending: &Shared, node: &NodeRef, on_edit: &Rc<RefCell<Callback<String>>>) {
    let text = read(node);
    {
        let mut pending = pending.borrow_mut();
        pending.timer = None;
        if pending.told == text {
            return;
        }
        pending.told.clone_from(&text);
    }
    let on_edit = on_edit.borrow().clone();
    on_edit.emit(text);
}

fn read(node: &NodeRef) -> String {
    let long = node.cast::<HtmlTextAreaElement>().map(|area| area.value());
    long.or_else(|| node.cast::<HtmlInputElement>().map(|input| input.value())).unwrap_or_default()
}

fn write(node: &NodeRef, value: &str) {
    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        area.set_value(value);
    } else if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(value);
    }
}
