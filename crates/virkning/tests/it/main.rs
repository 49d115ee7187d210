//! The program as its users meet it: commands in, text, JSON and exit codes out. One binary for all integration tests.

mod agreement;
mod evaluation;
mod fuzz;
mod governance;
mod imports;
mod language;
mod office;
mod operation;
mod records;
mod settlement;
mod texts;
mod web;
