//! What people read when a file is refused: what happened, and what to do.

use crate::attachment::AttachmentFault;
use crate::error::{OpenError, SealError};
use crate::keys::KeyTextError;
use crate::limits;

/// Two sentences for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub what: String,
    /// What to do.
    pub todo: String,
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.what, self.todo)
    }
}

fn message(what: impl Into<String>, todo: impl Into<String>) -> Message {
    Message { what: what.into(), todo: todo.into() }
}

const ASK_AGAIN: &str = "请发送单位重新生成文件，并换一种方式传送后再试。";

impl OpenError {
    /// What happened and what to do, in Chinese; no content of the file but names of versions and keys.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            OpenError::Empty => message("文件是空的。", ASK_AGAIN),
            OpenError::TooLarge { what, limit } => too_large(what, *limit),
            OpenError::NotOurs => message(
                "文件内容不是督查数据，可能选错文件，或在传输中改动、损坏。",
                "请核对文件；无误的，请发送单位重新生成文件。",
            ),
            OpenError::VersionTooNew { found, max } => {
                message(format!("文件格式为第{found}版，本工具只能打开到第{max}版。"), "请使用新版工具打开。")
            }
            OpenError::SuiteUnknown { .. } => {
                message("文件的加密方式本工具不支持，没有打开。", "请发送单位用本工具重新生成文件。")
            }
            OpenError::Damaged => message("文件已损坏或不完整。", ASK_AGAIN),
            OpenError::PassphraseNeeded => message("文件已加口令。", "请输入口令。"),
            OpenError::PassphraseWrong => message(
                "口令不对或文件已损坏。",
                "请核对口令的大小写和全角、半角后再试；仍打不开的，请发送单位重新生成文件。",
            ),
            OpenError::WorkFactorTooHigh { .. } => message(
                "文件的加密方式异常，没有打开。",
                "请核实文件来源，并请发送单位用本工具重新生成文件。",
            ),
            OpenError::NotForUs => message(
                "文件已损坏，或不是加密给本工作簿的。",
                "请核对是否选错文件，或请发送单位使用最新的任务文件重新生成文件。",
            ),
            OpenError::HeaderKeyUnknown { .. } => {
                message("文件含有本工具不能识别的必要信息。", "请使用新版工具打开。")
            }
            OpenError::HeaderRefused { .. } => {
                message("文件的说明信息有误。", "请发送单位核对单位名称等文字，改正后重新生成文件。")
            }
            OpenError::AttachmentRefused { number, why } => attachment(*number, *why),
            OpenError::SignatureInvalid => message(
                "文件的识别码无效，内容可能被改动，已拒收。",
                "请与发送单位电话核实，并请其重新生成文件。",
            ),
            OpenError::InflatesTooMuch => {
                message("文件解压后的大小异常，已停止。", "请核实文件来源，并请发送单位重新生成文件。")
            }
            OpenError::DocumentRefused(_) => {
                message("文件中的数据有误，已拒收。", "请核实文件来源，并请发送单位用本工具重新生成文件。")
            }
        }
    }
}

fn too_large(what: &str, limit: usize) -> Message {
    let size = format!("{} MB", limit >> 20);
    match what {
        "attachments" => message(format!("附件超过 {limit} 个。"), "请减少附件，或合并后再添加。"),
        "attachment" => message(format!("单个附件超过 {size}。"), "请压缩或拆分后再添加。"),
        "recipients" => message(format!("收件方超过 {limit} 个。"), "请分几次生成。"),
        "document" => message(format!("数据超过 {size}。"), "请按年度或单位分开生成。"),
        "file" => message(format!("文件超过 {size}。"), "请减少附件后重新生成文件。"),
        _ => message("文件的说明信息过长。", ASK_AGAIN),
    }
}

fn attachment(number: usize, why: AttachmentFault) -> Message {
    let extensions: Vec<&str> = crate::attachment::extensions().collect();
    match why {
        AttachmentFault::Name => message(
            format!("第 {number} 个附件的文件名不符合要求。"),
            format!("请改用 {} 字以内、不含特殊符号的文件名。", limits::NAME),
        ),
        AttachmentFault::Twice => {
            message(format!("第 {number} 个附件与前面的附件重名。"), "请修改文件名后再添加。")
        }
        AttachmentFault::Extension => message(
            format!("第 {number} 个附件的类型不允许。"),
            format!("请另存为 PDF 等格式后再添加，可用的类型有：{}。", extensions.join("、")),
        ),
        AttachmentFault::Kind => message(
            format!("第 {number} 个附件的内容与扩展名不符。"),
            "请用原来的软件打开后另存，再重新添加。",
        ),
    }
}

impl SealError {
    /// What happened and what to do, in Chinese.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            SealError::PassphraseEmpty => message("口令为空。", "请输入口令。"),
            SealError::RecipientMissing => {
                message("没有指定收件方。", "请先接收办公室的任务文件，或改用口令。")
            }
            SealError::WouldBeRefused(error) => error.message(),
        }
    }
}

impl KeyTextError {
    /// Name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "key-text-wrong"
    }

    /// What happened and what to do, in Chinese.
    #[must_use]
    pub fn message(&self) -> Message {
        message("这段文字不是完整的收件凭证。", "请重新复制，注意首尾不要缺字。")
    }
}
