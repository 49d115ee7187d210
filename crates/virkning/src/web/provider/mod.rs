//! Login through the municipality's own provider of identities (OpenID Connect, code flow with PKCE). The provider proves
//! who somebody is; what he may do here follows from his groups by the rules. This file is the way of one attempt:
//!
//! ```text
//!     begin ── state, nonce, verifier in a sealed cookie ──► the provider ── code ──► finish ── token ──► who, and groups
//! ```
//!
//! Nothing of the provider is kept but its name for a person: no token is stored, and none reaches the browser.

mod client;
mod rules;
mod token;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use virkning_model::id::UserId;

use self::client::Client;
pub use self::client::{ProviderError, form_encoded};
pub use self::rules::Rules;
use self::rules::origin_of;
use self::token::Expected;
use super::Web;
use super::sessions::ATTEMPT_SECONDS;
use crate::app::failure::{Failure, Refusal};
use crate::app::token::{new_token, same};

/// For whom an attempt is sealed; no user has such a name.
const SEALED_FOR: &str = "login attempt";

/// Where the provider sends people back to.
pub const BACK: &str = "/log-ind/tilbage";

/// A provider of identities.
pub struct Provider {
    rules: Rules,
    client: Client,
}

/// What the browser keeps, sealed, while somebody is at the provider.
#[derive(Debug, Serialize, Deserialize)]
struct Attempt {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go afterwards.
    to: String,
    /// Seconds since 1970.
    begun: i64,
    /// The user of a session that must prove himself anew.
    again: Option<UserId>,
}

/// Who came back from a provider.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What the provider calls him.
    pub subject: String,
    /// The user name that he would have here.
    pub user: Option<UserId>,
    /// His name.
    pub name: String,
    /// His groups.
    pub groups: Vec<String>,
    /// When he proved who he is, if that was told.
    pub proved: Option<Timestamp>,
    /// Where to go.
    pub to: String,
    /// Who he must be, where he came to prove himself anew.
    pub again: Option<UserId>,
}

/// Why nobody came back.
#[derive(Debug)]
pub enum NoArrival {
    /// The browser has no attempt, or another or an older one.
    Attempt,
    /// The provider said no.
    Refused(String),
    /// The provider failed, or its token is not taken.
    Provider(ProviderError),
}

impl Provider {
    /// The provider of a file of rules.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let rules = Rules::read(path)?;
        let client = Client::new(&rules);
        let client = client.ok_or_else(|| Refusal::new("login-certificates").with("path", path.display()))?;
        Ok(Self { rules, client })
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The scheme and host, for the content security policy.
    pub fn origin(&self) -> &str {
        origin_of(&self.rules.issuer)
    }

    /// Where to log out at the provider, if it can be asked and has such a place.
    pub fn logout(&self, web: &Web) -> Option<String> {
        let description = self.client.description(&self.rules, web.world.now()).ok()?;
        let back = form_encoded(&format!("{}/log-ind", web.address.origin()));
        let client = form_encoded(&self.rules.client);
        let query = format!("client_id={client}&post_logout_redirect_uri={back}");
        Some(with_query(&description.end_session_endpoint?, &query))
    }

    /// Begins an attempt: where to send the browser, and what it keeps meanwhile. Where somebody must prove himself anew,
    /// the provider is told not to trust what it remembers.
    pub fn begin(&self, web: &Web, to: &str, again: Option<&UserId>) -> Result<(String, String), Failure> {
        let now = web.world.now();
        let description = self.client.description(&self.rules, now).map_err(|error| failed(&error))?;
        let attempt = Attempt {
            state: new_token(&*web.world)?,
            nonce: new_token(&*web.world)?,
            verifier: new_token(&*web.world)?,
            to: to.to_owned(),
            begun: now.as_second(),
            again: again.cloned(),
        };
        let challenge =
            URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, attempt.verifier.as_bytes()));
        let redirect = self.redirect(web);
        let scopes = self.rules.scopes.join(" ");
        let ways = self.rules.ways.join(" ");
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", &self.rules.client),
            ("redirect_uri", &redirect),
            ("scope", &scopes),
            ("state", &attempt.state),
            ("nonce", &attempt.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        if !ways.is_empty() {
            pairs.push(("acr_values", &ways));
        }
        match again {
            Some(_) => pairs.extend([("prompt", "login"), ("max_age", "0")]),
            // So that the token says when he proved himself.
            None => pairs.push(("max_age", "43200")),
        }
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", form_encoded(value))).collect();
        let kept = serde_json::to_vec(&attempt).map_err(|error| Refusal::new("internal").with("what", error))?;
        let sealed = URL_SAFE_NO_PAD.encode(web.sealed_secret(SEALED_FOR, &kept)?);
        Ok((with_query(&description.authorization_endpoint, &query.join("&")), sealed))
    }

    /// Ends an attempt with what the browser brought back: who it is, or why nobody came.
    pub fn finish(
        &self,
        web: &Web,
        sealed: Option<&str>,
        field: &dyn Fn(&str) -> String,
    ) -> Result<Result<Arrival, NoArrival>, Failure> {
        let now = web.world.now();
        let Some(attempt) = self.attempt(web, sealed, now)? else { return Ok(Err(NoArrival::Attempt)) };
        // RFC 9207: where the answer says who gives it, it must be this provider.
        let from = field("iss");
        let from_here = from.is_empty() || from == self.rules.issuer;
        if !same(&field("state"), &attempt.state) || !from_here {
            return Ok(Err(NoArrival::Attempt));
        }
        let refused = field("error");
        if !refused.is_empty() {
            return Ok(Err(NoArrival::Refused(refused)));
        }
        let begun = Timestamp::from_second(attempt.begun).ok();
        let expected = Expected {
            issuer: &self.rules.issuer,
            client: &self.rules.client,
            nonce: &attempt.nonce,
            now,
            proved_since: attempt.again.as_ref().and(begun),
            ways: &self.rules.ways,
        };
        let code = field("code");
        let found = self.client.claims_of_code(&self.rules, &code, &self.redirect(web), &attempt.verifier, &expected);
        Ok(found.map_err(NoArrival::Provider).map(|claims| Arrival {
            user: text_of(&claims.all, &self.rules.user).and_then(|text| user_of(&text)),
            name: text_of(&claims.all, "name").unwrap_or_default(),
            groups: groups_of(&claims.all, &self.rules.groups),
            proved: claims.proved,
            subject: claims.subject,
            to: attempt.to,
            again: attempt.again,
        }))
    }

    fn attempt(&self, web: &Web, sealed: Option<&str>, now: Timestamp) -> Result<Option<Attempt>, Failure> {
        let Some(sealed) = sealed.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()) else { return Ok(None) };
        let opened = web.opened_secret(SEALED_FOR, &sealed)?;
        let attempt: Option<Attempt> = opened.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let age = |attempt: &Attempt| now.as_second() - attempt.begun;
        Ok(attempt.filter(|attempt| (0..ATTEMPT_SECONDS).contains(&age(attempt))))
    }

    fn redirect(&self, web: &Web) -> String {
        format!("{}{BACK}", web.address.origin())
    }
}

/// The user hears that it failed; what failed is told to the server's log.
pub fn failed(error: &ProviderError) -> Refusal {
    super::access_log::tell(format_args!("login: {error}"));
    Refusal::new("login-provider")
}

fn with_query(address: &str, query: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{query}")
}

fn text_of(claims: &Map<String, Value>, name: &str) -> Option<String> {
    claims.get(name)?.as_str().map(|text| text.trim().chars().take(200).collect())
}

/// Groups are a list of texts, or one text.
fn groups_of(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    match claims.get(name) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A user name of what a provider calls somebody: what stands before an at sign, in the letters that names have here.
fn user_of(text: &str) -> Option<UserId> {
    let mut name = String::new();
    for sign in text.split('@').next().unwrap_or_default().to_lowercase().chars() {
        match sign {
            'æ' => name.push_str("ae"),
            'ø' => name.push_str("oe"),
            'å' => name.push_str("aa"),
            sign if sign.is_ascii_alphanumeric() => name.push(sign),
            _ => name.push('-'),
        }
    }
    UserId::new(name.trim_matches('-')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_a_provider_become_names_here() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(user_of(text).as_ref().map(UserId::as_str), expected, "{text}");
        };
        check("anna.holm@aarhus.example.dk", Some("anna-holm"));
        check("AZ12345", Some("az12345"));
        check("søren_åby", Some("soeren-aaby"));
        check("DOMAIN\\eva", Some("domain-eva"));
        check("@x", None);
        check("", None);
        check("日本", None);
    }

    #[test]
    fn groups_are_read_in_both_forms() {
        let claims = |text: &str| serde_json::from_str::<Map<String, Value>>(text).expect("an object");
        assert_eq!(groups_of(&claims(r#"{"groups": ["a", 1, "b"]}"#), "groups"), ["a", "b"]);
        assert_eq!(groups_of(&claims(r#"{"groups": "a"}"#), "groups"), ["a"]);
        assert!(groups_of(&claims(r#"{"groups": {"a": 1}}"#), "groups").is_empty());
        assert!(groups_of(&claims("{}"), "groups").is_empty());
    }

    #[test]
    fn addresses_carry_every_sign() {
        assert_eq!(form_encoded("a b&c=æ/ø"), "a%20b%26c%3D%C3%A6%2F%C3%B8");
        assert_eq!(with_query("https://x/a", "b=c"), "https://x/a?b=c");
        assert_eq!(with_query("https://x/a?p=1", "b=c"), "https://x/a?p=1&b=c");
    }
}
