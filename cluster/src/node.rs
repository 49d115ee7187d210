//! The parts of a cluster that run for a long time: one scheduler and any number of executors. They are the query
//! engine's own; what is added is the measure's function.

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::default_session_builder;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::FunctionRegistry as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::function::{NAME, measure_function};

/// Executors fetch their work. Where the scheduler hands it out (the engine's other way, 55.0) a question waits for ever
/// when an executor dies while people are answered: the place of the work that was called off is never free again.
const WORK_IS: TaskSchedulingPolicy = TaskSchedulingPolicy::PullStaged;

/// How often an executor says that it is alive. An executor that has said nothing for as long as the scheduler waits is
/// given up, and its work is done again.
const HEARTBEAT_SECONDS: u64 = 2;

/// How often the scheduler looks for such executors.
const LOOK_SECONDS: u64 = 2;

/// How long an executor waits for the scheduler to answer when it starts.
const CONNECT_SECONDS: u16 = 60;

/// What executors keep of finished work is removed after this time, looked for at the interval.
const KEEP_SECONDS: u64 = 60 * 60;
const CLEAN_SECONDS: u64 = 10 * 60;

/// Why a part of a cluster stopped.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The query engine gave up.
    #[error("Y021 {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
    /// The folder for work in hand cannot be made.
    #[error("Y022 {path}: {source}")]
    Work {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Runs a scheduler until it is told to stop. `patience_seconds` is how long an executor may be silent.
pub async fn schedule(listen: SocketAddr, patience_seconds: u64) -> Result<(), NodeError> {
    let config = SchedulerConfig {
        bind_host: host(listen),
        external_host: host(listen),
        bind_port: listen.port(),
        task_distribution: TaskDistributionPolicy::RoundRobin,
        scheduling_policy: WORK_IS,
        executor_timeout_seconds: patience_seconds,
        expire_dead_executor_interval_seconds: LOOK_SECONDS,
        no_executors_grace_period_seconds: patience_seconds.max(60),
        override_session_builder: Some(Arc::new(|config| {
            let mut state = default_session_builder(config)?;
            state.register_udaf(measure_function())?;
            Ok(state)
        })),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(engine)?;
    let mut stop = signal(SignalKind::terminate()).map_err(engine)?;
    tokio::select! {
        ended = start_server(cluster, listen, Arc::new(config)) => ended.map_err(engine),
        _ = stop.recv() => Ok(()),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// What an executor is told.
#[derive(Clone, Debug)]
pub struct ExecutorSettings {
    /// Where the scheduler is.
    pub scheduler: SocketAddr,
    /// Where others fetch what this one has made.
    pub listen: SocketAddr,
    /// How many parts it works on at a time.
    pub cores: usize,
    /// Bytes of memory for rows in hand, in all; more goes to disk. Nothing is the engine's own share of the machine.
    pub memory_bytes: Option<u64>,
    /// The folder for work in hand: rows of people, so nobody else may read it.
    pub work: PathBuf,
}

/// Runs an executor until it is told to stop.
pub async fn execute(settings: ExecutorSettings) -> Result<(), NodeError> {
    make_private(&settings.work).map_err(|source| NodeError::Work { path: settings.work.clone(), source })?;
    let mut functions = BallistaFunctionRegistry::default();
    functions.aggregate_functions.insert(NAME.to_owned(), measure_function());
    let config = ExecutorProcessConfig {
        bind_host: host(settings.listen),
        external_host: Some(host(settings.listen)),
        port: settings.listen.port(),
        scheduler_host: host(settings.scheduler),
        scheduler_port: settings.scheduler.port(),
        scheduler_connect_timeout_seconds: CONNECT_SECONDS,
        vcores: settings.cores,
        task_scheduling_policy: WORK_IS,
        work_dir: Some(settings.work.to_string_lossy().into_owned()),
        executor_heartbeat_interval_seconds: HEARTBEAT_SECONDS,
        memory_pool_size: settings.memory_bytes,
        job_data_ttl_seconds: KEEP_SECONDS,
        job_data_clean_up_interval_seconds: CLEAN_SECONDS,
        override_function_registry: Some(Arc::new(functions)),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await.map_err(engine)
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The address without its port, as the engine puts it before one.
fn host(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

fn engine(error: impl std::fmt::Display) -> NodeError {
    NodeError::Engine { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_stand_before_ports() {
        let check = |text: &str, expected: &str| assert_eq!(host(text.parse().expect("an address")), expected);
        check("127.0.0.1:50050", "127.0.0.1");
        check("[fd00::1]:50050", "[fd00::1]");
    }
}
