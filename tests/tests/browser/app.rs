//! The app in one browser window, as one person sees it.

use std::cell::Cell as Flag;
use std::path::{Path, PathBuf};

use templates::{Pack, text};
use tests::browser::{Browser, Launch, Page};

use crate::Walk;
use crate::floors::Cell;
use crate::product;

/// Nobody can answer the browser's own question for a place, so files come by download as in older browsers.
pub(crate) const NO_PICKER: &str = "delete window.showSaveFilePicker;";

/// One person's window. [`App::finish`] is the last step of every story; a window dropped before leaves a picture.
pub(crate) struct App {
    browser: Browser,
    page: Page,
    name: String,
    excused: &'static [&'static str],
    finished: Flag<bool>,
}

impl App {
    /// Opens the file in today's browser with a fresh profile, without any network.
    pub(crate) fn open(name: &str) -> Walk<Self> {
        Self::open_in(&product::today()?, &product::page_url()?, name)
    }

    /// Opens the product in one cell of the matrix, with a fresh profile.
    pub(crate) fn open_at(cell: &Cell<'_>, name: &str) -> Walk<Self> {
        let app = Self::open_in(cell.launch, cell.address, &format!("{}-{name}", cell.name))?;
        Ok(app.excusing(cell.excused))
    }

    /// Opens an address in a browser and waits for the first screen that can be used.
    pub(crate) fn open_in(launch: &Launch, url: &str, name: &str) -> Walk<Self> {
        Self::open_scripted(launch, url, name, NO_PICKER)
    }

    /// The same, in a browser that a script has changed before the page's own scripts run.
    pub(crate) fn open_scripted(launch: &Launch, url: &str, name: &str, script: &str) -> Walk<Self> {
        let browser = Browser::launch(launch)?;
        let page = browser.open_with_script("about:blank", script)?;
        if url.starts_with("file:") {
            page.offline(true)?;
        }
        page.goto(url)?;
        let app = Self { browser, page, name: name.to_owned(), excused: &[], finished: Flag::new(false) };
        app.wait_ready()?;
        Ok(app)
    }

    /// The same window, where console lines with one of these texts are no complaint.
    pub(crate) fn excusing(mut self, parts: &'static [&'static str]) -> Self {
        self.excused = parts;
        self
    }

    /// Another window of the same browser.
    pub(crate) fn another(&self, url: &str) -> Walk<Page> {
        self.another_scripted(url, "")
    }

    /// The same, changed by a script before the page's own scripts run.
    pub(crate) fn another_scripted(&self, url: &str, script: &str) -> Walk<Page> {
        Ok(self.browser.open_with_script(url, &format!("{NO_PICKER}{script}"))?)
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Waits until the start page can be used or a book is open.
    pub(crate) fn wait_ready(&self) -> Walk {
        Ok(self.page.wait_until("!!document.querySelector('.role .sample:not([disabled]), .nav a')")?)
    }

    /// Begins a book as an office or a team.
    pub(crate) fn begin(&self, role: &str, organ: &str, person: &str) -> Walk {
        self.page.click(&format!("#role-{role} .begin"))?;
        self.page.fill("#begin-organ", organ)?;
        self.page.fill("#begin-person", person)?;
        self.page.click(".begin-form button[type=submit]")?;
        Ok(self.page.wait_for(".nav a")?)
    }

    /// 载入示例.
    pub(crate) fn sample(&self, role: &str) -> Walk {
        self.page.click(&format!("#role-{role} .sample"))?;
        Ok(self.page.wait_for(".nav a")?)
    }

    /// Addresses of the places at the left, in their order.
    pub(crate) fn places(&self) -> Walk<Vec<String>> {
        Ok(self
            .page
            .eval("[...document.querySelectorAll('.nav a')].map(a => a.getAttribute('href').slice(1))")?)
    }

    /// Goes to a place at the left.
    pub(crate) fn go(&self, address: &str) -> Walk {
        self.page.click(&format!(".nav a[href='#{address}']"))?;
        Ok(self.page.wait_for(&format!(".nav a[href='#{address}'][aria-current=page]"))?)
    }

    /// Drops files on the place that takes them.
    pub(crate) fn drop_files(&self, files: &[PathBuf]) -> Walk {
        Ok(self.page.drop_files(".drop", files)?)
    }

    /// Answers the question about the first files of senders: it names every one and its fingerprint.
    pub(crate) fn accept_first(&self, count: usize) -> Walk {
        let all = format!("document.querySelectorAll('.ask-first .first-files li').length === {count}");
        self.page.wait_until(&all)?;
        let prints: Vec<String> = self.page.texts(".ask-first code")?;
        assert!(prints.iter().all(|print| print.len() == 27), "four groups of six digits: {prints:?}");
        self.page.click("#first-take")?;
        Ok(self.page.wait_gone(".ask-first")?)
    }

    /// What the newest notice says; empty when there is none.
    pub(crate) fn notice(&self) -> Walk<String> {
        Ok(self.page.texts(".notices .notice p")?.join("；"))
    }

    /// Waits until what was typed after `before` was read is on disk.
    pub(crate) fn wait_saved_after(&self, before: &str) -> Walk {
        let before = serde_json::to_string(before)?;
        let saved = "document.querySelector('#saved')";
        Ok(self
            .page
            .wait_until(&format!("{saved}.classList.contains('good') && {saved}.innerText !== {before}"))?)
    }

    /// What stands at the top about saving, e.g. 已保存 09:30:01. Waits for the next second, so that a later saving
    /// can be told from this one.
    pub(crate) fn saved(&self) -> Walk<String> {
        std::thread::sleep(std::time::Duration::from_millis(1_050));
        Ok(self.page.texts("#saved")?.concat())
    }

    /// Selector of the first table row whose head or cells hold a text.
    pub(crate) fn row(&self, part: &str) -> Walk<String> {
        let part = serde_json::to_string(part)?;
        let at: i64 = self.page.eval(&format!(
            "[...document.querySelectorAll('table.list tbody tr')].findIndex(row => row.innerText.includes({part}))"
        ))?;
        if at < 0 {
            return Err(format!(
                "no row of the table holds {part}: {:?}",
                self.page.texts("table.list tbody tr")?
            )
            .into());
        }
        Ok(format!("table.list tbody tr:nth-child({})", at + 1))
    }

    /// Clicks something that hands a file to the user and returns the file.
    pub(crate) fn download(
        &self,
        click: impl FnOnce(&Page) -> tests::browser::Result<()>,
        part: &str,
    ) -> Walk<PathBuf> {
        click(&self.page)?;
        Ok(self.page.wait_download(part)?)
    }

    /// Chooses how a file is protected in the form on screen and makes it. An empty passphrase means 不加密, none the
    /// way that is offered first.
    pub(crate) fn hand_out(&self, passphrase: Option<&str>) -> Walk<PathBuf> {
        match passphrase {
            None => {}
            Some("") => self.page.click_text(".protection", text("protect.plain"))?,
            Some(phrase) => {
                self.page.click_text(".protection", text("protect.passphrase"))?;
                self.page.fill("#protect-phrase", phrase)?;
                self.page.fill("#protect-again", phrase)?;
            }
        }
        self.download(|page| page.click(".protect button[type=submit]"), ".ducha")
    }

    /// Drafts a document, or opens the draft there is, by the name of its template.
    pub(crate) fn draft(&self, template: &str) -> Walk {
        let name = Pack::shipped().letter(template).map_err(|error| error.message())?.about.name.clone();
        self.go("letters")?;
        self.page.click_text(".begin-forms button", &name)?;
        Ok(self.page.wait_for(".leaf svg text")?)
    }

    /// 导出 DOCX of the document on screen, whatever proof-reading still says of it.
    pub(crate) fn export(&self) -> Walk<PathBuf> {
        let click = |page: &Page| {
            page.click_text(".letter-actions button", text("letter.export"))?;
            // The question is drawn with the click, if it is asked at all.
            if page.count(".tab.proof-tab.bad")? > 0 { page.click("#ask-go-on") } else { Ok(()) }
        };
        self.download(click, ".docx")
    }

    /// Takes a picture of the window.
    pub(crate) fn picture(&self, path: &Path) -> Walk {
        Ok(self.page.screenshot(path)?)
    }

    /// The story ends in trouble on purpose: there is nothing to complain of and nothing to take a picture of.
    pub(crate) fn excuse(&self) {
        self.finished.set(true);
    }

    /// Ends the browser as a power cut would.
    pub(crate) fn kill(self) {
        self.browser.kill();
        // There is nothing left to take a picture of.
        self.finished.set(true);
    }

    /// Nothing complained: no error or warning, no exception, no violation of the page's policy, no defect on screen.
    pub(crate) fn finish(&self) -> Walk {
        let mut console = self.page.console()?;
        console.retain(|line| is_complaint(line) && !self.excused.iter().any(|part| line.contains(part)));
        if !console.is_empty() {
            return Err(format!("{}: the browser complained: {console:#?}", self.name).into());
        }
        if self.page.count(".alarm, .trouble")? > 0 {
            return Err(format!("{}: {:?}", self.name, self.page.texts(".alarm, .trouble")?).into());
        }
        self.finished.set(true);
        Ok(())
    }
}

/// Whether a console line is worse than a remark.
fn is_complaint(line: &str) -> bool {
    let level = line.split(':').next().unwrap_or_default();
    ["error", "warning", "assert", "exception"].iter().any(|bad| level.ends_with(bad))
}

impl Drop for App {
    fn drop(&mut self) {
        if self.finished.get() {
            return;
        }
        let Ok(folder) = product::left_in("browser") else { return };
        let picture = folder.join(format!("{}.png", self.name));
        if self.page.screenshot(&picture).is_ok() {
            eprintln!("the window as it was: {}", picture.display());
        }
        if let Ok(console) = self.page.console() {
            eprintln!("{}: console {console:#?}", self.name);
        }
    }
}
