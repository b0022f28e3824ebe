//! The content security policy: only the page's own scripts run, nothing is loaded.
//!
//! References: W3C, Content Security Policy Level 3 (hash sources).

use sha2::{Digest, Sha256};

/// The policy for a page with these inline scripts.
pub(super) fn content_security(scripts: &[&str]) -> String {
    let hashes: String =
        scripts.iter().map(|s| format!(" 'sha256-{}'", base64(&Sha256::digest(s.as_bytes())))).collect();
    format!(
        "default-src 'none'; script-src{hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// Base64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let part = |k: usize| u32::from(group.get(k).copied().unwrap_or(0));
        let word = part(0) << 16 | part(1) << 8 | part(2);
        for k in 0..4 {
            if k <= group.len() {
                text.push(char::from(LETTERS[(word >> (18 - 6 * k) & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_the_rfc_examples() {
        for (raw, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(raw.as_bytes()), coded);
        }
    }
}
