//! Benchmarks of what people wait for: a key press in the self-check, a report as DOCX, a thousand files merged.
//!
//! `cargo xtask bench` builds this with the native profile and prints the medians. Figures of one run belong together; the
//! machine is never quiet, so compare ratios within a run rather than figures of different days.

mod slow;

use std::time::{Duration, Instant};

use app::{Command, Effect, Moment, Route, State, draft, update};
use ledger::{Book, Change, EntryId, Import, Role};
use serde_json::json;

fn moment() -> Moment {
    let today = "2026-11-23".parse().expect("a date of the calendar");
    Moment { today, seconds: 9 * 3600, entropy: [7; 32] }
}

/// Median of several runs, each on a fresh input.
fn median<I, O>(runs: usize, mut input: impl FnMut() -> I, mut work: impl FnMut(I) -> O) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let given = input();
            let begun = Instant::now();
            let made = work(given);
            let taken = begun.elapsed();
            drop(made);
            taken
        })
        .collect();
    times.sort();
    times.get(runs / 2).copied().unwrap_or_default()
}

#[expect(clippy::print_stdout, reason = "printing figures is what this program is for")]
fn row(what: &str, time: Duration, more: &str) {
    println!("{what:<52} {:>10.2} ms  {more}", time.as_secs_f64() * 1000.0);
}

fn sample(units: usize, role: Role) -> State {
    let moment = moment();
    let sample = app::sample::Sample { units, seed: 2026, today: moment.today };
    let pack = templates::Pack::shipped();
    State::with_book(app::sample::book(&pack, &sample, role), moment.today)
}

fn main() {
    // `cargo xtask bench queries` measures these alone.
    if std::env::args().any(|argument| argument == "queries") {
        letters();
        queries(1_000, 3);
        return;
    }
    // `cargo xtask bench slow`: what a file may make slow.
    if std::env::args().any(|argument| argument == "slow") {
        slow::slow();
        return;
    }
    for items in [None, Some(80), Some(300), Some(2_000)] {
        a_key_press(items);
    }
    proof_reading();
    letters();
    for units in [30, 1_000] {
        annual_report(units);
    }
    queries(1_000, 3);
    merging(1_000);
    stored(1_000);
}

/// One answer in the self-check, with its recalculation, its log record and what is on screen; the time to open it.
fn a_key_press(items: Option<usize>) {
    let mut state = sample(30, Role::Unit);
    let mut called = "the sample's items".to_owned();
    if let (Some(items), Some(mut book)) = (items, state.book.take()) {
        called = format!("{items} items");
        lengthen(&mut book, items);
        state = State::with_book(book, moment().today);
    }
    let begun = Instant::now();
    update(&mut state, Command::Go(Route::Fill(3)), &moment());
    row(&format!("self-check of {called}: compile and open"), begun.elapsed(), "");
    let mut turn = 0;
    let time = median(
        200,
        || (),
        |()| {
            turn += 1;
            let text = format!("班子成员检查记录留存不全{turn}");
            let effects = update(
                &mut state,
                Command::Answer { path: "a03_03_note".to_owned(), value: json!(text) },
                &moment(),
            );
            let logged: Vec<String> = effects
                .iter()
                .filter_map(|effect| if let Effect::Log(_, edits) = effect { Some(edits) } else { None })
                .map(|edits| serde_json::to_string(edits).unwrap_or_default())
                .collect();
            (logged, app::view::form_page(&state))
        },
    );
    row(&format!("self-check of {called}: a key, its log record, view"), time, "");
}

/// Gives the round so many items: its own ones over and over, under new numbers.
fn lengthen(book: &mut Book, items: usize) {
    let Some((id, mut round)) = book.current_round().map(|(id, round)| (id.clone(), round.clone())) else {
        return;
    };
    let areas = round.catalogue.get_mut("areas").and_then(|areas| areas.as_array_mut());
    for area in areas.into_iter().flatten() {
        let name = area.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned();
        let Some(own) = area.get_mut("items").and_then(|items| items.as_array_mut()) else { continue };
        let known = own.clone();
        let more = known.iter().cycle().take((items / 10).saturating_sub(known.len())).cloned();
        own.extend(more.enumerate().map(|(n, mut item)| {
            if let Some(item) = item.as_object_mut() {
                item.insert("id".to_owned(), json!(format!("{name}-{:04}", n + 1_000)));
            }
            item
        }));
    }
    let change = Change::Put { id, content: Box::new(ledger::Content::Round(Box::new(round))) };
    let edit = book.edit(String::new(), change);
    let _ = book.apply(&edit);
}

/// Every rule over a text of twenty pages: the issued regulation over and over. It runs at every key press.
fn proof_reading() {
    let source = include_str!("../../../suite/proof/published/regulation.txt");
    let (head, text) = match source.splitn(3, "+++\n").collect::<Vec<_>>().as_slice() {
        [_, head, text] => {
            (document::HeadFields::from_toml(head).expect("the head is TOML"), (*text).to_owned())
        }
        _ => unreachable!("the case has a head"),
    };
    let text = text.repeat(16_000usize.div_ceil(text.chars().count()));
    let pack = templates::Pack::shipped();
    let style = pack.style("document").expect("the style sheet is shipped");
    let lexicon = pack.lexicon().expect("the words are shipped");
    let document = document::compose(&head, &text);
    let pages = document::layout(&document::typeset(&document, &style).flow);
    let subject =
        proof::Subject { head: &head, text: &text, document: &document, style: &style, pages: Some(&pages) };
    let time = median(50, || (), |()| proof::proofread(&subject, lexicon));
    let found = proof::proofread(&subject, lexicon).len();
    let size = format!("{} characters, {} pages, {found} findings", text.chars().count(), pages.pages.len());
    row("proof-read 20 pages", time, &size);
}

/// Drafting letters of the sample, from the click to the pages.
fn letters() {
    let state = sample(30, Role::Office);
    let book = state.book.expect("the sample is a book");
    let unit = book
        .finished_findings(templates::Pack::shipped().kinds())
        .first()
        .map(|finding| finding.unit.clone());
    for (letter, unit) in [
        ("feedback-letter", unit.clone()),
        ("supervision-letter", unit.clone()),
        ("self-check-report", unit),
        ("circular", None),
        ("annual-report", None),
    ] {
        let command =
            || Command::Compose { letter: letter.to_owned(), unit: unit.clone(), findings: Vec::new() };
        let mut own = book.clone();
        own.entries.retain(|_, entry| !matches!(entry.content(), Some(ledger::Content::Letter(_))));
        let fresh = || (State::with_book(own.clone(), moment().today), command());
        let time = median(15, fresh, |(mut state, command)| {
            update(&mut state, command, &moment());
            state
        });
        row(&format!("draft {letter}"), time, "");
    }
}

/// A condition of three comparisons over every record of a kind, and figures, in a book of several years.
fn queries(units: usize, years: i32) {
    let state = sample(units, Role::Office);
    let mut book = state.book.expect("the sample is a book");
    let (round, _) = book.current_round().map(|(id, round)| (id.clone(), round.clone())).expect("a round");
    grow(&mut book, &round, years);
    let records =
        book.records_of("self-check").count() + book.findings(templates::Pack::shipped().kinds()).len();
    let pack = &state.pack;
    let template = |queries: &str| {
        let front = "letter = 'x/1'\nname = 'x'\nkind = 'x'\nstyle = 'letter'\nscope = 'round'\n";
        pack.read_letter("x", &format!("+++\n{front}{queries}\n+++\n{{{{ x|length }}}}")).expect("a template")
    };
    let names = |template: &templates::LetterTemplate| {
        let about = app::query::About::round(&round);
        app::query::letter_names(pack, &book, template, about, moment().today).expect("the names")
    };
    let begun = Instant::now();
    let entries = book.entries.index().units().len();
    row(
        &format!("index of a book of {} entries", book.entries.len()),
        begun.elapsed(),
        &format!("{entries} units"),
    );
    let all = template(
        "[[data]]\nname = 'x'\nfrom = ['self-check', 'working-paper']\nwhere = \"it.state != '填报中' and it.day > '2020-01-01' and it.number != '无'\"",
    );
    let time = median(5, || (), |()| names(&all));
    let each = time.as_secs_f64() * 1e6 / records as f64;
    row(&format!("query, three comparisons, {records} records"), time, &format!("{each:.2} µs a record"));
    let of_round = template(
        "[[data]]\nname = 'x'\nfrom = 'working-paper'\nwhere = \"it.round == round.id and it.severity == '重大' and it.counted\"",
    );
    row("the same of one round's papers", median(5, || (), |()| names(&of_round)), "");
    let figures = || {
        let figures = app::query::FigureBook::of_round(pack, &book, &round, moment().today);
        figures.expect("the figures are defined")
    };
    for id in ["findings", "closed_share", "reported", "inspected", "overdue", "sent", "unfinished"] {
        let time = median(3, figures, |figures| figures.count(id));
        row(&format!("figure {id}"), time, &figures().get(id).text);
    }
    let every = |figures: app::query::FigureBook| {
        figures.figures().iter().map(|figure| figures.count(&figure.id)).sum::<usize>()
    };
    row("every figure of the round", median(3, figures, every), "");
}

/// Copies the records of a round into rounds of the years before.
fn grow(book: &mut Book, round: &EntryId, years: i32) {
    let own: Vec<(EntryId, ledger::Record)> = book
        .records()
        .filter(|(_, record)| record.round == *round)
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    let newest = book.round(round).cloned().unwrap_or_default();
    for back in 1..years {
        let earlier: EntryId = format!("round-{}", newest.year - back).as_str().into();
        let year = ledger::Round { year: newest.year - back, ..newest.clone() };
        let content = ledger::Content::Round(Box::new(year));
        book.entries.insert(earlier.clone(), ledger::Entry::shipped(earlier.clone(), content));
        for (id, record) in &own {
            let id: EntryId = format!("{id}-{back}").as_str().into();
            let record = ledger::Record { round: earlier.clone(), ..record.clone() };
            book.entries.insert(id.clone(), ledger::Entry::shipped(id, ledger::Content::Record(record)));
        }
    }
}

fn annual_report(units: usize) {
    let state = sample(units, Role::Office);
    let book = state.book.as_ref().expect("the sample is a book");
    let round = book.current_round().map(|(id, _)| id.clone()).expect("the sample has a round");
    let gather = || {
        let about = app::query::About::round(&round);
        app::query::letter_data(&state.pack, book, "annual-report", about, moment().today)
    };
    let data = gather().expect("the queries can be carried out");
    row(&format!("annual report, {units} units: gather"), median(5, || (), |()| gather()), "");
    let mut data = data;
    let inputs = draft::first_inputs(&state.pack, "annual-report", &data).expect("the defaults render");
    if let serde_json::Value::Object(map) = &mut data {
        map.extend(inputs);
    }
    let compose = median(5, || (), |()| draft::compose(&state.pack, "annual-report", &data));
    row(&format!("annual report, {units} units: compose"), compose, "");
    let composed = draft::compose(&state.pack, "annual-report", &data).expect("the report renders");
    let typeset = median(5, || (), |()| draft::typeset_parts(&state.pack, &composed.head, &composed.text));
    let made =
        draft::typeset_parts(&state.pack, &composed.head, &composed.text).expect("the report is typeset");
    row(
        &format!("annual report, {units} units: typeset and paginate"),
        typeset,
        &format!("{} pages", made.pages.pages.len()),
    );
    let docx = median(5, || (), |()| export_docx::docx(&made.flow));
    let bytes = export_docx::docx(&made.flow).map(|bytes| bytes.len()).unwrap_or_default();
    row(&format!("annual report, {units} units: DOCX"), docx, &format!("{bytes} bytes"));
}

/// A thousand submissions, each as its own file's entries, into the office's empty book.
fn merging(units: usize) {
    let state = sample(units, Role::Office);
    let full = state.book.expect("the sample is a book");
    let submissions: Vec<(EntryId, Vec<ledger::Entry>)> = full
        .records_of("self-check")
        .filter_map(|(id, _)| Some((id.clone(), vec![full.entries.get(id)?.clone()])))
        .collect();
    let count = submissions.len();
    let time = median(3, Book::default, |mut book| {
        for (id, entries) in &submissions {
            let change =
                Change::Merge { entries: entries.clone(), digest: id.0.clone(), import: Import::default() };
            let edit = book.edit(String::new(), change);
            let _ = book.apply(&edit);
        }
        book
    });
    row(&format!("merge {count} submissions"), time, "");
}

fn stored(units: usize) {
    let book = sample(units, Role::Office).book.expect("the sample is a book");
    let bytes = ledger::stored::write(&book).expect("the sample can be stored");
    let write = median(3, || (), |()| ledger::stored::write(&book));
    row(&format!("store a book of {units} units"), write, &format!("{} bytes", bytes.len()));
    let read = median(3, || (), |()| ledger::stored::read(&bytes));
    row("read it back", read, "");
}
