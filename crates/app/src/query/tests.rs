//! Queries and figures over a small book: what records give, what is found, what is refused.

use ledger::{Book, Change, Content, EntryId, Record, RecordState, Round, Unit};
use serde_json::{Value, json};
use templates::Pack;

use super::figures::FigureBook;
use super::{About, letter_names};

fn put(book: &mut Book, id: &str, content: Content) {
    let edit = book.edit(String::new(), Change::Put { id: id.into(), content: Box::new(content) });
    book.apply(&edit).unwrap();
}

fn record(book: &mut Book, id: &str, form: &str, unit: &str, about: Option<&str>, answers: &Value) {
    let record = Record {
        form: format!("{form}/1"),
        round: "round-1".into(),
        unit: unit.into(),
        about: about.map(EntryId::from),
        number: format!("号-{id}"),
        answers: serde_json::from_value(answers.clone()).unwrap(),
        state: RecordState::Submitted,
        submitted_on: "2026-12-01".to_owned(),
        ..Record::default()
    };
    put(book, id, Content::Record(record));
}

fn book() -> Book {
    let mut book = Book::default();
    let round = Round { year: 2026, self_check_due: "2026-12-05".to_owned(), ..Round::default() };
    put(&mut book, "round-1", Content::Round(Box::new(round)));
    for (id, name, branch) in [("unit-1", "甲所", "沈阳分院"), ("unit-2", "乙所", "")] {
        let (short_name, branch) = (name.to_owned(), branch.to_owned());
        put(&mut book, id, Content::Unit(Unit { short_name, branch, ..Unit::default() }));
    }
    for (id, unit, area, severity) in
        [("1", "unit-1", "党建", "重大"), ("2", "unit-1", "党建", "一般"), ("3", "unit-2", "作风", "一般")]
    {
        let answers = json!({ "title": format!("问题{id}"), "area": area, "severity": severity,
            "disposition": "列入反馈", "due": "2026-12-10" });
        record(&mut book, &format!("paper-{id}"), "working-paper", unit, None, &answers);
    }
    let closed = json!({ "state": "已销号", "measure": "修订" });
    record(&mut book, "rectification-1", "rectification", "unit-1", Some("paper-1"), &closed);
    // Another unit's record answers nothing.
    record(&mut book, "rectification-2", "rectification", "unit-2", Some("paper-2"), &closed);
    book
}

/// What a letter with some queries says, in a template of its own.
fn says(book: &Book, scope: &str, queries: &str, body: &str) -> Result<String, String> {
    let pack = Pack::shipped();
    let source = format!(
        "+++\nletter = \"x/1\"\nname = \"x\"\nkind = \"x\"\nstyle = \"letter\"\nscope = \"{scope}\"\n{queries}\n+++\n{body}"
    );
    let template = pack.read_letter("x", &source).map_err(|error| error.to_string())?;
    let (round, unit) = ("round-1".into(), "unit-1".into());
    let about = About { unit: (scope == "unit").then_some(&unit), ..About::round(&round) };
    let names = letter_names(&pack, book, &template, about, "2026-12-20".parse().unwrap());
    let names = names.map_err(|error| error.to_string())?;
    let composed = crate::draft::compose_from(&pack, &template, &names);
    composed.map(|composed| composed.text).map_err(|error| error.to_string())
}

#[test]
fn a_letter_reads_records_their_links_and_what_is_worked_out_of_them() {
    let queries = r#"
[[data]]
name = "papers"
from = "working-paper"
where = "it.unit == unit.id and it.round == round.id"
sort = ["-it.id"]
[data.also]
answer = "it|linked_from('rectification')|first"
closed = "it.answer.state == '已销号'"
"#;
    let body = "{% for p in papers %}{{ p.title }}{{ p.links.unit.short_name }}{{ p.number }}\
                {{ '销' if p.closed }}{{ p.nothing }}；{% endfor %}";
    assert_eq!(says(&book(), "unit", queries, body).unwrap(), "问题2甲所号-paper-2；问题1甲所号-paper-1销；");
}

#[test]
fn values_lists_of_lists_and_parts_stand_beside_each_other() {
    let queries = r#"
[[data]]
name = "papers"
from = "place:papers"
where = "it.round == round.id"
[[data]]
name = "areas"
each = "papers|group_by_order('area')"
sort = ["-it.list|length"]
[data.also]
units = "it.list|map(attribute='unit')|unique|list|length"
[[data]]
name = "count"
value = "papers|length"
[[data]]
name = "both"
[data.parts]
findings = "figures.findings"
count = "count + 1"
"#;
    let body = "{{ count }}{% for a in areas %}；{{ a.grouper }}{{ a.units }}{% endfor %}；\
                {{ both.findings }}{{ both.count }}";
    assert_eq!(says(&book(), "round", queries, body).unwrap(), "3；党建1；作风1；34");
}

#[test]
fn a_name_that_nothing_has_is_told_with_its_place_when_the_template_is_read() {
    let query = |text: &str| format!("[[data]]\nname = \"x\"\nfrom = \"working-paper\"\n{text}");
    for (queries, told) in [
        (query("where = \"it.severty == '重大'\""), "x, where: no severty; the nearest is severity"),
        (query("sort = [\"it.ttile\"]"), "x, sort: no ttile; the nearest is title"),
        (query("where = \"it.unit == unti.id\""), "x, where: no unti; the nearest is unit"),
        (query("where = \"it.links.abuot\""), "x, where: no abuot; the nearest is about"),
        (
            query("where = \"it|linked_from('rectificaton')\""),
            "no rectificaton; the nearest is rectification",
        ),
        (query("[data.also]\na = \"it.b\"\nb = \"it.a\""), "read each other"),
        (
            "[[data]]\nname = \"x\"\nfrom = \"working-papers\"".to_owned(),
            "no working-papers; the nearest is working-paper",
        ),
        (
            "[[data]]\nname = \"x\"\nvalue = \"figures.findngs\"".to_owned(),
            "no findngs; the nearest is findings",
        ),
        ("[[data]]\nname = \"x\"\nvalue = \"later\"".to_owned(), "x, value: no later"),
        ("[[data]]\nname = \"x\"".to_owned(), "it gives nothing"),
        ("[[data]]\nname = \"x\"\nform = \"unit\"".to_owned(), "unknown field"),
        ("uses = [\"nothing\"]".to_owned(), "no queries/nothing"),
    ] {
        let error = says(&book(), "unit", &queries, "").unwrap_err();
        assert!(error.contains(told), "{error} instead of {told}");
    }
    let message = Pack::shipped()
        .read_letter(
            "x",
            &format!(
                "+++\nletter = \"x/1\"\nname = \"x\"\nkind = \"x\"\nstyle = \"letter\"\n{}\n+++\n",
                query("where = \"it.severty\"")
            ),
        )
        .unwrap_err()
        .message();
    assert!(message.contains("“severty”") && message.contains("“severity”"), "{message}");
}

#[test]
fn a_query_that_would_never_end_is_stopped() {
    let queries = "[[data]]\nname = \"x\"\nfrom = \"working-paper\"\nwhere = \"'x' * 99999999 == it.id\"";
    assert!(says(&book(), "round", queries, "{{ x }}").is_err());
}

#[test]
fn tags_in_answers_are_text() {
    let mut book = book();
    let answers = json!({ "title": "{{ 7 * 7 }}\n附件1", "disposition": "列入反馈" });
    record(&mut book, "paper-4", "working-paper", "unit-1", None, &answers);
    let queries = "[[data]]\nname = \"x\"\nfrom = \"working-paper\"\nwhere = \"it.id == 'paper-4'\"";
    let text = says(&book, "round", queries, "甲\n{{ x[0].title }}").unwrap();
    assert_eq!(text, "甲\n{{ 7 * 7 }}；附件1");
}

#[test]
fn a_figure_counts_shares_and_is_broken_down() {
    let book = book();
    let pack = Pack::shipped();
    let today = "2026-12-20".parse().unwrap();
    let figures = FigureBook::of_round(&pack, &book, &"round-1".into(), today).unwrap();
    let counts = ["findings", "major", "closed", "overdue", "in_ledger", "units"].map(|id| figures.count(id));
    assert_eq!(counts, [3, 1, 1, 2, 1, 2]);
    assert_eq!(figures.get("closed_share").text, "33.3%");
    assert_eq!(figures.get("average_score").text, "—");
    assert_eq!(figures.by("findings", "area"), [("党建".to_owned(), 2), ("作风".to_owned(), 1)]);
    assert_eq!(figures.by("findings", "unit.branch"), [("沈阳分院".to_owned(), 2), (String::new(), 1)]);
    assert_eq!(figures.entries("closed"), ["paper-1".into()]);
}

/// What a query finds does not rest on the index alone: a record that was written a moment ago is found.
#[test]
fn a_change_is_seen_at_once() {
    let mut book = book();
    let count = |book: &Book| {
        let queries = "[[data]]\nname = \"x\"\nfrom = \"working-paper\"\nwhere = \"it.round == round.id\"";
        says(book, "round", queries, "{{ x|length }}").unwrap()
    };
    assert_eq!(count(&book), "3");
    record(&mut book, "paper-4", "working-paper", "unit-2", None, &json!({}));
    assert_eq!(count(&book), "4");
    put(&mut book, "paper-1", Content::Removed);
    assert_eq!(count(&book), "3");
}

#[test]
fn a_letter_about_a_record_is_offered_on_its_page_drafted_once_and_follows_it() {
    let mut book = book();
    book.local.profile.role = ledger::Role::Office;
    let answers = json!({ "matter": "党支部按期换届工作", "situation": "两个支部届满未换届", "due": "2026-12-18",
        "requirements": [{ "what": "制定换届方案", "mark": "方案审定" }] });
    record(&mut book, "matter-1", "supervision-matter", "unit-1", None, &answers);
    let moment = crate::Moment { today: "2026-12-01".parse().unwrap(), seconds: 0, entropy: [0; 32] };
    let mut state = crate::State::with_book(book, moment.today);
    crate::update(&mut state, crate::Command::Go(crate::Route::Record("matter-1".into(), 0)), &moment);
    let page = crate::view::form_page(&state).unwrap();
    let named = |name: &str| page.letters.iter().find(|(letter, _)| letter == name);
    let (letter, _) = named("assignment-letter").unwrap_or_else(|| panic!("{:?}", page.letters));
    let draft = |record: &str| crate::Command::ComposeAbout { letter: letter.clone(), record: record.into() };
    crate::update(&mut state, draft("matter-1"), &moment);
    crate::update(&mut state, draft("matter-1"), &moment);
    // It is about matters; of a finding there is none.
    crate::update(&mut state, draft("paper-1"), &moment);
    let letters: Vec<_> = state.book.as_ref().unwrap().letters().map(|(_, letter)| letter.clone()).collect();
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    assert_eq!((&letter.about, &letter.unit), (&vec!["matter-1".into()], &Some("unit-1".into())));
    assert!(letter.text.contains("两个支部届满未换届。"), "{}", letter.text);
    assert!(letter.text.contains("2026年12月18日"), "{}", letter.text);
    assert_eq!(letter.head["title"], "关于督办党支部按期换届工作的函");
}

#[test]
fn a_letter_is_about_a_kind_that_there_is() {
    let error = says(&book(), "record:supervision-mater", "", "").unwrap_err();
    assert!(error.contains("no supervision-mater; the nearest is supervision-matter"), "{error}");
    let query = "[[data]]\nname = \"x\"\nvalue = \"record.mattr\"";
    let error = says(&book(), "supervision-matter", query, "").unwrap_err();
    assert!(error.contains("no mattr; the nearest is matter"), "{error}");
}

/// Readers let go of the book before it changes; otherwise each change would copy all of it.
#[test]
fn a_change_after_a_letter_was_drafted_copies_nothing() {
    let mut book = book();
    book.local.profile.role = ledger::Role::Office;
    let moment = crate::Moment { today: "2026-12-01".parse().unwrap(), seconds: 0, entropy: [0; 32] };
    let mut state = crate::State::with_book(book, moment.today);
    let map = |state: &crate::State| std::sync::Arc::as_ptr(&state.book.as_ref().unwrap().entries.shared());
    let before = map(&state);
    for letter in ["circular", "annual-report"] {
        let (letter, unit, findings) = (letter.to_owned(), None, Vec::new());
        crate::update(&mut state, crate::Command::Compose { letter, unit, findings }, &moment);
        crate::view::overview_page(&state).unwrap();
    }
    assert_eq!(state.book.as_ref().unwrap().letters().count(), 2);
    assert_eq!(map(&state), before);
}
