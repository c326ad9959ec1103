//! The official document: model, text grammar, style sheets, typesetting and pagination.

pub mod compose;
pub mod document;
pub mod dump;
pub mod flow;
pub mod layout;
pub mod measure;
pub mod style;
pub mod text;
pub mod typeset;

pub use compose::{HeadError, HeadFields, compose};
pub use document::{
    Annex, Block, Document, Head, Imprint, Main, Placement, Seal, TableBlock, TableCell, TextBlock,
};
pub use dump::dump;
pub use expr::Date;
pub use layout::{Mark, Page, Pages, Reader, RuleMark, layout, layout_for};
pub use style::{StyleError, StyleSheet};
pub use typeset::{Dropped, Typeset, typeset};

#[cfg(test)]
mod properties;
