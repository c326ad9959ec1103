//! The archive of a .docx within limits: what it is, where its document stands, its parts and their relationships.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{ImportError, OtherFormat};
use crate::limits::{MOST_BYTES, MOST_ENTRIES, MOST_MARKUP, MOST_UNPACKED, RATIO_FROM, TIGHTEST};
use crate::xml::{self, Element};

/// Where a relationship leads.
#[derive(Debug, Clone)]
pub(crate) struct Relationship {
    /// Last step of its type: image, header, numbering.
    pub(crate) kind: String,
    /// Name of the part, or an address outside the file.
    pub(crate) target: String,
    pub(crate) external: bool,
}

/// Relationships of a part by their ids.
pub(crate) type Relationships = BTreeMap<String, Relationship>;

/// An open .docx.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Index by name in lower case: names of parts know no case.
    names: BTreeMap<String, usize>,
    left: u64,
    /// Name of the main part.
    pub(crate) main: String,
    pub(crate) macros: bool,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, ImportError> {
        if bytes.is_empty() {
            return Err(ImportError::Empty);
        }
        if bytes.len() > MOST_BYTES {
            return Err(ImportError::TooLarge { bytes: bytes.len() });
        }
        if !bytes.starts_with(b"PK") {
            return Err(recognise(bytes));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged("", &e))?;
        // The reader keeps one of several entries with one name, so what the directory counts is asked as well.
        let entries = counted(bytes).unwrap_or(archive.len()).max(archive.len());
        if entries > MOST_ENTRIES {
            return Err(ImportError::TooManyEntries { entries });
        }
        let names = names(&mut archive)?;
        if entries > names.len() {
            return Err(ImportError::Twice { part: String::new() });
        }
        if archive.has_overlapping_files().map_err(|e| damaged("", &e))? {
            return Err(ImportError::Overlapping);
        }
        let mut package = Self { archive, names, left: MOST_UNPACKED, main: String::new(), macros: false };
        package.find_main()?;
        Ok(package)
    }

    fn find_main(&mut self) -> Result<(), ImportError> {
        let types = self.markup("[Content_Types].xml")?;
        let types: Vec<(String, String)> = types
            .iter()
            .flat_map(|root| root.elements())
            .flat_map(Element::elements)
            .filter_map(|e| {
                Some((
                    plain_name(e.attribute("PartName").unwrap_or_default()),
                    e.attribute("ContentType")?.to_owned(),
                ))
            })
            .collect();
        self.macros = self.names.keys().any(|n| n.ends_with("vbaproject.bin"))
            || types.iter().any(|(_, t)| t.contains("macroEnabled"));
        let of = |words: &str| types.iter().find(|(_, t)| t.contains(words)).map(|(name, _)| name.clone());
        let related =
            self.relationships("")?.into_values().find(|r| r.kind == "officeDocument" && !r.external);
        if of("wordprocessingml").is_none()
            && of("ms-word").is_none()
            && let Some(found) =
                self.other_format(of("spreadsheetml").is_some(), of("presentationml").is_some())
        {
            return Err(ImportError::OtherFormat { found });
        }
        let candidates =
            [related.map(|r| r.target), of("document.main+xml"), Some("word/document.xml".to_owned())];
        let main = candidates.into_iter().flatten().find(|name| self.names.contains_key(&plain_name(name)));
        self.main = main.ok_or(ImportError::NoDocument)?;
        Ok(())
    }

    fn other_format(&self, sheets: bool, slides: bool) -> Option<OtherFormat> {
        let has = |name: &str| self.names.contains_key(name);
        if sheets || has("xl/workbook.xml") {
            Some(OtherFormat::Spreadsheet)
        } else if slides || has("ppt/presentation.xml") {
            Some(OtherFormat::Slides)
        } else if has("ofd.xml") {
            Some(OtherFormat::Ofd)
        } else if has("mimetype") && has("content.xml") {
            Some(OtherFormat::OpenDocument)
        } else {
            None
        }
    }

    /// A part as a tree; `None` when there is no such part.
    pub(crate) fn markup(&mut self, name: &str) -> Result<Option<Element>, ImportError> {
        let Some(bytes) = self.bytes(name, MOST_MARKUP)? else { return Ok(None) };
        let text = decode(&bytes).ok_or_else(|| ImportError::Damaged {
            part: name.to_owned(),
            reason: "neither UTF-8 nor UTF-16".to_owned(),
        })?;
        xml::parse(name, &text).map(Some)
    }

    /// A part's bytes within `most` and within what is left for the whole file.
    pub(crate) fn bytes(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(index) = self.names.get(&plain_name(name)).copied() else { return Ok(None) };
        let entry = self.archive.by_index(index).map_err(|e| damaged(name, &e))?;
        let bomb = || ImportError::Bomb { part: name.to_owned() };
        let packed = entry.compressed_size();
        let most = most.min(self.left);
        if entry.size() > most {
            return Err(bomb());
        }
        let mut bytes = Vec::new();
        // One byte more than allowed, so that an entry longer than it says is noticed.
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|e| ImportError::Damaged { part: name.to_owned(), reason: e.to_string() })?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let tight = size > RATIO_FROM && size / packed.max(1) > TIGHTEST;
        if size > most || tight {
            return Err(bomb());
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// Relationships of a part; of the package itself for an empty name.
    pub(crate) fn relationships(&mut self, part: &str) -> Result<Relationships, ImportError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(root) = self.markup(&format!("{folder}{slash}_rels/{file}.rels"))? else {
            return Ok(Relationships::new());
        };
        let all = root.elements().flat_map(Element::elements).filter(|e| e.name == "Relationship");
        let read = all.filter_map(|e| {
            let kind = e.attribute("Type")?.rsplit('/').next()?.to_owned();
            let external = e.attribute("TargetMode") == Some("External");
            let target = e.attribute("Target")?;
            let target = if external { target.to_owned() } else { resolve(folder, target) };
            Some((e.attribute("Id")?.to_owned(), Relationship { kind, target, external }))
        });
        Ok(read.collect())
    }
}

/// The index of every entry by its plain name. Two that differ in case or slashes only would be one to some readers.
fn names(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<BTreeMap<String, usize>, ImportError> {
    let mut names = BTreeMap::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|e| damaged("", &e))?;
        if entry.encrypted() {
            return Err(ImportError::Encrypted);
        }
        let name = plain_name(entry.name());
        if names.insert(name, index).is_some() {
            return Err(ImportError::Twice { part: entry.name().to_owned() });
        }
    }
    Ok(names)
}

/// How many entries the end of the archive says there are; `None` when another record says it.
fn counted(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = u16::from_le_bytes(bytes.get(end + 10..end + 12)?.try_into().ok()?);
    (count != u16::MAX).then_some(count.into())
}

/// Name of the part a target leads to, seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let base = if target.starts_with('/') { "" } else { folder };
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

/// Without a leading slash, with forward slashes, in lower case: old writers differ in all three.
fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn damaged(part: &str, error: &ZipError) -> ImportError {
    if matches!(error, ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) {
        return ImportError::Encrypted;
    }
    ImportError::Damaged { part: part.to_owned(), reason: error.to_string() }
}

/// UTF-8 with or without its mark, or UTF-16 with one.
fn decode(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(read));
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// What a file that is no archive is.
fn recognise(bytes: &[u8]) -> ImportError {
    let other = |found| ImportError::OtherFormat { found };
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => compound(bytes),
        [0xFF, 0xD8, 0xFF, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'B', b'M', ..] => other(OtherFormat::Picture),
        _ if bytes.starts_with(b"%PDF") => other(OtherFormat::Pdf),
        _ if text.starts_with(b"{\\rtf") => other(OtherFormat::Rtf),
        _ if text.starts_with(b"<") => other(OtherFormat::Markup),
        _ => ImportError::NotADocx,
    }
}

/// A compound file: its directory names what it holds, in UTF-16.
fn compound(bytes: &[u8]) -> ImportError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        ImportError::Encrypted
    } else if holds("WordDocument") {
        ImportError::OldDocument
    } else if holds("Workbook") {
        ImportError::OtherFormat { found: OtherFormat::Spreadsheet }
    } else if holds("PowerPoint Document") {
        ImportError::OtherFormat { found: OtherFormat::Slides }
    } else {
        ImportError::OtherFormat { found: OtherFormat::Binary }
    }
}
