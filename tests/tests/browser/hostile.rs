//! Hostile files and texts in the browser build: refused by name or taken as text; nothing runs and nothing complains.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use libtest_mimic::Completion;
use templates::text;

use crate::Walk;
use crate::app::App;
use crate::editor::begin;

/// Files dropped on the inbox: from which folder of the corpora, and each how manieth.
const DROPPED: [(&str, usize); 3] = [("json-test-suite", 20), ("age-vectors", 8), ("hostile-zips", 80)];
/// Files chosen for 从 Word 文件取文字.
const IMPORTED: [(&str, usize); 3] =
    [("docx-templates-docxtemplater", 12), ("docx-templates-docxtpl", 4), ("hostile-zips", 100)];
/// Naughty strings that are typed: those with markup or script in them, one line each.
const TYPED: usize = 40;

pub(crate) fn hostile_input() -> Walk<Completion> {
    let Some(corpora) = std::env::var_os("DUCHA_CORPORA").map(PathBuf::from) else {
        return Ok(Completion::ignored_with("DUCHA_CORPORA does not lead to the corpora"));
    };
    let app = App::open("hostile")?;
    app.sample("office")?;
    dropped(&app, &sample(&corpora, &DROPPED)?)?;
    begin(&app, "document")?;
    imported(&app, &sample(&corpora, &IMPORTED)?)?;
    typed(&app, &corpora)?;
    app.finish()?;
    Ok(Completion::Completed)
}

/// How long a place with more rows than anybody types may take until it can be used, and until it is left; the machine of the
/// tests does other things beside. Without a bound on the rows on screen it took half a minute.
const AT_MOST: Duration = Duration::from_secs(4);

/// A self-check with two thousand rows in a table, as a file may bring it, freezes no place.
pub(crate) fn many_rows() -> Walk {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/authority");
    let office = App::open("many-rows")?;
    let page = office.page();
    office.drop_files(&[suite.join("office-sample.ducha")])?;
    page.wait_for(".nav a")?;
    office.go("inbox")?;
    office.drop_files(&[suite.join("sub-2000rows.ducha")])?;
    page.wait_text("table.list tbody tr", "sub-2000rows.ducha")?;
    let row = office.row("sub-2000rows.ducha")?;
    page.click_text(&format!("{row} .button"), text("inbox.accept"))?;
    page.click(".dialog .button.primary")?;
    page.wait_gone(".dialog")?;
    let form = "record/self-check-round-2026-office-unit-007";
    page.eval::<()>(&format!("void (location.hash = '{form}/0')"))?;
    page.wait_for(".section-tab")?;
    let sections = page.count(".section-tab")?;
    for section in 0..sections {
        let went = Instant::now();
        page.eval::<()>(&format!("void (location.hash = '{form}/{section}')"))?;
        page.wait_for(&format!(".section-tab.on[href='#{form}/{section}']"))?;
        assert!(went.elapsed() < AT_MOST, "section {section} took {:?}", went.elapsed());
        if page.count("#highlights")? > 0 {
            break;
        }
    }
    let rows = page.count("#highlights [id$='.title']")?;
    assert_eq!(rows, 50, "rows on screen at a time");
    let left = Instant::now();
    office.go("overview")?;
    assert!(left.elapsed() < AT_MOST, "leaving took {:?}", left.elapsed());
    office.finish()
}

/// Every so manieth file of folders, folders inside them included.
fn sample(corpora: &Path, folders: &[(&str, usize)]) -> Walk<Vec<PathBuf>> {
    let mut chosen = Vec::new();
    for (name, step) in folders {
        let mut files = Vec::new();
        let mut waiting = vec![corpora.join(name)];
        while let Some(folder) = waiting.pop() {
            for path in std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())) {
                let path = path?;
                if path.is_dir() { waiting.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        chosen.extend(files.into_iter().step_by(*step));
    }
    assert!(chosen.len() >= 15, "{} files", chosen.len());
    Ok(chosen)
}

/// Each file has a line that says that it was refused and why.
fn dropped(app: &App, files: &[PathBuf]) -> Walk {
    app.go("inbox")?;
    app.drop_files(files)?;
    let page = app.page();
    let rows = "[...document.querySelectorAll('.counts ~ table.list tbody tr')]";
    page.wait_until(&format!("{rows}.length === {}", files.len()))?;
    let counts = page.texts(".counts li")?;
    assert_eq!(counts, [format!("{}{}", files.len(), text("inbox.refused"))], "{counts:?}");
    let silent: i64 = page.eval(&format!(
        "{rows}.filter(row => row.cells[row.cells.length - 1].innerText.length < 6).length"
    ))?;
    assert_eq!(silent, 0, "a refusal without a reason");
    Ok(())
}

/// Each file is told about by its name: its text is there, or why it is not.
fn imported(app: &App, files: &[PathBuf]) -> Walk {
    let page = app.page();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let told = format!(
            "[...document.querySelectorAll('.notices .notice p')].some(p => p.innerText.includes({}))",
            serde_json::to_string(&name)?
        );
        page.set_files("#import-text", &[file])?;
        page.wait_until(&format!("!!document.querySelector('.dialog') || {told}"))?;
        if page.count(".dialog")? > 0 {
            page.click_text(".dialog button", text("letter.import_yes"))?;
        }
        page.wait_until(&told)?;
    }
    Ok(())
}

/// Markup and script typed into a field stay what was typed, on screen and on paper.
fn typed(app: &App, corpora: &Path) -> Walk {
    let page = app.page();
    let list: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(corpora.join("naughty-strings.json"))?)?;
    let marked = |text: &&String| text.contains('<') || text.to_lowercase().contains("javascript:");
    let scripts: i64 = page.eval("document.scripts.length")?;
    page.fill("#letter-text", "")?;
    for text in list.iter().filter(marked).filter(|text| !text.contains(['\n', '\r'])).take(TYPED) {
        page.fill("#head-title", text)?;
        assert_eq!(&page.value("#head-title")?, text);
    }
    page.fill("#head-title", "关于督查的函")?;
    page.fill("#letter-text", "<script>alert(1)</script>\n<img src=x onerror=alert(1)>")?;
    page.wait_until("document.querySelector('.desk').textContent.includes('<script>alert(1)</script>')")?;
    let made: i64 = page.eval(
        "document.querySelectorAll('.letter img, .letter iframe, .letter object, .letter embed, .letter script').length",
    )?;
    assert_eq!(made, 0, "markup in a text became elements");
    assert_eq!(page.eval::<i64>("document.scripts.length")?, scripts);
    assert_eq!(page.dialogs(), Vec::<String>::new());
    Ok(())
}
