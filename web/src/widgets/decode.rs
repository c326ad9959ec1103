//! Text files from office machines: UTF-8, or the GBK or UTF-16 that spreadsheets save a text in.

use wasm_bindgen::JsValue;
use web_sys::TextDecoder;

/// Reads a text file. GB 18030 covers GBK and GB 2312; the browser's own decoders never fail.
pub(crate) fn text(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => "utf-16le",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => match unmarked_utf16(bytes) {
            Some(encoding) => encoding,
            None => match std::str::from_utf8(bytes) {
                Ok(text) => return text.to_owned(),
                Err(_) => "gb18030",
            },
        },
    };
    let decoded =
        TextDecoder::new_with_label(encoding).and_then(|decoder| decoder.decode_with_u8_array(bytes));
    decoded.unwrap_or_else(|_: JsValue| String::from_utf8_lossy(bytes).into_owned())
}

/// UTF-16 that does not say so: every line ends with a character of which one byte is zero. No other text file has zeros.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static str> {
    let pairs = || bytes.chunks_exact(2);
    let ends = |end: [u8; 2]| pairs().any(|pair| pair == end);
    let (little, big) = (ends([0x0A, 0]) || ends([0x0D, 0]), ends([0, 0x0A]) || ends([0, 0x0D]));
    match (bytes.contains(&0) && bytes.len().is_multiple_of(2), little, big) {
        (true, true, false) => Some("utf-16le"),
        (true, false, true) => Some("utf-16be"),
        _ => None,
    }
}
