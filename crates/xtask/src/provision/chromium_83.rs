//! The oldest browser the product promises to run in: Chromium 83, out of an npm package.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::node;
use crate::paths::Paths;
use crate::run;

/// The browser. It starts with `--headless --no-sandbox --disable-gpu`; it needs NSS, which every packaged Chromium
/// brings along, and neither `--single-process` nor libraries of its own.
pub(super) fn program(paths: &Paths) -> PathBuf {
    paths.provision().join("chromium-83/chromium")
}

/// Unpacks the browser: the package holds it compressed with brotli, which Node can undo.
pub(super) fn install(paths: &Paths) -> Result<()> {
    let program = program(paths);
    if program.is_file() {
        return Ok(());
    }
    if !cfg!(target_arch = "x86_64") {
        println!("notice: Chromium 83 exists for x86-64 only; its tests will be left out");
        return Ok(());
    }
    println!("unpacking Chromium 83");
    let folder = program.parent().context("the browser lies in a folder")?;
    fs::create_dir_all(folder)?;
    let unpacked = folder.join("chromium.part");
    let script = "const fs=require('fs');fs.writeFileSync(process.argv[2],\
                  require('zlib').brotliDecompressSync(fs.readFileSync(process.argv[1])))";
    run::run(
        Command::new("node")
            .args(["-e", script])
            .arg(node::package_file(paths, "chrome-aws-lambda/bin/chromium.br"))
            .arg(&unpacked),
    )?;
    fs::set_permissions(&unpacked, fs::Permissions::from_mode(0o755))?;
    Ok(fs::rename(&unpacked, &program)?)
}
