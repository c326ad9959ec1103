//! What the check accepts, and each way of being refused.

use super::*;

fn refused(text: &str) -> &'static str {
    check(text.as_bytes(), DOCUMENT).map_or_else(|refusal| refusal.code(), |()| "accepted")
}

#[test]
fn json_is_accepted() {
    for good in [
        "null",
        " [1, -0.5e-3, \"\\u6d3e\\ud83d\\ude00\\n\"] ",
        "{\"a\":{},\"b\":[],\"\":true}",
        "0",
        "\"督\"",
    ] {
        assert_eq!(refused(good), "accepted", "{good}");
    }
}

#[test]
fn what_is_not_json_is_refused_by_name() {
    for (bad, code) in [
        ("", "json-syntax"),
        ("[1,]", "json-syntax"),
        ("NaN", "json-syntax"),
        ("01", "json-syntax"),
        ("\u{FEFF}{}", "json-syntax"),
        ("\"\\ud800\"", "json-syntax"),
        ("\"\\udc00\\ud800\"", "json-syntax"),
        ("\"a\nb\"", "json-syntax"),
        ("1 2", "json-syntax"),
        ("1e999", "json-number"),
        ("{\"a\":1,\"a\":2}", "json-duplicate-key"),
        ("{\"a\":1,\"\\u0061\":2}", "json-duplicate-key"),
    ] {
        assert_eq!(refused(bad), code, "{bad}");
    }
    assert_eq!(check(b"\"\xFF\"", DOCUMENT).unwrap_err().code(), "json-not-utf-8");
}

#[test]
fn depth_stops_at_the_limit() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(refused(&nested(32)), "accepted");
    assert_eq!(refused(&nested(33)), "json-too-deep");
    assert_eq!(refused(&"[".repeat(1_000_000)), "json-too-deep");
}

#[test]
fn lengths_stop_at_the_limit() {
    let limits = Limits { bytes: 100, depth: 2, items: 3, values: 6, string: 6, key: 3 };
    let code =
        |text: &str| check(text.as_bytes(), limits).map_or_else(|refusal| refusal.code(), |()| "accepted");
    assert_eq!(code("[1,2,3]"), "accepted");
    assert_eq!(code("[1,2,3,4]"), "json-too-long");
    assert_eq!(code("[[1,2],[3]]"), "accepted");
    assert_eq!(code("[[1,2],[3,4]]"), "json-too-long");
    assert_eq!(code("\"督查\""), "accepted");
    assert_eq!(code("\"督查x\""), "json-too-long");
    assert_eq!(code("{\"abc\":1}"), "accepted");
    assert_eq!(code("{\"abcd\":1}"), "json-too-long");
    assert_eq!(code(&" ".repeat(101)), "json-too-long");
}
