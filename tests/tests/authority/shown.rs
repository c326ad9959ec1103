//! What is wrong is told where it happens, with the way out: among the files that came, where versions are settled, in a roster that
//! is read, on a record that a later version asked, and on paper.

use std::collections::BTreeSet;
use std::path::Path;

use app::view::{self, letter_page, register_page, roster_page, settle_page};
use app::{Command, Fate, Route};
use ledger::merge::Purpose;
use ledger::{Content, Entry, Record, RecordState, VersionId};
use libtest_mimic::Failed;
use serde_json::json;

use super::attack::{File, bundle, prepared, sealed, written};
use super::desk::Desk;

const ROUND: &str = "round-2026-office";
const TURNED: &str = "甲\u{202e}乙";

fn record(form: &str, title: &str) -> Record {
    Record {
        form: form.into(),
        round: ROUND.into(),
        unit: "unit-003".into(),
        state: RecordState::Submitted,
        submitted_on: "2026-11-20".into(),
        answers: [("title".to_owned(), json!(title))].into(),
        ..Record::default()
    }
}

/// An entry in so many versions that nobody made from each other.
fn entry(id: &str, contents: Vec<Content>) -> Entry {
    let versions = contents
        .into_iter()
        .enumerate()
        .map(|(at, content)| (VersionId(format!("x{at}-1")), written(TURNED, BTreeSet::new(), content)));
    Entry { id: id.into(), versions: versions.collect() }
}

/// Whether a place shows what is hidden, and hides nothing itself.
fn shows(place: &str, shown: &str, words: &[&str]) -> Result<(), Failed> {
    let hidden = ["\\u{202e}", "\u{202e}"].iter().any(|hidden| shown.contains(hidden));
    let missing = words.iter().find(|words| !shown.contains(**words));
    if hidden || missing.is_some() {
        return Err(format!("{place}: hidden {hidden}, missing {missing:?}: {shown}").into());
    }
    Ok(())
}

pub(crate) fn run(office: &Path) -> Result<(), Failed> {
    let office = std::fs::read(office)?;
    inbox(prepared(office.clone()))?;
    settling(prepared(office.clone()))?;
    roster(prepared(office.clone()))?;
    later(prepared(office.clone()))?;
    paper(prepared(office))
}

fn inbox(mut desk: Desk) -> Result<(), Failed> {
    let entries = vec![entry("discussion-zz-1", vec![Content::Record(record("discussion/1", "标题"))])];
    let bundle = bundle(Purpose::Records, None, entries);
    let file = File { bundle, kind: None, role: "team", organ: "第九督查组".into(), key: Some(0) };
    let name = "记录\u{202e}.ducha";
    let (fate, _) = desk.gets(name, sealed(&file));
    if fate != Fate::Held {
        return Err(format!("{fate:?}").into());
    }
    let told = |desk: &Desk| {
        format!(
            "{:?} {:?}",
            view::inbox_page(&desk.state),
            desk.state.notice.as_ref().map(|notice| &notice.text)
        )
    };
    shows("a file that waits", &told(&desk), &["〔隐藏字符〕", "电话核实"])?;
    let asked: Vec<String> = desk.state.inbox.iter().map(|outcome| outcome.digest.clone()).collect();
    asked.into_iter().for_each(|digest| drop(desk.does(Command::Accept(digest))));
    shows("a file that was taken in", &told(&desk), &["〔隐藏字符〕"])
}

fn settling(mut desk: Desk) -> Result<(), Failed> {
    let versions = ["乙", TURNED].map(|title| Content::Record(record("discussion/1", title)));
    let book = desk.state.book.as_mut().ok_or("no book")?;
    book.entries.insert("discussion-zz-1".into(), entry("discussion-zz-1", versions.into()));
    desk.does(Command::Go(Route::Settle("discussion-zz-1".into())));
    let page = settle_page(&desk.state).ok_or("nothing to settle")?;
    shows("versions to settle", &format!("{page:?}"), &["〔隐藏字符〕"])
}

fn roster(mut desk: Desk) -> Result<(), Failed> {
    let table =
        format!("单位全称,类别,{TURNED}\n{TURNED}研究所,研究所,甲\n丙\u{2028}丁所,研究\u{2028}所,甲\n");
    desk.does(Command::TakeInText { name: format!("名册{TURNED}.csv"), text: table });
    let page = roster_page(&desk.state);
    let left = page.preview.as_ref().map_or(0, |preview| preview.lines.len());
    if left != 2 {
        return Err(format!("{left} lines are told: {:?}", page.preview).into());
    }
    let told = format!("{:?} {:?}", page.preview, desk.state.notice);
    shows("a roster", &told, &["不可见或改变文字方向的字符", "请重新录入本行", "〔隐藏字符〕"])?;
    let book = desk.state.book.as_mut().ok_or("no book")?;
    for version in book.entries.values_mut().flat_map(|entry| entry.versions.values_mut()) {
        if let Content::Unit(unit) = &mut version.content {
            TURNED.clone_into(&mut unit.name);
        }
    }
    shows("the units", &format!("{:?}", roster_page(&desk.state).units), &["〔隐藏字符〕"])
}

/// A record of a kind that a later version knows: it stands among the others and says all it says.
fn later(mut desk: Desk) -> Result<(), Failed> {
    let mut unknown = record("kind-of-tomorrow/3", TURNED);
    unknown.answers.insert(
        "rows".into(),
        json!([{"who": "张某", "much": 3}, {"who": "李某", "deep": {"er": [1, "二"]}}]),
    );
    let book = desk.state.book.as_mut().ok_or("no book")?;
    let id = "kind-of-tomorrow-zz-1";
    let content = Content::Record(unknown);
    book.entries.insert(id.into(), entry(id, vec![content.clone()]));
    let kept = desk
        .does(Command::SaveBook(None))
        .into_iter()
        .find_map(|effect| if let app::Effect::Keep { bytes, .. } = effect { Some(bytes) } else { None });
    let mut desk = Desk::with(kept.ok_or("the book gives no file")?);
    if desk.book().content(&id.into()) != Some(&content) {
        return Err("something of it was dropped".into());
    }
    let rows = register_page(&desk.state, "records").ok_or("no register")?.rows;
    let row = rows.into_iter().find(|row| row.id.0 == id).ok_or("it stands in no list")?;
    shows("its row", &format!("{row:?}"), &["更新本工具"])?;
    desk.does(Command::Go(Route::Record(id.into(), 0)));
    let fault = view::form_fault(&desk.state).ok_or("nobody says that its form is unknown")?;
    shows(
        "its page",
        &format!("{fault:?}"),
        &["〔隐藏字符〕", "张某", "much：3", "李某", "二", "2026年11月20日"],
    )
}

fn paper(mut desk: Desk) -> Result<(), Failed> {
    desk.does(Command::NewDocument { style: "document".into() });
    desk.does(Command::LetterHead { key: "title".into(), value: format!("关于{TURNED}的通知") });
    desk.does(Command::LetterText(format!("正文{TURNED}。\n| 甲 | {TURNED} |\n")));
    let page = letter_page(&desk.state).ok_or("no document")?;
    let made = page.typeset.ok_or("no pages")?;
    let printed: String =
        made.pages.pages.iter().flat_map(|page| &page.marks).map(|mark| mark.text.as_str()).collect();
    shows("the pages", &printed, &["关于甲乙的通知", "正文甲乙。"])?;
    let told = format!("{:?}", page.dropped);
    shows("what is said beside them", &told, &["U+202E", "已略去"])
}
