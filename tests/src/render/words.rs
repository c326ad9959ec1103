//! Lines of text with their boxes, from `pdftotext -bbox-layout`.

/// One line of text on a page; lengths in millimetres.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its words, joined without spaces: the tool cuts Chinese text where glyphs stand apart.
    pub text: String,
    /// Left edge of the first glyph's box.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge of the last glyph's box.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// Right edge of what may be a turned page number: 7 mm from a text area that starts 35 mm from the edge.
const TURNED_MM: f64 = 33.0;

struct Word {
    text: String,
    edges: [f64; 4],
}

/// Lines of every page from top to bottom; words on one height are one line.
#[must_use]
pub fn lines(xhtml: &str) -> Vec<Vec<Line>> {
    xhtml.split("<page ").skip(1).map(page).collect()
}

fn page(markup: &str) -> Vec<Line> {
    let size = |name: &str| markup.split_once(name)?.1.split('"').next()?.parse::<f64>().ok();
    let lies = size("width=\"").zip(size("height=\"")).is_some_and(|(width, height)| width > height);
    let mut words: Vec<Word> = markup.split("<word ").skip(1).filter_map(word).collect();
    if lies {
        // The number of a page on its side stands left of the text and reads downwards: no line of text.
        words.retain(|word| word.edges.get(2).is_none_or(|right| *right > TURNED_MM));
    }
    words.sort_by(|a, b| a.edges[1].total_cmp(&b.edges[1]));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| same_row(first, &word)) => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.into_iter().map(join).collect()
}

/// Boxes that overlap by more than half stand on one line.
fn same_row(a: &Word, b: &Word) -> bool {
    let [_, top, _, bottom] = a.edges;
    let middle = f64::midpoint(b.edges[1], b.edges[3]);
    (top..bottom).contains(&middle)
}

fn join(mut row: Vec<Word>) -> Line {
    row.sort_by(|a, b| a.edges[0].total_cmp(&b.edges[0]));
    let edge = |index: usize, pick: fn(f64, f64) -> f64| {
        row.iter().filter_map(|word| word.edges.get(index).copied()).reduce(pick).unwrap_or_default()
    };
    Line {
        left: edge(0, f64::min),
        top: edge(1, f64::min),
        right: edge(2, f64::max),
        bottom: edge(3, f64::max),
        text: row.iter().map(|word| word.text.as_str()).collect(),
    }
}

/// `xMin="…" yMin="…" xMax="…" yMax="…">text</word>`, in points.
fn word(markup: &str) -> Option<Word> {
    let (attributes, rest) = markup.split_once('>')?;
    let text = rest.split("</word>").next()?;
    let mut edges = [0.0; 4];
    for (edge, name) in edges.iter_mut().zip(["xMin=\"", "yMin=\"", "xMax=\"", "yMax=\""]) {
        let value = attributes.split_once(name)?.1.split('"').next()?;
        *edge = value.parse::<f64>().ok()? * 25.4 / 72.0;
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Some(Word { text, edges })
}
