//! What is logged on one thread.

use std::cell::RefCell;
use std::io::{self, Write};

thread_local! {
    // Tests and servers have threads of their own, and what they log is not that of others.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writes to the log of this thread.
pub(crate) struct Log;

impl Log {
    /// All that was logged on this thread since it was last asked for.
    pub(crate) fn take() -> String {
        String::from_utf8(LOG.take()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.write(text))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
