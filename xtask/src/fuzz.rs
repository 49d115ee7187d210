//! Fuzzing: builds the program of `fuzz/` with coverage counters in the project's own crates, and lets libFuzzer look for
//! bytes that a parser cannot stand. The stable compiler does it; cargo-fuzz is not needed.

use std::path::PathBuf;

use crate::shell::{self, Failure};

/// Seconds for each target before anything is shared in full.
const SECONDS: &str = "10";

/// Runs what the options ask for: `[--seconds N] [TARGET …]`; without targets, all of them.
pub fn run(options: &[&str]) -> Result<(), Failure> {
    let (seconds, wanted) = match options {
        ["--seconds", seconds, wanted @ ..] if seconds.parse::<u32>().is_ok() => (*seconds, wanted),
        [first, ..] if first.starts_with("--") => {
            return Err(Failure::new("use: cargo xtask fuzz [--seconds N] [TARGET …]"));
        }
        wanted => (SECONDS, wanted),
    };
    let known = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !known.iter().any(|known| known == *name)) {
        return Err(Failure::new(format!("no target `{unknown}`; there are {}", known.join(", "))));
    }
    let program = build()?;
    for name in known.iter().filter(|name| wanted.is_empty() || wanted.contains(&name.as_str())) {
        look(&program, name, seconds)?;
    }
    Ok(())
}

/// Every target has a folder of its own in the corpus; a test of the product holds both against each other.
fn targets() -> Result<Vec<String>, Failure> {
    let folder = shell::root().join("fuzz/corpus");
    let entries = std::fs::read_dir(&folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// The program, in a folder of its own: what is built with counters must not be taken for what is built without.
fn build() -> Result<PathBuf, Failure> {
    let root = shell::root().join("fuzz");
    let target = shell::target().join("fuzz");
    let mut cargo = shell::cargo();
    cargo.current_dir(&root).env("RUSTC_WRAPPER", root.join("with-coverage.sh"));
    cargo.args(["build", "--locked", "--quiet", "--target-dir"]).arg(&target);
    shell::run(&mut cargo)?;
    Ok(target.join("debug/parsers"))
}

/// One target for a while. What it finds lies in `fuzz/artifacts`, and belongs into the corpus when it is mended.
fn look(program: &std::path::Path, name: &str, seconds: &str) -> Result<(), Failure> {
    let root = shell::root().join("fuzz");
    let (found, artifacts) = (root.join("found").join(name), root.join("artifacts").join(name));
    for folder in [&found, &artifacts] {
        std::fs::create_dir_all(folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    }
    let mut command = shell::program(program);
    command.env("VIRKNING_FUZZ_TARGET", name).args([&found, &root.join("corpus").join(name)]);
    if matches!(name, "agreement" | "mapping") {
        command.arg(shell::root().join("bad"));
    }
    command.args([&format!("-max_total_time={seconds}"), "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"]);
    command.arg(format!("-artifact_prefix={}/", artifacts.display())).args(["-verbosity=0", "-print_final_stats=1"]);
    println!("fuzz: {name}");
    shell::run(&mut command)
}
