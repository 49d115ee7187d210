//! The files that pages need, in the program itself. Their addresses name their content, so that browsers may keep them
//! for ever and still get a new one at once.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::app::folder::hash;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $kind:literal) => {
        Asset { name: $name, kind: $kind, bytes: include_bytes!(concat!("../../assets/web/", $name)) }
    };
}

const ASSETS: [Asset; 10] = [
    asset!("dkfds.css", "text/css; charset=utf-8"),
    asset!("virkning.css", "text/css; charset=utf-8"),
    asset!("virkning.js", "text/javascript; charset=utf-8"),
    asset!("ikon.svg", "image/svg+xml"),
    asset!("check-white.svg", "image/svg+xml"),
    asset!("chevron-down.svg", "image/svg+xml"),
    asset!("chevron-down-gray-200.svg", "image/svg+xml"),
    asset!("IBMPlexSans-Regular.woff2", "font/woff2"),
    asset!("IBMPlexSans-SemiBold.woff2", "font/woff2"),
    asset!("IBMPlexSans-Bold.woff2", "font/woff2"),
];

/// The mark of everything: style sheets name fonts beside them, so all change together.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<u8> = ASSETS.iter().flat_map(|asset| asset.bytes).copied().collect();
    hash(&all).short().to_owned()
});

/// The address of a file.
pub fn address(name: &str) -> String {
    format!("/filer/{name}?{}", *MARK)
}

/// Gives a file.
pub async fn file(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
