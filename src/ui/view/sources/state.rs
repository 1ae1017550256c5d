//! State that the list of sources keeps between frames.

use std::rc::Rc;

use crate::store::SourceOrder;

/// What the left panel shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// The sources.
    #[default]
    Sources,
    /// The tags.
    Tags,
}

/// The filter of the list of sources.
#[derive(Debug, Default)]
pub struct SourceFilter {
    /// The words, as typed.
    pub text: String,
    /// The indices of the sources that match, in their order, with the revision, the words and the order that they were found for.
    pub fitting: Option<(u64, Asked, Rc<[usize]>)>,
}

/// What the list was asked for: words and an order.
pub type Asked = (String, SourceOrder);
