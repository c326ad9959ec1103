//! The variables of an expression with slices, which MiniJinja 3.1 overlooks.
//!
//! Its `undeclared_variables` visits the bounds of `a[b:c]` but not `a` itself, so that `today[5:7]` would read a
//! blank. This scan finds every identifier that can only be a variable; it is used beside theirs, not instead.

const WORDS: [&str; 13] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"];

/// The identifiers that are no keyword, attribute, filter, test or keyword argument.
pub(crate) fn variables(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = source;
    // The last two words or marks, enough to know an attribute, a filter or a test.
    let (mut before, mut last) = ("", "");
    while let Some(first) = rest.chars().next() {
        let (token, after) = token(rest, first);
        let is_name = first.is_alphabetic() || first == '_';
        let next = after.trim_start();
        let keyword_argument = next.starts_with('=') && !next.starts_with("==");
        let placed = matches!(last, "." | "|" | "is") || (before == "is" && last == "not");
        if is_name && !placed && !keyword_argument && !WORDS.contains(&token) {
            found.push(token);
        }
        if !first.is_whitespace() {
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
        check("a.b is not defined and x is none", &["a", "x"]);
        check("rows|map(attribute='n')[1:2] + n", &["rows", "n"]);
        check("'it\\'s a' ~ \"b c\" ~ d", &["d"]);
        check("'open", &[]);
    }
}
