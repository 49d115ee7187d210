//! The cluster, a workspace of its own that nothing else builds: its format, what it reaches, and its tests, of
//! which one kills an executor in the middle of its work. What must hold stands there.

use std::process::Command;

use crate::shell::{self, Failure};

/// Where it lies.
const FOLDER: &str = "cluster";

/// Product crates that need no cluster: a rule of a contract or a store has no business on a foreign computer.
const STRANGERS: [&str; 5] = ["virkning-agreement", "virkning-engine", "virkning-report", "virkning-store", "virkning"];

/// Builds and tests it. The first time takes as long as a large query engine takes to build.
pub fn run() -> Result<(), Failure> {
    shell::run(cargo().args(["fmt", "--check"]))?;
    reaches_no_stranger()?;
    // No clippy here: it would build the whole query engine a second time.
    shell::run(cargo().args(["test", "--locked"]))
}

/// A cargo that works on that workspace.
fn cargo() -> Command {
    let mut command = shell::cargo();
    command.current_dir(shell::root().join(FOLDER));
    // Its build lies beside it: it shares no library with the other one in the same version and with the same features.
    command.env_remove("CARGO_TARGET_DIR");
    command
}

fn reaches_no_stranger() -> Result<(), Failure> {
    let tree =
        shell::output(cargo().args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"]))?;
    match stranger(&tree) {
        Some(name) => Err(Failure::new(format!("the cluster must not reach {name}; `cargo tree -i {name}` shows how"))),
        None => Ok(()),
    }
}

fn stranger(tree: &str) -> Option<&str> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).find(|name| STRANGERS.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_found() {
        assert_eq!(stranger("virkning-cluster v0.1.0 (x)\nvirkning-model v0.1.0 (x)\nserde v1.0.229"), None);
        assert_eq!(stranger("virkning-cluster v0.1.0 (x)\nvirkning-store v0.1.0 (x) (*)"), Some("virkning-store"));
    }
}
