//! Splits texts with combining accents into runs that can be drawn. egui draws a grapheme cluster from the font file that has
//! its base letter, and silently skips an accent that this file lacks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Face;
use crate::reading::is_accent;

/// The parsed font files of each face, in fallback order.
static FILES: LazyLock<BTreeMap<Face, Vec<ttf_parser::Face<'static>>>> = LazyLock::new(|| {
    let parsed = |face: Face| face.files().filter_map(|bytes| ttf_parser::Face::parse(bytes, 0).ok()).collect();
    Face::all().map(|face| (face, parsed(face))).collect()
});

/// Splits a text into runs, each with the face to set it in: another face for a letter with an accent that no single file of
/// `face` has together, and `None` for an accent that no face has together with its letter.
pub fn runs(text: &str, face: Face) -> Vec<(&str, Option<Face>)> {
    if !text.contains(is_accent) {
        return vec![(text, Some(face))];
    }
    let mut runs = Vec::new();
    let mut from = 0;
    for (at, cluster) in text.grapheme_indices(true).filter(|(_, cluster)| cluster.contains(is_accent)) {
        if draws(face, cluster) {
            continue;
        }
        runs.push((&text[from..at], Some(face)));
        let letter = cluster.find(is_accent).unwrap_or_default();
        let others = [Face { sans: true, italic: false, ..face }, Face { sans: false, ..face }];
        match others.into_iter().find(|&other| draws(other, cluster)) {
            Some(other) => runs.push((cluster, Some(other))),
            None => runs.extend([(&cluster[..letter], Some(face)), (&cluster[letter..], None)]),
        }
        from = at + cluster.len();
    }
    runs.push((&text[from..], Some(face)));
    runs.retain(|(run, _)| !run.is_empty());
    runs
}

/// Whether the file that has the cluster's first character has all of it. A letter that none of our files has counts as drawn,
/// since the system's fonts draw it.
fn draws(face: Face, cluster: &str) -> bool {
    let has = |file: &ttf_parser::Face<'_>, character| file.glyph_index(character).is_some();
    let Some(letter) = cluster.chars().next() else { return true };
    let Some(file) = FILES.get(&face).and_then(|files| files.iter().find(|file| has(file, letter))) else {
        return !is_accent(letter);
    };
    cluster.chars().all(|part| has(file, part)) || cluster.nfc().all(|part| has(file, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of common languages are drawn from one file in every face except italic Inter, which has no combining accents.
    #[test]
    fn a_letter_written_apart_from_its_accents_is_drawn_from_one_file() {
        for face in Face::all().filter(|face| !(face.sans && face.italic)) {
            for letter in "éñöçåÉÑÖÇÅőűŐŰșțȘȚŘřšžčďěńóśźżąęĄĘơưởễệảăđЙйЁёάώΐ".chars()
            {
                let apart: String = std::iter::once(letter).nfd().collect();
                assert_eq!(runs(&apart, face), [(apart.as_str(), Some(face))], "{letter}");
            }
        }
    }

    /// Every character is in exactly one run, and none in a run whose file lacks it.
    #[test]
    fn no_accent_is_left_out() {
        for text in ["re\u{325}d", "x\u{325}", "\u{325}a", "ye\u{328}\u{301}", "小\u{301}", "a\u{301}b\u{35B}\u{301}c", "plain"]
        {
            for face in Face::all() {
                let runs = runs(text, face);
                let lacking = |text: &str| text.contains(['\u{325}', '\u{30E}']);
                assert_eq!(runs.iter().any(|(_, face)| face.is_none()), lacking(text), "{text}");
                assert_eq!(runs.iter().map(|(run, _)| *run).collect::<String>(), text);
                for (run, face) in runs {
                    let is_drawn = |face| run.graphemes(true).all(|cluster| draws(face, cluster));
                    assert!(face.is_none_or(is_drawn), "{run} of {text}");
                }
            }
        }
    }
}
