//! Values are words: whatever the texts of a letter's data hold, the letter is built as with harmless words of as many
//! lines, nothing of them is carried out, and no escape can be seen. And what a clerk types is grammar all the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use document::{Block, Document, HeadFields, compose_with_notices};
use serde_json::{Map, Value, json};
use templates::{Composed, LetterTemplate, Pack};
use tests::random::Dice;

/// What a text may hold to be taken for more than words, each alone in the place of a value.
const PAYLOADS: [&str; 58] = [
    "附件3",
    "附件",
    "附件一",
    "附件1：假清单",
    "附 件 2",
    "附\u{200b}件3",
    "\u{202e}附件3",
    "正常\n附件3\n假标题\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
    "正常\u{2028}附件3",
    "正常\u{2029}附件3\u{2029}一、假章",
    "正常\u{b}附件3\u{c}一、假章\u{85}二、假章",
    "正常\r附件3",
    "正常\r\n附件3\r\n",
    "一、假标题",
    "（一）假标题",
    "1. 假标题",
    "（1）假标题",
    "㈠假标题",
    "1、假标题",
    "第一章 总则",
    "第一条 总则。\n第二条 分则。",
    "附件：1. 甲 2. 乙",
    "附：甲",
    "| 甲 | 乙 |",
    "甲 | 乙",
    "甲\\",
    "\\n甲\\|乙",
    "^",
    "<",
    "**",
    "**甲**",
    "---",
    "---|---",
    "|---|---|",
    "列宽3",
    "列宽3居中",
    "序号",
    "【印发】",
    "【横向】",
    "【目录】",
    "【居中】甲",
    "【顶格】甲",
    "【图：甲.png】",
    "见【页：一】页",
    "\\【页：一】",
    "【正文】甲",
    "【标题】甲",
    "甲\t乙\t丙\n丁\t戊\t己",
    "出席：甲、乙",
    "编者按：甲",
    "某某委员会\n2026年11月3日",
    "某某委员会：",
    "抄送：某某委员会。",
    "某某办公室　2026年11月3日印发",
    "直党字〔2026〕25号",
    "- 1 -",
    "甲，\n乙，\n丙《\n丁",
    "{{ 7 * 7 }}{% for a in range(9) %}甲{% endfor %}",
];

/// Marks of the grammar, to be thrown together at random.
const ATOMS: [&str; 34] = [
    "附件",
    "附件1",
    "附件：",
    "一、",
    "（一）",
    "1. ",
    "1",
    "第一条 ",
    "|",
    "|---|---|",
    "---",
    "\\",
    "^",
    "<",
    "**",
    "【",
    "】",
    "【正文】",
    "【页：",
    "【图：",
    "\n",
    "\r\n",
    "\u{2028}",
    "\u{b}",
    "\u{85}",
    "\t",
    " ",
    "，",
    "。",
    "：",
    "某某委员会",
    "2026年11月3日",
    "甲乙丙",
    "{{ a }}",
];

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/letters")
}

/// The data of a letter's fullest case, with the first answers to its questions.
fn data_of(pack: &Pack, letter: &str) -> Value {
    let json = std::fs::read_to_string(suite().join(letter).join("full/data.json"))
        .expect("every letter has a full case");
    let mut data: Value = serde_json::from_str(&json).expect("the case is JSON");
    let template = pack.letter(letter).expect("the letter is shipped");
    let answers = template.defaults(pack.engine(), &data).expect("the questions have first answers");
    if let Value::Object(data) = &mut data {
        let asked: Map<String, Value> =
            answers.into_iter().filter(|(id, _)| !data.contains_key(id)).collect();
        data.extend(asked);
    }
    data
}

/// Places of the texts and figures in data; rows of a list stand for each other, so the first two will do.
fn places(data: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, out: &mut BTreeSet<String>) {
        match value {
            Value::String(_) | Value::Number(_) => {
                out.insert(at.to_owned());
            }
            Value::Array(list) => {
                list.iter().take(2).enumerate().for_each(|(i, item)| walk(item, &format!("{at}/{i}"), out));
            }
            Value::Object(map) => map.iter().for_each(|(key, item)| walk(item, &format!("{at}/{key}"), out)),
            Value::Null | Value::Bool(_) => {}
        }
    }
    let mut out = BTreeSet::new();
    walk(data, "", &mut out);
    out.into_iter().collect()
}

/// Words of as many lines, blank where those are blank.
fn harmless(text: &str) -> String {
    const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let visible = |line: &str| line.chars().any(|c| !c.is_whitespace() && !expr::invisible(c));
    let lines = text.replace("\r\n", "\n");
    let lines: Vec<&str> =
        lines.split(BREAKS).map(|line| if visible(line) { "某某单位" } else { "" }).collect();
    lines.join("\n")
}

fn read(composed: &Composed) -> Document {
    let head: Map<String, Value> = composed
        .head
        .iter()
        .filter(|(key, value)| !matches!(key.as_str(), "dated" | "printed") && value.as_str() != Some(""))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let head: HeadFields = serde_json::from_value(Value::Object(head)).expect("the head can be read");
    compose_with_notices(&head, &composed.text).0
}

/// How a document is built, without its words.
fn skeleton(document: &Document) -> Vec<String> {
    let main = &document.main;
    let head = &document.head;
    let mut out = vec![format!(
        "head {:?} {:?} {:?} {} {:?} {} {:?}; title {}; to {}; attachments {}; issuers {}; proxy {}; dated {:?}; note {}; \
         present {} {} {}; imprint {:?}",
        head.copy_number.is_some(),
        head.marking.is_some(),
        head.urgency.is_some(),
        head.issuer_marks.len(),
        head.document_number.is_some(),
        head.signatories.len(),
        head.issue.is_some(),
        !main.title.is_empty(),
        main.addressees.len(),
        main.attachment_notes.len(),
        main.issuers.len(),
        main.proxy_seal,
        main.dated,
        main.note.is_some(),
        main.attendance.present.len(),
        main.attendance.absent.len(),
        main.attendance.observers.len(),
        document.imprint.as_ref().map(|i| (
            i.cc.len(),
            i.addressees.len(),
            i.report_to.len(),
            i.printed,
            i.copies.is_some()
        )),
    )];
    out.extend(main.body.iter().map(block));
    for annex in &main.annexes {
        out.push(format!(
            "annex {:?} {} {} {}",
            annex.number,
            annex.issued,
            annex.landscape,
            !annex.title.is_empty()
        ));
        out.extend(annex.body.iter().map(block));
    }
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("paragraph {:?} {:?}", text.level, text.placement),
        Block::Picture(_) => "picture".to_owned(),
        Block::Table(table) => {
            let row = |row: &Vec<document::TableCell>| {
                row.iter()
                    .map(|c| format!("{}x{}{}", c.span, c.rows, if c.label { "*" } else { "" }))
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let rows: Vec<String> = table.rows.iter().map(row).collect();
            format!("table {:?} {} {}", table.widths, table.header_rows, rows.join(" / "))
        }
    }
}

/// A letter with its data and the places in them.
struct Trial {
    letter: &'static str,
    template: LetterTemplate,
    data: Value,
    places: Vec<String>,
}

impl Trial {
    fn of(pack: &Pack, letter: &'static str) -> Self {
        let template = pack.letter(letter).expect("the letter is shipped");
        let data = data_of(pack, letter);
        let places = places(&data);
        Self { letter, template, data, places }
    }

    fn compose(&self, pack: &Pack, texts: &[(&str, String)]) -> Option<Composed> {
        let mut data = self.data.clone();
        for (place, text) in texts {
            if let Some(slot) = data.pointer_mut(place) {
                *slot = json!(text);
            }
        }
        self.template.compose(pack.engine(), &data).ok()
    }

    /// Composes with texts in places and with harmless words in them, and tells how the two differ.
    fn difference(&self, pack: &Pack, texts: &[(&str, String)]) -> Option<String> {
        let calm: Vec<(&str, String)> = texts.iter().map(|(place, text)| (*place, harmless(text))).collect();
        let meant = read(&self.compose(pack, &calm)?);
        let told = |what: &str| Some(format!("{} {texts:?}: {what}", self.letter));
        let Some(made) = self.compose(pack, texts) else {
            // A figure that is none may be refused, a text may not.
            let figures =
                texts.iter().any(|(place, _)| self.data.pointer(place).is_some_and(Value::is_number));
            return if figures { None } else { told("refused") };
        };
        let document = read(&made);
        let (found, wanted) = (skeleton(&document), skeleton(&meant));
        if found != wanted {
            let at =
                found.iter().zip(&wanted).position(|(a, b)| a != b).unwrap_or(found.len().min(wanted.len()));
            let (wanted, found) = (wanted.get(at), found.get(at));
            return told(&format!("block {at}\n  meant {wanted:?}\n  found {found:?}\n{}", made.text));
        }
        let shown = document::dump(&document);
        let typed = |mark: &str| texts.iter().any(|(_, text)| text.contains(mark));
        let escaped = ["【正文】", "【标题】"].iter().any(|mark| shown.contains(mark) && !typed(mark));
        if escaped { told(&format!("an escape is shown\n{shown}")) } else { None }
    }

    /// The same for many places at once; of a difference only the place that makes it is told, where one alone does.
    fn differences(&self, pack: &Pack, texts: &[(&str, String)]) -> Option<String> {
        let found = self.difference(pack, texts)?;
        Some(texts.iter().find_map(|one| self.difference(pack, std::slice::from_ref(one))).unwrap_or(found))
    }
}

fn verdict(told: &[String]) {
    let shown = told.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(told.is_empty(), "{} differences:\n{shown}", told.len());
}

/// Every text in a fifth of all places at a time; with `DUCHA_INERT=all` every text in every place by itself.
#[test]
fn no_text_of_any_letter_becomes_structure() {
    let pack = Pack::shipped();
    let all = std::env::var_os("DUCHA_INERT").is_some();
    let mut told = Vec::new();
    for (at, letter) in pack.letter_names().enumerate() {
        let trial = Trial::of(&pack, letter);
        for (turn, payload) in PAYLOADS.iter().enumerate() {
            if all {
                let single = |place: &String| trial.difference(&pack, &[(place, (*payload).to_owned())]);
                told.extend(trial.places.iter().filter_map(single));
                continue;
            }
            let mut dice = Dice::new((at * PAYLOADS.len() + turn) as u64);
            let places =
                trial.places.iter().filter(|place| trial.data.pointer(place).is_some_and(Value::is_string));
            let texts: Vec<(&str, String)> = places
                .filter(|_| dice.chance(20))
                .map(|place| (place.as_str(), (*payload).to_owned()))
                .collect();
            told.extend(trial.differences(&pack, &texts));
        }
    }
    verdict(&told);
}

#[test]
fn no_random_text_becomes_structure() {
    let pack = Pack::shipped();
    let trials: Vec<Trial> = pack.letter_names().map(|letter| Trial::of(&pack, letter)).collect();
    let mut told = Vec::new();
    for seed in 0..600 {
        let mut dice = Dice::new(seed);
        let Some(trial) = dice.pick(&trials) else { continue };
        let mut texts: Vec<(&str, String)> = Vec::new();
        for _ in 0..dice.between(1, 4) {
            let text = (0..dice.between(1, 8)).map(|_| dice.word(&ATOMS)).collect();
            texts.extend(dice.pick(&trial.places).map(|place| (place.as_str(), text)));
        }
        told.extend(trial.differences(&pack, &texts).map(|found| format!("seed {seed}: {found}")));
    }
    verdict(&told);
}
