//! Values that are worked out when they are read, and then kept: more names of a row, parts under one name.

use std::sync::{Arc, OnceLock};

use expr::{Lazy, Operand, Scope};
use templates::Named;

/// Expressions over a scope, each worked out once.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What is read beside them; a blank for values that belong to nothing.
    base: Operand,
    also: Named,
    scope: Scope,
    kept: Arc<[OnceLock<Operand>]>,
    /// How many of the expressions can be read: an expression reads those before it alone, so that none reads itself.
    readable: usize,
}

impl Row {
    pub(super) fn new(base: Operand, also: &Named, scope: &Scope) -> Self {
        let kept = also.iter().map(|_| OnceLock::new()).collect();
        Self { base, also: Arc::clone(also), scope: scope.clone(), kept, readable: also.len() }
    }
}

impl Lazy for Row {
    fn get(&self, name: &str) -> Option<Operand> {
        let readable = self.also.iter().zip(self.kept.iter()).enumerate().take(self.readable);
        let Some((place, ((_, expression), kept))) = readable.filter(|(_, ((own, _), _))| own == name).last()
        else {
            return Some(self.base.part(name));
        };
        let work_out = || {
            let it = Operand::lazy(Self { readable: place, ..self.clone() });
            expression.over(&self.scope, &it).unwrap_or_else(|error| Operand::failed(&error))
        };
        Some(kept.get_or_init(work_out).clone())
    }

    fn names(&self) -> Vec<String> {
        let more = self.also.iter().map(|(name, _)| name.clone());
        let mut names: Vec<String> = self.base.names().into_iter().chain(more).collect();
        names.sort();
        names.dedup();
        names
    }

    fn linked_from(&self, kind: &str) -> Vec<Operand> {
        self.base.linked_from(kind)
    }

    fn text(&self) -> String {
        self.base.to_text()
    }
}
