//! The right-hand side of a form: how far, how many points, and what is still to be done.

use app::Command;
use app::view::{FormSide, ProblemItem};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::link::act;

/// Problems listed at most; the rest is counted.
const LISTED: usize = 30;

/// What the side gets.
#[derive(Properties, PartialEq)]
pub(crate) struct SideProps {
    /// What to show.
    pub(crate) side: FormSide,
    /// Whether it can still be edited.
    pub(crate) editable: bool,
    /// What comes after the form.
    #[prop_or_default]
    pub(crate) children: Html,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// The side.
#[component]
pub(crate) fn Side(props: &SideProps) -> Html {
    let side = &props.side;
    html! {
        <aside class="side scroll" aria-label={text("form.progress")}>
            <h2>{ text("form.progress") }</h2>
            <p class="big">{ side.answered }<small>{ text_with("form.of_items", &[("count", &side.relevant.to_string())]) }</small></p>
            { score(side) }
            { if props.editable { to_do(props) } else { html! {} } }
            { props.children.clone() }
        </aside>
    }
}

fn score(side: &FormSide) -> Html {
    let Some(score) = &side.score else { return html! {} };
    let grade = side.grade.clone().unwrap_or_default();
    html! { <p class="muted">{ text_with("form.score", &[("score", score), ("grade", &grade)]) }</p> }
}

fn to_do(props: &SideProps) -> Html {
    let side = &props.side;
    if side.missing == 0 && side.problems.is_empty() {
        return html! { <p class="all-done" role="status">{ text("form.nothing_left") }</p> };
    }
    let more = side.problems.len().saturating_sub(LISTED);
    html! {
        <>
            <h2>{ text("form.to_do") }</h2>
            if side.missing > 0 {
                <button type="button" class="to-do again" id="next-unanswered" onclick={act(&props.dispatch, Command::NextUnanswered)}>
                    <span>{ text_with("form.missing", &[("count", &side.missing.to_string())]) }</span>
                    <span class="go">{ text("form.next_unanswered") }</span>
                </button>
            }
            <div aria-live="polite">
                { for side.problems.iter().take(LISTED).map(|problem| problem_item(props, problem)) }
                if more > 0 { <p class="muted">{ text_with("form.more_problems", &[("count", &more.to_string())]) }</p> }
            </div>
        </>
    }
}

fn problem_item(props: &SideProps, problem: &ProblemItem) -> Html {
    let key = format!("{}{}", problem.path, problem.message);
    let words = html! { <><b class={problem.tone.class()}>{ &problem.label }</b><span>{ &problem.message }</span></> };
    if problem.path.is_empty() {
        return html! { <div {key} class="to-do whole">{ words }</div> };
    }
    html! {
        <button {key} type="button" class="to-do" onclick={act(&props.dispatch, Command::ShowField(problem.path.clone()))}>{ words }</button>
    }
}
