//! The letter editor without a screen: proof-reading, corrections, house style, documents of one's own.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

use app::proof::{Place, Severity};
use app::view::{LetterPage, ProofItem, house_page, letter_page};
use app::{Command, Effect, Moment, State, update};
use ledger::Role;

/// Somebody with the sample of the office open.
struct Writer {
    state: State,
    deeds: u32,
}

impl Writer {
    fn new() -> Self {
        Self::with_sample_of(Role::Office)
    }

    fn with_sample_of(role: Role) -> Self {
        let today = "2026-11-23".parse().expect("a date");
        let mut writer = Self { state: State::new(today), deeds: 0 };
        writer.does(Command::LoadSample(role));
        writer
    }

    fn does(&mut self, command: Command) -> Vec<Effect> {
        self.deeds += 1;
        let mut entropy = [7; 32];
        entropy[..4].copy_from_slice(&self.deeds.to_le_bytes());
        let moment = Moment { today: self.state.today, seconds: 9 * 3600 + self.deeds, entropy };
        update(&mut self.state, command, &moment)
    }

    /// An empty document in a format, with this text.
    fn writes(&mut self, style: &str, text: &str) {
        self.does(Command::NewDocument { style: style.to_owned() });
        self.does(Command::LetterText(text.to_owned()));
    }

    fn sets(&mut self, key: &str, value: &str) {
        self.does(Command::LetterHead { key: key.to_owned(), value: value.to_owned() });
    }

    fn page(&self) -> LetterPage {
        letter_page(&self.state).expect("a letter is on screen")
    }

    fn found(&self, rule: &str) -> Vec<ProofItem> {
        self.page().proof.items.iter().filter(|item| item.finding.rule == rule).cloned().collect()
    }

    fn head(&self, key: &str) -> String {
        let page = self.page();
        let field = page.head.iter().find(|field| field.key == key);
        field.map(|field| field.value.clone()).unwrap_or_default()
    }

    fn exports(&mut self) -> Vec<u8> {
        let file = self
            .does(Command::ExportDocx)
            .into_iter()
            .find_map(|effect| if let Effect::Download { bytes, .. } = effect { Some(bytes) } else { None });
        file.unwrap_or_else(|| panic!("{:?}", self.state.notice))
    }
}

const TEXT: &str = "根据工作安排,现将有关事项通知如下。\n一、总体要求\n请各单位认真落实,按时报送。";

#[test]
fn a_half_width_comma_is_found_where_it_stands_and_put_right() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    let found = writer.found("PN-01");
    assert_eq!(found.len(), 2, "{:?}", writer.page().proof.items);
    assert_eq!((found[0].place.as_str(), found[0].excerpt.as_str()), ("正文第1行", ","));
    assert!(matches!(found[1].finding.place, Place::Text { line: 3, .. }));
    let marks = &writer.page().proof.lines[&1];
    assert!(marks.iter().any(|mark| mark.range.start == 6), "{marks:?}");
    writer.does(Command::Correct(Box::new(found[0].finding.clone())));
    assert!(writer.page().text.starts_with("根据工作安排，现将"));
    assert_eq!(writer.found("PN-01").len(), 1);
    writer.does(Command::Undo);
    assert_eq!(writer.page().text, TEXT);
}

/// A finding is good for the text it was found in. Acting on an old one must not change other words.
#[test]
fn a_correction_for_an_earlier_text_changes_nothing() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    let old = writer.found("PN-01")[0].finding.clone();
    writer.does(Command::LetterText("新的第一行没有逗号。".to_owned()));
    writer.does(Command::Correct(Box::new(old)));
    assert_eq!(writer.page().text, "新的第一行没有逗号。");
    assert!(writer.state.notice.as_ref().is_some_and(|notice| notice.text.contains("改动")));
}

#[test]
fn everything_certain_is_put_right_as_one_step_and_what_is_certain_stays_right() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    writer.sets("document_number", "直党字[2026]第08号");
    assert!(writer.page().proof.certain >= 3);
    writer.does(Command::CorrectAll);
    let page = writer.page();
    assert_eq!(page.proof.certain, 0, "{:?}", page.proof.items);
    assert_eq!(writer.head("document_number"), "直党字〔2026〕8号");
    assert!(!page.text.contains(','));
    writer.does(Command::Undo);
    assert_eq!(
        (writer.page().text.as_str(), writer.head("document_number").as_str()),
        (TEXT, "直党字[2026]第08号")
    );
}

#[test]
fn what_is_ignored_stays_so_when_the_text_around_moves_and_can_be_brought_back() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    let trace = writer.found("PN-01")[0].trace.clone();
    writer.does(Command::Ignore(trace.clone()));
    assert_eq!((writer.found("PN-01").len(), writer.page().proof.ignored.len()), (1, 1));
    writer.does(Command::LetterText(format!("新的一行。\n{TEXT}")));
    assert_eq!((writer.found("PN-01").len(), writer.page().proof.ignored.len()), (1, 1));
    writer.does(Command::Unignore(trace));
    assert_eq!(writer.found("PN-01").len(), 2);
}

#[test]
fn findings_are_underlined_on_the_page_under_their_own_words() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    let page = writer.page();
    let bars = &page.proof.pages[0];
    let pages = &page.typeset.expect("it is typeset").pages;
    let line = pages.pages[0].marks.iter().find(|mark| mark.source_line == Some(1)).expect("the first line");
    let under = bars.iter().filter(|bar| bar.y > line.y && bar.y < line.y + 200);
    assert!(under.clone().count() >= 1, "{bars:?}");
    assert!(under.clone().all(|bar| bar.width < line.width / 2), "only the words themselves: {bars:?}");
}

/// A text with a table in pipes, widths and joined cells in it, and one in tabs.
const TABLES: &str = "现将清单印发,请落实。\n| 单位 | 问题 | < |\n| 列宽4 | 列宽8 | 列宽8 |\n| 甲单位 | 台账不全 | 记录缺失 |\n| ^ | 公示不足,请补 | **未整改** |\n项目\t数量\t备注\n文件\t12\t已归档";

#[test]
fn words_on_paper_know_the_cell_of_the_text_they_came_from() {
    let mut writer = Writer::new();
    writer.writes("document", TABLES);
    let page = writer.page();
    let pages = page.typeset.expect("it is typeset");
    let lines: Vec<&str> = TABLES.split('\n').collect();
    let mut seen = Vec::new();
    for mark in pages.pages.pages.iter().flat_map(|page| &page.marks) {
        let (Some(line), Some(column)) = (mark.source_line, mark.source_column) else { continue };
        let line = lines[line as usize - 1];
        let cell = app::document::text::cell_ranges(line)[usize::from(column)].clone();
        let words: String = line.chars().skip(cell.start).take(cell.len()).collect();
        assert!(words.contains(mark.text.trim()), "{:?} is not from {words:?} of {line}", mark.text);
        seen.push(mark.text.trim().to_owned());
    }
    for words in ["单位", "问题", "甲单位", "记录缺失", "未整改", "数量", "12", "已归档"] {
        assert!(seen.iter().any(|mark| mark == words), "{words} is in no cell: {seen:?}");
    }
}

#[test]
fn findings_in_a_table_are_underlined_under_their_own_words() {
    let mut writer = Writer::new();
    writer.writes("document", TABLES);
    let page = writer.page();
    let pages = page.typeset.expect("it is typeset");
    let marks = &pages.pages.pages[0].marks;
    let cell = marks.iter().find(|mark| mark.text.starts_with("公示不足")).expect("the cell");
    let line = marks.iter().find(|mark| mark.text.starts_with("现将清单")).expect("the first line");
    let under = |mark: &app::document::Mark| {
        let near = |bar: &&app::view::Underline| bar.y > mark.y && bar.y < mark.y + 200;
        page.proof.pages[0].iter().filter(near).copied().collect::<Vec<_>>()
    };
    assert_eq!(under(line).len(), 1, "{:?}", page.proof.items);
    let bars = under(cell);
    assert_eq!(bars.len(), 1, "{:?}", page.proof.items);
    assert!(
        bars[0].x == cell.x + cell.width && bars[0].width < 210,
        "its comma alone: {bars:?} behind {cell:?}"
    );
}

#[test]
fn an_empty_document_has_the_head_of_its_format() {
    let mut writer = Writer::new();
    let shown = |writer: &Writer| -> Vec<String> {
        writer.page().head.iter().filter(|field| field.shown).map(|field| field.key.clone()).collect()
    };
    writer.writes("upward", "");
    assert_eq!(writer.head("kind"), "报告");
    assert!(writer.head("issuer_mark").ends_with("文件"));
    assert!(shown(&writer).contains(&"signatories".to_owned()));
    writer.writes("minutes", "");
    let keys = shown(&writer);
    assert!(keys.contains(&"present".to_owned()) && !keys.contains(&"signatories".to_owned()), "{keys:?}");
    assert!(writer.head("issuer_mark").ends_with("会议纪要"));
    assert!(!writer.page().has_data && !writer.page().stale);
    writer.sets("style", "bulletin");
    assert!(shown(&writer).contains(&"report_to".to_owned()));
    for style in ["document", "upward", "letter", "minutes", "bulletin", "order"] {
        writer.writes(style, TEXT);
        writer.sets("title", "关于做好有关工作的通知");
        assert_eq!(export_docx::check(&writer.exports()), vec![], "{style}");
    }
}

/// Drafts without a title are told apart in the list, and nothing is said in the name of a 文种 that nobody chose.
#[test]
fn drafts_without_a_title_are_told_apart() {
    let mut writer = Writer::new();
    writer.writes("document", "现将年度督查安排通知如下，请认真落实。");
    let found = writer.found("MR-07");
    assert_eq!(found.len(), 1);
    assert!(found[0].finding.message.starts_with("文种为“通知”的公文"), "{}", found[0].finding.message);
    writer.writes("upward", "");
    let page = app::view::letters_page(&writer.state).expect("the list");
    let own: Vec<_> = page.letters.iter().filter(|letter| !letter.kind.is_empty()).collect();
    let shown: Vec<_> = own.iter().map(|l| (l.title.as_str(), l.kind.as_str(), l.changed.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("未命名公文：现将年度督查安排通知如下，请认真…", "通知", "11月23日 09:00"),
            ("未命名公文", "报告", "11月23日 09:00")
        ]
    );
    writer.state.today = "2027-01-04".parse().expect("a date");
    let page = app::view::letters_page(&writer.state).expect("the list");
    assert!(page.letters.iter().all(|letter| letter.changed.starts_with("2026年")), "another year is told");
}

/// Two documents of one's own are two documents, unlike two reports of one year.
#[test]
fn every_new_document_is_a_new_one() {
    let mut writer = Writer::new();
    let count = |writer: &Writer| writer.state.book.as_ref().expect("a book").letters().count();
    let before = count(&writer);
    writer.writes("document", "甲");
    writer.writes("document", "乙");
    assert_eq!(count(&writer), before + 2);
}

#[test]
fn every_field_of_the_head_reaches_the_document() {
    let mut writer = Writer::new();
    writer.writes("document", "正文。");
    for (key, value) in [
        ("issuer_mark", "甲机关\n乙机关"),
        ("seal", "chop"),
        ("signer_title", "主任"),
        ("proxy_seal", "true"),
        ("urgency", "特急"),
        ("dated", "2026-11-20"),
    ] {
        writer.sets(key, value);
    }
    let page = writer.page();
    assert_eq!(page.error, None);
    let document = &page.typeset.expect("it is typeset").document;
    assert_eq!(document.head.issuer_marks, ["甲机关", "乙机关"]);
    assert_eq!(document.main.signer_titles, ["主任"]);
    assert!(document.main.proxy_seal && document.main.seal == app::document::Seal::Chop);
    assert_eq!(document.head.urgency.as_deref(), Some("特急"));
}

#[test]
fn the_house_style_holds_for_every_letter_at_once_and_can_be_taken_back() {
    let mut writer = Writer::new();
    writer.writes("document", &"很长的一段正文。".repeat(400));
    let pages = |writer: &Writer| writer.page().typeset.expect("it is typeset").pages.clone();
    let (before, bytes) = (pages(&writer), writer.exports());
    writer.does(Command::EditHouse { setting: "profile".to_owned(), value: "B".to_owned() });
    assert_ne!(pages(&writer), before);
    assert_ne!(writer.exports(), bytes);
    let stored = ledger::stored::write(writer.state.book.as_ref().expect("a book")).expect("it is written");
    let read = ledger::stored::read(&stored).expect("it is read");
    assert_eq!(app::house_style(&read).profile, app::document::Profile::B);
    writer.does(Command::Go(app::Route::Settings));
    assert!(house_page(&writer.state).is_some_and(|page| page.own && page.sample.is_some()));
    writer.does(Command::Undo);
    assert!(house_page(&writer.state).is_some_and(|page| !page.own));
}

/// A draft says that it is outdated when its data changed, and not because a day has passed or its writer wrote.
#[test]
fn a_draft_knows_when_its_data_changed() {
    let mut writer = Writer::new();
    writer.does(Command::Compose { letter: "annual-report".into(), unit: None, findings: Vec::new() });
    assert!(!writer.page().stale);
    let text = format!("{}\n补充一句。", writer.page().text);
    writer.does(Command::LetterText(text));
    assert!(!writer.page().stale);
    let letter = writer.state.route.clone();
    writer.does(Command::EditRound {
        field: "title".into(), value: "2026年度专项党建工作督查".into()
    });
    writer.does(Command::EditRound { field: "office".into(), value: "某某领导小组办公室".into() });
    writer.does(Command::Go(letter));
    assert!(writer.page().stale);
    writer.does(Command::LetterRefresh);
    assert!(!writer.page().stale);
    assert!(writer.page().text.contains("补充一句。"));
}

/// What is left for somebody to fill is an objection that a draft may have: a marked place, the signer, who was present,
/// a number that is not given yet.
const LEFT_OPEN: [&str; 3] = ["LY-02", "SG-01", "FM-04"];

/// Every document that the built-in sample can make, for each role and for units of every kind, reads without an objection.
#[test]
fn what_is_drafted_from_the_sample_reads_without_objection() {
    let mut objections = std::collections::BTreeSet::new();
    for role in [Role::Office, Role::Inspector, Role::Unit] {
        let mut writer = Writer::with_sample_of(role);
        for (letter, unit) in drafts(&writer, role) {
            writer.does(Command::Compose {
                letter: letter.clone(),
                unit: unit.clone(),
                findings: Vec::new(),
            });
            let page = writer.page();
            let serious = page.proof.items.iter().filter(|item| {
                item.finding.severity != Severity::Hint && !LEFT_OPEN.contains(&item.finding.rule)
            });
            let told = serious
                .map(|item| format!("{letter} {unit:?}: {} {}", item.finding.rule, item.finding.message));
            objections.extend(told);
        }
    }
    assert!(objections.is_empty(), "{objections:#?}");
}

/// Letters a role may draft about the round or a unit of the book, each with a unit of every kind.
fn drafts(writer: &Writer, role: Role) -> Vec<(String, Option<ledger::EntryId>)> {
    let book = writer.state.book.as_ref().expect("a book");
    let word = match role {
        Role::Unit => "unit",
        Role::Inspector => "inspector",
        Role::Office => "office",
    };
    let units: Vec<ledger::EntryId> = match &book.local.profile.unit {
        Some(own) => vec![own.clone()],
        None => {
            let mut kinds = std::collections::BTreeMap::new();
            for finding in book.findings(templates::Pack::shipped().kinds()) {
                let kind = book.unit(&finding.unit).map(|unit| unit.kind.clone());
                kinds.entry(kind).or_insert(finding.unit);
            }
            kinds.into_values().collect()
        }
    };
    assert!(!units.is_empty(), "the sample has units to write to");
    let mut all = Vec::new();
    for name in writer.state.pack.letter_names() {
        let template = writer.state.pack.letter(name).expect("a template");
        let about = &template.about;
        match about.scope {
            _ if !about.roles.iter().any(|own| own == word) => {}
            templates::Scope::Unit => {
                all.extend(units.iter().map(|unit| (name.to_owned(), Some(unit.clone()))));
            }
            templates::Scope::Round => all.push((name.to_owned(), None)),
            templates::Scope::Record | templates::Scope::Kind | templates::Scope::Free => {}
        }
    }
    all
}

#[test]
fn errors_come_first_and_are_counted() {
    let mut writer = Writer::new();
    writer.writes("document", TEXT);
    let proof = writer.page().proof;
    let severities: Vec<Severity> = proof.items.iter().map(|item| item.finding.severity).collect();
    assert!(severities.is_sorted(), "{severities:?}");
    assert_eq!(proof.errors, severities.iter().filter(|s| **s == Severity::Error).count());
    assert!(proof.errors >= 2);
}

/// The head of a PNG: enough for everything that does not draw it.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x10\x08\x02\0\0\0".to_vec();
    bytes.extend([0; 16]);
    bytes
}

#[test]
fn a_picture_stands_in_the_text_is_kept_in_the_book_and_reaches_the_file() {
    let mut writer = Writer::new();
    writer.writes("document", "现场情况如下。");
    writer.does(Command::AddPicture { name: "现场.png".to_owned(), bytes: png() });
    assert_eq!(writer.page().text, "现场情况如下。\n【图：现场.png】\n");
    assert!(writer.page().notices.is_empty(), "{:?}", writer.page().notices);
    assert!(String::from_utf8_lossy(&writer.exports()).contains("word/media/"));
    let stored = ledger::stored::write(writer.state.book.as_ref().expect("a book")).expect("it is written");
    assert_eq!(Some(ledger::stored::read(&stored).expect("it is read")), writer.state.book);
    writer.does(Command::Undo);
    assert_eq!(writer.page().text, "现场情况如下。");
    writer.does(Command::AddPicture { name: "说明.txt".to_owned(), bytes: b"text".to_vec() });
    assert!(writer.state.notice.as_ref().is_some_and(|notice| notice.text.contains("说明.txt")));
}

/// What leaves as a Word file comes back as the text and pictures it was made of, as one step to undo.
#[test]
fn a_word_file_gives_its_text_and_its_pictures() {
    let mut writer = Writer::new();
    writer.writes("document", "现将有关事项通知如下。\n一、总体要求\n请认真落实。");
    writer.does(Command::AddPicture { name: "现场.png".to_owned(), bytes: png() });
    let file = writer.exports();
    writer.writes("letter", "原有文字。");
    writer.does(Command::ImportText { name: "来文.docx".to_owned(), bytes: file });
    let text = writer.page().text;
    assert!(text.contains("一、总体要求\n请认真落实。") && text.contains("【图："), "{text}");
    assert!(String::from_utf8_lossy(&writer.exports()).contains("word/media/"));
    writer.does(Command::Undo);
    assert_eq!(writer.page().text, "原有文字。");
    writer.does(Command::ImportText { name: "来文.doc".to_owned(), bytes: b"\xd0\xcf\x11\xe0".to_vec() });
    assert_eq!(writer.page().text, "原有文字。");
    assert!(writer.state.notice.as_ref().is_some_and(|notice| notice.text.contains("来文.doc")));
}
