//! Picture files of a flow.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A picture file that runs may show. Equal pictures are held once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Name by which the text asks for it; becomes the alternative text.
    pub name: String,
    /// Format of `bytes`.
    pub kind: PictureKind,
    /// The file as it was given.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// The file as a `data:` address, for pages that hold everything themselves.
    #[must_use]
    pub fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.kind.media_type(), STANDARD.encode(&self.bytes))
    }
}

/// Format of a picture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureKind {
    /// Media type, such as `image/png`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}
