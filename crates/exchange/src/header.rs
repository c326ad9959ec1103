//! The JSON header of the content: what travels here, from whom, and the hash of every part.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::OpenError;
use crate::json::{self, Limits};
use crate::limits;
use crate::text;

/// The header as it stands in the file (SPEC.md section 5). Fields are in the order of their names: that is canonical.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) about: BTreeMap<String, String>,
    pub(crate) app: String,
    pub(crate) attachments: Vec<AttachmentPart>,
    pub(crate) document: DocumentPart,
    pub(crate) kind: String,
    pub(crate) made: String,
    pub(crate) sender: String,
    pub(crate) sequence: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signer: Option<String>,
    /// Keys not known to this version. They come last because `x-` sorts after every key above.
    #[serde(flatten)]
    pub(crate) later: BTreeMap<String, Value>,
}

/// One attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachmentPart {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) size: u32,
}

/// The document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentPart {
    pub(crate) inflated: u32,
    pub(crate) sha256: String,
    pub(crate) size: u32,
}

const JSON: Limits = Limits {
    bytes: limits::HEADER,
    depth: 3,
    items: limits::HEADER,
    values: limits::HEADER,
    string: 4096,
    key: 1024,
};

impl Header {
    /// The canonical bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and integers can always be written")
    }

    /// Reads and checks a header.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, OpenError> {
        json::check(bytes, JSON).map_err(|_| OpenError::HeaderRefused { what: "json" })?;
        let header: Self =
            serde_json::from_slice(bytes).map_err(|_| OpenError::HeaderRefused { what: "fields" })?;
        header.check()?;
        if header.to_bytes() == bytes {
            Ok(header)
        } else {
            Err(OpenError::HeaderRefused { what: "canonical" })
        }
    }

    /// The rules of the format that the types don't say.
    pub(crate) fn check(&self) -> Result<(), OpenError> {
        self.check_later()?;
        let about = self.about.iter().all(|(key, value)| text::is_label(key, true) && text::is_clean(value));
        let rules = [
            ("about", about && self.about.len() <= limits::ABOUT),
            ("app", text::is_clean(&self.app)),
            ("kind", text::is_label(&self.kind, false)),
            ("made", text::is_clean(&self.made)),
            ("sender", text::is_clean(&self.sender)),
            ("sequence", self.sequence <= limits::SEQUENCE),
        ];
        match rules.into_iter().find(|(_, kept)| !kept) {
            Some((what, _)) => Err(OpenError::HeaderRefused { what }),
            None => self.check_sizes(),
        }
    }

    /// `x-…` may be ignored when it is a text; every other unknown key means something we would get wrong.
    fn check_later(&self) -> Result<(), OpenError> {
        for (key, value) in &self.later {
            if !key.starts_with("x-") {
                let key = key.chars().filter(|c| text::is_plain(*c)).take(limits::LABEL).collect();
                return Err(OpenError::HeaderKeyUnknown { key });
            }
            if !value.as_str().is_some_and(text::is_clean) || !text::is_clean(key) {
                return Err(OpenError::HeaderRefused { what: "x-" });
            }
        }
        Ok(())
    }

    fn check_sizes(&self) -> Result<(), OpenError> {
        let attachment = self.attachments.iter().map(|part| part.size as usize).max().unwrap_or(0);
        let rules = [
            ("document", self.document.inflated as usize, limits::DOCUMENT),
            ("attachments", self.attachments.len(), limits::ATTACHMENTS),
            ("attachment", attachment, limits::ATTACHMENT),
        ];
        match rules.into_iter().find(|(_, found, limit)| found > limit) {
            Some((what, _, limit)) => Err(OpenError::TooLarge { what, limit }),
            None => Ok(()),
        }
    }
}
