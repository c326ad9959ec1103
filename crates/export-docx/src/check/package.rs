//! The archive and its relationships.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Defect, Fault};

/// Unpacked bytes and entries beyond which a package is not read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
const MOST_ENTRIES: usize = 4096;

/// Parts every document has.
const REQUIRED: [&str; 3] = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"];

/// An unpacked document.
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Unpacks `docx` within the limits.
    pub(super) fn open(docx: &[u8]) -> Result<Self, Fault> {
        let broken = |reason: String| Fault::NotAPackage { reason };
        let mut archive = ZipArchive::new(Cursor::new(docx)).map_err(|error| broken(error.to_string()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Fault::TooLarge);
        }
        let mut parts = BTreeMap::new();
        let mut left = MOST_BYTES;
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|error| broken(error.to_string()))?;
            let name = file.name().to_owned();
            let mut bytes = Vec::new();
            // One byte more than allowed, so that a longer entry is noticed and not cut.
            file.take(left + 1).read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
            left = left.checked_sub(bytes.len() as u64).ok_or(Fault::TooLarge)?;
            parts.insert(name, bytes);
        }
        match REQUIRED.iter().find(|name| !parts.contains_key(**name)) {
            Some(name) => Err(Fault::MissingPart { name: (*name).to_owned() }),
            None => Ok(Self { parts }),
        }
    }

    /// Every XML part, by name.
    pub(super) fn markup(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.parts
            .iter()
            .filter(|(name, _)| is_markup(name))
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Relationship ids of a part.
    pub(super) fn ids(&self, part: &str) -> BTreeSet<String> {
        let relationships = self.parts.get(&relationships_of(part)).map(|bytes| read(bytes));
        relationships.into_iter().flatten().map(|relationship| relationship.id).collect()
    }

    /// Faults of the relationships: doubled ids, targets that aren't there, targets outside the file.
    pub(super) fn relationships(&self) -> Vec<Defect> {
        let mut defects = Vec::new();
        for (name, bytes) in self.parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
            let mut seen = BTreeSet::new();
            for relationship in read(bytes) {
                if !seen.insert(relationship.id.clone()) {
                    let id = format!("Relationship {}", relationship.id);
                    defects.push(Defect { part: name.clone(), fault: Fault::DuplicateId { id } });
                }
                let target = relationship.target;
                if relationship.external {
                    defects.push(Defect { part: name.clone(), fault: Fault::External { target } });
                } else if !self.parts.contains_key(&resolve(name, &target)) {
                    defects.push(Defect { part: name.clone(), fault: Fault::Dangling { reference: target } });
                }
            }
        }
        defects
    }

    /// Whether any part has a bookmark of this name; headers may lead into the body.
    pub(super) fn has_bookmark(&self, name: &str) -> bool {
        let wanted = format!("w:name=\"{name}\"");
        self.markup().any(|(_, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            text.split("<w:bookmarkStart")
                .skip(1)
                .any(|rest| rest.split_once('>').is_some_and(|(tag, _)| tag.contains(&wanted)))
        })
    }

    /// Whether the content type of a part is declared, by its name or by its extension.
    fn declared(&self, name: &str) -> bool {
        let types = self.parts.get("[Content_Types].xml");
        let types = types.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        name == "[Content_Types].xml"
            || types.contains(&format!("PartName=\"/{name}\""))
            || (!extension.is_empty() && types.contains(&format!("Extension=\"{extension}\"")))
    }

    /// What the file as a whole should say for Word and WPS.
    pub(super) fn lint(&self) -> Vec<Defect> {
        let says = |part: &str, words: &str| {
            self.parts.get(part).is_some_and(|bytes| String::from_utf8_lossy(bytes).contains(words))
        };
        let settings = "word/settings.xml";
        let current = says(settings, "\"compatibilityMode\"") && says(settings, "w:val=\"15\"");
        let mut defects = Vec::new();
        let mut note = |part: &str, fault: Fault| defects.push(Defect { part: part.to_owned(), fault });
        if !current {
            note(settings, Fault::OldLayout);
        }
        if says(settings, "<w:updateFields") {
            note(settings, Fault::UpdatesFields);
        }
        for name in self.parts.keys() {
            if name.contains("/theme/") {
                note(name, Fault::ThemePart);
            }
            if is_active(name) {
                note(name, Fault::Active { name: name.clone() });
            }
            if !self.declared(name) {
                note(name, Fault::Undeclared { name: name.clone() });
            }
        }
        if !says("word/styles.xml", "w:eastAsia=\"zh-CN\"") {
            note("word/styles.xml", Fault::NoLanguage);
        }
        defects
    }
}

/// Parts that hold programs, objects of other programs or text to be imported.
fn is_active(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with(".bin") || ["/embeddings/", "/activex/", "/afchunk"].iter().any(|it| lower.contains(it))
}

fn is_markup(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| it.eq_ignore_ascii_case("xml") || it.eq_ignore_ascii_case("rels"))
}

struct Relationship {
    id: String,
    target: String,
    external: bool,
}

/// Relationships up to the first thing that is not XML; malformed parts are reported elsewhere.
fn read(bytes: &[u8]) -> Vec<Relationship> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "Relationship" => {
                found.push(Relationship {
                    id: attribute(&tag, "Id").unwrap_or_default(),
                    target: attribute(&tag, "Target").unwrap_or_default(),
                    external: attribute(&tag, "TargetMode").as_deref() == Some("External"),
                });
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Value of an attribute as it stands in the file.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

/// `word/document.xml` → `word/_rels/document.xml.rels`.
fn relationships_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// Name of the part a target leads to, seen from its relationships part.
fn resolve(relationships: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let base = relationships.split_once("_rels/").map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_their_relationships_stand() {
        assert_eq!(relationships_of("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(resolve("word/_rels/document.xml.rels", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/_rels/document.xml.rels", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolve("_rels/.rels", "/word/document.xml"), "word/document.xml");
    }
}
