//! A table of the flow becomes a docx-rs table whose every width is written down.
//!
//! Rows are made to fill the grid first, so that cells and spans always add up to the columns: a renderer that
//! finds them not to do so repairs the file in front of the user.

use document::flow::{Borders, Cell, Merge, Row, Rule, Table, TableFloat, Turned, VerticalAlign};
use docx_rs::{
    BorderType, HeightRule, TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders,
    TableCellContent, TableCellMargins, TableLayoutType, TablePositionProperty, TableRow, TextDirectionType,
    VAlignType, VMergeType, WidthType,
};

use crate::DocxError;
use crate::limits;
use crate::paragraph::{paragraph, tiny};
use crate::styles::Styles;

/// A table and what docx-rs cannot carry about it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) table: docx_rs::Table,
    /// For every row in order, whether it repeats on every page.
    pub(crate) repeats: Vec<bool>,
}

/// Writes one table; `None` when it has no column or no row, for then there is nothing to draw.
pub(crate) fn table(source: &Table, styles: &Styles<'_>) -> Result<Option<Written>, DocxError> {
    let columns = source.columns.len();
    if columns > limits::MOST_COLUMNS {
        return Err(DocxError::TooManyColumns { columns, most: limits::MOST_COLUMNS });
    }
    if columns == 0 || source.rows.is_empty() {
        return Ok(None);
    }
    let grid: Vec<usize> = source.columns.iter().map(|width| limits::count(limits::size(*width))).collect();
    let mut open = Vec::new();
    let mut rows = Vec::new();
    for row in &source.rows {
        let slots = fill(row, columns, &mut open);
        rows.push(write_row(row, &slots, &grid, styles));
    }
    Ok(Some(Written { table: frame(source, grid, rows), repeats: repeats(source) }))
}

/// Everything around the rows: place, width, layout, padding.
fn frame(source: &Table, grid: Vec<usize>, rows: Vec<TableRow>) -> docx_rs::Table {
    let padding = limits::count(source.padding);
    let table = docx_rs::Table::without_borders(rows)
        .width(grid.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, padding, 0, padding))
        .set_grid(grid);
    match source.float {
        None => table.indent(limits::signed(source.left)),
        Some(TableFloat::FootOfTextArea) => table.position(foot(source)),
    }
}

/// At the foot of the text area. The distances from text that docx-rs cannot write are added by `finish`.
fn foot(source: &Table) -> TablePositionProperty {
    TablePositionProperty::new()
        .left_from_text(0)
        .right_from_text(0)
        .vertical_anchor("margin")
        .horizontal_anchor("margin")
        .position_x(limits::signed(source.left))
        .position_y_alignment("bottom")
}

/// A line turned a quarter clockwise at a fixed place of the paper: one cell whose text runs from top to bottom, in
/// a table positioned from the page's edges.
///
/// A text box would say the same, but WPS shows some of them blank; a `framePr` paragraph cannot turn its text
/// (`LibreOffice` 25.2 ignores `textDirection` there). A floating table with `tbRl` is what Word, WPS and
/// `LibreOffice` all draw: dashes and digits lie on their side and head right.
pub(crate) fn turned(source: &Turned, styles: &Styles<'_>) -> docx_rs::Table {
    let width = limits::count(limits::size(source.paragraph.line));
    let mut cell = TableCell::new().width(width, WidthType::Dxa).text_direction(TextDirectionType::TbRl);
    cell.children = vec![TableCellContent::Paragraph(Box::new(paragraph(&source.paragraph, styles)))];
    let mut row = TableRow::new(vec![cell]).cant_split();
    row.property = row.property.row_height(row_height(source.length)).height_rule(HeightRule::Exact);
    let place = TablePositionProperty::new()
        .left_from_text(0)
        .right_from_text(0)
        .vertical_anchor("page")
        .horizontal_anchor("page")
        .position_x(limits::signed(source.x))
        .position_y(limits::signed(source.y));
    docx_rs::Table::without_borders(vec![row])
        .width(width, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
        .set_grid(vec![width])
        .position(place)
}

/// Word repeats header rows only when a body row follows them; a table at the foot never breaks.
fn repeats(source: &Table) -> Vec<bool> {
    let heads = match source.float {
        None if source.header_rows < source.rows.len() => source.header_rows,
        None | Some(TableFloat::FootOfTextArea) => 0,
    };
    (0..source.rows.len()).map(|row| row < heads).collect()
}

/// A cell with its place on the grid; `None` is a gap the row left.
struct Slot<'a> {
    cell: Option<&'a Cell>,
    start: usize,
    span: usize,
    merge: Merge,
}

/// Lays the cells of a row on the grid: spans end at its edge, cells beyond it fall away, a gap at the end is
/// filled, and a cell continues only what really stands above it (`open`: merged cells of the row before).
fn fill<'a>(row: &'a Row, columns: usize, open: &mut Vec<(usize, usize)>) -> Vec<Slot<'a>> {
    let mut slots = Vec::new();
    let mut start = 0;
    for cell in &row.cells {
        let span = cell.span.clamp(1, columns).min(columns.saturating_sub(start));
        if span == 0 {
            break;
        }
        let merge = match cell.merge {
            Merge::Continue if !open.contains(&(start, span)) => Merge::None,
            merge @ (Merge::None | Merge::Start | Merge::Continue) => merge,
        };
        slots.push(Slot { cell: Some(cell), start, span, merge });
        start += span;
    }
    if start < columns {
        slots.push(Slot { cell: None, start, span: columns - start, merge: Merge::None });
    }
    *open =
        slots.iter().filter(|slot| slot.merge != Merge::None).map(|slot| (slot.start, slot.span)).collect();
    slots
}

fn write_row(row: &Row, slots: &[Slot<'_>], grid: &[usize], styles: &Styles<'_>) -> TableRow {
    let mut written = TableRow::new(slots.iter().map(|slot| write_cell(slot, grid, styles)).collect());
    if let Some(height) = row.height {
        let rule = if row.exact { HeightRule::Exact } else { HeightRule::AtLeast };
        written.property = written.property.row_height(row_height(height)).height_rule(rule);
    }
    if !row.may_split {
        written = written.cant_split();
    }
    written
}

/// docx-rs counts row heights in `f32`; below 2^24 that is exact.
fn row_height(height: i32) -> f32 {
    f32::from(u16::try_from(limits::size(height)).unwrap_or(u16::MAX))
}

fn write_cell(slot: &Slot<'_>, grid: &[usize], styles: &Styles<'_>) -> TableCell {
    let width = grid.iter().skip(slot.start).take(slot.span).sum();
    let mut written = TableCell::new().width(width, WidthType::Dxa);
    if slot.span > 1 {
        written = written.grid_span(slot.span);
    }
    match slot.merge {
        Merge::None => {}
        Merge::Start => written = written.vertical_merge(VMergeType::Restart),
        Merge::Continue => written = written.vertical_merge(VMergeType::Continue),
    }
    let Some(cell) = slot.cell else {
        return written.add_paragraph(tiny());
    };
    if let Some(borders) = borders(&cell.borders) {
        written = written.set_borders(borders);
    }
    written = written.vertical_align(match cell.valign {
        VerticalAlign::Top => VAlignType::Top,
        VerticalAlign::Middle => VAlignType::Center,
        VerticalAlign::Bottom => VAlignType::Bottom,
    });
    let content = |it| TableCellContent::Paragraph(Box::new(it));
    written.children = cell.paragraphs.iter().map(|source| content(paragraph(source, styles))).collect();
    if written.children.is_empty() {
        written.children.push(content(tiny()));
    }
    written
}

fn borders(borders: &Borders) -> Option<TableCellBorders> {
    let sides = [
        (borders.top, TableCellBorderPosition::Top),
        (borders.left, TableCellBorderPosition::Left),
        (borders.bottom, TableCellBorderPosition::Bottom),
        (borders.right, TableCellBorderPosition::Right),
    ];
    let drawn: Vec<(Rule, TableCellBorderPosition)> = sides
        .into_iter()
        .filter_map(|(rule, side)| Some((rule.filter(|rule| rule.eighths > 0)?, side)))
        .collect();
    if drawn.is_empty() {
        return None;
    }
    Some(drawn.into_iter().fold(TableCellBorders::with_empty(), |all, (rule, side)| {
        let border = TableCellBorder::new(side)
            .border_type(BorderType::Single)
            .size(limits::eighths(rule.eighths))
            .color(rule.colour.hex());
        all.set(border)
    }))
}
