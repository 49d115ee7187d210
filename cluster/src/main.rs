//! The program `virkning-cluster`: a scheduler, an executor, or a question.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    ExitCode::from(virkning_cluster::command::run(&words))
}
