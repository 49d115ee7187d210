//! The access log: a line for each request with its number, time, route, status, duration and size. It holds nothing about
//! people: the route is the pattern of the table, never the address that was typed, and nobody is named.

use std::cell::Cell;
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use jiff::Timestamp;

/// The number of a request: what the server's messages and the user's report have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    start: u32,
    number: u64,
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}-{:06}", self.start, self.number)
    }
}

thread_local! {
    static CURRENT: Cell<Option<RequestId>> = const { Cell::new(None) };
}

/// Does something for a request; what is told to the server's log meanwhile carries its number.
pub fn during<T>(id: RequestId, work: impl FnOnce() -> T) -> T {
    CURRENT.set(Some(id));
    let done = work();
    CURRENT.set(None);
    done
}

/// Tells the server's log what failed.
pub fn tell(what: impl fmt::Display) {
    match CURRENT.get() {
        Some(id) => eprintln!("virkning: request {id}: {what}"),
        None => eprintln!("virkning: {what}"),
    }
}

/// What is written of a request.
pub struct Line<'a> {
    /// Its number.
    pub id: RequestId,
    /// When it was answered.
    pub at: Timestamp,
    /// How.
    pub method: &'a Method,
    /// The pattern of its route; nothing where no route has the address.
    pub route: Option<&'a str>,
    /// With which status.
    pub status: StatusCode,
    /// How long it took.
    pub took: Duration,
    /// How many bytes, where that is known.
    pub bytes: Option<u64>,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (route, milliseconds) = (self.route.unwrap_or("-"), self.took.as_micros() / 100);
        write!(f, "{} {} {} {route} {} ", self.at, self.id, known(self.method), self.status.as_u16())?;
        write!(f, "{}.{}ms ", milliseconds / 10, milliseconds % 10)?;
        match self.bytes {
            Some(bytes) => write!(f, "{bytes}B"),
            None => f.write_str("-"),
        }
    }
}

/// A method may be any word of the client's; a word that says something about somebody is not written.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::POST | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS => method.as_str(),
        _ => "?",
    }
}

/// Numbers requests, and writes them down where that was asked for.
pub struct AccessLog {
    start: u32,
    next: AtomicU64,
    file: Option<Mutex<Box<dyn Write + Send>>>,
}

impl AccessLog {
    /// A log that writes nothing down. The start tells one run of the server from another.
    pub fn silent(start: u32) -> Self {
        Self { start, next: AtomicU64::new(1), file: None }
    }

    /// The same, written at the end of a file that only its owner reads.
    pub fn with_file(self, path: &Path) -> std::io::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let file = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
        Ok(self.with_writer(Box::new(file)))
    }

    /// The same, written elsewhere.
    pub fn with_writer(self, writer: Box<dyn Write + Send>) -> Self {
        Self { file: Some(Mutex::new(writer)), ..self }
    }

    /// The number of the next request.
    pub fn next(&self) -> RequestId {
        RequestId { start: self.start, number: self.next.fetch_add(1, Ordering::Relaxed) }
    }

    /// Writes a request down. A full disk is told once a request, and nobody waits for it.
    pub fn write(&self, line: &Line<'_>) {
        let Some(file) = &self.file else { return };
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(format!("{line}\n").as_bytes()) {
            eprintln!("virkning: access log: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_the_route_and_nothing_else_of_the_address() {
        let check = |method: &str, route, bytes, expected: &str| {
            let line = Line {
                id: RequestId { start: 0xab, number: 7 },
                at: "2025-03-16T09:00:00.5Z".parse().expect("a time"),
                method: &Method::from_bytes(method.as_bytes()).expect("a method"),
                route,
                status: StatusCode::NOT_FOUND,
                took: Duration::from_micros(12_345),
                bytes,
            };
            assert_eq!(line.to_string(), format!("2025-03-16T09:00:00.5Z 000000ab-000007 {expected}"));
        };
        check("GET", Some("/afregninger/{proposal}"), Some(12), "GET /afregninger/{proposal} 404 12.3ms 12B");
        check("GET", None, None, "GET - 404 12.3ms -");
        check("EVA", None, None, "? - 404 12.3ms -");
    }
}
