//! The progress of an import on a terminal: share, rate and time left. Where standard error is no terminal it is silent.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use virkning_register::Progress;

use crate::text::Texts;

/// A bar for one file.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar that names the file.
    pub fn new(file: &Path, texts: &Texts) -> Self {
        let bar = ProgressBar::new(0);
        let template = format!(
            "{{msg}} {{bar:30}} {{percent:>3}} % · {{binary_bytes_per_sec}} · {} {{eta}}",
            texts.get("progress-left")
        );
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.set_message(file.file_name().unwrap_or_default().to_string_lossy().into_owned());
        Self { bar }
    }

    /// Shows how far it has come.
    pub fn show(&self, progress: Progress) {
        // How long a stream is nobody knows before its end.
        self.bar.set_length(progress.bytes_total.max(progress.bytes));
        self.bar.set_position(progress.bytes);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
