//! `serve`: the web application, for people who read no command line.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::arguments::Arguments;
use super::print_out;
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::text::Texts;
use crate::web::{Address, Provider, Serving, Web, first_link};
use crate::world::RealWorld;

#[derive(Args, Debug)]
pub struct Serve {
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[arg(long, value_name = "URL", value_parser = |text: &str| Address::parse(text).ok_or_else(|| text.to_owned()))]
    pub address: Option<Address>,
    #[arg(long, value_name = "FILE")]
    pub access_log: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub provider: Option<PathBuf>,
}

/// Serves until it is told to stop. The first start shows the link by which an administrator comes in.
pub fn act(wanted: &Serve, arguments: &Arguments, texts: &Texts) -> Result<(), Failure> {
    let common = &arguments.common;
    let serving = Serving { listen: wanted.listen, address: wanted.address.clone() };
    serving.reached_at()?;
    let listener = TcpListener::bind(wanted.listen).map_err(|error| cannot_listen(wanted.listen, &error))?;
    // Port 0 lets the system choose.
    let listen = listener.local_addr().map_err(|error| cannot_listen(wanted.listen, &error))?;
    let address = Serving { listen, ..serving }.reached_at()?;
    let world = Arc::new(RealWorld::new(common.date));
    let session = Session::open(&common.data, common.store.as_ref(), None, &*world)?;
    let (folder, store) = (session.folder, session.store);
    let mut web = Web::new(folder, store, world.clone(), address.clone());
    if let Some(path) = &wanted.access_log {
        web = web
            .with_log(path)
            .map_err(|error| Refusal::new("serve-access-log").with("path", path.display()).with("why", error))?;
    }
    if let Some(path) = &wanted.provider {
        web = web.with_provider(Provider::read(path)?);
    }
    let web = Arc::new(web);
    if let Some(link) = first_link(&web)? {
        print_out(&format!("{}\n", texts.with("serve-first-link", &[("link", &link)])));
    }
    print_out(&format!("{}\n", texts.with("serve-ready", &[("address", address.origin())])));
    crate::web::serve(web, listener).map_err(|error| cannot_listen(listen, &error))
}

fn cannot_listen(listen: SocketAddr, error: &std::io::Error) -> Failure {
    let key = if error.kind() == ErrorKind::AddrInUse {
        "serve-in-use"
    } else {
        "serve-failed"
    };
    Refusal::new(key).with("listen", listen).with("why", error).into()
}
