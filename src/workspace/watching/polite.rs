//! Asking hosts politely: one request at a time, with a pause before another one to the same host.

use std::collections::HashSet;
use std::time::Duration;

use crate::fetch::host_of;
use crate::workspace::Progress;

/// The pause before a host that was asked already, in steps after which a cancellation is seen.
const PAUSE_STEP: Duration = Duration::from_millis(100);
const PAUSE_STEPS: usize = 10;

/// The hosts that were asked in a series of requests.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Asked(HashSet<String>);

impl Asked {
    /// Waits a moment if the host of an address was asked before.
    pub(in crate::workspace) fn before(&mut self, address: &str, progress: &Progress) {
        if self.0.insert(host_of(address)) {
            return;
        }
        for _ in 0..PAUSE_STEPS {
            if progress.is_cancelled() {
                return;
            }
            std::thread::sleep(PAUSE_STEP);
        }
    }
}
