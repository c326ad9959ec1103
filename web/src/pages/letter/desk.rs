//! The desk the pages lie on: how large they are, how many, and the way from a line on paper to its source.

use std::rc::Rc;

use app::document::text::cell_ranges;
use app::draft::Typeset;
use app::proof::Span;
use app::view::Proof;
use gloo::timers::callback::Timeout;
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::print;
use crate::ports::screen;
use crate::widgets::preview::Preview;

/// The desk.
#[derive(Properties, Clone)]
pub(super) struct DeskProps {
    /// Pages; `None` when the letter cannot be typeset.
    pub(super) typeset: Option<Rc<Typeset>>,
    /// What proof-reading found on them.
    pub(super) proof: Rc<Proof>,
    /// Why it cannot.
    pub(super) error: Option<String>,
    /// Goes to a place of the source text.
    pub(super) to_place: Callback<SourcePlace>,
}

impl PartialEq for DeskProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.typeset, &other.typeset) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same && self.error == other.error && Rc::ptr_eq(&self.proof, &other.proof)
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
        let to_place = props.to_place.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = place_under(&event) {
                to_place.emit(place);
            }
        })
    };
    html! {
        <section class="desk" aria-label={text("letter.preview")}>
            { bar(props, &real_size) }
            <div ref={node.clone()} class={classes!("desk-pages", real_size.then_some("real"))} tabindex="0" {onclick}>
                if let Some(error) = &props.error { <p class="desk-error" role="alert">{ error }</p> }
                if let Some(typeset) = &props.typeset { <Preview typeset={Rc::clone(typeset)} proof={Rc::clone(&props.proof)} desk={node} real_size={*real_size} /> }
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

/// A place of the source text.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct SourcePlace {
    /// Line, counted from one.
    pub(super) line: usize,
    /// What of it.
    pub(super) what: What,
}

/// What of a line of the source text.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum What {
    /// All of it; of a row of a table the first cell.
    Whole,
    /// Characters, or the cell they begin in.
    Words(Span),
    /// The cell of a column, counted from 0.
    Column(usize),
}

impl SourcePlace {
    /// A whole line, counted from one.
    pub(super) fn line(line: usize) -> Self {
        Self { line, what: What::Whole }
    }
}

/// Source of the text under the pointer.
fn place_under(event: &MouseEvent) -> Option<SourcePlace> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let number = |name: &str| target.get_attribute(name)?.parse().ok();
    let what = number("data-column").map_or(What::Whole, What::Column);
    Some(SourcePlace { line: number("data-line")?, what })
}

/// Selects a place of the text and brings it into view. In a table it is a cell.
pub(super) fn put_caret(place: SourcePlace) {
    let SourcePlace { line, what } = place;
    // The text may still be behind another tab; after this turn of the browser it is not. The caret is brought into
    // view only by gaining focus, so focus is given up first.
    Timeout::new(0, move || {
        let Some((part, from)) = part_at(line) else { return };
        if let Some(row) = row_at(&part, line) {
            return select_cell(&row, what);
        }
        let area = part.query_selector("textarea").ok().flatten();
        let Some(area) = area.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
        let (start, end) = selection(&area.value(), (line + 1).saturating_sub(from), what);
        drop(area.set_selection_range(start, start));
        drop(area.blur());
        drop(area.focus());
        drop(area.set_selection_range(start, end));
    })
    .forget();
}

/// The part of the text that holds a line, and the line it begins at.
fn part_at(line: usize) -> Option<(Element, usize)> {
    let parts = gloo::utils::document().query_selector_all(".letter-text-box > [data-from]").ok()?;
    let parts = (0..parts.length()).filter_map(|at| parts.item(at)?.dyn_into::<Element>().ok());
    let begin = |part: Element| Some((part.get_attribute("data-from")?.parse().ok()?, part));
    // An empty part in front of a table begins at the same line.
    let held = parts.filter_map(begin).take_while(|(from, _): &(usize, _)| *from <= line.max(1));
    held.last().map(|(from, part)| (part, from))
}

fn row_at(part: &Element, line: usize) -> Option<Element> {
    part.query_selector(&format!("[data-line='{line}']")).ok().flatten()
}

/// Moves the keyboard into a cell of a row, the first one when the one meant is not there.
fn select_cell(row: &Element, what: What) {
    let found = |selector: &str| row.query_selector(selector).ok().flatten();
    let meant = match what {
        What::Whole => None,
        What::Words(_) => found("td.bad textarea, td.warn textarea"),
        What::Column(column) => found(&format!("[data-column='{column}'] textarea")),
    };
    let cell = meant.or_else(|| found("textarea"));
    if let Some(cell) = cell {
        screen::focus(&cell);
    }
}

/// Moves the keyboard to the part in which a line changed, when it is in another part of the same text: the control that
/// shows the change has set its caret.
pub(super) fn follow_change(whole: &Element, line: usize) {
    let Some((part, _)) = part_at(line).filter(|_| has_focus(whole)) else { return };
    let place = row_at(&part, line).unwrap_or(part);
    if !has_focus(&place) {
        screen::focus(&place);
    }
}

/// Whether the keyboard is in an element.
pub(super) fn has_focus(element: &Element) -> bool {
    gloo::utils::document().active_element().is_some_and(|active| element.contains(Some(&active)))
}

/// A line or some of its characters, as a text area counts: in UTF-16 units.
fn selection(value: &str, line: usize, what: What) -> (u32, u32) {
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let mut lines = value.split('\n');
    let start: u32 = lines.by_ref().take(line.saturating_sub(1)).map(|text| units(text) + 1).sum();
    let line = lines.next().unwrap_or_default();
    let range = match what {
        What::Whole => None,
        What::Words(range) => Some(range.start..range.end),
        What::Column(column) => cell_ranges(line).get(column).cloned(),
    };
    let Some(range) = range else { return (start, start + units(line)) };
    let upto = |end: usize| start + units(&line.chars().take(end).collect::<String>());
    (upto(range.start), upto(range.end))
}

/// Moves the keyboard to a field and selects characters of one of its lines, once the field is in view.
pub(super) fn select_field(id: String, line: usize, range: Span) {
    Timeout::new(0, move || {
        let Some(element) = gloo::utils::document().get_element_by_id(&id) else { return };
        screen::focus(&element);
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            let (start, end) = selection(&area.value(), line, What::Words(range));
            drop(area.set_selection_range(start, end));
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            let (start, end) = selection(&input.value(), line, What::Words(range));
            // A date has no characters to select.
            drop(input.set_selection_range(start, end));
        }
    })
    .forget();
}

/// Brings a page into view, counted from one.
pub(super) fn show_page(number: usize) {
    let leaf = format!(".desk-pages > .leaf:nth-of-type({number})");
    if let Ok(Some(leaf)) = gloo::utils::document().query_selector(&leaf) {
        leaf.scroll_into_view();
    }
}
