//! Conditions, calculations and text templates: a thin, bounded layer over MiniJinja.
//!
//! One language serves forms (`relevant`, `required`, `value`, `constraint`) and letters. It is plain Jinja
//! with our own filters (`filters/`), without files, clock or randomness, and with a ceiling on everything
//! a hostile template could grow: source, work, memory and output.

mod date;
mod engine;
mod error;
mod expression;
mod filters;
mod invisible;
mod lazy;
mod names;
mod nearest;
mod operand;
mod pieces;
mod render;
mod series;
mod whitespace;

pub use date::{DAYS, Date, NotADate};
pub use engine::Engine;
pub use error::ExprError;
pub use expression::Expression;
pub use filters::in_one_line;
pub use invisible::{invisible, says_nothing};
pub use lazy::{Lazy, Scope};
pub use names::{conjuncts, renamed};
pub use nearest::nearest;
pub use operand::Operand;
pub use pieces::{Piece, joined};
pub use render::{render, render_pieces, render_scope, render_with, template_names};
pub use series::Series;
