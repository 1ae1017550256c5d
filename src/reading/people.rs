//! The persons whom a text names: they are nobody for whom “the company” or “it” stands.

use std::collections::HashSet;

use foldhash::fast::RandomState;

/// The persons who were named with a title, an office or their age, by the last words of their names.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    last_names: HashSet<String, RandomState>,
}

impl People {
    /// Whether a name is that of one of them.
    pub fn hold(&self, name: &str) -> bool {
        self.last_names.contains(last_of(name))
    }

    /// Remembers one.
    pub fn meet(&mut self, name: &str) {
        let last = last_of(name);
        if last.len() > 1 && !self.last_names.contains(last) {
            self.last_names.insert(last.to_owned());
        }
    }
}

fn last_of(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or_default()
}
