//! Finds a passage by its quote and the context around it, when the text that it was taken from is gone.

use super::Anchor;
use crate::notebook::{Passage, TextRange};

/// Finds a passage in a text: exact if its quote occurs there with its prefix and suffix exactly once; otherwise moved, to the
/// occurrence of the quote that is nearest to its old position, those with prefix and suffix first.
pub fn find_quote(text: &str, passage: &Passage) -> Anchor {
    if passage.quote.is_empty() {
        return Anchor::Lost;
    }
    let starts: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), &passage.quote).collect();
    let range = |start: usize| TextRange { start, end: start + passage.quote.len() };
    let in_context = |start: usize| {
        text[..start].ends_with(&passage.prefix) && text[start + passage.quote.len()..].starts_with(&passage.suffix)
    };
    let fitting: Vec<usize> = starts.iter().copied().filter(|&start| in_context(start)).collect();
    let has_context = !passage.prefix.is_empty() || !passage.suffix.is_empty();
    match fitting.as_slice() {
        &[only] if has_context => Anchor::Exact(range(only)),
        _ => {
            let nearest = |start: &usize| start.abs_diff(passage.range.start);
            let best = fitting.iter().copied().min_by_key(nearest).or(starts.iter().copied().min_by_key(nearest));
            best.map_or(Anchor::Lost, |start| Anchor::Moved(range(start)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surroundings_decide_and_doubt_is_said() {
        let text = "Sales rose in May. Sales rose in June.";
        let passage = |prefix: &str, suffix: &str| Passage {
            document: crate::notebook::IdSource::new(1).next(1),
            range: TextRange { start: 90, end: 100 },
            quote: "Sales rose".into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
            is_moved: false,
        };
        assert_eq!(find_quote(text, &passage("May. ", " in June.")), Anchor::Exact((19, 29).into()));
        assert_eq!(find_quote(text, &passage("", " in ")), Anchor::Moved((19, 29).into()));
        assert_eq!(find_quote(text, &passage("x", "y")), Anchor::Moved((19, 29).into()));
        assert_eq!(find_quote("", &passage("", "")), Anchor::Lost);
    }
}
