//! Running heads and page numbers: what stands at the edge of page after page, or of which the file says so.
//!
//! They stay in the text, as blocks of their own, so that nothing is lost; a sentence that goes on over the page goes on around
//! them.

use std::collections::{HashMap, HashSet};

use super::order::Line;

/// So many lines at the upper and at the lower edge may be running heads.
const LINES: usize = 2;
/// What stands on fewer pages is not a running head.
const PAGES: usize = 3;

/// The lines that are running heads, by page and place on it.
pub(super) fn running(pages: &[Vec<Line>]) -> HashSet<(usize, usize)> {
    let mut found: HashMap<(bool, String), Vec<(usize, usize)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        let (mut places, turned): (Vec<usize>, Vec<usize>) = (0..page.len()).partition(|index| page[*index].turn.is_level());
        places.sort_by(|a, b| page[*a].baseline.total_cmp(&page[*b].baseline));
        let upper = places.iter().take(LINES).map(|index| (true, *index));
        let lower = places.iter().rev().take(LINES).map(|index| (false, *index));
        // What runs up the side of a page.
        let aside = turned.iter().take(LINES).map(|index| (false, *index));
        for (is_upper, index) in upper.chain(lower).chain(aside) {
            found.entry((is_upper, pattern(&page[index].text))).or_default().push((number, index));
        }
    }
    let stated = pages.iter().enumerate().flat_map(|(number, page)| {
        let own = page.iter().enumerate().filter(|(_, line)| line.is_running);
        own.map(move |(index, _)| (number, index))
    });
    found.into_values().filter(|places| on_pages(places) >= PAGES).flatten().chain(stated).collect()
}

fn on_pages(places: &[(usize, usize)]) -> usize {
    places.iter().map(|(page, _)| page).collect::<HashSet<_>>().len()
}

/// A line without what differs from page to page: its numbers.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        if !character.is_numeric() {
            out.extend(character.to_lowercase());
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}
