//! The targets. A new one is its file and its two words here.

mod book;
mod docx_text;
mod exchange_file;
mod json_form;
mod letter_template;
mod masked_text;
mod pasted_text;
mod roster_csv;
mod store_records;

use crate::Target;

/// All of them.
pub static TARGETS: [Target; 9] = [
    exchange_file::TARGET,
    book::TARGET,
    json_form::TARGET,
    letter_template::TARGET,
    docx_text::TARGET,
    pasted_text::TARGET,
    roster_csv::TARGET,
    store_records::TARGET,
    masked_text::TARGET,
];
