//! Text files from office machines: UTF-8, or the GBK or UTF-16 that spreadsheets save a text in.

use wasm_bindgen::JsValue;
use web_sys::TextDecoder;

/// Reads a text file. GB 18030 covers GBK and GB 2312; the browser's own decoders never fail.
pub(crate) fn text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => "utf-16le",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => "gb18030",
    };
    let decoded =
        TextDecoder::new_with_label(encoding).and_then(|decoder| decoder.decode_with_u8_array(bytes));
    decoded.unwrap_or_else(|_: JsValue| String::from_utf8_lossy(bytes).into_owned())
}
