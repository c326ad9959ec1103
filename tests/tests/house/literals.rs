//! The string literals of a Rust source, read without a compiler.

/// The string literals of a source with the lines they begin on; comments are passed over.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, here) = rest.split_at(at);
        line += before.matches('\n').count();
        let taken = if here.starts_with("//") {
            here.find('\n').unwrap_or(here.len())
        } else if here.starts_with("'\"'") || here.starts_with("'/'") {
            3
        } else if here.starts_with("'\\\"'") {
            4
        } else if here.starts_with('"') {
            let fence: String = before.chars().rev().take_while(|c| *c == '#').collect();
            let raw = before.trim_end_matches('#').ends_with('r');
            let (words, length) = if raw { raw_literal(here, &fence) } else { literal(here) };
            found.push((line, words));
            length
        } else {
            1
        };
        let (passed, further) = here.split_at(taken);
        line += passed.matches('\n').count();
        rest = further;
    }
    found
}

/// A literal that begins at the quote, and how many bytes it takes.
fn literal(here: &str) -> (String, usize) {
    let mut words = String::new();
    let mut chars = here.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (words, at + 1),
            '\\' => match chars.next() {
                Some((_, '\n')) => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                Some((_, '"')) => words.push('"'),
                _ => words.push(' '),
            },
            other => words.push(other),
        }
    }
    (words, here.len())
}

fn raw_literal(here: &str, fence: &str) -> (String, usize) {
    let close = format!("\"{fence}");
    let inside = here.strip_prefix('"').unwrap_or(here);
    match inside.split_once(&close) {
        Some((words, _)) => (words.to_owned(), 1 + words.len() + close.len()),
        None => (inside.to_owned(), here.len()),
    }
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = "a('\"'); // \"no\"\nb(\"收 \\\n   下\\\"\", r#\"导\"出\"#);\n/// \"no\"\nc(\"\")";
    let expected = [(2, "收 下\"".to_owned()), (3, "导\"出".to_owned()), (5, String::new())];
    assert_eq!(literals(source), expected);
}
