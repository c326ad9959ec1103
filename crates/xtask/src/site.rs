//! The same app as static files, installable, and complete without its server after the first visit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::page::{self, Parts};
use crate::paths::Paths;
use crate::policy;

/// One file of the site.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// Writes `dist/site/` anew.
pub(crate) fn write(paths: &Paths, parts: &Parts, icon: &str) -> Result<u64> {
    let source = paths.root().join("web/static");
    let mut files = vec![
        named("ducha", "wasm", parts.module.clone()),
        named("ducha", "js", parts.glue.clone().into_bytes()),
        named("boot", "js", parts.boot.clone().into_bytes()),
        named("ducha", "css", parts.style.clone().into_bytes()),
        named("icon", "svg", icon.as_bytes().to_vec()),
    ];
    let [module, glue, boot, style, icon] = names(&files)?;
    let manifest = template(&source, "manifest.webmanifest", &[("{{icon}}", &icon)])?;
    let manifest = named("ducha", "webmanifest", manifest.into_bytes());
    let head = format!(
        "<meta name=\"ducha-module\" content=\"{module}\">\n<meta name=\"theme-color\" content=\"#a61b1b\">\n\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\">\n\
         <link rel=\"manifest\" href=\"{}\">\n<link rel=\"stylesheet\" href=\"{style}\">",
        manifest.name
    );
    let scripts = format!("<script src=\"{boot}\"></script>\n<script src=\"{glue}\"></script>");
    let index = page::fill(&parts.shell, &policy::site(), &head, &scripts)?;
    files.push(manifest);
    files.push(File { name: "index.html".to_owned(), bytes: index.into_bytes() });
    files.push(worker(&source, &files)?);
    replace(&paths.site(), &files)
}

/// The service worker, which lists every other file; its version is a digest of them all.
fn worker(source: &Path, files: &[File]) -> Result<File> {
    let mut all = Vec::new();
    let mut list = vec!["./".to_owned()];
    for file in files {
        all.extend_from_slice(policy::hex(&file.bytes).as_bytes());
        list.push(file.name.clone());
    }
    let list = serde_json::to_string(&list)?;
    let script = template(source, "sw.js", &[("{{version}}", &short(&all)), ("{{files}}", &list)])?;
    Ok(File { name: "sw.js".to_owned(), bytes: script.into_bytes() })
}

/// A file whose name carries its content's digest, so that a cache can keep it for ever.
fn named(stem: &str, extension: &str, bytes: Vec<u8>) -> File {
    File { name: format!("{stem}-{}.{extension}", short(&bytes)), bytes }
}

/// Ten hexadecimal digits tell versions apart.
fn short(bytes: &[u8]) -> String {
    policy::hex(bytes).chars().take(10).collect()
}

fn names<const N: usize>(files: &[File]) -> Result<[String; N]> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    names.try_into().ok().context("as many names as files")
}

fn template(source: &Path, name: &str, places: &[(&str, &str)]) -> Result<String> {
    let mut text =
        fs::read_to_string(source.join(name)).with_context(|| format!("cannot read web/static/{name}"))?;
    for (place, value) in places {
        text = text.replace(place, value);
    }
    Ok(text)
}

/// Writes the files and removes those of an earlier version. Returns their size together.
fn replace(dir: &Path, files: &[File]) -> Result<u64> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    let mut total = 0;
    for file in files {
        fs::write(dir.join(&file.name), &file.bytes)?;
        total += file.bytes.len() as u64;
    }
    Ok(total)
}
