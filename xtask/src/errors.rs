//! x y z
use crate::shell::Failure;
pub enum Mode {
    Write,
    Check,
}
pub fn run(_: Mode) -> Result<(), Failure> {
    Ok(())
}
