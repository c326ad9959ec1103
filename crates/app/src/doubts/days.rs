//! Days of a document that contradict each other, today, or what the document rests on.

use expr::Date;
use ledger::finding::answer_text;
use ledger::kinds::Meaning;
use ledger::{Book, Kinds, Letter, Part, Record, Round};
use templates::{About, Deadline, Input, text, text_with};

use super::Doubt;
use super::grounds::carried;

/// The day a document is dated, with what is known of it.
struct Dated<'a> {
    kinds: &'a Kinds,
    letter: &'a Letter,
    on: Date,
}

/// See the module.
pub(super) fn of(
    kinds: &Kinds,
    book: &Book,
    letter: &Letter,
    about: Option<&About>,
    today: Date,
) -> Vec<Doubt> {
    let Some(on) = letter.head.get("dated").and_then(|day| day.as_str()?.parse::<Date>().ok()) else {
        return Vec::new();
    };
    let dated = Dated { kinds, letter, on };
    let mut words = Vec::new();
    if on > today {
        words.push(text_with("doubt.future", &[("day", &on.chinese())]));
    }
    let printed = letter.head.get("printed").and_then(|day| day.as_str()?.parse::<Date>().ok());
    if let Some(printed) = printed.filter(|printed| *printed > today) {
        words.push(text_with("doubt.printed_later", &[("day", &printed.chinese())]));
    }
    let inputs = about.map(|about| about.inputs.as_slice()).unwrap_or_default();
    words.extend(dated.inputs(inputs));
    if about.is_some_and(|about| about.tells) {
        words.extend(dated.grounds(book));
    }
    if about.is_some_and(|about| about.needs.iter().any(|need| need == "self_check")) {
        words.extend(dated.self_check(book));
    }
    if inputs.iter().any(|input| matches!(input.deadline, Some(Deadline::Plan | Deadline::Report))) {
        words.extend(dated.limits(book, inputs));
    }
    words.extend(dated.deadlines_in_text());
    let round = book.round(&letter.round);
    words.extend(round.map(|round| dated.proposals(round)).unwrap_or_default());
    words.into_iter().map(Doubt::question).collect()
}

impl Dated<'_> {
    fn answer(&self, id: &str) -> Option<Date> {
        self.letter.inputs.get(id)?.as_str()?.parse().ok()
    }

    /// Answers to the template's questions: what happened is not later than the document, what is due is; what follows
    /// something is not before it.
    fn inputs(&self, inputs: &[Input]) -> Vec<String> {
        let mut words = Vec::new();
        for input in inputs {
            let Some(day) = self.answer(&input.id) else { continue };
            if input.happened && day > self.on {
                words.push(self.early(&input.label, day));
            }
            if input.deadline.is_some() && day <= self.on {
                let facts = [("label", input.label.as_str()), ("day", &day.chinese())];
                words.push(text_with("doubt.no_time", &facts));
            }
            let before = input.not_before.as_ref().and_then(|id| inputs.iter().find(|other| other.id == *id));
            if let Some((other, earlier)) = before.and_then(|other| Some((other, self.answer(&other.id)?)))
                && day < earlier
            {
                let (day, earlier) = (day.chinese(), earlier.chinese());
                let facts = [
                    ("later", input.label.as_str()),
                    ("day", &day),
                    ("earlier", &other.label),
                    ("other", &earlier),
                ];
                words.push(text_with("doubt.order", &facts));
            }
        }
        words
    }

    fn early(&self, what: &str, day: Date) -> String {
        let facts = [("dated", self.on.chinese()), ("what", what.to_owned()), ("day", day.chinese())];
        text_with("doubt.early", &facts.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// The last day of the records the document tells of, when that is later than the document itself.
    fn grounds(&self, book: &Book) -> Option<String> {
        let own = |record: &Record| match &self.letter.unit {
            // A call made since does not speak against a letter about what was found before.
            Some(_) => false,
            None => record.round == self.letter.round && record.is_finished(),
        };
        let chosen =
            carried(self.kinds, book, self.letter).into_iter().filter_map(|finding| book.record(&finding.id));
        let days = book.records().map(|(_, record)| record).filter(|record| own(record)).chain(chosen);
        let last = days.filter_map(|record| Some((self.kinds.day(record).parse::<Date>().ok()?, record)));
        let (day, record) = last.max_by_key(|(day, _)| *day)?;
        (day > self.on).then(|| self.early(&record.number, day))
    }

    /// The unit's self-check against a document made of it: filled in before, and what is still to be done due after.
    fn self_check(&self, book: &Book) -> Vec<String> {
        let own = |record: &Record| {
            self.letter.unit.as_ref() == Some(&record.unit) && record.round == self.letter.round
        };
        let Some((_, record)) =
            book.records_of(self.kinds.form(Part::SelfCheck)).find(|(_, record)| own(record))
        else {
            return Vec::new();
        };
        let filled = self.kinds.day(record).parse::<Date>().ok().filter(|day| *day > self.on);
        let mut words: Vec<String> =
            filled.map(|day| self.early(text("doubt.filled"), day)).into_iter().collect();
        for (field, value) in &record.answers {
            let Some(item) = field.strip_suffix("_deadline") else { continue };
            let limit = value.as_str().and_then(|day| day.parse::<Date>().ok());
            let done = !answer_text(record, &format!("{item}_finished")).is_empty();
            if let Some(limit) = limit.filter(|limit| *limit <= self.on && !done) {
                let title = answer_text(record, &format!("{item}_problem"));
                let facts = [("title", title.as_str()), ("day", &limit.chinese())];
                words.push(text_with("doubt.limit_passed", &facts));
            }
        }
        words
    }

    /// Limits of single findings against the days of the plan and of the report about all of them.
    fn limits(&self, book: &Book, inputs: &[Input]) -> Vec<String> {
        let of = |kind: Deadline| {
            let input = inputs.iter().find(|input| input.deadline == Some(kind))?;
            Some((input, self.answer(&input.id)?))
        };
        let (plan, report) = (of(Deadline::Plan), of(Deadline::Report));
        let mut words = Vec::new();
        for finding in carried(self.kinds, book, self.letter) {
            let Ok(limit) = finding.due.parse::<Date>() else { continue };
            let at_once = finding.means(Meaning::AtOnce);
            let day = limit.chinese();
            let mut say = |key: &'static str, other: Option<(&Input, Date)>| {
                let (label, other) = other.map(|(i, d)| (i.label.clone(), d.chinese())).unwrap_or_default();
                let facts =
                    [("title", finding.title.as_str()), ("day", &day), ("label", &label), ("other", &other)];
                words.push(text_with(key, &facts));
            };
            if limit <= self.on {
                say("doubt.limit_passed", None);
            } else if plan.is_some_and(|(_, plan)| limit < plan) && !at_once {
                say("doubt.limit_before_plan", plan);
            } else if report.is_some_and(|(_, report)| limit > report) {
                say("doubt.limit_after_report", report);
            }
        }
        words
    }

    /// 于…前 in the text with a day that is not later than the document.
    fn deadlines_in_text(&self) -> Vec<String> {
        let days = deadlines(&self.letter.text).into_iter().filter(|day| *day <= self.on);
        days.map(|day| text_with("doubt.no_time_in_text", &[("day", &day.chinese())])).collect()
    }

    /// Days of the arrangement that the product proposed, that nobody has confirmed, and that stand in the text.
    fn proposals(&self, round: &Round) -> Vec<String> {
        let fields = crate::update::proposed_days(round);
        let stands = |day: &Date| {
            let text = &self.letter.text;
            [day.chinese(), day.chinese_short()].iter().any(|words| text.contains(words.as_str()))
        };
        let standing = fields.into_iter().filter(|(_, day)| stands(day));
        standing
            .map(|(label, day)| text_with("doubt.proposed", &[("label", label), ("day", &day.chinese())]))
            .collect()
    }
}

/// Days that a text sets as limits (于2026年12月5日前), each once. What says 已于 tells of the past.
fn deadlines(text: &str) -> Vec<Date> {
    let mut days = Vec::new();
    let mut parts = text.split('于');
    let mut before = parts.next().unwrap_or_default();
    for part in parts {
        let of_the_past = before.ends_with(['已', '定', '由', '关', '位', '属', '等', '用', '对']);
        let day = part.split_once("日前").and_then(|(day, _)| day_in(day));
        days.extend(day.filter(|day| !of_the_past && !days.contains(day)));
        before = part;
    }
    days
}

/// `2026年12月5` as a day.
fn day_in(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let number = |text: &str, most: usize| (text.len() <= most).then(|| text.parse::<u32>().ok()).flatten();
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_in_a_text_is_read_and_the_past_is_none() {
        let found = |text: &str| deadlines(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found("请于2026年12月5日前报送，并于2027年1月8日前报告。"), ["2026-12-05", "2027-01-08"]);
        assert_eq!(found("各单位已于2026年11月5日前报送。"), Vec::<String>::new());
        assert_eq!(
            found("请于（请填写日期）前报送；成立于2020年；关于2月30日前的事。"),
            Vec::<String>::new()
        );
    }
}
