//! The Content-Security-Policy of the page: nothing leaves, and nothing runs but what was built.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// What is closed in both forms of the product. `form-action` and `base-uri` do not follow `default-src`.
const CLOSED: &str = "font-src 'none'; frame-src 'none'; child-src 'none'; object-src 'none'; media-src 'none'; \
     base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/// Before Chromium 97 WebAssembly runs only under `'unsafe-eval'`; requiring trusted types closes `eval` again.
const WASM: &str = "'wasm-unsafe-eval' 'unsafe-eval'";

/// The policy of the single file: each inline script and style by its digest, and no connection at all.
pub(crate) fn single_file(scripts: &[&str], style: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|text| source(text)).collect();
    format!(
        "default-src 'none'; script-src {} {WASM}; style-src {}; img-src data: blob:; connect-src 'none'; \
         worker-src 'none'; manifest-src 'none'; {CLOSED}; trusted-types 'none'",
        scripts.join(" "),
        source(style)
    )
}

/// The policy of the site: files of the same server, and the one script address the service worker needs.
pub(crate) fn site() -> String {
    format!(
        "default-src 'none'; script-src 'self' {WASM}; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; {CLOSED}; trusted-types ducha-worker"
    )
}

/// The element that carries a policy.
pub(crate) fn element(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// The digest by which a policy names an inline script or style.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// A SHA-256 digest as files and file names carry it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_named_by_the_digest_browsers_compute() {
        assert_eq!(source("alert(1)"), "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
    }

    #[test]
    fn the_single_file_may_not_connect_anywhere() {
        let policy = single_file(&["a"], "b");
        assert!(policy.contains("default-src 'none'") && policy.contains("connect-src 'none'"));
        assert!(!policy.contains("'self'") && !policy.contains("http"));
    }

    #[test]
    fn what_default_src_does_not_cover_is_closed_in_both_forms() {
        for policy in [single_file(&["a"], "b"), site()] {
            for closed in [
                "base-uri 'none'",
                "form-action 'none'",
                "frame-src 'none'",
                "object-src 'none'",
                "require-trusted-types-for 'script'",
            ] {
                assert!(policy.contains(closed), "{closed}");
            }
            assert!(
                !policy.contains("'unsafe-inline'")
                    && !policy.contains("'unsafe-hashes'")
                    && !policy.contains('*')
            );
        }
    }
}
