//! The parts of the page, and the single file made of them.

use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::GzBuilder;

use crate::paths::Paths;
use crate::policy;

/// What the page consists of before it is decided where each part goes.
pub(crate) struct Parts {
    /// `web/index.html` with its places still open.
    pub(crate) shell: String,
    /// All styles in one: the loading page's first, then `web/styles/*.css` by name.
    pub(crate) style: String,
    /// Starts the app or says why not.
    pub(crate) boot: String,
    /// wasm-bindgen's script.
    pub(crate) glue: String,
    pub(crate) module: Vec<u8>,
}

impl Parts {
    /// Reads the parts that `web/` holds and joins them with the module and its glue.
    pub(crate) fn read(paths: &Paths, module: Vec<u8>, glue: String) -> Result<Self> {
        let web = paths.root().join("web");
        let read = |name: &str| {
            fs::read_to_string(web.join(name)).with_context(|| format!("cannot read web/{name}"))
        };
        let mut style = read("static/boot.css")?;
        let mut sheets: Vec<_> = fs::read_dir(web.join("styles"))
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        sheets.sort();
        for sheet in sheets.iter().filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        {
            style.push_str(&fs::read_to_string(sheet)?);
        }
        Ok(Self { shell: read("index.html")?, style, boot: read("static/boot.js")?, glue, module })
    }
}

/// The whole product as one page.
pub(crate) fn single_file(parts: &Parts, icon: &str) -> Result<String> {
    // The compressed module is a script like the others, so the policy's digest pins it as well.
    let module = format!("window.DUCHA_MODULE='{}';", STANDARD.encode(gzip(&parts.module)?));
    let scripts = [parts.boot.as_str(), &module, &parts.glue];
    for script in scripts {
        ensure_inlinable(script)?;
    }
    ensure!(!parts.style.contains("</"), "a style holds `</`, which would end its element");
    let head = format!(
        "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">\n<style>{}</style>",
        STANDARD.encode(icon),
        parts.style
    );
    let scripts_html: String = scripts.iter().map(|script| format!("<script>{script}</script>\n")).collect();
    let policy = policy::single_file(&scripts, &parts.style);
    fill(&parts.shell, &policy, &head, scripts_html.trim_end())
}

/// Puts the parts into the shell's places.
pub(crate) fn fill(shell: &str, policy: &str, head: &str, scripts: &str) -> Result<String> {
    let mut page = shell.to_owned();
    for (place, text) in
        [("{{policy}}", policy::element(policy).as_str()), ("{{head}}", head), ("{{scripts}}", scripts)]
    {
        // Only the shell's own places are looked for: parts may hold anything.
        ensure!(shell.matches(place).count() == 1, "web/index.html needs {place} exactly once");
        page = page.replacen(place, text, 1);
    }
    check_head(&page)?;
    Ok(page)
}

/// Browsers look for the encoding in the first 1024 bytes, and obey a policy from where it stands.
fn check_head(page: &str) -> Result<()> {
    let charset = page.find("<meta charset").context("the page names its encoding")?;
    ensure!(charset + 24 < 1024, "the encoding stands at byte {charset}, beyond where browsers look for it");
    let head = page.split_once("<head>").context("the page has a head")?.1;
    ensure!(
        head.trim_start().starts_with("<meta http-equiv=\"Content-Security-Policy\""),
        "the policy stands first"
    );
    Ok(())
}

/// Text that would end or confuse a script element has no place in one.
fn ensure_inlinable(script: &str) -> Result<()> {
    let lower = script.to_ascii_lowercase();
    for mark in ["</script", "<script", "<!--"] {
        ensure!(!lower.contains(mark), "a script holds `{mark}` and cannot stand inside a page");
    }
    Ok(())
}

/// Smallest gzip, without a time or a name, so that the same bytes come out every time.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = "<html><head>\n{{policy}}\n<meta charset=\"utf-8\">{{head}}</head>{{scripts}}</html>";

    fn parts() -> Parts {
        let text = |text: &str| text.to_owned();
        Parts {
            shell: text(SHELL),
            style: text("a{}"),
            boot: text("b()"),
            glue: text("g()"),
            module: vec![0; 9],
        }
    }

    #[test]
    fn the_policy_names_every_script_of_the_page() {
        let page = single_file(&parts(), "<svg/>").unwrap();
        assert_eq!(page.matches("<script>").count(), 3);
        assert_eq!(page.matches("'sha256-").count(), 4);
    }

    #[test]
    fn a_script_that_would_end_its_element_is_refused() {
        let parts = Parts { glue: "'</Script>'".to_owned(), ..parts() };
        single_file(&parts, "").unwrap_err();
    }

    #[test]
    fn a_shell_without_a_place_for_the_policy_is_refused() {
        fill("<head><meta charset=\"utf-8\">{{head}}</head>{{scripts}}", "p", "", "").unwrap_err();
    }

    #[test]
    fn the_same_bytes_compress_to_the_same_bytes() {
        assert_eq!(gzip(b"abc").unwrap(), gzip(b"abc").unwrap());
    }
}
