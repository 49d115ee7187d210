//! The web application in this process: who gets in, who gets what, and what every answer says about itself.

mod access;
mod answers;
mod desk;
mod effect;
mod external;
mod figures;
mod follow_ups;
mod governance;
mod jobs;
mod login;
mod pages;
mod participants;
mod proof;
mod provider;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use jiff::civil::Date;
use tower::ServiceExt as _;
use virkning::app::folder::Folder;
use virkning::web::{Address, Web, app};
use virkning::world::World;
use virkning_model::id::UserId;
use virkning_store::{Actor, Login, Role, Store, content_hash};

use crate::office::Office;

const HOST: &str = "127.0.0.1:8080";

/// A world whose clock the test moves.
pub struct TestWorld {
    now: Mutex<Timestamp>,
    drawn: Mutex<u64>,
}

impl TestWorld {
    fn pass(&self, seconds: i64) {
        let mut now = self.now.lock().expect("the clock");
        *now = Timestamp::from_second(now.as_second() + seconds).expect("a time");
    }
}

impl World for TestWorld {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("the clock")
    }

    fn today(&self) -> Date {
        Date::constant(2025, 3, 16)
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        let mut drawn = self.drawn.lock().expect("a number");
        *drawn += 1;
        let hash = content_hash(&drawn.to_be_bytes()).to_string();
        bytes.iter_mut().zip(hash.bytes().cycle()).for_each(|(byte, chance)| *byte = chance);
        Ok(())
    }

    fn operating_system_user(&self) -> String {
        "server".to_owned()
    }
}

/// The application on the data of an office.
pub struct Site {
    router: Router,
    web: Arc<Web>,
    store: Arc<Store>,
    world: Arc<TestWorld>,
    runtime: tokio::runtime::Runtime,
    // The folder goes with it.
    office: Office,
}

/// What came back.
pub struct Came {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Came {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of plain signs"))
    }
}

pub fn user(name: &str) -> UserId {
    UserId::new(name).expect("a name")
}

impl Site {
    pub fn of(office: Office) -> Self {
        Self::with(office, |web| web)
    }

    /// The same with what `serve` can be told.
    pub fn with(office: Office, change: impl FnOnce(Web) -> Web) -> Self {
        let address = Address::local(HOST.parse().expect("a socket"));
        Self::at(office, address, change)
    }

    /// The same at another address.
    pub fn at(office: Office, address: Address, change: impl FnOnce(Web) -> Web) -> Self {
        let folder = Folder::open(Path::new(&office.path("data"))).expect("a folder");
        let store = Arc::new(Store::open(folder.store()).expect("a store"));
        let now = "2025-03-16T09:00:00Z".parse().expect("a time");
        let world = Arc::new(TestWorld { now: Mutex::new(now), drawn: Mutex::new(0) });
        let web = Arc::new(change(Web::new(folder, store.clone(), world.clone(), address)));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
        Self { router: app(web.clone()), web, store, world, runtime, office }
    }

    pub fn send(&self, request: Request<Body>) -> Came {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
            Came { status: parts.status, headers: parts.headers, bytes }
        })
    }

    pub fn actor(&self, name: &str) -> Actor {
        let at = self.world.now();
        Actor { user: user(name), identity: Default::default(), operating_system_user: "tester".to_owned(), at }
    }

    /// A session without the way through the login: its token.
    pub fn session(&self, name: &str) -> String {
        let token = format!("token-{name}-{}", self.world.drawn.lock().expect("a number"));
        self.world.random(&mut []).expect("a number");
        let now = self.world.now();
        let login = Login {
            token: content_hash(token.as_bytes()).to_string(),
            user: user(name),
            form_key: "key".to_owned(),
            since: now,
            seen: now,
            proved: Some(now),
            provider: None,
        };
        self.store.session_add(&login, Timestamp::MIN, Timestamp::MIN).expect("a session");
        token
    }

    /// Whether the session of a token has not ended.
    pub fn is_logged_in(&self, token: &str) -> bool {
        self.store.session(content_hash(token.as_bytes()).as_str()).expect("a store").is_some()
    }

    pub fn get(&self, token: &str, path: &str) -> Came {
        self.send(request("GET", path, token).body(Body::empty()).expect("a request"))
    }

    /// Makes it so long since the user of every session of that name proved who he is.
    pub fn proof_is_old(&self, token: &str) {
        let token = content_hash(token.as_bytes()).to_string();
        let login = self.store.session(&token).expect("a store").expect("a session");
        assert!(self.store.session_replace(&token, &Login { proved: None, ..login }).expect("a store"));
    }

    /// Sends a form with the key of the session.
    pub fn post(&self, token: &str, path: &str, fields: &str) -> Came {
        let form = format!("form-key=key&{fields}");
        self.send(form_request(path, token).body(Body::from(form)).expect("a request"))
    }

    /// Sends a form with files, each a field, a name and its content.
    pub fn post_files(&self, token: &str, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Came {
        let mut body: Vec<u8> = Vec::new();
        let form_key = [("form-key", "key")];
        for (name, value) in form_key.iter().chain(fields) {
            body.extend(
                format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--part\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: text/csv\r\n\r\n"
            );
            body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(b"--part--\r\n");
        let request = request("POST", path, token).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
        self.send(request.body(Body::from(body)).expect("a request"))
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        self.world.pass(seconds);
    }

    /// Sends a form with a file, the key of the session first.
    pub fn upload(&self, token: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Came {
        let fields = [&[("form-key", "key")], fields].concat();
        self.upload_as_it_is(token, path, &fields, file)
    }

    /// Sends a form with a file after its fields, and nothing else.
    pub fn upload_as_it_is(&self, token: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Came {
        let parts = [fields.iter().flat_map(|field| text_part(*field)).collect(), file_part(file)].concat();
        self.send_parts(token, path, parts)
    }

    /// Sends a form with a file before its fields.
    pub fn upload_in_order(&self, token: &str, path: &str, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Came {
        let parts = [file_part(file), fields.iter().flat_map(|field| text_part(*field)).collect()].concat();
        self.send_parts(token, path, parts)
    }

    fn send_parts(&self, token: &str, path: &str, mut parts: Vec<u8>) -> Came {
        parts.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = request("POST", path, token).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(parts)).expect("a request"))
    }

    /// What lies in the folder of files that were sent.
    pub fn uploads(&self) -> Vec<std::path::PathBuf> {
        let folder = Path::new(&self.office.path("data")).join("uploads");
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
    }

    /// The folder of files that are put on the server.
    pub fn inbox(&self) -> std::path::PathBuf {
        Path::new(&self.office.path("data")).join("inbox")
    }

    /// Declares a user with roles everywhere.
    pub fn declare(&self, name: &str, roles: &[Role]) {
        self.store.user_add(&self.actor("anna"), &user(name), name, roles).expect("a user");
    }

    pub fn log(&self) -> Vec<virkning_store::AuditEntry> {
        self.store.audit_log(50).expect("the log")
    }
}

const BOUNDARY: &str = "the-boundary";

fn text_part((name, value): (&str, &str)) -> Vec<u8> {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

fn file_part((name, bytes): (&str, &[u8])) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

pub fn request(method: &str, path: &str, token: &str) -> axum::http::request::Builder {
    let builder = Request::builder().method(method).uri(path).header(header::HOST, HOST);
    match token {
        "" => builder,
        token => builder.header(header::COOKIE, format!("other=1; virkning={token}")),
    }
}

pub fn form_request(path: &str, token: &str) -> axum::http::request::Builder {
    request("POST", path, token).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}
