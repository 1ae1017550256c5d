//! Detects running heads and page numbers: lines that recur at the edges of pages, or that the file marks as such.
//!
//! They stay in the text as separate blocks, so that nothing is lost; a sentence that continues on the next page is joined
//! around them.

use std::collections::{HashMap, HashSet};

use super::order::Line;

/// The number of lines at the upper and at the lower edge that may be running heads.
const LINES: usize = 2;
/// The fewest pages on which a running head recurs.
const PAGES: usize = 3;

/// Finds the lines that are running heads: the index of the page and that of the line on it.
pub(super) fn running(pages: &[Vec<Line>]) -> HashSet<(usize, usize)> {
    let mut found: HashMap<(bool, String), Vec<(usize, usize)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        let (mut lines, turned): (Vec<usize>, Vec<usize>) = (0..page.len()).partition(|index| page[*index].turn.is_level());
        lines.sort_by(|a, b| page[*a].baseline.total_cmp(&page[*b].baseline));
        let upper = lines.iter().take(LINES).map(|index| (true, *index));
        let lower = lines.iter().rev().take(LINES).map(|index| (false, *index));
        // Turned lines may run along the side of a page.
        let aside = turned.iter().take(LINES).map(|index| (false, *index));
        for (is_upper, index) in upper.chain(lower).chain(aside) {
            found.entry((is_upper, pattern(&page[index].text))).or_default().push((number, index));
        }
    }
    let stated = pages.iter().enumerate().flat_map(|(number, page)| {
        let own = page.iter().enumerate().filter(|(_, line)| line.is_running);
        own.map(move |(index, _)| (number, index))
    });
    found.into_values().filter(|lines| on_pages(lines) >= PAGES).flatten().chain(stated).collect()
}

fn on_pages(lines: &[(usize, usize)]) -> usize {
    lines.iter().map(|(page, _)| page).collect::<HashSet<_>>().len()
}

/// Reduces a line to what is the same on every page: no white space, no case, and `#` for each number.
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
