//! Renders .docx files with `LibreOffice` and measures the pages in millimetres.
//!
//! What a document looks like is not what its file says; the only honest check of "the rule stands 4 mm below the
//! number" is ink on a page. Pages become pictures at a fixed resolution, and words with their boxes come from the
//! PDF. A missing tool is an error that says what to install, never a skipped check.

mod picture;
mod tools;
mod words;

pub use picture::{Area, Colour, Extent, Picture};
pub use tools::{RenderError, Tools};
pub use words::{Line, lines};

use std::path::{Path, PathBuf};

/// A rendered document.
#[derive(Debug)]
pub struct Rendered {
    pdf: PathBuf,
    /// Lines of text of each page, from top to bottom.
    pub pages: Vec<Vec<Line>>,
}

impl Rendered {
    /// Reads the text of a PDF.
    ///
    /// # Errors
    ///
    /// When `pdftotext` is missing or refuses the file.
    pub fn open(tools: &Tools, pdf: &Path) -> Result<Self, RenderError> {
        let pages = lines(&tools.words(pdf)?);
        Ok(Self { pdf: pdf.to_owned(), pages })
    }

    /// The picture of one page, counted from 1.
    ///
    /// # Errors
    ///
    /// When `pdftoppm` is missing or the page does not exist.
    pub fn picture(&self, tools: &Tools, page: usize) -> Result<Picture, RenderError> {
        Picture::read(&tools.picture(&self.pdf, page)?).ok_or_else(|| RenderError::Failed {
            tool: "pdftoppm",
            reason: format!("page {page} is no picture"),
        })
    }
}
