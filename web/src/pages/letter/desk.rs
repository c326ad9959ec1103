//! The desk the pages lie on: how large they are, how many, and the way from a line on paper to its source.

use std::rc::Rc;

use app::draft::Typeset;
use gloo::timers::callback::Timeout;
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use super::print;
use crate::widgets::preview::Preview;

/// The desk.
#[derive(Properties, Clone)]
pub(super) struct DeskProps {
    /// Pages; `None` when the letter cannot be typeset.
    pub(super) typeset: Option<Rc<Typeset>>,
    /// Why it cannot.
    pub(super) error: Option<String>,
    /// Goes to a line of the source text, counted from one.
    pub(super) to_line: Callback<usize>,
}

impl PartialEq for DeskProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.typeset, &other.typeset) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same && self.error == other.error
    }
}

#[component]
pub(super) fn Desk(props: &DeskProps) -> Html {
    let real_size = use_state_eq(|| false);
    let node = use_node_ref();
    // On paper only the pages remain, whatever stands around them on screen.
    use_effect_with(node.clone(), |node| {
        let prepared = node.cast::<Element>().map(|desk| print::Prepared::new(&desk));
        move || drop(prepared)
    });
    let onclick = {
        let to_line = props.to_line.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(line) = line_under(&event) {
                to_line.emit(line);
            }
        })
    };
    html! {
        <section class="desk" aria-label={text("letter.preview")}>
            { bar(props, &real_size) }
            <div ref={node} class={classes!("desk-pages", real_size.then_some("real"))} tabindex="0" {onclick}>
                if let Some(error) = &props.error { <p class="desk-error" role="alert">{ error }</p> }
                if let Some(typeset) = &props.typeset { <Preview typeset={Rc::clone(typeset)} /> }
            </div>
        </section>
    }
}

fn bar(props: &DeskProps, real_size: &UseStateHandle<bool>) -> Html {
    let count = props.typeset.as_ref().map_or(0, |typeset| typeset.pages.pages.len());
    let size = |real: bool, key: &'static str| {
        let setter = real_size.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(real));
        let on = **real_size == real;
        html! { <button type="button" aria-pressed={on.to_string()} class={classes!("tab", on.then_some("on"))} {onclick}>{ text(key) }</button> }
    };
    html! {
        <div class="desk-bar">
            <span role="status">{ text_with("letter.pages", &[("count", &count.to_string())]) }</span>
            <span class="desk-hint">{ text("letter.click_line") }</span>
            <span class="desk-zoom">{ size(false, "letter.fit") }{ size(true, "letter.real") }</span>
        </div>
    }
}

/// Source line of the text under the pointer.
fn line_under(event: &MouseEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.get_attribute("data-line")?.parse().ok()
}

/// Selects a line of the text and brings it into view.
pub(super) fn put_caret(node: &NodeRef, line: usize) {
    let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
    let value = area.value();
    let mut lines = value.split('\n');
    // A text area counts in UTF-16 units.
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let start: u32 = lines.by_ref().take(line.saturating_sub(1)).map(|text| units(text) + 1).sum();
    let end = start + lines.next().map_or(0, units);
    // The text may still be behind another tab; after this turn of the browser it is not. The caret is brought into
    // view only by gaining focus, so focus is given up first.
    Timeout::new(0, move || {
        drop(area.set_selection_range(start, start));
        drop(area.blur());
        drop(area.focus());
        drop(area.set_selection_range(start, end));
    })
    .forget();
}
