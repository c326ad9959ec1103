//! The style sheets as they lie in the folder, so that a suite sees an edit without a rebuild.

use std::fs;
use std::path::Path;

use document::StyleSheet;
use document::style::HouseStyle;

/// The format sheets a document may be set in.
pub const FORMATS: [&str; 8] =
    ["document", "upward", "letter", "minutes", "bulletin", "order", "form", "form-landscape"];

/// The sheet of a name below `templates/styles`.
///
/// # Errors
///
/// When there is none, or it is malformed; the text names the sheet.
pub fn sheet(name: &str) -> Result<StyleSheet, String> {
    sheet_for(name, &HouseStyle::default())
}

/// The same with a house's own choices.
///
/// # Errors
///
/// As above.
pub fn sheet_for(name: &str, house: &HouseStyle) -> Result<StyleSheet, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/styles");
    let source = |name: &str| fs::read_to_string(folder.join(format!("{name}.json"))).ok();
    StyleSheet::load_for(name, &source, house).map_err(|error| format!("{name}: {error}"))
}
