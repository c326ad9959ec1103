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

const ASK_AGAIN: &str = "请对方重新导出，并换一种方式传送后再试。";

impl OpenError {
    /// What happened and what to do, in Chinese; no content of the file but names of versions and keys.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            OpenError::Empty => message("文件是空的。", ASK_AGAIN),
            OpenError::TooLarge { what, limit } => too_large(what, *limit),
            OpenError::NotOurs => message("这不是督查数据文件。", "请选择扩展名为 .ducha 的文件。"),
            OpenError::VersionTooNew { found, max } => message(
                format!("文件格式版本为 {found}，本程序只能读到第 {max} 版。"),
                "请使用新版程序打开。",
            ),
            OpenError::SuiteUnknown { suite, sealing } => message(
                format!("文件使用了本程序不支持的密码套件“{suite} {sealing}”。"),
                "请使用支持该套件的程序打开，或请对方改用本程序支持的方式导出。",
            ),
            OpenError::Damaged => message("文件已损坏或不完整。", ASK_AGAIN),
            OpenError::PassphraseNeeded => message("文件已加口令。", "请输入口令。"),
            OpenError::PassphraseWrong => message(
                "口令不对或文件已损坏。",
                "请核对口令的大小写和全角、半角后再试；仍打不开的，请对方重新导出。",
            ),
            OpenError::WorkFactorTooHigh { .. } => message(
                "打开文件所需的运算量超出限制，已停止。",
                "请核实文件来源，并请对方用本程序重新导出。",
            ),
            OpenError::NotForUs => message(
                "文件不是加密给本机密钥的，无法打开。",
                "请在持有相应密钥的电脑上打开，或请对方使用最新的任务文件重新导出。",
            ),
            OpenError::HeaderKeyUnknown { key } => {
                message(format!("文件含有本程序不认识的必要信息“{key}”。"), "请使用新版程序打开。")
            }
            OpenError::HeaderRefused { what } => message(
                format!("文件说明信息不符合格式要求（{what}）。"),
                "请检查单位名称等文字中是否有不可见字符，修改后重新导出。",
            ),
            OpenError::AttachmentRefused { number, why } => attachment(*number, *why),
            OpenError::SignatureInvalid => {
                message("文件签名无效，内容可能被改动，已拒收。", "请与发送单位电话核实，并请其重新导出。")
            }
            OpenError::InflatesTooMuch => {
                message("文件解压后的大小异常，已停止。", "请核实文件来源，并请对方重新导出。")
            }
            OpenError::DocumentRefused(_) => {
                message("文件内的数据不符合格式要求，已拒收。", "请核实文件来源，并请对方用本程序重新导出。")
            }
        }
    }
}

fn too_large(what: &str, limit: usize) -> Message {
    let size = format!("{} MB", limit >> 20);
    match what {
        "attachments" => message(format!("附件超过 {limit} 个。"), "请减少附件，或合并后再添加。"),
        "attachment" => message(format!("单个附件超过 {size}。"), "请压缩或拆分后再添加。"),
        "recipients" => message(format!("接收方超过 {limit} 个。"), "请分几次导出。"),
        "document" => message(format!("数据超过 {size}。"), "请按年度或单位分开导出。"),
        "file" => message(format!("文件超过 {size}。"), "请减少附件后重新导出。"),
        _ => message("文件头超过允许的长度。", ASK_AGAIN),
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
                message("没有指定由谁打开。", "请导入办公室的任务文件，或改用口令。")
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
        message("这段文字不是完整的密钥。", "请重新复制，注意首尾不要缺字。")
    }
}
