//! Runs `suite/typeset`: plain text and its head become the document and the pages written down beside them.
//!
//! The format of a case is described in `suite/typeset/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

use document::flow::{Item, Role, RunContent};
use document::{HeadFields, HouseStyle, StyleSheet, compose, dump, layout, typeset};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/typeset");
    let mut cases: Vec<PathBuf> = fs::read_dir(&suite)
        .expect("the suite folder exists")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    let trials = cases.into_iter().map(|folder| {
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Trial::test(name, move || run(&folder))
    });
    let titles = fs::read_to_string(suite.join("titles.txt")).expect("the list of titles exists");
    let trials = trials.chain(titles.split("\n\n").filter_map(title_trial));
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// One title of `titles.txt`: its lines joined must break into these lines again.
fn title_trial(group: &str) -> Option<Trial> {
    let lines: Vec<String> = group.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect();
    let title = lines.concat();
    (!title.is_empty()).then(|| {
        Trial::test(format!("title {title}"), move || {
            let head = HeadFields { title: Some(lines.concat()), ..HeadFields::default() };
            let style = StyleSheet::load("document", &sheet).map_err(|e| Failed::from(e.to_string()))?;
            let flow = typeset(&compose(&head, "正文。"), &style).flow;
            let set = flow.sections.iter().flat_map(|s| &s.items).find_map(|item| match item {
                Item::Paragraph(p) if p.role == Role::Title => Some(p),
                Item::Paragraph(_) | Item::Table(_) => None,
            });
            let runs = set.into_iter().flat_map(|p| &p.runs);
            let broken: Vec<&str> = runs
                .filter_map(|r| match &r.content {
                    RunContent::Text(text) => Some(text.as_str()),
                    RunContent::Tab
                    | RunContent::LineBreak
                    | RunContent::PageNumber
                    | RunContent::PageCount
                    | RunContent::PageOf { .. }
                    | RunContent::Picture { .. } => None,
                })
                .collect();
            if broken == lines { Ok(()) } else { Err(Failed::from(format!("breaks into {broken:?}"))) }
        })
    })
}

/// One case: the document's dump and the pages' lines equal the golden files.
fn run(folder: &Path) -> Result<(), Failed> {
    let read =
        |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| Failed::from(format!("{name}: {e}")));
    let head =
        HeadFields::from_toml(&read("head.toml")?).map_err(|e| Failed::from(format!("head.toml: {e}")))?;
    let text = read("input.txt")?;
    let document = compose(&head, &text);
    compare(&folder.join("document.txt"), &dump(&document))?;
    let style = head.style.as_deref().unwrap_or("document");
    let house = match fs::read_to_string(folder.join("house.json")) {
        Ok(text) => serde_json::from_str(&text).map_err(|e| Failed::from(format!("house.json: {e}")))?,
        Err(_) => HouseStyle::default(),
    };
    let sheet = StyleSheet::load_for(style, &sheet, &house).map_err(|e| Failed::from(e.to_string()))?;
    let pages = layout(&typeset(&document, &sheet).flow);
    let mut lines = String::new();
    for (page, text) in pages.pages.iter().zip(pages.lines()) {
        lines.push_str(&format!("== {} ({} x {})\n", page.number, page.width, page.height));
        text.iter().for_each(|line| lines.extend([line.as_str(), "\n"]));
    }
    compare(&folder.join("pages.txt"), &lines)
}

fn sheet(name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/styles");
    fs::read_to_string(folder.join(format!("{name}.json"))).ok()
}

/// Equal to the golden file, or the first line that differs; `DUCHA_BLESS` rewrites the file instead.
fn compare(golden: &Path, actual: &str) -> Result<(), Failed> {
    if std::env::var_os("DUCHA_BLESS").is_some() {
        return fs::write(golden, actual).map_err(|e| Failed::from(e.to_string()));
    }
    let expected = fs::read_to_string(golden).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let name = golden.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let differing = (1..).zip(
        expected.lines().map(Some).chain(std::iter::repeat(None)).zip(actual.lines().map(Some).chain([None])),
    );
    let first = differing.into_iter().find(|(_, (expected, actual))| expected != actual);
    Err(Failed::from(format!("{name}: line, (expected, actual): {first:?}")))
}
