//! Asks a server of this machine for pages at a steady rate and says how long each took, from the moment at which it was due:
//! an answer that comes late makes those behind it late too, as for people. It prints one line of JSON.
//!
//! Usage: virkning-bench-load PORT TOKENS-FILE REQUESTS-A-SECOND SECONDS

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Connections, each of one user at a time.
const CONNECTIONS: usize = 16;

/// What people open, ten at a time: mostly the first page.
const PAGES: [&str; 10] = [
    "/",
    "/portefolje",
    "/",
    "/investeringer/b7",
    "/",
    "/soeg?q=b1",
    "/investeringer/b3/afregninger",
    "/",
    "/investeringer/b21/konto",
    "/portefolje",
];

/// What the first page needs beside itself.
const FILES: [&str; 7] = [
    "dkfds.css",
    "virkning.css",
    "virkning.js",
    "ikon.svg",
    "IBMPlexSans-Regular.woff2",
    "IBMPlexSans-SemiBold.woff2",
    "IBMPlexSans-Bold.woff2",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<serde_json::Value, String> {
    let [port, tokens, rate, seconds] = arguments else {
        return Err("usage: virkning-bench-load PORT TOKENS-FILE REQUESTS-A-SECOND SECONDS".to_owned());
    };
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("{text} is no number"));
    let port = u16::try_from(number(port)?).map_err(|_| format!("{port} is no port"))?;
    let (rate, seconds) = (number(rate)?.clamp(1, 1000), number(seconds)?.clamp(1, 120));
    let text = std::fs::read_to_string(tokens).map_err(|error| format!("{tokens}: {error}"))?;
    let tokens: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let failed = |error: io::Error| format!("the server: {error}");
    let mut alone = Vec::new();
    let mut connection = Connection::to(port).map_err(failed)?;
    for place in 0..40 {
        let begun = Instant::now();
        let answer = connection.get("/", tokens[place % tokens.len()]).map_err(failed)?;
        if answer.status != 200 {
            return Err(format!("the first page: {}", answer.status));
        }
        alone.push(begun.elapsed());
    }
    let page = connection.get("/", tokens[0]).map_err(failed)?.bytes;
    let mut files = 0;
    for file in FILES {
        files += connection.get(&format!("/filer/{file}"), "").map_err(failed)?.bytes;
    }
    let (mut times, errors) = load(port, &tokens, rate, seconds);
    times.sort_unstable();
    alone.sort_unstable();
    Ok(serde_json::json!({
        "first_page_bytes": page, "first_page_with_files_bytes": page + files,
        "first_page_ms": milliseconds(&alone, 0.5), "first_page_worst_ms": milliseconds(&alone, 1.0),
        "requests": times.len(), "errors": errors, "rate": rate,
        "p50_ms": milliseconds(&times, 0.5), "p99_ms": milliseconds(&times, 0.99), "max_ms": milliseconds(&times, 1.0),
    }))
}

fn milliseconds(sorted: &[Duration], share: f64) -> f64 {
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(place).map_or(0.0, |time| (time.as_secs_f64() * 10_000.0).round() / 10.0)
}

/// Each request has its moment; whoever is free takes the next one.
fn load(port: u16, tokens: &[&str], rate: u32, seconds: u32) -> (Vec<Duration>, usize) {
    let count = (rate * seconds) as usize;
    let (next, begun) = (AtomicUsize::new(0), Instant::now() + Duration::from_millis(100));
    let work = || {
        let (mut times, mut errors) = (Vec::new(), 0);
        let mut connection = Connection::to(port).ok();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= count {
                return (times, errors);
            }
            let due = begun + Duration::from_secs_f64(place as f64 / f64::from(rate));
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let token = tokens[place % tokens.len()];
            let answer = connection.as_mut().map(|connection| connection.get(PAGES[place % PAGES.len()], token));
            match answer {
                Some(Ok(answer)) if answer.status == 200 => times.push(due.elapsed()),
                _ => {
                    errors += 1;
                    connection = Connection::to(port).ok();
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(work)).collect();
        let mut all = (Vec::new(), 0);
        for worker in workers {
            let (times, errors) = worker.join().expect("a worker");
            all.0.extend(times);
            all.1 += errors;
        }
        all
    })
}

struct Connection {
    reader: BufReader<TcpStream>,
    port: u16,
}

struct Answer {
    status: u16,
    bytes: usize,
}

impl Connection {
    fn to(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { reader: BufReader::new(stream), port })
    }

    /// Asks for a page and reads it whole; the bytes are those that came over the wire, headers included.
    fn get(&mut self, path: &str, token: &str) -> io::Result<Answer> {
        let cookie = if token.is_empty() {
            String::new()
        } else {
            format!("cookie: virkning={token}\r\n")
        };
        let port = self.port;
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept-encoding: gzip\r\n{cookie}\r\n");
        self.reader.get_mut().write_all(request.as_bytes())?;
        let (mut bytes, mut status, mut length) = (0, 0, 0);
        loop {
            let mut line = String::new();
            bytes += self.reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some(("content-length", number)) => length = number.parse().unwrap_or(0),
                Some(_) => {}
                None if line.starts_with("HTTP/") => {
                    status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
                }
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(Answer { status, bytes: bytes + length })
    }
}
