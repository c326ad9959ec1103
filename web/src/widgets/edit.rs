//! The one control that texts of the book are typed into, in forms and in documents.
//!
//! The browser keeps the text while it is typed, so typing never waits for the application and an input method is never
//! disturbed; `typing.rs` says when it is reported. A text that comes from elsewhere (undo, a refreshed draft) replaces
//! what is shown, with the caret where it differs.

mod show;
mod typing;

use std::rc::Rc;

use app::Command;
use app::stretch::How;
use gloo::events::EventListener;
use typing::{Control, Way};
use web_sys::Element;
use yew::prelude::*;

use super::looking_on::use_looking_on;
pub(crate) use show::fit_all;

/// A text field.
#[derive(Properties, PartialEq)]
pub(crate) struct EditProps {
    /// `text`, `number`, `date`, `time`, `long`, `title` (a long line, perhaps broken by hand) or `list` (one name per
    /// line).
    #[prop_or("text")]
    pub(crate) kind: &'static str,
    /// Element id, for the label.
    #[prop_or_default]
    pub(crate) id: AttrValue,
    /// Text as the application knows it.
    pub(crate) value: AttrValue,
    /// Makes the command that edits the text.
    pub(crate) edit: Callback<String, Command>,
    /// Carries it out.
    pub(crate) dispatch: Callback<Command>,
    /// Whether each key is reported by itself: where that costs nothing, as in forms.
    #[prop_or_default]
    pub(crate) at_once: bool,
    /// Class names.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Whether it cannot even be entered.
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Whether it can only be read.
    #[prop_or_default]
    pub(crate) readonly: bool,
    /// Whether it must hold something.
    #[prop_or_default]
    pub(crate) required: bool,
    /// Whether something is wrong with the text.
    #[prop_or_default]
    pub(crate) bad: bool,
    /// Name for screen readers when no label stands beside it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// Id of the element that says what is wrong with the text.
    #[prop_or_default]
    pub(crate) told: Option<AttrValue>,
    /// The element, for those who move its caret.
    #[prop_or_default]
    pub(crate) node: Option<NodeRef>,
}

/// The field.
#[component]
pub(crate) fn Edit(props: &EditProps) -> Html {
    let way =
        Way { at_once: props.at_once, by_parts: matches!(props.kind, "date" | "time"), grows: grows(props) };
    let own = use_node_ref();
    let node = props.node.clone().unwrap_or(own);
    let control = (*use_memo((), |()| Control::new(node.clone(), way))).clone();
    control.give(&props.edit, &props.dispatch);
    use_effect_with(props.value.clone(), {
        let control = Rc::clone(&control);
        move |value| control.show(value)
    });
    // Yew has no listeners for compositions.
    use_effect_with((), {
        let (control, node) = (Rc::clone(&control), node.clone());
        move |()| {
            let element = node.cast::<Element>();
            let listeners = element.map(|element| listen(&control, &element));
            move || {
                drop(listeners);
                control.leave();
            }
        }
    });
    let oninput = {
        let control = Rc::clone(&control);
        Callback::from(move |event: InputEvent| {
            if event.is_composing() {
                control.compose();
            } else {
                control.changed(how(&event, way));
            }
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| control.left());
    draw(props, (node, use_looking_on() || props.readonly), oninput, onblur)
}

fn grows(props: &EditProps) -> bool {
    matches!(props.kind, "title" | "list") || (props.kind == "long" && props.at_once)
}

fn listen(control: &Rc<Control>, element: &Element) -> [EventListener; 2] {
    let (begun, ended) = (Rc::clone(control), Rc::clone(control));
    [
        EventListener::new(element, "compositionstart", move |_| begun.compose()),
        // Old kernels send no input event after it.
        EventListener::new(element, "compositionend", move |_| ended.changed(How::Word)),
    ]
}

fn how(event: &InputEvent, way: Way) -> How {
    if way.by_parts {
        return How::Parts;
    }
    // Not every input event is one that tells its kind: of a choice out of a list it is a plain event.
    let kind = js_sys::Reflect::get(event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
    match kind.as_deref() {
        Some("insertFromPaste" | "insertFromDrop" | "deleteByCut" | "deleteByDrag") | None => How::AtOnce,
        Some(_) => How::Keys,
    }
}

fn draw(
    props: &EditProps,
    (node, readonly): (NodeRef, bool),
    oninput: Callback<InputEvent>,
    onblur: Callback<FocusEvent>,
) -> Html {
    let id = (!props.id.is_empty()).then(|| props.id.clone());
    let EditProps { class, label, told, disabled, kind, .. } = props;
    let (invalid, required) = (props.bad.then_some("true"), props.required.then_some("true"));
    if let Some(rows) = rows(props) {
        return html! {
            <textarea ref={node} {id} class={classes!(class.clone(), grows(props).then_some("grows"))} disabled={*disabled} {readonly} {rows} data-book=""
                aria-invalid={invalid} aria-required={required} aria-label={label.clone()} aria-describedby={told.clone()}
                spellcheck="false" {oninput} {onblur} />
        };
    }
    let (kind, mode) = match *kind {
        "date" => ("date", None),
        "time" => ("time", None),
        "number" => ("text", Some("decimal")),
        _ => ("text", None),
    };
    // With a last year of four digits the year of a date box takes no more than four.
    let [min, max] = app::DAYS.map(|day| (kind == "date").then_some(day));
    html! {
        <input ref={node} type={kind} {min} {max} inputmode={mode} {id} class={class.clone()} disabled={*disabled} {readonly} data-book=""
            aria-invalid={invalid} aria-required={required} aria-label={label.clone()} aria-describedby={told.clone()}
            autocomplete="off" spellcheck="false" {oninput} {onblur} />
    }
}

/// Lines a text area begins with; `None` where one line is enough.
fn rows(props: &EditProps) -> Option<String> {
    let lines = props.value.lines().count().clamp(1, 6);
    let rows = match props.kind {
        "long" if grows(props) => 1,
        "long" => lines.max(3),
        "title" => lines.max(2),
        "list" => lines,
        _ => return None,
    };
    Some(rows.to_string())
}
