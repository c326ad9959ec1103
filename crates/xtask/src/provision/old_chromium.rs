//! The old browsers the product promises to run in, out of npm packages.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::node;
use crate::paths::Paths;
use crate::run;

/// A version and the package that holds it.
pub(super) struct Old {
    version: u32,
    /// The variable that names the program to the tests.
    pub(super) variable: &'static str,
    package: &'static str,
}

/// All of them: the oldest, and two between it and today's. They start with `--headless --no-sandbox --disable-gpu`;
/// they need NSS, which every packaged Chromium brings along, and neither `--single-process` nor libraries of their own.
pub(super) const ALL: [Old; 3] = [
    Old { version: 83, variable: "CHROMIUM_83", package: "chrome-aws-lambda" },
    Old { version: 92, variable: "CHROMIUM_92", package: "chrome-aws-lambda-92" },
    Old { version: 109, variable: "CHROMIUM_109", package: "@sparticuz/chromium" },
];

impl Old {
    /// The browser.
    pub(super) fn program(&self, paths: &Paths) -> PathBuf {
        paths.provision().join(format!("chromium-{}/chromium", self.version))
    }

    /// Unpacks the browser: the package holds it compressed with brotli, which Node can undo.
    pub(super) fn install(&self, paths: &Paths) -> Result<()> {
        let program = self.program(paths);
        if program.is_file() {
            return Ok(());
        }
        if !cfg!(target_arch = "x86_64") {
            println!("notice: Chromium {} is had for x86-64 only; its tests will be left out", self.version);
            return Ok(());
        }
        println!("unpacking Chromium {}", self.version);
        let folder = program.parent().context("the browser lies in a folder")?;
        fs::create_dir_all(folder)?;
        let unpacked = folder.join("chromium.part");
        let script = "const fs=require('fs');fs.writeFileSync(process.argv[2],\
                      require('zlib').brotliDecompressSync(fs.readFileSync(process.argv[1])))";
        run::run(
            Command::new("node")
                .args(["-e", script])
                .arg(node::package_file(paths, &format!("{}/bin/chromium.br", self.package)))
                .arg(&unpacked),
        )?;
        fs::set_permissions(&unpacked, fs::Permissions::from_mode(0o755))?;
        Ok(fs::rename(&unpacked, &program)?)
    }
}
