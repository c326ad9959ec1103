//! No line of one character over and over, however long, takes more than a time that grows with its length: four times as
//! much text may take some four times as long to read, to set and to proof-read, not sixteen times.

use std::time::{Duration, Instant};

use document::HeadFields;
use serde_json::json;
use templates::Pack;

/// What a line may be made of: every kind of bracket, quote, mark, digit, letter, blank and mark of the grammar.
const UNITS: [&str; 62] = [
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "【",
    "】",
    "〔",
    "〕",
    "[",
    "{",
    "1",
    "０",
    "一",
    "a",
    "é",
    "e\u{301}",
    " ",
    "\u{3000}",
    "\n",
    "\r\n",
    "\u{2028}",
    "\t",
    "|",
    "| ^ ",
    "| a |\n",
    "，",
    "。",
    "、",
    "；",
    "：",
    ".",
    "-",
    "—",
    "…",
    "中",
    "附件1\n",
    "附件：",
    "一、",
    "一、甲\n",
    "1. ",
    "（一）",
    "第一条 甲\n",
    "2026年11月3日",
    "1,000",
    "【页：甲】",
    "【目录】\n",
    "\\",
    "某某委员会\n",
    "抄送：",
    "\u{200b}",
    "\u{202e}",
    "甲，\n",
    "甲\t乙\t丙\n",
    "**甲**",
    "（《",
];

/// Characters of the shorter line.
const LENGTH: usize = 3_000;
/// Times the longer one is longer.
const TIMES: usize = 4;
/// What so much more text may cost more: between growing with the length and with its square.
const MOST: u32 = 10;
/// What takes less is not worth a word: a cell that no longer fits a page is tried in several ways, once.
const NOTHING: Duration = Duration::from_millis(300);

/// What this thread has had of the processor, which other programs cannot make longer; the clock where that is not told.
fn spent(begun: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

#[test]
fn time_grows_with_the_length_of_a_line_and_not_with_its_square() {
    let pack = Pack::shipped();
    let style = pack.style("document").expect("the style is shipped");
    let lexicon = pack.lexicon().expect("the words are shipped");
    let begun = Instant::now();
    let head = json!({"title": "关于做好自查工作的通知", "issuers": ["某某办公室"], "style": "document"});
    let head: HeadFields = serde_json::from_value(head).expect("the head can be read");
    let time = |text: &str| {
        let start = spent(begun);
        let document = document::compose(&head, text);
        let made = document::typeset(&document, &style);
        let subject = proof::Subject {
            head: &head,
            text,
            document: &document,
            style: &style,
            pages: Some(&made.pages),
        };
        drop(proof::proofread(&subject, lexicon));
        spent(begun).saturating_sub(start)
    };
    let mut told = Vec::new();
    for unit in UNITS {
        for place in ["正文。\n{}", "正文。\n| 甲 | {} |\n"] {
            let text = |count: usize| place.replace("{}", &unit.repeat(count / unit.chars().count()));
            let (short, long) = (time(&text(LENGTH)), time(&text(LENGTH * TIMES)));
            if long > NOTHING && long > short.max(NOTHING / MOST) * MOST {
                told.push(format!("{unit:?} in {place:?}: {short:?}, {TIMES} times as long {long:?}"));
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What is found in a text is shown in its list, under its words and on its pages; each finding is looked up where it stands.
#[test]
fn time_grows_with_the_findings_of_a_letter_and_not_with_their_square() {
    let moment = app::Moment {
        today: "2026-11-23".parse().expect("a day of the calendar"),
        seconds: 9 * 3600,
        entropy: [7; 32],
    };
    let begun = Instant::now();
    let time = |text: String| {
        let mut state = app::State::new(moment.today);
        app::update(&mut state, app::Command::LoadSample(ledger::Role::Office), &moment);
        app::update(&mut state, app::Command::NewDocument { style: "document".to_owned() }, &moment);
        let start = spent(begun);
        app::update(&mut state, app::Command::LetterText(text), &moment);
        let shown = app::view::letter_page(&state).map_or(0, |page| page.proof.items.len());
        assert!(shown >= LENGTH / 2, "{shown} findings");
        spent(begun).saturating_sub(start)
    };
    for unit in ["（", "（\n"] {
        let (short, long) = (time(unit.repeat(LENGTH)), time(unit.repeat(LENGTH * TIMES)));
        assert!(
            long <= short.max(NOTHING / MOST) * MOST,
            "{unit:?}: {short:?}, {TIMES} times as long {long:?}"
        );
    }
}

/// Whatever is on the clipboard is read, becomes a table or does not, and is written over a grid.
#[test]
fn time_grows_with_what_is_pasted_and_not_with_its_square() {
    use document::text::{Part, cells, parts, with_tables};
    let begun = Instant::now();
    let time = |unit: &str, count: usize| {
        let text = unit.repeat(count);
        let start = spent(begun);
        drop(with_tables(&text, ""));
        let rows = cells(&text, "<table>").unwrap_or_default();
        let mut grid = parts("| 甲 | ^ | < |\n| ^ | 乙 | < |\n| 列宽3 | 列宽4 | 列宽5 |\n| 1 | 2 | 3 |");
        if let Some(Part::Table(grid)) = grid.iter_mut().find(|part| matches!(part, Part::Table(_))) {
            grid.paste(0, 0, &rows);
            grid.add_right(1);
            grid.remove_column(0);
        }
        spent(begun).saturating_sub(start)
    };
    for unit in [
        "\"",
        "\"\n",
        "\"\"\n",
        "\"\t",
        "\"甲\n\"\"\n",
        "\"\"\"\n",
        "甲\t乙\t丙\n",
        "甲\t\n",
        "\n",
        "\t",
        "-- |\n",
    ] {
        let (short, long) = (time(unit, LENGTH), time(unit, LENGTH * TIMES));
        assert!(
            long <= short.max(NOTHING / MOST) * MOST,
            "{unit:?}: {short:?}, {TIMES} times as long {long:?}"
        );
    }
}
