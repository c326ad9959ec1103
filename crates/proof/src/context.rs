//! Everything rules share, worked out once: the characters of head and text, what each line is, where elements stand.

mod classify;
mod elements;

use document::{Date, Document, HeadFields, Pages, StyleSheet};

use crate::lexicon::{Direction, DocumentKind};
use crate::scan::{self, Ordinal};
use crate::{Lexicon, Place, Span, Subject};

pub(crate) use classify::{Kind, Zone, is_proxy, squeezed};
pub(crate) use elements::{Element, ending, title_kind};

/// The characters of head and text, so that everything else can borrow them.
pub(crate) struct Source {
    /// Key, index and characters of each filled entry of the head.
    head: Vec<(&'static str, usize, Vec<char>)>,
    /// The lines of the text as typed.
    lines: Vec<Vec<char>>,
}

/// Where the first character of a stretch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// In an entry of the head.
    Head { key: &'static str, index: usize, offset: usize },
    /// In a line of the text.
    Text { line: u32, offset: usize },
}

impl At {
    /// `from..to` counted from here, as a place.
    pub(crate) fn place(self, from: usize, to: usize) -> Place {
        match self {
            Self::Head { key, index, offset } => {
                Place::Head { key, index, range: Span { start: offset + from, end: offset + to } }
            }
            Self::Text { line, offset } => {
                Place::Text { line, range: Span { start: offset + from, end: offset + to } }
            }
        }
    }

    fn shifted(self, by: usize) -> Self {
        match self {
            Self::Head { key, index, offset } => Self::Head { key, index, offset: offset + by },
            Self::Text { line, offset } => Self::Text { line, offset: offset + by },
        }
    }
}

/// Characters and where they stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    /// The characters.
    pub(crate) chars: &'a [char],
    /// Where the first one stands.
    pub(crate) at: At,
}

impl<'a> Stretch<'a> {
    /// The place of the characters `from..to`.
    pub(crate) fn place(&self, from: usize, to: usize) -> Place {
        self.at.place(from, to)
    }

    /// The place of all of it.
    pub(crate) fn whole(&self) -> Place {
        self.at.place(0, self.chars.len())
    }

    /// A part of it.
    pub(crate) fn part(&self, from: usize, to: usize) -> Self {
        Stretch { chars: self.chars.get(from..to).unwrap_or_default(), at: self.at.shifted(from) }
    }

    /// Without blanks at both ends.
    pub(crate) fn trimmed(&self) -> Self {
        let from = scan::run_end(self.chars, 0, char::is_whitespace);
        let blanks = self.chars.iter().rev().take_while(|c| c.is_whitespace()).count();
        self.part(from, self.chars.len().saturating_sub(blanks).max(from))
    }

    /// As a string.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Its pieces between characters that satisfy `is`, blanks at the ends left out, empty ones too.
    pub(crate) fn split(&self, is: impl Fn(char) -> bool) -> Vec<Stretch<'a>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for (i, c) in self.chars.iter().enumerate() {
            if is(*c) {
                pieces.push(self.part(from, i).trimmed());
                from = i + 1;
            }
        }
        pieces.push(self.part(from, self.chars.len()).trimmed());
        pieces.retain(|p| !p.chars.is_empty());
        pieces
    }
}

/// Lines longer than any paragraph of a document are not read: some rules look around at every mark.
pub(crate) const LONGEST_LINE: usize = 20_000;

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// 1-based number.
    pub(crate) number: u32,
    /// The line as typed.
    pub(crate) chars: &'a [char],
    /// First character that is no blank.
    pub(crate) from: usize,
    /// Behind the last character that is no blank.
    pub(crate) to: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// Which part of the document it belongs to.
    pub(crate) zone: Zone,
    /// The ordinal it opens with; places count from the start of the line as typed.
    pub(crate) ordinal: Option<Ordinal>,
}

impl<'a> Line<'a> {
    /// The line without blanks at both ends.
    pub(crate) fn words(&self) -> Stretch<'a> {
        Stretch { chars: self.chars, at: At::Text { line: self.number, offset: 0 } }.part(self.from, self.to)
    }

    /// The line as typed.
    pub(crate) fn whole(&self) -> Stretch<'a> {
        Stretch { chars: self.chars, at: At::Text { line: self.number, offset: 0 } }
    }

    /// The place of the characters `from..to` of the line as typed.
    pub(crate) fn place(&self, from: usize, to: usize) -> Place {
        self.whole().place(from, to)
    }

    /// Whether it is running text: a paragraph or a heading.
    pub(crate) fn is_prose(&self) -> bool {
        self.chars.len() <= LONGEST_LINE && matches!(self.kind, Kind::Plain | Kind::Heading { .. })
    }
}

/// Everything rules share.
pub(crate) struct Context<'a> {
    /// Words and phrases.
    pub(crate) lexicon: &'a Lexicon,
    /// Head as given.
    pub(crate) head: &'a HeadFields,
    /// The document made of head and text.
    pub(crate) document: &'a Document,
    /// Its style sheet.
    pub(crate) style: &'a StyleSheet,
    /// Its pages, when they are known.
    pub(crate) pages: Option<&'a Pages>,
    /// Filled entries of the head as typed: all kinds of text, no dates.
    pub(crate) entries: Vec<Stretch<'a>>,
    /// All lines of the text, blank ones too.
    pub(crate) lines: Vec<Line<'a>>,
    /// 发文字号.
    pub(crate) number: Option<Stretch<'a>>,
    /// The title, its line breaks left out.
    pub(crate) title: Element,
    /// 主送机关, one by one.
    pub(crate) addressees: Vec<Stretch<'a>>,
    /// 抄送机关, one by one.
    pub(crate) cc: Vec<Stretch<'a>>,
    /// 署名.
    pub(crate) issuers: Vec<Stretch<'a>>,
    /// Names under 附件：, without numbers.
    pub(crate) attachments: Vec<Stretch<'a>>,
    /// 成文日期.
    pub(crate) dated: Option<Date>,
    /// 文种 chosen in the head, else by the title's end, when it is one of the regulations.
    pub(crate) kind: Option<&'a DocumentKind>,
    /// Which way the document goes, when that is known.
    pub(crate) direction: Option<Direction>,
    /// Whether it is an official document and not a record, a form or loose text.
    pub(crate) formal: bool,
}

impl<'a> Context<'a> {
    /// Works everything out.
    pub(crate) fn new(subject: &Subject<'a>, lexicon: &'a Lexicon, source: &'a Source) -> Self {
        elements::context(subject, lexicon, source)
    }

    /// The entries of one field of the head, as typed.
    pub(crate) fn field(&self, key: &str) -> impl Iterator<Item = Stretch<'a>> + use<'a, '_> {
        let key = key.to_owned();
        self.entries.iter().copied().filter(move |e| matches!(e.at, At::Head { key: k, .. } if k == key))
    }

    /// Everything typed: entries of the head, then the lines that are not blank, without blanks at their ends.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = Stretch<'a>> + use<'a, '_> {
        let lines = self.lines.iter().filter(|l| l.kind != Kind::Blank).map(Line::words);
        self.entries.iter().copied().chain(lines)
    }

    /// Lines of running text: paragraphs and headings, of the main text and of annexes.
    pub(crate) fn prose(&self) -> impl Iterator<Item = &Line<'a>> + use<'a, '_> {
        self.lines.iter().filter(|l| l.is_prose())
    }

    /// Lines of running text of the main text only.
    pub(crate) fn main(&self) -> impl Iterator<Item = &Line<'a>> + use<'a, '_> {
        self.prose().filter(|l| l.zone == Zone::Main)
    }
}

impl Source {
    /// Cuts head and text into characters.
    pub(crate) fn read(subject: &Subject<'_>) -> Self {
        let mut head = Vec::new();
        for (key, index, text) in elements::head_entries(subject.head) {
            if !text.trim().is_empty() {
                head.push((key, index, text.chars().collect()));
            }
        }
        Self { head, lines: subject.text.split('\n').map(|l| l.chars().collect()).collect() }
    }
}
