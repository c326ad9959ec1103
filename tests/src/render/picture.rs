//! A page as ink: where it is, in millimetres from the upper left corner of the paper.

use super::tools::RESOLUTION;

/// Which ink counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    /// Marks and rules.
    Red,
    /// Everything printed in black.
    Black,
}

/// Part of a page in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(from = "[f64; 4]")]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl From<[f64; 4]> for Area {
    fn from([left, top, right, bottom]: [f64; 4]) -> Self {
        Self { left, top, right, bottom }
    }
}

/// The smallest box around some ink, in millimetres.
pub type Extent = Area;

/// Ink of one page.
#[derive(Debug)]
pub struct Picture {
    width: usize,
    /// Inked dots of every row from left to right; most of a page is white.
    rows: Vec<Vec<(usize, Colour)>>,
}

/// Ink shorter than this is text, longer is a rule: no glyph is 30 mm wide.
const RULE_MM: f64 = 30.0;

impl Picture {
    /// Reads a binary portable pixmap (`P6`), the simplest format pictures come in.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut fields = Vec::new();
        while fields.len() < 4 {
            let end = rest.iter().position(u8::is_ascii_whitespace)?;
            fields.push(std::str::from_utf8(rest.get(..end)?).ok()?.to_owned());
            rest = rest.get(end + 1..)?;
        }
        let [kind, width, height, depth] = <[String; 4]>::try_from(fields).ok()?;
        let (width, height): (usize, usize) = (width.parse().ok()?, height.parse().ok()?);
        if kind != "P6" || depth != "255" || rest.len() != width * height * 3 {
            return None;
        }
        Some(Self { width, rows: rest.chunks_exact(width.max(1) * 3).map(row).collect() })
    }

    /// Width of the paper in millimetres.
    #[must_use]
    pub fn width(&self) -> f64 {
        millimetres(self.width)
    }

    /// Height of the paper in millimetres.
    #[must_use]
    pub fn height(&self) -> f64 {
        millimetres(self.rows.len())
    }

    /// The box around all ink of a colour inside an area; `None` when there is none.
    #[must_use]
    pub fn extent(&self, colour: Colour, area: Area) -> Option<Extent> {
        let dots = self.dots(colour, area);
        let (mut left, mut top, mut right, mut bottom) = (usize::MAX, usize::MAX, 0, 0);
        for (x, y) in dots {
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
        }
        (right > 0).then(|| Extent {
            left: millimetres(left),
            top: millimetres(top),
            right: millimetres(right),
            bottom: millimetres(bottom),
        })
    }

    /// Horizontal rules of a colour from top to bottom, each with its edges.
    #[must_use]
    pub fn rules(&self, colour: Colour, area: Area) -> Vec<Extent> {
        let mut rules: Vec<Extent> = Vec::new();
        for y in self.span(area.top, area.bottom, self.rows.len()) {
            let Some((from, to)) = self.longest_run(colour, y, area) else { continue };
            let row = Extent {
                left: millimetres(from),
                top: millimetres(y),
                right: millimetres(to),
                bottom: millimetres(y + 1),
            };
            if row.right - row.left < RULE_MM {
                continue;
            }
            match rules.last_mut() {
                Some(rule) if (rule.bottom - row.top).abs() < millimetres(1) / 2.0 => {
                    rule.bottom = row.bottom;
                    rule.left = rule.left.min(row.left);
                    rule.right = rule.right.max(row.right);
                }
                _ => rules.push(row),
            }
        }
        rules
    }

    fn longest_run(&self, colour: Colour, y: usize, area: Area) -> Option<(usize, usize)> {
        let mut longest: Option<(usize, usize)> = None;
        let mut current: Option<(usize, usize)> = None;
        for (x, _) in self.row(colour, y, area) {
            current = match current {
                Some((from, to)) if to == x => Some((from, x + 1)),
                _ => Some((x, x + 1)),
            };
            let length = |run: Option<(usize, usize)>| run.map_or(0, |(from, to)| to - from);
            if length(current) > length(longest) {
                longest = current;
            }
        }
        longest
    }

    fn dots(&self, colour: Colour, area: Area) -> impl Iterator<Item = (usize, usize)> {
        self.span(area.top, area.bottom, self.rows.len()).flat_map(move |y| self.row(colour, y, area))
    }

    /// Dots of one colour in one row of an area.
    fn row(&self, colour: Colour, y: usize, area: Area) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.span(area.left, area.right, self.width);
        let dots = self.rows.get(y).map(Vec::as_slice).unwrap_or_default();
        dots.iter().filter(move |(x, ink)| *ink == colour && columns.contains(x)).map(move |(x, _)| (*x, y))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the page first")]
    fn span(&self, from: f64, to: f64, limit: usize) -> std::ops::Range<usize> {
        let dot = |mm: f64| ((mm / millimetres(1)).round().max(0.0) as usize).min(limit);
        dot(from)..dot(to)
    }
}

/// Inked dots of a row of pixels; white stretches are passed over whole.
fn row(pixels: &[u8]) -> Vec<(usize, Colour)> {
    const STRETCH: usize = 64;
    const WHITE: [u8; STRETCH * 3] = [255; STRETCH * 3];
    let mut dots = Vec::new();
    for (index, stretch) in pixels.chunks(STRETCH * 3).enumerate() {
        if stretch == WHITE {
            continue;
        }
        let inked = stretch.chunks_exact(3).enumerate();
        dots.extend(inked.filter_map(|(x, pixel)| Some((index * STRETCH + x, ink(pixel)?))));
    }
    dots
}

/// Half-tones of a glyph's edge count from half-dark on.
fn ink(pixel: &[u8]) -> Option<Colour> {
    let [red, green, blue] = *<&[u8; 3]>::try_from(pixel).ok()?;
    match (red > 160, green < 128 && blue < 128) {
        (true, true) => Some(Colour::Red),
        (false, true) if red < 128 => Some(Colour::Black),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn millimetres(dots: usize) -> f64 {
    dots as f64 * 25.4 / f64::from(RESOLUTION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_found_by_colour_and_place() {
        let mut bytes = b"P6 400 4 255\n".to_vec();
        for y in 0..4 {
            for x in 0..400 {
                let pixel = match (y, x) {
                    (1, 10..390) => [255, 0, 0],
                    (2, 7) => [0, 0, 0],
                    _ => [255, 255, 255],
                };
                bytes.extend(pixel);
            }
        }
        let picture = Picture::read(&bytes).expect("a picture");
        let all = Area::from([0.0, 0.0, 100.0, 100.0]);
        let [rule] = picture.rules(Colour::Red, all)[..] else { panic!("one rule") };
        assert!((rule.left - 10.0 * 25.4 / 300.0).abs() < 1e-9);
        let dot = picture.extent(Colour::Black, all).expect("a dot");
        assert!((dot.top - 2.0 * 25.4 / 300.0).abs() < 1e-9);
        assert!(picture.rules(Colour::Black, all).is_empty());
    }
}
