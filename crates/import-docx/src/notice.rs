//! What could not be taken over as it was in the .docx, in order of importance for the person at the screen.

use serde::Serialize;

/// Longest quotation from the document, in characters.
const QUOTED: usize = 40;

/// One kind of thing that was changed or left out, and how often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// How often it occurs.
    pub count: usize,
    /// Words of the first place, shortened; empty where words would not help.
    pub near: String,
}

/// What was changed or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// Deletions of tracked changes, left out.
    Deletion,
    /// Insertions of tracked changes, taken.
    Insertion,
    /// Text that tracked changes moved, at its new place.
    Moved,
    /// Comments, left out.
    Comment,
    /// Hidden text, left out.
    Hidden,
    /// Text in headers and footers, left out.
    HeaderFooter,
    /// Text in the header of the first page, put at the start: letters have their mark there.
    FirstHeader,
    /// Text boxes, whose text stands before the paragraph they hang on.
    TextBox,
    /// Footnotes and endnotes, which stand in brackets where they are referred to.
    Footnote,
    /// A table of contents, for which 【目录】 stands.
    Contents,
    /// Tables inside tables, which became text.
    NestedTable,
    /// Merged cells that overlap, parted again.
    MergedCell,
    /// Bullets, kept as signs.
    Bullet,
    /// Automatic numbers of a kind that is not known, written as 1, 2, 3.
    NumberFormat,
    /// Signs of symbol fonts without a character of their own, for which □ stands.
    Symbol,
    /// Superscripts and subscripts without characters of their own, kept as plain text.
    Script,
    /// Formulas, kept as a line of text.
    Formula,
    /// Charts and diagrams, left out.
    Chart,
    /// Embedded files and controls, left out.
    Object,
    /// Pictures that are linked and not in the file.
    LinkedPicture,
    /// Pictures whose file is missing or beyond the limits.
    MissingPicture,
    /// Pictures that are neither PNG nor JPEG.
    OtherPicture,
    /// Words beside Hanzi that tell their sound, kept in brackets.
    Ruby,
    /// Prompts of form fields nobody filled in, left out.
    Prompt,
    /// Field codes without a result, left out.
    FieldCode,
    /// Parts in another format embedded in the text, left out.
    ForeignPart,
    /// Macros, never looked at.
    Macros,
    /// Footnotes that are referred to and missing.
    MissingNote,
}

impl Notice {
    /// What happened, in plain Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        let n = self.count;
        let words = match self.kind {
            NoticeKind::Deletion => format!("有{n}处修订删除的文字，未导入"),
            NoticeKind::Insertion => format!("有{n}处修订插入的文字，已按接受修订导入"),
            NoticeKind::Moved => format!("有{n}处修订移动的文字，已按移动后的位置导入"),
            NoticeKind::Comment => format!("有{n}条批注，未导入"),
            NoticeKind::Hidden => format!("有{n}处隐藏文字，未导入"),
            NoticeKind::HeaderFooter => format!("有{n}处页眉页脚文字，未导入"),
            NoticeKind::FirstHeader => "首页页眉的文字已放在正文开头".to_owned(),
            NoticeKind::TextBox => format!("有{n}个文本框，文字已放在所在段落之前，请核对位置"),
            NoticeKind::Footnote => format!("有{n}条脚注或尾注，已用括号写在引用处"),
            NoticeKind::Contents => "目录已换成“【目录】”，排版时自动生成".to_owned(),
            NoticeKind::NestedTable => format!("有{n}个表格嵌在单元格里，已变成文字"),
            NoticeKind::MergedCell => format!("有{n}处合并单元格相互交错，已拆开"),
            NoticeKind::Bullet => format!("有{n}处项目符号，已按文字保留；公文一般不用项目符号"),
            NoticeKind::NumberFormat => format!("有{n}处自动编号的格式无法识别，已写成阿拉伯数字"),
            NoticeKind::Symbol => format!("有{n}个特殊字体的符号无法识别，已用“□”代替"),
            NoticeKind::Script => format!("有{n}处上标或下标没有对应的字符，已按平排文字导入，请核对"),
            NoticeKind::Formula => format!("有{n}个公式，已变成一行文字，请核对"),
            NoticeKind::Chart => format!("有{n}个图表或图示，未导入"),
            NoticeKind::Object => format!("有{n}个嵌入对象，未导入"),
            NoticeKind::LinkedPicture => format!("有{n}张链接的图片不在文件里，未导入"),
            NoticeKind::MissingPicture => format!("有{n}张图片缺失或过大，未导入"),
            NoticeKind::OtherPicture => format!("有{n}张图片不是 PNG 或 JPEG 格式，请另存后重新选择"),
            NoticeKind::Ruby => format!("有{n}处拼音，已写在括号里"),
            NoticeKind::Prompt => format!("有{n}处未填写的提示文字，未导入"),
            NoticeKind::FieldCode => format!("有{n}处自动更新的内容（域）没有结果，未导入"),
            NoticeKind::ForeignPart => format!("有{n}处插入的其他格式内容，未导入"),
            NoticeKind::Macros => "文件带有宏，只导入了文字".to_owned(),
            NoticeKind::MissingNote => format!("有{n}条脚注或尾注缺失"),
        };
        if self.near.is_empty() { format!("{words}。") } else { format!("{words}：“{}”。", self.near) }
    }
}

/// Notices while they are counted.
#[derive(Debug, Default)]
pub(crate) struct Notices(std::collections::BTreeMap<NoticeKind, (usize, String)>);

impl Notices {
    pub(crate) fn add(&mut self, kind: NoticeKind, near: &str) {
        let entry = self.0.entry(kind).or_default();
        entry.0 += 1;
        if entry.1.is_empty() {
            let near = near.trim();
            entry.1 = near.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
            if near.chars().nth(QUOTED).is_some() {
                entry.1.push('…');
            }
        }
    }

    pub(crate) fn finish(self) -> Vec<Notice> {
        self.0.into_iter().map(|(kind, (count, near))| Notice { kind, count, near }).collect()
    }
}
