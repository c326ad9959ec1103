//! The 文种: which way they go, in which formats they come, how they close.

use serde::Deserialize;

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Direction {
    /// 上行文.
    Upward,
    /// 下行文.
    Downward,
    /// 平行文.
    Lateral,
    /// 意见, 纪要 and announcements go any way.
    Any,
}

/// One 文种 of the regulations (条例 第八条).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentKind {
    /// Name, as titles end with it.
    pub(crate) name: String,
    /// Other endings of titles that mean this kind, such as 令.
    #[serde(default)]
    pub(crate) endings: Vec<String>,
    /// Which way it goes.
    pub(crate) direction: Direction,
    /// Whether it is addressed to someone; absent means either way.
    #[serde(default)]
    pub(crate) addressed: Option<bool>,
    /// Whether its title is 关于…的 and the name.
    #[serde(default)]
    pub(crate) about: bool,
    /// Closings that belong to it, without the full stop. One that is only in the lists of others does not fit.
    #[serde(default)]
    pub(crate) closings: Vec<String>,
    /// Style sheets it must not be set in.
    #[serde(default)]
    pub(crate) not_in: Vec<String>,
}
