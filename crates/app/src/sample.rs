//! The sample book: a realistic round that shows every screen alive.
//!
//! Everything follows from the seed, the number of units and the day: no two runs differ. Units,
//! people and deeds are made up from `templates/sample/texts.json`, and everything made from the book says so.

mod feedback;
mod fill;
mod own_unit;
mod random;
mod round;
mod self_check;
mod texts;
mod visit;
mod world;

use expr::Date;
use ledger::{Book, Role};
use templates::Pack;

/// What sample to make.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Units that take part.
    pub units: usize,
    /// The same seed gives the same book.
    pub seed: u64,
    /// The day it is seen on.
    pub today: Date,
}

/// Makes a sample book as one role sees it. Without a catalogue in the pack there is nothing to show: the book is empty.
#[must_use]
pub fn book(pack: &Pack, sample: &Sample, role: Role) -> Book {
    let made = match role {
        Role::Unit => own_unit::book(pack, sample),
        Role::Inspector => round::inspectors_book(pack, sample),
        Role::Office => round::offices_book(pack, sample),
    };
    let mut book = made.unwrap_or_default();
    book.local.sample = true;
    book
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use form::Severity;
    use ledger::progress::{SelfCheckStage, coverage};
    use ledger::{LetterState, RecordState};

    use super::world::World;
    use super::*;
    use crate::forms::CompiledForms;

    fn sample(units: usize) -> Sample {
        Sample { units, seed: 2026, today: "2026-11-23".parse().expect("a day of the calendar") }
    }

    fn errors(pack: &Pack, book: &Book, today: Date) -> Vec<String> {
        let mut compiled = CompiledForms::default();
        let submitted = book.records().filter(|(_, record)| record.state == RecordState::Submitted);
        let current = book.current_round().map(|(id, _)| id.clone()).unwrap_or_default();
        let mut found = Vec::new();
        for (id, _) in submitted.filter(|(_, record)| record.round == current) {
            let open = compiled.open(pack, book, id, today).expect("every record's form is in the pack");
            let wrong = open.live.problems().filter(|problem| problem.severity == Severity::Error);
            found.extend(wrong.map(|problem| format!("{id} {}: {}", problem.path, problem.message)));
        }
        found
    }

    #[test]
    fn the_same_seed_gives_the_same_book_and_another_seed_another() {
        let pack = Pack::shipped();
        for role in [Role::Unit, Role::Inspector, Role::Office] {
            let made = book(&pack, &sample(4), role);
            assert!(made == book(&pack, &sample(4), role));
            assert!(made != book(&pack, &Sample { seed: 7, ..sample(4) }, role));
            assert_eq!(made.local.profile.role, role);
        }
    }

    #[test]
    fn everything_handed_in_is_free_of_errors() {
        let pack = Pack::shipped();
        // The days after New Year are the hardest: the period of the round has hardly begun.
        for (today, units) in [("2026-11-23", 24), ("2026-01-05", 4), ("2026-03-01", 4)] {
            let sample = Sample { today: today.parse().expect("a day of the calendar"), ..sample(units) };
            for role in [Role::Unit, Role::Office] {
                assert_eq!(errors(&pack, &book(&pack, &sample, role), sample.today), Vec::<String>::new());
            }
        }
    }

    #[test]
    fn a_team_has_the_submissions_and_its_own_work() {
        let book = book(&Pack::shipped(), &sample(20), Role::Inspector);
        let of = |form: &str| book.records_of(form).count();
        assert_eq!(of("self-check"), 16);
        assert!(of("verification") >= 2 && of("hearing") >= 2 && of("working-paper") >= 2);
        assert!(book.letters().all(|(_, letter)| letter.state != LetterState::Issued));
        assert_eq!((of("rectification"), book.reviews().count(), book.rounds().count()), (0, 0, 1));
        assert!(book.local.secret_key.is_empty());
    }

    #[test]
    fn the_office_sees_units_in_every_state() {
        let (pack, sample) = (Pack::shipped(), sample(40));
        let book = book(&pack, &sample, Role::Office);
        let (id, round) = book.current_round().expect("the sample has a round");
        let rows = coverage(&book, pack.kinds(), id, round, sample.today);
        assert_eq!(rows.len(), 40);
        let count =
            |wanted: fn(&SelfCheckStage) -> bool| rows.iter().filter(|row| wanted(&row.stage)).count();
        assert_eq!(count(|stage| matches!(stage, SelfCheckStage::Overdue(_))), 8);
        assert_eq!(count(|stage| matches!(stage, SelfCheckStage::Late(_))), 4);
        assert_eq!(count(|stage| matches!(stage, SelfCheckStage::Returned)), 2);
        assert!(count(|stage| matches!(stage, SelfCheckStage::Accepted(_))) >= 10);
        assert_eq!(rows.iter().filter(|row| row.in_conflict).count(), 1);
        assert!(rows.iter().any(|row| row.overdue > 0) && rows.iter().any(|row| row.closed > 0));
        let states: BTreeSet<LetterState> = rows.iter().filter_map(|row| row.feedback).collect();
        assert_eq!(states.len(), 3);
        let areas: BTreeSet<String> =
            book.findings(pack.kinds()).into_iter().map(|finding| finding.area).collect();
        assert!(areas.len() >= 9, "{areas:?}");
    }

    #[test]
    fn letters_are_the_shipped_template_filled_in() {
        let book = book(&Pack::shipped(), &sample(30), Role::Office);
        let mut numbers = BTreeSet::new();
        for (_, letter) in book.letters() {
            assert!(letter.text.contains("二、存在的主要问题") && !letter.text.contains("{{"));
            let number = letter.head.get("document_number").and_then(|v| v.as_str()).unwrap_or_default();
            assert_eq!(letter.state == LetterState::Issued, number.starts_with("示例函〔2026〕"));
            assert!(number.is_empty() || numbers.insert(number.to_owned()), "{number} twice");
        }
        assert!(numbers.len() >= 5);
    }

    #[test]
    fn the_units_self_check_is_mostly_filled_and_has_one_slip() {
        let (pack, sample) = (Pack::shipped(), sample(30));
        let book = book(&pack, &sample, Role::Unit);
        let id = crate::view::record_on_screen(&pack, &book, &crate::route::Route::Submit)
            .expect("a self-check is open");
        let open = CompiledForms::default().open(&pack, &book, &id, sample.today).expect("it opens");
        let progress = open.live.progress();
        let share = progress.total.answered * 100 / progress.total.relevant;
        assert!((60..=80).contains(&share), "{share} %");
        let slips: Vec<&str> = open
            .live
            .problems()
            .filter(|p| p.severity == Severity::Error && p.code != form::Code::Missing)
            .map(|p| p.path.as_str())
            .collect();
        assert_eq!(slips, ["a01_04_part"]);
        assert!(crate::context::problems(&open.live).len() >= 2);
        let answered = |field: &&str| open.live.field(field).is_some_and(|f| f.last_year().is_some());
        assert_eq!(["a01_01_answer", "a02_02_answer"].iter().filter(|f| answered(f)).count(), 2);
        assert!(book.findings(pack.kinds()).len() >= 2 && book.letters().count() == 1);
    }

    /// Figures and days read as sentences, as the catalogue words them, and not as an item with its value behind it.
    #[test]
    fn the_report_says_figures_in_sentences() {
        let (pack, sample) = (Pack::shipped(), sample(10));
        let book = book(&pack, &sample, Role::Office);
        let (round, _) = book.current_round().expect("the sample has a round");
        let mut said = String::new();
        for (unit, _) in book.units() {
            let data = crate::context::self_check(
                &pack,
                &book,
                &mut CompiledForms::default(),
                round,
                unit,
                sample.today,
            );
            let areas = data["self_check"]["areas"].as_array().cloned().unwrap_or_default();
            said.extend(areas.iter().map(|area| area["narrative"].to_string()));
        }
        assert!(said.contains("讲党课") && said.contains("召开领导班子民主生活会"), "{said}");
        assert!(!said.contains("次数为") && !said.contains("日期为") && !said.contains("{answer}"), "{said}");
    }

    /// Figures that two places of one unit's papers name are the same, what a finding rests on is there, and what was counted
    /// agrees with what was judged of it.
    #[test]
    fn the_papers_of_a_unit_do_not_contradict_each_other() {
        let (pack, sample) = (Pack::shipped(), sample(40));
        let book = book(&pack, &sample, Role::Office);
        let (round, _) = book.current_round().expect("the sample has a round");
        let own = |form: &'static str| {
            let all = book.records_of(form).filter(|(_, record)| record.round == *round);
            all.collect::<Vec<_>>()
        };
        let number =
            |record: &ledger::Record, field: &str| record.answers.get(field).and_then(|v| v.as_u64());
        for (_, record) in own("self-check") {
            let says = |field: &str| ledger::finding::answer_text(record, field);
            let (branches, plan) =
                (number(record, "branches").unwrap(), number(record, "member_plan").unwrap());
            for (field, words) in [
                ("a02_04_note", format!("对{branches}个支部")),
                ("a04_03_note", format!("{branches}个支部全部建在")),
                ("a06_02_note", format!("发展党员{plan}名")),
            ] {
                let met = says(&field.replace("_note", "_answer")) == "是";
                assert!(!met || says(field).contains(&words), "{words}: {}", says(field));
            }
            assert_eq!(number(record, "a05_04_whole"), Some(branches));
        }
        for (_, paper) in own("working-paper") {
            let (sources, facts) = (
                ledger::finding::answer_text(paper, "sources"),
                ledger::finding::answer_text(paper, "facts"),
            );
            for way in sources.split('、') {
                let of_unit = book.records().any(|(_, record)| {
                    let method = pack.kinds().of(&record.form).and_then(|kind| kind.method.clone());
                    record.unit == paper.unit && method.as_deref() == Some(way)
                });
                assert!(of_unit, "{way} without a record: {facts}");
            }
            for (word, way) in [("访谈", "个别访谈"), ("座谈", "座谈交流")] {
                assert!(!facts.contains(word) || sources.contains(way), "{sources}: {facts}");
            }
        }
        let mut compiled = CompiledForms::default();
        let ids: Vec<_> = own("branch-check").into_iter().map(|(id, _)| id.clone()).collect();
        assert!(!ids.is_empty());
        for id in ids {
            let open = compiled.open(&pack, &book, &id, sample.today).expect("it opens");
            let odd: Vec<&str> = open
                .live
                .problems()
                .filter(|p| p.code == form::Code::Caution)
                .map(|p| p.path.as_str())
                .collect();
            assert_eq!(odd, Vec::<&str>::new());
        }
    }

    /// A part that is more than its whole: no achievement, no rate, no score, until somebody has looked.
    #[test]
    fn an_answer_that_the_form_calls_wrong_is_not_praised() {
        let (pack, sample) = (Pack::shipped(), sample(10));
        let book = book(&pack, &sample, Role::Unit);
        let (round, _) = book.current_round().expect("the sample has a round");
        let (unit, _) = book.records_of("self-check").next().map(|(_, r)| (&r.unit, ())).expect("one");
        let mut compiled = CompiledForms::default();
        let said = crate::context::self_check(&pack, &book, &mut compiled, round, unit, sample.today);
        let said = &said["self_check"];
        assert_eq!(
            (&said["counts"]["wrong"], &said["score"], &said["grade"]),
            (&1.into(), &"".into(), &().into())
        );
        let areas = said["areas"].as_array().expect("areas");
        let item =
            areas[0]["items"].as_array().expect("items").iter().find(|item| item["number"] == "A01-04");
        let item = item.expect("the item with the slip");
        assert_eq!(
            (&item["answer"], &item["score"]),
            (&templates::text("self_check.to_verify").into(), &"".into())
        );
        assert_eq!(areas[0]["wrong"], 1);
        let narrative: String = areas.iter().map(|area| area["narrative"].to_string()).collect();
        assert!(
            !narrative.contains('%') || !narrative.contains("10") || !narrative.contains("106"),
            "{narrative}"
        );
        let letter = pack.letter("self-check-report").expect("the report");
        let data = crate::context::self_check(&pack, &book, &mut compiled, round, unit, sample.today);
        let text = letter.compose(pack.engine(), &data).expect("it is composed").text;
        assert!(text.contains("填报有误待核1项") && !text.contains("自评得分"), "{text}");
    }

    /// What is made up must not stand under the name of an organ that exists.
    #[test]
    fn no_unit_of_the_sample_exists() {
        let pack = Pack::shipped();
        for wanted in [1, 5, 30, 150] {
            let mut world = World::new(&pack, &sample(wanted), "office").expect("the pack has a catalogue");
            let office = round::office(&world);
            let units = world.enrol(&office, sample(wanted).today);
            assert_eq!((units.len(), world.book.units().count()), (wanted, wanted));
            for (_, unit) in world.book.units() {
                assert!(unit.name.contains("示例") && unit.party_name.contains("示例"), "{}", unit.name);
                assert!(unit.branch.is_empty() || unit.branch.contains("示例"), "{}", unit.branch);
                assert!(!unit.kind.is_empty() && unit.note.is_empty());
            }
        }
    }

    /// A number that looks like one of a real document says that it is none.
    #[test]
    fn every_number_of_a_document_is_marked() {
        for role in [Role::Unit, Role::Inspector, Role::Office] {
            let book = book(&Pack::shipped(), &sample(20), role);
            assert!(book.local.sample);
            let text = serde_json::to_string(&*book.entries).expect("a book is JSON");
            let mut before = "";
            for part in text.split("〔2026〕") {
                // What the program's own rule is cited by is no number of the sample.
                let code: String = before.chars().rev().take(12).collect();
                assert!(before.is_empty() || code.contains("例示"), "{before}");
                before = part;
            }
        }
    }

    #[test]
    fn every_page_of_a_document_of_the_sample_says_so() {
        let pack = Pack::shipped();
        let mut book = book(&pack, &sample(20), Role::Office);
        let letter = book.letters().next().map(|(_, letter)| letter.clone()).expect("the sample has letters");
        let mark = templates::text("sample.mark");
        let made =
            |book: &Book| crate::draft::typeset(&pack, book, &letter).expect("the letter is typeset").pages;
        let furniture = |page: &document::Page| -> String {
            let marks = page.marks.iter().filter(|at| at.role == document::flow::Role::Furniture);
            marks.map(|at| at.text.as_str()).collect()
        };
        let marked = made(&book);
        assert!(marked.pages.iter().all(|page| furniture(page).contains(mark)));
        book.local.sample = false;
        let made_of_a_file = made(&book);
        assert!(
            made_of_a_file.pages.iter().all(|page| furniture(page).contains(mark)),
            "its round says so, too"
        );
        for version in book.entries.values_mut().flat_map(|entry| entry.versions.values_mut()) {
            if let ledger::Content::Round(round) = &mut version.content {
                round.sample = false;
            }
        }
        let plain = made(&book);
        assert!(plain.pages.iter().all(|page| !furniture(page).contains(mark)));
        assert_eq!(marked.lines(), plain.lines(), "the mark moves nothing to another page");
    }
}
