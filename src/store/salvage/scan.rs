//! The rules of RON that are needed to find where a value ends: brackets, strings, raw strings and comments.
//! Character literals are not handled: notebooks do not contain any.

use serde::de::DeserializeOwned;

/// The first byte of each line.
pub(super) fn lines(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).filter(|&at| at < text.len()).collect()
}

/// The state of the scanner when it stops.
struct Stop {
    /// One past the last byte that was scanned.
    at: usize,
    /// The open brackets, innermost last.
    open: Vec<u8>,
    /// The first byte of the string that does not end, if the scan stopped in one.
    text_from: Option<usize>,
}

/// The end of the bracketed value that begins at a byte; `None` if it does not end.
pub(super) fn end_of_value(text: &str, start: usize) -> Option<usize> {
    let stop = scan(text, start);
    (stop.open.is_empty() && stop.text_from.is_none()).then_some(stop.at)
}

/// Scans until the brackets that begin at `start` are closed.
fn scan(text: &str, start: usize) -> Stop {
    let bytes = text.as_bytes();
    let mut stop = Stop { at: start, open: Vec::new(), text_from: None };
    while stop.at < bytes.len() {
        let from = stop.at;
        stop.at += 1;
        match bytes[from] {
            open @ (b'(' | b'[' | b'{') => stop.open.push(open),
            close @ (b')' | b']' | b'}') => {
                let open = stop.open.pop();
                if open.map(closing) != Some(close) {
                    // One bracket too many or too few: the end cannot be determined.
                    stop.open.extend(open);
                    return stop;
                }
                if stop.open.is_empty() {
                    return stop;
                }
            }
            b'"' => match end_of_text(bytes, stop.at) {
                Some(end) => stop.at = end,
                None => return Stop { text_from: Some(from), at: bytes.len(), ..stop },
            },
            b'r' if is_raw(bytes, from) => match end_of_raw_text(text, stop.at) {
                Some(end) => stop.at = end,
                None => return Stop { text_from: Some(from), at: bytes.len(), ..stop },
            },
            b'/' if bytes.get(stop.at) == Some(&b'/') => {
                stop.at = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |end| from + end);
            }
            _ => {}
        }
    }
    stop
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

fn end_of_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

/// Whether an `r` begins a raw string and is not the end of a word.
fn is_raw(bytes: &[u8], at: usize) -> bool {
    let is_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    let hashes = bytes[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
    !is_word && bytes.get(at + 1 + hashes) == Some(&b'"')
}

fn end_of_raw_text(text: &str, at: usize) -> Option<usize> {
    let hashes = text.as_bytes()[at..].iter().take_while(|&&byte| byte == b'#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let begin = at + hashes + 1;
    let found = memchr::memmem::find(text.as_bytes().get(begin..)?, end.as_bytes())?;
    Some(begin + found + end.len())
}

/// Cuts the last half line off a truncated record and closes its brackets; a complete record is returned unchanged.
pub(super) fn closed(row: &str) -> String {
    let mut row = row.trim_end().trim_end_matches(',').to_owned();
    for _ in 0..8 {
        let stop = scan(&row, 0);
        if stop.text_from.is_none() {
            for open in stop.open.iter().rev() {
                row.push(char::from(closing(*open)));
            }
            return row;
        }
        let cut = stop.text_from.and_then(|from| row[..from].rfind('\n')).unwrap_or(0);
        row.truncate(cut);
    }
    row
}

/// The text of a source whose record cannot be parsed: the value of the field `text`, complete or cut off.
pub(super) fn text_of_source(row: &str) -> Option<String> {
    let at = row.rfind("\n        text: ")? + "\n        text: ".len();
    let value = &row[at..];
    let read = |end: usize| ron::from_str::<String>(&value[..end]).ok();
    let bytes = value.as_bytes();
    let whole = match bytes.first()? {
        b'"' => end_of_text(bytes, 1).and_then(read),
        b'r' => end_of_raw_text(value, 1).and_then(read),
        _ => None,
    };
    let text = whole.unwrap_or_else(|| {
        let hashes = value.trim_start_matches('r').chars().take_while(|&mark| mark == '#').count();
        let inner = value.trim_start_matches(['r', '#']).trim_start_matches('"').trim_end();
        let inner = inner.strip_suffix(')').map_or(inner, |inner| inner.trim_end().trim_end_matches(','));
        inner.strip_suffix(&format!("\"{}", "#".repeat(hashes))).unwrap_or(inner).to_owned()
    });
    (!text.trim().is_empty()).then_some(text)
}

/// The maximum number of damaged lines in a record.
const MAX_BAD_LINES: usize = 12;

/// The record without the lines that cannot be parsed, and those lines. Missing brackets at its end are added. `None` if too
/// many lines, its id or its text are damaged.
pub(super) fn without_bad_lines<T: DeserializeOwned>(row: &str) -> Option<(T, Vec<String>)> {
    let mut lines: Vec<String> = row.lines().map(str::to_owned).collect();
    let mut dropped = Vec::new();
    for _ in 0..MAX_BAD_LINES {
        let joined = lines.join("\n");
        let text = closed(&joined);
        match ron::from_str::<T>(&text) {
            Ok(record) => {
                if dropped.is_empty() {
                    dropped.push("its end".to_owned());
                }
                return Some((record, dropped));
            }
            Err(error) => {
                let bad = error.span.start.line.clamp(1, lines.len()) - 1;
                // The line where the error is reported, or the previous one, whose end is missing.
                let bad = if lines[bad].trim().is_empty() { bad.saturating_sub(1) } else { bad };
                if bad == 0 || lines.len() <= 1 {
                    return None;
                }
                let line = lines.remove(bad);
                if line.trim_start().starts_with("id: ") || line.trim_start().starts_with("text: ") {
                    return None;
                }
                dropped.push(line);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_their_brackets_do() {
        for value in [r#"(a: "x)\")", b: [1, (2)])"#, "(t: r#\"a \" ) (\"#, u: 3)", "(a: 1, // )\n b: 2)", "(c: ')')"] {
            let text = format!("{value}, rest)");
            let end = end_of_value(&text, 0);
            if value.contains("')'") {
                // RON allows a bracket as a character literal, but our files do not have one.
                continue;
            }
            assert_eq!(end, Some(value.len()), "{value}");
        }
        assert_eq!(end_of_value("(a: \"never", 0), None);
    }

    #[test]
    fn what_breaks_off_is_closed() {
        assert_eq!(closed("(\n a: 1,\n b: [(1, 2), (3"), "(\n a: 1,\n b: [(1, 2), (3)])");
        assert_eq!(closed("(\n a: 1,\n b: \"half"), "(\n a: 1,)");
    }

    #[test]
    fn a_text_is_saved_from_a_record_that_cannot_be_read() {
        let row = "(\n        id: oops,\n        text: r#\"He said \"no\".\nThen left.\"#,\n      )";
        assert_eq!(text_of_source(row).unwrap(), "He said \"no\".\nThen left.");
        assert_eq!(text_of_source("(\n        text: \"cut sho").unwrap(), "cut sho");
    }
}
