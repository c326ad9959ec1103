//! What the page can ask of its browser, against committed lists: every import of the module, and every word in
//! scripts and module by which bytes could leave. The policy cannot stop seven ways out; this shows that nothing in
//! the product takes them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;

use crate::paths::Paths;
use crate::scan;

/// The committed lists, below the root.
const IMPORTS: &str = "crates/xtask/data/imports.txt";
const WORDS: &str = "crates/xtask/data/words.txt";

/// Names of vocabularies, which look like addresses and are never fetched.
const NAMESPACES: [&str; 4] = [
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/office/",
    "http://www.w3.org/",
    "http://purl.org/dc/",
];

/// How often each name or word occurs.
type Counts = BTreeMap<String, usize>;

/// The module and the scripts as they stand in the page people get.
struct Product {
    module: Vec<u8>,
    scripts: String,
}

/// Fails, naming each difference, when the product asks for more or less than the lists say. With `DUCHA_BLESS` set
/// it writes the lists anew instead.
pub(crate) fn check(paths: &Paths) -> Result<String> {
    let page = fs::read_to_string(paths.single_file()).context("nothing is built: run `cargo xtask dist`")?;
    let product = read(&page)?;
    let text = String::from_utf8_lossy(&product.module);
    if let Some(address) = strange_address(&text) {
        bail!("the module holds the address {address}, which is no known vocabulary's name");
    }
    let imports = count_imports(&scan::imports(&product.module)?);
    compare(paths, IMPORTS, &imports)?;
    let words = count_words(&listed(paths, WORDS)?, &product.scripts, &text);
    compare(paths, WORDS, &words)?;
    Ok(format!("{} different imports and {} words as listed", imports.len(), words.len()))
}

/// Takes the page apart again: the module out of its script, all other scripts in one.
fn read(page: &str) -> Result<Product> {
    let mut module = None;
    let mut scripts = String::new();
    for part in page.split("<script>").skip(1) {
        let (script, _) = part.split_once("</script>").context("a script of the page ends")?;
        match script.strip_prefix("window.DUCHA_MODULE='").and_then(|rest| rest.strip_suffix("';")) {
            Some(packed) => module = Some(inflate(packed)?),
            None => scripts.push_str(script),
        }
    }
    ensure!(!scripts.is_empty(), "the page has no scripts");
    Ok(Product { module: module.context("the page carries no module")?, scripts })
}

fn inflate(packed: &str) -> Result<Vec<u8>> {
    let packed = STANDARD.decode(packed).context("the page's module is base64")?;
    let mut module = Vec::new();
    GzDecoder::new(packed.as_slice()).read_to_end(&mut module).context("the page's module is gzip")?;
    Ok(module)
}

/// The imports by the browser's names for them. The generator's own helpers, which only pass values, count once: how
/// many there are follows the number of closure types.
fn count_imports(imports: &[String]) -> Counts {
    let mut counts = Counts::new();
    for import in imports {
        let name = plain_name(import);
        let count = counts.entry(name.to_owned()).or_default();
        *count = if name.starts_with("__") { 1 } else { *count + 1 };
    }
    counts
}

/// `./ducha_bg.js.__wbg_set_href_0f986799cac24892` is `set_href`: the digest changes with every release of the
/// generator.
fn plain_name(import: &str) -> &str {
    let name = import.rsplit('.').next().unwrap_or(import);
    let name = match name.rsplit_once('_') {
        Some((front, digest))
            if digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
        {
            front
        }
        Some(_) | None => name,
    };
    name.strip_prefix("__wbg_").unwrap_or(name)
}

/// Counts the words the list names: `scripts WORD` in the scripts, `module WORD` in the module's bytes.
fn count_words(listed: &Counts, scripts: &str, module: &str) -> Counts {
    let count = |key: &String| match key.split_once(' ') {
        Some(("scripts", word)) => scripts.matches(word).count(),
        Some(("module", word)) => module.matches(word).count(),
        Some(_) | None => 0,
    };
    listed.keys().map(|key| (key.clone(), count(key))).collect()
}

/// The first address that is not the name of a vocabulary.
fn strange_address(text: &str) -> Option<String> {
    let starts = text.match_indices("http://").chain(text.match_indices("https://"));
    starts
        .map(|(at, _)| text.get(at..).unwrap_or_default())
        .find(|rest| !NAMESPACES.iter().any(|namespace| rest.starts_with(namespace)))
        .map(|rest| rest.chars().take_while(char::is_ascii_graphic).take(60).collect())
}

/// A list as it is committed.
fn listed(paths: &Paths, list: &str) -> Result<Counts> {
    let text = fs::read_to_string(paths.root().join(list)).with_context(|| format!("cannot read {list}"))?;
    parse(&text).with_context(|| format!("{list} is no list"))
}

/// Lines of a name and a number; what starts with `#` is for people.
fn parse(text: &str) -> Result<Counts> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, count) =
                line.rsplit_once(' ').with_context(|| format!("`{line}` lacks its number"))?;
            let count = count.parse().with_context(|| format!("`{line}` ends in no number"))?;
            Ok((name.to_owned(), count))
        })
        .collect()
}

/// Fails with every difference from the committed list, or writes it anew when asked to.
fn compare(paths: &Paths, list: &str, found: &Counts) -> Result<()> {
    let differences = differences(&listed(paths, list)?, found);
    if differences.is_empty() {
        return Ok(());
    }
    if std::env::var_os("DUCHA_BLESS").is_some() {
        println!("  {list} written anew:\n{}", differences.join("\n"));
        return write(paths, list, found);
    }
    bail!(
        "the product differs from {list}:\n{}\nIf each of them is meant, and none lets anything leave, accept them \
         with `DUCHA_BLESS=1 cargo xtask test --only module` and commit the list",
        differences.join("\n")
    )
}

fn differences(listed: &Counts, found: &Counts) -> Vec<String> {
    let of = |counts: &Counts, name: &String| counts.get(name).copied().unwrap_or(0);
    let mut names: Vec<&String> = listed.keys().chain(found.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| of(listed, name) != of(found, name))
        .map(|name| format!("  {name}: {} in the product, {} in the list", of(found, name), of(listed, name)))
        .collect()
}

/// Writes a list under the words for people that stand at its head.
fn write(paths: &Paths, list: &str, found: &Counts) -> Result<()> {
    let file = paths.root().join(list);
    let old = fs::read_to_string(&file)?;
    let head = old.lines().take_while(|line| line.starts_with('#'));
    let body = found.iter().map(|(name, count)| format!("{name} {count}"));
    let lines: Vec<String> = head.map(str::to_owned).chain(body).collect();
    Ok(fs::write(&file, lines.join("\n") + "\n")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_known_by_the_browsers_name_for_it() {
        assert_eq!(plain_name("./ducha_bg.js.__wbg_set_href_0f986799cac24892"), "set_href");
        assert_eq!(plain_name("./ducha_bg.js.__wbindgen_generic_0000000000000007"), "__wbindgen_generic");
        assert_eq!(plain_name("./ducha_bg.js.__wbindgen_object_drop_ref"), "__wbindgen_object_drop_ref");
    }

    #[test]
    fn a_second_open_is_a_difference_and_so_is_a_missing_one() {
        let listed = parse("# for people\nopen 1\nclose 1\n").unwrap();
        let found = count_imports(
            &["m.__wbg_open_0123456789abcdef", "m.__wbg_open_fedcba9876543210"].map(str::to_owned),
        );
        let told = differences(&listed, &found);
        assert_eq!(
            told,
            ["  close: 0 in the product, 1 in the list", "  open: 2 in the product, 1 in the list"]
        );
    }

    #[test]
    fn a_word_is_counted_where_the_list_looks_for_it() {
        let listed = parse("scripts fetch 1\nmodule fetch 0\n").unwrap();
        assert_eq!(count_words(&listed, "fetch(a)", "nothing"), listed);
        assert_ne!(count_words(&listed, "fetch(a)", "or fetch by name"), listed);
    }

    #[test]
    fn an_address_is_told_from_a_vocabularys_name() {
        assert_eq!(strange_address("xmlns=http://www.w3.org/2000/svg"), None);
        assert_eq!(strange_address("a https://example.org/x b").as_deref(), Some("https://example.org/x"));
    }
}
