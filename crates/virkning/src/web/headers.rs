//! What every answer says to the browser about itself, and which requests are of this site at all.

use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue};

use super::serve::Address;

/// Nothing from elsewhere, no inline script or style, no frame around it. Forms go to this site, and from it to the provider
/// of identities where there is one: browsers look at where a form is led on to.
pub fn policy(provider: Option<&str>) -> HeaderValue {
    let text = format!(
        "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'{}{}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        if provider.is_some() { " " } else { "" },
        provider.unwrap_or_default()
    );
    HeaderValue::from_str(&text).expect("an origin holds plain signs only")
}

/// Headers of every answer.
pub fn add(headers: &mut HeaderMap, policy: &HeaderValue, is_encrypted: bool) {
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy.clone());
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if is_encrypted {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
}

/// Whether a request is for this site: another name that leads here (DNS rebinding) is not.
pub fn is_for(address: &Address, headers: &HeaderMap) -> bool {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).is_some_and(|host| address.is_host(host))
}

/// Whether a form was sent by a page of this site. Browsers say so in one of two headers; where both are lacking nothing
/// speaks against it, and the form's own key decides.
pub fn is_from_here(address: &Address, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let by_fetch = text("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    by_fetch && text("origin").is_none_or(|origin| address.is_origin(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_sites_are_told_apart() {
        let address = Address::parse("https://virkning.example.dk").expect("an address");
        let check = |pairs: &[(&'static str, &'static str)], expected: bool| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            assert_eq!(is_from_here(&address, &headers), expected, "{pairs:?}");
        };
        check(&[], true);
        check(&[("origin", "https://virkning.example.dk")], true);
        check(&[("sec-fetch-site", "same-origin"), ("origin", "https://virkning.example.dk")], true);
        check(&[("origin", "https://example.dk")], false);
        check(&[("origin", "http://virkning.example.dk")], false);
        check(&[("origin", "null")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "same-site")], false);
    }
}
