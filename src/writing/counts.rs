//! How long a brief is, section by section.

use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind};
use crate::writing::Look;

/// The words of a section: from one heading to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsOf {
    /// Its heading; `None` for what stands before the first one.
    pub heading: Option<BriefBlockId>,
    /// The level of the heading, 1 to 3; 0 without one.
    pub level: u8,
    /// The words below it, up to the next heading. Captions and notes do not count; of Chinese, each character does.
    pub words: usize,
}

/// The words of a brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Its sections, in order.
    pub sections: Vec<WordsOf>,
}

impl Words {
    /// All words.
    pub fn all(&self) -> usize {
        self.sections.iter().map(|section| section.words).sum()
    }

    /// The words below a heading, with those of the sections under it.
    pub fn below(&self, heading: BriefBlockId) -> usize {
        let from = self.sections.iter().position(|section| section.heading == Some(heading));
        let own = from.map(|from| &self.sections[from..]).unwrap_or_default();
        let Some(first) = own.first() else { return 0 };
        let under = own[1..].iter().take_while(|section| section.level > first.level);
        first.words + under.map(|section| section.words).sum::<usize>()
    }

    /// How long it takes to read, in minutes: 230 words a minute (Brysbaert, “How many words do we read per minute?”, 2019).
    pub fn minutes(&self) -> usize {
        self.all().div_ceil(230)
    }
}

/// Counts the words of a brief that was looked at, by section.
pub fn words_by_section<'a>(look: &Look, blocks: impl Iterator<Item = &'a BriefBlock>) -> Words {
    let mut sections = vec![WordsOf { heading: None, level: 0, words: 0 }];
    for block in blocks {
        match &block.kind {
            BriefBlockKind::Heading(level) => {
                sections.push(WordsOf { heading: Some(block.id), level: *level, words: look.words(block.id) });
            }
            kind if kind.has_picture() => {}
            _ => {
                if let Some(section) = sections.last_mut() {
                    section.words += look.words(block.id);
                }
            }
        }
    }
    if sections[0].words == 0 {
        sections.remove(0);
    }
    Words { sections }
}
