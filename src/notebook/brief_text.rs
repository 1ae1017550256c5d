//! Changes to the text of a block: its marks and references keep to their words.

use super::{BriefBlock, BriefBlockId, BriefBlockKind, MarkStyle, Reference, Target, TextMark, TextRange, is_unspaced};

/// Where a range is after `replaced` has become `count` bytes; `None` if nothing of it is left. `grows`: whether words typed at its
/// end or in its place belong to it.
fn after(range: TextRange, replaced: TextRange, count: usize, grows: bool) -> Option<TextRange> {
    let moved = |byte: usize| byte - replaced.len() + count;
    if replaced == range {
        return (grows && count > 0).then_some(TextRange { start: range.start, end: range.start + count });
    }
    if replaced.start >= range.end {
        let is_typed_at_end = grows && replaced.is_empty() && replaced.start == range.end;
        return Some(TextRange { start: range.start, end: if is_typed_at_end { moved(range.end) } else { range.end } });
    }
    if replaced.end <= range.start {
        return Some(TextRange { start: moved(range.start), end: moved(range.end) });
    }
    let start = if replaced.start < range.start { replaced.start + count } else { range.start };
    let end = if replaced.end > range.end { replaced.start } else { moved(range.end) };
    (start < end).then_some(TextRange { start, end })
}

impl BriefBlock {
    /// Puts words in the place of a range of its text. Ranges outside the text or within a character change nothing.
    ///
    /// A reference whose words are all replaced is gone; one whose words are changed in part stays with what is left of them, and goes
    /// along with its first and last word as they are typed on. Words typed at the end of what is bold are bold.
    ///
    /// ```
    /// use claimbook::notebook::{BriefBlock, IdSource, Reference, ReferenceMode, Target, TextRange};
    ///
    /// let mut ids = IdSource::new(7);
    /// let mut block = BriefBlock::empty(ids.next(0), ids.next(0));
    /// block.replace(TextRange { start: 0, end: 0 }, "They sold 90 cars.");
    /// let at = TextRange { start: 10, end: 17 };
    /// block.references.push(Reference { at, target: Target::Plain, seen: String::new(), mode: ReferenceMode::Ask });
    /// block.replace(TextRange { start: 0, end: 4 }, "Acme");
    /// block.replace(TextRange { start: 0, end: 0 }, "In May, ");
    /// assert_eq!(block.words(&block.references[0]), "90 cars");
    /// ```
    pub fn replace(&mut self, range: TextRange, words: &str) {
        if range.start > range.end || self.text.get(range.start..range.end).is_none() {
            return;
        }
        let (before, behind) = (self.grown_before(range, words), self.grown_behind(range, words));
        self.text.replace_range(range.start..range.end, words);
        let count = words.len();
        self.references.retain_mut(|reference| {
            let (begins, ends) = (reference.at.start == range.end, reference.at.end == range.start);
            let Some(mut at) = after(reference.at, range, count, false) else { return false };
            if range.is_empty() && begins {
                at.start -= before;
            }
            if range.is_empty() && ends {
                at.end += behind;
            }
            reference.at = at;
            true
        });
        self.marks.retain_mut(|mark| match after(mark.at, range, count, !matches!(mark.style, MarkStyle::Link(_))) {
            Some(at) => {
                mark.at = at;
                true
            }
            None => false,
        });
    }

    /// How many bytes at the end of typed words go on in the word that follows them: the first letter of a sentence, a digit in front of
    /// a number. A reference begins with its whole word.
    fn grown_before(&self, range: TextRange, words: &str) -> usize {
        let goes_on = self.text[range.end..].chars().next().is_some_and(is_spaced);
        let own = words.chars().rev().take_while(|letter| goes_on && is_spaced(*letter));
        own.map(char::len_utf8).sum()
    }

    /// The same at the beginning of typed words, for the word before them.
    fn grown_behind(&self, range: TextRange, words: &str) -> usize {
        let goes_on = self.text[..range.start].chars().next_back().is_some_and(is_spaced);
        words.chars().take_while(|letter| goes_on && is_spaced(*letter)).map(char::len_utf8).sum()
    }

    /// The words of one of its references; empty if its range does not fit the text.
    pub fn words(&self, reference: &Reference) -> &str {
        self.text.get(reference.at.start..reference.at.end).unwrap_or_default()
    }

    /// The position of the reference that holds this byte.
    pub fn reference_at(&self, byte: usize) -> Option<usize> {
        self.references.iter().position(|reference| reference.at.contains(byte))
    }

    /// Puts words that show something in the place of a range; what was referred to there is gone.
    pub fn refer(&mut self, range: TextRange, words: &str, target: Target, seen: String) {
        if words.is_empty() || self.text.get(range.start..range.end).is_none() {
            return;
        }
        self.replace(range, words);
        let at = TextRange { start: range.start, end: range.start + words.len() };
        self.references.retain(|other| !other.at.overlaps(at));
        self.references.push(Reference { at, target, seen, mode: Default::default() });
        self.references.sort_by_key(|reference| reference.at.start);
    }

    /// Gives a reference other words and what its target says now. Nothing happens if there is no such reference.
    pub fn accept(&mut self, index: usize, words: &str, seen: String) {
        let Some(reference) = self.references.get(index).cloned() else { return };
        if !words.is_empty() && self.words(&reference) != words {
            // Only what is inside is replaced, so that the reference keeps its place.
            self.text.replace_range(reference.at.start..reference.at.end, words);
            let (end, now) = (reference.at.end, reference.at.start + words.len());
            let begin = reference.at.start;
            // What begins or ends within the words begins or ends with them: a byte of the old words may be inside a letter of the new.
            let moved = |byte: usize, within: usize| match byte {
                byte if byte >= end => byte - end + now,
                byte if byte > begin => within,
                byte => byte,
            };
            for other in self.references.iter_mut().filter(|other| other.at.start >= end) {
                other.at = TextRange { start: moved(other.at.start, now), end: moved(other.at.end, now) };
            }
            for mark in &mut self.marks {
                mark.at = TextRange { start: moved(mark.at.start, begin), end: moved(mark.at.end, now) };
            }
            self.references[index].at.end = now;
        }
        self.references[index].seen = seen;
    }

    /// Writes other words in the place of a range; a reference that is just this range keeps its place, and what it shows.
    pub fn reword(&mut self, range: TextRange, words: &str) {
        match self.references.iter().position(|reference| reference.at == range) {
            Some(index) => {
                let seen = self.references[index].seen.clone();
                self.accept(index, words, seen);
            }
            None => self.replace(range, words),
        }
    }

    /// Puts words at a byte, and returns where they end: behind a reference or a word that the byte is in the middle of, and with a
    /// space towards words on either side.
    pub fn insert_words(&mut self, at: usize, words: &str) -> usize {
        let at = self.room_for_words(at);
        self.replace(TextRange::at(at), words);
        at + words.len()
    }

    /// Puts words that show something at a byte, and returns where they end: behind a reference or a word that the byte is in the
    /// middle of, and with a space towards words on either side.
    pub fn insert_reference(&mut self, at: usize, words: &str, target: Target, seen: String) -> usize {
        let at = self.room_for_words(at);
        self.refer(TextRange::at(at), words, target, seen);
        at + words.len()
    }

    /// Makes room for words at a byte: spaces towards words on either side. Returns where they go.
    fn room_for_words(&mut self, at: usize) -> usize {
        let at = self.between_words(at);
        let begins = |text: &str| text.chars().next().is_some_and(is_spaced);
        let ends = |text: &str| text.chars().next_back().is_some_and(is_spaced);
        let after_closing =
            |text: &str| text.ends_with(|letter: char| !letter.is_alphanumeric() && ",.;:!?)]%”’".contains(letter));
        let (before, behind) = self.text.split_at(at);
        let space_before = ends(before) || after_closing(before);
        let space_behind = begins(behind);
        self.replace(TextRange::at(at), if space_before { " " } else { "" });
        let at = at + usize::from(space_before);
        if space_behind {
            self.replace(TextRange::at(at), " ");
        }
        at
    }

    /// The first place from a byte on that is in the middle of neither a reference nor a word.
    fn between_words(&self, at: usize) -> usize {
        let mut at = self.text.floor_char_boundary(at);
        if let Some(reference) = self.references.iter().find(|reference| reference.at.start < at && at < reference.at.end) {
            at = reference.at.end;
        }
        let is_in_word = self.text[..at].chars().next_back().is_some_and(is_spaced);
        let rest = &self.text[at..];
        at + if is_in_word { rest.find(|letter| !is_spaced(letter)).unwrap_or(rest.len()) } else { 0 }
    }

    /// Takes the end of the text from `at` on and returns it as a block of its own. Behind a heading it is a paragraph.
    ///
    /// A reference in the middle of which the text is divided stays with its number.
    pub fn split(&mut self, at: usize, id: BriefBlockId) -> Self {
        let at = if self.text.is_char_boundary(at) { at.min(self.text.len()) } else { self.text.len() };
        let text = self.text.split_off(at);
        let kind = match &self.kind {
            BriefBlockKind::Item | BriefBlockKind::Numbered | BriefBlockKind::Quote => self.kind.clone(),
            _ => BriefBlockKind::Paragraph,
        };
        let mut rest = Self { kind, text, ..Self::empty(id, self.brief) };
        let behind = |range: TextRange| {
            let range = TextRange { start: range.start.max(at) - at, end: range.end.max(at) - at };
            (!range.is_empty()).then_some(range)
        };
        let before = |range: TextRange| {
            let range = TextRange { start: range.start, end: range.end.min(at) };
            (!range.is_empty()).then_some(range)
        };
        for mark in std::mem::take(&mut self.marks) {
            self.marks.extend(before(mark.at).map(|at| TextMark { at, style: mark.style.clone() }));
            rest.marks.extend(behind(mark.at).map(|at| TextMark { at, style: mark.style.clone() }));
        }
        for reference in std::mem::take(&mut self.references) {
            let (own, others) = (before(reference.at), behind(reference.at));
            let is_first = own.is_some_and(|own| others.is_none() || self.text[own.start..].contains(char::is_numeric))
                || others.is_some_and(|others| own.is_some() && !rest.text[..others.end].contains(char::is_numeric));
            match (own, others) {
                (Some(at), _) if is_first => self.references.push(Reference { at, ..reference }),
                (_, Some(at)) => rest.references.push(Reference { at, ..reference }),
                _ => {}
            }
        }
        rest
    }

    /// Adds the text of another block at the end.
    pub fn append(&mut self, other: &Self) {
        let by = self.text.len();
        let moved = |range: TextRange| TextRange { start: range.start + by, end: range.end + by };
        self.text.push_str(&other.text);
        self.references
            .extend(other.references.iter().map(|reference| Reference { at: moved(reference.at), ..reference.clone() }));
        self.marks.extend(other.marks.iter().map(|mark| TextMark { at: moved(mark.at), style: mark.style.clone() }));
    }

    /// Whether all of a range stands out in this way.
    pub fn is_marked(&self, range: TextRange, style: &MarkStyle) -> bool {
        let mut at = range.start;
        for mark in self.marks.iter().filter(|mark| mark.style == *style && mark.at.start <= range.end) {
            if mark.at.start <= at {
                at = at.max(mark.at.end);
            }
        }
        !range.is_empty() && at >= range.end
    }

    /// Makes a range stand out, or not any more.
    pub fn mark(&mut self, range: TextRange, style: &MarkStyle, stands_out: bool) {
        if range.is_empty() || self.text.get(range.start..range.end).is_none() {
            return;
        }
        let mut own = vec![];
        let mut joined = range;
        self.marks.retain(|mark| {
            let touches = mark.style == *style && mark.at.start <= range.end && range.start <= mark.at.end;
            if touches {
                own.push(mark.at);
            }
            !touches
        });
        for at in own {
            if stands_out {
                joined = TextRange { start: joined.start.min(at.start), end: joined.end.max(at.end) };
                continue;
            }
            let parts = [
                TextRange { start: at.start, end: at.end.min(range.start) },
                TextRange { start: at.start.max(range.end), end: at.end },
            ];
            let rest = parts.into_iter().filter(|part| !part.is_empty());
            self.marks.extend(rest.map(|at| TextMark { at, style: style.clone() }));
        }
        if stands_out {
            self.marks.push(TextMark { at: joined, style: style.clone() });
        }
        self.marks.sort_by_key(|mark| mark.at.start);
    }

    /// Drops what does not fit its text: references and marks outside of it or across others, and levels of headings that there are
    /// not. Returns whether anything changed.
    pub fn mend(&mut self) -> bool {
        let before = self.clone();
        if let BriefBlockKind::Heading(level) = &mut self.kind {
            *level = (*level).clamp(1, 3);
        }
        let text = &self.text;
        let is_sound = |range: TextRange| !range.is_empty() && text.get(range.start..range.end).is_some();
        self.marks.retain(|mark| is_sound(mark.at));
        self.marks.sort_by_key(|mark| mark.at.start);
        self.references.retain(|reference| is_sound(reference.at));
        self.references.sort_by_key(|reference| reference.at.start);
        let mut end = 0;
        self.references.retain(|reference| {
            let fits = reference.at.start >= end;
            end = end.max(reference.at.end);
            fits
        });
        *self != before
    }
}

/// Whether a letter belongs to a word that spaces part from others, as Chinese characters do not.
fn is_spaced(letter: char) -> bool {
    letter.is_alphanumeric() && !is_unspaced(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notebook::{IdSource, ReferenceMode};

    fn block(text: &str, references: &[(usize, usize)]) -> BriefBlock {
        let mut ids = IdSource::new(3);
        let mut block = BriefBlock::empty(ids.next(0), ids.next(0));
        block.text = text.to_owned();
        let reference = |&(start, end): &(usize, usize)| Reference {
            at: TextRange { start, end },
            target: Target::Plain,
            seen: String::new(),
            mode: ReferenceMode::Ask,
        };
        block.references = references.iter().map(reference).collect();
        block
    }

    fn words(block: &BriefBlock) -> Vec<&str> {
        block.references.iter().map(|reference| block.words(reference)).collect()
    }

    #[test]
    fn references_keep_to_their_words() {
        let mut text = block("sold 90 cars and 8 shops", &[(5, 12), (17, 24)]);
        // At both ends, what is typed stands outside.
        text.replace(TextRange { start: 12, end: 12 }, " in May");
        text.replace(TextRange { start: 5, end: 5 }, "only ");
        assert_eq!((text.text.as_str(), words(&text)), ("sold only 90 cars in May and 8 shops", vec!["90 cars", "8 shops"]));
        // Inside, it belongs to it; a part that is deleted leaves the rest; all of it leaves nothing.
        text.replace(TextRange { start: 12, end: 12 }, "0");
        assert_eq!(words(&text)[0], "900 cars");
        text.replace(TextRange { start: 12, end: 13 }, "");
        text.replace(TextRange { start: 0, end: 13 }, "");
        assert_eq!(words(&text), ["cars", "8 shops"]);
        text.replace(TextRange { start: 0, end: 4 }, "none");
        assert_eq!(words(&text), ["8 shops"]);
    }

    #[test]
    fn accepting_longer_words_moves_what_follows() {
        let mut text = block("sold 90 cars and 8 shops", &[(5, 12), (17, 24)]);
        text.mark(TextRange { start: 0, end: 12 }, &MarkStyle::Strong, true);
        text.accept(0, "more than 100 cars", "more than 100 cars".into());
        assert_eq!(
            (text.text.as_str(), words(&text)),
            ("sold more than 100 cars and 8 shops", vec!["more than 100 cars", "8 shops"])
        );
        assert_eq!(text.marks[0].at, TextRange { start: 0, end: 23 });
    }

    #[test]
    fn marks_that_end_within_accepted_words_end_with_them() {
        let mut text = block("Goal: 45 cars today.", &[(6, 13)]);
        text.mark(TextRange { start: 0, end: 8 }, &MarkStyle::Strong, true);
        text.mark(TextRange { start: 8, end: 19 }, &MarkStyle::Emphasis, true);
        text.accept(0, "4–6 cars", "4–6 cars".into());
        assert_eq!(text.problem(), None);
        assert!(text.is_marked(TextRange { start: 0, end: 16 }, &MarkStyle::Strong));
        assert!(text.is_marked(TextRange { start: 6, end: 22 }, &MarkStyle::Emphasis));
    }

    #[test]
    fn a_reference_that_is_divided_stays_with_its_number() {
        for (at, first, second) in [(9, vec!["45 "], vec![]), (7, vec!["4"], vec![]), (19, vec!["45 cars"], vec![])] {
            let mut text = block("Goal: 45 cars and more", &[(6, 13)]);
            let rest = text.split(at, IdSource::new(9).next(0));
            assert_eq!((words(&text), words(&rest)), (first, second), "{at}");
        }
        let mut text = block("Goal: about 45 cars", &[(6, 19)]);
        let rest = text.split(11, IdSource::new(9).next(0));
        assert_eq!((words(&text), words(&rest)), (vec![], vec![" 45 cars"]));
    }

    #[test]
    fn what_is_put_in_stands_between_words_and_outside_of_references() {
        let put = |text: &str, references: &[(usize, usize)], at| {
            let mut text = block(text, references);
            let end = text.insert_reference(at, "90 cars", Target::Plain, String::new());
            assert_eq!((text.problem(), &text.text[..end].ends_with("90 cars")), (None, &true));
            text.text
        };
        assert_eq!(put("They sold.", &[], 9), "They sold 90 cars.");
        assert_eq!(put("They sold.", &[], 7), "They sold 90 cars.");
        assert_eq!(put("They sold in May.", &[], 10), "They sold 90 cars in May.");
        assert_eq!(put("thousands of cars here", &[(0, 17)], 5), "thousands of cars 90 cars here");
        assert_eq!(put("Sold:", &[], 5), "Sold: 90 cars");
        assert_eq!(put("(", &[], 1), "(90 cars");
        assert_eq!(put("小米卖了", &[], 7), "小米90 cars卖了");
        assert_eq!(put("", &[], 0), "90 cars");
    }

    #[test]
    fn marks_join_and_part() {
        let mut text = block("one two three", &[]);
        let range = |start, end| TextRange { start, end };
        text.mark(range(0, 3), &MarkStyle::Strong, true);
        text.mark(range(3, 7), &MarkStyle::Strong, true);
        assert!(text.is_marked(range(0, 7), &MarkStyle::Strong) && text.marks.len() == 1);
        text.mark(range(2, 4), &MarkStyle::Strong, false);
        assert_eq!(text.marks.iter().map(|mark| mark.at).collect::<Vec<_>>(), [range(0, 2), range(4, 7)]);
        // What is typed at the end of bold words is bold.
        text.replace(range(7, 7), "fold");
        assert!(text.is_marked(range(4, 11), &MarkStyle::Strong));
    }

    proptest! {
        #[test]
        fn no_change_leaves_a_block_unsound(
            edits in prop::collection::vec((0_usize..30, 0_usize..30, "[a-zé小 ]{0,6}"), 0..12), at in 0_usize..30,
            accepted in prop::collection::vec("[a-zé–小 ]{0,6}", 0..3), marked in (0_usize..30, 0_usize..30),
        ) {
            let mut text = block("sold 90 cars and 8 shöps 小米", &[(5, 12), (17, 25)]);
            text.mark(TextRange { start: 3, end: 20 }, &MarkStyle::Emphasis, true);
            text.mark(TextRange::between(marked.0, marked.1), &MarkStyle::Strong, true);
            for (one, other, words) in edits {
                text.replace(TextRange::between(one, other), &words);
                prop_assert_eq!(text.problem(), None);
            }
            for (index, words) in accepted.iter().enumerate() {
                text.accept(index, words, String::new());
                prop_assert_eq!(text.problem(), None);
            }
            text.insert_reference(at, "90 cars", Target::Plain, String::new());
            prop_assert_eq!(text.problem(), None);
            let whole = text.clone();
            let mut ids = IdSource::new(9);
            let rest = text.split(at, ids.next(0));
            prop_assert_eq!((text.problem(), rest.problem()), (None, None));
            text.append(&rest);
            prop_assert_eq!(&text.text, &whole.text);
            prop_assert_eq!(text.problem(), None);
            prop_assert!(!text.mend());
        }
    }
}
