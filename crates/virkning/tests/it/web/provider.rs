//! A provider of identities for tests: it says what a test wants, right or wrong. It is no provider that anybody could use:
//! the real one is `cargo xtask oidc`'s.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// What the provider says now.
pub struct Says {
    /// Claims of the next token; the attempt's nonce is put in where `nonce` is `null`.
    pub claims: Value,
    /// What it says of a user beside the token.
    pub userinfo: Value,
    /// The name of its key. Another name is another key.
    pub key: String,
    /// The status of the next answer to a code.
    pub status: u16,
    /// What was sent for the last code.
    pub form: String,
    /// How it proved itself.
    pub authorization: String,
    /// How often keys were asked for.
    pub keys_asked: u32,
}

/// It goes with the test's process.
pub struct FakeProvider {
    pub issuer: String,
    pub says: Arc<Mutex<Says>>,
}

impl FakeProvider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let says = Arc::new(Mutex::new(Says {
            claims: json!({}),
            userinfo: json!({}),
            key: "k1".to_owned(),
            status: 200,
            form: String::new(),
            authorization: String::new(),
            keys_asked: 0,
        }));
        let (shared, own) = (says.clone(), issuer.clone());
        std::thread::spawn(move || {
            let mut keys = Vec::new();
            for stream in listener.incoming().flatten() {
                // A client that goes away is no fault of the provider's.
                let _ = answer(stream, &own, &shared, &mut keys);
            }
        });
        Self { issuer, says }
    }
}

/// A key by its name; made when it is first asked for.
fn key_named<'k>(name: &str, keys: &'k mut Vec<(String, EcdsaKeyPair)>) -> &'k EcdsaKeyPair {
    if !keys.iter().any(|(known, _)| known == name) {
        let (way, chance) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(way, &chance).expect("a key");
        keys.push((name.to_owned(), EcdsaKeyPair::from_pkcs8(way, document.as_ref(), &chance).expect("a key")));
    }
    &keys.iter().find(|(known, _)| known == name).expect("it is there").1
}

fn answer(
    stream: TcpStream,
    issuer: &str,
    says: &Mutex<Says>,
    keys: &mut Vec<(String, EcdsaKeyPair)>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split_whitespace().nth(1).unwrap_or("/").to_owned();
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => authorization = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut says = says.lock().expect("what it says");
    let (status, answer) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, description(issuer)),
        "/jwks" => {
            says.keys_asked += 1;
            (200, json!({"keys": [public(&says.key, key_named(&says.key, keys))]}))
        }
        "/token" => {
            says.form = String::from_utf8_lossy(&body).into_owned();
            says.authorization = authorization;
            let token = token(&says.claims, &says.key, key_named(&says.key, keys));
            (says.status, json!({"id_token": token, "access_token": "a", "token_type": "Bearer"}))
        }
        "/userinfo" => (200, says.userinfo.clone()),
        _ => (404, json!({})),
    };
    let text = answer.to_string();
    let head = format!("HTTP/1.1 {status} x\r\ncontent-type: application/json\r\nconnection: close\r\n");
    let mut stream = stream;
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{text}", text.len()).as_bytes())
}

fn description(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/logout"),
    })
}

fn public(name: &str, pair: &EcdsaKeyPair) -> Value {
    let point = pair.public_key().as_ref();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    json!({"kty": "EC", "crv": "P-256", "kid": name, "use": "sig", "alg": "ES256", "x": x, "y": y})
}

fn token(claims: &Value, name: &str, pair: &EcdsaKeyPair) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({"alg": "ES256", "kid": name})), part(claims));
    let signature = pair.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}
