//! What can go wrong with the browser's storage, as the protocol tells it apart.

/// Why a request to the log failed. The shell translates the browser's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no storage for this page: private mode, policy, a very old browser.
    Absent,
    /// The disk or the browser's share of it is full.
    Full,
    /// The transaction found another state than it expected and did nothing.
    Conflict,
    /// The database is of a newer version.
    TooNew,
    /// Another window keeps the database from being deleted or upgraded.
    Blocked,
    /// The connection was closed from outside.
    Closed,
    /// The transaction was aborted.
    Aborted,
    /// No answer within the time the shell allows.
    Hung,
    /// What was read back is not what was written.
    Unfaithful,
    /// Anything else.
    Other,
}

impl Fault {
    /// Whether writing again could harm what somebody else stored.
    #[must_use]
    pub fn forbids_writing(self) -> bool {
        matches!(self, Self::Conflict | Self::TooNew)
    }
}
