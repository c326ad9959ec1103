//! Official documents of one to a dozen pages in every usual shape: what the breaking of pages has to cope with.

use document::{HeadFields, Seal};

use super::prose::{clause, phrase};
use super::{Dice, numeral};

const ORGANS: &[&str] = &[
    "临江市人民政府办公室",
    "临江市发展和改革委员会",
    "安宁县住房和城乡建设局",
    "临江市财政局",
    "中共安宁县委办公室",
    "临江市人力资源和社会保障局",
];
const UNITS: &[&str] = &[
    "各县（市、区）人民政府",
    "各开发区管委会",
    "市政府各部门、各直属单位",
    "各乡镇人民政府",
    "县委各部委",
    "县级国家机关各部门",
    "各人民团体",
    "市监委",
    "市中级人民法院",
    "市人民检察院",
    "临江军分区",
];

/// What ends a text and says nothing.
pub const CLOSINGS: &[&str] =
    &["特此通知。", "特此通报。", "特此函复。", "妥否，请批示。", "以上意见，请认真研究落实。"];

/// A head and a text as offices write them: short letters and long reports, headings of four levels alone and run in,
/// lists, tables, 附件说明, annexes upright and on their side, joint issuers, 附注 and 抄送.
///
/// The first cell of every row of a table is the table's number and the row's (`2-07`).
#[must_use]
pub fn official(seed: u64) -> (HeadFields, String) {
    let mut dice = Dice::new(seed);
    let length = [0, 0, 1, 1, 1, 2, 2, 3, 3, 4].get(dice.below(10)).copied().unwrap_or(1);
    let mut tables = 0;
    let mut text = String::new();
    for _ in 0..dice.between(1, if length == 0 { 3 } else { 2 }) {
        lines(&mut dice, &mut text);
    }
    for number in 1..=length {
        section(&mut dice, &mut text, number, &mut tables);
    }
    if dice.chance(45) {
        text.push_str(dice.word(CLOSINGS));
        text.push('\n');
    }
    let annexes = if dice.chance(30) { dice.between(1, 3) } else { 0 };
    let mut names: Vec<String> = (0..annexes).map(|_| phrase(&mut dice, 3, 10)).collect();
    if annexes == 0 && dice.chance(35) {
        names = (0..dice.between(1, 6)).map(|_| phrase(&mut dice, 2, 9)).collect();
    }
    for (index, name) in names.iter().take(annexes).enumerate() {
        let number = if annexes > 1 { (index + 1).to_string() } else { String::new() };
        let side = if dice.chance(35) { "【横向】\n" } else { "" };
        text.push_str(&format!("附件{number}\n{side}{name}\n"));
        if dice.chance(50) {
            table(&mut dice, &mut text, &mut tables);
        } else {
            (0..dice.between(1, 12)).for_each(|_| lines(&mut dice, &mut text));
        }
    }
    (head(&mut dice, names), text)
}

fn head(dice: &mut Dice, attachments: Vec<String>) -> HeadFields {
    let style = dice.word(&["document", "document", "document", "letter", "upward"]);
    let joint = style == "document" && dice.chance(20);
    let organs: Vec<String> = some(dice, ORGANS, if joint { dice.clone().between(2, 4) } else { 1 });
    let mark = |organ: &String| if style == "letter" { organ.clone() } else { format!("{organ}文件") };
    HeadFields {
        style: Some(style.to_owned()),
        issuer_mark: if joint && dice.chance(50) {
            organs.clone()
        } else {
            organs.first().map(mark).into_iter().collect()
        },
        document_number: Some(format!("临发〔2026〕{}号", dice.between(1, 199))),
        signatories: if style == "upward" { vec!["张建国".to_owned()] } else { Vec::new() },
        title: Some(format!("{}关于{}的通知", named(&organs), phrase(dice, 3, 12))),
        addressees: {
            let count = dice.between(1, 5);
            some(dice, UNITS, count)
        },
        issuers: organs,
        seal: if dice.chance(75) { Seal::Sealed } else { Seal::Unsealed },
        dated: "2026-11-16".parse().ok(),
        note: dice.chance(30).then(|| "此件公开发布".to_owned()),
        attachments,
        cc: {
            let count = dice.below(11);
            some(dice, UNITS, count)
        },
        printer: dice.chance(85).then(|| "临江市人民政府办公室".to_owned()),
        printed: "2026-11-16".parse().ok(),
        ..HeadFields::default()
    }
}

/// Who a title says has issued the document: more than two are counted.
fn named(organs: &[String]) -> String {
    match organs {
        [first, _, _, ..] => format!("{first}等{}部门", organs.len()),
        _ => organs.join("、"),
    }
}

/// So many of a list, each once, in the list's order from a random place on.
fn some(dice: &mut Dice, from: &[&str], count: usize) -> Vec<String> {
    let start = dice.below(from.len());
    from.iter().cycle().skip(start).take(count.min(from.len())).map(|name| (*name).to_owned()).collect()
}

/// A paragraph of one to a dozen lines.
fn lines(dice: &mut Dice, text: &mut String) {
    for _ in 0..dice.between(1, 8) * dice.between(1, 3) {
        text.push_str(&clause(dice));
        text.push('，');
    }
    text.push_str(&phrase(dice, 2, 5));
    text.push_str("。\n");
}

fn section(dice: &mut Dice, text: &mut String, number: usize, tables: &mut usize) {
    text.push_str(&format!("{}、{}\n", numeral(number), phrase(dice, 2, 4)));
    for part in 1..=dice.between(0, 3) {
        text.push_str(&format!("（{}）{}", numeral(part), phrase(dice, 2, 4)));
        text.push_str(if dice.chance(50) { "。" } else { "\n" });
        lines(dice, text);
        for item in 1..=if dice.chance(40) { dice.between(2, 5) } else { 0 } {
            text.push_str(&format!("{item}. "));
            lines(dice, text);
            for point in 1..=if dice.chance(15) { dice.between(2, 3) } else { 0 } {
                text.push_str(&format!("（{point}）"));
                lines(dice, text);
            }
        }
    }
    lines(dice, text);
    if dice.chance(12) {
        table(dice, text, tables);
        lines(dice, text);
    }
}

fn table(dice: &mut Dice, text: &mut String, tables: &mut usize) {
    *tables += 1;
    let wide = dice.chance(20);
    let columns = if wide { dice.between(7, 12) } else { dice.between(2, 6) };
    if dice.chance(30) {
        text.push_str("【居右】单位：万元\n");
    }
    let row = |first: &str, rest: &mut dyn FnMut(usize) -> String| {
        let cells: Vec<String> = (0..columns).map(rest).collect();
        format!("| {first} | {} |\n", cells.join(" | "))
    };
    text.push_str(&row("序号", &mut |_| phrase(dice, 1, 2)));
    text.push_str(&row("----", &mut |_| "------".to_owned()));
    let tall = dice.chance(20);
    let most = if dice.chance(20) { 70 } else { 14 };
    let words = if tall { 12 } else { 2 };
    // What a column holds: every third one days or codes, which no line may cut.
    let kinds: Vec<usize> = (0..columns).map(|_| dice.below(6)).collect();
    for number in 1..=dice.between(3, most) {
        text.push_str(&row(&format!("{tables}-{number:02}"), &mut |column| match kinds.get(column) {
            Some(0) => format!("2026年{}月{}日", dice.between(1, 12), dice.between(1, 28)),
            Some(1) => format!("B{:02}-{:02}", dice.between(1, 12), dice.between(1, 30)),
            _ => phrase(dice, 1, words),
        }));
    }
}
