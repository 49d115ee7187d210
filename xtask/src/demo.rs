//! x y z
use crate::shell::Failure;
pub fn run() -> Result<(), Failure> {
    Ok(())
}
