//! The programs that measure the web application, on a small portfolio: they fill a store that a server opens, and every
//! page that they ask for is there. What they measure here means nothing.

use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;

use virkning::app::Session;
use virkning::web::{Address, Web, serve};
use virkning::world::RealWorld;

#[test]
fn a_portfolio_is_filled_and_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |program: &str, words: &[String]| {
        let output = Command::new(program).args(words).output().expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("a line of JSON")
    };
    let path = folder.path().display().to_string();
    let filled = run(env!("CARGO_BIN_EXE_virkning-bench-office"), &[path, "25".to_owned(), "100".to_owned()]);
    assert_eq!(filled["investments"], 25);
    let tokens: Vec<&str> =
        filled["tokens"].as_array().expect("tokens").iter().filter_map(|token| token.as_str()).collect();
    let file = folder.path().join("tokens");
    std::fs::write(&file, tokens.join("\n")).expect("a file");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = listener.local_addr().expect("an address");
    let world = Arc::new(RealWorld::new(Some(jiff::civil::Date::constant(2025, 4, 10))));
    let session = Session::open(&folder.path().join("data"), None, None, &*world).expect("a store");
    let (data, store) = (session.folder, session.store);
    let web = Arc::new(Web::new(data, store, world, Address::local(at)));
    std::thread::spawn(move || serve(web, listener));
    let words = [at.port().to_string(), file.display().to_string(), "20".to_owned(), "2".to_owned()];
    let measured = run(env!("CARGO_BIN_EXE_virkning-bench-load"), &words);
    assert_eq!((&measured["errors"], &measured["requests"]), (&0.into(), &40.into()), "{measured}");
    let bytes = measured["first_page_with_files_bytes"].as_u64().expect("a number");
    assert!((20_000..100_000).contains(&bytes), "{measured}");
}
