//! 数据校验码: sixteen characters that stand on paper and on screen, so that paper and data can be matched.

use ledger::Record;
use serde_json::json;

/// The code of what a form says. It depends on the form, the round, the unit and the answers, and on nothing else: not on
/// who wrote it, when, or in which file it came. Empty for a form without answers.
#[must_use]
pub fn check_code(record: &Record) -> String {
    if record.answers.is_empty() {
        return String::new();
    }
    let said = json!([record.form, record.round, record.unit, record.answers]);
    exchange::short_code(&exchange::digest(said.to_string().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(answer: &str) -> Record {
        let answers = [("a01_01_answer".to_owned(), answer.into()), ("a01_02_part".to_owned(), 0.1.into())];
        Record { form: "self-check/1".into(), answers: answers.into(), ..Record::default() }
    }

    /// The code is on paper that is filed for years, so it must never come out otherwise.
    #[test]
    fn the_same_answers_have_the_same_code_for_ever() {
        assert_eq!(check_code(&record("是")), "24E6-FC94-C805-65A6");
    }

    #[test]
    fn another_answer_has_another_code_and_another_day_has_not() {
        let signed = Record { submitted_on: "2026-11-26".into(), ..record("是") };
        assert_eq!(check_code(&signed), check_code(&record("是")));
        assert_ne!(check_code(&record("否")), check_code(&record("是")));
        assert_eq!(check_code(&Record::default()), "");
    }
}
