//! Attached files: which names, kinds and sizes may travel.

use std::collections::BTreeSet;

use crate::limits;
use crate::text;

/// A file that travels beside the document, for example a scanned page of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name with extension, never a path.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What is wrong with an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentFault {
    /// The name is empty, too long, a path, a device name, or has characters no file name should have.
    #[error("name")]
    Name,
    /// Another attachment has the same name.
    #[error("same name twice")]
    Twice,
    /// The extension is not on the list.
    #[error("extension not allowed")]
    Extension,
    /// The bytes are not what the extension says.
    #[error("not the kind its extension says")]
    Kind,
}

/// Extensions that may travel, with how such a file begins; an empty beginning means text.
///
/// The old binary office formats are missing because they carry macros.
const KINDS: [(&str, &[u8]); 10] = [
    ("pdf", b"%PDF-"),
    ("ofd", b"PK\x03\x04"),
    ("docx", b"PK\x03\x04"),
    ("xlsx", b"PK\x03\x04"),
    ("pptx", b"PK\x03\x04"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xFF\xD8\xFF"),
    ("jpeg", b"\xFF\xD8\xFF"),
    ("txt", b""),
    ("csv", b""),
];

/// Extensions that may travel, for a file dialog.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(extension, _)| *extension)
}

/// Makes a name that [`fault`] has nothing against, apart from its extension.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let shown: String = name.chars().filter(|c| text::is_plain(*c)).map(without_reserved).collect();
    let trimmed = shown.trim_matches(|c| c == ' ' || c == '.');
    let (stem, extension) = trimmed.rsplit_once('.').unwrap_or((trimmed, ""));
    let room = limits::NAME.saturating_sub(extension.chars().count() + 2);
    let mut cut = String::new();
    for c in stem.chars().take(room) {
        // Half of the UTF-16 limit is left for an extension; an extension that long is not on the list anyway.
        if cut.encode_utf16().count() + c.len_utf16() + extension.encode_utf16().count() + 2
            <= limits::NAME_UTF16
        {
            cut.push(c);
        }
    }
    if cut.is_empty() || is_device(&cut) {
        cut.insert(0, '_');
    }
    if extension.is_empty() { cut.trim_end().to_owned() } else { format!("{cut}.{extension}") }
}

fn without_reserved(c: char) -> char {
    if is_reserved(c) { '_' } else { c }
}

fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// What is wrong with one attachment, apart from its size.
#[must_use]
pub fn fault(name: &str, bytes: &[u8]) -> Option<AttachmentFault> {
    if !is_name(name) {
        return Some(AttachmentFault::Name);
    }
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let Some((_, beginning)) = KINDS.iter().find(|(known, _)| *known == extension) else {
        return Some(AttachmentFault::Extension);
    };
    let as_said = if beginning.is_empty() {
        !bytes.iter().take(4096).any(|byte| *byte == 0)
    } else {
        bytes.starts_with(beginning)
    };
    (!as_said).then_some(AttachmentFault::Kind)
}

/// The number (from 1) and fault of the first attachment that may not travel.
pub(crate) fn first_fault(attachments: &[Attachment]) -> Option<(usize, AttachmentFault)> {
    let mut names = BTreeSet::new();
    attachments.iter().enumerate().find_map(|(index, attachment)| {
        let twice = !names.insert(attachment.name.to_lowercase());
        let fault = fault(&attachment.name, &attachment.bytes).or(twice.then_some(AttachmentFault::Twice));
        fault.map(|fault| (index + 1, fault))
    })
}

fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    let edges = !name.starts_with([' ', '.']) && !name.ends_with([' ', '.']);
    (1..=limits::NAME).contains(&length)
        && name.encode_utf16().count() <= limits::NAME_UTF16
        && edges
        && name.chars().all(|c| text::is_plain(c) && !is_reserved(c))
        && !is_device(name)
}

/// Names Windows gives to devices, with whatever extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_evidence_may_travel() {
        assert_eq!(fault("2026年党委会会议纪要（第3期）.pdf", b"%PDF-1.7"), None);
        assert_eq!(fault("照片 1.JPG", b"\xFF\xD8\xFF\xE0"), None);
        assert_eq!(fault("名单.csv", "姓名,支部".as_bytes()), None);
    }

    #[test]
    fn other_names_and_kinds_may_not() {
        for name in [
            "",
            "../a.pdf",
            "a/b.pdf",
            "C:\\a.pdf",
            "con.pdf",
            "Lpt1.x.pdf",
            "NUL .pdf",
            ".pdf",
            " a.pdf",
            "a.pdf ",
            "a.pdf.",
            "\u{202E}fdp.pdf",
        ] {
            assert_eq!(fault(name, b"%PDF-"), Some(AttachmentFault::Name), "{name:?}");
        }
        assert_eq!(fault(&("长".repeat(98) + ".pdf"), b"%PDF-"), Some(AttachmentFault::Name));
        assert_eq!(fault("宏.doc", b"\xD0\xCF"), Some(AttachmentFault::Extension));
        assert_eq!(fault("a.pdf.exe", b"MZ"), Some(AttachmentFault::Extension));
        assert_eq!(fault("a.pdf", b"MZ"), Some(AttachmentFault::Kind));
        assert_eq!(fault("a.txt", b"a\0b"), Some(AttachmentFault::Kind));
    }

    #[test]
    fn names_that_differ_in_case_only_are_the_same() {
        let file = |name: &str| Attachment { name: name.to_owned(), bytes: b"%PDF-".to_vec() };
        assert_eq!(first_fault(&[file("a.pdf"), file("A.PDF")]), Some((2, AttachmentFault::Twice)));
    }

    #[test]
    fn a_cleaned_name_is_a_name() {
        let long = "督".repeat(300) + ".pdf";
        let wide = "𠮷".repeat(100) + ".pdf";
        for raw in [
            "../../a.pdf",
            "con.pdf",
            " . .pdf",
            "a\u{202E}b?.pdf",
            "aux .pdf",
            long.as_str(),
            wide.as_str(),
            "会议纪要.pdf",
        ] {
            let clean = clean_name(raw);
            assert!(is_name(&clean), "{raw:?} became {clean:?}");
            assert_eq!(clean_name(&clean), clean, "{raw:?}");
        }
        assert_eq!(clean_name("会议纪要.pdf"), "会议纪要.pdf");
    }
}
