//! `book new|info|merge|export`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use app::{Command, Effect, Fate, Masked, Moment, State, update};
use expr::Date;
use ledger::book::form_name;
use ledger::{Book, Change, EntryId, Import, Part, roster, stored};
use serde_json::{Value, json};
use templates::Pack;

use super::exchange_file::{Secrets, open_parcel};
use crate::args::{BookExport, BookInfo, BookMask, BookMerge, BookNew};
use crate::failure::Failure;
use crate::ports::{clock, files, terminal};

/// Opens a book file.
pub(crate) fn read(path: &Path, secrets: &Secrets) -> Result<Book, Failure> {
    let opened = open_parcel(path, secrets)?;
    if opened.parcel.kind != "book" {
        let what = format!("“{}”不是工作簿，而是用途为“{}”的文件。", path.display(), opened.parcel.kind);
        return Err(Failure::new(what, "请选择另存的工作簿文件。"));
    }
    stored::read(&opened.parcel.payload).map_err(|error| match error {
        stored::StoredError::TooNew(_) => Failure::from(templates::text("file.too_new").to_owned()),
        stored::StoredError::Malformed(_) => Failure::from(templates::text("file.not_a_book").to_owned()),
    })
}

/// Writes a book as an unsealed file.
pub(crate) fn write(book: Book, path: &Path, moment: &Moment) -> Result<(), Failure> {
    let mut state = State::with_book(book, moment.today);
    write_file(&mut state, Command::SaveBook(None), path, moment)
}

/// Writes the file that a command makes.
fn write_file(state: &mut State, command: Command, path: &Path, moment: &Moment) -> Result<(), Failure> {
    let effects = update(state, command, moment);
    write_effects(state, effects, path)
}

fn write_effects(state: &mut State, effects: Vec<Effect>, path: &Path) -> Result<(), Failure> {
    for effect in effects {
        if let Effect::Download { bytes, .. } | Effect::Keep { bytes, .. } = effect {
            return files::write(path, &bytes);
        }
    }
    Err(state
        .notice
        .take()
        .map_or_else(|| Failure::new("工作簿未能保存。", "请重试。"), |notice| Failure::from(notice.text)))
}

/// `book new`.
pub(crate) fn new(args: &BookNew, today: Option<Date>) -> Result<(), Failure> {
    let moment = clock::moment(today)?;
    let unit = args.unit.as_deref().map(unit_named).transpose()?;
    let mut state = State::new(moment.today);
    let (role, person, organ) = (args.role.into(), args.person.clone(), args.organ.clone());
    update(&mut state, Command::Start { role, person, organ, unit }, &moment);
    let book = state.book.ok_or_else(|| Failure::new("工作簿未能新建。", "请重试。"))?;
    write(book, &args.output, &moment)
}

fn unit_named(name: &str) -> Result<EntryId, Failure> {
    let (units, _) = roster::parse(Pack::shipped().roster());
    let named = |unit: &ledger::Unit| unit.name == name || unit.short_name == name || unit.party_name == name;
    units
        .into_iter()
        .find(|(_, unit)| named(unit))
        .map(|(id, _)| id)
        .ok_or_else(|| Failure::new(format!("名册中没有“{name}”。"), "请使用名册中的单位全称或规范化简称。"))
}

/// `book info`.
pub(crate) fn info(args: &BookInfo, today: Option<Date>) -> Result<(), Failure> {
    let book = read(&args.book, &Secrets::of(&args.keys)?)?;
    let facts = facts(&book, clock::moment(today)?.today);
    if args.json {
        terminal::say(&facts.to_string());
        return Ok(());
    }
    let text = |key: &str| facts.get(key).map(plain).unwrap_or_default();
    let lines = [
        ("工作簿", text("title")),
        ("使用者", text("role")),
        ("督查任务", text("round")),
        ("名册单位", text("units")),
        ("参加单位", text("taking_part")),
        ("已报送自查", text("reported")),
        ("工作底稿", text("working_papers")),
        ("反馈问题", text("findings")),
        ("已销号", text("closed")),
        ("公文", text("letters")),
        ("版本冲突", text("conflicts")),
        ("收到的文件", text("imports")),
        ("登记的识别码", text("keys")),
        ("需要留意的文件", text("odd_files")),
    ];
    for (label, value) in lines {
        terminal::say(&format!("{label}：{value}"));
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn facts(book: &Book, today: Date) -> Value {
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for (_, record) in book.records() {
        *forms.entry(form_name(&record.form).to_owned()).or_default() += 1;
    }
    let stats = book
        .current_round()
        .map(|(id, round)| {
            (round.title.clone(), ledger::stats::round_stats(book, Pack::shipped().kinds(), id, round, today))
        })
        .unwrap_or_default();
    let (round, stats) = stats;
    json!({
        "title": book.local.profile.title,
        "role": book.local.profile.role,
        "organ": book.local.profile.organ,
        "person": book.local.profile.person,
        "round": round,
        "units": book.units().count(),
        "taking_part": stats.units,
        "reported": stats.reported,
        "late": stats.late,
        "on_site": stats.on_site,
        "desk": stats.desk,
        "working_papers": forms.get(Pack::shipped().kinds().form(Part::Finding)).copied().unwrap_or(0),
        "findings": stats.findings,
        "closed": stats.closed,
        "overdue": stats.overdue,
        "letters": book.letters().count(),
        "issued": stats.issued,
        "records": forms,
        "entries": book.entries.len(),
        "conflicts": book.entries.values().filter(|entry| entry.in_conflict()).count(),
        "imports": book.local.imports.len(),
        "keys": book.local.trust.senders.len(),
        "odd_files": book.local.trust.incidents.len(),
    })
}

/// `book merge`: what could be taken in is taken in; the code says whether that was everything.
pub(crate) fn merge(args: &BookMerge, today: Option<Date>) -> Result<ExitCode, Failure> {
    let secrets = Secrets::of(&args.keys)?;
    let moment = clock::moment(today)?;
    let mut state = State::new(moment.today);
    let secrets = (&secrets, args.accept_first);
    let first = take_in(&mut state, &args.book, secrets, &moment)?;
    if state.book.is_none() {
        return Err(Failure::from(format!("“{}”：{}", first.file, first.message)));
    }
    let mut outcomes = Vec::new();
    for path in &args.files {
        outcomes.push(take_in(&mut state, path, secrets, &clock::moment(today)?)?);
    }
    if let Some(book) = state.book {
        write(book, &args.output, &moment)?;
    }
    tell(&outcomes, args.json);
    let all =
        outcomes.iter().all(|outcome| !matches!(outcome.fate, Fate::Refused | Fate::Locked | Fate::Held));
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What became of one file.
struct Outcome {
    file: String,
    fate: Fate,
    message: String,
}

/// Takes in one file as the application does. A second book joins the first, as when one office worked on two machines: the
/// table of what files may do does not hold for it, because it is no file of somebody else's, which its secret keys prove.
///
/// The first file of a sender waits for an answer, which is given beforehand (`accept_first`) or not at all.
fn take_in(
    state: &mut State,
    path: &Path,
    (secrets, accept_first): (&Secrets, bool),
    moment: &Moment,
) -> Result<Outcome, Failure> {
    let bytes = files::read(path)?;
    let file = files::name(path);
    if let (Some(book), Ok(opened)) = (state.book.as_mut(), open_parcel(path, secrets))
        && opened.parcel.kind == "book"
    {
        let (fate, message) = join(book, &file, &opened, moment);
        return Ok(Outcome { file, fate, message });
    }
    state.inbox.clear();
    let passphrase = secrets.passphrase.clone();
    let effects = update(state, Command::TakeIn { name: file.clone(), bytes, passphrase }, moment);
    if effects.iter().any(|effect| matches!(effect, Effect::Decode { .. })) {
        // A text is looked at on a screen before anything of it is taken.
        return Ok(Outcome {
            file,
            fate: Fate::Refused,
            message: templates::text("dropped.not_read").to_owned(),
        });
    }
    for first in app::view::first_files(state).into_iter().filter(|_| accept_first) {
        update(state, Command::Accept(first.digest), moment);
    }
    // Opening the first book leaves no outcome: it is the book itself.
    let outcome = state.inbox.pop().map(|outcome| (outcome.fate, outcome.message));
    let (fate, message) = outcome.unwrap_or((Fate::Taken, String::new()));
    Ok(Outcome { file, fate, message })
}

fn join(book: &mut Book, file: &str, opened: &exchange::Opened, moment: &Moment) -> (Fate, String) {
    let Ok(other) = stored::read(&opened.parcel.payload) else {
        return (Fate::Refused, templates::text("file.not_a_book").to_owned());
    };
    let Book { local, entries } = &other;
    let entries: Vec<ledger::Entry> = entries.values().cloned().collect();
    let report = book.foresee(&entries);
    if !report.nothing_new() && !book.is_copy(&other) {
        return (Fate::Refused, templates::text("file.not_a_copy").to_owned());
    }
    let digest = exchange::hex(&opened.digest);
    let import = Import {
        file: file.to_owned(),
        kind: opened.parcel.kind.clone(),
        sender: opened.parcel.sender.clone(),
        at: moment.stamp(),
        entries: entries.iter().map(|entry| entry.id.clone()).collect(),
        ..Import::default()
    };
    // What the other machine knows of keys, files and figures counts here as well, when it is the same book's.
    if book.is_copy(&other) {
        book.join_knowledge(local);
    }
    let edit = book.edit(moment.stamp(), Change::Merge { entries, digest, import });
    let conflicts = report.outcomes.values().filter(|outcome| **outcome == ledger::Outcome::Conflict).count();
    match book.apply(&edit) {
        Ok(_) if report.nothing_new() => (Fate::Same, "工作簿内容已全部在内".to_owned()),
        Ok(_) if conflicts > 0 => {
            (Fate::Conflict, format!("工作簿已接收，{conflicts}项版本冲突，请选定采用的版本"))
        }
        Ok(_) => (Fate::Taken, "工作簿已接收".to_owned()),
        Err(_) => (Fate::Refused, templates::text("notice.gone").to_owned()),
    }
}

fn tell(outcomes: &[Outcome], as_json: bool) {
    if as_json {
        let list = outcomes.iter().map(|outcome| {
            json!({ "file": outcome.file, "fate": fate_name(outcome.fate), "message": outcome.message })
        });
        terminal::say(&list.collect::<Value>().to_string());
        return;
    }
    for outcome in outcomes {
        terminal::say(&format!("{}\t{}\t{}", fate_label(outcome.fate), outcome.file, outcome.message));
    }
}

fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Taken => "taken",
        Fate::Same => "same",
        Fate::Newer => "newer",
        Fate::Conflict => "conflict",
        Fate::Older => "older",
        Fate::Forked => "forked",
        Fate::Held => "held",
        Fate::Locked => "locked",
        Fate::Refused => "refused",
    }
}

fn fate_label(fate: Fate) -> &'static str {
    templates::text(match fate {
        Fate::Taken => "fate.taken",
        Fate::Same => "fate.same",
        Fate::Newer => "fate.newer",
        Fate::Conflict => "fate.conflict",
        Fate::Older => "fate.older",
        Fate::Forked => "fate.forked",
        Fate::Held => "fate.held",
        Fate::Locked => "fate.locked",
        Fate::Refused => "fate.refused",
    })
}

/// `book export`: the current content of each entry, one JSON object a line, in order of id.
pub(crate) fn export(args: &BookExport) -> Result<(), Failure> {
    let book = read(&args.book, &Secrets::of(&args.keys)?)?;
    let mut out = String::new();
    for (id, entry) in &book.entries {
        let Some((version, current)) = entry.current() else { continue };
        if entry.content().is_none() {
            continue;
        }
        let line = json!({
            "id": id,
            "version": version,
            "author": current.author,
            "at": current.at,
            "in_conflict": entry.in_conflict(),
            "content": current.content,
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    files::write(&args.output, out.as_bytes())
}

/// `book mask`.
pub(crate) fn mask(args: &BookMask, today: Option<Date>) -> Result<(), Failure> {
    let moment = clock::moment(today)?;
    let mut state = State::with_book(read(&args.book, &Secrets::of(&args.keys)?)?, moment.today);
    let asked = update(&mut state, Command::ExportMasked(Masked::Book(None)), &moment);
    let suspects = app::view::masking(&state).map(|asked| asked.suspects);
    let mut also: BTreeSet<String> = args.also.iter().cloned().collect();
    if suspects.is_some() || !also.is_empty() {
        let left = suspects.iter().flat_map(|suspects| suspects.iter());
        if args.also_all {
            also.extend(left.map(|suspect| suspect.text.clone()));
        } else {
            tell_suspects(left.filter(|suspect| !also.contains(&suspect.text)));
        }
        write_file(&mut state, Command::MaskAlso(Masked::Book(None), also), &args.output, &moment)?;
    } else {
        write_effects(&mut state, asked, &args.output)?;
    }
    terminal::say(&state.notice.map(|notice| notice.text).unwrap_or_default());
    Ok(())
}

/// Lists what a human should look at before the masked book goes on.
fn tell_suspects<'s>(suspects: impl Iterator<Item = &'s app::view::Suspect>) {
    for (nth, suspect) in suspects.enumerate() {
        if nth == 0 {
            terminal::say(templates::text("masked.left"));
        }
        terminal::say(&format!(
            "{}（{}处）：…{}…",
            suspect.text,
            suspect.times,
            suspect.around.replace('\n', " ")
        ));
    }
}
