//! The three configured MiniJinja environments, made once and shared: for expressions, for queries, for letters.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use crate::{filters, pieces};

/// Longest expression in bytes; the longest in the shipped templates has some hundred.
pub(crate) const MAX_EXPRESSION: usize = 4_000;
/// Longest template in bytes.
pub(crate) const MAX_TEMPLATE: usize = 1_000_000;
/// Largest rendered text in bytes: about 1.4 million Chinese characters.
pub(crate) const MAX_OUTPUT: usize = 4_000_000;

/// Work allowed to one expression. MiniJinja charges one unit for an instruction or 64 bytes of data.
const EXPRESSION_FUEL: u64 = 50_000;
/// Work allowed to a query for one of the things it looks at. A condition of three comparisons takes some twenty.
const QUERY_FUEL: u64 = 20_000;
/// Work allowed to one letter: enough for a report over some ten thousand rows.
const TEMPLATE_FUEL: u64 = 3_000_000;
/// Depth of macros and loops within each other.
const RECURSION: usize = 64;

static EXPRESSIONS: LazyLock<Environment<'static>> = LazyLock::new(|| environment(EXPRESSION_FUEL));
static QUERIES: LazyLock<Environment<'static>> = LazyLock::new(|| environment(QUERY_FUEL));
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = environment(TEMPLATE_FUEL);
    // Captured blocks and macros then come back as texts of the template, and so does what joins them to values.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("text".into()));
    environment.set_formatter(pieces::print);
    pieces::register(&mut environment);
    environment
});

/// The language with our filters and limits. All engines are the same one; copying it costs nothing.
#[derive(Clone, Copy)]
pub struct Engine {
    pub(crate) expressions: &'static Environment<'static>,
    pub(crate) queries: &'static Environment<'static>,
    pub(crate) templates: &'static Environment<'static>,
}

impl Engine {
    /// The engine.
    #[must_use]
    pub fn new() -> Self {
        Self { expressions: &EXPRESSIONS, queries: &QUERIES, templates: &TEMPLATES }
    }

    /// Whether a name is a function of the language, so that no field or datum needs to carry it.
    #[must_use]
    pub fn is_function(self, name: &str) -> bool {
        self.expressions.globals().any(|(known, _)| known == name)
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

fn environment(fuel: u64) -> Environment<'static> {
    let mut environment = Environment::new();
    // Unknown top-level names are refused by name before anything runs (`Expression::eval`, `render`), so what
    // stays undefined is an attribute some rows lack, and that is a blank.
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(fuel));
    environment.set_recursion_limit(RECURSION);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the default delimiters are valid"));
    filters::register(&mut environment);
    environment
}
