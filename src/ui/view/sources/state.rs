//! What the list of sources remembers.

use std::rc::Rc;

/// Which sources the list shows.
#[derive(Debug, Default)]
pub struct SourceFilter {
    /// What is typed.
    pub text: String,
    /// The places of the sources that fit, and what they were looked up for.
    pub fitting: Option<(u64, String, Rc<[usize]>)>,
}
