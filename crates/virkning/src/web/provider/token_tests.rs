//! Tokens, good beside bad: the signatures of RFC 7515, and claims signed with a key that the test makes.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

use super::*;

/// RFC 7515, A.2.1: the key and the token of the example with RSASSA-PKCS1-v1_5 and SHA-256.
const RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const RSA_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

/// RFC 7515, A.3.1: the same with ECDSA on P-256.
const CURVE_X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const CURVE_Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const CURVE_TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

fn keys(value: Value) -> Keys {
    serde_json::from_value(value).expect("keys")
}

fn expected(now: i64) -> Expected<'static> {
    Expected {
        issuer: "https://login.example.dk",
        client: "virkning",
        nonce: "n",
        now: Timestamp::from_second(now).expect("a time"),
        proved_since: None,
        ways: &[],
    }
}

/// The examples are no ID tokens: what a verified one lacks is the first thing that is found.
#[test]
fn signatures_of_the_standard() {
    let rsa = json!({"keys": [{"kty": "RSA", "n": RSA_N, "e": "AQAB"}]});
    let curve = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": CURVE_X, "y": CURVE_Y}]});
    let check = |token: &str, of: &Value, fault: Fault| {
        assert_eq!(claims(token, &keys(of.clone()), &expected(1_300_819_000)), Err(fault));
    };
    check(RSA_TOKEN, &rsa, Fault::Claim("iss"));
    check(CURVE_TOKEN, &curve, Fault::Claim("iss"));
    check(&RSA_TOKEN.replace("cC4h", "cC4i"), &rsa, Fault::Signature);
    check(&CURVE_TOKEN.replace("DtEh", "DtEi"), &curve, Fault::Signature);
    check(&RSA_TOKEN.replace(".eyJpc3MiOiJqb2Ui", ".eyJpc3MiOiJqb2Uj"), &rsa, Fault::Signature);
    check(RSA_TOKEN, &curve, Fault::UnknownKey);
    check(CURVE_TOKEN, &rsa, Fault::UnknownKey);
    // A key that is named for something else, or too short.
    check(RSA_TOKEN, &json!({"keys": [{"kty": "RSA", "n": RSA_N, "e": "AQAB", "use": "enc"}]}), Fault::UnknownKey);
    check(RSA_TOKEN, &json!({"keys": [{"kty": "RSA", "n": RSA_N, "e": "AQAB", "alg": "PS256"}]}), Fault::UnknownKey);
    check(RSA_TOKEN, &json!({"keys": [{"kty": "RSA", "n": &RSA_N[..170], "e": "AQAB"}]}), Fault::Signature);
}

struct Signer {
    pair: EcdsaKeyPair,
    chance: SystemRandom,
}

impl Signer {
    fn new() -> Self {
        let chance = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &chance);
        Self { pair: pair.expect("a key"), chance }
    }

    fn keys(&self, name: &str) -> Keys {
        let point = self.pair.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
        keys(json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": name, "use": "sig", "x": x, "y": y}]}))
    }

    fn token(&self, header: &Value, body: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(body));
        let signature = self.pair.sign(&self.chance, signed.as_bytes()).expect("a signature");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

fn body() -> Value {
    json!({
        "iss": "https://login.example.dk", "aud": "virkning", "sub": "4711", "nonce": "n",
        "exp": 1_700_000_300, "iat": 1_700_000_000, "auth_time": 1_699_999_000, "groups": ["a"],
    })
}

#[test]
fn a_token_must_be_for_us_for_now_and_for_this_attempt() {
    let signer = Signer::new();
    let header = json!({"alg": "ES256", "kid": "k1"});
    let judge = |change: &dyn Fn(&mut Value), expected: &Expected<'_>| {
        let mut body = body();
        change(&mut body);
        claims(&signer.token(&header, &body), &signer.keys("k1"), expected)
    };
    let now = expected(1_700_000_010);
    let good = judge(&|_| {}, &now).expect("it is good");
    assert_eq!(good.subject, "4711");
    assert_eq!(good.proved, Timestamp::from_second(1_699_999_000).ok());
    assert_eq!(good.all["groups"], json!(["a"]));
    let check = |name: &'static str, value: Value, fault: Option<&'static str>| {
        let changed = judge(&|body| body[name] = value.clone(), &now);
        assert_eq!(changed.err(), fault.map(Fault::Claim), "{name} = {value}");
    };
    check("iss", json!("https://login.example.dk/"), Some("iss"));
    check("iss", json!(null), Some("iss"));
    check("aud", json!("other"), Some("aud"));
    check("aud", json!(["virkning"]), None);
    check("aud", json!(["virkning", "other"]), Some("azp"));
    check("azp", json!("virkning"), None);
    check("azp", json!("other"), Some("azp"));
    check("exp", json!(1_699_999_949), Some("exp"));
    check("exp", json!(1_699_999_951), None);
    check("exp", json!("tomorrow"), Some("exp"));
    check("exp", json!(null), Some("exp"));
    check("iat", json!(1_700_000_071), Some("iat"));
    check("nbf", json!(1_700_000_071), Some("nbf"));
    check("nonce", json!("m"), Some("nonce"));
    check("nonce", json!(""), Some("nonce"));
    check("sub", json!(""), Some("sub"));
    check("sub", json!("x".repeat(256)), Some("sub"));
    check("auth_time", json!("now"), Some("auth_time"));
    let fresh = Expected { proved_since: Timestamp::from_second(1_700_000_000).ok(), ..now };
    assert_eq!(judge(&|_| {}, &fresh).err(), Some(Fault::Claim("auth_time")), "the proof is old");
    assert!(judge(&|body| body["auth_time"] = json!(1_700_000_005), &fresh).is_ok());
    assert_eq!(
        judge(&|body| drop(body.as_object_mut().expect("an object").remove("auth_time")), &fresh).err(),
        Some(Fault::Claim("auth_time"))
    );
    let future = judge(&|body| body["auth_time"] = json!(1_900_000_000), &now).expect("it is good");
    assert_eq!(future.proved, Some(now.now));
    let ways = ["two-factors".to_owned()];
    let strong = Expected { ways: &ways, ..now };
    assert_eq!(judge(&|_| {}, &strong).err(), Some(Fault::Claim("acr")));
    assert!(judge(&|body| body["acr"] = json!("two-factors"), &strong).is_ok());
}

#[test]
fn only_the_providers_own_signatures_are_taken() {
    let (signer, other) = (Signer::new(), Signer::new());
    let now = expected(1_700_000_010);
    let check = |token: &str, keys: &Keys, fault: Fault| assert_eq!(claims(token, keys, &now), Err(fault), "{token}");
    let header = json!({"alg": "ES256", "kid": "k1"});
    let token = signer.token(&header, &body());
    assert!(claims(&token, &signer.keys("k1"), &now).is_ok());
    check(&token, &other.keys("k1"), Fault::Signature);
    check(&token, &signer.keys("k2"), Fault::UnknownKey);
    check(&token, &Keys::default(), Fault::UnknownKey);
    assert!(claims(&signer.token(&json!({"alg": "ES256"}), &body()), &signer.keys("k1"), &now).is_ok());
    for alg in ["none", "None", "HS256", "ES256K", ""] {
        let token = signer.token(&json!({"alg": alg, "kid": "k1"}), &body());
        check(&token, &signer.keys("k1"), Fault::Algorithm(alg.to_owned()));
    }
    // A token that brings its own key, or asks for an extension.
    let own = json!({"alg": "ES256", "kid": "k1", "jwk": {"kty": "EC"}, "jku": "https://example.dk/keys"});
    check(&other.token(&own, &body()), &signer.keys("k1"), Fault::Signature);
    check(&signer.token(&json!({"alg": "ES256", "crit": ["b64"]}), &body()), &signer.keys("k1"), Fault::Form);
    let unsigned = format!("{}.", token.rsplit_once('.').expect("a signature").0);
    check(&unsigned, &signer.keys("k1"), Fault::Signature);
    for bad in ["", ".", "..", "a.b.c", "x", &token.replace('.', ":"), &"a".repeat(70_000)] {
        check(bad, &signer.keys("k1"), Fault::Form);
    }
}
