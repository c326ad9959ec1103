//! What the book's records say of a round and of a unit, as sentences of letters need it.

use ledger::book::form_name;
use ledger::{
    Book, Change, Content, EntryId, Letter, LetterState, Record, RecordState, Review, ReviewDecision, Round,
    Unit,
};
use serde_json::{Value, json};
use templates::Pack;

use crate::query::{About, letter_data};

fn put(book: &mut Book, id: &str, content: Content) {
    let change = Change::Put { id: id.into(), content: Box::new(content) };
    let edit = book.edit(String::new(), change);
    book.apply(&edit).unwrap();
}

fn record(book: &mut Book, id: &str, unit: &str, form: &str, about: Option<&str>, answers: &Value) {
    record_in(book, RecordState::Submitted, id, unit, form, about, answers);
}

fn record_in(
    book: &mut Book,
    state: RecordState,
    id: &str,
    unit: &str,
    form: &str,
    about: Option<&str>,
    answers: &Value,
) {
    let record = Record {
        form: format!("{form}/1"),
        round: "round-1".into(),
        unit: unit.into(),
        about: about.map(EntryId::from),
        answers: serde_json::from_value(answers.clone()).unwrap(),
        state,
        submitted_on: "2026-12-10".to_owned(),
        figures: serde_json::from_value(json!({ "score": 90, "example": "结对共建" })).unwrap(),
        ..Record::default()
    };
    assert_eq!(form_name(&record.form), form);
    put(book, id, Content::Record(record));
}

fn review(book: &mut Book, record: &str, decision: ReviewDecision) {
    let version = book.entries.get(&record.into()).and_then(ledger::Entry::current).unwrap().0;
    let (version, on) = (version.0.clone(), "2026-12-11".to_owned());
    let review = Review { record: record.into(), version, decision, reason: String::new(), on };
    put(book, &format!("review-{record}"), Content::Review(review));
}

/// Three units, of which one handed in late and was accepted, one got its self-check back, one is silent; the first has
/// three findings, one of them closed and one past its limit, and an issued letter that says two of them.
fn book() -> Book {
    let mut book = Book::default();
    book.local.replica = "r1".to_owned();
    let round = Round { year: 2026, self_check_due: "2026-12-05".to_owned(), ..Round::default() };
    put(&mut book, "round-1", Content::Round(Box::new(round)));
    for (id, name, branch) in
        [("unit-1", "甲所", "沈阳分院"), ("unit-2", "乙所", ""), ("unit-3", "丙所", "成都分院")]
    {
        let (name, branch) = (name.to_owned(), branch.to_owned());
        put(&mut book, id, Content::Unit(Unit { short_name: name, branch, ..Unit::default() }));
    }
    for unit in ["unit-1", "unit-2"] {
        record(&mut book, &format!("self-check-{unit}"), unit, "self-check", None, &json!({}));
    }
    review(&mut book, "self-check-unit-1", ReviewDecision::Accepted);
    review(&mut book, "self-check-unit-2", ReviewDecision::Returned);
    for (id, title, due) in
        [("1", "记录不完整", "2026-11-01"), ("2", "换届滞后。", "2026-11-01"), ("3", "公布不及时", "")]
    {
        let answers = json!({ "title": title, "disposition": "列入反馈", "due": due, "severity": "一般" });
        record(&mut book, &format!("working-paper-{id}"), "unit-1", "working-paper", None, &answers);
    }
    let closed = json!({ "state": "已销号" });
    record(&mut book, "rectification-1", "unit-1", "rectification", Some("working-paper-1"), &closed);
    record(&mut book, "phone-call-1", "unit-1", "phone-call", None, &json!({}));
    record(&mut book, "hearing-1", "unit-1", "hearing", None, &json!({}));
    let letter = Letter {
        letter: "feedback-letter/1".to_owned(),
        round: "round-1".into(),
        unit: Some("unit-1".into()),
        text: "1. 记录不完整。\n2. 换届滞后。".to_owned(),
        state: LetterState::Issued,
        ..Letter::default()
    };
    put(&mut book, "feedback-letter-1", Content::Letter(Box::new(letter)));
    book
}

fn annual(book: &Book) -> Value {
    letter_data(
        &Pack::shipped(),
        book,
        "annual-report",
        About::round(&"round-1".into()),
        "2026-12-20".parse().unwrap(),
    )
    .unwrap()
}

/// What the feedback letter to a unit reads.
fn feedback(book: &Book, unit: &str) -> Value {
    let (round, unit) = ("round-1".into(), unit.into());
    let about = About { unit: Some(&unit), ..About::round(&round) };
    let today = "2026-12-20".parse().unwrap();
    letter_data(&Pack::shipped(), book, "feedback-letter", about, today).unwrap()
}

#[test]
fn who_got_it_back_is_not_missing_and_who_was_accepted_late_is_still_late() {
    let data = annual(&book());
    let count = |key: &str| data["stats"][key].as_u64();
    assert_eq!(
        (count("units"), count("reported"), count("late"), count("returned")),
        (Some(3), Some(1), Some(1), Some(1))
    );
    assert_eq!(data["unreported"], json!(["丙所"]));
}

#[test]
fn a_finding_is_sent_when_an_issued_letter_says_it_and_in_the_ledger_when_it_has_a_record() {
    let mut book = book();
    let data = annual(&book);
    let count = |key: &str| data["stats"][key].as_u64();
    assert_eq!((count("findings"), count("sent"), count("in_ledger")), (Some(3), Some(2), Some(1)));
    let mut letter = book.letter(&"feedback-letter-1".into()).unwrap().clone();
    letter.state = LetterState::Approved;
    put(&mut book, "feedback-letter-1", Content::Letter(Box::new(letter)));
    assert_eq!(annual(&book)["stats"]["sent"], 0);
}

#[test]
fn branches_stand_in_the_order_of_the_roster() {
    let data = annual(&book());
    let names: Vec<&str> =
        data["stats"]["by_branch"].as_array().unwrap().iter().filter_map(|b| b["name"].as_str()).collect();
    assert_eq!(names, ["沈阳分院", ledger::stats::NO_BRANCH, "成都分院"]);
}

#[test]
fn a_good_practice_is_verified_only_by_a_verdict_on_its_own_item() {
    let mut book = book();
    let verified = |book: &Book| annual(book)["examples"][0]["verified"].clone();
    assert_eq!(verified(&book), false);
    record(&mut book, "verification-1", "unit-1", "verification", None, &json!({ "a01_01_verdict": "属实" }));
    assert_eq!(verified(&book), false);
    record(
        &mut book,
        "verification-1",
        "unit-1",
        "verification",
        None,
        &json!({ "a10_04_verdict": "部分属实" }),
    );
    assert_eq!(verified(&book), false);
    record(&mut book, "verification-1", "unit-1", "verification", None, &json!({ "a10_04_verdict": "属实" }));
    assert_eq!(verified(&book), true);
}

#[test]
fn findings_of_a_unit_say_whether_they_are_closed_or_overdue_and_methods_which_are_daily() {
    let book = book();
    let data = feedback(&book, "unit-1");
    let flags = |key: &str| -> Vec<Value> {
        data["findings"].as_array().unwrap().iter().map(|finding| finding[key].clone()).collect()
    };
    assert_eq!(flags("closed"), [true, false, false]);
    assert_eq!(flags("overdue"), [false, true, false]);
    assert_eq!(flags("state"), ["已销号", "逾期", "待报措施"]);
    assert_eq!(
        (&data["methods"], &data["daily_methods"]),
        (&json!(["电话随访", "听取汇报"]), &json!(["电话随访"]))
    );
    assert_eq!(data["chosen"], false);
}

#[test]
fn what_nobody_finished_or_wrote_on_counts_nowhere() {
    let mut book = book();
    let before = annual(&book);
    let feedback = |book: &Book| feedback(book, "unit-3");
    let untouched = feedback(&book);
    // What the product itself fills in when a rectification record is begun, a verification with one item judged, calls
    // and discussions somebody only began, and a paper that waits for its signature.
    let begun = json!({ "due": "2026-11-01", "state": "待报措施", "extended": "否", "progress": [{}] });
    record(&mut book, "rectification-2", "unit-1", "rectification", Some("working-paper-2"), &begun);
    let filling = RecordState::Filling;
    let one = json!({ "a01_01_verdict": "属实", "a10_04_verdict": "属实" });
    record_in(&mut book, filling, "verification-3", "unit-3", "verification", None, &one);
    let people = json!({ "attendees": [{ "count": 7 }], "held_on": "2026-12-01" });
    record_in(&mut book, filling, "discussion-3", "unit-3", "discussion", None, &people);
    record_in(
        &mut book,
        filling,
        "spot-visit-3",
        "unit-3",
        "spot-visit",
        None,
        &json!({ "date": "2026-12-01" }),
    );
    let paper = json!({ "title": "未审签", "disposition": "列入反馈", "severity": "重大", "area": "其他" });
    let signing = RecordState::AwaitingSignature;
    record_in(&mut book, signing, "working-paper-4", "unit-3", "working-paper", None, &paper);
    let after = annual(&book);
    assert_eq!(after["stats"]["unfinished"], 4);
    let figures = |data: &Value| {
        let mut stats = data["stats"].clone();
        stats.as_object_mut().unwrap().remove("unfinished");
        (stats, data["units"].clone(), data["findings"].clone(), data["areas"].clone())
    };
    assert_eq!(figures(&after), figures(&before));
    assert_eq!(feedback(&book), untouched);
    // Finished, they count.
    record(&mut book, "verification-3", "unit-3", "verification", None, &one);
    record(&mut book, "working-paper-4", "unit-3", "working-paper", None, &paper);
    let done = annual(&book);
    assert_eq!(done["stats"]["desk"], 1);
    assert_eq!(done["stats"]["findings"], 4);
}

#[test]
fn a_finding_is_in_the_ledger_when_somebody_said_what_will_be_done() {
    let mut book = book();
    let in_ledger = |book: &Book| annual(book)["stats"]["in_ledger"].clone();
    let said = json!({ "due": "2026-11-01", "state": "待报措施", "cause": "制度不健全" });
    record(&mut book, "rectification-2", "unit-1", "rectification", Some("working-paper-2"), &said);
    assert_eq!(in_ledger(&book), 1);
    let planned = json!({ "state": "待报措施", "measure": "修订制度" });
    record(&mut book, "rectification-2", "unit-1", "rectification", Some("working-paper-2"), &planned);
    assert_eq!(in_ledger(&book), 2);
}

#[test]
fn who_was_late_is_called_late_with_the_days_and_who_is_silent_too() {
    let data = annual(&book());
    let stages: Vec<&str> =
        data["units"].as_array().unwrap().iter().filter_map(|unit| unit["stage"].as_str()).collect();
    assert_eq!(stages, ["12月10日报送（逾期5天）", "退回修改", "未报送（逾期15天）"]);
}
