//! Says how large the product is and what makes it so.

use std::fs;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::{page, scan};

/// Prints raw and gzip sizes of the module, its sections and the page.
pub(crate) fn size(paths: &Paths) -> Result<()> {
    let module = fs::read(paths.final_module()).context("nothing is built yet: run `cargo xtask dist`")?;
    println!("{:<28} {:>10} {:>10}", "", "bytes", "gzip");
    line("dist/ducha.html", &fs::read(paths.single_file())?)?;
    line("module", &module)?;
    for (name, bytes) in scan::sections(&module)? {
        line(&format!("  {name}"), bytes)?;
    }
    let mut files: Vec<_> = fs::read_dir(paths.site())?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    println!("dist/site/");
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        line(&format!("  {name}"), &fs::read(&file)?)?;
    }
    Ok(())
}

fn line(name: &str, bytes: &[u8]) -> Result<()> {
    println!("{name:<28} {:>10} {:>10}", bytes.len(), page::gzip(bytes)?.len());
    Ok(())
}
