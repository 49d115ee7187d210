//! The thread that does long work beside the pages: it looks for the next job, does it, and looks again. A job that is under
//! way when the server ends is interrupted, and can be run again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Web;
use crate::app::Session;
use crate::app::failure::Failure;
use crate::app::job::run_next;

/// How long it waits between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// Works until it is told to end; what it was doing then is left.
pub fn work(web: &Web, ended: &AtomicBool) {
    while !ended.load(Ordering::Relaxed) {
        match web.work_once() {
            Ok(true) => {}
            Ok(false) => {
                // Whatever is wrong is said to whoever asks for it.
                let _ = web.work_ahead();
                std::thread::sleep(PAUSE);
            }
            Err(failure) => {
                eprintln!("virkning: long work: {failure:?}");
                std::thread::sleep(PAUSE * 10);
            }
        }
    }
}

impl Web {
    /// Does the next job, if there is one. Gives whether there was.
    pub fn work_once(&self) -> Result<bool, Failure> {
        run_next(&self.folder, &self.store, &*self.world)
    }

    /// Works out what pages will ask for.
    fn work_ahead(&self) -> Result<(), Failure> {
        let session = Session::unattended(self.folder.clone(), self.store.clone(), &*self.world);
        session.with_derived(self.derived.clone()).work_ahead()
    }
}

/// Starts the thread; it ends with the process.
pub fn start(web: Arc<Web>) -> Arc<AtomicBool> {
    let ended = Arc::new(AtomicBool::new(false));
    let told = ended.clone();
    std::thread::spawn(move || work(&web, &told));
    ended
}
