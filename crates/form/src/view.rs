//! Reading the live form: sections, fields, rows, problems and what leaves the form as output.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::live::State;
use crate::table::{CellState, RowState};
use crate::typed::typed;
use crate::{Field, Kind, Live, Path, Problem, Section, Severity, is_blank};

/// A section and its fields as they stand.
#[derive(Clone, Copy)]
pub struct SectionView<'a> {
    live: &'a Live,
    nodes: &'a [usize],
    /// The definition.
    pub section: &'a Section,
}

/// A field as it stands.
#[derive(Clone, Copy)]
pub struct FieldView<'a> {
    live: &'a Live,
    node: usize,
    state: &'a State,
    /// The definition.
    pub field: &'a Field,
    /// Whether it is asked at all.
    pub relevant: bool,
    /// Whether it must be answered now.
    pub required: bool,
    /// What it shows: the computed value, else what is stored, readable or not.
    pub value: Option<&'a Json>,
    /// What is wrong with it; problems of cells are with the cells.
    pub problems: &'a [Problem],
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    table: FieldView<'a>,
    row: &'a RowState,
    /// Its place from 0.
    pub index: usize,
}

/// A cell of a table.
pub struct CellView<'a> {
    /// The column's definition.
    pub column: &'a Field,
    /// Its path, for [`Live::set`].
    pub path: String,
    /// Whether it is asked at all.
    pub relevant: bool,
    /// Whether it must be answered now.
    pub required: bool,
    /// What it shows.
    pub value: Option<&'a Json>,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// The options of a choice that are offered; `None` accepts any text.
    pub choices: Option<Vec<String>>,
}

impl<'a> SectionView<'a> {
    /// Whether any of its fields is asked.
    #[must_use]
    pub fn relevant(&self) -> bool {
        self.fields().any(|field| field.relevant)
    }

    /// Its fields in order, hidden ones included.
    pub fn fields(&self) -> impl Iterator<Item = FieldView<'a>> + use<'a> {
        let live = self.live;
        self.nodes.iter().filter_map(move |node| live.view(*node))
    }
}

impl<'a> FieldView<'a> {
    /// The fields of a group in order, hidden ones included.
    pub fn children(&self) -> impl Iterator<Item = FieldView<'a>> + use<'a> {
        let live = self.live;
        let children = live.form.0.nodes.get(self.node).into_iter().flat_map(|node| &node.children);
        children.filter_map(move |node| live.view(*node))
    }

    /// The rows of a table.
    pub fn rows(&self) -> impl Iterator<Item = RowView<'a>> + use<'a> {
        let table = *self;
        self.state.rows.iter().enumerate().map(move |(index, row)| RowView { table, row, index })
    }

    /// How many rows a table may have.
    #[must_use]
    pub fn most_rows(&self) -> usize {
        crate::check::most_rows(self.field)
    }

    /// Its value as documents print it: a number in its plain form however it was typed, anything else as it is shown.
    #[must_use]
    pub fn printed(&self) -> Option<Json> {
        self.value.map(|value| printed(self.field, value))
    }

    /// Whether it is computed.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.field.value.is_some()
    }

    /// Whether it has an answer; a group: whether its first field has.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.live.is_answered(self.node)
    }

    /// The options of a choice that are offered to whoever fills the form; `None` accepts any text.
    #[must_use]
    pub fn choices(&self) -> Option<Vec<String>> {
        self.live.lists.offered(self.field, self.value)
    }

    /// What was answered here last year.
    #[must_use]
    pub fn last_year(&self) -> Option<&'a Json> {
        self.live.last_year.get(&self.field.id)
    }

    /// Share of the item's weight that is earned, 0 to 1; absent when it doesn't count.
    #[must_use]
    pub fn coefficient(&self) -> Option<f64> {
        self.state.coefficient
    }
}

impl<'a> RowView<'a> {
    /// The cells in the order of the columns, hidden ones included.
    pub fn cells(&self) -> impl Iterator<Item = CellView<'a>> + use<'a> {
        let (table, index) = (self.table, self.index);
        let stored = table.value.and_then(move |rows| rows.get(index));
        table.field.columns.iter().zip(&self.row.cells).map(move |(column, cell): (&Field, &CellState)| {
            let value = cell.computed.as_ref().or_else(|| stored.and_then(|row| row.get(&column.id)));
            CellView {
                column,
                path: Path::cell(&table.field.id, index, &column.id).to_string(),
                relevant: cell.relevant,
                required: cell.required,
                value,
                problems: &cell.problems,
                choices: table.live.lists.offered(column, value),
            }
        })
    }
}

impl CellView<'_> {
    /// See [`FieldView::printed`].
    #[must_use]
    pub fn printed(&self) -> Option<Json> {
        self.value.map(|value| printed(self.column, value))
    }
}

fn printed(field: &Field, value: &Json) -> Json {
    match field.kind {
        Kind::Number if !is_blank(value) => typed(field, None, value).unwrap_or_else(|_| value.clone()),
        Kind::Text
        | Kind::Number
        | Kind::Date
        | Kind::Time
        | Kind::Choice
        | Kind::Choices
        | Kind::Table
        | Kind::Group => value.clone(),
    }
}

impl Live {
    /// The sections in order.
    pub fn sections(&self) -> impl Iterator<Item = SectionView<'_>> {
        let compiled = &self.form.0;
        let pairs = compiled.definition.sections.iter().zip(&compiled.sections);
        pairs.map(|(section, nodes)| SectionView { live: self, nodes, section })
    }

    /// A field by its id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<FieldView<'_>> {
        self.view(*self.form.0.index.get(id)?)
    }

    /// How many items have an answer in the field that is called so in all of them (`problem`).
    #[must_use]
    pub fn answers_of_items(&self, question: &str) -> usize {
        let items = &self.form.0.items;
        let fields = items.place(question).and_then(|place| items.fields.get(place)).into_iter().flatten();
        fields.filter_map(|node| self.states.get(*node)).filter(|state| !state.operand.is_blank()).count()
    }

    /// The groups around a field, from the inside out.
    pub fn groups_around(&self, id: &str) -> impl Iterator<Item = FieldView<'_>> {
        let place = self.form.0.index.get(id).copied().into_iter();
        place.flat_map(|place| self.form.0.around(place)).filter_map(|node| self.view(node))
    }

    /// Every problem in the order of the form, those of the whole form last.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        let fields = self.tally.troubled.iter().flat_map(|node| self.problems_at(*node));
        fields.chain(self.whole.iter().flatten())
    }

    /// Whether nothing stands in the way of handing the form in.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.problems().all(|problem| problem.severity != Severity::Error)
    }

    /// The values of all relevant fields that have one, readable, computed ones included: what leaves the form.
    #[must_use]
    pub fn output(&self) -> BTreeMap<String, Json> {
        let nodes = self.form.0.nodes.iter().zip(&self.states);
        let values = nodes.map(|(node, state)| (node.field.id.clone(), state.operand.to_json()));
        values.filter(|(_, value)| !is_blank(value)).collect()
    }

    /// The form as letters read it: `fields` (every field by id, blank ones null), `sections` with their relevant
    /// `items` (groups; a sub-field `a01_01_note` of `a01_01` is called `note`), and `score`.
    #[must_use]
    pub fn data(&self) -> Json {
        let nodes = self.form.0.nodes.iter().zip(&self.states);
        let plain = nodes.filter(|(node, _)| node.field.kind != Kind::Group);
        let fields: Map<String, Json> =
            plain.map(|(node, state)| (node.field.id.clone(), state.operand.to_json())).collect();
        let sections: Vec<Json> = self.sections().map(|section| self.section_data(&section)).collect();
        json!({ "fields": fields, "sections": sections, "score": self.score() })
    }

    fn section_data(&self, section: &SectionView<'_>) -> Json {
        let groups = section.fields().filter(|view| view.relevant && view.field.kind == Kind::Group);
        let items: Vec<Json> = groups.map(|group| item_data(&group)).collect();
        let head = section.section;
        json!({ "id": head.id, "title": head.title, "weight": head.weight, "items": items })
    }

    pub(crate) fn problems_at(&self, node: usize) -> impl Iterator<Item = &Problem> {
        let state = self.states.get(node).into_iter();
        state.flat_map(|state| {
            let cells = state.rows.iter().flat_map(|row| &row.cells);
            state.problems.iter().chain(cells.flat_map(|cell| &cell.problems))
        })
    }

    fn view(&self, node: usize) -> Option<FieldView<'_>> {
        let (field, state) = (&self.form.0.nodes.get(node)?.field, self.states.get(node)?);
        Some(FieldView {
            live: self,
            node,
            state,
            field,
            relevant: state.relevant,
            required: state.required,
            value: state.computed.as_ref().or_else(|| self.answers.0.get(&field.id)),
            problems: &state.problems,
        })
    }
}

fn item_data(group: &FieldView<'_>) -> Json {
    let field = group.field;
    let mut item = Map::new();
    for child in group.children() {
        let name = child.field.id.strip_prefix(field.id.as_str()).and_then(|rest| rest.strip_prefix('_'));
        item.insert(name.unwrap_or(&child.field.id).to_owned(), child.state.operand.to_json());
    }
    let facts = json!({
        "id": field.id, "number": field.number, "label": field.label, "basis": field.basis,
        "weight": field.weight, "coefficient": group.coefficient(), "answered": group.answered(),
    });
    if let Json::Object(facts) = facts {
        item.extend(facts);
    }
    Json::Object(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answers, Form};

    /// Answers may have been stored before numbers were kept plain, or come from somebody else's book.
    #[test]
    fn a_document_prints_a_number_plainly() {
        let definition = json!({"form": "x/1", "title": "x", "sections": [{"fields": [
            {"id": "n", "kind": "number", "label": "数"},
            {"id": "t", "kind": "table", "label": "表", "columns": [{"id": "c", "kind": "number", "label": "列"}]}]}]});
        let form = Form::new(serde_json::from_value(definition).unwrap()).unwrap();
        let printed = |text: &str| {
            let answers = [("n".to_owned(), json!(text)), ("t".to_owned(), json!([{"c": text}]))];
            let live = form.open(Answers(answers.into()), &BTreeMap::new());
            let cell = live.field("t").and_then(|t| t.rows().next()?.cells().next()?.printed());
            (live.field("n").and_then(|n| n.printed()), cell)
        };
        assert_eq!(printed("１，２００"), (Some(json!(1200)), Some(json!(1200))));
        assert_eq!(printed("四次"), (Some(json!("四次")), Some(json!("四次"))));
    }
}
