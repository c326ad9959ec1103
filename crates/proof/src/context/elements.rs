//! Where the elements of the document stand: in the head when it gives them, else in the text.

use document::HeadFields;

use super::classify::{self, is_proxy, squeezed};
use super::{At, Context, Kind, Line, Source, Stretch, Zone};
use crate::lexicon::{Direction, DocumentKind};
use crate::scan;
use crate::{Lexicon, Place, Subject};

/// An element whose characters may stand on several lines, such as the title.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    /// The characters, line breaks left out.
    pub(crate) chars: Vec<char>,
    /// Where each one stands.
    spots: Vec<At>,
}

impl Element {
    fn new(pieces: &[Stretch<'_>]) -> Self {
        let mut element = Self::default();
        for piece in pieces {
            for (i, c) in piece.chars.iter().enumerate().filter(|(_, c)| !matches!(c, '\n' | '\r')) {
                element.chars.push(*c);
                element.spots.push(piece.at.shifted(i));
            }
        }
        element
    }

    /// The place of the characters `from..to`; what lies on a further line is left out.
    pub(crate) fn place(&self, from: usize, to: usize) -> Place {
        let Some(first) = self.spots.get(from).or(self.spots.last()).copied() else { return Place::Whole };
        let along = (from..to).take_while(|i| self.spots.get(*i) == Some(&first.shifted(i - from))).count();
        first.place(0, along)
    }

    /// The place of all of it.
    pub(crate) fn whole(&self) -> Place {
        self.place(0, self.chars.len())
    }

    /// As a string.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Key, index and text of every entry of the head that is text.
pub(super) fn head_entries(head: &HeadFields) -> Vec<(&'static str, usize, &str)> {
    let lists: [(&'static str, &Vec<String>); 14] = [
        ("issuer_mark", &head.issuer_mark),
        ("signatories", &head.signatories),
        ("addressees", &head.addressees),
        ("issuers", &head.issuers),
        ("attachments", &head.attachments),
        ("cc", &head.cc),
        ("to_imprint", &head.to_imprint),
        ("report_to", &head.report_to),
        ("send_to", &head.send_to),
        ("distribute_to", &head.distribute_to),
        ("signer_title", &head.signer_title),
        ("present", &head.present),
        ("absent", &head.absent),
        ("observers", &head.observers),
    ];
    let singles: [(&'static str, &Option<String>); 10] = [
        ("document_number", &head.document_number),
        ("copy_number", &head.copy_number),
        ("marking", &head.marking),
        ("urgency", &head.urgency),
        ("issue", &head.issue),
        ("title", &head.title),
        ("note", &head.note),
        ("printer", &head.printer),
        ("editor_note", &head.editor_note),
        ("copies", &head.copies),
    ];
    let mut entries = Vec::new();
    for (key, values) in lists {
        entries.extend(values.iter().enumerate().map(|(i, v)| (key, i, v.as_str())));
    }
    entries.extend(singles.into_iter().filter_map(|(key, value)| Some((key, 0, value.as_deref()?))));
    entries
}

/// Works out the context.
pub(super) fn context<'a>(subject: &Subject<'a>, lexicon: &'a Lexicon, source: &'a Source) -> Context<'a> {
    let entries: Vec<Stretch<'a>> = source
        .head
        .iter()
        .map(|(key, index, chars)| Stretch { chars, at: At::Head { key, index: *index, offset: 0 } })
        .collect();
    let lines = classify::lines(source, subject.document);
    let finder = Finder { subject, entries: &entries, lines: &lines };
    let title = finder.title();
    let (kind, direction) = kind(subject, lexicon, &title);
    Context {
        lexicon,
        head: subject.head,
        document: subject.document,
        style: subject.style,
        pages: subject.pages,
        number: finder.number(),
        addressees: finder.addressees(),
        cc: finder.cc(),
        issuers: finder.issuers(),
        attachments: finder.attachments(),
        dated: subject.document.main.dated,
        kind,
        direction,
        formal: formal(subject, kind),
        title,
        entries,
        lines,
    }
}

/// Looks for elements in the head, then in the text.
struct Finder<'s, 'a> {
    subject: &'s Subject<'a>,
    entries: &'s [Stretch<'a>],
    lines: &'s [Line<'a>],
}

impl<'a> Finder<'_, 'a> {
    fn field(&self, key: &str) -> Vec<Stretch<'a>> {
        let here = |e: &&Stretch<'a>| matches!(e.at, At::Head { key: k, .. } if k == key);
        self.entries.iter().filter(here).map(Stretch::trimmed).collect()
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |l| l.kind == kind && l.zone == Zone::Main)
    }

    fn title(&self) -> Element {
        let head = self.field("title");
        if !head.is_empty() {
            return Element::new(&head);
        }
        let lines: Vec<Stretch<'a>> = self.of_kind(Kind::Title).map(Line::words).collect();
        if !lines.is_empty() || !self.subject.document.main.title.is_empty() {
            return Element::new(&lines);
        }
        Element::new(&self.stopped_title().into_iter().collect::<Vec<_>>())
    }

    /// A first line that would be the title but for the punctuation at its end, for which the grammar refused it.
    fn stopped_title(&self) -> Option<Stretch<'a>> {
        let first = self.lines.iter().find(|l| l.kind != Kind::Blank)?.words();
        let text = first.text();
        let bare = text.trim_end_matches(scan::is_stop);
        let named =
            ["通知", "通报", "报告", "请示", "批复", "函", "意见", "决定"].iter().any(|k| bare.ends_with(k));
        let sentence = bare.contains(['，', '。', '；', '：']) || first.chars.len() > 60;
        (bare.contains("关于") && bare.contains('的') && named && !sentence).then_some(first)
    }

    fn number(&self) -> Option<Stretch<'a>> {
        if let Some(entry) = self.field("document_number").first() {
            return Some(*entry);
        }
        let wanted = self.subject.document.head.document_number.as_deref()?.trim();
        self.lines.iter().find_map(|line| {
            let from = scan::find(line.chars, 0, wanted)?;
            Some(line.whole().part(from, from + wanted.chars().count()))
        })
    }

    fn addressees(&self) -> Vec<Stretch<'a>> {
        let head = self.field("addressees");
        if !head.is_empty() {
            return head;
        }
        let line = self.of_kind(Kind::Addressees).next();
        line.map(|l| names(l.words())).unwrap_or_default()
    }

    fn cc(&self) -> Vec<Stretch<'a>> {
        let head = self.field("cc");
        if !head.is_empty() {
            return head.into_iter().flat_map(names).collect();
        }
        let copied = |l: &&Line<'a>| l.kind == Kind::Imprint && scan::stands(l.chars, l.from, "抄送");
        let lines = self.lines.iter().filter(copied);
        lines.flat_map(|l| names(l.whole().part(l.from + 3, l.to))).collect()
    }

    fn issuers(&self) -> Vec<Stretch<'a>> {
        let head = self.field("issuers");
        if !head.is_empty() {
            return head;
        }
        let organs = self.of_kind(Kind::Organ).map(Line::words);
        organs.filter(|o| !is_proxy(&o.text())).collect()
    }

    fn attachments(&self) -> Vec<Stretch<'a>> {
        let mut names = self.field("attachments");
        names.extend(self.of_kind(Kind::AttachmentNote).filter_map(attachment_name));
        names
    }
}

/// The organs of a list, the colon or full stop behind it left out.
fn names(list: Stretch<'_>) -> Vec<Stretch<'_>> {
    list.split(|c| matches!(c, '、' | '，' | '；' | '：' | ':' | '。' | ',' | ';'))
}

/// The name on a line of 附件说明.
fn attachment_name<'a>(line: &Line<'a>) -> Option<Stretch<'a>> {
    let words = line.words();
    let labels = ["附件：", "附件:", "附：", "附:"];
    let label = labels.into_iter().find(|l| scan::stands(words.chars, 0, l));
    let from = label.map_or(0, |l| l.chars().count());
    let rest = words.part(from, words.chars.len()).trimmed();
    let skip = scan::ordinal(rest.chars, 0).map_or(0, |o| o.end);
    let name = rest.part(skip, rest.chars.len()).trimmed();
    (!name.chars.is_empty()).then_some(name)
}

/// 文种 and direction: the head's choice, else the longest one that the title ends with.
fn kind<'a>(
    subject: &Subject<'_>,
    lexicon: &'a Lexicon,
    title: &Element,
) -> (Option<&'a DocumentKind>, Option<Direction>) {
    let chosen = subject.head.kind.as_deref().map(str::trim).filter(|k| !k.is_empty());
    let kind = match chosen {
        Some(name) => lexicon.kinds.iter().find(|k| k.name == name),
        None => title_kind(lexicon, title),
    };
    let direction = match kind.map(|k| k.direction) {
        _ if subject.style.style == "upward" => Some(Direction::Upward),
        Some(Direction::Any) | None => None,
        Some(Direction::Upward) => Some(Direction::Upward),
        Some(Direction::Downward) => Some(Direction::Downward),
        Some(Direction::Lateral) => Some(Direction::Lateral),
    };
    (kind, direction)
}

/// The 文种 a title ends with, brackets behind it left out; none where that word is what a meeting talked about.
pub(crate) fn title_kind<'a>(lexicon: &'a Lexicon, title: &Element) -> Option<&'a DocumentKind> {
    let text = squeezed(&title.text());
    let text = text.trim_end_matches(scan::is_stop);
    let text = match text.rfind('（') {
        Some(at) if text.ends_with('）') => text.split_at(at).0,
        Some(_) | None => text,
    };
    let fitting = lexicon.kinds.iter().filter_map(|k| Some((ending(k, text)?, k)));
    let (len, kind) = fitting.max_by_key(|(len, _)| *len)?;
    let before = text.get(..text.len() - len).unwrap_or_default();
    (!is_talked_about(lexicon, before)).then_some(kind)
}

/// Whether the word behind these ones is the object of 研究, 审议 and the like, as in 研究2026年度督查反馈意见. Behind
/// 关于研究……的 it is the title's own.
fn is_talked_about(lexicon: &Lexicon, before: &str) -> bool {
    let words = &lexicon.structure.deliberating;
    let quoted = |at: usize| {
        let ahead = before.get(..at).unwrap_or_default();
        ahead.matches('《').count() > ahead.matches('》').count()
    };
    let about = before.match_indices("关于").map(|(at, _)| at).find(|at| !quoted(*at));
    let says = |at: usize| {
        let (ahead, rest) = before.split_at(at);
        let verb = words.verbs.iter().find(|verb| rest.starts_with(verb.as_str()));
        let behind = verb.and_then(|verb| rest.get(verb.len()..)).unwrap_or_default();
        verb.is_some()
            && (ahead.is_empty() || words.after.iter().any(|word| ahead.ends_with(word.as_str())))
            && !words.unless.iter().any(|word| behind.starts_with(word.as_str()))
    };
    let verb = before.char_indices().map(|(at, _)| at).find(|at| says(*at));
    match (verb, about) {
        (Some(verb), Some(about)) if verb < about => true,
        (Some(_), _) => !before.ends_with('的'),
        (None, _) => false,
    }
}

/// Length of the longest ending of this kind that the text has.
pub(crate) fn ending(kind: &DocumentKind, text: &str) -> Option<usize> {
    let names = kind.endings.iter().chain([&kind.name]);
    names.filter(|name| text.ends_with(name.as_str())).map(String::len).max()
}

/// Official documents have a number, a mark or a 文种; records, forms and loose text have none.
fn formal(subject: &Subject<'_>, kind: Option<&DocumentKind>) -> bool {
    let head = &subject.document.head;
    let record = subject.style.style.starts_with("form");
    !record && (kind.is_some() || head.document_number.is_some() || !head.issuer_marks.is_empty())
}
