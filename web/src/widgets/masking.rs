//! The question before a masked copy leaves: what looks like a person or a number and was not masked, each to be decided.

use std::collections::BTreeSet;

use app::Command;
use app::view::{Masking, Suspect};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;

/// The question.
#[derive(Properties, PartialEq)]
pub(crate) struct AskMaskedProps {
    /// What leaves, and what was left in it.
    pub(crate) asked: Masking,
    /// Where commands go.
    pub(crate) dispatch: Callback<Command>,
}

/// The question. Before anybody decides, common words are to stay and all else is to be masked: a word too much is seen,
/// a name too few is not.
#[component]
pub(crate) fn AskMasked(props: &AskMaskedProps) -> Html {
    let suspects = &props.asked.suspects;
    let kept: UseStateHandle<BTreeSet<String>> = use_state(|| {
        let words = suspects.iter().filter(|suspect| !suspect.likely);
        words.map(|suspect| suspect.text.clone()).collect()
    });
    let every = {
        let (kept, suspects) = (kept.clone(), suspects.clone());
        move |keep: bool| {
            let (kept, suspects) = (kept.clone(), suspects.clone());
            Callback::from(move |_: MouseEvent| {
                kept.set(suspects.iter().filter(|_| keep).map(|suspect| suspect.text.clone()).collect());
            })
        }
    };
    let leave = props.dispatch.reform(|()| Command::LeaveMasked);
    let go_on = {
        let (kept, asked) = (kept.clone(), props.asked.clone());
        props.dispatch.reform(move |_: MouseEvent| {
            let left = asked.suspects.iter().map(|suspect| suspect.text.clone());
            Command::MaskAlso(asked.what.clone(), left.filter(|text| !kept.contains(text)).collect())
        })
    };
    html! {
        <Dialog title={text("masked.title")} class="wide ask-masked" on_close={leave.clone()}>
            <p>{ text("masked.ask") }</p>
            <div class="button-row">
                <button type="button" class="button" id="mask-all" onclick={every(false)}>{ text("masked.hide_all") }</button>
                <button type="button" class="button" id="keep-all" onclick={every(true)}>{ text("masked.keep_all") }</button>
            </div>
            <ul class="suspects">{ for suspects.iter().map(|suspect| row(suspect, &kept)) }</ul>
            <div class="dialog-buttons">
                <button type="button" class="button" onclick={leave.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                <button type="button" class="button primary" id="mask-go-on" onclick={go_on}>{ text("masked.make") }</button>
            </div>
        </Dialog>
    }
}

fn row(suspect: &Suspect, kept: &UseStateHandle<BTreeSet<String>>) -> Html {
    let keeps = kept.contains(&suspect.text);
    let choose = |keep: bool| {
        let (kept, chosen) = (kept.clone(), suspect.text.clone());
        Callback::from(move |_: MouseEvent| {
            let mut next = (*kept).clone();
            if keep {
                next.insert(chosen.clone());
            } else {
                next.remove(&chosen);
            }
            kept.set(next);
        })
    };
    let button = |keep: bool, key: &'static str| {
        html! {
            <button type="button" class="choice" aria-pressed={(keeps == keep).to_string()} onclick={choose(keep)}>{ text(key) }</button>
        }
    };
    let (before, after) = suspect.around.split_once(suspect.text.as_str()).unwrap_or_default();
    let (before, after) = (before.to_owned(), after.to_owned());
    html! {
        <li>
            <span class="suspect">{ before }<b>{ suspect.text.clone() }</b>{ after }</span>
            <span class="count">{ text_with("masked.left_times", &[("count", &suspect.times.to_string())]) }</span>
            { button(false, "masked.hide") }
            { button(true, "masked.keep") }
        </li>
    }
}
