//! Compiles a package of the workspace for the browser: target, flags, and paths that tell nothing about the builder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::run;

/// The only target the browser knows.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Old kernels know neither reference types nor multi-value, and refuse the five-byte table indices the
/// linker leaves room for; relocation compression writes them short.
const OLD_KERNEL_FLAGS: [&str; 2] =
    ["-Clink-arg=--compress-relocations", "-Ctarget-feature=-reference-types,-multivalue"];

/// Entropy comes from the browser, and only through crates that the web shell itself asks for.
const ENTROPY_FLAG: &str = "--cfg=getrandom_backend=\"wasm_js\"";

/// Compiles `web` in release and returns the module as the compiler left it.
pub(crate) fn compile_web(paths: &Paths) -> Result<PathBuf> {
    compile(paths, "web")
}

/// Compiles a package of the workspace as `web` is compiled.
pub(crate) fn compile(paths: &Paths, package: &str) -> Result<PathBuf> {
    ensure_target()?;
    run::run(cargo(paths)?.args(["build", "--release", "--package", package, "--target", TARGET]))?;
    Ok(paths.wasm_target().join(TARGET).join("release").join(format!("{package}.wasm")))
}

/// A cargo whose target folder and flags are those of the browser build.
pub(crate) fn cargo(paths: &Paths) -> Result<Command> {
    let mut command = run::cargo();
    command
        .current_dir(paths.root())
        .env("CARGO_ENCODED_RUSTFLAGS", encode(&flags(paths)?))
        .env("CARGO_TARGET_DIR", paths.wasm_target());
    Ok(command)
}

/// All compiler flags of the browser build.
fn flags(paths: &Paths) -> Result<Vec<OsString>> {
    let mut flags: Vec<OsString> = OLD_KERNEL_FLAGS.iter().map(Into::into).collect();
    flags.push(ENTROPY_FLAG.into());
    for (from, to) in remapped(paths)? {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(from);
        flag.push("=");
        flag.push(to);
        flags.push(flag);
    }
    Ok(flags)
}

/// Panic messages name source files. With these prefixes replaced, two builders get the same bytes and a
/// builder's home folder stays at home.
fn remapped(paths: &Paths) -> Result<[(PathBuf, &'static str); 3]> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok([
        (paths.root().to_path_buf(), "/ducha"),
        (cargo_home, "/cargo"),
        (PathBuf::from(sysroot.trim()), "/rust"),
    ])
}

/// Cargo separates encoded flags by a unit separator, so a path may hold blanks.
fn encode(flags: &[OsString]) -> OsString {
    let mut encoded = OsString::new();
    for (index, flag) in flags.iter().enumerate() {
        if index > 0 {
            encoded.push("\u{1f}");
        }
        encoded.push(flag);
    }
    encoded
}

/// Adds the target to the toolchain where it is missing.
pub(crate) fn ensure_target() -> Result<()> {
    let libraries =
        run::output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    println!("adding the compile target {TARGET}");
    run::run(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("install the Rust target {TARGET} (with rustup: `rustup target add {TARGET}`)")
    })
}
