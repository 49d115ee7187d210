//! What the commands need besides Rust. What is missing is installed where that is allowed (as root with apt-get), else
//! it is named and the command stops. It never changes anything that is there.

use std::process::Command;

use crate::postgres;
use crate::shell::{self, Failure};

/// Something that a command needs.
pub struct Need {
    /// What it is called.
    pub name: &'static str,
    /// What it is for.
    pub reason: &'static str,
    /// Whether it is there.
    pub present: fn() -> bool,
    /// The Debian packages that hold it, parted by blanks.
    pub package: &'static str,
}

/// SQLite is compiled from its C source, and every program is linked by it.
pub const C_COMPILER: Need = Need {
    name: "a C compiler and linker",
    reason: "SQLite is built from source",
    present: || shell::answers("cc", &["--version"]),
    package: "build-essential",
};

/// Python with virtual environments, for the comparison with DuckDB only.
pub const PYTHON: Need = Need {
    name: "Python 3 with venv and pip",
    reason: "the benchmark compares with DuckDB's Python package",
    present: || shell::answers("python3", &["-c", "import venv, ensurepip"]),
    package: "python3-venv",
};

/// PostgreSQL's server and its tools. A throw-away server is made from them; none that runs already is touched.
pub const POSTGRESQL: Need = Need {
    name: "PostgreSQL",
    reason: "the store's tests run on a throw-away server",
    present: postgres::is_installed,
    package: "postgresql",
};

/// Sees to it that everything needed is there.
pub fn ensure(needs: &[Need]) -> Result<(), Failure> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.name, need.reason);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.package.split(' ')).collect();
    if !may_install() {
        return Err(Failure::new(format!(
            "install it and try again, on Debian: apt-get install {}",
            packages.join(" ")
        )));
    }
    shell::run(Command::new("apt-get").args(["-q", "update"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y", "install"]).args(&packages);
    shell::run(&mut install)?;
    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(Failure::new(format!("{} is still missing after installing {}", need.name, need.package))),
    }
}

/// Sees to it that cargo has a component such as rustfmt.
pub fn ensure_component(subcommand: &str, component: &str) -> Result<(), Failure> {
    if shell::answers("cargo", &[subcommand, "--version"]) {
        return Ok(());
    }
    println!("missing: cargo {subcommand}");
    if shell::answers("rustup", &["--version"]) {
        return shell::run(Command::new("rustup").args(["component", "add", component]));
    }
    Err(Failure::new(format!("install the Rust component {component} and try again")))
}

fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    root && shell::answers("apt-get", &["--version"])
}
