//! The sections of a form at the left: title, points, how far each is, and where something is wrong.

use app::view::SectionTab;
use app::{Command, Route};
use templates::text_with;
use yew::prelude::*;

use crate::widgets::link::go;

/// What the list gets.
#[derive(Properties, PartialEq)]
pub(crate) struct SectionListProps {
    /// Sections.
    pub(crate) sections: Vec<SectionTab>,
    /// The one on screen.
    pub(crate) section: usize,
    /// The place of each section.
    pub(crate) route: Callback<usize, Route>,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// The list.
#[component]
pub(crate) fn SectionList(props: &SectionListProps) -> Html {
    html! {
        <nav class="sections scroll" aria-label={templates::text("form.sections")}>
            { for props.sections.iter().enumerate().filter(|(at, s)| s.shown || *at == props.section).map(|(at, section)| tab(props, at, section)) }
        </nav>
    }
}

fn tab(props: &SectionListProps, at: usize, section: &SectionTab) -> Html {
    let on = at == props.section;
    let route = props.route.emit(at);
    let address = format!("#{}", route.address());
    let done = section.relevant > 0 && section.answered >= section.relevant;
    let tone = if section.errors > 0 {
        "bad"
    } else if done {
        "good"
    } else {
        "warn"
    };
    let errors = text_with("form.section_errors", &[("count", &section.errors.to_string())]);
    let weight = section.weight.filter(|weight| *weight > 0.0);
    html! {
        <a class={classes!("section-tab", on.then_some("on"))} title={section.title.clone()} href={address} onclick={go(&props.dispatch, route)}
            aria-current={on.then_some("true")}>
            <span class="section-title">
                { &section.title }
                { weight.map(|weight| html! { <small>{ text_with("form.points", &[("points", &weight.to_string())]) }</small> }) }
            </span>
            <span class="section-count">
                if section.errors > 0 {
                    <b class="bad" title={errors.clone()} aria-label={errors}>{ section.errors }</b>
                }
                if section.relevant > 0 { { format!("{}/{}", section.answered, section.relevant) } }
            </span>
            if section.relevant > 0 {
                <progress class={tone} max={section.relevant.to_string()} value={section.answered.to_string()} aria-hidden="true" />
            }
        </a>
    }
}
