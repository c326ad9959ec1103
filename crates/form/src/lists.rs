//! The options of choices, where the application provides them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::Field;
use crate::compile::Compiled;

/// The options of fields with `choices_from`, by context name, and the role the options are offered to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    named: BTreeMap<String, Vec<String>>,
    role: String,
}

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
        let role = context.get("role").and_then(Json::as_str).unwrap_or_default().to_owned();
        Self { named: lists.collect(), role }
    }

    /// The options in force; `None` accepts any text, as long as the application has no list.
    pub(crate) fn of<'a>(&'a self, field: &'a Field) -> Option<&'a [String]> {
        match &field.choices_from {
            None => Some(&field.choices),
            Some(name) => self.named.get(name).filter(|list| !list.is_empty()).map(Vec::as_slice),
        }
    }

    /// The options a screen offers, what stands there already among them; `None` accepts any text.
    pub(crate) fn offered(&self, field: &Field, value: Option<&Json>) -> Option<Vec<String>> {
        let taken = |option: &str| match value {
            Some(Json::String(one)) => one == option,
            Some(Json::Array(many)) => many.iter().any(|one| one.as_str() == Some(option)),
            Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_)) | None => false,
        };
        let free = |option: &str| field.reserved.get(option).is_none_or(|reserved| reserved.offered);
        let offered = |option: &&String| free(option) && self.may_take(field, option) || taken(option);
        Some(self.of(field)?.iter().filter(offered).cloned().collect())
    }

    /// Whether whoever fills the form may take an option.
    pub(crate) fn may_take(&self, field: &Field, option: &str) -> bool {
        field.reserved.get(option).is_none_or(|reserved| reserved.open_to(&self.role))
    }
}
