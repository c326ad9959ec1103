//! What a reader of the text should look at: what was not understood, and what was taken otherwise than typed.

use serde::Serialize;

/// Most notices kept; a binary pasted by mistake needs no longer list.
const MOST: usize = 200;

/// One thing to look at, by the line of the source text it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// 1-based line of the source text; 0 for the text as a whole.
    pub line: u32,
    /// What it is.
    #[serde(flatten)]
    pub kind: NoticeKind,
}

/// What there is to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NoticeKind {
    /// The line was joined to an earlier one, which broke off in mid-sentence.
    Joined {
        /// The earlier line.
        to: u32,
    },
    /// The line ends without punctuation and another follows; it was not joined.
    BrokenOff,
    /// The lines look like a table but their columns differ; they stay text.
    RaggedTable {
        /// Last of the lines.
        until: u32,
    },
    /// The rows have more columns than a table may have; they stay text.
    WideTable {
        /// Last of the lines.
        until: u32,
    },
    /// Rows of a pipe table have different numbers of cells; the short ones are filled up.
    UnevenRows,
    /// Lines parted into two by tabs; they stay text.
    TwoColumns {
        /// Last of the lines.
        until: u32,
    },
    /// A mark of Markdown, which stays as text.
    Markdown {
        /// The mark as typed.
        mark: String,
    },
    /// A number such as 1.1 or 1） that official documents do not use; the line stays a plain paragraph.
    ForeignNumber {
        /// The number as typed.
        number: String,
    },
    /// Invisible characters that were left out.
    Invisible {
        /// How many.
        count: usize,
    },
    /// A line drawn with dashes. In head and imprint it is left out, elsewhere it stays text.
    RuleLine {
        /// Whether it stays.
        kept: bool,
    },
    /// The number of a page, pasted along with it and left out.
    PageNumber {
        /// As typed.
        typed: String,
    },
    /// A date below the signature that was not written as 2026年11月3日.
    DateRewritten {
        /// As typed.
        typed: String,
        /// As understood.
        read: String,
    },
    /// The title wrote the name of the issued text otherwise than that text does.
    NameRewritten {
        /// As typed.
        typed: String,
        /// As understood.
        read: String,
    },
    /// The text ends with a date, but the line above it is no organ's name; both stay text.
    DateWithoutOrgan,
    /// The date below the signature is not complete; it stays text.
    DateIncomplete,
    /// Words below the signature that stand outside brackets; they become 附注.
    NoteWithoutBrackets,
    /// A part the text holds differs from the one given in the head, which counts.
    Differs {
        /// Name of the part in Chinese.
        part: &'static str,
        /// The text's own words, where they are left out; `None` where they stay in the text.
        typed: Option<String>,
    },
    /// A picture mark that names no file; it stays text.
    PictureWithoutName,
    /// 附： instead of 附件：.
    ShortLabel,
    /// A grade of state secrets, which this product must not handle.
    Secret,
    /// There were more notices.
    More,
}

impl Notice {
    /// What to look at, in plain Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        if self.line == 0 { self.kind.words() } else { format!("第{}行{}", self.line, self.kind.words()) }
    }
}

impl NoticeKind {
    fn words(&self) -> String {
        match self {
            Self::Joined { to } => format!("原在句中换行，已接到第{to}行之后"),
            Self::BrokenOff => {
                "末尾没有标点，可能漏了标点，也可能在句中换了行，未自动连接，请核对".to_owned()
            }
            Self::RaggedTable { until } => {
                format!("至第{until}行像是表格，但各行列数不同，已按文字处理")
            }
            Self::WideTable { until } => {
                format!("至第{until}行的表格超过63列，文字处理软件不能容纳，已按文字处理，请拆分")
            }
            Self::UnevenRows => "起的表格各行列数不同，短行已用空格补齐，请核对".to_owned(),
            Self::TwoColumns { until } => {
                format!("至第{until}行用制表符分成两列，已按文字处理；如是表格，请每行以“|”开头、分隔")
            }
            Self::Markdown { mark } => format!("有网页排版记号“{mark}”，已按原样保留"),
            Self::ForeignNumber { number } => {
                format!("的序号“{number}”不是公文层次序数（一、（一）1.（1）），已按普通段落处理")
            }
            Self::Invisible { count } => format!("有{count}个不可见字符，已略去"),
            Self::RuleLine { kept: true } => "是用符号画的横线，已按文字保留".to_owned(),
            Self::RuleLine { kept: false } => "是用符号画的横线，版头和版记的线由版式给出，已略去".to_owned(),
            Self::PageNumber { typed } => format!("“{typed}”是页码，页码由版式给出，已略去"),
            Self::DateRewritten { typed, read } => format!("的日期“{typed}”已按“{read}”处理"),
            Self::NameRewritten { typed, read } => {
                format!("标题中的《{typed}》已按所印发文件的名称《{read}》处理")
            }
            Self::DateWithoutOrgan => "像是成文日期，但上一行不像机关名称，已按正文处理".to_owned(),
            Self::DateIncomplete => "像是成文日期，但未填全或不存在，已按正文处理".to_owned(),
            Self::NoteWithoutBrackets => "在成文日期之下，已作为附注加圆括号处理".to_owned(),
            Self::Differs { part, typed: None } => {
                format!("的{part}与要素所填不同，以所填为准，这里的文字已留在正文中，请核对")
            }
            Self::Differs { part, typed: Some(typed) } => {
                format!("的{part}“{typed}”与要素所填不同，以所填为准，请核对")
            }
            Self::PictureWithoutName => "的图片没有写文件名，已按文字处理".to_owned(),
            Self::ShortLabel => "写作“附：”，已按“附件：”处理".to_owned(),
            Self::Secret => {
                "有国家秘密的密级标志。本工具为非涉密工具，严禁存储、处理、传输国家秘密".to_owned()
            }
            Self::More => "其余提示从略".to_owned(),
        }
    }
}

/// Notices while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Notices {
    list: Vec<Notice>,
    /// Whether all of them are wanted, for what is no list for people.
    all: bool,
}

impl Notices {
    pub(super) fn unlimited() -> Self {
        Self { list: Vec::new(), all: true }
    }

    pub(super) fn add(&mut self, line: u32, kind: NoticeKind) {
        if self.all || self.list.len() < MOST {
            self.list.push(Notice { line, kind });
        } else if self.list.len() == MOST {
            self.list.push(Notice { line: 0, kind: NoticeKind::More });
        }
    }

    /// By line; what concerns the whole comes last.
    pub(super) fn finish(mut self) -> Vec<Notice> {
        self.list.sort_by(|a, b| (a.line == 0, a).cmp(&(b.line == 0, b)));
        self.list.dedup();
        self.list
    }
}
