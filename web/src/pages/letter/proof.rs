//! 校对: the findings as a list, the worst first, each with the way to its place and its correction.

use std::rc::Rc;

use app::Command;
use app::proof::{Finding, Severity};
use app::view::{Proof, ProofItem, severity_words};
use templates::{text, text_with};
use yew::prelude::*;

use super::fields::ignore;
use crate::widgets::link::act;

/// Findings listed at a time; nobody reads more of them at once.
const LISTED: usize = 200;

/// The list.
#[derive(Properties, PartialEq)]
pub(super) struct ProofListProps {
    /// What was found.
    pub(super) proof: Rc<Proof>,
    /// The finding one stands at.
    pub(super) at: Option<Finding>,
    /// Whether the letter can be changed.
    pub(super) editable: bool,
    /// Goes to a finding.
    pub(super) on_go: Callback<ProofItem>,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// The list.
#[component]
pub(super) fn ProofList(props: &ProofListProps) -> Html {
    let proof = &props.proof;
    let drawn = use_state_eq(|| LISTED);
    let more = proof.items.len().saturating_sub(*drawn);
    let on_more = {
        let drawn = drawn.clone();
        Callback::from(move |_: MouseEvent| drawn.set(*drawn + LISTED))
    };
    html! {
        <section class="proof" aria-label={text("proof.tab_clean")}>
            if proof.items.is_empty() {
                <p class="proof-clean"><b>{ text("proof.clean") }</b><span class="muted">{ text("proof.clean_about") }</span></p>
            } else {
                <p class="proof-bar">
                    <span>{ summary(proof) }</span>
                    if proof.certain > 0 && props.editable {
                        <button type="button" class="button small" id="fix-all" title={text("proof.fix_all_about")} onclick={act(&props.dispatch, Command::CorrectAll)}>
                            { text_with("proof.fix_all", &[("count", &proof.certain.to_string())]) }
                        </button>
                    }
                </p>
            }
            <ul class="proof-list">{ for proof.items.iter().take(*drawn).map(|item| row(item, props)) }</ul>
            if more > 0 {
                <button type="button" class="link" id="more-findings" onclick={on_more}>{ text_with("proof.more", &[("count", &more.to_string())]) }</button>
            }
            if !proof.items.is_empty() { <p class="proof-keys muted">{ text("proof.keys") }</p> }
            if !proof.ignored.is_empty() {
                <details class="proof-ignored">
                    <summary>{ text_with("proof.ignored", &[("count", &proof.ignored.len().to_string())]) }</summary>
                    <ul class="proof-list">{ for proof.ignored.iter().take(*drawn).map(|item| ignored(item, props)) }</ul>
                </details>
            }
        </section>
    }
}

/// How many of each kind, in words.
pub(super) fn summary(proof: &Proof) -> String {
    let count = |severity: Severity| {
        proof.items.iter().filter(|item| item.finding.severity == severity).count().to_string()
    };
    let (errors, warnings, hints) = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    text_with("proof.summary", &[("errors", &errors), ("warnings", &warnings), ("hints", &hints)])
}

fn row(item: &ProofItem, props: &ProofListProps) -> Html {
    let on = props.at.as_ref() == Some(&item.finding);
    let go = {
        let (on_go, item) = (props.on_go.clone(), item.clone());
        Callback::from(move |_: MouseEvent| on_go.emit(item.clone()))
    };
    html! {
        <li class={classes!("proof-item", item.tone.class(), on.then_some("on"))} aria-current={on.then_some("true")}>
            <span class={classes!("badge", item.tone.class())}>{ severity_words(item.finding.severity) }</span>
            <button type="button" class="proof-go" title={text_with("proof.go", &[("place", &item.place)])} onclick={go}>
                <b>{ &item.place }</b>
                if !item.excerpt.trim().is_empty() { <q>{ &item.excerpt }</q> }
                <span>{ &item.finding.message }</span>
                <small title={item.finding.rule}>{ item.basis }</small>
            </button>
            if props.editable {
                <span class="proof-acts">
                    { fix_button(item, &props.dispatch) }
                    <button type="button" class="link quiet" onclick={ignore(item, &props.dispatch)}>{ text("proof.ignore") }</button>
                </span>
            }
        </li>
    }
}

fn ignored(item: &ProofItem, props: &ProofListProps) -> Html {
    html! {
        <li class="proof-item">
            <span class="proof-go"><b>{ &item.place }</b><span>{ &item.finding.message }</span><small title={item.finding.rule}>{ item.basis }</small></span>
            if props.editable {
                <span class="proof-acts">
                    <button type="button" class="link" onclick={act(&props.dispatch, Command::Unignore(item.trace.clone()))}>{ text("proof.restore") }</button>
                </span>
            }
        </li>
    }
}

/// The button that puts a finding right, where that is certain.
pub(super) fn fix_button(item: &ProofItem, dispatch: &Callback<Command>) -> Html {
    let Some(fix) = &item.finding.fix else { return html! {} };
    let title = if fix.replacement.trim().is_empty() {
        text("proof.fix_remove").to_owned()
    } else {
        text_with("proof.fix_title", &[("text", &fix.replacement)])
    };
    let correct = Command::Correct(Box::new(item.finding.clone()));
    html! { <button type="button" class="link fix" {title} onclick={act(dispatch, correct)}>{ text("proof.fix") }</button> }
}
