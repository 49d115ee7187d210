//! The steps in which files are written: every call that can fail counts as one, and tests and simulations let any of them
//! fail. In ordinary use none is counted.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A count of steps until the disk fails. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    left: Option<Arc<AtomicI64>>,
}

impl Steps {
    /// Steps of which the one with that number, from 0, fails, and every one after it.
    pub fn failing_at(step: i64) -> Self {
        Self { left: Some(Arc::new(AtomicI64::new(step))) }
    }

    /// Counts a step, before it is taken.
    ///
    /// # Errors
    /// The disk is to fail here.
    pub fn step(&self) -> io::Result<()> {
        match &self.left {
            Some(left) if left.fetch_sub(1, Ordering::Relaxed) <= 0 => {
                Err(io::Error::other("no space left (simulated)"))
            }
            _ => Ok(()),
        }
    }
}
