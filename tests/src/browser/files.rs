//! Files on their way in (chosen or dropped) and out (downloads).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::page::Page;

/// The folder downloads go to. What a test has taken lies in a numbered folder below it, because a later
/// download of the same name overwrites the earlier one.
#[derive(Debug)]
pub(super) struct Downloads {
    dir: PathBuf,
    taken: AtomicU32,
}

impl Downloads {
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { dir, taken: AtomicU32::new(0) }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The complete files nobody has taken, by name.
    fn waiting(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.dir)? {
            files.push(entry?.path());
        }
        // While it is written, a file has another name; one may stand empty under the final name meanwhile.
        let unfinished =
            |path: &PathBuf| path.extension().is_some_and(|end| end == "crdownload" || end == "part");
        if files.iter().any(unfinished) {
            return Ok(Vec::new());
        }
        files.retain(|path| path.is_file() && !name_of(path).starts_with('.'));
        files.sort();
        Ok(files)
    }

    fn take(&self, path: &Path) -> Result<PathBuf> {
        let number = self.taken.fetch_add(1, Ordering::Relaxed) + 1;
        let folder = self.dir.join(number.to_string());
        std::fs::create_dir(&folder)?;
        let place = folder.join(path.file_name().unwrap_or_default());
        std::fs::rename(path, &place)?;
        Ok(place)
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Page {
    /// Gives files to an `<input type=file>`, hidden or not, as if they had been chosen.
    ///
    /// # Errors
    /// When a file or the input does not exist.
    pub fn set_files(&self, css: &str, paths: &[impl AsRef<Path>]) -> Result<()> {
        let names = absolute(paths)?;
        let found = format!("document.querySelector({})", json!(css));
        self.wait_until(&format!("!!{found}"))?;
        let input = self.object(&found, css)?;
        self.call("DOM.setFileInputFiles", json!({ "objectId": input, "files": names })).map(drop)
    }

    /// Clicks something that opens a file dialog and chooses these files in it; also for an input that the
    /// page makes on the spot and never puts into the document.
    ///
    /// # Errors
    /// When a file does not exist, or the click opens no file dialog within the patience.
    pub fn click_and_choose(&self, css: &str, paths: &[impl AsRef<Path>]) -> Result<()> {
        let names = absolute(paths)?;
        self.call("Page.setInterceptFileChooserDialog", json!({ "enabled": true }))?;
        let mark = self.wire.mark();
        self.click(css)?;
        let opened = self.wire.wait_event(&self.tab, "Page.fileChooserOpened", mark, self.patience);
        self.call("Page.setInterceptFileChooserDialog", json!({ "enabled": false }))?;
        let node = opened?.get("backendNodeId").cloned().unwrap_or_default();
        self.call("DOM.setFileInputFiles", json!({ "backendNodeId": node, "files": names })).map(drop)
    }

    /// Drops files on an element. Browsers that cannot be sent a real drag (Firefox, old Chromium) get made-up
    /// `dragenter`, `dragover` and `drop` events that carry the real files.
    ///
    /// # Errors
    /// When a file does not exist, or the element cannot be reached for the patience.
    pub fn drop_files(&self, css: &str, paths: &[impl AsRef<Path>]) -> Result<()> {
        let names = absolute(paths)?;
        let what = format!("`{css}` to take a drop");
        if !self.wire.can_drag() {
            self.wait_for(css)?;
            return self.drop_by_script(css, &names);
        }
        let (x, y) = self.resting_place(&what, &[json!(css), Value::Null])?;
        let data = json!({ "items": [], "files": names, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": x, "y": y, "data": data });
            self.call("Input.dispatchDragEvent", event)?;
        }
        Ok(())
    }

    fn drop_by_script(&self, css: &str, names: &[String]) -> Result<()> {
        // In the document, because some browsers give files to nothing else.
        let make = "document.documentElement.appendChild(window.__driverFiles = \
                    Object.assign(document.createElement('input'), { type: 'file', multiple: true, hidden: true }))";
        let input = self.object(make, "the carrier")?;
        self.call("DOM.setFileInputFiles", json!({ "objectId": input, "files": names }))?;
        self.ask("dropPrepared", &[json!(css)]).map(drop)
    }

    /// Waits for a download whose name contains `part` (empty: any) to be complete and returns where it
    /// lies, under its own name. Each is handed out once, so the same click twice gives two files.
    ///
    /// # Errors
    /// When none comes within the patience; the names that are there.
    pub fn wait_download(&self, part: &str) -> Result<PathBuf> {
        let start = Instant::now();
        loop {
            let waiting = self.downloads.waiting()?;
            if let Some(path) = waiting.iter().find(|path| name_of(path).contains(part)) {
                return self.downloads.take(path);
            }
            if start.elapsed() > self.patience {
                let what = format!("a download named like {part:?}");
                return Err(DriverError::timeout(what, self.patience, format!("{waiting:?}")));
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

/// Full paths as text; a missing file is the test's mistake and said at once.
fn absolute(paths: &[impl AsRef<Path>]) -> Result<Vec<String>> {
    let resolve = |path: &Path| match path.canonicalize() {
        Ok(full) => Ok(full.display().to_string()),
        Err(error) => Err(DriverError::Misuse(format!("{}: {error}", path.display()))),
    };
    paths.iter().map(|path| resolve(path.as_ref())).collect()
}
