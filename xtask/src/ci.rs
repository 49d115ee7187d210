//! What must pass before anything is shared, the same here and on a server: no rule of it stands anywhere else.

use crate::shell::{self, Failure};
use crate::{bench, cluster, demo, effect, errors, fuzz, judge, reference, setup, sim, test, tidy, web};

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Format, lints, tidy and tests.
    Fast,
    /// Also that what is generated is up to date and nothing was left changed, and simulated histories.
    Default,
    /// Also the demonstration, the journeys in a browser and through a provider of identities, every parser fuzzed for a
    /// short while, DuckDB as the judge of measures, a short benchmark, effects against other programs, and the cluster.
    Full,
}

/// Runs it; the first thing that fails ends it.
pub fn run(extent: Extent) -> Result<(), Failure> {
    setup::ensure(&[setup::C_COMPILER, setup::POSTGRESQL])?;
    setup::ensure_component("fmt", "rustfmt")?;
    setup::ensure_component("clippy", "clippy")?;
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))?;
    tidy::run()?;
    shell::run(shell::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    test::run_strictly()?;
    if extent >= Extent::Default {
        errors::run(errors::Mode::Check)?;
        reference::run(errors::Mode::Check)?;
        sim::run_some()?;
    }
    if extent >= Extent::Full {
        demo::run()?;
        web::browser()?;
        web::oidc()?;
        fuzz::run(&[])?;
        judge::run(&[])?;
        bench::run(&["--smoke"])?;
        effect::run()?;
        cluster::run()?;
    }
    if extent >= Extent::Default {
        shell::run(shell::program("git").args(["diff", "--exit-code", "--stat"]))?;
    }
    println!("\nci: everything passed");
    Ok(())
}
