//! A table of the text as a grid: a control for each cell, rows added and removed.

use app::Command;
use app::document::text::{Grid, GridCell, GridRow, Part};
use app::view::{Proof, TextMark};
use templates::{text, text_with};
use yew::prelude::*;

use super::desk::{self, SourcePlace, What};
use super::parts::Site;
use super::paste;
use crate::widgets::edit::Edit;
use crate::widgets::gradually::{first, use_gradually};

/// A table.
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    /// Where it is.
    pub(super) site: Site,
    /// What it says.
    pub(super) grid: Grid,
    /// What proof-reading found.
    pub(super) proof: std::rc::Rc<Proof>,
}

/// The table.
#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let rows = props.grid.rows();
    let shown = use_gradually(rows.len());
    let widths = props.grid.widths();
    let all: u32 = widths.iter().sum::<u32>().max(1);
    let column = |width: &u32| html! { <col width={format!("{}%", width * 100 / all)} /> };
    let only = rows.iter().filter(|row| !row.head).count() < 2;
    let row = |(before, row): (usize, &GridRow)| {
        let tones = tones(props, row);
        html! { <Row key={row.at} site={props.site.clone()} row={row.clone()} number={before + 1} {tones} only={only} /> }
    };
    html! {
        <div class="part part-table" data-from={props.site.from.to_string()} onpaste={paste::into_grid(&props.site)}>
            <table aria-label={text("letter.table")}>
                <colgroup>{ for widths.iter().map(column) }if props.site.editable { <col width="56" /> }</colgroup>
                if props.site.editable { <thead>{ column_tools(&props.site, widths.len()) }</thead> }
                <tbody>{ for first(&rows, shown).iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

/// Columns with a finding, each with the class of its colour.
fn tones(props: &TableProps, row: &GridRow) -> Vec<(usize, &'static str)> {
    let line = u32::try_from(props.site.from + row.at).unwrap_or(u32::MAX);
    let marks = props.proof.lines.get(&line).map(Vec::as_slice).unwrap_or_default();
    let tone = |mark: &TextMark| (props.grid.column_at(row.at, mark.range.start + 1), mark.tone.class());
    marks.iter().map(tone).collect()
}

#[derive(Properties, PartialEq)]
struct RowProps {
    site: Site,
    row: GridRow,
    /// Which row of the table it is, from 1; the line of widths is none.
    number: usize,
    tones: Vec<(usize, &'static str)>,
    only: bool,
}

/// A row by itself, so that what is typed into one draws no other.
#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { site, row, number, tones, only } = props;
    let cell = |cell: &GridCell| {
        let tone = tones.iter().find(|(column, _)| *column == cell.column).map(|(_, class)| *class);
        let class = classes!((row.head || cell.label).then_some("label"), tone);
        html! {
            <td key={cell.column} {class} data-column={cell.column.to_string()}
                colspan={cell.span.to_string()} rowspan={cell.rows.to_string()}>
                <Cell site={site.clone()} row={row.at} number={*number} cell={cell.clone()} />
            </td>
        }
    };
    html! {
        <tr data-line={(site.from + row.at).to_string()}>
            { for row.cells.iter().map(cell) }
            if site.editable {
                <td class="row-tools">
                    { tool(site, Step::AddRow(row.at), *number) }
                    if !row.head && !only { { tool(site, Step::RemoveRow(row.at), *number) } }
                </td>
            }
        </tr>
    }
}

/// What a button beside a row or above a column does to it.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    AddRow(usize),
    RemoveRow(usize),
    AddColumn(usize),
    RemoveColumn(usize),
}

impl Step {
    /// Takes the step. Returns where one goes on writing: line of the table and column.
    fn take(self, grid: &mut Grid) -> Option<(usize, usize)> {
        match self {
            Self::AddRow(row) => return Some((grid.add_below(row), 0)),
            Self::RemoveRow(row) => grid.remove(row),
            Self::AddColumn(column) => {
                grid.add_right(column);
                return Some((grid.rows().first()?.at, column + 1));
            }
            Self::RemoveColumn(column) => grid.remove_column(column),
        }
        None
    }
}

/// A row of buttons, two above each column.
fn column_tools(site: &Site, columns: usize) -> Html {
    let tools = |column: usize| {
        html! {
            <td key={column}>
                if columns < Grid::MOST_COLUMNS { { tool(site, Step::AddColumn(column), column + 1) } }
                if columns > 1 { { tool(site, Step::RemoveColumn(column), column + 1) } }
            </td>
        }
    };
    html! { <tr class="column-tools">{ for (0..columns).map(tools) }</tr> }
}

/// A button; `number` is that of its row or column.
fn tool(site: &Site, step: Step, number: usize) -> Html {
    let site = site.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let mut next = None;
        let command = site.parts.change(site.at, |part| {
            if let Part::Table(grid) = part {
                next = step.take(grid);
            }
        });
        site.dispatch.emit(command);
        if let Some((row, column)) = next {
            desk::put_caret(SourcePlace { line: site.from + row, what: What::Column(column) });
        }
    });
    let (key, sign) = match step {
        Step::AddRow(_) => ("letter.row_add", "+"),
        Step::RemoveRow(_) => ("field.remove_row", "×"),
        Step::AddColumn(_) => ("letter.column_add", "+"),
        Step::RemoveColumn(_) => ("letter.column_remove", "×"),
    };
    let row = text_with("field.row", &[("row", &number.to_string())]);
    let label = text_with(key, &[("row", &row)]);
    html! { <button type="button" class="icon" title={label.clone()} aria-label={label} {onclick}>{ sign }</button> }
}

#[derive(Properties, PartialEq)]
struct CellProps {
    site: Site,
    row: usize,
    number: usize,
    cell: GridCell,
}

#[component]
fn Cell(props: &CellProps) -> Html {
    let CellProps { site, row, number, cell } = props;
    let edit = use_callback((site.parts.clone(), site.at, *row, cell.column), |value: String, place| {
        let (parts, at, row, column) = place;
        parts.change(*at, |part| {
            if let Part::Table(grid) = part {
                grid.set(*row, *column, &value);
            }
        })
    });
    let place = [("row", number.to_string()), ("column", (cell.column + 1).to_string())];
    let label = text_with("letter.cell", &place.each_ref().map(|(key, value)| (*key, value.as_str())));
    let dispatch: Callback<Command> = site.dispatch.clone();
    html! { <Edit kind="list" value={cell.text.clone()} {label} readonly={!site.editable} {edit} {dispatch} /> }
}
