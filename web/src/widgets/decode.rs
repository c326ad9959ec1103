//! Text files from office machines: UTF-8, or the GBK that spreadsheets save a CSV in.

use wasm_bindgen::JsValue;
use web_sys::TextDecoder;

/// Reads a text file. GB 18030 covers GBK and GB 2312 and is the browser's own decoder; it never fails.
pub(crate) fn text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let decoded =
        TextDecoder::new_with_label("gb18030").and_then(|decoder| decoder.decode_with_u8_array(bytes));
    decoded.unwrap_or_else(|_: JsValue| String::from_utf8_lossy(bytes).into_owned())
}
