//! A cluster of processes on this machine, each killed when its test ends.

use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a process may take to listen.
const START: Duration = Duration::from_secs(60);

/// A process that is killed when it is dropped.
pub struct Process {
    child: Child,
    /// What it says.
    pub log: PathBuf,
}

impl Process {
    fn start(command: &mut Command, log: PathBuf) -> Self {
        let says = File::create(&log).expect("created");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(says).spawn().expect("started");
        Self { child, log }
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("known").is_some()
    }

    /// What it has said.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).expect("read")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program with its words; what it says is English.
pub fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_virkning-cluster"));
    command.args(words).env("VIRKNING_LANG", "en");
    command
}

/// Runs it to its end, but no longer than a time.
pub fn run(command: &mut Command, longest: Duration) -> Output {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let begun = Instant::now();
    while child.try_wait().expect("known").is_none() && begun.elapsed() < longest {
        std::thread::sleep(Duration::from_millis(10));
    }
    // Who has ended is not hurt by it.
    child.kill().expect("killed");
    let output = child.wait_with_output().expect("ended");
    assert!(begun.elapsed() < longest, "it took longer than {longest:?}: {output:?}");
    output
}

/// A scheduler with nobody who computes.
pub struct Cluster {
    folder: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    /// The scheduler.
    pub scheduler: Process,
}

impl Cluster {
    /// Starts a scheduler that gives executors up after so many seconds of silence.
    pub fn start(folder: &Path, patience_seconds: u32) -> Self {
        let address = free_address();
        let (listen, patience) = (address.to_string(), patience_seconds.to_string());
        let words = ["--log", "info", "scheduler", "--listen", &listen, "--patience", &patience];
        let mut scheduler = Process::start(&mut program(&words), folder.join("scheduler.log"));
        wait_until_it_listens(address, &mut scheduler);
        Self { folder: folder.to_owned(), address, scheduler }
    }

    /// Starts an executor of one core; gives its folder for work in hand.
    pub fn executor(&self, name: &str) -> (Process, PathBuf) {
        let listen = free_address();
        let work = self.folder.join(name);
        let mut command = program(&["--log", "info", "executor", "--cores", "1"]);
        command.args(["--scheduler", &self.address.to_string(), "--listen", &listen.to_string()]);
        command.args(["--memory", "1000", "--work"]).arg(&work);
        let mut executor = Process::start(&mut command, self.folder.join(format!("{name}.log")));
        wait_until_it_listens(listen, &mut executor);
        (executor, work)
    }

    /// A question to this cluster.
    pub fn question(&self, words: &[&str]) -> Command {
        let mut command = program(&["ask", "--format", "json", "--scheduler", &self.address.to_string()]);
        command.args(words);
        command
    }
}

/// Looks again and again until there is something, but no longer than a time.
pub fn wait_for<T>(longest: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < longest, "{what} took longer than {longest:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn wait_until_it_listens(address: SocketAddr, process: &mut Process) {
    wait_for(START, "a part of the cluster to listen", || {
        assert!(!process.has_ended(), "it ended: {}", process.said());
        TcpStream::connect_timeout(&address, Duration::from_millis(100)).ok()
    });
}

/// An address of this machine that nobody used a moment ago.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}
