//! State that the list of sources keeps between frames.

use std::rc::Rc;

/// The filter of the list of sources.
#[derive(Debug, Default)]
pub struct SourceFilter {
    /// The words, as typed.
    pub text: String,
    /// The indices of the sources that match, with the revision and the words that they were found for.
    pub fitting: Option<(u64, String, Rc<[usize]>)>,
}
