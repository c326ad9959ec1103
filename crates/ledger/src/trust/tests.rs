//! Every way a signed file can stand to what the book knows.

use super::*;

fn sender(name: &str) -> Sender {
    Sender::unit(&name.into())
}

/// What a book knows after these keys were seen at these times, and compared in this order.
fn knows(pins: &[(&Sender, &str, &str, u64)]) -> Trust {
    let mut trust = Trust::default();
    for (sender, key, seen, compared) in pins {
        let pin = Pin { seen: (*seen).into(), compared: *compared, note: String::new() };
        trust.senders.entry((*sender).clone()).or_default().pin(key, &pin);
    }
    trust
}

fn changed(pinned: &str, retired: bool) -> Standing {
    Standing::Changed { pinned: pinned.into(), retired }
}

#[test]
fn the_first_key_is_kept_and_another_one_is_held_back() {
    let (a, b) = (sender("a"), sender("b"));
    assert_eq!(Trust::default().standing(&a, Some("k1")), Standing::First);
    let trust = knows(&[(&a, "k1", "1", 0)]);
    assert_eq!(trust.standing(&a, Some("k1")), Standing::Known { confirmed: false });
    assert_eq!(trust.standing(&a, Some("k2")), changed("k1", false));
    assert!(!trust.standing(&a, Some("k2")).lets_in());
    assert_eq!(trust.standing(&b, Some("k2")), Standing::First);
}

#[test]
fn a_key_that_somebody_compared_replaces_the_one_before() {
    let a = sender("a");
    let trust = knows(&[(&a, "k1", "1", 0), (&a, "k2", "2", 2)]);
    assert_eq!(trust.standing(&a, Some("k2")), Standing::Known { confirmed: true });
    assert_eq!(trust.standing(&a, Some("k1")), changed("k2", true));
}

#[test]
fn a_units_key_on_anothers_file_is_seen() {
    let (a, b) = (sender("a"), sender("b"));
    let trust = knows(&[(&a, "k1", "1", 0), (&b, "k2", "1", 0)]);
    for (claimed, key, of) in [(&b, "k1", &a), (&a, "k2", &b), (&sender("c"), "k1", &a)] {
        let standing = trust.standing(claimed, Some(key));
        assert_eq!(standing, Standing::Borrowed { of: of.clone() });
        assert!(!standing.lets_in() && !standing.can_be_accepted());
    }
}

#[test]
fn a_signature_that_is_missing_all_at_once_is_held_back() {
    let a = sender("a");
    assert_eq!(Trust::default().standing(&a, None), Standing::Unsigned);
    let standing = knows(&[(&a, "k1", "1", 0)]).standing(&a, None);
    assert_eq!(standing, Standing::SignatureMissing);
    assert!(!standing.lets_in());
}

#[test]
fn a_team_has_as_many_machines_as_somebody_compared() {
    let team = Sender::team("第一督查组");
    let trust = knows(&[(&team, "k1", "1", 0)]);
    assert_eq!(trust.standing(&team, Some("k2")), changed("k1", false));
    let trust = knows(&[(&team, "k1", "1", 0), (&team, "k2", "2", 2)]);
    assert_eq!(trust.standing(&team, Some("k1")), Standing::Known { confirmed: false });
    assert_eq!(trust.standing(&team, Some("k2")), Standing::Known { confirmed: true });
    assert_eq!(trust.standing(&team, Some("k3")), changed("k2", false));
    // It may call itself otherwise one day; a unit may not use its key.
    assert_eq!(trust.standing(&Sender::team("督查一组"), Some("k1")), Standing::First);
    assert_eq!(trust.standing(&sender("a"), Some("k1")), Standing::Borrowed { of: team });
}

fn file(sequence: u64, previous: &str) -> Arrival {
    Arrival { key: "k".into(), stream: "submission/r/a".into(), sequence, previous: previous.into() }
}

fn held(files: &[(&str, Arrival)]) -> Trust {
    let mut trust = Trust::default();
    let known = trust.senders.entry(sender("a")).or_default();
    known.files = files.iter().map(|(content, file)| ((*content).to_owned(), file.clone())).collect();
    trust
}

#[test]
fn a_file_finds_its_place_among_those_before() {
    let a = sender("a");
    let trust = held(&[("h1", file(1, "")), ("h2", file(2, "h1"))]);
    let place = |content: &str, file: Arrival, new| trust.place(&a, content, &file, new);
    assert_eq!(Trust::default().place(&a, "h1", &file(1, ""), true), Place::Next);
    assert_eq!(place("h3", file(3, "h2"), true), Place::Next);
    assert_eq!(place("h2", file(2, "h1"), false), Place::Again);
    assert_eq!(place("h6", file(6, "h5"), true), Place::Later { missing: 3 });
    // Another history: the same number, or a predecessor that is not ours.
    assert_eq!(place("x2", file(2, "h1"), true), Place::Fork);
    assert_eq!(place("x3", file(3, "x2"), true), Place::Fork);
    // Another stream, another key: counted apart.
    let other = Arrival { stream: "submission/r2/a".into(), ..file(1, "") };
    assert_eq!(place("y1", other, true), Place::Next);
    let renewed = Arrival { key: "k2".into(), ..file(1, "") };
    assert_eq!(place("z1", renewed, true), Place::Next);
}

#[test]
fn an_older_file_is_old_only_when_it_brings_nothing() {
    let trust = held(&[("h3", file(3, "h2"))]);
    let place = |content: &str, file: Arrival, new| trust.place(&sender("a"), content, &file, new);
    assert_eq!(place("h1", file(1, ""), false), Place::Older { newest: 3 });
    assert_eq!(place("h2", file(2, "h1"), false), Place::Older { newest: 3 });
    assert_eq!(place("x1", file(1, ""), true), Place::Fork);
    assert_eq!(place("x2", file(2, "h1"), false), Place::Fork);
    assert_eq!(place("h9", file(u64::MAX, ""), true), Place::Later { missing: u64::MAX - 4 });
}

#[test]
fn what_two_books_know_joins_in_any_order() {
    let (a, b) = (sender("a"), sender("b"));
    let mut one = knows(&[(&a, "k1", "2", 0), (&b, "k3", "1", 0)]);
    one.incidents.insert("d".into(), Incident { at: "1".into(), ..Incident::default() });
    let mut two = knows(&[(&a, "k1", "1", 3), (&a, "k2", "4", 0)]);
    let settled = Incident { at: "1".into(), accepted: "5".into(), ..Incident::default() };
    two.incidents.insert("d".into(), settled.clone());
    two.senders.entry(a.clone()).or_default().files.insert("h1".into(), file(1, ""));
    let joined = |first: &Trust, second: &Trust| {
        let mut all = first.clone();
        all.join(second);
        all
    };
    let all = joined(&one, &two);
    assert_eq!(all, joined(&two, &one));
    assert_eq!(all, joined(&all, &one));
    assert_eq!(all.standing(&a, Some("k1")), Standing::Known { confirmed: true });
    assert_eq!(all.incidents["d"], settled);
}
