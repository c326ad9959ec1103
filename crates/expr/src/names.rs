//! The variables of an expression with slices, which MiniJinja 3.1 overlooks.
//!
//! Its `undeclared_variables` visits the bounds of `a[b:c]` but not `a` itself, so that `today[5:7]` would read a
//! blank. This scan finds every identifier that can only be a variable; it is used beside theirs, not instead.

const WORDS: [&str; 13] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"];

/// The identifiers that are no keyword, attribute, filter, test or keyword argument, each with its first attribute: `a.b`.
pub(crate) fn variables(source: &str) -> Vec<String> {
    let found = places(source).into_iter();
    found
        .map(|place| place.attribute.map_or(place.name.to_owned(), |own| format!("{}.{own}", place.name)))
        .collect()
}

/// The source with other names for its variables: what `change` makes of each, `None` leaves it.
///
/// Attributes, filters, tests and texts keep what they are, whatever they are called.
#[must_use]
pub fn renamed(source: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for place in places(source) {
        let Some(new) = change(place.name) else { continue };
        out.push_str(source.get(done..place.at).unwrap_or_default());
        out.push_str(&new);
        done = place.at + place.name.len();
    }
    out.push_str(source.get(done..).unwrap_or_default());
    out
}

/// The conditions that all have to hold for the whole to hold, as far as they stand beside each other: `a and (b or c)` has two.
/// Anything else is one.
#[must_use]
pub fn conjuncts(source: &str) -> Vec<&str> {
    let (mut parts, mut begun, mut depth, mut rest) = (Vec::new(), 0, 0_usize, source);
    while let Some(first) = rest.chars().next() {
        let (word, after) = token(rest, first);
        match word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "or" | "if" | "not" if depth == 0 => return vec![source.trim()],
            "and" if depth == 0 => {
                let at = source.len() - rest.len();
                parts.push(source.get(begun..at).unwrap_or_default().trim());
                begun = at + word.len();
            }
            _ => {}
        }
        rest = after;
    }
    parts.push(source.get(begun..).unwrap_or_default().trim());
    parts
}

/// A variable of an expression.
struct Place<'a> {
    /// Bytes before it.
    at: usize,
    name: &'a str,
    attribute: Option<&'a str>,
}

fn places(source: &str) -> Vec<Place<'_>> {
    let mut found: Vec<Place<'_>> = Vec::new();
    let mut rest = source;
    // The last two words or marks, enough to know an attribute, a filter or a test; whether the next word is the attribute
    // of the last variable.
    let (mut before, mut last) = ("", "");
    let mut open = false;
    while let Some(first) = rest.chars().next() {
        let (token, after) = token(rest, first);
        let is_name = first.is_alphabetic() || first == '_';
        let next = after.trim_start();
        let keyword_argument = next.starts_with('=') && !next.starts_with("==");
        let placed = matches!(last, "." | "|" | "is") || (before == "is" && last == "not");
        let variable = is_name && !placed && !keyword_argument && !WORDS.contains(&token);
        if variable {
            found.push(Place { at: source.len() - rest.len(), name: token, attribute: None });
        } else if is_name && open && last == "." {
            found.last_mut().into_iter().for_each(|place| place.attribute = Some(token));
        }
        if !first.is_whitespace() {
            open = variable || (open && token == ".");
            (before, last) = (last, token);
        }
        rest = after;
    }
    found
}

/// One string, word or mark, and what follows it.
fn token(text: &str, first: char) -> (&str, &str) {
    let end = match first {
        '\'' | '"' => string_end(text, first),
        c if c.is_alphanumeric() || c == '_' => text.find(|c: char| !(c.is_alphanumeric() || c == '_')),
        c => Some(c.len_utf8()),
    };
    text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""))
}

/// Bytes of the quoted text that `text` begins with; `None` when it is not closed.
pub(crate) fn string_end(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return Some(at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_are_found() {
        let check = |source, expect: &[&str]| assert_eq!(variables(source), expect, "{source}");
        check("today[5:7]|int", &["today"]);
        check("(a|default('b')|string)[c:] == 'd'", &["a", "c"]);
        check("a.b is not defined and x is none", &["a.b", "x"]);
        check("rows|map(attribute='n')[1:2] + n", &["rows", "n"]);
        check("'it\\'s a' ~ \"b c\" ~ d", &["d"]);
        check("'open", &[]);
        check("items.x[1:] + a.b.c + d", &["items.x", "a.b", "d"]);
    }

    #[test]
    fn what_has_to_hold_together_is_told_apart() {
        assert_eq!(conjuncts("a == 'x and y' and (b or c) and d[1]"), ["a == 'x and y'", "(b or c)", "d[1]"]);
        for whole in ["a and b or c", "a if b and c else d", "a and not b", "a"] {
            assert_eq!(conjuncts(whole), [whole]);
        }
    }

    #[test]
    fn only_variables_are_renamed() {
        let short = |source| renamed(source, |name| Some(name.strip_prefix("a1")?.to_owned()));
        assert_eq!(
            short("a1_x in ['a1_x'] and (b.a1_x|a1_f(a1_y=a1_x)) is a1_t and 甲a1_x"),
            "_x in ['a1_x'] and (b.a1_x|a1_f(a1_y=_x)) is a1_t and 甲a1_x"
        );
        assert_eq!(short("1 + '二"), "1 + '二");
    }
}
