//! The text of a document, with a line under what proof-reading found.
//!
//! A text area cannot mark words. Behind it lies the same text in the same type, invisible but for the lines under its
//! marked words, and scrolls along.

use app::Command;
use app::proof::Span;
use app::view::{LetterPage, Proof, TextMark};
use gloo::events::EventListener;
use templates::text;
use web_sys::Element;
use yew::prelude::*;

use super::import::Import;
use crate::widgets::edit::Edit;

/// The text.
#[derive(Properties, PartialEq)]
pub(super) struct WritingProps {
    /// The letter.
    pub(super) view: LetterPage,
    /// The text area.
    pub(super) node: NodeRef,
    /// Class names.
    pub(super) class: Classes,
    /// Goes to a line of the text, counted from one.
    pub(super) to_line: Callback<usize>,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// The text.
#[component]
pub(super) fn Writing(props: &WritingProps) -> Html {
    let WritingProps { view, node, class, dispatch, .. } = props;
    let marks = use_node_ref();
    use_effect_with((node.clone(), marks.clone()), |(node, marks)| {
        let area = node.cast::<Element>();
        let marks = marks.clone();
        let listener = area.map(|area| {
            let scrolled = area.clone();
            EventListener::new(&area, "scroll", move |_| follow(&marks, &scrolled))
        });
        move || drop(listener)
    });
    // New marks begin at the top; they belong where the text is.
    use_effect_with(view.proof.clone(), {
        let (node, marks) = (node.clone(), marks.clone());
        move |_| {
            if let Some(area) = node.cast::<Element>() {
                follow(&marks, &area);
            }
        }
    });
    let edit = use_callback((), |text: String, ()| Command::LetterText(text));
    html! {
        <div class={classes!("writing", class.clone(), (!view.editable).then_some("locked"))}>
            <div class="letter-text-box">
                <div ref={marks} class="letter-text letter-marks" aria-hidden="true">{ for marked(&view.text, &view.proof) }</div>
                <Edit kind="long" id="letter-text" class="letter-text" value={view.text.clone()} node={node.clone()}
                    label={text("letter.tab_text")} readonly={!view.editable} {edit} dispatch={dispatch.clone()} />
            </div>
            { notices(props) }
            <div class="letter-help muted">
                <span>{ text("letter.grammar") }</span>
                if view.editable {
                    <Import filled={!view.text.trim().is_empty()} dispatch={dispatch.clone()} />
                }
            </div>
        </div>
    }
}

fn follow(marks: &NodeRef, area: &Element) {
    if let Some(marks) = marks.cast::<Element>() {
        marks.set_scroll_top(area.scroll_top());
    }
}

/// What the grammar read otherwise than typed, each with the way to its line.
fn notices(props: &WritingProps) -> Html {
    let row = |(line, words): &(u32, String)| {
        let (to_line, at) = (props.to_line.clone(), *line as usize);
        let onclick = Callback::from(move |_: MouseEvent| to_line.emit(at));
        html! {
            <p class="letter-note" key={format!("{line} {words}")}>
                <span class="badge">{ text("letter.notice_tag") }</span>
                if *line > 0 {
                    <button type="button" class="link quiet" {onclick}>{ words }</button>
                } else {
                    <span>{ words }</span>
                }
            </p>
        }
    };
    html! { <div class="letter-notices">{ for props.view.notices.iter().map(row) }</div> }
}

/// The text in stretches, those with a finding marked.
fn marked(source: &str, proof: &Proof) -> Vec<Html> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    for (number, line) in (1_u32..).zip(source.split('\n')) {
        let marks = proof.lines.get(&number).map(Vec::as_slice).unwrap_or_default();
        mark_line(line, marks, &mut plain, &mut parts);
        plain.push('\n');
    }
    parts.push(html! { { plain } });
    parts
}

fn mark_line(line: &str, marks: &[TextMark], plain: &mut String, parts: &mut Vec<Html>) {
    let cut = |range: Span| line.chars().skip(range.start).take(range.end.saturating_sub(range.start));
    let mut at = 0;
    for TextMark { range, tone } in marks {
        plain.extend(cut(Span { start: at, end: range.start }));
        let words: String = cut(*range).collect();
        at = range.end;
        // A place behind the last character is shown under that one.
        let words = if words.is_empty() { plain.pop().map(String::from).unwrap_or_default() } else { words };
        parts.push(html! { { std::mem::take(plain) } });
        parts.push(html! { <mark class={tone.class()}>{ words }</mark> });
    }
    plain.extend(line.chars().skip(at));
}
