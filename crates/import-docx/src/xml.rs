//! A part's markup as a tree of the elements this crate knows; the rest is transparent.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use crate::error::ImportError;
use crate::limits::{DEEPEST, MOST_ELEMENTS};

/// An element. Its name is `w:p` whatever prefix the file uses, and empty when it is not known.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    attributes: Vec<(&'static str, String)>,
    pub(crate) children: Vec<Node>,
}

/// A child of an element.
#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// First child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|e| e.name == name)
    }

    /// First descendant of this name; transparent elements are looked into.
    pub(crate) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|e| if e.name == name { Some(e) } else { e.find(name) })
    }

    /// An attribute by its local name; `r:id` and its like with the prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// `w:val` of a child.
    pub(crate) fn val(&self, child: &str) -> Option<&str> {
        self.child(child).and_then(|c| c.attribute("val"))
    }

    /// Whether a switch such as `w:vanish` is there and on.
    pub(crate) fn on(&self, child: &str) -> bool {
        self.child(child).is_some_and(|c| !matches!(c.attribute("val"), Some("0" | "false" | "off")))
    }

    /// Text directly inside.
    pub(crate) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

macro_rules! known {
    ($local:expr, $prefix:literal, [$($name:literal)*]) => {
        match $local { $($name => concat!($prefix, $name),)* _ => "" }
    };
}

/// The name of an element this crate knows. Transitional and strict namespaces mean the same.
fn element_name(namespace: &str, local: &str) -> &'static str {
    if namespace.ends_with("/wordprocessingml/2006/main") || namespace.ends_with("/wordprocessingml/main") {
        return known!(local, "w:", ["abstractNum" "abstractNumId" "altChunk" "basedOn" "body" "br" "comment"
            "commentReference" "control" "cr" "customXml" "del" "delInstrText" "delText" "document" "drawing"
            "docPartGallery" "docPartObj" "endnote" "endnoteReference" "fldChar" "fldSimple" "footerReference" "footnote"
            "footnoteReference" "footnotes" "endnotes" "ftr" "gridAfter" "gridBefore" "gridCol" "gridSpan" "hMerge" "hdr"
            "headerReference" "hyperlink" "ilvl" "ins" "instrText" "isLgl" "jc" "lvl" "lvlOverride" "lvlRestart"
            "lvlText" "moveFrom" "moveTo" "name" "noBreakHyphen" "num" "numFmt" "numId" "numPr" "numStyleLink"
            "numbering" "object" "p" "pPr" "pStyle" "pgNum" "pict" "position" "ptab" "r" "rPr" "rPrDefault" "rStyle" "rt" "ruby"
            "rubyBase" "rubyPr" "sdt" "sdtContent" "sdtEndPr" "sdtPr" "sectPr" "showingPlcHdr" "softHyphen" "start"
            "startOverride" "style" "styleLink" "styles" "suff" "sym" "sz" "t" "tab" "tabs" "tbl" "tblBorders" "tblGrid" "tblHeader"
            "tblPr" "tblpPr" "tc" "tcBorders" "tcPr" "titlePg" "tr" "trPr" "txbxContent" "vMerge" "vanish" "vertAlign" "top" "left" "bottom" "right" "end" "insideH" "insideV"]);
    }
    if namespace.ends_with("/markup-compatibility/2006") {
        return known!(local, "mc:", ["AlternateContent" "Choice" "Fallback"]);
    }
    if namespace.ends_with("/drawingml/2006/main") || namespace.ends_with("/drawingml/main") {
        return known!(local, "a:", ["blip" "t"]);
    }
    if namespace.ends_with("/drawingml/2006/chart") || namespace.ends_with("/drawingml/chart") {
        return known!(local, "c:", ["chart"]);
    }
    if namespace.ends_with("/drawingml/2006/diagram") || namespace.ends_with("/drawingml/diagram") {
        return known!(local, "dgm:", ["relIds"]);
    }
    if namespace.ends_with("/officeDocument/2006/math") || namespace.ends_with("/officeDocument/math") {
        return known!(local, "m:", ["begChr" "chr" "d" "deg" "den" "e" "endChr" "eqArr" "f" "m" "mr" "nary" "num" "oMath"
            "rad" "sPre" "sSub" "sSubSup" "sSup" "sub" "sup" "t"]);
    }
    if namespace == "urn:schemas-microsoft-com:vml" {
        return known!(local, "v:", ["imagedata"]);
    }
    if namespace == "urn:schemas-microsoft-com:office:office" {
        return known!(local, "o:", ["OLEObject"]);
    }
    if namespace.ends_with("/package/2006/relationships") {
        return known!(local, "", ["Relationship" "Relationships"]);
    }
    if namespace.ends_with("/package/2006/content-types") {
        return known!(local, "", ["Types" "Override" "Default"]);
    }
    ""
}

/// The name of an attribute this crate reads; `r` says that it leads to another part.
fn attribute_name(local: &str, r: bool) -> &'static str {
    if r {
        return known!(local, "r:", ["id" "embed" "link" "pict"]);
    }
    known!(local, "", ["val" "id" "ilvl" "type" "fldCharType" "char" "font" "instr" "styleId" "default" "numId"
        "abstractNumId" "w" "Id" "Type" "Target" "TargetMode" "PartName" "ContentType" "Extension"])
}

/// Whether the text inside an element is text of the document.
fn holds_text(name: &str) -> bool {
    matches!(name, "w:t" | "w:delText" | "w:instrText" | "m:t" | "a:t")
}

/// Reads a part.
pub(crate) fn parse(part: &str, text: &str) -> Result<Element, ImportError> {
    let damaged = |reason: String| ImportError::Damaged { part: part.to_owned(), reason };
    let entities = || ImportError::Entities { part: part.to_owned() };
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0usize;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|e| damaged(e.to_string()))?;
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(name)) => name.to_owned(),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
        };
        match event {
            Event::Start(tag) => {
                count += 1;
                if open.len() > DEEPEST {
                    return Err(ImportError::TooDeep { part: part.to_owned() });
                }
                open.push(element(&namespace, &tag, &reader).map_err(damaged)?);
            }
            Event::Empty(tag) => {
                count += 1;
                let element = element(&namespace, &tag, &reader).map_err(damaged)?;
                close(&mut open, element);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(words) => push_text(&mut open, &words.xml10_content()),
            Event::CData(words) => push_text(&mut open, &words.xml10_content()),
            Event::GeneralRef(name) => {
                let text = reference(&name).ok_or_else(entities)?;
                push_text(&mut open, &text);
            }
            Event::DocType(_) => return Err(entities()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
        if count > MOST_ELEMENTS {
            return Err(ImportError::Bomb { part: part.to_owned() });
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) if root.elements().next().is_some() => Ok(root),
        _ => Err(damaged("unfinished".to_owned())),
    }
}

fn element(namespace: &str, tag: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<Element, String> {
    let name = element_name(namespace, tag.local_name().as_ref());
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let (bound, local) = reader.resolver().resolve_attribute(attribute.key);
        let related = match bound {
            ResolveResult::Bound(Namespace(name)) => {
                name.ends_with("/officeDocument/2006/relationships")
                    || name.ends_with("/officeDocument/relationships")
            }
            ResolveResult::Unbound | ResolveResult::Unknown(_) => false,
        };
        let key = attribute_name(local.as_ref(), related);
        if !key.is_empty() && !name.is_empty() {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
            attributes.push((key, value.into_owned()));
        }
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// Hangs a finished element below the one that is open.
fn close(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(Node::Element(element));
    }
}

/// Text belongs to the element that is open; only text of the document is kept.
fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut().filter(|e| holds_text(e.name)) else { return };
    if let Some(Node::Text(last)) = parent.children.last_mut() {
        last.push_str(text);
    } else {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

/// `amp`, `#20013`, `#x4e2d`; a name that is not predefined would be an entity of the file's own.
fn reference(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    let character = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(character.to_owned())
}
