//! Names and dates: what may be an organ, a list of addressees, a document number, a day.

use expr::Date;

use super::line::numbered_level;

/// How names of organs end.
const ORGAN_ENDINGS: [&str; 32] = [
    "党组",
    "党委",
    "支部",
    "党组织",
    "纪委",
    "团委",
    "委",
    "会",
    "组",
    "办公室",
    "厅",
    "院",
    "所",
    "局",
    "部",
    "处",
    "科",
    "室",
    "中心",
    "学校",
    "大学",
    "公司",
    "集团",
    "单位",
    "台",
    "馆",
    "园",
    "站",
    "政府",
    "社",
    "厂",
    "队",
];

/// Longest name of an organ, in characters.
const LONGEST_ORGAN: usize = 40;

/// Names in a line like 各分院分党组、院属各单位党委： — `None` when it is a sentence.
pub(super) fn addressees(text: &str) -> Option<Vec<String>> {
    let names = text.strip_suffix(['：', ':']).filter(|names| !names.starts_with('【'))?.trim();
    let names = labelled(names, "主送").unwrap_or(names);
    let sentence = ["如下", "现将", "根据", "按照", "为了", "。", "；", "？", "！", "："];
    if names.is_empty() || names.chars().count() > 300 || sentence.iter().any(|s| names.contains(s)) {
        return None;
    }
    let last = names.rsplit(['、', '，', '；']).next().unwrap_or(names).trim_end_matches(['）', ')']);
    let organ = last.starts_with('各') || ORGAN_ENDINGS.iter().any(|e| last.ends_with(e));
    if !organ || numbered_level(text).is_some() {
        return None;
    }
    Some(organs(names))
}

/// Single names; where a comma separates classes of organs the line stays as it was written.
fn organs(names: &str) -> Vec<String> {
    if names.contains(['，', '；']) {
        vec![names.to_owned()]
    } else {
        names.split('、').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
    }
}

/// A line that may stand above the date: names without sentence punctuation. Wide gaps part joint issuers.
pub(super) fn issuers(text: &str) -> Option<Vec<String>> {
    if text.contains(['。', '，', '；', '：', '？', '！', '|', '【', '、', '《', '“'])
        || numbered_level(text).is_some()
    {
        return None;
    }
    let wide = |c: char| matches!(c, '\u{3000}' | '\t');
    let parts: Vec<&str> = text.split_whitespace().collect();
    let gap = text.contains(wide) || text.contains("  ");
    // 中 国 科 学 院 is one name whose characters were spread out.
    let spread = parts.len() > 2 && parts.iter().all(|p| p.chars().count() == 1);
    let names: Vec<String> = if gap && !spread && parts.iter().all(|p| is_organ(p)) {
        parts.iter().map(|p| (*p).to_owned()).collect()
    } else {
        vec![closed_up(text)]
    };
    names.iter().all(|n| is_organ(n)).then_some(names)
}

/// Whether a name ends as names of organs do.
pub(super) fn is_organ(name: &str) -> bool {
    let count = name.chars().count();
    (3..=LONGEST_ORGAN).contains(&count) && ORGAN_ENDINGS.iter().any(|e| name.ends_with(e))
}

/// Without blanks between full-width characters: spread letters and broken lines.
pub(super) fn closed_up(text: &str) -> String {
    let wide = |c: char| !c.is_ascii() && !c.is_whitespace();
    let mut out = String::with_capacity(text.len());
    let mut blanks = String::new();
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blanks.push(c);
            continue;
        }
        let between = wide(c) && out.chars().next_back().is_some_and(wide);
        // A half-width bracket beside a Hanzi needs no blank either.
        let bracket = matches!(c, '(' | ')') || out.ends_with(['(', ')']);
        if !between && !bracket {
            out.push_str(&blanks);
        }
        blanks.clear();
        out.push(c);
    }
    out
}

/// What follows `label：` at the start of a line; blanks inside the label do not matter.
pub(super) fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut rest = text;
    for c in label.chars() {
        rest = rest.trim_start().strip_prefix(c)?;
    }
    rest.trim_start().strip_prefix(['：', ':']).map(str::trim)
}

/// A full date at the end of the issuer's life: 2021年10月8日 and what people write instead, and whether it was
/// written the first way.
pub(super) fn date(text: &str) -> Option<(Date, bool)> {
    if text.len() > 60 || !text.starts_with(|c: char| digit(c).is_some()) {
        return None;
    }
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, month, day) = parts(&tight)?;
    let date = Date::new(year, month, day).ok()?;
    Some((date, date.chinese() == text))
}

fn parts(tight: &str) -> Option<(i32, u8, u8)> {
    let (year, month, day) = if let Some((year, rest)) = tight.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        (year, month, rest.strip_suffix('日')?)
    } else {
        let mut parts = tight.splitn(3, ['.', '-', '/', '．']);
        let parts = (parts.next()?, parts.next()?, parts.next()?);
        tight.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/')).then_some(parts)?
    };
    let year = (year.chars().count() == 4).then(|| digits(year)).flatten()?;
    let small = |part: &str| -> Option<u8> {
        let value = if part.chars().count() <= 2 { digits(part) } else { None };
        value.or_else(|| counted(part)).and_then(|v| u8::try_from(v).ok())
    };
    Some((year, small(month)?, small(day)?))
}

/// Value of a decimal digit, Hanzi and full-width ones included.
fn digit(c: char) -> Option<i32> {
    let at = |set: &str| set.chars().position(|d| d == c).and_then(|i| i32::try_from(i).ok());
    match c {
        '○' | '〇' | '零' | 'Ｏ' => Some(0),
        '0'..='9' => at("0123456789"),
        '０'..='９' => at("０１２３４５６７８９"),
        _ => at("\0一二三四五六七八九"),
    }
}

fn digits(text: &str) -> Option<i32> {
    (!text.is_empty()).then(|| text.chars().try_fold(0, |sum, c| Some(sum * 10 + digit(c)?))).flatten()
}

/// 1–99 as people count in Hanzi: 十, 十一, 二十, 三十一.
pub(super) fn counted(text: &str) -> Option<i32> {
    let Some((tens, ones)) = text.split_once('十') else {
        return (text.chars().count() == 1).then(|| digits(text)).flatten();
    };
    let tens = if tens.is_empty() { 1 } else { counted(tens)? };
    let ones = if ones.is_empty() { 0 } else { counted(ones)? };
    (tens < 10 && ones < 10).then_some(tens * 10 + ones)
}

/// A line that is a date with gaps to fill in, or a day the calendar does not have.
pub(super) fn unfinished_date(text: &str) -> bool {
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).take(20).collect();
    let filler = |c: char| digit(c).is_some() || "十年月日×xX＿_*".contains(c);
    tight.contains('年') && tight.ends_with('日') && tight.chars().all(filler)
}

/// 发文字号 on a line of its own, with the signatories that may stand beside it: 直党字〔2021〕25号　签发人：张三.
pub(super) fn number_line(text: &str) -> Option<(String, Vec<String>)> {
    let (number, names) = match text.find("签发人").or_else(|| text.find("签 发 人")) {
        Some(at) => {
            let (number, rest) = text.split_at(at);
            (number, signatories(rest)?)
        }
        None => (text, Vec::new()),
    };
    let tight: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    is_number(&tight).then_some((tight, names))
}

fn is_number(tight: &str) -> bool {
    let Some(at) = tight.find(['〔', '[', '（', '(', '【', '［', '﹝']) else { return false };
    let (code, rest) = tight.split_at(at);
    let mut rest = rest.chars();
    rest.next();
    let rest = rest.as_str();
    let year = rest.chars().take_while(char::is_ascii_digit).count();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(serial) = rest.strip_prefix(['〕', ']', '）', ')', '】', '］', '﹞']) else { return false };
    let serial = serial.strip_prefix('第').unwrap_or(serial);
    let digits = serial.chars().take_while(char::is_ascii_digit).count();
    (1..=12).contains(&code.chars().count())
        && code.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && matches!(year, 2 | 4)
        && (1..=6).contains(&digits)
        && serial.trim_start_matches(|c: char| c.is_ascii_digit()) == "号"
}

/// Names after 签发人：.
pub(super) fn signatories(text: &str) -> Option<Vec<String>> {
    let names = labelled(text, "签发人")?;
    let parts: Vec<&str> =
        names.split([' ', '\u{3000}', '\t', '、', '，']).filter(|n| !n.is_empty()).collect();
    // 李 四 is one name of two characters set wide.
    let mut list: Vec<String> = Vec::new();
    for part in parts {
        match list.last_mut() {
            Some(last) if last.chars().count() == 1 && part.chars().count() == 1 => last.push_str(part),
            Some(_) | None => list.push(part.to_owned()),
        }
    }
    Some(list).filter(|l| !l.is_empty() && l.iter().all(|n| n.chars().count() <= 12))
}

/// Organ and date that print a document: ××办公室　2026年11月20日印发. The organ may stand on the line above.
pub(super) fn printed_line(text: &str) -> Option<(Option<String>, Date, bool)> {
    let rest = text.strip_suffix("印发").filter(|rest| !rest.starts_with('【'))?.trim_end();
    if let Some((date, exact)) = date(rest) {
        return Some((None, date, exact));
    }
    let (organ, day) = organ_and_date(rest)?;
    let (date, exact) = date(day)?;
    Some((Some(closed_up(organ)), date, exact))
}

/// Two parts of a line that ends with a date after a blank.
pub(super) fn organ_and_date(text: &str) -> Option<(&str, &str)> {
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    blanks.take(40).find_map(|at| {
        let (organ, day) = text.split_at(at);
        let (organ, day) = (organ.trim(), day.trim());
        (!organ.is_empty() && date(day).is_some()).then_some((organ, day))
    })
}

/// Without blanks and with full-width brackets, to compare names.
pub(super) fn plain(text: &str) -> String {
    let wide = |c: char| match c {
        '(' => '（',
        ')' => '）',
        _ => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(wide).collect()
}
