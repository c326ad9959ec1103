//! Reads a finished .docx and lists what is wrong with it, without Word and without a network.
//!
//! Three kinds of faults: the schema's child order, where Word is strict and other readers are silent; five
//! semantic checks that the Open XML SDK does not make (cells end in a paragraph, rows fill the grid,
//! relationships lead somewhere, ids are unique, fields are balanced); and what is valid but goes wrong in WPS.

mod fault;
mod package;
mod part;

pub use fault::{Defect, Fault};

use package::Package;

/// Lists the defects of a .docx file; an empty list means none was found.
///
/// Never fails: bytes that are no package are one defect. Packages over 64 MB unpacked are not read.
#[must_use]
pub fn check(docx: &[u8]) -> Vec<Defect> {
    let package = match Package::open(docx) {
        Ok(package) => package,
        Err(fault) => return vec![Defect { part: String::new(), fault }],
    };
    let mut defects = package.relationships();
    for (name, text) in package.markup() {
        defects.extend(part::check(name, text, &package));
    }
    defects.extend(package.lint());
    defects
}
