//! Git's conflict markers: finds them in a file that two sides changed, and restores the text of each side.
//!
//! The lines between `<<<<<<< name` and `=======` are one side, those from there to `>>>>>>> name` the other. With
//! `merge.conflictStyle=diff3` or `zdiff3` the common ancestor is between them, after `||||||| name` (git-merge(1), “How
//! conflicts are presented”). Markers may be anywhere, even inside a text, so each side is restored before it is parsed.

/// A range of lines that git could not merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// The line of its first marker, from 1.
    pub first: usize,
    /// The line of its last marker.
    pub last: usize,
}

/// One of the two sides of a file with conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first side, which git calls ours.
    Ours,
    /// The second side, which git calls theirs.
    Theirs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Begin,
    Base,
    Middle,
    End,
}

fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_end_matches(['\n', '\r']);
    let is = |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    match line.as_bytes().first()? {
        b'<' if is("<<<<<<<") => Some(Mark::Begin),
        b'|' if is("|||||||") => Some(Mark::Base),
        b'=' if line == "=======" => Some(Mark::Middle),
        b'>' if is(">>>>>>>") => Some(Mark::End),
        _ => None,
    }
}

/// The conflicts with complete markers, in order.
pub fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Mark)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let Some(mark) = mark(line) else { continue };
        open = match open {
            _ if mark == Mark::Begin => Some((number + 1, mark)),
            Some((first, part)) if is_step(Some(part), mark) => {
                if mark == Mark::End {
                    found.push(Conflict { first, last: number + 1 });
                }
                (mark != Mark::End).then_some((first, mark))
            }
            // A line of the text that only looks like a marker.
            other => other,
        };
    }
    found
}

/// The text of one side, without markers and without the lines of the other side.
pub fn side(text: &str, conflicts: &[Conflict], side: Side) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = conflicts.iter().peekable();
    let mut part = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let number = number + 1;
        let is_in = rest.peek().is_some_and(|conflict| (conflict.first..=conflict.last).contains(&number));
        if !is_in {
            out.push_str(line);
            continue;
        }
        match mark(line) {
            Some(mark) if is_step(part, mark) => part = Some(mark),
            _ if part == Some(if side == Side::Ours { Mark::Begin } else { Mark::Middle }) => out.push_str(line),
            _ => {}
        }
        if part == Some(Mark::End) {
            part = None;
            rest.next();
        }
    }
    out
}

/// Whether a marker may follow the current part.
fn is_step(part: Option<Mark>, mark: Mark) -> bool {
    match mark {
        Mark::Begin => part.is_none(),
        Mark::Base => part == Some(Mark::Begin),
        Mark::Middle => matches!(part, Some(Mark::Begin | Mark::Base)),
        Mark::End => part == Some(Mark::Middle),
    }
}

/// The lines of conflicts in words, the first four of them: “lines 14 to 18 and 3520 to 3524”.
pub fn in_words(conflicts: &[Conflict]) -> String {
    const MOST: usize = 4;
    let mut told: Vec<String> =
        conflicts.iter().take(MOST).map(|conflict| format!("{} to {}", conflict.first, conflict.last)).collect();
    match conflicts.len().checked_sub(MOST) {
        Some(more) if more > 0 => told.push(format!("{more} more")),
        _ => {}
    }
    let last = told.pop().unwrap_or_default();
    if told.is_empty() { format!("lines {last}") } else { format!("lines {} and {last}", told.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_put_together() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n<<<<<<< x\n||||||| base\ne\n=======\nf\n>>>>>>> y\n";
        let found = conflicts(text);
        assert_eq!(in_words(&found), "lines 2 to 6 and 8 to 13");
        assert_eq!(side(text, &found, Side::Ours), "a\nb\nd\n");
        assert_eq!(side(text, &found, Side::Theirs), "a\nc\nd\nf\n");
    }

    #[test]
    fn a_heading_that_is_underlined_is_no_mark() {
        assert_eq!(conflicts("Title\n=======\ntext\n"), []);
        assert_eq!(conflicts("<<<<<<< HEAD\nnever ends\n=======\n"), []);
        let text = "<<<<<<< HEAD\nTitle\n=======\nours\n=======\ntheirs\n>>>>>>> o\n";
        assert_eq!(conflicts(text).len(), 1);
        assert_eq!(side(text, &conflicts(text), Side::Ours), "Title\n");
        assert_eq!(side(text, &conflicts(text), Side::Theirs), "ours\n=======\ntheirs\n");
    }

    #[test]
    fn line_ends_of_windows_are_no_obstacle() {
        let text = "a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> o\r\n";
        assert_eq!(side(text, &conflicts(text), Side::Theirs), "a\r\nc\r\n");
    }
}
