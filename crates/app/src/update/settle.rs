//! What people wrote apart is settled: a version is chosen whole, or value by value.

use std::collections::BTreeMap;

use ledger::parts::{parts as parts_of, with_parts};
use ledger::{Change, Content, EntryId, RecordState};
use serde_json::Value;
use templates::text_with;

use super::{change, records};
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// A text goes with what it was composed from, or a later refresh would take the writer's words for the template's.
const GO_WITH_TEXT: [&str; 3] = ["composed", "composed_head", "composed_inputs"];

/// Makes a new version from all that stand side by side, so that every book agrees.
pub(super) fn settle(
    state: &mut State,
    entry: &EntryId,
    version: &str,
    chosen: &[(String, String)],
    moment: &Moment,
) -> Vec<Effect> {
    let Some(content) = mixed(state, entry, version, chosen) else {
        state.say_term(Tone::Bad, "notice.gone");
        return Vec::new();
    };
    let name = crate::view::entry_name(state, entry, &content);
    state.say(Tone::Good, text_with("conflict.settled", &[("name", &name)]));
    let put = |content: Content| Change::Put { id: entry.clone(), content: Box::new(content) };
    let mut effects = change(state, put(content.clone()), moment);
    // Figures of mixed answers are those of no version, and those that came are not believed: they are worked out anew.
    if let Content::Record(mut record) = content {
        let figures = records::figures(state, entry);
        if record.state == RecordState::Submitted && record.figures != figures {
            record.figures = figures;
            effects.extend(change(state, put(Content::Record(record)), moment));
        }
    }
    effects
}

fn mixed(state: &State, entry: &EntryId, version: &str, chosen: &[(String, String)]) -> Option<Content> {
    let versions = &state.book.as_ref()?.entries.get(entry)?.versions;
    let of = |name: &str| versions.iter().find(|(id, _)| id.0 == name).map(|(_, version)| &version.content);
    let base = of(version)?;
    let mut replaced: BTreeMap<String, Option<Value>> = BTreeMap::new();
    for (part, from) in chosen.iter().filter(|(_, from)| from != version) {
        let parts = parts_of(of(from)?);
        replaced.insert(part.clone(), parts.get(part).cloned());
        if part == "text" {
            replaced.extend(GO_WITH_TEXT.map(|part| (part.to_owned(), parts.get(part).cloned())));
        }
    }
    with_parts(base, &replaced)
}

#[cfg(test)]
mod tests {
    use ledger::{Book, Entry, Import, Record, Role};

    use super::*;
    use crate::route::Route;
    use crate::view::{form_page, inbox_page, settle_page};
    use crate::{Command, update};

    const ENTRY: &str = "working-paper-r1-1";

    fn moment() -> Moment {
        Moment { today: "2026-11-26".parse().unwrap(), seconds: 9 * 3600, entropy: [1; 32] }
    }

    fn record(title: &str, facts: &str) -> Content {
        let answers = [("title".to_owned(), title.into()), ("facts".to_owned(), facts.into())].into();
        Content::Record(Record { form: "working-paper/1".into(), answers, ..Record::default() })
    }

    /// Somebody's book goes on from a common beginning; what it hands out.
    fn written(replica: &str, organ: &str, common: &[Entry], content: Content) -> Vec<Entry> {
        let mut book = Book::default();
        book.local.replica = replica.into();
        book.local.profile.organ = organ.into();
        let id = EntryId::from(ENTRY);
        let merge =
            Change::Merge { entries: common.to_vec(), digest: "common".into(), import: Import::default() };
        for change in [
            merge,
            Change::Put { id: id.clone(), content: Box::new(content) },
            Change::Seal { ids: vec![id] },
        ] {
            let edit = book.edit(format!("2026-11-2{}T10:00:00", book.entries.len()), change);
            book.apply(&edit).unwrap();
        }
        book.entries.into_values().collect()
    }

    /// An office whose two teams wrote apart on one working paper.
    fn office() -> State {
        let common = written("r1", "第一督查组", &[], record("标题", "事实"));
        let files = [
            ("甲组.ducha", written("r2", "第一督查组", &common, record("标题甲", "事实甲"))),
            ("乙组.ducha", written("r3", "第二督查组", &common, record("标题乙", "事实"))),
        ];
        let mut book = Book::default();
        book.local.replica = "office".into();
        book.local.profile.role = Role::Office;
        for (file, entries) in files {
            let import = Import { file: file.into(), at: "2026-11-26T08:00:00".into(), ..Import::default() };
            let edit = book.edit(String::new(), Change::Merge { entries, digest: file.into(), import });
            book.apply(&edit).unwrap();
        }
        State::with_book(book, moment().today)
    }

    #[test]
    fn a_conflict_is_seen_side_by_side_and_settled_value_by_value() {
        let mut state = office();
        assert_eq!(inbox_page(&state).conflicts.len(), 1);
        update(&mut state, Command::Go(Route::Settle(ENTRY.into())), &moment());
        let page = settle_page(&state).unwrap();
        let side = |v: &crate::view::VersionItem| (v.who.clone(), v.mark.text.clone(), v.file.clone());
        let sides: Vec<_> = page.versions.iter().map(side).collect();
        let came = |who: &str, file: &str| (who.to_owned(), "来源未经核实".to_owned(), file.to_owned());
        assert_eq!(sides, [came("第二督查组", "乙组.ducha"), came("第一督查组", "甲组.ducha")]);
        let said: Vec<(&str, Vec<&str>)> = page
            .parts
            .iter()
            .map(|part| (part.part.as_str(), part.says.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            said,
            [("answers.facts", vec!["事实", "事实甲"]), ("answers.title", vec!["标题乙", "标题甲"])]
        );
        assert!(page.parts.iter().all(|part| !part.label.is_ascii()), "{:?}", page.parts);
        let [second, first] = [&page.versions[0].id, &page.versions[1].id];
        let parts =
            vec![("answers.facts".to_owned(), first.clone()), ("answers.title".to_owned(), second.clone())];
        let settle = Command::Settle { entry: ENTRY.into(), version: second.clone(), parts };
        update(&mut state, settle, &moment());
        let book = state.book.as_ref().unwrap();
        assert_eq!(book.content(&ENTRY.into()), Some(&record("标题乙", "事实甲")));
        assert!(settle_page(&state).is_none() && inbox_page(&state).conflicts.is_empty());
    }

    #[test]
    fn a_record_says_where_its_values_came_from() {
        let mut state = office();
        let version = state.book.as_ref().unwrap().entries[&ENTRY.into()].current().unwrap().0.0.clone();
        let settle = Command::Settle { entry: ENTRY.into(), version, parts: Vec::new() };
        update(&mut state, settle, &moment());
        let Some(Content::Record(mut done)) = state.book.as_ref().unwrap().content(&ENTRY.into()).cloned()
        else {
            panic!("the working paper is there")
        };
        done.state = RecordState::Submitted;
        let put = Change::Put { id: ENTRY.into(), content: Box::new(Content::Record(done)) };
        change(&mut state, put, &moment());
        update(&mut state, Command::Go(Route::Record(ENTRY.into(), 0)), &moment());
        let page = form_page(&state).unwrap();
        let lines: Vec<(&str, usize)> =
            page.history.iter().map(|version| (version.file.as_str(), version.values)).collect();
        // Written here, then what the two files brought; the first state came with both of them.
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].0, "");
        let from = |file: &str| lines.iter().filter(|line| line.0 == file).map(|line| line.1).sum::<usize>();
        assert!(from("乙组.ducha") > 0, "{lines:?}");
    }
}
