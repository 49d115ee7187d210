//! ID tokens (OpenID Connect Core 1.0, JSON Web Signature RFC 7515): whether one was signed by the provider's key, is meant
//! for this application and this attempt, and holds now. Only public-key signatures are taken: never none, never a shared
//! secret, and no key that the token itself brings.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{Timestamp, ToSpan as _};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::app::token::same;

/// Seconds by which clocks may differ.
const SKEW_SECONDS: i64 = 60;

/// The longest token that is looked at, and the longest name of a person.
const TOKEN_BYTES_MAX: usize = 64 * 1024;
const SUBJECT_SIGNS_MAX: usize = 255;

/// The keys of a provider.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(Clone, Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// Why a token is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has not the form of a signed token.
    Form,
    /// It is signed in a way that is not taken.
    Algorithm(String),
    /// No key of that name is known: keys may have been changed.
    UnknownKey,
    /// The signature does not fit.
    Signature,
    /// What a claim says, or that it is lacking.
    Claim(&'static str),
}

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Who made it.
    pub issuer: &'a str,
    /// For whom.
    pub client: &'a str,
    /// For which attempt.
    pub nonce: &'a str,
    /// When it is looked at.
    pub now: Timestamp,
    /// The user must have proved who he is since then.
    pub proved_since: Option<Timestamp>,
    /// Ways of proving oneself, one of which must have been used; any where none is named.
    pub ways: &'a [String],
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// Who it is.
    pub subject: String,
    /// When the user proved who he is, if the provider tells.
    pub proved: Option<Timestamp>,
    /// Everything.
    pub all: Map<String, Value>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    // An extension that must be understood; none is.
    crit: Option<Value>,
}

/// Looks at a token.
pub fn claims(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Claims, Fault> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(Fault::Form);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Form)?;
    let (header, body) = signed.split_once('.').ok_or(Fault::Form)?;
    let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| Fault::Form)?;
    if header.crit.is_some() {
        return Err(Fault::Form);
    }
    verify(&header, keys, signed.as_bytes(), &decoded(signature)?)?;
    let all: Map<String, Value> = serde_json::from_slice(&decoded(body)?).map_err(|_| Fault::Form)?;
    judged(all, expected)
}

fn decoded(text: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Form)
}

/// One of the provider's keys of that kind must have made the signature; the one of that name, where the token names one.
fn verify(header: &Header, keys: &Keys, signed: &[u8], signature: &[u8]) -> Result<(), Fault> {
    let algorithm = Algorithm::of(&header.alg).ok_or_else(|| Fault::Algorithm(header.alg.clone()))?;
    let usable = |key: &&Key| {
        let named = header.kid.is_none() || key.kid == header.kid;
        let for_it = key.alg.as_ref().is_none_or(|alg| *alg == header.alg);
        named && for_it && key.purpose.as_deref() != Some("enc") && algorithm.takes(key)
    };
    let mut usable = keys.keys.iter().filter(usable).peekable();
    if usable.peek().is_none() {
        return Err(Fault::UnknownKey);
    }
    match usable.any(|key| algorithm.fits(key, signed, signature)) {
        true => Ok(()),
        false => Err(Fault::Signature),
    }
}

enum Algorithm {
    Rsa(&'static RsaParameters),
    Curve { name: &'static str, bytes: usize, way: &'static dyn VerificationAlgorithm },
}

impl Algorithm {
    /// The whole list of what is taken.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Algorithm::Rsa(&RSA_PKCS1_2048_8192_SHA256),
            "RS384" => Algorithm::Rsa(&RSA_PKCS1_2048_8192_SHA384),
            "RS512" => Algorithm::Rsa(&RSA_PKCS1_2048_8192_SHA512),
            "PS256" => Algorithm::Rsa(&RSA_PSS_2048_8192_SHA256),
            "PS384" => Algorithm::Rsa(&RSA_PSS_2048_8192_SHA384),
            "PS512" => Algorithm::Rsa(&RSA_PSS_2048_8192_SHA512),
            "ES256" => Algorithm::Curve { name: "P-256", bytes: 32, way: &ECDSA_P256_SHA256_FIXED },
            "ES384" => Algorithm::Curve { name: "P-384", bytes: 48, way: &ECDSA_P384_SHA384_FIXED },
            _ => return None,
        })
    }

    fn takes(&self, key: &Key) -> bool {
        match self {
            Algorithm::Rsa(_) => key.kty == "RSA",
            Algorithm::Curve { name, .. } => key.kty == "EC" && key.crv.as_deref() == Some(name),
        }
    }

    fn fits(&self, key: &Key, signed: &[u8], signature: &[u8]) -> bool {
        let part = |text: &Option<String>| text.as_deref().and_then(|text| decoded(text).ok());
        match self {
            Algorithm::Rsa(way) => {
                let (Some(n), Some(e)) = (part(&key.n), part(&key.e)) else { return false };
                RsaPublicKeyComponents { n, e }.verify(way, signed, signature).is_ok()
            }
            Algorithm::Curve { bytes, way, .. } => {
                let (Some(x), Some(y)) = (part(&key.x), part(&key.y)) else { return false };
                // An uncompressed point (SEC 1, 2.3.3).
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                let whole = x.len() == *bytes && y.len() == *bytes;
                whole && UnparsedPublicKey::new(*way, point).verify(signed, signature).is_ok()
            }
        }
    }
}

/// OpenID Connect Core 1.0, 3.1.3.7.
fn judged(all: Map<String, Value>, expected: &Expected<'_>) -> Result<Claims, Fault> {
    let text = |name: &'static str| all.get(name).and_then(Value::as_str).ok_or(Fault::Claim(name));
    let time = |name: &'static str| {
        let second = all.get(name).map(|value| value.as_i64().ok_or(Fault::Claim(name))).transpose()?;
        second.map(|second| Timestamp::from_second(second).map_err(|_| Fault::Claim(name))).transpose()
    };
    let skew = SKEW_SECONDS.seconds();
    let must = |holds: bool, name: &'static str| if holds { Ok(()) } else { Err(Fault::Claim(name)) };
    must(text("iss")? == expected.issuer, "iss")?;
    let audience: Vec<&str> = match all.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => return Err(Fault::Claim("aud")),
    };
    must(audience.contains(&expected.client), "aud")?;
    let authorized = all.get("azp").map(|_| text("azp")).transpose()?;
    must(authorized.map_or(audience.len() == 1, |azp| azp == expected.client), "azp")?;
    must(time("exp")?.is_some_and(|at| expected.now < at + skew), "exp")?;
    must(time("iat")?.is_some_and(|at| at <= expected.now + skew), "iat")?;
    must(time("nbf")?.is_none_or(|at| at <= expected.now + skew), "nbf")?;
    must(same(text("nonce")?, expected.nonce), "nonce")?;
    let proved = time("auth_time")?;
    must(expected.proved_since.is_none_or(|since| proved.is_some_and(|at| at + skew >= since)), "auth_time")?;
    let way = all.get("acr").and_then(Value::as_str);
    must(expected.ways.is_empty() || way.is_some_and(|way| expected.ways.iter().any(|one| one == way)), "acr")?;
    let subject = text("sub")?.to_owned();
    must(!subject.is_empty() && subject.chars().count() <= SUBJECT_SIGNS_MAX, "sub")?;
    // A time to come would count as a fresh proof for ever.
    Ok(Claims { subject, proved: proved.map(|at| at.min(expected.now)), all })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
