//! The list of everything the product is made of, as a `CycloneDX` 1.5 document: the same sources give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::paths::Paths;
use crate::{build, run};

/// The package whose dependencies are compiled into the page.
const PRODUCT: &str = "web";

/// Packages by cargo's identifier for them.
type Packages<'a> = BTreeMap<&'a str, &'a Value>;

/// The document for a page with this SHA-256 digest.
pub(crate) fn document(paths: &Paths, digest: &str) -> Result<String> {
    let metadata = run::output(run::cargo().current_dir(paths.root()).args([
        "metadata",
        "--format-version=1",
        "--filter-platform",
        build::TARGET,
    ]))?;
    let release = run::output(Command::new("rustc").arg("--version"))?;
    let release = release.split(' ').nth(1).unwrap_or("unknown");
    let bill = bill(&serde_json::from_str(&metadata)?, digest, release)?;
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

fn bill(metadata: &Value, digest: &str, rust: &str) -> Result<Value> {
    let packages: Packages<'_> =
        list(metadata, "/packages").iter().map(|package| (text(package, "id"), package)).collect();
    let edges = edges(metadata, &packages);
    let (&root, product) =
        packages.iter().find(|(_, package)| text(package, "name") == PRODUCT).context("cargo knows `web`")?;
    let mut components = vec![standard_library(rust)];
    let mut dependencies = Vec::new();
    for id in reached(root, &edges) {
        let package = packages.get(id).context("cargo describes every package it names")?;
        if id != root {
            components.push(component(package));
        }
        let uses: Vec<String> = edges
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|used| packages.get(used))
            .map(|used| reference(used))
            .collect();
        dependencies.push(json!({ "ref": reference(package), "dependsOn": uses }));
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": reference(product),
            "name": "ducha.html",
            "version": text(product, "version"),
            "hashes": [{ "alg": "SHA-256", "content": digest }],
            "licenses": [{ "expression": licence(product) }],
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Which packages each package carries into the product. Macros only run at build time, so what they use stays out.
fn edges<'a>(metadata: &'a Value, packages: &Packages<'a>) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let carried = |dependency: &&Value| {
        let normal =
            list(dependency, "/dep_kinds").iter().any(|kind| kind.get("kind").is_some_and(Value::is_null));
        normal && !packages.get(text(dependency, "pkg")).is_some_and(|package| is_macro(package))
    };
    let of =
        |node: &'a Value| list(node, "/deps").iter().filter(carried).map(|one| text(one, "pkg")).collect();
    list(metadata, "/resolve/nodes").iter().map(|node| (text(node, "id"), of(node))).collect()
}

/// Everything that can be reached from a package, itself included.
fn reached<'a>(root: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(edges.get(id).into_iter().flatten());
        }
    }
    found
}

fn component(package: &Value) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package),
        "name": text(package, "name"),
        "version": text(package, "version"),
        "licenses": [{ "expression": licence(package) }],
    });
    // A crate of the house has no address in the registry, where its name may be somebody else's.
    if let (Some(fields), true) = (component.as_object_mut(), is_published(package)) {
        fields.insert("purl".into(), reference(package).into());
    }
    component
}

/// Compiled in as well, though cargo does not list it.
fn standard_library(release: &str) -> Value {
    json!({
        "type": "library",
        "bom-ref": format!("rust-std@{release}"),
        "name": "rust-std",
        "version": release,
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    })
}

/// The package's address in the registry; for a crate of the house its name and version.
fn reference(package: &Value) -> String {
    let place = if is_published(package) { "pkg:cargo/" } else { "" };
    format!("{place}{}@{}", text(package, "name"), text(package, "version"))
}

/// Older packages write `/` where SPDX writes `OR`.
fn licence(package: &Value) -> String {
    let words: Vec<&str> = text(package, "license").split('/').map(str::trim).collect();
    words.join(" OR ")
}

fn is_published(package: &Value) -> bool {
    package.get("source").is_some_and(Value::is_string)
}

fn is_macro(package: &Value) -> bool {
    list(package, "/targets").iter().any(|target| list(target, "/kind").contains(&json!("proc-macro")))
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, published: bool, kind: &str) -> Value {
        let source = published.then_some("registry");
        json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source,
            "targets": [{ "kind": [kind] }] })
    }

    fn node(name: &str, uses: &[(&str, Option<&str>)]) -> Value {
        let one =
            |&(pkg, kind): &(&str, Option<&str>)| json!({ "pkg": pkg, "dep_kinds": [{ "kind": kind }] });
        json!({ "id": name, "deps": uses.iter().map(one).collect::<Vec<_>>() })
    }

    #[test]
    fn only_what_is_compiled_in_is_listed() {
        let metadata = json!({
            "packages": [package("web", false, "bin"), package("app", false, "lib"), package("serde", true, "lib"),
                package("derive", true, "proc-macro"), package("proptest", true, "lib")],
            "resolve": { "nodes": [node("web", &[("app", None), ("derive", None)]),
                node("app", &[("serde", None), ("proptest", Some("dev"))]), node("serde", &[])] },
        });
        let bill = bill(&metadata, "00", "1.95.0").unwrap();
        let names: Vec<&str> = list(&bill, "/components").iter().map(|one| text(one, "name")).collect();
        assert_eq!(names, ["rust-std", "app", "serde"]);
        assert_eq!(bill.pointer("/components/2/purl"), Some(&json!("pkg:cargo/serde@1.0.0")));
        assert_eq!(bill.pointer("/components/1/purl"), None);
        assert_eq!(bill.pointer("/components/2/licenses/0/expression"), Some(&json!("MIT OR Apache-2.0")));
    }
}
