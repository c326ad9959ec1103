//! Free Chinese fonts that stand in for those an official document names, and the file that says so.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::apt;
use crate::paths::Paths;
use crate::run;

/// The package that carries the Fandol fonts among much else; only they are unpacked.
const PACKAGE: &str = "texlive-lang-chinese";
const FOLDER: &str = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol";

/// The faces that documents use.
const FACES: [&str; 5] = [
    "FandolFang-Regular.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
    "FandolSong-Bold.otf",
    "FandolSong-Regular.otf",
];

/// The file to name in `FONTCONFIG_FILE`.
pub(super) fn configuration(paths: &Paths) -> PathBuf {
    paths.provision().join("fonts.conf")
}

/// Unpacks the fonts and writes the configuration.
pub(super) fn install(paths: &Paths) -> Result<()> {
    let fonts = paths.provision().join("fonts");
    fs::create_dir_all(&fonts)?;
    let complete = || FACES.iter().all(|face| fonts.join("fandol").join(face).is_file());
    if !complete() {
        println!("fetching the Fandol fonts");
        unpack(&fonts)
            .with_context(|| format!("the fonts of the Debian package {PACKAGE} are needed for measuring"))?;
        ensure!(complete(), "the Debian package {PACKAGE} no longer holds the Fandol fonts");
    }
    let cache = paths.provision().join("fontconfig");
    let text = include_str!("../../fonts.conf")
        .replace("@FONTS@", &fonts.to_string_lossy())
        .replace("@CACHE@", &cache.to_string_lossy());
    // Left alone when it is right: a newer file would make fontconfig rebuild its cache.
    if fs::read_to_string(configuration(paths)).ok().as_deref() != Some(text.as_str()) {
        fs::write(configuration(paths), text)?;
    }
    Ok(())
}

/// Takes the one folder out of the package.
fn unpack(fonts: &std::path::Path) -> Result<()> {
    let download = fonts.join("download");
    fs::create_dir_all(&download)?;
    apt::download(PACKAGE, &download)?;
    let package = fs::read_dir(&download)?.flatten().map(|entry| entry.path()).next();
    let package = package.context("apt-get download left no file")?;
    // The package has grown beyond what dpkg-deb extracts in part, so tar picks the folder from its stream.
    let listing = download.join("data.tar");
    let status = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(&package)
        .stdout(Stdio::from(File::create(&listing)?))
        .status()?;
    ensure!(status.success(), "dpkg-deb could not read {}", package.display());
    run::run(
        Command::new("tar")
            .arg("-xf")
            .arg(&listing)
            .arg("-C")
            .arg(fonts)
            .args(["--strip-components=8", FOLDER]),
    )?;
    Ok(fs::remove_dir_all(&download)?)
}
