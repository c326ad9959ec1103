//! A book that is not all there: what happened, what is here, and the ways on. Never an empty form without a word.

use store::{Fault, Keep, State};
use templates::{text, text_with};
use yew::prelude::*;

use super::when;
use crate::shell::Choice;
use crate::shell::saving::of_fault;
use crate::widgets::file_drop::FileDrop;

/// What was found.
#[derive(Clone, PartialEq)]
pub(crate) struct RecoveryView {
    /// In a word.
    pub(crate) state: State,
    /// Whether the book itself is of a newer version.
    pub(crate) newer: bool,
    /// Whether this window may write; otherwise another one is at work on the book, perhaps mending it right now.
    pub(crate) mine: bool,
    /// Last record that is here.
    pub(crate) tail: u64,
    /// Last record that was once here.
    pub(crate) promised: u64,
    /// Title of the book as far as it is here; `None` when there is nothing to go on with.
    pub(crate) title: Option<String>,
    /// Older states that can be opened, the oldest first.
    pub(crate) backups: Vec<Keep>,
    /// Edits that lie aside.
    pub(crate) branches: usize,
}

/// The page.
#[derive(Properties, PartialEq)]
pub(crate) struct RecoveryProps {
    /// What was found.
    pub(crate) view: RecoveryView,
    /// Goes on.
    pub(crate) on_choose: Callback<Choice>,
    /// Opens the user's own file.
    pub(crate) on_file: Callback<(String, Vec<u8>)>,
}

/// The page.
#[component]
pub(crate) fn Recovery(props: &RecoveryProps) -> Html {
    let view = &props.view;
    let choose = |choice: Choice| {
        let on_choose = props.on_choose.clone();
        Callback::from(move |_: MouseEvent| on_choose.emit(choice))
    };
    let readable = view.mine && !view.newer && !matches!(view.state, State::TooNew | State::Unreadable(_));
    html! {
        <div class="page scroll narrow" id="recovery" data-state={name(view)}>
            <section class="card">
                <h1>{ text("recovery.title") }</h1>
                <p class="problem bad">{ what_happened(view) }</p>
                if let (true, Some(title)) = (readable, &view.title) {
                    <p>{ text_with("recovery.here", &[("title", title), ("tail", &view.tail.to_string()), ("promised", &view.promised.to_string())]) }</p>
                    if view.branches > 0 { <p>{ text_with("recovery.branches", &[("count", &view.branches.to_string())]) }</p> }
                    <button type="button" class="button primary" id="recovery-go-on" onclick={choose(Choice::GoOn)}>{ text("recovery.go_on") }</button>
                }
                if !view.mine && view.state != State::Unreadable(Fault::Blocked) { <p>{ text("recovery.elsewhere") }</p> }
                if !view.mine || matches!(view.state, State::Unreadable(_)) {
                    <button type="button" class="button primary" id="recovery-retry" onclick={choose(Choice::Retry)}>{ text("storage.retry") }</button>
                }
            </section>
            <section class="card" id="recovery-file">
                <h2>{ text("recovery.file") }</h2>
                <FileDrop title={text("recovery.file_drop")} hint={text("recovery.file_hint")} many={false} on_file={props.on_file.clone()} />
            </section>
            if readable && !view.backups.is_empty() {
                <section class="card">
                    <h2>{ text("backups.title") }</h2>
                    <ul class="backup-list">{ for view.backups.iter().rev().map(|keep| backup(keep, choose(Choice::Backup(keep.number)))) }</ul>
                </section>
            }
            <p><button type="button" class="link" id="recovery-back" onclick={choose(Choice::Back)}>{ text("recovery.back") }</button></p>
        </div>
    }
}

/// One older state, with a button that opens it.
pub(crate) fn backup(keep: &Keep, onclick: Callback<MouseEvent>) -> Html {
    let facts = [("day", when(keep.day)), ("size", (keep.size / 1024 + 1).to_string())];
    html! {
        <li class="recovery-backup">
            <span>{ text_with("backups.row", &facts.each_ref().map(|(key, value)| (*key, value.as_str()))) }</span>
            <button type="button" class="link" {onclick}>{ text("backups.open") }</button>
        </li>
    }
}

fn name(view: &RecoveryView) -> &'static str {
    if view.newer {
        return "too-new";
    }
    match view.state {
        State::Short => "short",
        State::Lost | State::Empty => "lost",
        State::TooNew => "too-new",
        State::Unreadable(_) => "unreadable",
        State::Damaged | State::Whole | State::Recovered | State::Locked => "damaged",
    }
}

fn what_happened(view: &RecoveryView) -> &'static str {
    match (name(view), view.state) {
        ("too-new", _) => text("storage.too_new"),
        (_, State::Unreadable(Fault::Absent)) => of_fault(Fault::Absent),
        (_, State::Unreadable(Fault::Blocked)) => text("recovery.blocked"),
        (_, State::Unreadable(_)) => text("recovery.unreadable"),
        ("short", _) => text("recovery.short"),
        ("lost", _) => text("recovery.lost"),
        _ => text("recovery.damaged"),
    }
}
