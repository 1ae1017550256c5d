//! System fonts for characters that ours lack, and a record of the scripts that no font has: their characters show as boxes.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use egui::{FallbackRequest, FontInsert, FontProvider};

use crate::export::report::{FontFile, FontSource};

/// The scripts, by name, of characters that were to be shown and that no font has.
#[derive(Debug, Default)]
pub struct Lacking(Mutex<BTreeSet<&'static str>>);

impl Lacking {
    fn note(&self, cluster: &str) {
        if let (Some(script), Ok(mut known)) = (cluster.chars().next().and_then(script), self.0.lock()) {
            known.insert(script);
        }
    }

    /// Returns the names of these scripts in alphabetical order.
    pub fn scripts(&self) -> Vec<&'static str> {
        self.0.lock().map(|known| known.iter().copied().collect()).unwrap_or_default()
    }
}

/// Returns the name of a character's script if our own fonts do not cover it; `None` for all other characters, among them signs
/// that belong to no script.
fn script(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => "Chinese",
        '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => "Japanese",
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => "Korean",
        '\u{0590}'..='\u{05ff}' => "Hebrew",
        '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{08a0}'..='\u{08ff}' => "Arabic",
        '\u{0900}'..='\u{097f}' => "Devanagari",
        '\u{0980}'..='\u{09ff}' => "Bengali",
        '\u{0b80}'..='\u{0bff}' => "Tamil",
        '\u{0e00}'..='\u{0e7f}' => "Thai",
        '\u{0530}'..='\u{058f}' => "Armenian",
        '\u{10a0}'..='\u{10ff}' => "Georgian",
        _ => return None,
    })
}

/// Provides system fonts and catches a panic of the library that finds them, which happens on a computer without any font.
/// Nothing that was typed or pasted is lost, and the library is not asked again.
pub struct Guarded<P> {
    inner: P,
    is_broken: AtomicBool,
    lacking: Arc<Lacking>,
}

impl<P: FontProvider> Guarded<P> {
    /// Wraps a provider of fonts; scripts for which it has none are added to `lacking`.
    pub fn new(inner: P, lacking: Arc<Lacking>) -> Self {
        Self { inner, is_broken: AtomicBool::new(false), lacking }
    }
}

impl<P: FontProvider> FontProvider for Guarded<P> {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let may_ask = !self.is_broken.load(Ordering::Relaxed);
        let asked = may_ask.then(|| crate::store::forgiving(|| self.inner.font_for(request)));
        if asked.as_ref().is_some_and(Option::is_none) {
            self.is_broken.store(true, Ordering::Relaxed);
        }
        let found = asked.flatten().flatten();
        if found.is_none() {
            self.lacking.note(request.cluster);
        }
        found
    }
}

/// The fonts of this computer, for the letters of a PDF that ours lack.
pub fn for_reports() -> FontSource {
    // Listing the fonts takes a while: only a PDF that lacks a letter needs them.
    let guarded = LazyLock::new(|| Guarded::new(egui_system_font_provider::SystemFontProvider::new(), Arc::default()));
    FontSource::new(move |letter| {
        let cluster = letter.to_string();
        let request = FallbackRequest { cluster: &cluster, family: &egui::FontFamily::Proportional };
        let found = guarded.font_for(&request)?.data;
        Some(FontFile { bytes: found.font, index: found.index })
    })
}

/// Returns the message about scripts that show as boxes, with the names of font packages to install.
pub fn advice(scripts: &[&str]) -> String {
    let cjk = scripts.iter().any(|script| matches!(*script, "Chinese" | "Japanese" | "Korean"));
    let fonts = if cjk {
        "Noto Sans CJK (Debian: fonts-noto-cjk, Fedora: google-noto-sans-cjk-fonts, Arch: noto-fonts-cjk)"
    } else {
        "Noto Sans (Debian: fonts-noto-core, Fedora: google-noto-sans-fonts, Arch: noto-fonts)"
    };
    let scripts = match scripts {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    };
    format!(
        "No font on this computer has {scripts} characters, so they show as boxes; the text itself is intact. Install a font such as {fonts} and restart Claimbook."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::FontFamily;

    #[test]
    fn a_source_of_fonts_that_fails_is_asked_once_and_what_lacks_is_known() {
        let lacking = Arc::new(Lacking::default());
        let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let fails = move |_: &FallbackRequest<'_>| -> Option<FontInsert> {
            counted.fetch_add(1, Ordering::Relaxed);
            panic!("no font at all")
        };
        let guarded = Guarded::new(fails, Arc::clone(&lacking));
        let family = FontFamily::Proportional;
        for cluster in ["在", "中", "→", "ש"] {
            assert!(guarded.font_for(&FallbackRequest { cluster, family: &family }).is_none());
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        assert_eq!(lacking.scripts(), ["Chinese", "Hebrew"]);
        assert!(advice(&lacking.scripts()).contains("Chinese or Hebrew"));
    }
}
