//! The options of choices, where the application provides them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::Field;
use crate::compile::Compiled;

/// The options of fields with `choices_from`, by context name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists(BTreeMap<String, Vec<String>>);

impl Lists {
    /// Collects the lists a form asks for.
    pub(crate) fn new(compiled: &Compiled, context: &BTreeMap<String, Json>) -> Self {
        let fields =
            compiled.nodes.iter().flat_map(|node| std::iter::once(&node.field).chain(&node.field.columns));
        let lists = fields.filter_map(|field| field.choices_from.clone()).map(|name| {
            let options = context.get(&name).and_then(Json::as_array).into_iter().flatten();
            let options = options.filter_map(|option| option.as_str().map(str::to_owned)).collect();
            (name, options)
        });
        Self(lists.collect())
    }

    /// The options in force; `None` accepts any text, as long as the application has no list.
    pub(crate) fn of<'a>(&'a self, field: &'a Field) -> Option<&'a [String]> {
        match &field.choices_from {
            None => Some(&field.choices),
            Some(name) => self.0.get(name).filter(|list| !list.is_empty()).map(Vec::as_slice),
        }
    }
}
