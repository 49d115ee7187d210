//! The files that pages need, in the program itself. Their addresses name their content, so that browsers may keep them
//! for ever and still get a new one at once.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::app::folder::hash;

/// How hard to compress: pages are made anew each time, so little work for most of the gain.
const LEVEL: u32 = 4;

/// Where they lie.
pub const ROUTE: &str = "/filer/{name}";

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

/// The files that are texts, compressed once.
static SMALL: LazyLock<BTreeMap<&'static str, Vec<u8>>> = LazyLock::new(|| {
    let texts = ASSETS.iter().filter(|asset| !asset.kind.starts_with("font/"));
    texts.filter_map(|asset| Some((asset.name, gzip(asset.bytes)?))).collect()
});

/// Compresses; nothing where it would win nothing.
pub fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    // A packet holds so much anyhow.
    if bytes.len() < 1400 {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|small| small.len() < bytes.len())
}

/// Gives a file.
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match SMALL.get(asset.name).filter(|_| accepts_gzip(&headers)) {
        Some(small) => (kept, [(header::CONTENT_ENCODING, "gzip")], small.as_slice()).into_response(),
        None => (kept, asset.bytes).into_response(),
    }
}

/// Whether the browser takes what is compressed with gzip.
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    all.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn gzip_is_what_the_browser_asked_for_and_the_same_in_the_end() {
        let check = |wanted: &str, expected: bool| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, wanted.parse().expect("a value"))]);
            assert_eq!(accepts_gzip(&headers), expected, "{wanted}");
        };
        check("gzip, deflate, br", true);
        check("br;q=1.0, gzip;q=0.8", true);
        check("gzip;q=0", false);
        check("br", false);
        check("gzipped", false);
        let text = "<td>Aarhus Kommune</td>".repeat(200);
        let small = gzip(text.as_bytes()).expect("it is worth it");
        let mut again = String::new();
        flate2::read::GzDecoder::new(small.as_slice()).read_to_string(&mut again).expect("a text");
        assert_eq!(again, text);
        assert_eq!(gzip(b"short"), None);
    }
}
