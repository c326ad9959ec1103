//! Values are words: whatever the texts of a letter's data hold, the letter is built as with harmless words of as many
//! lines, nothing of them is carried out, and no escape can be seen. And what a clerk types is grammar all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use document::{Block, Document, HeadFields, compose_with_notices};
use serde_json::{Map, Value, json};
use templates::{Composed, LetterTemplate, Pack};
use tests::random::Dice;

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
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite")
}

/// What a text may hold to be taken for more than words, by what it tries.
fn payloads() -> Vec<String> {
    let json = std::fs::read_to_string(suite().join("inert/payloads.json")).expect("the payloads are there");
    let mut kinds: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&json).expect("the payloads are JSON");
    let wanted = std::env::var("DUCHA_INERT").unwrap_or_default();
    if kinds.keys().any(|kind| kind.contains(&wanted)) {
        kinds.retain(|kind, _| kind.contains(&wanted));
    }
    let long = ["（", "附件3\n", "甲，\n", "| 甲 ", "各单位要认真落实。"];
    let long = long.iter().map(|text| text.repeat(5_000 / text.chars().count()));
    kinds.into_values().flatten().chain(long).collect()
}

/// The data of a letter's fullest case, with the first answers to its questions.
fn data_of(pack: &Pack, letter: &str) -> Value {
    let json = std::fs::read_to_string(suite().join("letters").join(letter).join("full/data.json"))
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

/// Words of as many lines, blank where those are blank; other words for another text, for lists leave out what they have.
fn harmless(text: &str) -> String {
    const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let sum = text.chars().fold(7_u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c)));
    let name: String =
        [sum % 997, sum / 997 % 997].into_iter().filter_map(|at| char::from_u32(0x6D00 + at)).collect();
    // Noncharacters are left out of values.
    let hidden = |c: char| ('\u{fdd0}'..='\u{fdd2}').contains(&c);
    let visible = |line: &str| !expr::says_nothing(&line.replace(hidden, ""));
    let lines = text.replace("\r\n", "\n");
    let lines: Vec<String> = lines
        .split(BREAKS)
        .map(|line| if visible(line) { format!("某某{name}单位") } else { String::new() })
        .collect();
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
    template: Rc<LetterTemplate>,
    data: Value,
    /// All places.
    places: Vec<String>,
    /// Those that take any words; the others are figures and days, for which a template may refuse words.
    words: Vec<String>,
}

impl Trial {
    fn of(pack: &Pack, letter: &'static str) -> Self {
        let template = pack.letter(letter).expect("the letter is shipped");
        let data = data_of(pack, letter);
        let places = places(&data);
        let mut trial = Self { letter, template, data, places, words: Vec::new() };
        let takes = |place: &&String| {
            let text = trial.data.pointer(place).is_some_and(Value::is_string);
            text && trial.compose(pack, &[(place, harmless("甲"))]).is_some()
        };
        trial.words = trial.places.iter().filter(takes).cloned().collect();
        trial
    }

    /// Every other place, each with another payload: the payloads move on by one place with each turn, so that after as many
    /// turns as there are payloads each of them has stood in each of these places.
    fn turn<'a>(&'a self, payloads: &[String], turn: usize, half: usize) -> Vec<(&'a str, String)> {
        let places = self.words.iter().enumerate().filter(|(at, _)| at % 2 == half);
        let of = |at: usize| payloads.get((at + turn) % payloads.len()).cloned().unwrap_or_default();
        places.map(|(at, place)| (place.as_str(), of(at))).collect()
    }

    /// One of the other places and a payload.
    fn other(&self, payloads: &[String], turn: usize) -> Option<(&str, String)> {
        let others: Vec<&String> = self.places.iter().filter(|place| !self.words.contains(place)).collect();
        let place = others.get(turn.checked_rem(others.len())?)?;
        Some((place, payloads.get(turn % payloads.len())?.clone()))
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
        let told = |what: &str| Some(format!("{} {texts:?}: {what}", self.letter));
        let words = texts.iter().all(|(place, _)| self.words.iter().any(|word| word == place));
        let Some(meant) = self.compose(pack, &calm) else {
            return if words { told("harmless words are refused") } else { None };
        };
        let meant = read(&meant);
        let Some(made) = self.compose(pack, texts) else {
            // A figure that is none may be refused, a text may not.
            return if words { told("refused") } else { None };
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
        let alone = texts.iter().find_map(|one| self.difference(pack, std::slice::from_ref(one)));
        alone.or_else(|| (!self.is_comparison(pack, texts)).then_some(found))
    }

    /// Whether nothing but a likeness makes the difference: two texts of which one holds the other, as an organ is named in
    /// the name of another, where a template compares them. It is so when either of the two may be hostile without the other.
    fn is_comparison(&self, pack: &Pack, texts: &[(&str, String)]) -> bool {
        let calm = |at: usize| {
            let mut texts = texts.to_vec();
            texts.get_mut(at).into_iter().for_each(|(_, text)| *text = harmless(text));
            self.difference(pack, &texts).is_none()
        };
        let alike = |one: &str, two: &str| !one.trim().is_empty() && two.contains(one);
        let pairs = texts.iter().enumerate().flat_map(|(at, (_, one))| {
            let others =
                texts.iter().enumerate().filter(move |(other, (_, two))| *other != at && alike(one, two));
            others.map(move |(other, _)| (at, other))
        });
        pairs.into_iter().any(|(one, two)| calm(one) && calm(two))
    }
}

fn verdict(told: &[String]) {
    let shown = told.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(told.is_empty(), "{} differences:\n{shown}", told.len());
}

/// Of all turns every so manieth, other ones each day; with `DUCHA_INERT=all` each of them, which is every payload in every
/// place. Part of a heading in `payloads.json` instead of `all` takes the payloads under it alone.
const TURNS: usize = 6;
/// Random documents of a run.
const RANDOM: u64 = 600;

/// Which share of all turns and which random documents are tried: those of the day, so that every payload stands in every place
/// of every template within as many days as there are shares. `DUCHA_INERT_SEED` takes those of another run, which prints its own.
#[expect(clippy::print_stdout, reason = "a failed run says how to see the same again")]
fn seed() -> u64 {
    let asked = std::env::var("DUCHA_INERT_SEED").ok().and_then(|seed| seed.parse().ok());
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seed = asked.unwrap_or(since.as_secs() / 86_400);
    println!("DUCHA_INERT_SEED={seed} takes these texts again");
    seed
}

#[test]
fn no_text_of_any_letter_becomes_structure() {
    let pack = Pack::shipped();
    let payloads = payloads();
    let step = if std::env::var_os("DUCHA_INERT").is_some() { 1 } else { TURNS };
    let first = usize::try_from(seed()).unwrap_or_default();
    let mut told = Vec::new();
    for (at, letter) in pack.letter_names().enumerate() {
        let trial = Trial::of(&pack, letter);
        for turn in ((first + at) % step..payloads.len()).step_by(step) {
            for half in [0, 1] {
                told.extend(trial.differences(&pack, &trial.turn(&payloads, turn, half)));
            }
            told.extend(trial.other(&payloads, turn).and_then(|one| trial.difference(&pack, &[one])));
        }
    }
    verdict(&told);
}

#[test]
fn no_random_text_becomes_structure() {
    let pack = Pack::shipped();
    let trials: Vec<Trial> = pack.letter_names().map(|letter| Trial::of(&pack, letter)).collect();
    let mut told = Vec::new();
    let first = seed();
    for seed in (first * RANDOM..).take(RANDOM as usize) {
        let mut dice = Dice::new(seed);
        let Some(trial) = dice.pick(&trials) else { continue };
        let mut texts: Vec<(&str, String)> = Vec::new();
        for _ in 0..dice.between(1, 4) {
            let text = (0..dice.between(1, 8)).map(|_| dice.word(&ATOMS)).collect();
            texts.extend(dice.pick(&trial.places).map(|place| (place.as_str(), text)));
        }
        told.extend(trial.differences(&pack, &texts).map(|found| format!("document {seed}: {found}")));
    }
    verdict(&told);
}
