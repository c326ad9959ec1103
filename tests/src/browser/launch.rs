//! How a browser is found and started: the flags, the pipes and the folders.
//!
//! **Chromium 83**, the oldest browser the page promises to run in, comes from the npm package
//! `chrome-aws-lambda@3.1.1`: `npm i chrome-aws-lambda@3.1.1 --ignore-scripts`, unpack `bin/chromium.br`
//! with `zlib.brotliDecompressSync`, make it executable and name it in `CHROMIUM_83`. It starts with the
//! same flags as today's Chromium; neither `--single-process` nor `--no-zygote` is needed. Where the
//! system lacks NSS, unpack `aws.tar.br` as well and put its `lib` into `LD_LIBRARY_PATH`. The complaint
//! about `libGLESv2.so` in its log is harmless: it paints in software.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::error::{DriverError, Result};

/// The flags every browser starts with.
const FLAGS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    // Tests often run as root in a container, where Chromium refuses its sandbox; it opens only our page.
    "--no-sandbox",
    "--disable-gpu",
    // Nothing may leave the machine, also not the browser's own errands.
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    // Without a desktop there is no keyring to keep the cookie key in.
    "--password-store=basic",
    // A tab behind another one keeps its timers, as long tests with two units open need.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--window-size=1366,768",
];

/// Where today's Chromium is looked for when `CHROMIUM` is not set.
const USUAL_PLACES: &[&str] =
    &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/// What Firefox needs to be told in its profile: files go to disk without a question, the next start asks nothing.
const PREFERENCES: &str = r#"user_pref("browser.download.folderList", 2);
user_pref("browser.download.useDownloadDir", true);
user_pref("browser.download.always_ask_before_handling_new_types", false);
user_pref("browser.download.alwaysOpenPanel", false);
user_pref("browser.helperApps.neverAsk.saveToDisk", "application/octet-stream,application/vnd.openxmlformats-officedocument.wordprocessingml.document,text/html,text/csv,application/json");
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("app.update.enabled", false);
user_pref("network.proxy.type", 0);
"#;

/// Which of the two families a browser is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium and its many relatives.
    Chromium,
    /// Firefox.
    Firefox,
}

/// What to start and how.
#[derive(Debug, Clone)]
pub struct Launch {
    /// What family it is of.
    pub engine: Engine,
    /// The browser's program.
    pub executable: PathBuf,
    /// The profile to use and keep; `None` is a fresh one, removed at the end.
    pub profile_dir: Option<PathBuf>,
    /// Flags after the usual ones, e.g. `--lang=zh-CN`.
    pub extra_args: Vec<String>,
    /// How long every wait may take.
    pub patience: Duration,
}

impl Launch {
    /// A launch of this program with a fresh profile and a patience of 15 seconds.
    #[must_use]
    pub fn of(executable: impl Into<PathBuf>) -> Self {
        Self {
            engine: Engine::Chromium,
            executable: executable.into(),
            profile_dir: None,
            extra_args: Vec::new(),
            patience: Duration::from_secs(15),
        }
    }

    /// The browser of this machine: `CHROMIUM` when set, else the usual places.
    ///
    /// # Errors
    /// [`DriverError::NotInstalled`], which says what to install.
    pub fn installed() -> Result<Self> {
        if let Some(path) = named_in("CHROMIUM") {
            return Ok(Self::of(path));
        }
        let found = USUAL_PLACES.iter().find(|place| Path::new(place).exists());
        found.map(Self::of).ok_or(DriverError::NotInstalled)
    }

    /// The Chromium 83 named in `CHROMIUM_83`; `None` when the variable is not set.
    #[must_use]
    pub fn chromium_83() -> Option<Self> {
        named_in("CHROMIUM_83").map(Self::of)
    }

    /// A launch of a Firefox with a fresh profile.
    #[must_use]
    pub fn firefox(executable: impl Into<PathBuf>) -> Self {
        Self { engine: Engine::Firefox, ..Self::of(executable) }
    }

    /// The same launch with this profile, which is kept.
    #[must_use]
    pub fn with_profile(mut self, dir: impl Into<PathBuf>) -> Self {
        self.profile_dir = Some(dir.into());
        self
    }

    /// The folder the browser keeps its things in.
    pub(super) fn profile_in(&self, scratch: &Scratch) -> PathBuf {
        self.profile_dir.clone().unwrap_or_else(|| scratch.0.join("profile"))
    }

    /// Starts the program.
    pub(super) fn spawn(&self, scratch: &Scratch) -> Result<Child> {
        let profile = self.profile_in(scratch);
        std::fs::create_dir_all(&profile)?;
        let mut command = match self.engine {
            Engine::Chromium => self.chromium(&profile),
            Engine::Firefox => self.firefox_with(&profile, scratch)?,
        };
        command.args(&self.extra_args).arg("about:blank").process_group(0);
        Ok(command.stderr(File::create(scratch.log())?).spawn()?)
    }

    /// Chromium with its standard input and output as the `DevTools` pipe.
    fn chromium(&self, profile: &Path) -> Command {
        // Chromium reads commands from descriptor 3 and answers on 4. Only a shell can put our pipes there
        // without unsafe code; `exec` then makes the browser the leader of the process group.
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", "exec 3<&0 4>&1 </dev/null >/dev/null; exec \"$0\" \"$@\""])
            .arg(&self.executable)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        command
    }

    /// Firefox, which writes into its profile on which port it listens.
    fn firefox_with(&self, profile: &Path, scratch: &Scratch) -> Result<Command> {
        let downloads = serde_json::json!(scratch.downloads().display().to_string());
        let preferences = format!("{PREFERENCES}user_pref(\"browser.download.dir\", {downloads});\n");
        std::fs::write(profile.join("user.js"), preferences)?;
        // One from an earlier start names a port that is gone.
        let _ = std::fs::remove_file(profile.join("WebDriverBiDiServer.json"));
        let mut command = Command::new(&self.executable);
        command
            .args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"])
            .arg(profile)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Ok(command)
    }
}

fn named_in(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// A folder for one browser's log, downloads and fresh profile; removed when dropped.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("ducha-browser-{}-{number}", std::process::id()));
        // A folder of that name can only be left over from an earlier process with the same number.
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(dir.join("downloads"))?;
        Ok(Self(dir))
    }

    pub(super) fn downloads(&self) -> PathBuf {
        self.0.join("downloads")
    }

    fn log(&self) -> PathBuf {
        self.0.join("browser.log")
    }

    /// The last lines the browser wrote, for the report of a failed start.
    pub(super) fn log_tail(&self) -> String {
        let log = std::fs::read(self.log()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(8)).map(|line| format!("  {line}\n")).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
