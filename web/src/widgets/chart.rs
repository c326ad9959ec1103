//! Charts for people who would rather look than read: bars by name, and one bar in parts.
//!
//! Lengths are SVG attributes: the page's security policy forbids inline styles.

use app::view::{AreaBar, Tone};
use templates::text;
use yew::prelude::*;

/// Characters of names that leave more room to their bars.
const SHORT_NAME: usize = 6;

/// Bars with their names and counts, at most `limit` of them. With `pick`, a bar is a button that names itself.
pub(crate) fn bars(bars: &[AreaBar], limit: usize, picked: &str, pick: Option<&Callback<String>>) -> Html {
    if bars.is_empty() {
        return html! { <p class="chart-none muted">{ text("chart.none") }</p> };
    }
    let longest = bars.iter().take(limit).map(|bar| bar.name.chars().count()).max().unwrap_or(0);
    let short = (longest <= SHORT_NAME).then_some("short");
    html! { <ul class={classes!("bars", short)}>{ for bars.iter().take(limit).map(|bar| row(bar, picked, pick)) }</ul> }
}

fn row(bar: &AreaBar, picked: &str, pick: Option<&Callback<String>>) -> Html {
    let inside = html! {
        <>
            <span class="bar-name" title={bar.name.clone()}>{ &bar.name }</span>
            { length(bar.percent) }
            <span class="bar-count">{ bar.count }</span>
        </>
    };
    let Some(pick) = pick else {
        return html! { <li key={bar.name.clone()}><div class="bar-row">{ inside }</div></li> };
    };
    let on = bar.name == picked;
    let onclick = {
        let (pick, name) = (pick.clone(), if on { String::new() } else { bar.name.clone() });
        Callback::from(move |_: MouseEvent| pick.emit(name.clone()))
    };
    html! {
        <li key={bar.name.clone()}>
            <button type="button" class={classes!("bar-row", on.then_some("on"))} aria-pressed={on.to_string()} {onclick}>
                { inside }
            </button>
        </li>
    }
}

fn length(percent: usize) -> Html {
    html! {
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-fill" width={percent.max(1).to_string()} height="10" />
        </svg>
    }
}

/// One bar in parts, each with its tone; parts of nothing are left out.
pub(crate) fn parts(parts: &[(Tone, usize)]) -> Html {
    let total: usize = parts.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return html! {};
    }
    let mut from = 0;
    let pieces = parts.iter().map(|(tone, count)| {
        let start = from;
        from += count;
        html! {
            <rect class={classes!("part", tone.class())} x={start.to_string()} width={count.to_string()} height="10" />
        }
    });
    html! {
        <svg class="parts" viewBox={format!("0 0 {total} 10")} preserveAspectRatio="none" aria-hidden="true">
            { for pieces }
        </svg>
    }
}
