//! Passwords: argon2id, and what a password must be at least.

use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use crate::app::failure::Refusal;
use crate::world::World;

/// Signs that a password has at least, and at most.
const SIGNS: std::ops::RangeInclusive<usize> = 12..=128;

/// Memory in KiB, passes and lanes: the second choice of OWASP's password storage cheat sheet.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// A hash of no password, so that an unknown user takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGhlcmU$KGYKLwtQJ2Ww8kXvC3eEBnTCQJ0dkRQm7hyoJLpLc0E";

/// Words that lead to a password by themselves, and so count as one sign.
const WORDS: [&str; 12] = [
    "virkning",
    "kommune",
    "aarhus",
    "password",
    "adgangskode",
    "kodeord",
    "qwerty",
    "welcome",
    "velkommen",
    "12345",
    "sommer",
    "vinter",
];

/// One password is hashed at a time: each takes memory, and many at once must not take all of it.
static TURN: Mutex<()> = Mutex::new(());

/// Why a password is not good enough.
pub fn objection(password: &str, user: &str) -> Option<Refusal> {
    let signs = password.chars().count();
    if !SIGNS.contains(&signs) {
        let (least, most) = (SIGNS.start(), SIGNS.end());
        return Some(Refusal::new("web-password-length").with("least", least).with("most", most));
    }
    let mut rest = password.to_lowercase();
    for word in WORDS.into_iter().chain([user]) {
        rest = rest.replace(word, ".");
    }
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    let weak = rest.chars().count() < SIGNS.start() / 2 || different.len() < 4;
    weak.then(|| Refusal::new("web-password-weak"))
}

/// The hash of a password with a new salt, as a PHC string.
pub fn hashed(password: &str, world: &dyn World) -> Result<String, Refusal> {
    let mut salt = [0; 16];
    let internal = |error: &dyn std::fmt::Display| Refusal::new("internal").with("what", error);
    world.random(&mut salt).map_err(|error| internal(&error))?;
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| internal(&error))?;
    Ok(hash.to_string())
}

/// Whether a password is that of a hash; without a hash it is not, and takes as long.
pub fn fits(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

fn hasher() -> Result<Argon2<'static>, Refusal> {
    let (memory, passes, lanes) = COST;
    let params =
        Params::new(memory, passes, lanes, None).map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::RealWorld;

    #[test]
    fn a_hash_fits_its_password_only() {
        let world = RealWorld::new(None);
        let hash = hashed("en lang adgangskode", &world).expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hashed("en lang adgangskode", &world).expect("a hash"), hash, "each has a salt of its own");
        assert!(fits("en lang adgangskode", Some(&hash)));
        assert!(!fits("en lang adgangskodE", Some(&hash)));
        assert!(!fits("en lang adgangskode", None));
        assert!(!fits("", Some("no hash")));
        PasswordHash::new(NOBODY).expect("the hash of nobody can be compared with");
    }

    #[test]
    fn weak_passwords_are_refused() {
        let check = |password: &str, expected: Option<&str>| {
            let found = objection(password, "eva");
            assert_eq!(found.map(|refusal| refusal.key).as_deref(), expected, "{password}");
        };
        check("korrekt hest batteri", None);
        check("æblegrød på fad", None);
        check("elleve sig.", Some("web-password-length"));
        check(&"x1y2".repeat(40), Some("web-password-length"));
        check("aaaaaaaaaaaaaaaa", Some("web-password-weak"));
        check("Velkommen12345", Some("web-password-weak"));
        check("evaevaevaevaeva", Some("web-password-weak"));
        check("Aarhus-Kommune-1", Some("web-password-weak"));
    }
}
