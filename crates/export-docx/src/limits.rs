//! The ranges OOXML gives its numbers, so that no flow, however odd, writes an invalid one.

use document::flow::Twips;

/// The longest measure Word accepts, 22 inches in twips.
const LONGEST: i32 = 31_680;

/// Columns Word allows in one table.
pub(crate) const MOST_COLUMNS: usize = 63;

/// Longest name of a font family, in UTF-16 units.
pub(crate) const FAMILY_NAME: usize = 31;

/// A line of text so low that it never costs a line of the page, in twips.
pub(crate) const TINY_LINE: Twips = 20;

/// A measure that may point either way: indents, margins, tracking.
pub(crate) fn signed(length: Twips) -> i32 {
    length.clamp(-LONGEST, LONGEST)
}

/// A distance that is never negative: white above, paddings, tab stops.
pub(crate) fn distance(length: Twips) -> u32 {
    length.clamp(0, LONGEST).unsigned_abs()
}

/// The same for the parts of docx-rs that count in `usize`.
pub(crate) fn count(length: Twips) -> usize {
    usize::try_from(length.clamp(0, LONGEST)).unwrap_or_default()
}

/// A size that must be there: line heights, column widths, paper.
pub(crate) fn size(length: Twips) -> i32 {
    length.clamp(1, LONGEST)
}

/// A font size in half-points; Word stops at 1638 pt.
pub(crate) fn half_points(size: u16) -> usize {
    usize::from(size.clamp(2, 3276))
}

/// A character scale in percent.
pub(crate) fn percent(scale: u16) -> i32 {
    i32::from(scale.clamp(1, 600))
}

/// A rule in eighths of a point; Word draws a quarter to twelve points.
pub(crate) fn eighths(thickness: u16) -> usize {
    usize::from(thickness.clamp(2, 96))
}
