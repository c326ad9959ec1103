//! The state of saving in words: what stands at the top, and the standing message when something is wrong.

use store::{Fault, Saving, Why};
use templates::{text, text_with};
use yew::prelude::*;

use crate::ports::typing;

/// What stands at the top.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct SavingLine {
    /// In words; empty when there is nothing to say.
    pub(crate) words: String,
    /// `good`, `running` or `bad`.
    pub(crate) class: &'static str,
}

impl SavingLine {
    /// The line for a state; `clock` is the time of the last saving.
    pub(super) fn of(saving: Saving, clock: &str) -> Self {
        let (words, class) = match saving {
            Saving::Nothing => (String::new(), "running"),
            Saving::Running { .. } => (text("saving.running").to_owned(), "running"),
            Saving::Saved { .. } => (text_with("saving.saved", &[("time", clock)]), "good"),
            Saving::Frozen { repairing: true, .. } => (text("saving.repairing").to_owned(), "bad"),
            Saving::Frozen { .. } => (text("saving.failed").to_owned(), "bad"),
            Saving::ReadOnly(_) => (text("saving.read_only").to_owned(), "bad"),
        };
        Self { words, class }
    }
}

/// What the line gets.
#[derive(Properties, PartialEq)]
pub(super) struct SavedProps {
    /// The state of saving.
    pub(super) line: SavingLine,
}

/// The line at the top. It never says that all is saved while something typed is still on its way.
#[component]
pub(super) fn Saved(props: &SavedProps) -> Html {
    let typing = use_state_eq(|| false);
    use_effect_with((), {
        let typing = typing.setter();
        move |()| typing::listen(Callback::from(move |on| typing.set(on)))
    });
    let SavingLine { words, class } = &props.line;
    if *typing && *class == "good" {
        return html! { <span id="saved" class="saved running">{ text("saving.running") }</span> };
    }
    html! { <span id="saved" class={classes!("saved", *class)}>{ words }</span> }
}

/// What happened to the storage and what to do; `None` while all is well.
pub(super) fn trouble(saving: Saving) -> Option<&'static str> {
    match saving {
        Saving::Nothing | Saving::Running { .. } | Saving::Saved { .. } => None,
        Saving::Frozen { uncovered: true, .. } => Some(text("storage.uncovered")),
        Saving::Frozen { fault, .. } => Some(of_fault(fault)),
        Saving::ReadOnly(why) => Some(text(match why {
            Why::OtherWindow => "storage.other_window",
            Why::Conflict => "storage.elsewhere",
            Why::Newer => "storage.too_new",
        })),
    }
}

/// What a fault means for the user, and the way out.
pub(crate) fn of_fault(fault: Fault) -> &'static str {
    text(match fault {
        Fault::Absent => "storage.absent",
        Fault::Full => "storage.full",
        Fault::Conflict => "storage.elsewhere",
        Fault::TooNew => "storage.too_new",
        Fault::Blocked => "storage.blocked",
        Fault::Closed => "storage.closed",
        Fault::Hung => "storage.hung",
        Fault::Unfaithful => "storage.damaged",
        Fault::Aborted | Fault::Other => "storage.failed",
    })
}
