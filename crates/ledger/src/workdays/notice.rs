//! The arrangement of a year's holidays as it is published: “1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”
//! Every day is held against what else the text says of it, and nothing is guessed.

use std::collections::BTreeSet;

use expr::Date;

use super::Calendar;

/// Longest text that is read, in characters; a published arrangement has some five hundred.
const TEXT: usize = 20_000;
/// Longest holiday that is believed, in days.
const LONGEST: i64 = 31;

/// What a text says about a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Days off.
    pub holidays: BTreeSet<Date>,
    /// Weekend days that work.
    pub workdays: BTreeSet<Date>,
    /// Why it cannot be adopted; empty when it can.
    pub faults: Vec<Fault>,
}

/// Why an arrangement cannot be adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No day off is named.
    Empty,
    /// Words that name a day, but not whether it is off or works.
    Unread(String),
    /// A day the calendar does not have.
    NotADay(String),
    /// A day of another year.
    OtherYear(Date),
    /// A stretch that ends before it begins, or is longer than any holiday.
    Stretch(Date, Date),
    /// The day of the week is another one than the text says.
    Weekday(Date),
    /// A holiday has another number of days than the text says: its first day, the number said, the number counted.
    Count(Date, usize, usize),
    /// A day is to work that would work anyway.
    WorksAnyway(Date),
    /// A day is both off and to work.
    Both(Date),
    /// Days that are free by law are not among those off.
    Missing(Vec<Date>),
}

impl Arrangement {
    /// Reads the arrangement of a year. `by_law` are the days that are free by law.
    #[must_use]
    pub fn read(year: i32, text: &str, by_law: &BTreeSet<Date>) -> Self {
        let mut reader = Reader { year, ..Reader::default() };
        let text: String = text.chars().take(TEXT).map(narrow).collect();
        text.split(['\n', '。', '；', ';']).for_each(|clause| reader.clause(clause));
        let mut found = reader.found;
        found.judge(year, by_law);
        found
    }

    /// As the calendar of its year; `None` while it cannot be adopted.
    #[must_use]
    pub fn calendar(&self, year: i32) -> Option<Calendar> {
        self.faults.is_empty().then(|| Calendar {
            years: [year].into(),
            holidays: self.holidays.clone(),
            workdays: self.workdays.clone(),
            ..Calendar::default()
        })
    }

    /// Holds all that was read against the calendar and the law.
    fn judge(&mut self, year: i32, by_law: &BTreeSet<Date>) {
        if self.holidays.is_empty() {
            self.faults.push(Fault::Empty);
            return;
        }
        let both: Vec<Date> = self.holidays.intersection(&self.workdays).copied().collect();
        self.faults.extend(both.into_iter().map(Fault::Both));
        let anyway: Vec<Date> = self.workdays.iter().copied().filter(|day| day.weekday() <= 5).collect();
        self.faults.extend(anyway.into_iter().map(Fault::WorksAnyway));
        let missing: Vec<Date> =
            by_law.iter().copied().filter(|day| day.year() == year && !self.holidays.contains(day)).collect();
        if !missing.is_empty() {
            self.faults.push(Fault::Missing(missing));
        }
    }
}

/// Digits and marks of half width.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '（' => '(',
        '）' => ')',
        '～' | '—' | '–' | '－' => '-',
        _ => c,
    }
}

#[derive(Default)]
struct Reader {
    year: i32,
    found: Arrangement,
    /// Days named and not yet said to be off or to work.
    named: Vec<Date>,
    /// The holiday read last, for its number of days.
    last: Vec<Date>,
}

impl Reader {
    /// Reads what stands between two full stops. What is only recommended is no arrangement.
    fn clause(&mut self, clause: &str) {
        if clause.contains("鼓励") {
            return;
        }
        let (mut rest, mut before, mut open) = (clause, None, false);
        while let Some(next) = rest.chars().next() {
            let length = if let Some((date, length)) = self.date(rest, before) {
                let Some(day) = date else {
                    self.found.faults.push(Fault::NotADay(rest.chars().take(length).collect()));
                    rest = skip(rest, length);
                    continue;
                };
                self.name(day, before.filter(|_| open));
                (before, open) = (Some(day), false);
                length
            } else if let Some((weekday, length)) = weekday(rest) {
                if let Some(day) = before.filter(|day| day.weekday() != weekday) {
                    self.found.faults.push(Fault::Weekday(day));
                }
                length
            } else if begins(rest, &["放假", "休息", "休假"]) {
                self.rests();
                2
            } else if begins(rest, &["上班", "补班", "工作"]) {
                self.found.workdays.extend(self.named.drain(..));
                2
            } else if let Some((days, length)) = days(rest) {
                self.counted(days);
                length
            } else {
                open |= matches!(next, '至' | '到' | '-' | '~');
                1
            };
            rest = skip(rest, length);
        }
        self.last.clear();
        // The day of the notice itself stands alone below it, in the year before.
        if std::mem::take(&mut self.named).iter().any(|day| day.year() == self.year) {
            self.found.faults.push(Fault::Unread(clause.trim().chars().take(40).collect()));
        }
    }

    /// Takes a day, or all days of a stretch that begins with `from`.
    fn name(&mut self, day: Date, from: Option<Date>) {
        let near = day.year() == self.year || day.year() == self.year - 1 && day.month() == 12;
        if !near {
            // The day of the notice is no day of the arrangement.
            if day.year() > self.year {
                self.found.faults.push(Fault::OtherYear(day));
            }
            return;
        }
        match from {
            Some(from) if !(0..LONGEST).contains(&from.days_until(day)) => {
                self.found.faults.push(Fault::Stretch(from, day));
            }
            Some(from) => self.named.extend((1..=from.days_until(day)).map(|days| from.plus_days(days))),
            None => self.named.push(day),
        }
    }

    fn rests(&mut self) {
        if !self.named.is_empty() {
            self.last = std::mem::take(&mut self.named);
            self.found.holidays.extend(&self.last);
        }
    }

    /// Holds the number of days that the text gives against those it named.
    fn counted(&mut self, said: usize) {
        let last = std::mem::take(&mut self.last);
        if let Some(first) = last.first().filter(|_| last.len() != said) {
            self.found.faults.push(Fault::Count(*first, said, last.len()));
        }
    }

    /// A day at the beginning of a text and how many characters it takes: `2027年2月5日`, `2月5日`, `5日`, `2027-02-05`.
    /// `None` inside when the calendar has no such day.
    fn date(&self, text: &str, before: Option<Date>) -> Option<(Option<Date>, usize)> {
        let mut scan = Scan(text);
        let first = scan.number()?;
        let (year, month, day) = if scan.mark(&['年']) {
            let month = scan.number()?;
            scan.mark(&['月']).then_some(())?;
            (first, month, scan.number()?)
        } else if scan.mark(&['月']) {
            // A month without a year is of the arrangement's year, whatever year stood before it.
            (u32::try_from(self.year).ok()?, first, scan.number()?)
        } else if first > 1_900 && scan.mark(&['-', '/', '.']) {
            let month = scan.number()?;
            scan.mark(&['-', '/', '.']).then_some(())?;
            return Some((to_date(first, month, scan.number()?), length(text, scan.0)));
        } else {
            let before = before?;
            (u32::try_from(before.year()).ok()?, u32::from(before.month()), first)
        };
        scan.mark(&['日', '号']).then_some(())?;
        Some((to_date(year, month, day), length(text, scan.0)))
    }
}

/// What is not read yet of a text.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    /// A number of at most four digits.
    fn number(&mut self) -> Option<u32> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = self.0.strip_suffix(rest).filter(|digits| digits.len() <= 4)?;
        let number = digits.parse().ok()?;
        self.0 = rest;
        Some(number)
    }

    fn mark(&mut self, marks: &[char]) -> bool {
        let rest = self.0.strip_prefix(marks);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

fn to_date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// Characters between a text and what is left of it.
fn length(text: &str, rest: &str) -> usize {
    text.chars().count() - rest.chars().count()
}

fn skip(text: &str, characters: usize) -> &str {
    let mut left = text.chars();
    for _ in 0..characters {
        left.next();
    }
    left.as_str()
}

fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// `周四`, `星期四`: the day of the week, Monday 1, and its length.
fn weekday(text: &str) -> Option<(u8, usize)> {
    let (rest, length) = match text.strip_prefix("星期") {
        Some(rest) => (rest, 3),
        None => (text.strip_prefix('周')?, 2),
    };
    let at = "一二三四五六日天".chars().zip([1, 2, 3, 4, 5, 6, 7, 7]);
    let day = rest.chars().next()?;
    at.into_iter().find(|(name, _)| *name == day).map(|(_, number)| (number, length))
}

/// `9天`: the number of days, and its length.
fn days(text: &str) -> Option<(usize, usize)> {
    let mut scan = Scan(text);
    let number = scan.number()?;
    scan.mark(&['天']).then_some(())?;
    Some((number as usize, length(text, scan.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    const OF_2025: &str = "国务院办公厅关于2025年部分节假日安排的通知\n各省、自治区、直辖市人民政府：\n经国务院批准，现将2025年元旦、春节、清明节、劳动节、端午节、国庆节和中秋节放假调休日期的具体安排通知如下。\n一、元旦：1月1日（周三）放假1天，不调休。\n二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。\n三、清明节：4月4日（周五）至6日（周日）放假，共3天。\n四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。\n五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。\n六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。\n节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。\n国务院办公厅\n2024年11月12日";

    #[test]
    fn a_published_arrangement_is_read_to_the_day() {
        let law = ["2025-01-01", "2025-01-28", "2025-10-03"].map(day).into();
        let read = Arrangement::read(2025, OF_2025, &law);
        assert_eq!(read.faults, []);
        assert_eq!(read.holidays.len(), 1 + 8 + 3 + 5 + 3 + 8);
        let works = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"].map(day);
        assert_eq!(read.workdays, works.into());
        assert!(read.holidays.contains(&day("2025-06-02")) && !read.holidays.contains(&day("2025-06-03")));
    }

    #[test]
    fn a_line_of_ones_own_is_read_too() {
        let text = "2026年12月31日至2027年1月2日休息\n2027-01-03 上班\n２月５日～１１日放假\n2月14日、2月28日补班\n鼓励安排职工在除夕（2月4日）休息";
        let read = Arrangement::read(2027, text, &BTreeSet::new());
        assert_eq!(read.faults, []);
        assert_eq!(read.holidays.iter().next(), Some(&day("2026-12-31")));
        assert_eq!((read.holidays.len(), read.workdays.len()), (3 + 7, 3));
    }

    #[test]
    fn what_contradicts_itself_is_not_adopted() {
        let law: BTreeSet<Date> = [day("2027-01-01")].into();
        for (text, fault) in [
            ("", Fault::Empty),
            ("1月1日至3日放假，共4天", Fault::Count(day("2027-01-01"), 4, 3)),
            ("1月1日（周四）放假", Fault::Weekday(day("2027-01-01"))),
            ("1月1日放假。2月30日放假", Fault::NotADay("2月30日".to_owned())),
            ("1月1日放假。1月4日上班", Fault::WorksAnyway(day("2027-01-04"))),
            ("1月1日至3日放假。1月2日上班", Fault::Both(day("2027-01-02"))),
            ("1月1日放假。5月1日劳动节", Fault::Unread("5月1日劳动节".to_owned())),
            ("1月1日放假。5月5日至1日放假", Fault::Stretch(day("2027-05-05"), day("2027-05-01"))),
            ("1月1日放假。2028年1月1日放假", Fault::OtherYear(day("2028-01-01"))),
            ("5月1日放假", Fault::Missing(vec![day("2027-01-01")])),
        ] {
            let read = Arrangement::read(2027, text, &law);
            assert!(read.faults.contains(&fault), "{text}: {:?}", read.faults);
            assert_eq!(read.calendar(2027), None);
        }
    }
}
