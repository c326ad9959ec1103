//! The archive: deflate, one fixed time, one fixed order, the same header bytes on every system.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::DocxError;

/// Packs named files in the order given.
pub(super) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, DocxError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .system(System::Unix);
    let failed = |reason: String| DocxError::Package { reason };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options).map_err(|error| failed(error.to_string()))?;
        archive.write_all(bytes).map_err(|error| failed(error.to_string()))?;
    }
    let cursor = archive.finish().map_err(|error| failed(error.to_string()))?;
    Ok(cursor.into_inner())
}
