//! Builds the product: compile, bind, optimise, check the floor, put the page together.

use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::node::{self, Packages};
use crate::page::{self, Parts};
use crate::paths::Paths;
use crate::run;
use crate::{bindgen, build, policy, sbom, scan, site};

/// Builds `dist/ducha.html` with its digest and the list of what it is made of, and `dist/site/`.
pub(crate) fn dist(paths: &Paths) -> Result<()> {
    let started = Instant::now();
    let compiled = build::compile_web(paths)?;
    let compiled = fs::read(&compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    println!("  compiled: {} kB after {:.0} s", compiled.len() / 1000, started.elapsed().as_secs_f64());
    let bound = bindgen::bind(compiled)?;
    println!("  bound: {} kB after {:.0} s", bound.module.len() / 1000, started.elapsed().as_secs_f64());
    let module = optimise(paths, bound.module)?;
    scan::check_floor(&module)?;
    ensure_no_builder_path(paths, &module)?;
    fs::write(paths.final_module(), &module)?;
    write_product(paths, &Parts::read(paths, module, bound.glue)?)?;
    println!("  built in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn write_product(paths: &Paths, parts: &Parts) -> Result<()> {
    let icon = fs::read_to_string(paths.root().join("web/static/icon.svg"))
        .context("cannot read web/static/icon.svg")?;
    let page = page::single_file(parts, icon.trim())?;
    fs::create_dir_all(paths.dist())?;
    fs::write(paths.single_file(), &page)?;
    let digest = policy::hex(page.as_bytes());
    fs::write(paths.dist().join("ducha.html.sha256"), format!("{digest}  ducha.html\n"))?;
    fs::write(paths.dist().join("ducha.cdx.json"), sbom::document(paths, &digest)?)?;
    let site = site::write(paths, parts, icon.trim())?;
    println!("dist/ducha.html  {} kB  sha256 {digest}", page.len() / 1000);
    println!("dist/site/       {} kB", site / 1000);
    Ok(())
}

/// Lets binaryen make the module smaller, from only the features the floor allows. Without Node the module stays as
/// it is: larger, equally right.
fn optimise(paths: &Paths, module: Vec<u8>) -> Result<Vec<u8>> {
    if run::find_program("node").is_none() || run::find_program("npm").is_none() {
        println!(
            "  notice: Node.js is missing, so the module is not optimised and about half as large again"
        );
        return Ok(module);
    }
    node::install(paths, Packages::Build)?;
    let before = paths.wasm_target().join("ducha-bound.wasm");
    let after = paths.wasm_target().join("ducha-optimised.wasm");
    fs::write(&before, &module)?;
    let started = Instant::now();
    run::run(
        Command::new("node")
            .arg(node::package_file(paths, "binaryen/bin/wasm-opt"))
            .args(["-Oz", "--mvp-features", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
            .args([
                "--enable-sign-ext",
                "--enable-mutable-globals",
                "--strip-target-features",
                "--strip-producers",
            ])
            .arg(&before)
            .arg("-o")
            .arg(&after),
    )?;
    let optimised = fs::read(&after)?;
    println!("  optimised: {} kB in {:.0} s", optimised.len() / 1000, started.elapsed().as_secs_f64());
    Ok(optimised)
}

/// A product that names folders of the machine it was built on tells more than it should.
fn ensure_no_builder_path(paths: &Paths, module: &[u8]) -> Result<()> {
    let home = std::env::var("HOME").unwrap_or_default();
    let root = paths.root().to_string_lossy().into_owned();
    for place in [root, home].iter().filter(|place| place.len() > 1) {
        let needle = format!("{place}/");
        let found = module.windows(needle.len()).any(|window| window == needle.as_bytes());
        ensure!(!found, "the module names {place}, a folder of this machine");
    }
    Ok(())
}
