//! Files, with limits on what is read and plain words when something is wrong with them.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use exchange::json::{self, JsonRefusal};
use serde_json::Value;

use crate::failure::Failure;

/// No input of this program is larger: an exchange file is not.
const MOST: u64 = exchange::limits::FILE as u64;

/// The content of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let cannot = |error: std::io::Error| {
        let what = format!("无法读取文件“{}”（{}）。", path.display(), reason(&error));
        Failure::new(what, "请核对文件位置和读取权限。")
    };
    let file = fs::File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > MOST {
        let what = format!("文件“{}”过大。", path.display());
        return Err(Failure::new(what, "请核对是否选错了文件。"));
    }
    Ok(bytes)
}

/// A text file in UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(read(path)?).map_err(|_| {
        Failure::new(
            format!("文件“{}”的文字编码不能识别。", path.display()),
            "请用记事本打开，在“另存为”中更换编码后重试。",
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A JSON file, within the limits of an exchange file's document.
pub(crate) fn read_json(path: &Path) -> Result<Value, Failure> {
    let text = read_text(path)?;
    json::check(text.as_bytes(), json::DOCUMENT).map_err(|refusal| refused(path, &text, refusal))?;
    serde_json::from_str(&text)
        .map_err(|error| not_json(path, &format!("第{}行第{}列", error.line(), error.column())))
}

fn not_json(path: &Path, place: &str) -> Failure {
    Failure::new(
        format!("文件“{}”的格式有误（{place}）。", path.display()),
        "请对照样例检查括号、引号和逗号。",
    )
}

fn refused(path: &Path, text: &str, refusal: JsonRefusal) -> Failure {
    let (at, what, todo) = match refusal {
        JsonRefusal::Syntax { at } | JsonRefusal::NotUtf8 { at } => return not_json(path, &place(text, at)),
        JsonRefusal::TooDeep { at } => (at, "嵌套过深", "请核对是否选错了文件。"),
        JsonRefusal::DuplicateKey { at } => (at, "有重名的项目", "请删去其中一个。"),
        JsonRefusal::Number { at } => (at, "数字超出范围", "请改正这个数字。"),
        JsonRefusal::TooLong { at } => (at, "内容过长", "请核对是否选错了文件。"),
    };
    Failure::new(format!("文件“{}”{what}（{}）。", path.display(), place(text, at)), todo)
}

/// Where a byte of a text stands, as editors count.
fn place(text: &str, at: usize) -> String {
    let before = String::from_utf8_lossy(text.as_bytes().get(..at).unwrap_or_default());
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
    format!("第{}行第{}列", before.matches('\n').count() + 1, column + 1)
}

/// A JSON file that must be an object.
pub(crate) fn read_object(path: &Path) -> Result<serde_json::Map<String, Value>, Failure> {
    match read_json(path)? {
        Value::Object(map) => Ok(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Failure::new(format!("文件“{}”的格式有误。", path.display()), "请用花括号括起全部内容。"))
        }
    }
}

/// Writes a file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| {
        Failure::new(
            format!("无法写入文件“{}”（{}）。", path.display(), reason(&error)),
            "请核对文件夹是否存在、是否可写，文件是否正被打开。",
        )
    })
}

/// Why the operating system refused, in a few words.
fn reason(error: &std::io::Error) -> &'static str {
    let known = [
        (ErrorKind::NotFound, "文件或文件夹不存在"),
        (ErrorKind::PermissionDenied, "没有权限"),
        (ErrorKind::StorageFull, "磁盘已满"),
        (ErrorKind::QuotaExceeded, "已超出可用空间"),
        (ErrorKind::ReadOnlyFilesystem, "磁盘为只读"),
        (ErrorKind::FileTooLarge, "文件过大"),
        (ErrorKind::IsADirectory, "这是文件夹，不是文件"),
        (ErrorKind::NotADirectory, "所在位置不是文件夹"),
        (ErrorKind::InvalidFilename, "文件名不能使用"),
        (ErrorKind::ResourceBusy, "文件正被其他程序使用"),
        (ErrorKind::AlreadyExists, "文件已经存在"),
        (ErrorKind::TimedOut, "磁盘长时间没有响应"),
    ];
    known
        .iter()
        .find(|(kind, _)| *kind == error.kind())
        .map_or("系统没有完成读写", |(_, words)| words)
}

/// The passphrase in a file: its first line.
pub(crate) fn passphrase(path: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = read_text(path)?;
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() {
        return Err(Failure::new(
            format!("口令文件“{}”的第一行是空的。", path.display()),
            "请把口令写在第一行。",
        ));
    }
    Ok(Some(first.to_owned()))
}

/// The file's own name, as people see it.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
