//! A throw-away PostgreSQL server for tests, made from the installed programs: empty, on a socket of its own, gone when
//! whoever started it is. It uses the standard library alone, since the project's own tool holds this file too.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Names a running server: its address, with any database. Where it is not set, a process that needs a server starts one.
pub const VARIABLE: &str = "VIRKNING_TEST_POSTGRES";

/// The user that owns everything on a throw-away server.
const USER: &str = "virkning";

/// How long starting may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It stops, and its folder goes, when this is dropped or the process ends in whatever way.
pub struct Server {
    folder: PathBuf,
    keeper: Child,
}

impl Server {
    /// Starts one. As root it runs under the account that the system's package made for it, since the server refuses root.
    pub fn start() -> io::Result<Self> {
        let programs =
            programs().ok_or_else(|| io::Error::other("PostgreSQL is not installed (Debian: postgresql)"))?;
        let folder = std::env::temp_dir().join(format!("virkning-postgres-{}-{}", std::process::id(), moment()));
        std::fs::create_dir_all(&folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        run(as_server(&programs.join("initdb"))
            .args(["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--username", USER, "--pgdata"])
            .arg(folder.join("data"))
            .current_dir(&folder))?;
        let keeper = keeper(&programs, &folder)?;
        let mut server = Self { folder, keeper };
        server.wait_until_it_answers(&programs)?;
        Ok(server)
    }

    /// The address of one of its databases.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{USER}@localhost/{database}?host={}", self.folder.display())
    }

    fn wait_until_it_answers(&mut self, programs: &Path) -> io::Result<()> {
        let started = Instant::now();
        let answers = || {
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["--quiet", "--host"]).arg(&self.folder).status().is_ok_and(|status| status.success())
        };
        while !answers() {
            if started.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(io::Error::other(format!("the server does not start:\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The keeper waits for the end of its input, stops the server, and takes the folder away.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A number that sets a folder apart from one that an earlier process of the same number left behind.
fn moment() -> u32 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.subsec_nanos())
}

/// A new, empty database, on the server that [`VARIABLE`] names, else on one that this process starts: its address.
pub fn new_database() -> io::Result<String> {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Mutex, PoisonError};
    static SERVER: Mutex<Option<Server>> = Mutex::new(None);
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let any = match std::env::var(VARIABLE) {
        Ok(address) => address,
        Err(_) => {
            let mut server = SERVER.lock().unwrap_or_else(PoisonError::into_inner);
            if server.is_none() {
                *server = Some(Server::start()?);
            }
            server.as_ref().map(|server| server.address("postgres")).unwrap_or_default()
        }
    };
    let programs = programs().ok_or_else(|| io::Error::other("PostgreSQL's programs are not installed"))?;
    run(Command::new(programs.join("psql"))
        .args(["--no-psqlrc", "--quiet", "--command"])
        .arg(format!("CREATE DATABASE {name} TEMPLATE template0"))
        .arg(&any))?;
    named(&any, &name).ok_or_else(|| io::Error::other(format!("{VARIABLE} is no address: {any}")))
}

/// The address of another database on the same server.
fn named(address: &str, database: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let (before, options) = match rest.split_once('?') {
        Some((before, options)) => (before, format!("?{options}")),
        None => (rest, String::new()),
    };
    let server = before.split('/').next()?;
    Some(format!("{scheme}://{server}/{database}{options}"))
}

/// Whether PostgreSQL's programs are installed.
pub fn is_installed() -> bool {
    programs().is_some()
}

/// The folder of the programs: where a search finds them, else where Debian puts them, the latest version first.
fn programs() -> Option<PathBuf> {
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&searched).collect();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev().map(|(_, folder)| folder));
    folders.into_iter().find(|folder| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// A command under the account that the server runs as.
fn as_server(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

/// Runs the server and waits for the end of its input, which comes when the process that holds the other end is gone,
/// however it went.
const KEEPER: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -h '' -c fsync=off -c full_page_writes=off -c max_connections=200 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"#;

fn keeper(programs: &Path, folder: &Path) -> io::Result<Child> {
    as_server(Path::new("sh"))
        .args(["-c", KEEPER, "keeper"])
        .arg(programs)
        .arg(folder)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// Runs a command to its end; what it wrote is shown only if it failed.
fn run(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    io::stderr().write_all(&output.stdout)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(io::Error::other(format!("{command:?} failed: {said}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_has_the_same_server() {
        let check = |address: &str, expected: &str| assert_eq!(named(address, "new").as_deref(), Some(expected));
        check("postgres://anna@localhost/postgres?host=/socket", "postgres://anna@localhost/new?host=/socket");
        check("postgres://anna@localhost:5433/old", "postgres://anna@localhost:5433/new");
        check("postgres://localhost", "postgres://localhost/new");
    }
}
