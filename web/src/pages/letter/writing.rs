//! The text of a document, with a line under what proof-reading found.
//!
//! A text area cannot mark words. Behind it lies the same text in the same type, invisible but for the lines under its
//! marked words, and scrolls along.

use std::rc::Rc;

use app::Command;
use app::document::text::Part;
use app::view::{LetterPage, Proof, TextMark};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use templates::text;
use web_sys::Element;
use yew::prelude::*;

use super::desk;
use super::grid::Table;
use super::import::Import;
use super::parts::{Parts, Site};
use super::paste;
use super::tabs::{Tab, panel_id, tab_id};
use crate::widgets::edit::Edit;

/// The text.
#[derive(Properties, PartialEq)]
pub(super) struct WritingProps {
    /// The letter.
    pub(super) view: LetterPage,
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
    let WritingProps { view, class, dispatch, .. } = props;
    let parts = (*use_memo((), |()| Parts::of(&view.text))).clone();
    let whole = use_node_ref();
    let changed = parts.follow(&view.text);
    use_effect({
        let whole = whole.clone();
        // What was taken back stands in another part, perhaps.
        move || {
            if let (Some(line), Some(whole)) = (changed, whole.cast::<Element>()) {
                desk::follow_change(&whole, line);
            }
        }
    });
    let redraw = use_force_update();
    let onfocusout = {
        let (parts, whole) = (parts.clone(), whole.clone());
        Callback::from(move |_: FocusEvent| {
            // The control that was left reports first, and another part may be entered.
            let (parts, redraw, whole) = (parts.clone(), redraw.clone(), whole.clone());
            Timeout::new(0, move || {
                if !whole.cast::<Element>().is_some_and(|whole| desk::has_focus(&whole)) && parts.cut_anew() {
                    redraw.force_update();
                }
            })
            .forget();
        })
    };
    let now = parts.now();
    let part = |(at, (from, part)): (usize, &(usize, Part))| {
        let (dispatch, parts) = (dispatch.clone(), parts.clone());
        let site = Site { parts, at, from: *from, editable: view.editable, dispatch };
        match part {
            Part::Table(grid) => {
                html! { <Table key={format!("table {at}")} {site} grid={grid.clone()} proof={view.proof.clone()} /> }
            }
            Part::Text(text) | Part::Gap(text) => {
                html! { <Running key={format!("text {at}")} {site} text={text.clone()} proof={view.proof.clone()} /> }
            }
        }
    };
    html! {
        <div role="tabpanel" id={panel_id(Tab::Text)} aria-labelledby={tab_id(Tab::Text)}
            class={classes!("writing", class.clone(), (!view.editable).then_some("locked"))}>
            <div ref={whole} class={classes!("letter-text-box", (now.len() > 1).then_some("parted"))} data-whole="" {onfocusout}>
                { for now.iter().enumerate().map(part) }
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

#[derive(Properties, PartialEq)]
struct RunningProps {
    site: Site,
    text: String,
    proof: Rc<Proof>,
}

/// A part of running text.
#[component]
fn Running(props: &RunningProps) -> Html {
    let RunningProps { site, text: written, proof } = props;
    let (node, marks) = (use_node_ref(), use_node_ref());
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
    use_effect_with(proof.clone(), {
        let (node, marks) = (node.clone(), marks.clone());
        move |_| {
            if let Some(area) = node.cast::<Element>() {
                follow(&marks, &area);
            }
        }
    });
    let edit = use_callback((site.parts.clone(), site.at), |value: String, (parts, at)| {
        parts.change(*at, |part| {
            if let Part::Text(text) | Part::Gap(text) = part {
                *text = value;
            }
        })
    });
    let id = if site.at == 0 { "letter-text".to_owned() } else { format!("letter-text-{}", site.at) };
    html! {
        <div class="part" data-from={site.from.to_string()} onpaste={paste::into_text(site)}>
            <div ref={marks} class="letter-text letter-marks" aria-hidden="true">{ for marked(written, site.from, proof) }</div>
            <Edit kind="long" {id} class="letter-text" value={written.clone()} {node}
                label={text("letter.tab_text")} readonly={!site.editable} {edit} dispatch={site.dispatch.clone()} />
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

/// Findings that are marked in a stretch of text at most; the list and the pages have all of them.
const MARKED: usize = 400;

/// The text in stretches, those with a finding marked. It begins at the line `from` of the whole.
fn marked(source: &str, from: usize, proof: &Proof) -> Vec<Html> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut left = MARKED;
    let from = u32::try_from(from).unwrap_or(u32::MAX);
    for (number, line) in (from..).zip(source.split('\n')) {
        let marks = proof.lines.get(&number).map(Vec::as_slice).unwrap_or_default();
        let marks = marks.get(..left).unwrap_or(marks);
        left -= marks.len();
        mark_line(line, marks, &mut plain, &mut parts);
        plain.push('\n');
    }
    parts.push(html! { { plain } });
    parts
}

fn mark_line(line: &str, marks: &[TextMark], plain: &mut String, parts: &mut Vec<Html>) {
    let mut chars = line.chars();
    let mut at = 0;
    for TextMark { range, tone } in marks {
        plain.extend(chars.by_ref().take(range.start.saturating_sub(at)));
        let words: String = chars.by_ref().take(range.end.saturating_sub(range.start)).collect();
        at = range.end;
        // A place behind the last character is shown under that one.
        let words = if words.is_empty() { plain.pop().map(String::from).unwrap_or_default() } else { words };
        parts.push(html! { { std::mem::take(plain) } });
        parts.push(html! { <mark class={tone.class()}>{ words }</mark> });
    }
    plain.extend(chars);
}
