//! The rows of a table: conditions, calculations and problems of their cells.

use expr::Operand;
use serde_json::{Map, Value as Json};

use crate::check::{Asked, broken_finding};
use crate::compile::{Formulas, Node};
use crate::evaluate::Scope;
use crate::lists::Lists;
use crate::typed::typed;
use crate::{Condition, Field, Kind, MAX_ROWS, Path, Problem, is_blank};

/// What is known about a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RowState {
    /// A row of nothing but blanks is not there yet: it has no problems and no expression sees it.
    pub(crate) blank: bool,
    pub(crate) cells: Vec<CellState>,
    /// The cells as expressions see them.
    pub(crate) operands: Vec<Operand>,
    broken: bool,
}

/// What is known about a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CellState {
    pub(crate) relevant: bool,
    pub(crate) required: bool,
    pub(crate) computed: Option<Json>,
    pub(crate) problems: Vec<Problem>,
}

/// Calculates the rows from the stored ones. What a file holds beyond the most rows a table may have is kept, told of as a
/// problem of the table, and not looked at.
pub(crate) fn rows(node: &Node, stored: Option<&Json>, scope: &Scope<'_>, lists: &Lists) -> Vec<RowState> {
    let rows = stored.and_then(Json::as_array).into_iter().flatten().take(MAX_ROWS);
    rows.enumerate().map(|(place, row)| calculated_row(node, place, row, scope, lists)).collect()
}

/// The table as expressions see it: a list of maps, blank rows left out.
pub(crate) fn operand(node: &Node, rows: &[RowState]) -> Operand {
    let ids = || node.field.columns.iter().map(|column| column.id.clone());
    let map = |row: &RowState| {
        Json::Object(ids().zip(row.operands.iter().map(Operand::to_json)).collect::<Map<String, Json>>())
    };
    Operand::from(&rows.iter().filter(|row| !row.blank).map(map).collect::<Json>())
}

fn calculated_row(node: &Node, place: usize, row: &Json, scope: &Scope<'_>, lists: &Lists) -> RowState {
    let mut state = RowState { blank: is_blank(row), ..RowState::default() };
    // Every column has its operand before any is calculated, so that none is unknown to a condition.
    state.operands = node.field.columns.iter().map(|column| stored_operand(column, row, lists)).collect();
    for (i, (column, formulas)) in node.field.columns.iter().zip(&node.columns).enumerate() {
        let inner = Scope { row: Some((&state.operands, place)), ..*scope };
        let relevant =
            formulas.relevant.is_none() || inner.holds(formulas.relevant.as_ref(), false, &mut state.broken);
        let mut computed = None;
        let mut operand = None;
        if !relevant {
            operand = Some(empty(column));
        } else if let Some(value) = &formulas.value {
            let value = inner.calculated(value, &mut state.broken);
            computed = Some(value.to_json());
            operand = Some(value);
        }
        if let (Some(new), Some(old)) = (operand, state.operands.get_mut(i)) {
            *old = new;
        }
        state.cells.push(CellState { relevant, computed, ..CellState::default() });
    }
    state
}

fn stored_operand(column: &Field, row: &Json, lists: &Lists) -> Operand {
    let stored = row.get(&column.id).filter(|cell| !is_blank(cell));
    let value = stored.and_then(|stored| typed(column, lists.of(column), stored).ok());
    value.map_or_else(|| empty(column), |value| Operand::from(&value))
}

/// The blank of a kind: lists are empty rather than nothing, so that `in` and `length` work on them.
pub(crate) fn empty(field: &Field) -> Operand {
    match field.kind {
        Kind::Choices | Kind::Table => Operand::from(&Json::Array(Vec::new())),
        Kind::Text | Kind::Number | Kind::Date | Kind::Time | Kind::Choice | Kind::Group => Operand::blank(),
    }
}

/// Finds the problems of every cell.
pub(crate) fn check(
    node: &Node,
    stored: Option<&Json>,
    rows: &mut [RowState],
    scope: &Scope<'_>,
    lists: &Lists,
) {
    for (place, row) in rows.iter_mut().enumerate() {
        let stored = stored.and_then(|rows| rows.get(place));
        let inner = Scope { row: Some((&row.operands, place)), ..*scope };
        let mut broken = row.broken;
        for (column, (formulas, cell)) in
            node.field.columns.iter().zip(node.columns.iter().zip(&mut row.cells))
        {
            cell.problems = Vec::new();
            if row.blank || !cell.relevant {
                cell.required = false;
                continue;
            }
            check_cell(column, formulas, cell, &inner, lists, stored);
            // A defect met while calculating the row is told once, at its first cell.
            if std::mem::take(&mut broken) {
                cell.problems.push(problem_at(broken_finding(column), String::new(), String::new()));
            }
            for problem in &mut cell.problems {
                problem.path = Path::cell(&node.field.id, place, &column.id).to_string();
                problem.label = format!("{}第{}行 {}", node.full_label, place + 1, column.label);
            }
        }
    }
}

fn check_cell(
    column: &Field,
    formulas: &Formulas,
    cell: &mut CellState,
    scope: &Scope<'_>,
    lists: &Lists,
    row: Option<&Json>,
) {
    let mut broken = false;
    cell.required = required(column, formulas, scope, &mut broken);
    let answer = cell.computed.as_ref().or_else(|| row.and_then(|row| row.get(&column.id)));
    let asked = Asked { field: column, formulas, lists, answer, required: cell.required };
    let mut findings = asked.findings(scope, &mut broken);
    if broken {
        findings.push(broken_finding(column));
    }
    let place = |finding| problem_at(finding, String::new(), String::new());
    cell.problems = findings.into_iter().map(place).collect();
}

/// Whether an answer is required here and now.
pub(crate) fn required(field: &Field, formulas: &Formulas, scope: &Scope<'_>, broken: &mut bool) -> bool {
    match field.required {
        Condition::Fixed(fixed) => fixed,
        Condition::When(_) => scope.holds(formulas.required.as_ref(), false, broken),
    }
}

/// Gives a finding its place.
pub(crate) fn problem_at(finding: crate::check::Finding, path: String, label: String) -> Problem {
    Problem { code: finding.code, severity: finding.severity, path, label, message: finding.message }
}
