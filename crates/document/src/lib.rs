//! The official document: model, text grammar, style sheets, typesetting and pagination.

pub mod compose;
pub mod document;
pub mod dump;
pub mod flow;
pub mod layout;
pub mod measure;
pub mod picture;
pub mod style;
pub mod text;
pub mod typeset;

pub use compose::{HeadError, HeadFields, compose, compose_with_notices};
pub use document::{
    Annex, Attendance, Block, Document, Head, Imprint, Main, PictureBlock, Placement, Seal, TableBlock,
    TableCell, TextBlock,
};
pub use dump::dump;
pub use expr::Date;
pub use layout::{Mark, Page, Pages, PictureMark, Reader, RuleMark, layout, layout_for};
pub use style::{HouseStyle, Latin, Profile, StyleError, StyleSheet};
pub use typeset::{Dropped, LeftOut, Notice, Typeset, typeset};

#[cfg(test)]
mod properties;
