//! What the shell must do after a command: the only way anything leaves the core.

use ledger::Edit;

/// Something for the shell to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Append these edits to the durable log, in order, before 已保存 is shown.
    Log(Deed, Vec<Edit>),
    /// The book is new on this machine: keep it whole, beside the books that are here already.
    Begin,
    /// The book changed as a whole: keep it whole, in place of what was kept of it.
    Restart,
    /// The book is no longer open. What is kept of it stays.
    Leave,
    /// Hand a file to the user.
    Download {
        /// File name, safe on every file system.
        name: String,
        /// Media type.
        mime: &'static str,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Hand the whole book to the user as a file; the shell finds out whether it arrived.
    Keep {
        /// File name, safe on every file system.
        name: String,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Move the keyboard focus to the field with this element id.
    Focus(String),
    /// Open the print dialogue for the pages on screen.
    Print,
    /// Find out how a text file is encoded and hand its text back as [`crate::Command::TakeInText`].
    Decode {
        /// File name as it came.
        name: String,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Ask before a command is carried out that a drop alone does not say enough for.
    Ask {
        /// Term of the heading.
        title: &'static str,
        /// The question.
        message: String,
        /// Term of the answer that carries it out.
        yes: &'static str,
        /// The command.
        command: Box<crate::Command>,
    },
}

/// How edits came about, so that a replay knows what can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The user did something.
    Done,
    /// The newest step was taken back.
    TakenBack,
    /// What was taken back last was done again.
    BroughtBack,
}

/// Media type of a Word document.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Media type of an exchange file.
pub const DUCHA: &str = "application/octet-stream";

/// A file name that every file system takes: forbidden characters, device names, trailing dots and length are mended.
#[must_use]
pub fn file_name(stem: &str, extension: &str) -> String {
    let mut name: String = stem
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if "<>:\"/\\|?*".contains(c) { '_' } else { c })
        .take(80)
        .collect();
    name = name.trim().trim_end_matches(['.', ' ']).to_owned();
    let device = name.to_ascii_uppercase();
    let reserved = ["CON", "PRN", "AUX", "NUL"].contains(&device.as_str())
        || (device.len() == 4 && (device.starts_with("COM") || device.starts_with("LPT")));
    if name.is_empty() || reserved {
        name = format!("文件{name}");
    }
    format!("{name}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_never_carries_a_path_or_a_device() {
        assert_eq!(file_name("../关于A/B的函?", "docx"), ".._关于A_B的函_.docx");
        assert_eq!(file_name("nul", "docx"), "文件nul.docx");
        assert_eq!(file_name("  . ", "docx"), "文件.docx");
    }
}
