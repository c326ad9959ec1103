//! Well-formed official prose of random content: what line breaking has to cope with on an ordinary day.

use document::{HeadFields, Seal};

use super::{Dice, numeral};

const WORDS: &[&str] = &[
    "各单位",
    "党委",
    "党支部",
    "督查组",
    "领导班子",
    "要",
    "认真",
    "组织",
    "学习",
    "贯彻",
    "落实",
    "全面从严治党",
    "主体责任",
    "的",
    "和",
    "在",
    "对",
    "按照",
    "有关",
    "要求",
    "开展",
    "自查",
    "整改",
    "工作",
    "情况",
    "问题",
    "存在",
    "不足",
    "进一步",
    "加强",
    "制度",
    "建设",
    "提高",
    "认识",
    "完善",
    "机制",
    "监督",
    "检查",
    "报告",
    "研究所",
    "理论学习中心组",
    "集中",
    "研讨",
    "民主生活会",
    "组织生活",
    "党费",
    "收缴",
    "台账",
    "发展党员",
    "考核",
    "评议",
    "责任",
    "意识形态",
    "作风",
    "纪律",
    "廉洁",
    "教育",
    "警示",
    "谈话",
    "提醒",
    "了",
    "已",
    "尚未",
    "个别",
    "部分",
    "同志",
];
const LATIN: &[&str] =
    &["ISO9001", "GB/T 9704", "Office", "A4", "PDF", "CAS", "e-mail", "WPS", "Linux", "B2B", "5G"];
const TITLES: &[&str] =
    &["党政机关公文处理工作条例", "中国共产党章程", "关于新形势下党内政治生活的若干准则", "实施办法（试行）"];
const STOPS: &[&str] = &["，", "，", "，", "；", "、", "：", "。"];
const ENDS: &[&str] = &["。", "。", "。", "。", "；", "！", "？"];

/// A document of headings and paragraphs with digits, Latin letters, quotation marks, brackets and dashes.
#[must_use]
pub fn prose(seed: u64) -> (HeadFields, String) {
    let mut dice = Dice::new(seed);
    let style = dice.word(&["document", "document", "letter", "upward", "form", "minutes"]);
    let head = HeadFields {
        style: Some(style.to_owned()),
        issuer_mark: vec!["中国科学院某某分院文件".to_owned()],
        document_number: Some(format!("某党字〔2026〕{}号", dice.between(1, 199))),
        signatories: if style == "upward" { vec!["张某某".to_owned()] } else { Vec::new() },
        title: Some(format!("关于{}的通知", phrase(&mut dice, 4, 14))),
        addressees: vec!["院属各单位党委".to_owned(), "分院机关各处室".to_owned()],
        issuers: vec!["中国科学院某某分院".to_owned()],
        seal: if dice.chance(50) { Seal::Sealed } else { Seal::Unsealed },
        dated: "2026-11-20".parse().ok(),
        cc: vec!["院直属机关党委".to_owned()],
        printer: Some("中国科学院某某分院办公室".to_owned()),
        printed: "2026-11-20".parse().ok(),
        ..HeadFields::default()
    };
    let mut text = paragraph(&mut dice);
    for section in 1..=dice.between(2, 5) {
        text.push_str(&format!("\n{}、{}", numeral(section), phrase(&mut dice, 2, 5)));
        for part in 1..=dice.between(1, 3) {
            text.push_str(&format!("\n（{}）{}", numeral(part), phrase(&mut dice, 2, 6)));
            if dice.chance(40) {
                text.push('。');
                text.push_str(&paragraph(&mut dice));
            }
            for item in 1..=dice.between(1, 3) {
                text.push_str(&format!("\n{item}. {}。{}", phrase(&mut dice, 2, 6), paragraph(&mut dice)));
            }
            if dice.chance(60) {
                text.push('\n');
                text.push_str(&paragraph(&mut dice));
            }
        }
    }
    (head, text)
}

/// Words without punctuation.
pub(super) fn phrase(dice: &mut Dice, least: usize, most: usize) -> String {
    (0..dice.between(least, most)).map(|_| dice.word(WORDS)).collect()
}

/// A few sentences.
fn paragraph(dice: &mut Dice) -> String {
    let mut out = String::new();
    for _ in 0..dice.between(1, 4) {
        for _ in 0..dice.between(0, 3) {
            out.push_str(&clause(dice));
            out.push_str(dice.word(STOPS));
        }
        out.push_str(&clause(dice));
        out.push_str(dice.word(ENDS));
    }
    out
}

/// Words, sometimes with what makes lines hard to break.
pub(super) fn clause(dice: &mut Dice) -> String {
    let words = phrase(dice, 2, 7);
    let more = phrase(dice, 1, 4);
    let number = dice.between(1, 12_000);
    match dice.below(22) {
        0 => format!("{words}“{more}”"),
        1 => format!("“{words}”“{more}”"),
        2 => format!("{words}（{more}）"),
        3 => format!("《{}》{words}", dice.word(TITLES)),
        4 => format!("《{}》《{}》", dice.word(TITLES), dice.word(TITLES)),
        5 => format!("{words}{number}人次"),
        6 => format!("2026年{}月{}日{words}", dice.between(1, 12), dice.between(1, 28)),
        7 => format!("{words}——{more}"),
        8 => format!("{words}……"),
        9 => format!("{words}{}{more}", dice.word(LATIN)),
        10 => format!("{words}{}.{}%", dice.between(1, 99), dice.between(0, 9)),
        11 => format!("{words}{}-{}{more}", dice.between(1, 9), dice.between(10, 99)),
        12 => format!("（{words}）{more}"),
        13 => format!("{words}“{more}（{number}）”"),
        14 => format!("〔2026〕{number}号{words}"),
        15 => format!("{words}‘{more}’"),
        16 => format!("{words}{},{:03}元", dice.between(1, 99), dice.below(1000)),
        _ => words,
    }
}
