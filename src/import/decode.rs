//! Which characters the bytes stand for.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::ImportError;

pub(super) struct Decoded {
    pub text: String,
    pub notice: Option<String>,
}

/// A byte order mark decides; else UTF-8 where the bytes are that; else Windows-1252, which is said.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let notice =
            had_errors.then(|| format!("Some bytes are not {}: they became the replacement character.", encoding.name()));
        return Ok(Decoded { text: text.into_owned(), notice });
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return if is_binary(bytes) { Err(ImportError::Binary) } else { Ok(Decoded { text: text.into_owned(), notice: None }) };
    }
    if is_binary(bytes) {
        return Err(ImportError::Binary);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let notice = "The file is not UTF-8; it was read as Windows-1252. Check letters with accents.".to_owned();
    Ok(Decoded { text: text.into_owned(), notice: Some(notice) })
}

/// Text has hardly any control characters besides those that lay it out.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c | 0x1b)).count();
    odd * 20 > head.len()
}
