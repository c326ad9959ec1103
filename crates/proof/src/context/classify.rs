//! What each line of the text is.
//!
//! The text grammar has read the text already; its blocks say which lines are running text and which level a heading
//! has. What it took for itself (title, addressees, signature) is told by looking where in the text it stands.

use document::{Block, Document};

use super::{At, Line, Source, Stretch};
use crate::scan;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but blanks.
    Blank,
    /// Something above the addressees that is not running text: mark, number, 签发人.
    Opening,
    /// The title or a line of it.
    Title,
    /// 主送机关.
    Addressees,
    /// A heading of this level, alone or with text behind it.
    Heading {
        /// 1 to 4.
        level: u8,
    },
    /// A paragraph.
    Plain,
    /// A row of a table.
    Table,
    /// 附件： and the names below it.
    AttachmentNote,
    /// An organ above the date, or （代章）.
    Organ,
    /// The date that ends the text.
    Date,
    /// 附注.
    Note,
    /// 附件1 alone on its line, opening an annex.
    AnnexLabel,
    /// A directive in 【】, or a picture.
    Directive,
    /// 抄送 and 印发.
    Imprint,
}

/// Which part of the document a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// The document itself.
    Main,
    /// The annex with this index.
    Annex(usize),
}

/// The lines with what they are.
pub(super) fn lines<'a>(source: &'a Source, document: &Document) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> =
        (1u32..).zip(&source.lines).map(|(number, chars)| bare(number, chars)).collect();
    let mut known = vec![None; lines.len() + 1];
    note_blocks(&document.main.body, Zone::Main, &mut known);
    for (index, annex) in document.main.annexes.iter().enumerate() {
        note_blocks(&annex.body, Zone::Annex(index), &mut known);
    }
    let mut state = State {
        document,
        zone: Zone::Main,
        previous: Kind::Opening,
        body_seen: false,
        title: squeezed(&document.main.title),
    };
    for line in &mut lines {
        let block = usize::try_from(line.number).ok().and_then(|n| known.get(n).copied().flatten());
        line.kind = state.kind(line, block);
        line.zone = state.zone;
    }
    lines
}

fn bare(number: u32, chars: &[char]) -> Line<'_> {
    let words = Stretch { chars, at: At::Text { line: number, offset: 0 } }.trimmed();
    let from = match words.at {
        At::Text { offset, .. } | At::Head { offset, .. } => offset,
    };
    let ordinal = scan::ordinal(chars, from);
    let to = from + words.chars.len();
    Line { number, chars, from, to, kind: Kind::Blank, zone: Zone::Main, ordinal }
}

/// Marks the source lines of blocks.
fn note_blocks(blocks: &[Block], zone: Zone, known: &mut [Option<(Kind, Zone)>]) {
    let mut note = |line: u32, kind: Kind| {
        let slot = usize::try_from(line).ok().filter(|n| *n > 0).and_then(|n| known.get_mut(n));
        if let Some(slot) = slot {
            *slot = Some((kind, zone));
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                note(text.source_line, text.level.map_or(Kind::Plain, |level| Kind::Heading { level }));
            }
            Block::Table(table) => {
                note(table.source_line, Kind::Table);
                table.row_lines.iter().for_each(|line| note(*line, Kind::Table));
            }
            Block::Picture(picture) => note(picture.source_line, Kind::Directive),
        }
    }
}

/// What has been read so far, line by line.
struct State<'a> {
    document: &'a Document,
    zone: Zone,
    previous: Kind,
    body_seen: bool,
    /// What is left of the document's title, blanks taken out.
    title: String,
}

impl State<'_> {
    fn kind(&mut self, line: &Line<'_>, block: Option<(Kind, Zone)>) -> Kind {
        let words = line.words().text();
        if words.is_empty() {
            return Kind::Blank;
        }
        let kind = self.filled(line, &words, block);
        self.body_seen |= matches!(kind, Kind::Heading { .. } | Kind::Plain | Kind::Table);
        self.previous = kind;
        kind
    }

    fn filled(&mut self, line: &Line<'_>, words: &str, block: Option<(Kind, Zone)>) -> Kind {
        if words.starts_with("【印发】") || is_annex_label(words) {
            self.zone = match self.zone {
                Zone::Main => Zone::Annex(0),
                Zone::Annex(n) => Zone::Annex(n + 1),
            };
            return Kind::AnnexLabel;
        }
        if words.starts_with("抄送：") || words.starts_with("抄送:") || is_printed_line(words) {
            return Kind::Imprint;
        }
        if words.starts_with('【') && words.ends_with('】') {
            return Kind::Directive;
        }
        match block {
            // A text that a notice issues may follow without a label of its own.
            Some((kind, zone)) => {
                self.zone = zone;
                kind
            }
            None => self.taken(line, words),
        }
    }

    /// A line of which no block came: the grammar took it for an element of its own.
    fn taken(&mut self, line: &Line<'_>, words: &str) -> Kind {
        if words.starts_with('|') {
            return Kind::Table;
        }
        let bare = squeezed(words);
        if !self.body_seen && self.zone == Zone::Main {
            return self.opening(words, &bare);
        }
        let main = &self.document.main;
        let listed = || main.attachment_notes.iter().any(|n| squeezed(n).contains(&bare));
        if ["附件：", "附件:", "附：", "附:"].iter().any(|l| words.starts_with(l)) {
            return Kind::AttachmentNote;
        }
        if self.previous == Kind::AttachmentNote && (line.ordinal.is_some() || listed()) {
            return Kind::AttachmentNote;
        }
        if main.issuers.iter().any(|name| squeezed(name) == bare) || is_proxy(words) {
            return Kind::Organ;
        }
        let chars = line.words().chars;
        if scan::dates(chars).first().is_some_and(|d| d.start == 0 && d.end == chars.len()) {
            return Kind::Date;
        }
        let inner = bare.trim_matches(['（', '）', '(', ')']);
        if bare.starts_with(['（', '(']) && main.note.as_deref().is_some_and(|n| squeezed(n).contains(inner))
        {
            return Kind::Note;
        }
        // The grammar joins lines that a mail programme has broken: this one goes on with the paragraph above.
        if self.previous == Kind::Title && self.title_goes_on(&bare) { Kind::Title } else { Kind::Plain }
    }

    fn opening(&mut self, words: &str, bare: &str) -> Kind {
        if self.title_goes_on(bare) {
            return Kind::Title;
        }
        let names = &self.document.main.addressees;
        let addressed =
            words.ends_with(['：', ':']) && names.iter().all(|name| bare.contains(&squeezed(name)));
        if addressed && !names.is_empty() { Kind::Addressees } else { Kind::Opening }
    }

    /// Takes a line off the front of what is left of the title.
    fn title_goes_on(&mut self, bare: &str) -> bool {
        match self.title.strip_prefix(bare) {
            Some(rest) if !bare.is_empty() => {
                self.title = rest.to_owned();
                true
            }
            Some(_) | None => false,
        }
    }
}

/// Without blanks.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// （代章） alone on its line.
pub(crate) fn is_proxy(words: &str) -> bool {
    matches!(words, "（代章）" | "(代章)")
}

/// 附件, 附件1, 附件 1, 附件一 and the wrong 附件1： alone on a line.
pub(crate) fn is_annex_label(words: &str) -> bool {
    let Some(rest) = words.strip_prefix("附件") else { return false };
    let colon = rest.ends_with(['：', ':']);
    let number = rest.trim_end_matches(['：', ':']).trim();
    let counted = number.chars().count() <= 3
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    counted && !(colon && number.is_empty())
}

/// 直属机关党委　　2021年10月8日印发.
fn is_printed_line(words: &str) -> bool {
    words.ends_with("日印发") && !words.contains(['，', '。'])
}
