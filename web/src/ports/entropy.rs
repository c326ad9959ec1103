//! Reads randomness from the browser.

/// 32 random bytes.
///
/// `getRandomValues` is there in every browser above the floor and on every origin, `file://` and plain http included.
pub(crate) fn bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    let crypto = gloo::utils::window().crypto().expect("every supported browser has crypto");
    crypto.get_random_values_with_u8_array(&mut bytes).expect("32 bytes are far below the quota of one call");
    bytes
}
