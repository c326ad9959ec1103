//! What the authority table says to a file, in words.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use exchange::{Opened, Signature, SigningKey};
use ledger::authority::{Cause, Delivery, Judged, Law, Post, Refusal, Rules, is_hidden};
use ledger::book::form_name;
use ledger::kinds::Kinds;
use ledger::merge::Bundle;
use ledger::trust::Standing;
use ledger::{Book, Content, Entry, EntryId, Sender};
use serde_json::Value;
use templates::{Pack, text, text_with};

use super::vouch::who;
use crate::state::State;
use crate::view::{edition, visible_name as visible};

/// Most entries that are named one by one.
const NAMED: usize = 3;

/// What forms and templates say.
struct Shipped<'a> {
    pack: &'a Pack,
    /// Versions of the forms looked at, by name; `None` for an unknown one.
    forms: RefCell<BTreeMap<String, Option<u32>>>,
    /// Lists of items that rounds bring, and whether no form can be made of them: versions of a round share one.
    lists: RefCell<Vec<(Value, bool)>>,
}

impl Rules for Shipped<'_> {
    fn drafts(&self, post: Post, letter: &str) -> bool {
        let Some(role) = role(post) else { return true };
        let template = self.pack.letter(form_name(letter));
        template.is_ok_and(|template| template.about.roles.iter().any(|named| named == role))
    }

    fn is_too_new(&self, content: &Content) -> bool {
        let Content::Record(record) = content else { return false };
        let name = form_name(&record.form);
        let mut forms = self.forms.borrow_mut();
        let known = forms
            .entry(name.to_owned())
            .or_insert_with(|| self.pack.form(name).ok().map(|form| edition(&form.form)));
        known.is_none_or(|known| edition(&record.form) > known)
    }

    fn is_broken(&self, content: &Content) -> bool {
        let Content::Round(round) = content else { return false };
        let known = |lists: &Vec<(Value, bool)>| {
            lists.iter().find(|(list, _)| *list == round.catalogue).map(|(_, broken)| *broken)
        };
        if let Some(broken) = known(&self.lists.borrow()) {
            return broken;
        }
        let broken = crate::forms::fault_of_round(self.pack, round).is_some();
        self.lists.borrow_mut().push((round.catalogue.clone(), broken));
        broken
    }

    fn kinds(&self) -> &Kinds {
        self.pack.kinds()
    }

    fn decides(&self, post: Post, content: &Content) -> bool {
        let Some(role) = role(post) else { return false };
        matches!(content, Content::Record(record) if super::reserved::decides(self.pack, record, role))
    }
}

/// What forms and templates call a sender; `None` for the office, who may do all of it.
fn role(post: Post) -> Option<&'static str> {
    match post {
        Post::Office | Post::Superior => None,
        Post::Unit => Some("unit"),
        Post::Team => Some("inspector"),
    }
}

/// Holds a file against the table.
pub(super) fn judge(state: &State, opened: &Opened, bundle: &Bundle, sender: &Sender) -> Judged {
    let pack = &state.pack;
    let (Ok(table), Some(book)) = (pack.authority(), &state.book) else { return Judged::default() };
    let rules = Shipped { pack, forms: RefCell::default(), lists: RefCell::default() };
    delivered(book, opened, bundle, sender, |file| {
        table.judge(book, &Delivery { today: Some(state.today), ..*file }, &rules)
    })
}

/// Gives entries under names that somebody else has taken names of their own; says how many there are.
pub(super) fn set_beside(book: &Book, opened: &Opened, bundle: &mut Bundle, sender: &Sender) -> usize {
    let moved = delivered(book, opened, bundle, sender, |file| ledger::authority::beside(book, file));
    moved.map_or(0, |(moved, count)| {
        *bundle = moved;
        count
    })
}

fn delivered<T>(
    book: &Book,
    opened: &Opened,
    bundle: &Bundle,
    sender: &Sender,
    with: impl FnOnce(&Delivery<'_>) -> T,
) -> T {
    let key = match opened.signature {
        Signature::None => None,
        Signature::Valid { public_key } => Some(public_key.to_string()),
    };
    let own: Option<SigningKey> = book.local.signing_key.parse().ok();
    let own = own.map(|own| own.public().to_string());
    let standing = book.local.trust.standing(sender, key.as_deref());
    let confirmed = standing == Standing::Known { confirmed: true };
    with(&Delivery { bundle, sender, key: key.as_deref(), own_key: own.as_deref(), confirmed, today: None })
}

/// What is not allowed and what to do, a sentence for each cause; empty when everything is.
pub(super) fn refusals(state: &State, bundle: &Bundle, sender: &Sender, judged: &Judged) -> String {
    let Ok(table) = state.pack.authority() else { return String::new() };
    let mut by_cause: BTreeMap<Cause, Vec<&Refusal>> = BTreeMap::new();
    for refusal in &judged.refused {
        by_cause.entry(refusal.cause).or_default().push(refusal);
    }
    let who = who(state, sender);
    let say = |(cause, refused): (Cause, Vec<&Refusal>)| {
        let Law { why, todo, .. } = table.laws.get(&cause)?;
        let acts: BTreeSet<_> = refused.iter().flat_map(|refusal| &refusal.acts).collect();
        let acts: Vec<&str> = acts.iter().filter_map(|act| table.acts.get(act)).map(String::as_str).collect();
        let what =
            if cause == Cause::Unsigned { does(state, judged) } else { entries(state, bundle, &refused) };
        let place =
            if cause == Cause::Broken { broken(state, bundle, &refused) } else { hidden(bundle, &refused) };
        let facts = [("who", who.as_str()), ("what", &what), ("act", &acts.join("、")), ("where", &place)];
        let why = facts
            .iter()
            .fold(why.clone(), |words, (name, value)| words.replace(&format!("{{{name}}}"), value));
        Some(format!("{why}。{todo}"))
    };
    let sentences: Vec<String> = by_cause.into_iter().filter_map(say).collect();
    sentences.join("。")
}

/// What a file would do: 新增自查情况1项、更改公文1项.
pub(super) fn does(state: &State, judged: &Judged) -> String {
    let Ok(table) = state.pack.authority() else { return String::new() };
    let one = |((kind, act), count): (&(_, _), &usize)| {
        Some(format!("{}{}{count}项", table.acts.get(act)?, table.kinds.get(kind)?))
    };
    let acts: Vec<String> = judged.acts.iter().filter_map(one).collect();
    if acts.is_empty() { text("vouch.nothing").to_owned() } else { acts.join("、") }
}

/// The entries by kind and name, the first few one by one: 公文“关于……的通知”、图片.
fn entries(state: &State, bundle: &Bundle, refused: &[&Refusal]) -> String {
    let refused: Vec<&&Refusal> = refused.iter().filter(|refusal| refusal.entry.is_some()).collect();
    let named: Vec<String> =
        refused.iter().take(NAMED).map(|refusal| entry(state, bundle, refusal)).collect();
    let named = named.join("、");
    if refused.len() > NAMED {
        text_with("vouch.and_more", &[("named", &named), ("count", &refused.len().to_string())])
    } else {
        named
    }
}

/// One entry by kind and name. What is removed is called after what it was, a decision after what it is about.
fn entry(state: &State, bundle: &Bundle, refusal: &Refusal) -> String {
    let table = state.pack.authority().ok();
    let kind = refusal.kind.and_then(|kind| table?.kinds.get(&kind)).cloned().unwrap_or_default();
    let known = |id: &EntryId| state.book.as_ref().and_then(|book| book.entries.get(id));
    let title = |id: &EntryId| {
        let brought = bundle.entries.iter().find(|entry| entry.id == *id);
        let content = known(id).and_then(said).or_else(|| brought.and_then(said))?;
        let about = if let Content::Review(review) = content {
            &review.record
        } else if let Content::Event(event) = content {
            &event.record
        } else {
            id
        };
        let content = if about == id { content } else { known(about).and_then(said)? };
        let name = crate::view::entry_name(state, about, content);
        (name != text("settle.entry")).then(|| format!("“{}”", visible(&name)))
    };
    let title = refusal.entry.as_ref().and_then(title).unwrap_or_default();
    let named = format!("{kind}{title}");
    if named.is_empty() { text("settle.entry").to_owned() } else { named }
}

/// What an entry says, or said before it was removed.
fn said(entry: &Entry) -> Option<&Content> {
    let before = || entry.versions.values().rev().map(|version| &version.content);
    entry.content().or_else(|| before().find(|content| **content != Content::Removed))
}

/// Why no form can be made of the refused rounds.
fn broken(state: &State, bundle: &Bundle, refused: &[&Refusal]) -> String {
    let rounds = refused.iter().filter_map(|refusal| {
        let entry = bundle.entries.iter().find(|entry| Some(&entry.id) == refusal.entry.as_ref())?;
        if let Some(Content::Round(round)) = entry.content() { Some(round) } else { None }
    });
    let faults = rounds.filter_map(|round| crate::forms::fault_of_round(&state.pack, round));
    faults.map(|fault| visible(fault.trim_end_matches('。'))).collect::<Vec<_>>().join("；")
}

/// Names in the refused entries that hold what cannot be seen.
fn hidden(bundle: &Bundle, refused: &[&Refusal]) -> String {
    let ids: BTreeSet<&EntryId> = refused.iter().filter_map(|refusal| refusal.entry.as_ref()).collect();
    let entries = bundle.entries.iter().filter(|entry| ids.contains(&entry.id));
    let names: BTreeSet<String> =
        entries.flat_map(ledger::authority::names_in).filter(|name| name.contains(is_hidden)).collect();
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("“{}”", visible(name))).collect();
    shown.join("、")
}
