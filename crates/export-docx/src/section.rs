//! Sections: the body in reading order, a page set-up for each section, and the headers and footers they share.

use document::flow::{Flow, Furniture, Item, PageSetup, Paragraph, Role, Section, SectionStart, Turned};
use docx_rs::{
    DocGrid, DocGridType, Document, DocumentChild, Footer, FooterReference, Header, HeaderChild,
    HeaderReference, PageMargin, PageNumType, PageOrientationType, PageSize, SectionProperty, SectionType,
};

use crate::DocxError;
use crate::limits;
use crate::paragraph::{paragraph, shows, tiny, wrap_contents};
use crate::styles::Styles;
use crate::table;

/// The body and the furniture parts it refers to.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    pub(crate) document: Document,
    /// For every table row of the document in order, whether it repeats on every page.
    pub(crate) repeats: Vec<bool>,
    /// Headers and footers in the order they are first used; their relationship ids follow from it.
    pub(crate) furniture: Vec<Part<'a>>,
}

/// One header or footer, shared by every section that shows the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part<'a> {
    pub(crate) place: Place,
    pub(crate) paragraphs: &'a [Paragraph],
    /// Only headers have one: a line at a fixed place of the paper.
    pub(crate) turned: Option<&'a Turned>,
}

/// Where furniture stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Above the text.
    Header,
    /// Below the text.
    Footer,
}

/// Relationship id of the nth furniture part; the first three belong to styles, settings and fonts.
pub(crate) fn relationship(index: usize) -> String {
    format!("rId{}", index + 4)
}

/// Builds the body of `flow`.
pub(crate) fn body<'a>(flow: &'a Flow, styles: &Styles<'_>) -> Result<Body<'a>, DocxError> {
    let mut writer = Writer {
        flow,
        styles,
        headers: has(flow, |furniture| !furniture.header.is_empty() || furniture.turned.is_some()),
        footers: has(flow, |furniture| !furniture.footer.is_empty()),
        body: Body { document: Document::new(), repeats: Vec::new(), furniture: Vec::new() },
    };
    let (last, before) = flow.sections.split_last().ok_or(DocxError::NoSections)?;
    for (index, section) in before.iter().enumerate() {
        writer.items(section)?;
        let property = writer.property(section, index == 0);
        writer.close_with(property);
    }
    writer.items(last)?;
    writer.body.document.section_property = writer.property(last, before.is_empty());
    Ok(writer.body)
}

/// Whether any page of the document shows this kind of furniture.
fn has(flow: &Flow, shows: impl Fn(&Furniture) -> bool) -> bool {
    flow.sections.iter().any(|section| {
        section.first.as_ref().is_some_and(&shows)
            || shows(&section.odd)
            || (flow.odd_and_even && shows(&section.even))
    })
}

struct Writer<'a, 'b> {
    flow: &'a Flow,
    styles: &'b Styles<'b>,
    headers: bool,
    footers: bool,
    body: Body<'a>,
}

impl<'a> Writer<'a, '_> {
    /// Writes the items of a section and ends it with a paragraph: Word wants one after a table and between
    /// two tables (it would join them), and a section that is not the last ends inside one.
    fn items(&mut self, section: &'a Section) -> Result<(), DocxError> {
        let mut after_paragraph = false;
        let mut after_table = false;
        let mut rest = section.items.as_slice();
        while let Some((item, after)) = rest.split_first() {
            rest = after;
            match item {
                Item::Paragraph(source) if is_contents(source) => {
                    let more = after.iter().map_while(contents_line);
                    let lines: Vec<&Paragraph> = std::iter::once(source).chain(more).collect();
                    rest = after.get(lines.len() - 1..).unwrap_or_default();
                    self.contents(&lines);
                    (after_paragraph, after_table) = (true, false);
                }
                Item::Paragraph(source) => {
                    self.push(paragraph(source, self.styles));
                    (after_paragraph, after_table) = (true, false);
                }
                Item::Table(source) => {
                    if let Some(written) = table::table(source, self.styles)? {
                        if after_table {
                            self.push(tiny());
                        }
                        self.body.repeats.extend(written.repeats);
                        self.body.document.children.push(DocumentChild::Table(Box::new(written.table)));
                        (after_paragraph, after_table) = (false, true);
                    }
                }
            }
        }
        if !after_paragraph {
            self.push(tiny());
        }
        Ok(())
    }

    /// Lines of contents that follow each other are one field.
    fn contents(&mut self, lines: &[&Paragraph]) {
        let mut written: Vec<docx_rs::Paragraph> =
            lines.iter().map(|line| paragraph(line, self.styles)).collect();
        if lines.iter().any(|line| shows(line)) {
            wrap_contents(&mut written);
        }
        written.into_iter().for_each(|line| self.push(line));
    }

    fn push(&mut self, paragraph: docx_rs::Paragraph) {
        self.body.document.children.push(DocumentChild::Paragraph(Box::new(paragraph)));
    }

    /// Ends a section in its last paragraph.
    fn close_with(&mut self, property: SectionProperty) {
        if let Some(DocumentChild::Paragraph(last)) = self.body.document.children.last_mut() {
            last.property.section_property = Some(property);
        }
    }

    fn property(&mut self, section: &'a Section, opening: bool) -> SectionProperty {
        let mut property = page(&section.page);
        property.section_type = match section.start {
            _ if opening => None,
            SectionStart::NextPage => Some(SectionType::NextPage),
            SectionStart::EvenPage => Some(SectionType::EvenPage),
            SectionStart::Continuous => Some(SectionType::Continuous),
        };
        property.title_pg = section.first.is_some();
        property.page_num_type =
            section.restart_page_number.map(|start| PageNumType::new().start(start.min(32_767)));
        self.furnish(&mut property, section);
        property
    }

    /// Refers to every kind of furniture the section needs. Nothing is left to be taken over from the section
    /// before, because what that had is not what this one shows.
    fn furnish(&mut self, property: &mut SectionProperty, section: &'a Section) {
        let first = section.first.as_ref();
        let even = Some(&section.even).filter(|_| self.flow.odd_and_even);
        if self.headers {
            let mut refer = |furniture: Option<&'a Furniture>, kind: &str| {
                furniture.map(|it| {
                    HeaderReference::new(kind, self.part(Place::Header, &it.header, it.turned.as_ref()))
                })
            };
            property.header_reference = refer(Some(&section.odd), "default");
            property.even_header_reference = refer(even, "even");
            property.first_header_reference = refer(first, "first");
        }
        if self.footers {
            let mut refer = |furniture: Option<&'a Furniture>, kind: &str| {
                furniture.map(|it| FooterReference::new(kind, self.part(Place::Footer, &it.footer, None)))
            };
            property.footer_reference = refer(Some(&section.odd), "default");
            property.even_footer_reference = refer(even, "even");
            property.first_footer_reference = refer(first, "first");
        }
    }

    /// Relationship id of the part that shows these paragraphs; equal furniture is one part.
    fn part(&mut self, place: Place, paragraphs: &'a [Paragraph], turned: Option<&'a Turned>) -> String {
        let wanted = Part { place, paragraphs, turned };
        let known = self.body.furniture.iter().position(|part| *part == wanted);
        relationship(known.unwrap_or_else(|| {
            self.body.furniture.push(wanted);
            self.body.furniture.len() - 1
        }))
    }
}

fn is_contents(paragraph: &Paragraph) -> bool {
    matches!(paragraph.role, Role::Contents1 | Role::Contents2)
}

fn contents_line(item: &Item) -> Option<&Paragraph> {
    match item {
        Item::Paragraph(line) if is_contents(line) => Some(line),
        Item::Paragraph(_) | Item::Table(_) => None,
    }
}

/// Paper, margins and grid.
fn page(setup: &PageSetup) -> SectionProperty {
    let mut size = PageSize::new()
        .size(limits::size(setup.width).unsigned_abs(), limits::size(setup.height).unsigned_abs());
    if setup.landscape {
        size = size.orient(PageOrientationType::Landscape);
    }
    let mut property = SectionProperty::new().page_size(size).page_margin(PageMargin {
        top: limits::signed(setup.top),
        bottom: limits::signed(setup.bottom),
        left: limits::signed(setup.left.max(0)),
        right: limits::signed(setup.right.max(0)),
        header: limits::signed(setup.header.max(0)),
        footer: limits::signed(setup.footer.max(0)),
        gutter: 0,
    });
    if let Some(pitch) = setup.line_pitch {
        property = property.doc_grid(
            DocGrid::with_empty()
                .grid_type(DocGridType::Lines)
                .line_pitch(limits::count(limits::size(pitch))),
        );
    }
    property
}

impl Part<'_> {
    /// The part's XML as docx-rs writes it. Empty furniture still needs a paragraph, the smallest there is.
    pub(crate) fn build(&self, styles: &Styles<'_>) -> Vec<u8> {
        let mut paragraphs: Vec<docx_rs::Paragraph> =
            self.paragraphs.iter().map(|source| paragraph(source, styles)).collect();
        if paragraphs.is_empty() {
            paragraphs.push(tiny());
        }
        match self.place {
            Place::Header => {
                let turned = self.turned.map(|it| table::turned(it, styles));
                let turned = turned.into_iter().map(|it| HeaderChild::Table(Box::new(it)));
                let paragraphs = paragraphs.into_iter().map(|it| HeaderChild::Paragraph(Box::new(it)));
                let children = turned.chain(paragraphs).collect();
                docx_rs::BuildXML::build(&Header { has_numbering: false, children })
            }
            Place::Footer => {
                docx_rs::BuildXML::build(&paragraphs.into_iter().fold(Footer::new(), Footer::add_paragraph))
            }
        }
    }
}
