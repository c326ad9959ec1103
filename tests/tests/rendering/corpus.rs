//! Texts for comparing our pages with rendered ones: every typeset case, random prose, a few wild documents.

use std::path::Path;

use tests::random::{prose, wild};

use super::case::{Document, flow, folders, read, set};

/// Random documents of ordinary prose.
const PROSE: std::ops::RangeInclusive<u64> = 1..=44;

/// Random documents that only have to open.
const WILD: std::ops::RangeInclusive<u64> = 1..=10;

/// All of them; `suites` is the folder of all suites.
pub(crate) fn documents(suites: &Path) -> Result<Vec<Document>, String> {
    let mut documents = Vec::new();
    for case in folders(&suites.join("typeset")) {
        let text = read(&case.join("input.txt"))?;
        documents.push(Document::of(format!("typeset-{}", name(&case)), set(&case, &text)?, Vec::new())?);
    }
    for seed in PROSE {
        let (head, text) = prose(seed);
        documents.push(Document::of(format!("prose-{seed:02}"), flow(&head, &text)?, Vec::new())?);
    }
    for seed in WILD {
        let (head, text) = wild(seed);
        let document = Document::of(format!("wild-{seed:02}"), flow(&head, &text)?, Vec::new())?;
        documents.push(Document { agrees: false, ..document });
    }
    Ok(documents)
}

pub(crate) fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
