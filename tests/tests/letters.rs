//! Runs `suite/letters`: the same data gives the same document, and a Word file without defects.
//!
//! A case is a folder with `data.json`, what the template sees; `document.txt` is the composed document as
//! `document::dump` writes it. `DUCHA_BLESS=1` writes it anew. Every file lands in `target/documents/` to be looked at.

use std::fs;
use std::path::{Path, PathBuf};

use app::draft::typeset_parts;
use document::flow::{Cell, Flow, Item, Row, RunContent};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Map, Value};
use templates::{Composed, Pack};

fn main() {
    let arguments = Arguments::from_args();
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/letters");
    let mut trials = vec![Trial::test("every letter has a minimal and a full case", {
        let suite = suite.clone();
        move || every_letter_is_here(&suite)
    })];
    trials.push(Trial::test("every form has room for those who sign it", {
        let case = suite.join("record/full");
        move || every_form_has_room_to_sign(&case)
    }));
    trials.push(Trial::test("advice for the screen is not printed with a form", advice_is_no_label));
    for letter in folders(&suite) {
        for case in folders(&letter) {
            let name = format!("{}::{}", name(&letter), name(&case));
            trials.push(Trial::test(name, move || run(&case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut all: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    all.sort();
    all
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn every_letter_is_here(suite: &Path) -> Result<(), Failed> {
    let missing: Vec<String> = Pack::shipped()
        .letter_names()
        .flat_map(|letter| ["minimal", "full"].map(|case| format!("{letter}/{case}")))
        .filter(|case| !suite.join(case).join("data.json").is_file())
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case {}", missing.join(", ")).into()) }
}

fn run(case: &Path) -> Result<(), Failed> {
    let letter = case.parent().map(name).unwrap_or_default();
    let json = fs::read_to_string(case.join("data.json")).map_err(|error| format!("data.json: {error}"))?;
    let data: Value = serde_json::from_str(&json).map_err(|error| format!("data.json: {error}"))?;
    let pack = Pack::shipped();
    limits_agree(&pack, &letter, &data)?;
    let composed = compose(&pack, &letter, data)?;
    let slips = slips(&composed);
    if !slips.is_empty() {
        return Err(format!("the text has slips:\n{}", slips.join("\n")).into());
    }
    let made = typeset_parts(&pack, &composed.head, &composed.text).map_err(|error| error.message())?;
    // An own text begins empty. Elsewhere a proof-reader has nothing against what complete data make, and where data lack
    // something, only against what is left for somebody to fill.
    if letter != "blank" {
        objections(&made, name(case) != "full")?;
    }
    let dump = document::dump(&made.document);
    // A rule of a table that was not understood as one prints as a row of dashes.
    if let Some(row) = dump.lines().find(|line| line.starts_with("row:") && line.contains("--")) {
        return Err(format!("a table's rule became a row: {row}").into());
    }
    room_to_sign(&made.flow)?;
    write_docx(&made, &format!("{letter}-{}", name(case)))?;
    compare(&case.join("document.txt"), &dump)
}

/// What the self-check table prints of the catalogue holds no advice on filling it in, which the screen still shows.
fn advice_is_no_label() -> Result<(), Failed> {
    let pack = Pack::shipped();
    let catalogue = pack.catalogue("default").map_err(|error| error.message())?;
    let catalogue: form::Catalogue = serde_json::from_value(catalogue).map_err(|error| error.to_string())?;
    let definition = pack.form("self-check").map_err(|error| error.message())?;
    let facts = catalogue.profile_fields.iter().map(|fact| fact.label.as_str());
    let items = catalogue.areas.iter().flat_map(|area| &area.items).map(|item| item.text.as_str());
    let advice = |text: &&str| ["不填）", "填0）", "填写）", "选填）"].iter().any(|end| text.ends_with(end));
    let printed: Vec<&str> = facts.chain(items).filter(advice).collect();
    let form = form::expand(&definition, &catalogue, None).map_err(|error| error.to_string())?;
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    let shown = fields.filter(|field| field.hint.is_some() || field.fields.iter().any(|f| f.hint.is_some()));
    match (printed.as_slice(), shown.count()) {
        ([], 3..) => Ok(()),
        (printed, shown) => Err(format!("{printed:?} are printed, {shown} hints shown").into()),
    }
}

/// Every form of the product as a record, filled with the same answers: who signs and the rows depend on the form.
fn every_form_has_room_to_sign(case: &Path) -> Result<(), Failed> {
    let json = fs::read_to_string(case.join("data.json")).map_err(|error| format!("data.json: {error}"))?;
    let data: Value = serde_json::from_str(&json).map_err(|error| format!("data.json: {error}"))?;
    let pack = Pack::shipped();
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/forms"));
    let files = files.map_err(|error| error.to_string())?.filter_map(|file| Some(file.ok()?.path()));
    for form in files.filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())) {
        let mut data = data.clone();
        let name = data.pointer_mut("/record/form").ok_or("the case is of no record")?;
        *name = form.as_str().into();
        let composed = compose(&pack, "record", data)?;
        let made = typeset_parts(&pack, &composed.head, &composed.text).map_err(|error| error.message())?;
        let labels = room_to_sign(&made.flow).map_err(|error| format!("{form}: {error:?}"))?;
        if labels < 4 {
            return Err(format!("{form}: {labels} places to sign or date").into());
        }
    }
    Ok(())
}

/// Beside or below every label that asks for a signature, a chop or a day is an empty cell of 3 cm; a day may be
/// written there already. Returns how many such labels there are.
fn room_to_sign(flow: &Flow) -> Result<usize, Failed> {
    const LEAST: i32 = 1701;
    let asks =
        |text: &str| ["（签字）", "（盖章）", "（公章）", "日期"].iter().any(|end| text.ends_with(end));
    let tables = flow.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Table(table) => Some(table),
        Item::Paragraph(_) => None,
    });
    let mut labels = 0;
    for table in tables
        .filter(|table| table.rows.iter().any(|row| row.cells.iter().any(|c| text(c).ends_with("（签字）"))))
    {
        // Rows for who signs stand below the rows of what is signed in one table.
        let content =
            table.rows.iter().take_while(|row| !row.cells.iter().any(|c| text(c).ends_with("（签字）")));
        let below = table.rows.iter().skip(1).map(Some).chain([None]);
        for (row, below) in table.rows.iter().zip(below).skip(content.count()) {
            for (at, label) in row.cells.iter().enumerate().filter(|(_, cell)| asks(&text(cell))) {
                let free = |row: &Row, at: usize| {
                    let before: usize = row.cells.iter().take(at).map(|cell| cell.span).sum();
                    row.cells
                        .get(at)
                        .filter(|cell| text(cell).is_empty())
                        .map_or(0, |cell| table.columns.iter().skip(before).take(cell.span).sum::<i32>())
                };
                let room = free(row, at + 1).max(below.map_or(0, |row| free(row, at)));
                if room < LEAST {
                    return Err(
                        format!("{} has {room} twips beside it: {:?}", text(label), table.columns).into()
                    );
                }
                labels += 1;
            }
        }
    }
    Ok(labels)
}

fn text(cell: &Cell) -> String {
    let runs = cell.paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
    runs.filter_map(|run| if let RunContent::Text(text) = &run.content { Some(text.as_str()) } else { None })
        .collect()
}

/// What people will sign does not contradict itself: the limit of a finding lies between the letter and the report about it.
fn limits_agree(pack: &Pack, letter: &str, data: &Value) -> Result<(), Failed> {
    let template = pack.letter(letter).map_err(|error| error.message())?;
    if !template.about.inputs.iter().any(|input| input.deadline == Some(templates::Deadline::Report)) {
        return Ok(());
    }
    let day = |value: &Value| value.as_str().filter(|day| !day.is_empty()).map(str::to_owned);
    let Some((today, report)) = day(&data["today"]).zip(day(&data["report_due"])) else { return Ok(()) };
    let findings = data["findings"].as_array().into_iter().flatten();
    let wrong: Vec<String> = findings
        .filter_map(|finding| day(&finding["due"]))
        .filter(|due| *due <= today || *due > report)
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{wrong:?} are not after {today} until {report}").into())
    }
}

/// What composing a letter does: the data must have what the template needs, its questions get their first answers.
fn compose(pack: &Pack, letter: &str, mut data: Value) -> Result<Composed, Failed> {
    let template = pack.letter(letter).map_err(|error| error.message())?;
    let lacking: Vec<&String> =
        template.about.needs.iter().filter(|need| data.get(need.as_str()).is_none()).collect();
    if !lacking.is_empty() {
        return Err(format!("data.json lacks {lacking:?}").into());
    }
    let answers = template.defaults(pack.engine(), &data).map_err(|error| error.to_string())?;
    if let Value::Object(data) = &mut data {
        // What a case says itself is the answer to the question of the same name.
        let asked: Map<String, Value> =
            answers.into_iter().filter(|(id, _)| !data.contains_key(id)).collect();
        data.extend(asked);
    }
    template.compose(pack.engine(), &data).map_err(|error| error.to_string().into())
}

/// What no clerk lets pass: doubled or clashing punctuation, blank quotation marks, a place left unfilled.
fn slips(composed: &Composed) -> Vec<String> {
    const CLASHES: [&str; 16] = [
        "。。", "，，", "、、", "；；", "，。", "。，", "、。", "；。", "：。", "。；", "“”", "《》", "（）",
        "{{", "{%", "None",
    ];
    let bad = |line: &&str| CLASHES.iter().any(|clash| line.contains(clash));
    let mut found: Vec<String> = composed.text.lines().filter(bad).map(str::to_owned).collect();
    let head = Value::Object(composed.head.clone()).to_string();
    if CLASHES.iter().any(|clash| head.contains(clash)) {
        found.push(head);
    }
    found
}

/// Rules that find what somebody still has to fill: a marked place, who signs, who was present.
const LEFT_OPEN: [&str; 3] = ["LY-02", "SG-01", "FM-04"];

/// Errors and warnings of proof-reading; hints are matters of taste.
fn objections(made: &app::draft::Typeset, may_be_open: bool) -> Result<(), Failed> {
    let allowed = |rule: &str| may_be_open && LEFT_OPEN.contains(&rule);
    let serious = made
        .findings
        .iter()
        .filter(|finding| finding.severity != proof::Severity::Hint && !allowed(finding.rule));
    let told: Vec<String> = serious.map(|finding| format!("{} {}", finding.rule, finding.message)).collect();
    if told.is_empty() { Ok(()) } else { Err(format!("proof-reading objects:\n{}", told.join("\n")).into()) }
}

fn write_docx(made: &app::draft::Typeset, stem: &str) -> Result<(), Failed> {
    let bytes = export_docx::docx(&made.flow).map_err(|error| error.to_string())?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/documents");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    fs::write(folder.join(format!("{stem}.docx")), &bytes).map_err(|error| error.to_string())?;
    let defects = export_docx::check(&bytes);
    if defects.is_empty() { Ok(()) } else { Err(format!("the file has defects: {defects:?}").into()) }
}

fn compare(golden: &Path, found: &str) -> Result<(), Failed> {
    if std::env::var_os("DUCHA_BLESS").is_some() {
        return fs::write(golden, found).map_err(|error| error.to_string().into());
    }
    let expected = fs::read_to_string(golden).map_err(|error| format!("{}: {error}", golden.display()))?;
    if expected == found {
        return Ok(());
    }
    let differing = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    let line = differing.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Err(format!("line {} differs\n  expected: {}\n  found:    {}", line + 1, at(&expected), at(found)).into())
}
