//! `virkning serve`: the address, the first link, and the server itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::ToSpan as _;

use super::{Web, app, worker};
use crate::app::failure::{Failure, Refusal};
use crate::app::token::{hash_of, new_token};

/// How long the first administrator's link is good, in hours.
const FIRST_LINK_HOURS: i64 = 24;

/// Where the application is reached from outside: `https://virkning.example.dk`, or a plain address of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    origin: String,
    hosts: Vec<String>,
}

impl Address {
    /// The address of a server that listens on this machine only.
    pub fn local(listen: SocketAddr) -> Self {
        let port = listen.port();
        let hosts = vec![listen.to_string(), format!("localhost:{port}"), format!("127.0.0.1:{port}")];
        Self { origin: format!("http://{listen}"), hosts }
    }

    /// An address with encryption, behind a server that ends it.
    pub fn parse(text: &str) -> Option<Self> {
        let host = text.strip_prefix("https://")?.trim_end_matches('/').to_lowercase();
        let plain = |sign: char| sign.is_ascii_alphanumeric() || ".-:".contains(sign);
        let good = !host.is_empty() && host.chars().all(plain);
        good.then(|| Self { origin: format!("https://{host}"), hosts: vec![host] })
    }

    /// `https://…`, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether what goes over the wire is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.origin.starts_with("https://")
    }

    pub(super) fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    pub(super) fn is_origin(&self, origin: &str) -> bool {
        let scheme = if self.is_encrypted() { "https://" } else { "http://" };
        origin.strip_prefix(scheme).is_some_and(|host| self.is_host(host))
    }
}

/// Where to listen and be reached.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address from outside, where another server stands in front.
    pub address: Option<Address>,
}

impl Serving {
    /// The address that people use. Without encryption only this machine may be reached: passwords would travel openly.
    pub fn reached_at(&self) -> Result<Address, Refusal> {
        match &self.address {
            Some(address) => Ok(address.clone()),
            None if self.listen.ip().is_loopback() => Ok(Address::local(self.listen)),
            None => Err(Refusal::new("serve-unencrypted").with("listen", self.listen)),
        }
    }
}

/// The link by which the first administrator comes in; nothing where somebody can log in already.
pub fn first_link(web: &Web) -> Result<Option<String>, Failure> {
    let token = new_token(&*web.world)?;
    let until = web.world.now() + FIRST_LINK_HOURS.hours();
    let made = web.store.invitation_first(&hash_of(&token), until)?;
    Ok(made.then(|| format!("{}/velkommen/{token}", web.address.origin())))
}

/// Serves until the process is told to stop; requests that are under way are finished.
pub fn serve(web: Arc<Web>, listener: std::net::TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = worker::start(web.clone());
    // The store has a runtime of its own, which may not end inside of another: the last one to let go of it is this function.
    let shared = web.clone();
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, app(shared)).with_graceful_shutdown(told_to_stop()).await
    });
    ended.store(true, Ordering::Relaxed);
    drop(runtime);
    drop(web);
    served
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut ended = signal(SignalKind::terminate()).ok();
    let terminated = async {
        match &mut ended {
            Some(ended) => drop(ended.recv().await),
            None => std::future::pending::<()>().await,
        }
    };
    let interrupted = tokio::signal::ctrl_c();
    let (mut terminated, mut interrupted) = (std::pin::pin!(terminated), std::pin::pin!(interrupted));
    std::future::poll_fn(|context| {
        use std::future::Future as _;
        let over = terminated.as_mut().poll(context).is_ready() || interrupted.as_mut().poll(context).is_ready();
        if over { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encrypted_or_of_this_machine() {
        let check = |listen: &str, address: Option<&str>, expected: Option<&str>| {
            let address = address.map(|text| Address::parse(text).expect("an address"));
            let serving = Serving { listen: listen.parse().expect("a socket"), address };
            let found = serving.reached_at().ok().map(|address| address.origin().to_owned());
            assert_eq!(found.as_deref(), expected);
        };
        check("127.0.0.1:8080", None, Some("http://127.0.0.1:8080"));
        check("[::1]:8080", None, Some("http://[::1]:8080"));
        check("0.0.0.0:8080", None, None);
        check("0.0.0.0:8080", Some("https://virkning.example.dk/"), Some("https://virkning.example.dk"));
        for bad in ["http://virkning.example.dk", "https://", "virkning.example.dk", "https://a/b"] {
            assert_eq!(Address::parse(bad), None, "{bad}");
        }
    }
}
