//! Checks whether a damaged file has the line layout by which records are found.

use memchr::memmem;

use super::Loss;
use crate::notebook::counted;

/// Reports a file that is formatted differently from how notebooks are written: records are found by the lines that they begin
/// on.
pub(super) fn in_another(text: &str, begun: usize) -> Option<Loss> {
    // The judgements in a series have ids, too, but do not begin lines as records do.
    let ids = memmem::find_iter(text.as_bytes(), b"id").filter(|&at| begins_id(&text[at + 2..])).count();
    (begun == 0 || 2 * begun < ids).then(|| {
        let what = format!(
            "its layout is not the one that Claimbook writes: of at least {} only {begun} could be found. Undo the reformatting \
             and repair the result",
            counted(ids, "record")
        );
        Loss::note(0, what)
    })
}

/// Whether the text after `id` continues as a field with an id.
fn begins_id(rest: &str) -> bool {
    let value = rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
    value.is_some_and(|value| value.bytes().take_while(u8::is_ascii_alphanumeric).count() == 26)
}
