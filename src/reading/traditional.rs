//! Chinese in traditional characters, read as if it were written in simplified ones.
//!
//! Each character is replaced by one of the same length, so that every range in the simplified text is the same range in the original.

use std::sync::LazyLock;

use hanconv::RawDictionary;

/// The first and the last character that may have a simplified form: CJK ideographs, extension A included.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// OpenCC's table, ready to be looked up in.
struct Lists {
    /// The simplified form of each character from [`FIRST`] on; 0 where it is the same, or has another length.
    forms: Vec<u16>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut forms = vec![0; (LAST - FIRST + 1) as usize];
    for (traditional, simplified) in RawDictionary::TSCharacters.iter() {
        let pair = single(traditional).zip(single(simplified));
        if let Some((traditional, simplified)) = pair.filter(|(traditional, simplified)| traditional != simplified) {
            forms[(u32::from(traditional) - FIRST) as usize] = simplified;
        }
    }
    Lists { forms }
});

/// The character of a text of one character between [`FIRST`] and [`LAST`].
fn single(text: &str) -> Option<u16> {
    let mut characters = text.chars();
    let code = u32::from(characters.next()?);
    (characters.next().is_none() && (FIRST..=LAST).contains(&code)).then(|| u16::try_from(code).ok())?
}

fn simplified_form(character: char) -> Option<char> {
    let at = u32::from(character).checked_sub(FIRST)?;
    LISTS.forms.get(at as usize).filter(|form| **form != 0).and_then(|form| char::from_u32(u32::from(*form)))
}

/// The text in simplified characters, byte for byte as long as before; `None` if it has no traditional ones.
pub(super) fn simplified(text: &str) -> Option<String> {
    // The first byte of every such character; texts in Latin letters have none of these.
    let may_be = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | (0xe3..=0xe9).contains(byte));
    if !text.as_bytes().chunks(64).any(may_be) {
        return None;
    }
    let first = text.char_indices().find(|(_, character)| simplified_form(*character).is_some())?.0;
    let mut simple = String::with_capacity(text.len());
    simple.push_str(&text[..first]);
    simple.extend(text[first..].chars().map(|character| simplified_form(character).unwrap_or(character)));
    Some(simple)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_length() {
        let text = "海岳地產昨日公布，股東應佔溢利按年跌41.3%至18.7億元。";
        let simple = simplified(text).unwrap();
        assert_eq!(simple, "海岳地产昨日公布，股东应占溢利按年跌41.3%至18.7亿元。");
        assert_eq!(simple.len(), text.len());
        assert_eq!(simplified("公司营收增长12%。"), None);
        assert_eq!(simplified(""), None);
    }

    /// No character becomes longer or shorter: ranges depend on it.
    #[test]
    fn every_form_is_as_long_as_its_character() {
        let changed =
            (FIRST..=LAST).filter_map(char::from_u32).filter_map(|character| Some((character, simplified_form(character)?)));
        let mut count = 0;
        for (character, form) in changed {
            assert_eq!(character.len_utf8(), form.len_utf8(), "{character}");
            count += 1;
        }
        assert!(count > 2_000, "{count}");
    }
}
