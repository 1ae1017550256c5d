//! The style sheet of the page, and the policy that allows it and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The style sheet: the system's own fonts, light and dark, screen and paper.
pub(super) const SHEET: &str = include_str!("page.css");

/// The content security policy (W3C, CSP3): the style sheet by its hash, pictures inside the file, nothing else.
pub(super) fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(SHEET.as_bytes()));
    format!(
        "default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-{hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"
    )
}
