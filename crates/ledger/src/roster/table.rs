//! Rows of a table that was saved as text: which mark parts its cells, where its lines end, where its headings stand.

use super::columns::Column;

/// Most columns of a row; what stands in further ones is not kept.
const MAX_COLUMNS: usize = 100;
/// Marks that part cells, as spreadsheets and people write them.
const SEPARATORS: [char; 6] = [',', '\t', ';', '，', '；', '|'];
/// Rows in which headings are looked for: a title and an empty line may stand above them.
const HEAD_ROWS: usize = 10;

/// A row and the line it begins on, from 1.
pub(super) type Row = (usize, Vec<String>);

/// A table with its headings found.
pub(super) struct Table<'t> {
    text: &'t str,
    separator: char,
    /// Line of the headings.
    pub(super) head: Row,
    /// Rows above the headings that hold something.
    pub(super) above: Vec<usize>,
}

impl<'t> Table<'t> {
    /// The table in a text, read with the mark that shows the most headings; `None` when no row names the unit's name.
    pub(super) fn find(text: &'t str) -> Option<Self> {
        let tried = SEPARATORS.into_iter().filter_map(|separator| Self::with(text, separator));
        // Of marks that show as many headings the first is taken.
        tried.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(table, _)| table)
    }

    /// The table read with one mark, and how many headings it shows.
    fn with(text: &'t str, separator: char) -> Option<(Self, usize)> {
        let mut above = Vec::new();
        for row in rows(text, separator).take(HEAD_ROWS) {
            let known: Vec<Column> = row.1.iter().filter_map(|heading| Column::named(heading)).collect();
            if known.contains(&Column::Name) {
                let count = known.len();
                return Some((Self { text, separator, head: row, above }, count));
            }
            if row.1.iter().any(|cell| !expr::says_nothing(cell)) {
                above.push(row.0);
            }
        }
        None
    }

    /// The rows below the headings that hold something.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + 't {
        let head = self.head.0;
        rows(self.text, self.separator)
            .filter(move |(line, row)| *line > head && row.iter().any(|cell| !expr::says_nothing(cell)))
    }
}

/// Rows with quoted cells (RFC 4180). A line ends with LF, CR or both.
fn rows(text: &str, separator: char) -> impl Iterator<Item = Row> + '_ {
    let mut rest = text.chars().peekable();
    let mut line = 1;
    std::iter::from_fn(move || {
        rest.peek()?;
        let started = line;
        let mut row = Vec::new();
        let mut cell = String::new();
        let mut quoted = false;
        while let Some(c) = rest.next() {
            let ends = matches!(c, '\n' | '\r');
            if c == '\r' && rest.peek() == Some(&'\n') {
                rest.next();
            }
            line += usize::from(ends);
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => {
                    rest.next();
                    cell.push('"');
                }
                '"' if quoted || cell.is_empty() => quoted = !quoted,
                _ if ends && quoted => cell.push('\n'),
                _ if ends => break,
                _ if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
                _ => cell.push(c),
            }
        }
        row.push(cell);
        row.truncate(MAX_COLUMNS);
        Some((started, row))
    })
}
