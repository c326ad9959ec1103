//! One pass over one part, looking for every fault that shows inside it.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{Package, attribute};
use super::{Defect, Fault};
use crate::limits;
use crate::order::{Order, local};
use crate::text::is_xml;

/// Nesting beyond which a part is called malformed.
const DEEPEST: usize = 256;

/// Faults of one part.
pub(super) fn check(name: &str, bytes: &[u8], package: &Package) -> Vec<Defect> {
    let mut pass = Pass { relationships: package.ids(name), ..Pass::default() };
    if let Err(reason) = pass.read(bytes) {
        pass.faults.push(Fault::Malformed { reason });
    }
    for name in std::mem::take(&mut pass.referred) {
        if !package.has_bookmark(&name) {
            pass.faults.push(Fault::NoBookmark { name });
        }
    }
    if pass.fields.iter().any(|field| field.open) {
        pass.faults.push(Fault::UnbalancedField);
    }
    pass.faults.into_iter().map(|fault| Defect { part: name.to_owned(), fault }).collect()
}

/// An element that is open.
struct Frame {
    name: String,
    order: Option<Order>,
    /// Highest rank among the children so far, and whose it is.
    highest: (usize, String),
    last_child: String,
}

/// A table that is open.
#[derive(Default)]
struct Grid {
    /// Width of every column.
    widths: Vec<i64>,
    /// Columns the row has covered so far.
    covered: usize,
    cell: OpenCell,
    /// First cell of the row whose width is not that of its columns.
    off: Option<Fault>,
    /// Whether the row repeats.
    repeats: bool,
    /// Rows that repeat, and rows that don't.
    heads: usize,
    bodies: usize,
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    /// First column it covers.
    start: usize,
    /// Width it says, in twips.
    width: Option<i64>,
}

impl Grid {
    /// Notes a finished cell whose width is wrong.
    fn close_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let Some(columns) = self.widths.get(cell.start..self.covered).map(|widths| widths.iter().sum())
        else {
            return;
        };
        if let Some(width) = cell.width.filter(|width| *width != columns) {
            self.off.get_or_insert(Fault::CellOffGrid { width, columns });
        }
    }

    /// The fault of a finished row.
    fn close_row(&mut self) -> Option<Fault> {
        let misplaced = self.repeats && self.bodies > 0;
        *(if self.repeats { &mut self.heads } else { &mut self.bodies }) += 1;
        let columns = self.widths.len();
        if self.covered != columns {
            self.off = None;
            return Some(Fault::RowOffGrid { covered: self.covered, columns });
        }
        // Columns without width are a fault of their own.
        let off = self.off.take().filter(|_| !self.widths.contains(&0));
        if misplaced { Some(Fault::HeaderRow) } else { off }
    }
}

/// A field that is open.
struct Field {
    open: bool,
    separated: bool,
    value: bool,
}

#[derive(Default)]
struct Pass {
    open: Vec<Frame>,
    grids: Vec<Grid>,
    fields: Vec<Field>,
    ids: BTreeSet<String>,
    /// Bookmarks that page fields lead to.
    referred: BTreeSet<String>,
    relationships: BTreeSet<String>,
    faults: Vec<Fault>,
}

impl Pass {
    fn read(&mut self, bytes: &[u8]) -> Result<(), String> {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        if let Some(character) = text.chars().find(|it| !is_xml(*it)) {
            return Err(format!("U+{:04X}", u32::from(character)));
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut roots = 0;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => {
                    roots += usize::from(self.open.is_empty());
                    self.start(&tag)?;
                }
                Event::Empty(tag) => {
                    roots += usize::from(self.open.is_empty());
                    self.start(&tag)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(words) => self.text(&words),
                Event::GeneralRef(_) | Event::CData(_) => self.text(""),
                Event::DocType(_) => return Err("DOCTYPE".to_owned()),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if roots == 1 && self.open.is_empty() => return Ok(()),
                Event::Eof => return Err("unfinished".to_owned()),
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err("nesting".to_owned());
        }
        let attributes =
            tag.attributes().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        let qualified = tag.name();
        let name = local(qualified.as_ref());
        self.order(name);
        for attribute in &attributes {
            self.attribute(name, attribute.key.as_ref(), &attribute.value);
        }
        self.table(name, tag);
        match name {
            "fldChar" => self.field(attribute(tag, "w:fldCharType").as_deref()),
            "txbxContent" | "textbox" => self.faults.push(Fault::TextBox),
            "altChunk" | "object" | "OLEObject" | "control" => {
                self.faults.push(Fault::Active { name: name.to_owned() });
            }
            _ => {}
        }
        let order = Order::of(name);
        self.open.push(Frame {
            name: name.to_owned(),
            order,
            highest: (0, String::new()),
            last_child: String::new(),
        });
        Ok(())
    }

    fn end(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        match frame.name.as_str() {
            "tc" => {
                if frame.last_child != "p" {
                    self.faults.push(Fault::CellWithoutParagraph);
                }
                self.grids.last_mut().into_iter().for_each(Grid::close_cell);
            }
            "tr" => self.faults.extend(self.grids.last_mut().and_then(Grid::close_row)),
            "tbl" => {
                let pointless = self.grids.pop().filter(|grid| grid.heads > 0 && grid.bodies == 0);
                self.faults.extend(pointless.map(|_| Fault::HeaderRow));
            }
            _ => {}
        }
    }

    /// The schema's order of siblings.
    fn order(&mut self, child: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        child.clone_into(&mut parent.last_child);
        let Some(order) = parent.order else { return };
        let rank = order.rank(child);
        if rank < parent.highest.0 {
            let (parent, after) = (parent.name.clone(), parent.highest.1.clone());
            self.faults.push(Fault::Order { parent, child: child.to_owned(), after });
        } else {
            parent.highest = (rank, child.to_owned());
        }
    }

    fn attribute(&mut self, element: &str, key: &str, value: &str) {
        let is_reference = matches!(key, "r:id" | "r:embed" | "r:link" | "r:pict");
        if is_reference && !value.is_empty() && !self.relationships.contains(value) {
            self.faults.push(Fault::Dangling { reference: value.to_owned() });
        }
        if key.to_ascii_lowercase().contains("theme") {
            self.faults.push(Fault::ThemeFont);
        }
        let length = value.encode_utf16().count();
        if element == "rFonts" && key != "w:hint" && length > limits::FAMILY_NAME && !value.contains('&') {
            self.faults.push(Fault::LongFontName { length });
        }
        let identifies = match (element, key) {
            ("bookmarkStart" | "footnote" | "endnote" | "comment", "w:id")
            | ("style", "w:styleId")
            | ("abstractNum", "w:abstractNumId")
            | ("num", "w:numId")
            | ("docPr", "id") => true,
            (_, key) => key == "w14:paraId",
        };
        let id = format!("{element} {value}");
        if identifies && !self.ids.insert(id.clone()) {
            self.faults.push(Fault::DuplicateId { id });
        }
    }

    /// Counts columns of the grid and columns covered by each row.
    fn table(&mut self, name: &str, tag: &BytesStart<'_>) {
        let number = |key: &str| attribute(tag, key).and_then(|value| value.parse::<usize>().ok());
        if name == "tbl" {
            self.grids.push(Grid::default());
        }
        let Some(grid) = self.grids.last_mut() else { return };
        match name {
            "gridCol" => {
                let width = number("w:w").unwrap_or_default();
                grid.widths.push(i64::try_from(width).unwrap_or(i64::MAX));
                if width == 0 {
                    self.faults.push(Fault::ColumnWithoutWidth);
                }
            }
            "tr" => (grid.covered, grid.repeats) = (0, false),
            "tblHeader" => grid.repeats = attribute(tag, "w:val").is_none_or(|it| it != "0" && it != "false"),
            "tc" => {
                grid.cell = OpenCell { start: grid.covered, width: None };
                grid.covered += 1;
            }
            "tcW" if attribute(tag, "w:type").as_deref() == Some("dxa") => {
                grid.cell.width = number("w:w").and_then(|width| i64::try_from(width).ok());
            }
            "gridSpan" => grid.covered += number("w:val").unwrap_or(1).saturating_sub(1),
            "gridBefore" | "gridAfter" => grid.covered += number("w:val").unwrap_or_default(),
            _ => {}
        }
    }

    fn field(&mut self, kind: Option<&str>) {
        match (kind, self.fields.last_mut()) {
            (Some("begin"), _) => self.fields.push(Field { open: true, separated: false, value: false }),
            (Some("separate"), Some(field)) if !field.separated => field.separated = true,
            (Some("end"), Some(field)) => {
                if !field.value {
                    self.faults.push(Fault::FieldWithoutValue);
                }
                self.fields.pop();
                // The value of an inner field is part of the outer one's.
                if let Some(outer) = self.fields.last_mut() {
                    outer.value |= outer.separated;
                }
            }
            _ => self.faults.push(Fault::UnbalancedField),
        }
    }

    fn text(&mut self, words: &str) {
        if self.open.last().is_some_and(|frame| frame.name == "instrText") {
            let mut words = words.split_whitespace();
            if words.next() == Some("PAGEREF") {
                self.referred.extend(words.next().map(str::to_owned));
            }
        }
        let inside = self.open.last().is_some_and(|frame| frame.name == "t");
        if let Some(field) = self.fields.last_mut()
            && inside
        {
            field.value |= field.separated;
        }
    }
}
