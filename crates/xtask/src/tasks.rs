//! Small tasks that start another program.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::paths::Paths;
use crate::{bindgen, build, run};

/// Lets the suites rewrite their golden files.
pub(crate) fn bless(paths: &Paths) -> Result<()> {
    run::run(
        run::cargo()
            .current_dir(paths.root())
            .args(["test", "--workspace", "--exclude", "web"])
            .env("DUCHA_BLESS", "1"),
    )
}

/// Runs the benchmarks: the `bench` binary of the `tests` package in the command line's own profile, then the core in
/// the browser build's machine code.
pub(crate) fn bench(paths: &Paths, arguments: &[String]) -> Result<()> {
    run::run(
        run::cargo()
            .current_dir(paths.root())
            .args(["run", "--profile", "native", "--package", "tests", "--bin", "bench", "--"])
            .args(arguments),
    )?;
    bench_browser_build(paths)
}

/// The steps of a key press and an export, compiled as the product is and timed by Node, whose engine is Chromium's.
fn bench_browser_build(paths: &Paths) -> Result<()> {
    let Some(node) = run::find_program("node") else {
        println!("Node is not installed: the figures of the browser build are left out");
        return Ok(());
    };
    let bound = bindgen::bind(fs::read(build::compile(paths, "speed")?)?)?;
    let folder = paths.wasm_target().join("speed");
    fs::create_dir_all(&folder)?;
    let (glue, module) = (folder.join("speed.js"), folder.join("speed.wasm"));
    fs::write(&glue, bound.glue)?;
    fs::write(&module, bound.module)?;
    run::run(Command::new(node).arg(paths.root().join("tests/speed/run.cjs")).arg(glue).arg(module))
}
