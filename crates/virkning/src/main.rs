//! The program `virkning`: one command, one answer, one exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    ExitCode::from(virkning::cli::run(&words))
}
