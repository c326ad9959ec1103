//! What a form reads of the book: its `data` block, held against the forms of the pack.

use expr::Engine;
use form::Definition;
use serde::Deserialize;

use crate::pack::PackError;
use crate::query::{Query, QueryError, Reader, Written};
use crate::sources::Sources;

/// Names that a query of a form may read beside `it` and the queries before it.
const READS: [&str; 4] = ["today", "round", "unit", "record"];

/// Why a `data` block could not be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is no list of queries.
    Shape(String),
    /// A query of it.
    Query(QueryError),
}

impl Fault {
    /// With the file it stands in.
    pub(crate) fn in_file(self, path: String) -> PackError {
        match self {
            Self::Shape(reason) => PackError::Malformed { path, reason },
            Self::Query(error) => PackError::Query { path, error },
        }
    }
}

/// Reads the queries of a form, in order. Each gives a name that the form's `context` has.
pub(crate) fn read(
    engine: &Engine,
    sources: &Sources,
    name: &str,
    form: &Definition,
) -> Result<Vec<Query>, Fault> {
    if form.data.is_null() {
        return Ok(Vec::new());
    }
    let written = Vec::<Written>::deserialize(&form.data);
    let written = written.map_err(|error| Fault::Shape(format!("data: {error}")))?;
    let mut reader = Reader::new(engine, sources, &[]);
    reader.known = READS.map(str::to_owned).to_vec();
    reader.record = Some(name.to_owned());
    let mut queries = Vec::new();
    for one in written {
        if !form.context.contains_key(&one.name) {
            let lost = QueryError::unknown("data", &one.name, form.context.keys().cloned());
            return Err(Fault::Query(lost));
        }
        queries.push(reader.read(&one).map_err(Fault::Query)?);
    }
    Ok(queries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;

    #[test]
    fn every_shipped_form_reads_what_is_there() {
        let pack = Pack::shipped();
        for name in crate::names("forms") {
            pack.form_data(name).unwrap_or_else(|error| panic!("{error}"));
        }
    }

    #[test]
    fn a_query_of_a_form_names_what_there_is() {
        let pack = Pack::shipped();
        let read = |query: &str| {
            let text = format!(
                r#"{{"form": "a/1", "title": "", "sections": [], "context": {{"others": []}}, "data": [{query}]}}"#
            );
            let form: Definition = serde_json::from_str(&text).unwrap();
            let read = super::read(pack.engine(), pack.sources(), "phone-call", &form);
            read.map(drop).map_err(|fault| fault.in_file("forms/a.json".to_owned()).to_string())
        };
        let sound = r#"{"name": "others", "from": "phone-call", "where": "it.unit == unit.id and it.id != record.id", "also": {"day": "it.called_on"}}"#;
        assert_eq!(read(sound), Ok(()));
        let wrong = [
            ("others", "other", "data: no other; the nearest is others"),
            ("phone-call", "phone-cal", "the nearest is phone-call"),
            ("it.called_on", "it.caled_on", "others, day: no caled_on; the nearest is called_on"),
            ("record.id", "record.di", "others, where: no di;"),
            ("unit.id", "untis.id", "others, where: no untis; the nearest is unit"),
            ("where", "wher", "unknown field"),
        ];
        for (right, other, told) in wrong {
            let error = read(&sound.replace(right, other)).unwrap_err();
            assert!(error.contains("forms/a.json") && error.contains(told), "{other}: {error}");
        }
    }
}
