//! Whether a damaged file has the layout by which its records are told.

use memchr::memmem;

use super::Loss;
use crate::notebook::counted;

/// Says that a file is laid out otherwise than notebooks are written: records are told by the lines that they begin on.
pub(super) fn in_another(text: &str, begun: usize) -> Option<Loss> {
    // A chart's own judgements have ids, too, and do not begin lines as records do.
    let ids = memmem::find_iter(text.as_bytes(), b"id").filter(|&at| begins_id(&text[at + 2..])).count();
    (begun == 0 || 2 * begun < ids).then(|| {
        let what = format!(
            "it is laid out otherwise than Claimbook writes notebooks: of at least {} only {begun} could be found. Undo what laid it out \
             anew, and repair that",
            counted(ids, "record")
        );
        Loss::note(0, what)
    })
}

/// Whether a field `id` goes on with an id.
fn begins_id(rest: &str) -> bool {
    let value = rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
    value.is_some_and(|value| value.bytes().take_while(u8::is_ascii_alphanumeric).count() == 26)
}
