//! What the query engine says of itself, as lines on standard error, for whoever runs a cluster. Users' messages are
//! elsewhere.

use std::io::Write as _;

use log::{LevelFilter, Log, Metadata, Record};

/// Begins to write what is at least as important as the level. A second call changes nothing.
pub fn begin(level: LevelFilter) {
    if log::set_logger(&Lines).is_ok() {
        log::set_max_level(level);
    }
}

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            // Where standard error is gone nobody reads it.
            let _ = writeln!(std::io::stderr().lock(), "{} {}: {}", record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}
