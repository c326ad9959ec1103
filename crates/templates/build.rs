//! Lists the `templates/` folder, sorted, so that a new template is found without touching a list.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the folder and writes the list; the core it builds for does neither"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../templates");
    let root = root.canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) static FILES: &[(&str, &str)] = &[\n");
    for (name, path) in files {
        println!("cargo::rerun-if-changed={}", path.display());
        writeln!(code, "    ({name:?}, include_str!({:?})),", path.display().to_string())
            .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("files.rs"), code)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if embedded(&path) {
            let name = path.strip_prefix(root).map_err(io::Error::other)?.display().to_string();
            files.push((name.replace('\\', "/"), path));
        }
    }
    Ok(())
}

/// Documentation, schemas and the glossary are for people, editors and the tidy check, not for the product.
fn embedded(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let schema = path.components().any(|part| part.as_os_str() == "schema");
    matches!(extension, "json" | "toml" | "txt" | "csv") && !schema && !path.ends_with("terms/glossary.json")
}
