//! What can be wrong with a file, as facts.

/// Something wrong with one part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Name of the part inside the package; empty when the package itself is meant.
    pub part: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The bytes are no readable package.
    NotAPackage {
        /// What the archive reader said.
        reason: String,
    },
    /// The package is larger than a document can reasonably be.
    TooLarge,
    /// A part the format asks for is not there.
    MissingPart {
        /// Its name.
        name: String,
    },
    /// A part is not well-formed XML.
    Malformed {
        /// What the XML reader said.
        reason: String,
    },
    /// A child stands after one that must follow it.
    Order {
        /// The element it is in.
        parent: String,
        /// The child.
        child: String,
        /// The sibling that stands before it.
        after: String,
    },
    /// A table cell does not end in a paragraph; Word calls the file corrupt.
    CellWithoutParagraph,
    /// The cells of a row don't add up to the columns of its table.
    RowOffGrid {
        /// Columns covered.
        covered: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// An id refers to no relationship, or a relationship to no part.
    Dangling {
        /// The id or the target.
        reference: String,
    },
    /// Two things have the same id.
    DuplicateId {
        /// The id, with what it is an id of.
        id: String,
    },
    /// The begin, separate and end marks of fields don't match.
    UnbalancedField,
    /// A field has no cached value; WPS shows nothing.
    FieldWithoutValue,
    /// A grid column has no width; WPS takes widths from nowhere else.
    ColumnWithoutWidth,
    /// A font is named through the theme; WPS says it is missing.
    ThemeFont,
    /// The name of a font family is longer than Word allows.
    LongFontName {
        /// Its length in UTF-16 units.
        length: usize,
    },
    /// A part that carries a theme; WPS says its fonts are missing.
    ThemePart,
    /// A cell says another width than its grid columns; WPS believes the grid, Word the cell.
    CellOffGrid {
        /// Width the cell says.
        width: i64,
        /// Width of the columns it covers.
        columns: i64,
    },
    /// Something that runs or comes from elsewhere: a macro, an embedded object, an imported piece.
    Active {
        /// What it is.
        name: String,
    },
    /// A part whose content type nobody declares; Word calls the file corrupt.
    Undeclared {
        /// Its name.
        name: String,
    },
    /// A page field leads to a bookmark that is not there; an update would print an error message.
    NoBookmark {
        /// The bookmark's name.
        name: String,
    },
    /// Header rows that Word does not repeat: no row above them may be without the mark, and one must follow.
    HeaderRow,
    /// A text box; WPS shows some of them blank.
    TextBox,
    /// Something outside the file is referred to.
    External {
        /// Where it leads.
        target: String,
    },
    /// The file asks for its fields to be updated; Word shows a question, WPS does nothing.
    UpdatesFields,
    /// The file doesn't ask for Word's current layout, so Word opens it in compatibility mode.
    OldLayout,
    /// No style says that the text is Chinese.
    NoLanguage,
}

impl Fault {
    /// What is wrong, in the reader's words.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NotAPackage { reason } => format!("不是有效的Word文档（{reason}）"),
            Self::TooLarge => "文档解压后过大，未检查".to_owned(),
            Self::MissingPart { name } => format!("缺少部件{name}"),
            Self::Malformed { reason } => format!("部件内容损坏（{reason}）"),
            Self::Order { parent, child, after } => format!("{parent}中的{child}不应出现在{after}之后"),
            Self::CellWithoutParagraph => "单元格末尾没有段落".to_owned(),
            Self::RowOffGrid { covered, columns } => {
                format!("表格有{columns}列，此行的单元格却占{covered}列")
            }
            Self::Dangling { reference } => format!("引用的对象不存在（{reference}）"),
            Self::DuplicateId { id } => format!("编号重复（{id}）"),
            Self::UnbalancedField => "域的开始与结束不配对".to_owned(),
            Self::FieldWithoutValue => "域没有结果，WPS中显示为空".to_owned(),
            Self::ColumnWithoutWidth => "表格列没有宽度，WPS无法正确显示".to_owned(),
            Self::ThemeFont => "使用主题字体，WPS会提示缺失字体".to_owned(),
            Self::LongFontName { length } => format!("字体名称过长（{length}个字符，最多31个）"),
            Self::ThemePart => "含有主题部件，WPS会提示缺失字体".to_owned(),
            Self::CellOffGrid { width, columns } => {
                format!("单元格宽度{width}与所占表格列的宽度{columns}不一致")
            }
            Self::Active { name } => format!("含有宏、嵌入对象或外部内容（{name}）"),
            Self::Undeclared { name } => format!("部件{name}没有声明类型"),
            Self::NoBookmark { name } => format!("页码引用的书签不存在（{name}）"),
            Self::HeaderRow => "重复标题行的位置不正确，Word不会重复".to_owned(),
            Self::TextBox => "使用文本框，WPS中可能显示为空白".to_owned(),
            Self::External { target } => format!("引用文档以外的内容（{target}）"),
            Self::UpdatesFields => "要求更新域，Word打开时会弹出提示".to_owned(),
            Self::OldLayout => "未声明当前版式，Word会以兼容模式打开".to_owned(),
            Self::NoLanguage => "未声明中文语言".to_owned(),
        }
    }
}
