//! Walks the body of a document: blocks, in the order a reader sees them.

use std::collections::BTreeMap;

use crate::Imported;
use crate::error::ImportError;
use crate::inline::{Field, Inline};
use crate::limits::MOST_CHARACTERS;
use crate::lines::{self, Align, Block, Line};
use crate::notice::{NoticeKind, Notices};
use crate::numbering::Numbering;
use crate::package::{Package, Relationships};
use crate::styles::Styles;
use crate::xml::Element;

/// A document while it is read.
pub(crate) struct Walker<'p, 'b> {
    pub(crate) package: &'p mut Package<'b>,
    pub(crate) relationships: Relationships,
    pub(crate) styles: Styles,
    numbering: Numbering,
    /// Texts of footnotes and endnotes by kind and id.
    pub(crate) notes: BTreeMap<(&'static str, String), String>,
    /// Fields that are open; they may reach over paragraphs.
    pub(crate) fields: Vec<Field>,
    pub(crate) notices: Notices,
    pub(crate) pictures: Vec<(String, Vec<u8>)>,
    /// Names given to picture parts.
    pub(crate) named: BTreeMap<String, String>,
    /// A paragraph whose mark was deleted goes on in the next.
    pending: Option<String>,
    characters: usize,
}

/// Reads an open package.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Imported, ImportError> {
    let main = package.main.clone();
    let root = package.markup(&main)?.ok_or(ImportError::NoDocument)?;
    let relationships = package.relationships(&main)?;
    let part = |package: &mut Package<'_>, kind: &str| -> Result<Option<Element>, ImportError> {
        match relationships.values().find(|r| r.kind == kind && !r.external) {
            Some(found) => package.markup(&found.target),
            None => Ok(None),
        }
    };
    let styles = Styles::read(part(package, "styles")?.as_ref());
    let numbering = Numbering::read(part(package, "numbering")?.as_ref());
    let mut notes = BTreeMap::new();
    for (kind, name) in [("footnotes", "w:footnote"), ("endnotes", "w:endnote")] {
        let root = part(package, kind)?;
        for note in root.iter().flat_map(Element::elements).flat_map(Element::elements) {
            if note.name == name && !note.attribute("type").is_some_and(|t| t.contains("eparator")) {
                let id = note.attribute("id").unwrap_or_default().to_owned();
                notes.insert((kind, id), plain(note).trim().replace('\n', "；"));
            }
        }
    }
    let mut notices = Notices::default();
    if package.macros {
        notices.add(NoticeKind::Macros, "");
    }
    let mut walker = Walker {
        package,
        relationships,
        styles,
        numbering,
        notes,
        fields: Vec::new(),
        notices,
        pictures: Vec::new(),
        named: BTreeMap::new(),
        pending: None,
        characters: 0,
    };
    let mut blocks = walker.first_header(&root)?;
    let Some(body) = root.find("w:body") else { return Err(ImportError::NoDocument) };
    walker.blocks(body, &mut blocks);
    if let Some(text) = walker.pending.take() {
        blocks.push(Block::Line(Line { text, ..Line::default() }));
    }
    walker.furniture()?;
    if walker.characters > MOST_CHARACTERS {
        return Err(ImportError::TooMuchText);
    }
    let text = lines::write(&blocks);
    Ok(Imported { text, notices: walker.notices.finish(), pictures: walker.pictures })
}

impl Walker<'_, '_> {
    /// The blocks inside an element.
    pub(crate) fn blocks(&mut self, element: &Element, out: &mut Vec<Block>) {
        for child in element.elements() {
            match child.name {
                "w:p" => self.paragraph(child, out),
                "w:tbl" => self.table(child, out),
                "w:del" | "w:moveFrom" => self.deleted(child),
                "w:ins" | "w:moveTo" => {
                    self.inserted(child);
                    self.blocks(child, out);
                }
                "w:sdt" => {
                    if self.is_prompt(child) {
                        continue;
                    }
                    self.blocks(child, out);
                }
                "w:altChunk" => self.notices.add(NoticeKind::ForeignPart, ""),
                "mc:AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.blocks(chosen, out);
                    }
                }
                "w:customXml" | "w:sdtContent" | "" => self.blocks(child, out),
                _ => {}
            }
        }
    }

    /// Deleted text is left out, and told where there is any.
    pub(crate) fn deleted(&mut self, element: &Element) {
        let text = all_text(element);
        // What was moved from here is told where it went.
        if element.name != "w:moveFrom" && !text.trim().is_empty() {
            self.notices.add(NoticeKind::Deletion, &text);
        }
    }

    /// Inserted or moved text is told where there is any.
    pub(crate) fn inserted(&mut self, element: &Element) {
        let text = plain(element);
        if !text.trim().is_empty() {
            let moved = element.name == "w:moveTo";
            self.notices.add(if moved { NoticeKind::Moved } else { NoticeKind::Insertion }, &text);
        }
    }

    /// Whether a control still shows its prompt, which is then told.
    pub(crate) fn is_prompt(&mut self, sdt: &Element) -> bool {
        let prompt = sdt.child("w:sdtPr").is_some_and(|p| p.on("w:showingPlcHdr"));
        if prompt {
            self.notices.add(NoticeKind::Prompt, &plain(sdt));
        }
        prompt
    }

    fn paragraph(&mut self, p: &Element, out: &mut Vec<Block>) {
        let properties = p.child("w:pPr");
        let style_id = properties.and_then(|p| p.val("w:pStyle"));
        let style = self.styles.resolve(style_id);
        let mut line = Inline::default();
        let before = self.in_contents();
        self.inline(p, &mut line);
        let inside = before || self.in_contents();
        out.append(&mut line.before);
        let mark = properties.and_then(|p| p.child("w:rPr"));
        let mark_deleted =
            mark.is_some_and(|r| r.child("w:del").is_some() || r.child("w:moveFrom").is_some());
        let mut text = self.pending.take().unwrap_or_default();
        text.push_str(&line.text);
        let left = !text.trim().is_empty();
        // A paragraph of which nothing is left has no number, and one whose mark was deleted has that of the next.
        let hidden_mark = mark.is_some_and(|r| r.on("w:vanish"));
        let gone = !left && (line.left_out || hidden_mark);
        if !mark_deleted && !gone {
            let label = self.number(properties, style_id, &style.number, style.level);
            if left {
                text.insert_str(0, &label);
            }
        }
        self.characters = self.characters.saturating_add(text.chars().count());
        if self.characters > MOST_CHARACTERS {
            return;
        }
        if mark_deleted {
            self.pending = Some(text).filter(|_| left);
        } else if !(gone || inside && text.trim().is_empty()) {
            let align = properties.and_then(|p| p.val("w:jc")).map(str::to_owned).or(style.align);
            let align = Align::of(align.as_deref());
            let size = line.size.or(style.size).unwrap_or(0);
            out.extend(text.split('\n').map(|t| Block::Line(Line { text: t.to_owned(), align, size })));
        }
        out.append(&mut line.after);
    }

    fn in_contents(&self) -> bool {
        self.fields.iter().any(|f| f.contents)
    }

    /// The automatic number of a paragraph, or nothing.
    fn number(
        &mut self,
        properties: Option<&Element>,
        style_id: Option<&str>,
        styled: &Option<String>,
        styled_level: Option<usize>,
    ) -> String {
        let own = properties.and_then(|p| p.child("w:numPr"));
        let id = own.and_then(|n| n.val("w:numId")).map(str::to_owned).or_else(|| styled.clone());
        let Some(id) = id.filter(|id| id != "0") else { return String::new() };
        let level = own.and_then(|n| n.val("w:ilvl")).and_then(|v| v.parse().ok()).or(styled_level);
        let level = level.or_else(|| self.numbering.level_of(&id, style_id?)).unwrap_or(0);
        let Some(label) = self.numbering.next(&id, level) else { return String::new() };
        if label.bullet {
            self.notices.add(NoticeKind::Bullet, "");
        }
        if label.unknown {
            self.notices.add(NoticeKind::NumberFormat, &label.text);
        }
        label.text
    }

    /// A letter has its mark in the header of its first page: short words there open the text.
    fn first_header(&mut self, root: &Element) -> Result<Vec<Block>, ImportError> {
        let section = root.find("w:sectPr").filter(|s| s.on("w:titlePg"));
        let reference = section.and_then(|s| {
            s.elements().find(|e| e.name == "w:headerReference" && e.attribute("type") == Some("first"))
        });
        let target = reference
            .and_then(|r| r.attribute("r:id"))
            .and_then(|id| self.relationships.get(id))
            .map(|r| r.target.clone());
        let Some(target) = target else { return Ok(Vec::new()) };
        let text = self.package.markup(&target)?.map(|root| plain(&root)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        if lines.is_empty() || lines.len() > 4 || text.chars().count() > 80 || !says_something(&text) {
            return Ok(Vec::new());
        }
        self.notices.add(NoticeKind::FirstHeader, lines.first().copied().unwrap_or_default());
        self.relationships.retain(|_, r| r.target != target);
        let line =
            |text: &&str| Block::Line(Line { text: (*text).to_owned(), align: Align::Centre, size: 0 });
        Ok(lines.iter().map(line).collect())
    }

    /// Text in headers and footers other than page numbers is told.
    fn furniture(&mut self) -> Result<(), ImportError> {
        let kinds = ["header", "footer"];
        let targets: Vec<String> = self
            .relationships
            .values()
            .filter(|r| !r.external && kinds.contains(&r.kind.as_str()))
            .map(|r| r.target.clone())
            .collect();
        for target in targets {
            let text = self.package.markup(&target)?.map(|root| plain(&root)).unwrap_or_default();
            if says_something(&text) {
                self.notices.add(NoticeKind::HeaderFooter, &text);
            }
        }
        Ok(())
    }
}

/// Whether a header holds more than a page number: — 1 —, 第1页 共3页, Page 1 of 3.
fn says_something(text: &str) -> bool {
    let text = text.replace("Page", "").replace("of", "");
    text.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit() && !matches!(c, '第' | '页' | '共'))
}

/// The branch of `mc:AlternateContent` that says something; the newer one when both do.
pub(crate) fn alternative(element: &Element) -> Option<&Element> {
    let choice = element.elements().find(|e| e.name == "mc:Choice");
    let fallback = element.elements().find(|e| e.name == "mc:Fallback");
    choice.filter(|c| holds_content(c)).or(fallback).or(choice)
}

fn holds_content(element: &Element) -> bool {
    ["w:t", "a:blip", "v:imagedata", "c:chart", "dgm:relIds", "m:t", "w:tab"]
        .into_iter()
        .any(|name| element.find(name).is_some())
}

/// The text of an element without deletions and field codes, paragraphs parted by newlines.
pub(crate) fn plain(element: &Element) -> String {
    let mut out = String::new();
    gather(element, &mut out, false);
    out
}

/// The same with deletions.
fn all_text(element: &Element) -> String {
    let mut out = String::new();
    gather(element, &mut out, true);
    out
}

fn gather(element: &Element, out: &mut String, deleted: bool) {
    match element.name {
        "w:t" | "m:t" | "a:t" => out.push_str(&element.text()),
        "w:delText" if deleted => out.push_str(&element.text()),
        "w:tab" | "w:ptab" => out.push(' '),
        "w:br" | "w:cr" => out.push('\n'),
        "w:instrText" | "w:pPr" | "w:rPr" | "w:delText" => {}
        "w:del" | "w:moveFrom" if !deleted => {}
        "mc:AlternateContent" => {
            if let Some(chosen) = alternative(element) {
                gather(chosen, out, deleted);
            }
        }
        _ => {
            element.elements().for_each(|child| gather(child, out, deleted));
            if element.name == "w:p" {
                out.push('\n');
            }
        }
    }
}
