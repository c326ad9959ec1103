//! Lines to the reader: results on standard output, everything else on standard error.

use std::io::Write as _;

/// A result. A reader who has gone away (`| head`) is no error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A remark or an error.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
