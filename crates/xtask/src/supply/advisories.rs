//! What is known against published crates: the `RustSec` database, as a clone of it or as the snapshot kept here.
//!
//! Checks have no network, so the snapshot is part of the repository: one advisory a line, what cargo-deny decides by and
//! the title. It covers every crate, so that a new dependency is checked as well. `cargo xtask advisories CLONE` renews it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use crate::paths::Paths;
use crate::run;

/// Names a clone of the database, newer than the snapshot.
const CLONE: &str = "DUCHA_ADVISORIES";
/// Where the snapshot is kept.
const SNAPSHOT: &str = "crates/xtask/data/supply/advisories.tsv";
/// The folder cargo-deny looks for; its name is made of the database's address.
const FOLDER: &str = "target/supply/advisory-db-3157b0e258782691";
/// Between the versions of a list.
const BETWEEN: &str = " | ";

/// What the checks know.
pub(super) struct Known {
    /// The day of the database's last commit.
    pub(super) on: String,
    /// Days since then.
    pub(super) days: u64,
    /// Advisories.
    pub(super) count: usize,
}

/// Lays the database where cargo-deny looks for it.
pub(super) fn lay_out(paths: &Paths) -> Result<Known> {
    let folder = paths.root().join(FOLDER);
    if fs::symlink_metadata(&folder).is_ok_and(|it| it.is_symlink()) {
        fs::remove_file(&folder)?;
    } else if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    match std::env::var_os(CLONE).map(PathBuf::from) {
        Some(clone) => {
            ensure!(
                clone.join("crates").is_dir(),
                "{CLONE} names {}, no clone of the database",
                clone.display()
            );
            fs::create_dir_all(folder.parent().unwrap_or(&folder))?;
            std::os::unix::fs::symlink(std::path::absolute(clone)?, &folder)?;
        }
        None => unpack(&fs::read_to_string(paths.root().join(SNAPSHOT))?, &folder)?,
    }
    let commit = git(&folder, &["log", "-1", "--format=%ct %cs"])?;
    let (second, on) = commit.trim().split_once(' ').context("git tells when a commit was made")?;
    let then = UNIX_EPOCH + Duration::from_secs(second.parse()?);
    let days = SystemTime::now().duration_since(then).unwrap_or_default().as_secs() / 86_400;
    let count = files(&folder.join("crates"))?.len();
    ensure!(count > 1_000, "only {count} advisories: that is no database");
    Ok(Known { on: on.to_owned(), days, count })
}

/// Writes the snapshot out as the repository cargo-deny reads, committed when the database was.
fn unpack(snapshot: &str, folder: &Path) -> Result<()> {
    let (head, lines) = snapshot.split_once('\n').context("the snapshot is empty")?;
    let second = head.split(' ').nth(1).context("the snapshot says when it was taken")?;
    for line in lines.lines() {
        let advisory = Advisory::from_line(line).with_context(|| format!("not an advisory: {line}"))?;
        let place = folder.join("crates").join(advisory.package);
        fs::create_dir_all(&place)?;
        fs::write(place.join(format!("{}.md", advisory.id)), advisory.file())?;
    }
    git(folder, &["init", "--quiet"])?;
    git(folder, &["add", "."])?;
    let mut commit = Command::new("git");
    commit.arg("-C").arg(folder);
    for setting in ["user.name=snapshot", "user.email=snapshot@localhost", "commit.gpgsign=false"] {
        commit.args(["-c", setting]);
    }
    commit.env("GIT_COMMITTER_DATE", format!("@{second} +0000"));
    run::output(commit.args(["commit", "--quiet", "--message", "snapshot"]))?;
    Ok(())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    run::output(Command::new("git").arg("-C").arg(folder).args(arguments))
}

/// One advisory, as a line of the snapshot has it.
#[derive(Debug, PartialEq)]
struct Advisory<'a> {
    id: &'a str,
    package: &'a str,
    date: &'a str,
    /// `unmaintained`, `unsound`, `notice`; empty for a vulnerability.
    informational: &'a str,
    patched: &'a str,
    unaffected: &'a str,
    title: &'a str,
}

impl<'a> Advisory<'a> {
    fn from_line(line: &'a str) -> Option<Self> {
        let [id, package, date, informational, patched, unaffected, title] =
            line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(Self { id, package, date, informational, patched, unaffected, title })
    }

    /// The advisory as a file of the database.
    fn file(&self) -> String {
        let list = |versions: &str| {
            let versions = versions.split(BETWEEN).filter(|version| !version.is_empty());
            versions.map(|version| format!("{version:?}")).collect::<Vec<_>>().join(", ")
        };
        let mut text = format!(
            "```toml\n[advisory]\nid = {:?}\npackage = {:?}\ndate = {:?}\n",
            self.id, self.package, self.date
        );
        if !self.informational.is_empty() {
            let _ = writeln!(text, "informational = {:?}", self.informational);
        }
        let (patched, unaffected) = (list(self.patched), list(self.unaffected));
        let _ = write!(text, "\n[versions]\npatched = [{patched}]\nunaffected = [{unaffected}]\n```\n\n");
        let _ = write!(text, "# {}\n\nhttps://rustsec.org/advisories/{}\n", self.title, self.id);
        text
    }
}

/// Writes the snapshot anew from a clone of the database.
pub(crate) fn snapshot(paths: &Paths, arguments: &[String]) -> Result<()> {
    let [clone] = arguments else {
        anyhow::bail!("`advisories` takes the folder of a clone of the database")
    };
    let clone = Path::new(clone);
    let commit = git(clone, &["log", "-1", "--format=%ct %cs %H"])?;
    let mut text = format!("# {} of rustsec/advisory-db, CC0-1.0\n", commit.trim());
    let mut lines = Vec::new();
    for file in files(&clone.join("crates"))? {
        let source = fs::read_to_string(&file)?;
        lines.extend(line(&source).with_context(|| format!("cannot read {}", file.display()))?);
    }
    lines.sort();
    lines.iter().for_each(|line| text.push_str(line));
    fs::write(paths.root().join(SNAPSHOT), text)?;
    println!("{SNAPSHOT}: {} advisories of {}", lines.len(), commit.trim());
    Ok(())
}

/// Every advisory below a folder with one folder a crate.
fn files(crates: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(crates)?.flatten() {
        found.extend(fs::read_dir(folder.path())?.flatten().map(|entry| entry.path()));
    }
    Ok(found)
}

/// An advisory's line; `None` for one that was withdrawn.
fn line(source: &str) -> Result<Option<String>> {
    let (_, rest) = source.split_once("```toml\n").context("no front matter")?;
    let (front, rest) = rest.split_once("```").context("no end of the front matter")?;
    let front: toml::Table = toml::from_str(front)?;
    let table = |key: &str| front.get(key).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let (about, versions) = (table("advisory"), table("versions"));
    if about.contains_key("withdrawn") {
        return Ok(None);
    }
    let text = |key: &str| about.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let list = |key: &str| {
        let all = versions.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        all.filter_map(toml::Value::as_str).collect::<Vec<_>>().join(BETWEEN)
    };
    let title = rest.lines().find_map(|line| line.strip_prefix("# ")).context("no title")?;
    let parts = [
        text("id"),
        text("package"),
        text("date"),
        text("informational"),
        list("patched"),
        list("unaffected"),
        title.replace('\t', " "),
    ];
    Ok(Some(parts.join("\t") + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2018-0018\"\npackage = \"smallvec\"\ndate = \"2018-09-25\"\n\
        informational = \"unsound\"\n\n[versions]\npatched = [\">= 0.6.13\", \"^0.5\"]\n```\n\n# A title\n\nWords.\n";

    #[test]
    fn what_decides_survives_the_snapshot() {
        let line = line(SOURCE).unwrap().unwrap();
        let advisory = Advisory::from_line(line.trim_end_matches('\n')).unwrap();
        let file = advisory.file();
        for part in ["id = \"RUSTSEC-2018-0018\"", "informational = \"unsound\"", "# A title"] {
            assert!(file.contains(part), "{file}");
        }
        assert!(file.contains("patched = [\">= 0.6.13\", \"^0.5\"]\nunaffected = []\n"), "{file}");
        assert_eq!(super::line(&file).unwrap().unwrap(), line);
    }

    #[test]
    fn a_withdrawn_advisory_is_left_out() {
        let withdrawn = SOURCE.replace("informational = \"unsound\"", "withdrawn = \"2020-01-01\"");
        assert_eq!(line(&withdrawn).unwrap(), None);
    }
}
