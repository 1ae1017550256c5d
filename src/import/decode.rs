//! Detects the character encoding of a text and decodes it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::imported::ImportError;

pub(super) struct Decoded {
    pub text: String,
    pub notice: Option<String>,
}

/// Decodes by the byte order mark; else as UTF-8 if the bytes are valid and not declared as ISO-2022-JP; else as the container
/// or the page declares; else by the most likely encoding, with a notice. [`ImportError::Binary`] if the bytes are not text.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, ImportError> {
    decoded(bytes, declared.and_then(labelled))
}

/// Decodes a web page as [`decode`] does; a page may also declare its encoding itself.
pub(super) fn decode_page(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, ImportError> {
    decoded(bytes, declared.and_then(labelled).or_else(|| in_page(bytes)))
}

fn labelled(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

fn decoded(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, ImportError> {
    let replaced =
        |encoding: &'static Encoding| format!("Some bytes are not valid {}: they were replaced by “\u{fffd}”.", encoding.name());
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok(Decoded { text: text.into_owned(), notice: had_errors.then(|| replaced(encoding)) });
    }
    if is_binary(bytes) {
        return Err(ImportError::Binary);
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        // Other encodings are hardly ever valid UTF-8, so this outweighs the declaration; but ISO-2022-JP is plain ASCII.
        if declared.is_none_or(|declared| declared != encoding_rs::ISO_2022_JP) {
            return Ok(Decoded { text: text.into_owned(), notice: None });
        }
    }
    if let Some(encoding) = declared {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        return Ok(Decoded { text: text.into_owned(), notice: had_errors.then(|| replaced(encoding)) });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let notice =
        format!("The file does not state its character encoding; it was read as {}. Check accented letters.", encoding.name());
    Ok(Decoded { text: text.into_owned(), notice: Some(notice) })
}

/// The encoding that a page declares in its first 1,024 bytes (HTML Standard, “prescan a byte stream”).
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1_024))?.to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")? + b"charset".len();
    let rest = head.get(at..)?;
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
        .collect();
    // A page whose declaration is readable as ASCII is not UTF-16, whatever it declares.
    Encoding::for_label(&label).map(|found| if found.is_ascii_compatible() { found } else { UTF_8 })
}

/// Whether more than 5 % of the first 8,192 bytes are control characters other than layout characters and escape.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c | 0x1b)).count();
    odd * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_by_mark_declaration_and_looks() {
        let text = |bytes: &[u8], declared, is_page| {
            if is_page { decode_page(bytes, declared) } else { decode(bytes, declared) }.unwrap().text
        };
        assert_eq!(text(b"\xff\xfea\0b\0", None, false), "ab");
        assert_eq!(text("é".as_bytes(), Some("windows-1252"), false), "é");
        assert_eq!(text(b"caf\xe9", Some("iso-8859-1"), false), "café");
        assert_eq!(text(b"<meta charset=\"koi8-r\">\xf0\xd2", None, true), "<meta charset=\"koi8-r\">Пр");
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("日本語の新聞は毎朝配達されます。今日は天気がいいですね。");
        assert!(text(&sjis, None, false).starts_with("日本語の新聞"));
        assert_eq!(decode(&[0, 1, 2, 3, 4, 5], None).err(), Some(ImportError::Binary));
    }
}
