//! `import`: the text of a Word file, for editing and typesetting.

use crate::args::Import;
use crate::failure::Failure;
use crate::ports::{files, terminal};

/// Writes the text and, beside it, its pictures, and says what could not be brought along.
pub(crate) fn import(args: &Import) -> Result<(), Failure> {
    let imported =
        import_docx::text(&files::read(&args.file)?).map_err(|error| Failure::from(error.message()))?;
    for notice in &imported.notices {
        terminal::complain(&format!("提示：{}", notice.message()));
    }
    for (name, bytes) in &imported.pictures {
        files::write(&args.output.with_file_name(name), bytes)?;
    }
    files::write(&args.output, imported.text.as_bytes())
}
