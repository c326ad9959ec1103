//! Documents of any shape out of the strangest characters: what no reader of a file may stumble over.

use document::{HeadFields, Seal};

use super::{Dice, numeral};
use crate::styles::FORMATS;

/// What people paste by mistake and what attackers paste on purpose.
pub const NASTY: &[&str] = &[
    "&<>\"'",
    "&amp;&#0;&#x1F;",
    "]]>",
    "<!--",
    "-->",
    "<?xml version=\"1.0\"?>",
    "<w:p/>",
    "</w:t></w:r></w:p>",
    "甲\u{0}乙",
    "甲\u{1}\u{2}\u{8}乙",
    "甲\u{b}\u{c}乙",
    "甲\u{e}\u{1f}\u{7f}乙",
    "甲\u{80}\u{85}\u{9f}乙",
    "甲\u{fffe}乙",
    "甲\u{ffff}乙",
    "甲\u{1fffe}乙",
    "\u{fffd}",
    "\u{feff}甲",
    "甲\u{e000}\u{f8ff}乙",
    "😀",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "🇨🇳",
    "\u{202e}逆序\u{202c}",
    "\u{2066}甲\u{2069}",
    "مرحبا بالعالم",
    "שלום",
    "\u{200b}\u{200c}\u{200d}\u{2060}",
    "e\u{301}\u{302}\u{303}",
    "Z͑ͫ̓ͪ̂ͫ̽",
    "𠀀𪚥𫝀𰻝",
    "㐀䶵",
    "⺀⼀",
    "ｶﾞ",
    "ﷺ",
    "甲\r\n乙\r丙",
    "甲\u{2028}乙\u{2029}丙",
    "甲\t乙",
    "\u{3000}\u{a0}\u{2003}",
    "\\n\\t\\\\",
    "{{ 1 }}{% x %}",
    "${x}",
    "'; DROP TABLE x; --",
    "../../etc/passwd",
    "C:\\Windows\\con",
    "https://example.org/?a=1&b=2#c",
    "=1+1",
    "@x",
    "-1",
    "**",
    "|",
    "||",
    "|^|",
    "|<|",
    "【居中】",
    "【横向】",
    "【印发】",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "〔",
    "〕",
    "……",
    "——",
];
const PLAIN: &[&str] = &[
    "督查",
    "整改",
    "党建工作",
    "各单位",
    "要",
    "认真落实",
    "，",
    "。",
    "、",
    "；",
    "2026年",
    "第1项",
    "ABC",
    " ",
];

/// A head with random fields and a text of random blocks, in a random format.
#[must_use]
pub fn wild(seed: u64) -> (HeadFields, String) {
    let mut dice = Dice::new(seed);
    let head = head(&mut dice);
    let mut text = String::new();
    for _ in 0..dice.between(0, 14) {
        block(&mut dice, &mut text);
    }
    if dice.chance(30) {
        text.push_str("附件：");
        for number in 1..=dice.between(1, 4) {
            text.push_str(&format!("{number}. {}\n", words(&mut dice, 3)));
        }
    }
    for number in 1..=dice.below(4) {
        let label = if dice.chance(15) { "【印发】".to_owned() } else { format!("附件{number}") };
        let turned = if dice.chance(40) { "【横向】\n" } else { "" };
        text.push_str(&format!("\n{label}\n{turned}{}\n", words(&mut dice, 4)));
        for _ in 0..dice.between(0, 4) {
            block(&mut dice, &mut text);
        }
    }
    (head, text)
}

fn head(dice: &mut Dice) -> HeadFields {
    HeadFields {
        style: dice.pick(&FORMATS).map(|style| (*style).to_owned()),
        kind: field(dice),
        issuer_mark: list(dice, 4),
        document_number: field(dice),
        copy_number: field(dice),
        marking: field(dice),
        urgency: field(dice),
        signatories: list(dice, 5),
        issue: field(dice),
        title: field(dice),
        addressees: list(dice, 8),
        to_imprint: if dice.chance(20) { list(dice, 4) } else { Vec::new() },
        editor_note: if dice.chance(20) { field(dice) } else { None },
        present: list(dice, 3),
        absent: list(dice, 2),
        observers: list(dice, 3),
        issuers: list(dice, 4),
        seal: *dice.pick(&[Seal::Sealed, Seal::Unsealed, Seal::Chop]).unwrap_or(&Seal::Sealed),
        signer_title: list(dice, 2),
        proxy_seal: dice.chance(10),
        dated: if dice.chance(70) { "2026-11-20".parse().ok() } else { None },
        note: field(dice),
        attachments: list(dice, 3),
        cc: list(dice, 9),
        report_to: if dice.chance(20) { list(dice, 3) } else { Vec::new() },
        send_to: if dice.chance(20) { list(dice, 3) } else { Vec::new() },
        distribute_to: if dice.chance(20) { list(dice, 3) } else { Vec::new() },
        printer: field(dice),
        printed: if dice.chance(50) { "2026-11-21".parse().ok() } else { None },
        copies: field(dice),
    }
}

fn field(dice: &mut Dice) -> Option<String> {
    dice.chance(55).then(|| words(dice, 8))
}

fn list(dice: &mut Dice, most: usize) -> Vec<String> {
    let count = if dice.chance(50) { dice.below(most + 1) } else { 0 };
    (0..count).map(|_| words(dice, 6)).collect()
}

/// Ordinary words with something nasty among them.
fn words(dice: &mut Dice, most: usize) -> String {
    let piece = |dice: &mut Dice| match dice.below(12) {
        0 | 1 => dice.word(NASTY).to_owned(),
        2 => dice.word(&["x", "甲", "0", "—", "（"]).repeat(dice.between(1, 60)),
        3 => char::from_u32(u32::try_from(dice.below(0x11_0000)).unwrap_or_default())
            .map(String::from)
            .unwrap_or_default(),
        _ => dice.word(PLAIN).to_owned(),
    };
    (0..dice.between(1, most)).map(|_| piece(dice)).collect()
}

fn block(dice: &mut Dice, text: &mut String) {
    let number = dice.between(1, 12);
    let line = match dice.below(14) {
        0 => format!("{}、{}", numeral(number), words(dice, 4)),
        1 => format!("（{}）{}", numeral(number), words(dice, 4)),
        2 => format!("{number}. {}。{}", words(dice, 3), words(dice, 20)),
        3 => format!("（{number}）{}", words(dice, 20)),
        4 => format!("第{}章 {}", numeral(number), words(dice, 3)),
        5 => format!("第{}条 {}", numeral(number), words(dice, 20)),
        6 => format!("{}{}", dice.word(&["【居中】", "【顶格】", "【居右】"]), words(dice, 4)),
        7 | 8 => table(dice),
        9 => words(dice, 300),
        10 => String::new(),
        _ => words(dice, 40),
    };
    text.push_str(&line);
    text.push('\n');
}

/// A table with spans in both directions, some of them impossible.
fn table(dice: &mut Dice) -> String {
    let (columns, rows) = (dice.between(1, 9), dice.between(1, 12));
    let mut out = String::new();
    for row in 0..rows {
        for _ in 0..columns {
            let cell = match dice.below(10) {
                0 => "^".to_owned(),
                1 => "<".to_owned(),
                2 => String::new(),
                3 => format!("{}\\n{}", words(dice, 2), words(dice, 2)),
                _ => words(dice, 5),
            };
            out.push('|');
            out.push_str(&cell);
        }
        out.push_str("|\n");
        if row == 0 && dice.chance(70) {
            let rule = |dice: &mut Dice| dice.word(&["--", ":--", "--:", ":-:", "------"]);
            let rules: String = (0..columns).map(|_| format!("|{}", rule(dice))).collect();
            out.push_str(&format!("{rules}|\n"));
        }
    }
    out
}
