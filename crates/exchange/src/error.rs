//! Why a file is refused, and why one can't be made: names with facts, never sentences.

use crate::attachment::AttachmentFault;
use crate::json::JsonRefusal;

/// Why a file is refused. None of them carries anything secret from the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// A limit is exceeded.
    #[error("{what} exceeds the limit of {limit}")]
    TooLarge {
        /// Which limit: `file`, `age-header`, `header`, `document`, `attachments`, `attachment`, `recipients`.
        what: &'static str,
        /// The limit, in bytes or as a number.
        limit: usize,
    },
    /// Not an exchange file.
    #[error("not an exchange file")]
    NotOurs,
    /// Made by a later program.
    #[error("version {found} is above {max}")]
    VersionTooNew {
        /// Version of the file.
        found: u16,
        /// Greatest version known here.
        max: u16,
    },
    /// Algorithms not known here.
    #[error("suite {suite} with sealing {sealing} is not known")]
    SuiteUnknown {
        /// Name of the suite.
        suite: String,
        /// Name of the sealing.
        sealing: String,
    },
    /// Cut, changed or malformed.
    #[error("the file is damaged")]
    Damaged,
    /// A passphrase has to be asked for.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase is wrong or its part of the file damaged; the two can't be told apart.
    #[error("the passphrase does not open the file")]
    PassphraseWrong,
    /// Deriving the key would take too much memory and time.
    #[error("work factor {found} is above {max}")]
    WorkFactorTooHigh {
        /// Exponent of the file.
        found: u8,
        /// Greatest exponent accepted.
        max: u8,
    },
    /// Sealed to somebody else's key.
    #[error("sealed to another key")]
    NotForUs,
    /// The header has a key that must be understood and is not.
    #[error("the header has the unknown key {key}")]
    HeaderKeyUnknown {
        /// The key.
        key: String,
    },
    /// A value of the header breaks its rule.
    #[error("the header's {what} breaks its rule")]
    HeaderRefused {
        /// Key of the value, or `json`, `fields`, `canonical` for the form of the whole.
        what: &'static str,
    },
    /// An attachment may not travel.
    #[error("attachment {number}: {why}")]
    AttachmentRefused {
        /// Which one, from 1.
        number: usize,
        /// Why.
        why: AttachmentFault,
    },
    /// The signature does not verify.
    #[error("the signature does not verify")]
    SignatureInvalid,
    /// The document inflates beyond what it says or what is allowed.
    #[error("the document inflates too much")]
    InflatesTooMuch,
    /// The document is not strict JSON.
    #[error("the document: {0}")]
    DocumentRefused(JsonRefusal),
}

impl OpenError {
    /// Name of the refusal, as in SPEC.md section 11.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            OpenError::Empty => "empty",
            OpenError::TooLarge { .. } => "too-large",
            OpenError::NotOurs => "not-ours",
            OpenError::VersionTooNew { .. } => "version-too-new",
            OpenError::SuiteUnknown { .. } => "suite-unknown",
            OpenError::Damaged => "damaged",
            OpenError::PassphraseNeeded => "passphrase-needed",
            OpenError::PassphraseWrong => "passphrase-wrong",
            OpenError::WorkFactorTooHigh { .. } => "work-factor-too-high",
            OpenError::NotForUs => "not-for-us",
            OpenError::HeaderKeyUnknown { .. } => "header-key-unknown",
            OpenError::HeaderRefused { .. } => "header-refused",
            OpenError::AttachmentRefused { .. } => "attachment-refused",
            OpenError::SignatureInvalid => "signature-invalid",
            OpenError::InflatesTooMuch => "inflates-too-much",
            OpenError::DocumentRefused(refusal) => refusal.code(),
        }
    }
}

/// Why a file can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// A passphrase of no characters protects nothing.
    #[error("the passphrase is empty")]
    PassphraseEmpty,
    /// Sealed to nobody, nobody could open it.
    #[error("no recipient")]
    RecipientMissing,
    /// [`crate::open`] would refuse the file for this reason.
    #[error(transparent)]
    WouldBeRefused(#[from] OpenError),
}

impl SealError {
    /// Name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            SealError::PassphraseEmpty => "passphrase-empty",
            SealError::RecipientMissing => "recipient-missing",
            SealError::WouldBeRefused(error) => error.code(),
        }
    }
}
