//! Proves that the core asks nothing of its host: linked for wasm with no shell, it imports nothing.
//!
//! The linker drops what nothing reaches, so it has to be told what counts as reached: every function the `app` crate
//! itself compiles to. A first link exports all symbols to learn their names; a second exports only those of `app`
//! and lets the linker drop the rest. What the second module imports, some function of `app` could really call.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::paths::Paths;
use crate::{build, scan};

/// Where the compiler leaves the module.
const MODULE: &str = "debug/app.wasm";

/// Fails, naming the imports, when the core has any.
pub(crate) fn check(paths: &Paths) -> Result<String> {
    build::ensure_target()?;
    let everything = link(paths, &["--export-all".to_owned()])?;
    let ours: Vec<String> = scan::exports(&everything)?.into_iter().filter(|name| is_of_app(name)).collect();
    ensure!(!ours.is_empty(), "no function of `app` was found in the linked module");
    let roots: Vec<String> = ours.iter().map(|name| format!("--export={name}")).collect();
    // Thousands of arguments do not fit on a command line; the linker reads them from a file.
    let list = paths.wasm_target().join("purity-roots.txt");
    fs::write(&list, roots.join("\n"))?;
    let module = link(paths, &[format!("@{}", list.display())])?;
    let imports = scan::imports(&module)?;
    ensure!(imports.is_empty(), "the core imports {} from its host", imports.join(", "));
    Ok(format!("{} functions of the core, no import", ours.len()))
}

/// Compiles `app` as a module of its own. Unoptimised: inlining would only hide who calls whom.
fn link(paths: &Paths, link_arguments: &[String]) -> Result<Vec<u8>> {
    let mut cargo = build::cargo(paths)?;
    cargo.args([
        "rustc",
        "--package",
        "app",
        "--lib",
        "--crate-type",
        "cdylib",
        "--target",
        build::TARGET,
        "--",
    ]);
    // The linker compresses relocations only where no debug information would have to follow.
    cargo.args(["-Cstrip=debuginfo", "-Clink-dead-code"]);
    for argument in link_arguments {
        cargo.arg(format!("-Clink-arg={argument}"));
    }
    crate::run::run(&mut cargo)?;
    let module = paths.wasm_target().join(build::TARGET).join(MODULE);
    fs::read(&module).with_context(|| format!("cannot read {}", module.display()))
}

/// Whether a symbol belongs to the `app` crate, in either of the compiler's two ways of writing names.
fn is_of_app(symbol: &str) -> bool {
    symbol.starts_with("_ZN3app") || (symbol.starts_with("_R") && symbol.contains("_3app"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_app_is_told_from_one_of_another_crate() {
        assert!(is_of_app("_ZN3app6update6update17h0123456789abcdefE"));
        assert!(is_of_app("_RNvNtCs1234_3app6update6update"));
        assert!(!is_of_app("_ZN4form5check17h0123456789abcdefE"));
    }
}
