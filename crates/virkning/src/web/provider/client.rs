//! What is asked of a provider over the wire: its description, its keys, a token for a code, and what it says of a user. Short
//! waits, no redirects, small answers, and only to the addresses that the provider's own description names.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use serde_json::{Map, Value};
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::rules::{Rules, is_safe_address};
use super::token::{self, Claims, Expected, Fault, Keys};

/// How long an answer may take, and how large it may be.
const PATIENCE: Duration = Duration::from_secs(10);
const BYTES_MAX: u64 = 1024 * 1024;

/// How long a description and keys are kept, and how soon keys may be asked for again because of a key that is unknown.
const KEPT_MINUTES: i64 = 60;
const KEYS_AGAIN_SECONDS: i64 = 10;

/// How soon a provider that failed is asked again, and how many may wait for it at once.
const FAILED_SECONDS: i64 = 3;
const WAITING_MAX: usize = 16;

/// What a provider says about itself (OpenID Connect Discovery 1.0, 3).
#[derive(Clone, Debug, Deserialize)]
pub struct Description {
    issuer: String,
    pub authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Description {
    /// It must be of this provider, whole, and lead nowhere in the open.
    fn is_good(&self, issuer: &str) -> bool {
        let must = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        let may = [&self.userinfo_endpoint, &self.end_session_endpoint];
        let all = must.into_iter().chain(may.into_iter().flatten());
        self.issuer == issuer && all.into_iter().all(|address| is_safe_address(address))
    }
}

/// Why a provider did not help. It is told to the server's log; users hear only that it failed.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or answered with an error.
    #[error("{what}: {why}")]
    Unreachable {
        /// What was asked for.
        what: &'static str,
        /// What came.
        why: String,
    },
    /// Its answer is not what the standard says.
    #[error("{what}: the answer cannot be used: {why}")]
    Answer {
        /// What was asked for.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// Its token is not taken.
    #[error("the token is not taken: {0:?}")]
    Token(Fault),
}

/// The way to a provider, with what it said before.
pub struct Client {
    agent: Agent,
    kept: Mutex<Kept>,
    waiting: AtomicUsize,
}

#[derive(Default)]
struct Kept {
    /// When the description could not be had last.
    failed: Option<Timestamp>,
    description: Option<(Description, Timestamp)>,
    keys: Option<(Keys, Timestamp)>,
}

impl Client {
    /// A client of the provider that the rules name; nothing where its certificates cannot be read.
    pub fn new(rules: &Rules) -> Option<Self> {
        let roots = match &rules.certificates {
            None => RootCerts::WebPki,
            Some(pem) => RootCerts::from(certificates(pem)?),
        };
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("virkning")
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Some(Self { agent: agent.new_agent(), kept: Mutex::default(), waiting: AtomicUsize::new(0) })
    }

    /// What the provider says about itself.
    pub fn description(&self, rules: &Rules, now: Timestamp) -> Result<Description, ProviderError> {
        let what = "description";
        let (kept, failed) = {
            let kept = self.kept();
            (kept.description.clone(), kept.failed)
        };
        if let Some((description, _)) = kept.filter(|(_, at)| is_fresh(*at, now)) {
            return Ok(description);
        }
        // Whoever presses the button while the provider is down must not make the server wait for it each time.
        if failed.is_some_and(|at| at <= now && now < at + FAILED_SECONDS.seconds()) {
            return Err(ProviderError::Unreachable { what, why: "it failed a moment ago".to_owned() });
        }
        let address = format!("{}/.well-known/openid-configuration", rules.issuer.trim_end_matches('/'));
        let description: Result<Description, ProviderError> = self.get(what, &address, None);
        self.kept().failed = description.is_err().then_some(now);
        let description = description?;
        if !description.is_good(&rules.issuer) {
            let why = format!("it is of {}, or an address is not encrypted", description.issuer);
            return Err(ProviderError::Answer { what, why });
        }
        self.kept().description = Some((description.clone(), now));
        Ok(description)
    }

    /// The token for a code, and what it says.
    pub fn claims_of_code(
        &self,
        rules: &Rules,
        code: &str,
        redirect: &str,
        verifier: &str,
        expected: &Expected<'_>,
    ) -> Result<Claims, ProviderError> {
        #[derive(Deserialize)]
        struct Answer {
            id_token: String,
            access_token: Option<String>,
        }
        let description = self.description(rules, expected.now)?;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        let mut authorization = None;
        match &rules.secret {
            Some(secret) if description.takes_secret_in_form() => {
                form.extend([("client_id", rules.client.as_str()), ("client_secret", secret)]);
            }
            Some(secret) => {
                let both = format!("{}:{}", form_encoded(&rules.client), form_encoded(secret));
                authorization = Some(format!("Basic {}", STANDARD.encode(both)));
            }
            None => form.push(("client_id", &rules.client)),
        }
        // Keys and userinfo are asked for while this place is held.
        let _place = self.place("token")?;
        let mut request = self.agent.post(&description.token_endpoint);
        if let Some(authorization) = &authorization {
            request = request.header("authorization", authorization);
        }
        let answer: Answer = answered("token", request.send_form(form))?;
        let mut claims = self.claims(rules, &description, &answer.id_token, expected)?;
        if claims.all.get(&rules.groups).is_none()
            && let (Some(address), Some(token)) = (&description.userinfo_endpoint, &answer.access_token)
        {
            self.add_userinfo(address, token, &mut claims)?;
        }
        Ok(claims)
    }

    /// Reads a token; where its key is unknown the keys are asked for once more, for providers change them.
    fn claims(
        &self,
        rules: &Rules,
        description: &Description,
        token: &str,
        expected: &Expected<'_>,
    ) -> Result<Claims, ProviderError> {
        // Taken out first: nobody waits for this lock while the provider is asked.
        let kept = self.kept().keys.clone();
        let (keys, at) = match kept.filter(|(_, at)| is_fresh(*at, expected.now)) {
            Some(kept) => kept,
            None => self.keys(description, expected.now)?,
        };
        let found = token::claims(token, &keys, expected);
        let may_ask = at + KEYS_AGAIN_SECONDS.seconds() <= expected.now;
        let found = match found {
            Err(Fault::UnknownKey) if may_ask => {
                let (keys, _) = self.keys(description, expected.now)?;
                token::claims(token, &keys, expected)
            }
            found => found,
        };
        debug_assert_eq!(expected.issuer, rules.issuer);
        found.map_err(ProviderError::Token)
    }

    fn keys(&self, description: &Description, now: Timestamp) -> Result<(Keys, Timestamp), ProviderError> {
        let keys: Keys = self.get("keys", &description.jwks_uri, None)?;
        self.kept().keys = Some((keys.clone(), now));
        Ok((keys, now))
    }

    /// What the token does not say the provider tells when it is asked (OpenID Connect Core 1.0, 5.3); it must be of the
    /// same person.
    fn add_userinfo(&self, address: &str, token: &str, claims: &mut Claims) -> Result<(), ProviderError> {
        let what = "userinfo";
        let more: Map<String, Value> = self.get(what, address, Some(token))?;
        if more.get("sub").and_then(Value::as_str) != Some(&claims.subject) {
            return Err(ProviderError::Answer { what, why: "it is of another person".to_owned() });
        }
        for (name, value) in more {
            claims.all.entry(name).or_insert(value);
        }
        Ok(())
    }

    fn get<T: serde::de::DeserializeOwned>(
        &self,
        what: &'static str,
        address: &str,
        token: Option<&str>,
    ) -> Result<T, ProviderError> {
        let _place = self.place(what)?;
        let mut request = self.agent.get(address).header("accept", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        answered(what, request.call())
    }

    /// A place among those who wait for the provider: a slow one must not take all threads of the server.
    fn place(&self, what: &'static str) -> Result<Place<'_>, ProviderError> {
        let place = Place(&self.waiting);
        match self.waiting.fetch_add(1, Ordering::SeqCst) < 2 * WAITING_MAX {
            true => Ok(place),
            false => Err(ProviderError::Unreachable { what, why: "too many wait for it".to_owned() }),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Left when it is dropped.
struct Place<'c>(&'c AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Description {
    /// The header is the standard's way; only where a provider names others and not that one the form is used.
    fn takes_secret_in_form(&self) -> bool {
        let named = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let names = |way: &str| named.iter().any(|one| one == way);
        names("client_secret_post") && !names("client_secret_basic")
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now < at + KEPT_MINUTES.minutes()
}

fn answered<T: serde::de::DeserializeOwned>(
    what: &'static str,
    response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<T, ProviderError> {
    let unreachable = |why: String| ProviderError::Unreachable { what, why };
    let mut response = response.map_err(|error| unreachable(error.to_string()))?;
    if !response.status().is_success() {
        return Err(unreachable(response.status().to_string()));
    }
    let read = response.body_mut().with_config().limit(BYTES_MAX).read_to_vec();
    let bytes = read.map_err(|error| unreachable(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| ProviderError::Answer { what, why: error.to_string() })
}

fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    let mut all = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.ok()? {
            all.push(certificate);
        }
    }
    (!all.is_empty()).then_some(all)
}

/// A text as forms and addresses carry it; every sign that means something there is written by its number.
pub fn form_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_description_is_of_its_issuer_and_leads_nowhere_in_the_open() {
        let good = serde_json::json!({
            "issuer": "https://login.example.dk", "authorization_endpoint": "https://login.example.dk/a",
            "token_endpoint": "https://login.example.dk/t", "jwks_uri": "https://keys.example.dk/k",
        });
        let check = |name: &str, value: Value, expected: bool| {
            let mut changed = good.clone();
            changed[name] = value;
            let description: Description = serde_json::from_value(changed).expect("a description");
            assert_eq!(description.is_good("https://login.example.dk"), expected, "{name}");
        };
        check("scopes_supported", Value::Null, true);
        check("issuer", "https://login.example.dk/".into(), false);
        check("issuer", "https://example.dk".into(), false);
        check("authorization_endpoint", "javascript:alert(1)".into(), false);
        check("token_endpoint", "http://login.example.dk/t".into(), false);
        check("jwks_uri", "file:///etc/passwd".into(), false);
        check("userinfo_endpoint", "http://login.example.dk/u".into(), false);
        check("end_session_endpoint", "http://example.dk".into(), false);
    }

    #[test]
    fn a_redirect_is_not_followed() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let there = issuer.clone();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut bytes = [0; 2048];
            let read = stream.read(&mut bytes).expect("a request");
            let answer = format!(
                "HTTP/1.1 302 x\r\nlocation: {there}/elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).expect("an answer");
            drop(stream);
            listener.set_nonblocking(true).expect("a port");
            std::thread::sleep(Duration::from_millis(200));
            (String::from_utf8_lossy(&bytes[..read]).into_owned(), listener.accept().is_ok())
        });
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("login.toml");
        let text = format!("[provider]\nname = \"x\"\nissuer = \"{issuer}\"\nclient = \"virkning\"\n");
        std::fs::write(&path, text).expect("rules");
        let rules = Rules::read(&path).expect("rules");
        let client = Client::new(&rules).expect("a client");
        let failed = client.description(&rules, Timestamp::UNIX_EPOCH);
        assert!(matches!(failed, Err(ProviderError::Unreachable { .. })), "{failed:?}");
        let (first, second) = asked.join().expect("a server");
        assert!(first.starts_with("GET /.well-known/openid-configuration "), "{first}");
        assert!(!second, "it went where it was led");
    }
}
