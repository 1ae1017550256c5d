//! Accents written apart from their letter. egui draws a letter and its accents from the file that has the letter, and what that
//! file lacks not at all: nobody would see that it is missing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Face;
use crate::reading::is_accent;

/// The files that draw a face, first to last.
static FILES: LazyLock<BTreeMap<Face, Vec<ttf_parser::Face<'static>>>> = LazyLock::new(|| {
    let parsed = |face: Face| face.files().filter_map(|bytes| ttf_parser::Face::parse(bytes, 0).ok()).collect();
    Face::all().map(|face| (face, parsed(face))).collect()
});

/// A text in runs and what to set each in: a letter with an accent that its file lacks in a face that has both. An accent that no
/// face of ours has together with its letter is a run without a face.
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

/// Whether all of a cluster is in the file that has its first character. What stands in none of ours is the system's matter.
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

    /// What most people read is drawn as one, in any face but slanted Inter, which has no accents by themselves.
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
