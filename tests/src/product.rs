//! Where the product lies, which browsers there are, and where the walk leaves what it made.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use libtest_mimic::Failed;

use crate::browser::{Launch, file_url};

/// What a step of a walk comes to.
pub type Walk<T = ()> = Result<T, Failed>;

/// How long one step may take; generous, because the machine may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(40);

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn named_or(variable: &str, usual: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| root().join(usual), PathBuf::from)
}

/// Address of the one file people double-click.
pub fn page_url() -> Walk<String> {
    Ok(file_url(&page_file()?))
}

/// The one file people double-click.
pub fn page_file() -> Walk<PathBuf> {
    let file = named_or("DUCHA_HTML", "dist/ducha.html");
    if file.is_file() {
        return Ok(file);
    }
    Err(format!(
        "{} is not built: run `cargo xtask dist`, or name a built page in DUCHA_HTML",
        file.display()
    )
    .into())
}

/// The folder with the static files of the site.
pub fn site() -> Walk<PathBuf> {
    let folder = named_or("DUCHA_SITE", "dist/site");
    if folder.join("index.html").is_file() {
        return Ok(folder);
    }
    Err(format!(
        "{} is not built: run `cargo xtask dist`, or name a built site in DUCHA_SITE",
        folder.display()
    )
    .into())
}

/// Today's Chromium.
pub fn today() -> Walk<Launch> {
    Ok(patient(Launch::installed()?))
}

/// A browser the product must work in.
#[derive(Debug, Clone)]
pub struct Floor {
    /// As it is called in the name of a trial.
    pub name: &'static str,
    /// How it is started; none when it is not at hand.
    pub launch: Option<Launch>,
    /// What its console may complain of.
    pub excused: &'static [&'static str],
}

/// Chromium before 97 says that it does not know this source of the policy, and then does without it.
const UNKNOWN_BEFORE_97: &str = "invalid source: ''wasm-unsafe-eval''. It will be ignored";
/// Chromium 92 holds the mark that it draws itself into a field with a list of suggestions against the page's policy.
const OWN_STYLE_OF_92: &str = "hash ('sha256-pILX+5FGCpLRHvNBgtABIdSMmytrYudGxJBUYXY1t0s=')";

/// All of them, the oldest first; each named in its variable, or as `cargo xtask test` installs it.
#[must_use]
pub fn floors() -> Vec<Floor> {
    let old = |name, version, excused: &'static [&'static str]| {
        let installed = root().join(format!("target/provision/chromium-{version}/chromium"));
        let program = at_hand(&format!("CHROMIUM_{version}"), &[installed]);
        Floor { name, launch: program.map(Launch::of).map(patient), excused }
    };
    let firefox = at_hand("FIREFOX", &["/usr/bin/firefox-esr".into()]);
    vec![
        old("chromium_83", 83, &[UNKNOWN_BEFORE_97]),
        old("chromium_92", 92, &[UNKNOWN_BEFORE_97, OWN_STYLE_OF_92]),
        old("chromium_109", 109, &[]),
        Floor { name: "chromium", launch: Launch::installed().ok().map(patient), excused: &[] },
        Floor { name: "firefox", launch: firefox.map(Launch::firefox).map(patient), excused: &[] },
    ]
}

/// The oldest browser that must work.
#[must_use]
pub fn chromium_83() -> Option<Launch> {
    floors().into_iter().next().and_then(|floor| floor.launch)
}

/// The program a variable names, or the first of the usual places that is there.
fn at_hand(variable: &str, places: &[PathBuf]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
    named.or_else(|| places.iter().find(|place| place.is_file()).cloned())
}

fn patient(launch: Launch) -> Launch {
    Launch { patience: PATIENCE, ..launch }
}

/// A folder below `target/`, made when it is missing.
pub fn left_in(name: &str) -> Walk<PathBuf> {
    let folder = root().join("target").join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A folder through which files are passed from person to person; gone when the story ends.
pub struct Desk(PathBuf);

impl Desk {
    /// An empty folder of its own.
    pub fn new() -> Walk<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ducha-walk-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// Where a thing of this name lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Lays a file down under its own name.
    pub fn lay(&self, file: &Path) -> Walk<PathBuf> {
        let place = self.path(&file.file_name().unwrap_or_default().to_string_lossy());
        std::fs::copy(file, &place)?;
        Ok(place)
    }

    /// Address of another page that lies on this desk and so, as a file, shares the product's storage.
    pub fn neighbour(&self) -> Walk<String> {
        Ok(file_url(&self.put("neighbour.html", b"<!doctype html><title>neighbour</title>")?))
    }

    /// Lays bytes down under a name.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Walk<PathBuf> {
        std::fs::write(self.path(name), bytes)?;
        Ok(self.path(name))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
