//! Addresses of web pages in a text: their digits are neither quantities nor dates. May use nothing.

/// How far back an address may begin: enough for real ones, and a bound for text without spaces.
const LONGEST: usize = 600;

/// Whether a byte of a text stands in a web address: `https://example.org/q?rate=30%25`, `www.example.org/2026/05`.
pub(super) fn is_in_address(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[..at];
    let reach = bytes.iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_graphic()).count();
    let before = &bytes[bytes.len() - reach..];
    before.len() > 3 && (before.windows(3).any(|part| part == b"://") || before.windows(4).any(|part| part == b"www."))
}

#[cfg(test)]
mod tests {
    use super::is_in_address;

    #[test]
    fn digits_of_a_web_address_are_found() {
        for (text, number) in [
            ("See https://example.org/q?rate=30%25 for more", "30"),
            ("(www.example.org/2026/05/12)", "2026"),
            ("访问http://example.org/a=20%的网页", "20"),
        ] {
            assert!(is_in_address(text, text.find(number).unwrap()), "{text}");
        }
        for (text, number) in [
            ("See https://example.org for 30 % more", "30"),
            ("访问http://example.org的30%用户", "30"),
            ("sales:30%", "30"),
            ("30", "30"),
        ] {
            assert!(!is_in_address(text, text.find(number).unwrap()), "{text}");
        }
    }
}
