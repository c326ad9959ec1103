//! Lines and blocks of text, numbers, dates and times.
//!
//! While an input method composes, nothing is dispatched and nothing is written into the control.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::widgets::looking_on::use_looking_on;

use super::{FieldProps, answer, appearance, bad, problems_id, spoken_name, unit};

/// What the control last said and whether an input method is at work.
#[derive(Default)]
struct Typing {
    composing: bool,
    said: String,
}

/// A control whose value is typed.
#[component]
pub(crate) fn TextControl(props: &FieldProps) -> Html {
    let field = &props.field;
    let node = use_node_ref();
    let typing: Rc<RefCell<Typing>> = use_mut_ref(Typing::default);
    use_shown(node.clone(), typing.clone(), field.value.clone());
    let say = {
        let (dispatch, path, typing) = (props.dispatch.clone(), field.path.clone(), typing.clone());
        move |element: &Element| {
            fit(element);
            let value = value(element);
            if typing.borrow().said != value {
                typing.borrow_mut().said.clone_from(&value);
                answer(&dispatch, &path, value.into());
            }
        }
    };
    use_composition_end(node.clone(), &typing, &field.path, say.clone());
    let oninput = {
        let typing = typing.clone();
        Callback::from(move |event: InputEvent| {
            let element: Element = event.target_unchecked_into();
            typing.borrow_mut().composing = event.is_composing();
            if event.is_composing() { fit(&element) } else { say(&element) }
        })
    };
    let invalid = bad(field).then_some("true");
    let required = field.required.then_some("true");
    let name = spoken_name(field, props.bare);
    let described = problems_id(&field.path);
    let (disabled, readonly) = (!props.editable, use_looking_on());
    if field.kind == "text" && field.appearance == "long" {
        return html! {
            <textarea ref={node} id={field.path.clone()} class="input long" rows="1" {disabled} {readonly}
                aria-invalid={invalid} aria-required={required} aria-label={name} aria-describedby={described}
                {oninput} />
        };
    }
    let (kind, mode) = match field.kind {
        "date" => ("date", None),
        "time" => ("time", None),
        "number" => ("text", Some("decimal")),
        _ => ("text", None),
    };
    html! {
        <span class={classes!("line", field.kind, appearance(field))}>
            <input ref={node} id={field.path.clone()} class="input" type={kind} inputmode={mode} autocomplete="off" {disabled} {readonly}
                aria-invalid={invalid} aria-required={required} aria-label={name} aria-describedby={described}
                {oninput} />
            { unit(field) }
        </span>
    }
}

/// Writes the value of the state into the control when the control shows another, but never under an input method.
#[hook]
fn use_shown(node: NodeRef, typing: Rc<RefCell<Typing>>, state: String) {
    use_effect_with(state, move |state| {
        let Some(element) = node.cast::<Element>() else { return };
        if typing.borrow().composing {
            return;
        }
        typing.borrow_mut().said.clone_from(state);
        if value(&element) != *state {
            set_value(&element, state);
        }
        fit(&element);
    });
}

/// Says what an input method composed once it has ended. Yew has no listener of its own for this.
#[hook]
fn use_composition_end(
    node: NodeRef,
    typing: &Rc<RefCell<Typing>>,
    path: &str,
    say: impl Fn(&Element) + 'static,
) {
    let typing = typing.clone();
    use_effect_with(path.to_owned(), move |_| {
        let listener = node.cast::<Element>().map(|element| {
            let target = element.clone();
            EventListener::new(&element, "compositionend", move |_| {
                typing.borrow_mut().composing = false;
                say(&target);
            })
        });
        move || drop(listener)
    });
}

fn value(element: &Element) -> String {
    match element.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default(),
    }
}

fn set_value(element: &Element, text: &str) {
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    }
}

/// Makes every block of text as high as its text: the window has another width.
pub(crate) fn fit_all() {
    let Ok(areas) = gloo::utils::document().query_selector_all("textarea.long") else { return };
    for at in 0..areas.length() {
        if let Some(area) = areas.item(at).and_then(|node| node.dyn_into::<Element>().ok()) {
            fit(&area);
        }
    }
}

/// Makes a block of text as high as its text. Set through the object model, which the page's policy allows.
fn fit(element: &Element) {
    let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() else { return };
    let style = HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let border = area.offset_height() - area.client_height();
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + border));
}
