//! System packages on Debian and Ubuntu.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// The office suite that renders documents for measuring.
pub(super) const OFFICE: &str = "libreoffice-writer-nogui";

/// Debian 12 has LibreOffice 7.4; a recent one comes from its backports.
const BACKPORTS: &str = "bookworm-backports";

/// Installs the packages, or says how to.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let wanted = packages.join(" ");
    if run::find_program("apt-get").is_none() {
        bail!("install the programs of these Debian packages: {wanted} (LibreOffice 24.8 or later)");
    }
    if !may_install() {
        bail!(
            "run as root, or once by hand: apt-get update && apt-get install {wanted} (LibreOffice 24.8 or later; on \
             Debian 12 with `-t {BACKPORTS}`)"
        );
    }
    println!("installing {wanted}");
    let from_backports = is_bookworm() && packages.contains(&OFFICE);
    if from_backports {
        add_backports()?;
    }
    update()?;
    let (office, others): (Vec<&str>, Vec<&str>) = packages.iter().partition(|package| **package == OFFICE);
    if !others.is_empty() {
        run::run(privileged("apt-get").args(INSTALL).args(&others))?;
    }
    if !office.is_empty() {
        let mut command = privileged("apt-get");
        command.args(INSTALL);
        if from_backports {
            command.args(["-t", BACKPORTS]);
        }
        run::run(command.args(&office))?;
    }
    Ok(())
}

/// Whether the system's package lists have a package of this name.
pub(super) fn offers(package: &str) -> bool {
    let policy = || run::output(Command::new("apt-cache").args(["policy", package])).unwrap_or_default();
    let there = |told: String| told.contains("Candidate:") && !told.contains("Candidate: (none)");
    // A fresh machine has no lists yet.
    run::find_program("apt-cache").is_some() && (there(policy()) || (update().is_ok() && there(policy())))
}

const INSTALL: [&str; 4] = ["install", "-y", "-q", "--no-install-recommends"];

/// Downloads a package file into a folder without installing it.
pub(super) fn download(package: &str, into: &Path) -> Result<()> {
    if run::find_program("apt-get").is_none() {
        bail!(
            "the fonts for measuring come from the Debian package {package}, and this system has no apt-get"
        );
    }
    let mut command = Command::new("apt-get");
    command.current_dir(into).args(["download", "-q", package]);
    if run::run(&mut command).is_ok() {
        return Ok(());
    }
    // The usual cause on a fresh machine: it has no list of packages yet.
    update()?;
    run::run(&mut command)
}

fn update() -> Result<()> {
    run::run(privileged("apt-get").args(["update", "-q"]))
}

fn add_backports() -> Result<()> {
    let known = run::output(Command::new("apt-cache").arg("policy"))?;
    if known.contains(BACKPORTS) {
        return Ok(());
    }
    let line = format!("deb http://deb.debian.org/debian {BACKPORTS} main\n");
    let file = std::env::temp_dir().join("ducha-backports.list");
    fs::write(&file, line)?;
    run::run(
        privileged("install")
            .args(["-m", "644"])
            .arg(file)
            .arg("/etc/apt/sources.list.d/ducha-backports.list"),
    )
}

fn is_bookworm() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("VERSION_CODENAME=bookworm"))
}

/// Whether we are root or become it without being asked for a password.
fn may_install() -> bool {
    is_root()
        || Command::new("sudo").args(["-n", "true"]).output().is_ok_and(|output| output.status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn privileged(program: &str) -> Command {
    let mut command = if is_root() {
        Command::new(program)
    } else {
        let mut sudo = Command::new("sudo");
        // sudo forgets the environment, so this one is set behind it.
        sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", program]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
