//! Text files in the encodings of office machines, dropped anywhere in the window: rosters and the text of a document.

use std::path::PathBuf;

use libtest_mimic::Completion;
use templates::text;
use tests::browser::Launch;

use crate::app::App;
use crate::{Walk, in_chromium_83, product};

fn file(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "suite", "encodings", name].iter().collect()
}

const ROSTERS: [&str; 4] = ["名册-gb18030.csv", "名册-utf16le.txt", "名册-utf16be.txt", "名册-utf8-bom.csv"];

/// Today's Chromium.
pub(crate) fn read_today() -> Walk {
    read(&product::today()?, &[])
}

/// The oldest that is supported.
pub(crate) fn read_in_chromium_83() -> Walk<Completion> {
    // It does not know a word of the page's policy, and says so.
    in_chromium_83(|launch| read(launch, &["invalid source: ''wasm-unsafe-eval''. It will be ignored"]))
}

fn read(launch: &Launch, excused: &'static [&'static str]) -> Walk {
    let app = App::open_in(launch, &product::page_url()?, "encodings")?.excusing(excused);
    app.sample("office")?;
    let page = app.page();
    for (place, name) in ["overview", "roster", "letters", "settings"].into_iter().zip(ROSTERS) {
        app.go(place)?;
        // Beside any box, on the page itself.
        page.drop_files("#main h1", &[file(name)])?;
        page.wait_for("#roster-preview")?;
        page.wait_text("#roster-preview h1", name)?;
        let rows = page.texts("#roster-preview tbody th[scope=row]")?;
        assert!(rows.iter().any(|row| row.contains("新能源研究所（鄂尔多斯）")), "{name}: {rows:?}");
        assert_eq!(rows.len(), 2, "{name}: {rows:?}");
        page.click("#leave-roster")?;
        page.wait_gone("#roster-preview")?;
    }
    for name in ["正文-gb18030.txt", "正文-utf16le.txt"] {
        app.go("letters")?;
        page.drop_files("#main h1", &[file(name)])?;
        page.wait_for("#letter-text")?;
        let words: String = page.eval("document.querySelector('#letter-text').value")?;
        assert!(words.contains("㙟镕䶮等三人"), "{name}: {words}");
        // A text that is there already is not replaced without a question.
        page.drop_files(".letter-head", &[file(name)])?;
        page.wait_text("dialog[open] h2", text("letter.import"))?;
        page.click("dialog[open] .button:not(.primary)")?;
        page.wait_gone("dialog[open]")?;
    }
    app.finish()
}
