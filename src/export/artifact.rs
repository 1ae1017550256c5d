//! Files that are exported.

/// An exported file. The window asks for a path and writes it there; a command writes it to the path that it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// A name without extension or folder, derived from the contents.
    pub name: String,
    /// The file name extension, without a dot.
    pub ending: &'static str,
    /// The whole content.
    pub bytes: Vec<u8>,
    /// A warning for people who open the file elsewhere, as a sentence.
    pub warning: Option<String>,
}

impl Artifact {
    /// The name of the file, with its extension.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.name, self.ending)
    }
}

/// The first six words of a title, in lower case and joined by hyphens; `default` if there are none.
pub fn file_name(title: &str, default: &str) -> String {
    let words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(6).map(str::to_lowercase).collect();
    if words.is_empty() { default.to_owned() } else { words.join("-") }
}

/// The endings of formats for a sentence: “.svg, .png or .csv”; each once.
pub(super) fn endings_in_words(endings: &[&str]) -> String {
    let mut endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    endings.dedup();
    let last = endings.pop().unwrap_or_default();
    if endings.is_empty() { last } else { format!("{} or {last}", endings.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(file_name("Mi Homes abroad: from 100 to 10,000 stores", "chart"), "mi-homes-abroad-from-100-to");
        assert_eq!(file_name("../ …", "chart"), "chart");
        assert_eq!(file_name("小米 2026", "chart"), "小米-2026");
    }
}
