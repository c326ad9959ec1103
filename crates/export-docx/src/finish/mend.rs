//! One streaming pass over a part: attributes put right, missing elements added, children sorted in place.
//!
//! The output is one buffer. While an element whose children have an order is open, the pass remembers where
//! each child starts; when it closes and they are out of order, the child ranges are rearranged in the buffer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::DocxError;
use crate::order::{Order, local};
use crate::picture::{self, PlacedPicture};

/// What the base style adds so that 28 characters fill a line and no digit brings white of its own.
///
/// Hanging punctuation is Word's default and is written all the same: LibreOffice reads a missing `overflowPunct` as
/// hanging too, but then does not draw the hanging stop of a justified line with negative tracking, and reads the
/// written one as not hanging. No word processor loses a character this way.
const LINE_BREAKING: [&str; 4] = [
    r#"<w:kinsoku w:val="1"/>"#,
    r#"<w:overflowPunct w:val="1"/>"#,
    r#"<w:autoSpaceDE w:val="0"/>"#,
    r#"<w:autoSpaceDN w:val="0"/>"#,
];

/// Chinese text with Latin interspersed, as Word's Chinese edition writes it.
const LANGUAGE: &str = r#"<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>"#;

const NAMESPACES: &str = r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// What a part gets that docx-rs could not carry.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Additions<'a> {
    /// For each table row in order, whether it repeats on every page.
    pub(super) repeats: &'a [bool],
    /// What stands in a run's `rPr`, by the number that stands in its place.
    pub(super) character_styles: &'a [String],
    /// Pictures that runs may show; furniture has none.
    pub(super) pictures: &'a [PlacedPicture],
    /// Whether bookmarks stay; furniture has none, because it stands on many pages.
    pub(super) bookmarks: bool,
}

/// Mends the part called `name`.
pub(super) fn mend(name: &str, built: &[u8], additions: Additions<'_>) -> Result<String, DocxError> {
    let broken = |reason: String| DocxError::Markup { part: name.to_owned(), reason };
    let text = std::str::from_utf8(built).map_err(|error| broken(error.to_string()))?;
    let mut reader = Reader::from_str(text);
    // docx-rs closes what it opens; `check` reads everything again in the tests.
    reader.config_mut().check_end_names = false;
    let mut pass = Pass {
        out: String::with_capacity(text.len() * 2),
        open: Vec::new(),
        children: Vec::new(),
        repeats: additions.repeats.iter(),
        additions,
        drawings: 0,
        bookmarks: BTreeMap::new(),
        base_seen: false,
        in_base: false,
    };
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(|error| broken(error.to_string()))?;
        match event {
            Event::Eof => break,
            Event::Start(tag) if pass.is_foreign_base(&tag) => {
                reader.read_to_end(tag.name()).map_err(|error| broken(error.to_string()))?;
            }
            Event::Start(tag) => pass.start(&tag, name_at(text, from, &tag)),
            Event::Empty(tag) => pass.leaf(&tag, name_at(text, from, &tag)),
            Event::End(_) => pass.end(),
            Event::Text(_)
            | Event::GeneralRef(_)
            | Event::CData(_)
            | Event::Decl(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::DocType(_) => pass.out.push_str(text.get(from..position(&reader)).unwrap_or_default()),
        }
    }
    Ok(pass.out)
}

/// The tag's name as it stands in the part, which outlives the tag.
fn name_at<'t>(text: &'t str, from: usize, tag: &BytesStart<'_>) -> &'t str {
    text.get(from + 1..from + 1 + tag.name().as_ref().len()).unwrap_or_default()
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An element that is being written.
struct Frame<'a> {
    name: &'a str,
    /// Where its tag starts and its content starts in the buffer.
    tag: usize,
    content: usize,
    order: Option<Order>,
    /// Where its children start in the list of all of them.
    first_child: usize,
}

struct Pass<'a> {
    out: String,
    open: Vec<Frame<'a>>,
    /// Rank and start of each child of the open elements whose order matters, outermost first.
    children: Vec<(usize, usize)>,
    repeats: std::slice::Iter<'a, bool>,
    additions: Additions<'a>,
    /// Drawings written so far; they are numbered through the part.
    drawings: usize,
    /// Bookmarks met so far by the id docx-rs gave them: their own number, and whether they are still open.
    bookmarks: BTreeMap<String, (usize, bool)>,
    /// Whether docx-rs's own base style has gone by.
    base_seen: bool,
    /// Whether the base style is open.
    in_base: bool,
}

impl<'a> Pass<'a> {
    /// docx-rs writes a `Normal` of its own before ours.
    fn is_foreign_base(&mut self, tag: &BytesStart<'_>) -> bool {
        let found = !self.base_seen && is_base(tag);
        self.base_seen |= found;
        found
    }

    fn start(&mut self, tag: &BytesStart<'_>, name: &'a str) {
        self.child(name);
        let at = self.out.len();
        self.out.push('<');
        self.out.push_str(&mended(tag, name));
        self.out.push('>');
        self.in_base |= is_base(tag);
        self.open.push(Frame {
            name,
            tag: at,
            content: self.out.len(),
            order: Order::of(local(name)),
            first_child: self.children.len(),
        });
    }

    /// An element without content, which most are.
    fn leaf(&mut self, tag: &BytesStart<'_>, name: &'a str) {
        match name {
            "w:trPr" => {
                self.start(tag, name);
                self.end();
            }
            "w:rStyle" => self.character_style(tag),
            "w:sym" => self.drawing(tag),
            "w:bookmarkStart" | "w:bookmarkEnd" => self.bookmark(tag, name),
            name if is_pointless_when_empty(name) => {}
            name => {
                self.child(name);
                self.out.push('<');
                self.out.push_str(&mended(tag, name));
                self.out.push_str("/>");
            }
        }
        if name == "w:tblpPr" {
            // Text may flow up to the table but never beside it, and two floats never share a place.
            self.add(r#"<w:tblOverlap w:val="never"/>"#);
        }
    }

    /// Notes that a child starts here.
    fn child(&mut self, name: &str) {
        if let Some(order) = self.open.last().and_then(|parent| parent.order) {
            self.children.push((order.rank(local(name)), self.out.len()));
        }
    }

    fn end(&mut self) {
        self.complete();
        let Some(frame) = self.open.pop() else { return };
        self.sort(&frame);
        if self.out.len() > frame.content {
            self.out.push_str("</");
            self.out.push_str(frame.name);
            self.out.push('>');
        } else if is_pointless_when_empty(frame.name) {
            self.out.truncate(frame.tag);
            if self.open.last().is_some_and(|parent| parent.order.is_some()) {
                self.children.pop();
            }
        } else {
            self.out.truncate(frame.content.saturating_sub(1));
            self.out.push_str("/>");
        }
        if frame.name == "w:style" {
            self.in_base = false;
        }
    }

    /// Puts a run's look in the place of its number.
    fn character_style(&mut self, tag: &BytesStart<'_>) {
        let number = tag.split('"').nth(1).and_then(|number| number.parse::<usize>().ok());
        if let Some(inside) = number.and_then(|number| self.additions.character_styles.get(number)) {
            self.out.push_str(inside);
        }
    }

    /// Puts a drawing in the place of its stand-in; a picture that is not there is nothing.
    fn drawing(&mut self, tag: &BytesStart<'_>) {
        let (index, size) = (attribute(tag, "w:font"), attribute(tag, "w:char"));
        if let Some(drawing) = picture::drawing(self.additions.pictures, &index, &size, self.drawings + 1) {
            self.drawings += 1;
            self.out.push_str(&drawing);
        }
    }

    /// Writes each bookmark once, numbered in document order.
    fn bookmark(&mut self, tag: &BytesStart<'_>, name: &str) {
        if !self.additions.bookmarks {
            return;
        }
        let id = attribute(tag, "w:id");
        let number = self.bookmarks.len() + 1;
        if name == "w:bookmarkStart" {
            if self.bookmarks.contains_key(&id) {
                return;
            }
            self.bookmarks.insert(id, (number, true));
            let name = attribute(tag, "w:name");
            self.add(&format!(r#"<w:bookmarkStart w:id="{number}" w:name="{name}"/>"#));
        } else if let Some((number, open)) = self.bookmarks.get_mut(&id)
            && *open
        {
            *open = false;
            let end = format!(r#"<w:bookmarkEnd w:id="{number}"/>"#);
            self.add(&end);
        }
    }

    /// Adds to the open element what docx-rs could not write.
    fn complete(&mut self) {
        let mut names = self.open.iter().rev().map(|frame| frame.name);
        match (names.next(), names.next()) {
            (Some("w:pPr"), Some("w:style")) if self.in_base => {
                LINE_BREAKING.into_iter().for_each(|element| self.add(element));
            }
            (Some("w:rPr"), Some("w:rPrDefault")) => self.add(LANGUAGE),
            (Some("w:trPr"), _) => self.repeat(),
            _ => {}
        }
    }

    /// Marks the row as one that repeats, when it is.
    fn repeat(&mut self) {
        if self.repeats.next() == Some(&true) {
            self.add("<w:tblHeader/>");
        }
    }

    /// Writes a complete element as a child of the open one.
    fn add(&mut self, element: &str) {
        let name = element.trim_start_matches('<').split([' ', '/']).next().unwrap_or_default();
        self.child(name);
        self.out.push_str(element);
    }

    /// Puts the children of a closing element into the schema's order.
    fn sort(&mut self, frame: &Frame<'_>) {
        let children = self.children.get(frame.first_child..).unwrap_or_default();
        if !children.is_sorted_by_key(|(rank, _)| *rank) {
            let ends = children.iter().skip(1).map(|(_, start)| *start).chain([self.out.len()]);
            let mut ranges: Vec<(usize, usize, usize)> =
                children.iter().zip(ends).map(|((rank, start), end)| (*rank, *start, end)).collect();
            ranges.sort_by_key(|(rank, _, _)| *rank);
            let sorted: String =
                ranges.iter().filter_map(|(_, start, end)| self.out.get(*start..*end)).collect();
            self.out.truncate(frame.content);
            self.out.push_str(&sorted);
        }
        self.children.truncate(frame.first_child);
    }
}

fn is_base(tag: &BytesStart<'_>) -> bool {
    tag.name().as_ref() == "w:style" && tag.contains(r#"w:styleId="Normal""#)
}

/// Elements that say nothing when they hold nothing; Word's schema asks some of them not to be empty.
fn is_pointless_when_empty(name: &str) -> bool {
    matches!(name, "w:rPr" | "w:trPr" | "w:tblBorders" | "w:tcBorders" | "w:pBdr" | "w:pPrDefault")
}

/// The tag's name and attributes as they should be.
fn mended<'t>(tag: &'t BytesStart<'_>, name: &'t str) -> Cow<'t, str> {
    let whole = tag.trim_end();
    match name {
        "w:p" | "w:br" => name.into(),
        "w:document" | "w:styles" | "w:hdr" | "w:ftr" => format!("{name}{NAMESPACES}").into(),
        "w:gridCol" | "w:fldChar" => {
            only(tag, name, if name == "w:gridCol" { "w:w" } else { "w:fldCharType" })
        }
        "w:ind" if whole.contains("w:hanging=") => whole.replace("w:leftChars=", "w:hangingChars=").into(),
        "w:ind" => whole.replace("w:leftChars=", "w:firstLineChars=").into(),
        "w:tblpPr" => format!(r#"{whole} w:topFromText="0" w:bottomFromText="0""#).into(),
        "w:style" if is_base(tag) => format!(r#"{whole} w:default="1""#).into(),
        "w:style" if is_ours(whole) => format!(r#"{whole} w:customStyle="1""#).into(),
        _ => whole.into(),
    }
}

/// Whether a style is not one of Word's own.
fn is_ours(style: &str) -> bool {
    !["\"Title\"", "\"BodyText\"", "\"Heading", "\"TOC"].iter().any(|builtin| style.contains(builtin))
}

/// The tag with one attribute and no other.
fn only<'t>(tag: &BytesStart<'_>, name: &'t str, attribute: &str) -> Cow<'t, str> {
    format!(r#"{name} {key}="{value}""#, key = attribute, value = self::attribute(tag, attribute)).into()
}

/// Value of an attribute as it stands in the part; empty when it is not there.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let value = tag.try_get_attribute(name).ok().flatten();
    value.map_or_else(String::new, |found| found.value.into_owned())
}
