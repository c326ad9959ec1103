//! Every part of every document the tests made is validated against ECMA-376's own schema for word processing.
//!
//! The schemas are a third party's, so they are no part of the project: `DUCHA_CORPORA` names a folder that holds
//! `ooxml-schemas/wml.xsd` and the files it imports, from the transitional schemas that come with the standard.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use zip::ZipArchive;

use super::{Outcome, documents};
use crate::paths::Paths;
use crate::{policy, run};

/// Files one run of the validator takes; reading the schemas takes longer than validating.
const TOGETHER: usize = 2_000;

/// How many errors are worth reading.
const SHOWN: usize = 20;

/// The schema imports the namespace of `xml:space` and says not from where.
const NOWHERE: &str = r#"namespace="http://www.w3.org/XML/1998/namespace"/>"#;
const HERE: &str = r#"namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>"#;
const XML_XSD: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:language"/><xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute></xs:schema>"#;

pub(super) fn check(paths: &Paths) -> Result<Outcome> {
    let corpora =
        std::env::var_os("DUCHA_CORPORA").map(|corpora| PathBuf::from(corpora).join("ooxml-schemas"));
    let Some(given) = corpora.filter(|folder| folder.join("wml.xsd").is_file()) else {
        let reason = "DUCHA_CORPORA names no folder with ooxml-schemas/wml.xsd";
        return Ok(Outcome::Skipped(reason.to_owned()));
    };
    let mut found = Vec::new();
    documents::collect(&paths.documents(), &mut found);
    if found.is_empty() {
        return Ok(Outcome::Skipped("the tests left no document in target/documents".to_owned()));
    }
    if run::find_program("xmllint").is_none() {
        bail!("xmllint is missing (Debian: apt install libxml2-utils)");
    }
    let work = paths.root().join("target/schema");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let schema = schemas(&given, &work.join("xsd"))?;
    let parts = parts(&found, &work.join("parts"))?;
    let mut faults = Vec::new();
    for files in parts.keys().collect::<Vec<_>>().chunks(TOGETHER) {
        faults.extend(validate(&schema, files, &parts)?);
    }
    if faults.is_empty() {
        return Ok(Outcome::Passed(format!("{} documents, {} different parts", found.len(), parts.len())));
    }
    faults.iter().take(SHOWN).for_each(|fault| println!("    {fault}"));
    bail!("{} errors in {} documents", faults.len(), found.len())
}

/// Copies the schemas and closes the hole in them.
fn schemas(given: &Path, into: &Path) -> Result<PathBuf> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(given)?.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "xsd") {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            fs::write(into.join(entry.file_name()), text.replace(NOWHERE, HERE))?;
        }
    }
    fs::write(into.join("xml.xsd"), XML_XSD)?;
    Ok(into.join("wml.xsd"))
}

/// Unpacks the parts of all documents, equal ones once; each with the name of a document that has it.
fn parts(documents: &[PathBuf], into: &Path) -> Result<BTreeMap<PathBuf, String>> {
    fs::create_dir_all(into)?;
    let mut parts = BTreeMap::new();
    for document in documents {
        let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut archive = ZipArchive::new(File::open(document)?).with_context(|| name.clone())?;
        for index in 0..archive.len() {
            let mut part = archive.by_index(index)?;
            let words = part
                .name()
                .strip_prefix("word/")
                .filter(|part| part.ends_with(".xml") && !part.contains('/'));
            let Some(stem) = words.map(|part| part.trim_end_matches(".xml").to_owned()) else { continue };
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes)?;
            let file = into.join(format!("{stem}-{:.16}.xml", policy::hex(&bytes)));
            if let Entry::Vacant(free) = parts.entry(file) {
                fs::write(free.key(), &bytes)?;
                free.insert(format!("{name}: word/{stem}.xml"));
            }
        }
    }
    Ok(parts)
}

/// The errors in some files, as sentences that begin with the document.
fn validate(schema: &Path, files: &[&PathBuf], parts: &BTreeMap<PathBuf, String>) -> Result<Vec<String>> {
    let mut command = Command::new("xmllint");
    let output = command.args(["--noout", "--schema"]).arg(schema).args(files).output();
    let output = output.context("cannot start xmllint")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let faults = faults_of(&said);
    // 3 and 4 are what it says of invalid files; anything else is about the schemas or the machine.
    if faults.is_empty() && !output.status.success() {
        bail!("xmllint failed ({}): {}", output.status, said.lines().last().unwrap_or_default());
    }
    let place = |(file, rest): &(String, String)| {
        let part = parts.get(Path::new(file)).map_or(file.as_str(), String::as_str);
        format!("{part}:{rest}")
    };
    Ok(faults.iter().map(place).collect())
}

/// Files and what is wrong with them, out of lines like `file:1: element p: Schemas validity error : …`.
fn faults_of(said: &str) -> Vec<(String, String)> {
    let fault = |line: &str| {
        let (file, rest) = line.split_once(".xml:")?;
        Some((format!("{file}.xml"), rest.to_owned()))
    };
    said.lines().filter(|line| line.contains("error")).filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_file_and_nothing_else_is_one() {
        let said = "/a/styles-1.xml validates\n/a/document-2.xml:1: element p: Schemas validity error : bad\n\
                    /a/document-2.xml fails to validate\n";
        let fault = ("/a/document-2.xml".to_owned(), "1: element p: Schemas validity error : bad".to_owned());
        assert_eq!(faults_of(said), [fault]);
    }
}
