//! The persons whom a text names: they are nobody for whom “the company” or “it” stands.

/// The persons who were named with a title, an office or their age, by the last words of their names.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    last_names: Vec<String>,
}

impl People {
    /// Whether a name is that of one of them.
    pub fn hold(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().unwrap_or_default();
        self.last_names.iter().any(|known| known == last)
    }

    /// Remembers one.
    pub fn meet(&mut self, name: &str) {
        if let Some(last) = name.rsplit(' ').next().filter(|last| last.len() > 1 && !self.hold(last)) {
            self.last_names.push(last.to_owned());
        }
    }
}
