//! An item of a check: number, text, answer, basis one click away, and what the answer asks for.

use std::rc::Rc;

use app::Command;
use app::view::{FieldKind, FieldView};
use templates::{text as term, text_with};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::ports::screen;
use crate::widgets::field::{self, Control, Field, Segmented, answer, label_id, problems};
use crate::widgets::link::act;

/// What a card gets.
#[derive(Properties, PartialEq, Clone)]
pub(crate) struct ItemProps {
    /// The item: a group whose first field is its answer, or a single field.
    pub(crate) field: Rc<FieldView>,
    /// Whether it can be edited.
    pub(crate) editable: bool,
    /// What the unit itself answered: label and text; empty outside verification.
    #[prop_or_default]
    pub(crate) beside: Vec<(String, String)>,
    /// Whether a working paper can be started on it.
    #[prop_or_default]
    pub(crate) paper: bool,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// A card. Digits answer, up and down move between cards, Enter goes to what is still missing.
#[component]
pub(crate) fn Item(props: &ItemProps) -> Html {
    let basis_shown = use_state(|| false);
    let field = &props.field;
    let main = main_answer(field);
    let toggle = {
        let shown = basis_shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let onkeydown = {
        let (dispatch, main, editable) = (props.dispatch.clone(), main.cloned(), props.editable);
        Callback::from(move |event: KeyboardEvent| keys(&event, main.as_ref(), editable, &dispatch))
    };
    let typed = typed_answer(field, main);
    let others = rest(field, main.or(typed));
    html! {
        <section class={classes!("item", field.answered.then_some("answered"), (!props.beside.is_empty()).then_some("verified-item"))}
            id={card_id(&field.path)} {onkeydown}>
            <div class="item-head">
                <span class="item-number">{ &field.number }</span>
                <h3 id={main.or(typed).map(|answer| label_id(&answer.path))}>{ &field.label }</h3>
            </div>
            { own_answers(&props.beside) }
            <div class="item-answer">
                { main.map(|main| html! {
                    <Segmented field={main.clone()} editable={props.editable} dispatch={props.dispatch.clone()} judging={true} />
                }) }
                { typed.map(|typed| html! { <>
                    <label for={typed.path.clone()}>{ &typed.label }{ required(typed, props.editable) }</label>
                    <Control field={typed.clone()} editable={props.editable} dispatch={props.dispatch.clone()} />
                </> }) }
                { basis_button(field, *basis_shown, toggle) }
                { last_year(props, main.or(typed)) }
                if props.paper {
                    <button type="button" class="link start-paper" title={text_with("verify.paper_on", &[("number", &field.number)])}
                        onclick={act(&props.dispatch, Command::StartPaper(field.path.clone()))}>{ term("verify.paper") }</button>
                }
            </div>
            { if *basis_shown { basis(field) } else { html! {} } }
            { main.or(typed).map(|answer| problems(answer)) }
            <div class="item-more">
                // A list of its own: beside something without a key, a field that comes in would make its neighbours anew,
                // and whoever types into one would lose the place.
                <>{ for others.into_iter().map(|child| html! {
                    <Field key={child.path.clone()} field={child.clone()} editable={props.editable} dispatch={props.dispatch.clone()} />
                }) }</>
                { if field.kind == FieldKind::Group { problems(field) } else { html! {} } }
            </div>
        </section>
    }
}

/// Id of an item's card.
pub(crate) fn card_id(path: &str) -> String {
    format!("{path}-card")
}

/// The choice that answers the item; `None` when the answer is a number, a date or text.
fn main_answer(field: &Rc<FieldView>) -> Option<&Rc<FieldView>> {
    let candidate = if field.kind == FieldKind::Group { field.fields.first()? } else { field };
    (candidate.kind == FieldKind::Choice && !candidate.choices.is_empty() && candidate.choices.len() <= 4)
        .then_some(candidate)
}

/// The number, day or time that answers the item where no choice does; it stands on the line of the answer.
fn typed_answer<'a>(field: &'a FieldView, main: Option<&Rc<FieldView>>) -> Option<&'a Rc<FieldView>> {
    let candidate = field.fields.first().filter(|_| main.is_none() && field.kind == FieldKind::Group)?;
    matches!(candidate.kind, FieldKind::Number | FieldKind::Date | FieldKind::Time)
        .then_some(candidate)
        .filter(|typed| !typed.read_only)
}

fn required(field: &FieldView, editable: bool) -> Html {
    if field.required && editable {
        html! { <span class="required" aria-hidden="true">{ "*" }</span> }
    } else {
        html! {}
    }
}

/// The fields under the answer.
fn rest<'a>(field: &'a Rc<FieldView>, answer: Option<&Rc<FieldView>>) -> Vec<&'a Rc<FieldView>> {
    if field.kind != FieldKind::Group {
        return if answer.is_some() { Vec::new() } else { vec![field] };
    }
    field.fields.iter().skip(usize::from(answer.is_some())).collect()
}

fn basis_button(field: &FieldView, shown: bool, onclick: Callback<MouseEvent>) -> Html {
    if field.basis.is_empty() && field.evidence_hint.is_empty() {
        return html! {};
    }
    html! {
        <button type="button" class="link basis-button" aria-expanded={shown.to_string()} {onclick}>
            { term(if shown { "field.hide_basis" } else { "field.basis" }) }
        </button>
    }
}

fn basis(field: &FieldView) -> Html {
    let part = |label: &'static str, text: &str| {
        if text.is_empty() {
            html! {}
        } else {
            html! { <p><b>{ term(label) }</b>{ text }</p> }
        }
    };
    html! { <div class="basis">{ part("field.basis_is", &field.basis) }{ part("field.evidence_is", &field.evidence_hint) }</div> }
}

/// Last year's answer to the question of the item, else to the item itself.
fn last_year(props: &ItemProps, answer: Option<&Rc<FieldView>>) -> Html {
    let asked = answer.filter(|answer| !answer.last_year.is_empty()).unwrap_or(&props.field);
    field::last_year(asked, props.editable, &props.dispatch)
}

fn own_answers(beside: &[(String, String)]) -> Html {
    if beside.is_empty() {
        return html! {};
    }
    html! {
        <dl class="own-answers">
            { for beside.iter().map(|(label, text)| html! { <><dt>{ label }</dt><dd class={(label == term("answer.told")).then_some("told")}>{ text }</dd></> }) }
        </dl>
    }
}

fn keys(event: &KeyboardEvent, main: Option<&Rc<FieldView>>, editable: bool, dispatch: &Callback<Command>) {
    let target: Element = event.target_unchecked_into();
    if screen::takes_text(&target)
        || event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
        || event.default_prevented()
    {
        return;
    }
    match event.key().as_str() {
        "ArrowDown" => neighbour(&target, 1),
        "ArrowUp" => neighbour(&target, -1),
        "Enter" if target.get_attribute("role").as_deref() == Some("radio") => {
            dispatch.emit(Command::NextUnanswered);
        }
        key => {
            let digit = key.parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
            let choice = main.zip(digit).and_then(|(main, at)| Some((main, main.choices.get(at)?)));
            let Some((main, choice)) = choice.filter(|_| editable) else { return };
            answer(dispatch, &main.path, choice.clone().into());
        }
    }
    event.prevent_default();
}

/// Moves the keyboard to the card before or after the one an element is in.
fn neighbour(from: &Element, step: i32) {
    let Ok(cards) = gloo::utils::document().query_selector_all(".item") else { return };
    let here = from.closest(".item").ok().flatten();
    let all: Vec<Element> = (0..cards.length()).filter_map(|at| cards.item(at)?.dyn_into().ok()).collect();
    let at = all.iter().position(|card| Some(card) == here.as_ref());
    let next = at.and_then(|at| at.checked_add_signed(step as isize)).and_then(|at| all.get(at));
    if let Some(card) = next.and_then(|card| card.dyn_ref::<HtmlElement>()) {
        screen::focus(card);
    }
}
