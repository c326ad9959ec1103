//! What the book's records say of a round and of a unit, as sentences of letters need it.

use ledger::book::form_name;
use ledger::{
    Book, Change, Content, EntryId, Letter, LetterState, Record, RecordState, Review, ReviewDecision, Role,
    Round, Unit,
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

/// Three units in an office's book, of which one handed in late and was accepted, one got its self-check back, one is silent; the first has
/// three findings, one of them closed and one past its limit, and an issued letter that says two of them.
fn book() -> Book {
    let mut book = Book::default();
    book.local.replica = "r1".to_owned();
    book.local.profile.role = Role::Office;
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

/// How something was looked into has one word in records, in what is verified item by item and in working papers.
#[test]
fn a_method_is_called_the_same_wherever_it_is_chosen() {
    let pack = Pack::shipped();
    let choices = |form: &str, part: &str| -> Vec<String> {
        fn find<'a>(value: &'a Value, id: &str) -> Option<&'a Value> {
            match value {
                Value::Object(map) if map.get("id").is_some_and(|own| own == id) => Some(value),
                Value::Object(map) => map.values().find_map(|part| find(part, id)),
                Value::Array(list) => list.iter().find_map(|part| find(part, id)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
            }
        }
        let definition = serde_json::to_value(&*pack.form(form).unwrap()).unwrap();
        serde_json::from_value(find(&definition, part).unwrap()["choices"].clone()).unwrap()
    };
    let sources = choices("working-paper", "sources");
    let ways = choices("verification", "{id}_way");
    for (form, kind) in pack.kinds().in_order() {
        if let Some(method) = kind.method.as_ref().filter(|_| form != "verification") {
            assert!(sources.contains(method), "{method} is none of {sources:?}");
        }
    }
    assert!(ways.iter().all(|way| sources.contains(way)), "{ways:?} {sources:?}");
}

/// Catalogue, gravity, number: whoever drafts, whether findings were picked, and in whatever order they were.
#[test]
fn findings_stand_in_one_order_in_every_document() {
    let mut book = book();
    let paper = |book: &mut Book, id: &str, number: &str, area: &str, severity: &str| {
        let answers =
            json!({ "title": number, "disposition": "列入反馈", "severity": severity, "area": area });
        record(book, id, "unit-3", "working-paper", None, &answers);
        let mut kept = book.record(&id.into()).unwrap().clone();
        kept.number = number.to_owned();
        put(book, id, Content::Record(kept));
    };
    let areas = crate::forms::area_names(&Pack::shipped(), None);
    paper(&mut book, "paper-a", "10", &areas[2], "重大");
    paper(&mut book, "paper-b", "2", &areas[0], "一般");
    paper(&mut book, "paper-c", "9", &areas[2], "一般");
    paper(&mut book, "paper-d", "3", "清单以外", "重大");
    paper(&mut book, "paper-e", "11", &areas[0], "较重");
    paper(&mut book, "paper-f", "8", &areas[2], "一般");
    let (today, wanted) = ("2026-12-20".parse().unwrap(), ["11", "2", "10", "8", "9", "3"]);
    let titles = |findings: &Value| -> Vec<String> {
        let of = |f: &Value| f["title"].as_str().map(str::to_owned);
        findings.as_array().unwrap().iter().filter_map(of).collect()
    };
    let paper_id = |id: &str| EntryId::from(format!("paper-{id}").as_str());
    let chosen: Vec<EntryId> = ["a", "b", "c", "d", "e", "f"].map(paper_id).into();
    for picked in [Vec::new(), chosen.clone(), chosen.into_iter().rev().collect()] {
        let (round, unit) = ("round-1".into(), "unit-3".into());
        let about = About { round: &round, unit: Some(&unit), record: None, chosen: &picked };
        let pack = Pack::shipped();
        let data = letter_data(&pack, &book, "feedback-letter", about, today).unwrap();
        assert_eq!(titles(&data["findings"]), wanted);
    }
    let all = annual(&book)["findings"].clone();
    assert_eq!(titles(&all)[3..], wanted);
}

/// A roster may name the party organisation itself: then it is the addressee and the signature as it stands.
#[test]
fn a_unit_that_is_called_by_its_party_organisation_gets_no_second_one() {
    let named = |name: &str, kind: &str| {
        let unit = Unit { name: name.to_owned(), kind: kind.to_owned(), ..Unit::default() };
        let data = super::unit_data(&unit);
        let text = |key: &str| data[key].as_str().unwrap().to_owned();
        (text("full_party_name"), text("organ"))
    };
    for (name, organ) in [
        ("中国科学院示例先进计算与智能制造联合创新研究中心筹备组党委", "党委"),
        ("示例研究所党组", "党组"),
        ("示例研究所离退休党总支", "党总支"),
        ("示例研究所机关党支部", "党支部"),
        ("中共中国科学院示例研究所委员会", "党委"),
    ] {
        assert_eq!(named(name, "京区"), (name.to_owned(), organ.to_owned()));
        assert_eq!(
            ledger::roster::party_name(name.trim_end_matches("委员会"), "京区").matches('党').count(),
            1
        );
    }
    assert_eq!(named("示例研究所", "京区").0, "中共示例研究所委员会");
    assert_eq!(
        named("中国科学院沈阳分院分党组", "分院分党组"),
        ("中共中国科学院沈阳分院分党组".to_owned(), "分党组".to_owned())
    );
}

/// What no letter told its unit is called so wherever it is named, is not late, and is no part of the share of closed ones.
#[test]
fn a_finding_that_was_not_told_is_called_so_is_not_late_and_weighs_on_no_share() {
    let mut book = book();
    let states = |data: &Value| -> Vec<Value> {
        data["findings"].as_array().unwrap().iter().map(|finding| finding["state"].clone()).collect()
    };
    let data = annual(&book);
    assert_eq!(states(&data), ["已销号", "逾期", "尚未反馈"]);
    assert_eq!((&data["stats"]["overdue"], &data["stats"]["closing_base"]), (&json!(1), &json!(2)));
    let mut letter = book.letter(&"feedback-letter-1".into()).unwrap().clone();
    letter.state = LetterState::Approved;
    put(&mut book, "feedback-letter-1", Content::Letter(Box::new(letter)));
    let data = annual(&book);
    assert_eq!(states(&data), ["已销号", "尚未反馈", "尚未反馈"]);
    // One was closed although no letter in the book tells of it: its unit knew of it all the same.
    assert_eq!((&data["stats"]["overdue"], &data["stats"]["closing_base"]), (&json!(0), &json!(1)));
}

#[test]
fn letters_are_counted_as_letters_and_not_as_units() {
    let mut book = book();
    let mut second = book.letter(&"feedback-letter-1".into()).unwrap().clone();
    put(&mut book, "feedback-letter-2", Content::Letter(Box::new(second.clone())));
    second.state = LetterState::Draft;
    put(&mut book, "feedback-letter-3", Content::Letter(Box::new(second)));
    let stats = annual(&book)["stats"].clone();
    assert_eq!((&stats["letters"], &stats["issued"]), (&json!(3), &json!(2)));
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
    assert_eq!(flags("state"), ["已销号", "逾期", "尚未反馈"]);
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
