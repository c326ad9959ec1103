//! A second look at a Word file, by other eyes than the writer's own check: nothing in it runs, loads or calculates.

use std::io::{Cursor, Read as _};

/// Fields the product writes itself; what a person typed never becomes one.
const FIELDS: [&str; 6] = ["PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES", "IF", "="];

/// The first thing in a file that should not be there.
pub(crate) fn fault(file: &[u8]) -> Option<String> {
    if let Some(defect) = export_docx::check(file).into_iter().next() {
        return Some(format!("{defect:?}"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    (0..archive.len()).find_map(|index| {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        part(&name, &bytes).map(|fault| format!("{name}: {fault}"))
    })
}

fn part(name: &str, bytes: &[u8]) -> Option<String> {
    let picture = name.starts_with("word/media/");
    if !picture && !name.ends_with(".xml") && !name.ends_with(".rels") {
        return Some("a part of another kind".to_owned());
    }
    let text = if picture { "" } else { std::str::from_utf8(bytes).unwrap() };
    for active in [
        "TargetMode",
        "<w:object",
        "<w:altChunk",
        "<o:OLEObject",
        "vbaProject",
        "attachedTemplate",
        "<!DOCTYPE",
    ] {
        if text.contains(active) {
            return Some(format!("it holds {active}"));
        }
    }
    let simple =
        text.split("<w:fldSimple").skip(1).map(|rest| rest.split("w:instr=\"").nth(1).unwrap_or_default());
    let complex = text.split("<w:instrText").skip(1).map(|rest| rest.split('>').nth(1).unwrap_or_default());
    let words = simple.chain(complex).map(|rest| {
        let word = rest.trim_start().split(|c: char| !c.is_ascii_alphabetic() && c != '=').next();
        word.unwrap_or_default().to_owned()
    });
    let mut strange = words.filter(|word| !word.is_empty() && !FIELDS.contains(&word.as_str()));
    strange.next().map(|word| format!("it holds a field {word}"))
}
