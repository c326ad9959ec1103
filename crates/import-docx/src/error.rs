//! Why a file cannot be read, by name, and what to do about it.

use crate::limits::{MOST_BYTES, MOST_CHARACTERS};

/// The file is not a .docx that this crate reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`crate::MOST_BYTES`].
    #[error("the file has {bytes} bytes")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// An old binary document: .doc, or .wps of WPS.
    #[error("an old binary document (.doc or .wps)")]
    OldDocument,
    /// A document with a password.
    #[error("the document is encrypted")]
    Encrypted,
    /// Something else that is not a .docx.
    #[error("not a .docx but {found}")]
    OtherFormat {
        /// What it is.
        found: OtherFormat,
    },
    /// No archive, and nothing else that is known.
    #[error("not a .docx")]
    NotADocx,
    /// An archive without a document in it.
    #[error("no document in the archive")]
    NoDocument,
    /// The archive or a part of it cannot be read.
    #[error("damaged: {part}: {reason}")]
    Damaged {
        /// Name of the part; empty for the archive itself.
        part: String,
        /// What the reader said.
        reason: String,
    },
    /// Too many entries.
    #[error("the archive has {entries} entries")]
    TooManyEntries {
        /// How many.
        entries: usize,
    },
    /// Parts that unpack to more than is read, or that are packed too tightly to be honest.
    #[error("{part} unpacks to too much")]
    Bomb {
        /// Name of the part.
        part: String,
    },
    /// Two entries with one name: programs differ in which of them they read.
    #[error("{part} stands twice in the archive")]
    Twice {
        /// Name of the part; empty when it is not known.
        part: String,
    },
    /// Entries that share bytes: a few bytes would unpack to many.
    #[error("entries of the archive overlap")]
    Overlapping,
    /// A part with a document type or entities of its own.
    #[error("{part} declares entities")]
    Entities {
        /// Name of the part.
        part: String,
    },
    /// Elements nested too deeply.
    #[error("{part} is nested too deeply")]
    TooDeep {
        /// Name of the part.
        part: String,
    },
    /// More text than is read.
    #[error("too much text")]
    TooMuchText,
}

/// Files that people take for a .docx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFormat {
    /// .pdf
    Pdf,
    /// .rtf
    Rtf,
    /// .xlsx, .xls
    Spreadsheet,
    /// .pptx, .ppt
    Slides,
    /// .odt and its like
    OpenDocument,
    /// .ofd
    Ofd,
    /// A web page or other XML
    Markup,
    /// A picture
    Picture,
    /// Another binary office file
    Binary,
}

impl std::fmt::Display for OtherFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pdf => "PDF",
            Self::Rtf => "RTF",
            Self::Spreadsheet => "a spreadsheet",
            Self::Slides => "slides",
            Self::OpenDocument => "OpenDocument",
            Self::Ofd => "OFD",
            Self::Markup => "a web page or XML",
            Self::Picture => "a picture",
            Self::Binary => "a binary office file",
        })
    }
}

impl ImportError {
    /// What happened and what to do, in plain Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        let megabytes = MOST_BYTES / 1024 / 1024;
        match self {
            Self::Empty => "文件是空的，请重新选择。".to_owned(),
            Self::TooLarge { bytes } => {
                let size = bytes.div_ceil(1024 * 1024);
                format!("文件约{size} MB，超过{megabytes} MB。请删去大图片后再导入。")
            }
            Self::OldDocument => "这是旧版 .doc 或 .wps 文件，请在 WPS 中另存为 .docx 后再导入。".to_owned(),
            Self::Encrypted => "文件已加密，请在 WPS 中打开并去掉密码，另存为 .docx 后再导入。".to_owned(),
            Self::OtherFormat { found } => {
                let name = match found {
                    OtherFormat::Pdf => "PDF 文件",
                    OtherFormat::Rtf => "RTF 文件",
                    OtherFormat::Spreadsheet => "电子表格",
                    OtherFormat::Slides => "演示文稿",
                    OtherFormat::OpenDocument => "开放文档（.odt）",
                    OtherFormat::Ofd => "OFD 版式文件",
                    OtherFormat::Markup => "网页文件",
                    OtherFormat::Picture => "图片",
                    OtherFormat::Binary => "旧版办公文件",
                };
                format!("这是{name}，不是 .docx 文档。请在 WPS 中打开并另存为 .docx，或把文字复制进来。")
            }
            Self::NotADocx => "这不是 .docx 文档，请重新选择。".to_owned(),
            Self::NoDocument => {
                "文件里没有文档正文，可能不是 .docx 文档。请在 WPS 中打开并另存为 .docx。".to_owned()
            }
            Self::Damaged { .. } => {
                "文件已损坏，无法打开。请在 WPS 中打开并另存为 .docx 后再导入。".to_owned()
            }
            Self::Overlapping => "文件结构异常，为安全起见没有打开。请核实文件来源。".to_owned(),
            Self::TooManyEntries { .. }
            | Self::Twice { .. }
            | Self::Bomb { .. }
            | Self::Entities { .. }
            | Self::TooDeep { .. } => "文件结构异常，为安全起见没有打开。\
                请在 WPS 中另存为 .docx 后再导入，或复制文字粘贴。"
                .to_owned(),
            Self::TooMuchText => {
                format!("文字超过{}万字，没有打开。请分成几个文件。", MOST_CHARACTERS / 10_000)
            }
        }
    }
}
