//! Passwords: argon2id, and what a password must be at least.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use super::common;
use crate::app::failure::Refusal;
use crate::world::World;

/// Signs that a password has at least, and at most.
const SIGNS: std::ops::RangeInclusive<usize> = 12..=128;

/// Memory in KiB, passes and lanes: the second choice of OWASP's password storage cheat sheet.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// A hash of no password, so that an unknown user takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGhlcmU$KGYKLwtQJ2Ww8kXvC3eEBnTCQJ0dkRQm7hyoJLpLc0E";

/// Words that lead to a password by themselves, and so count as one sign.
const WORDS: [&str; 20] = [
    "virkning",
    "kommune",
    "aarhus",
    "københavn",
    "odense",
    "aalborg",
    "social",
    "investering",
    "forvaltning",
    "afregning",
    "controller",
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

/// How many wait for their turn or have it, and how many may.
static WAITING: AtomicUsize = AtomicUsize::new(0);
const WAITING_MAX: usize = 32;

/// Why a password is not good enough.
pub fn objection(password: &str, user: &str) -> Option<Refusal> {
    let signs = password.chars().count();
    if !SIGNS.contains(&signs) {
        let (least, most) = (SIGNS.start(), SIGNS.end());
        return Some(Refusal::new("web-password-length").with("least", least).with("most", most));
    }
    if common::is_common(password) {
        return Some(Refusal::new("web-password-common"));
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

/// Whether a password is that of a hash; without a hash it is not, and takes as long. Where too many wait already, it is
/// refused at once: waiting threads must not be what an attacker fills the server with.
pub fn fits(password: &str, hash: Option<&str>) -> Result<bool, Refusal> {
    let _place = Place::taken().ok_or_else(|| Refusal::new("web-busy"))?;
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return Ok(false) };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    Ok(fits && hash.is_some())
}

/// A place in the queue; left when it is dropped.
struct Place;

impl Place {
    fn taken() -> Option<Self> {
        let place = Place;
        (WAITING.fetch_add(1, Ordering::SeqCst) < WAITING_MAX).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
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
        let check =
            |password: &str, hash, expected| assert_eq!(fits(password, hash).ok(), Some(expected), "{password}");
        check("en lang adgangskode", Some(hash.as_str()), true);
        check("en lang adgangskodE", Some(&hash), false);
        check("en lang adgangskode", None, false);
        check("", Some("no hash"), false);
        PasswordHash::new(NOBODY).expect("the hash of nobody can be compared with");
    }

    /// The test takes the places itself; no other test of this process logs in.
    #[test]
    fn a_crowd_is_turned_away() {
        let places: Vec<Option<Place>> = (0..WAITING_MAX).map(|_| Place::taken()).collect();
        assert!(places.iter().all(Option::is_some));
        let refused = fits("en lang adgangskode", None).expect_err("there is no place");
        assert_eq!(refused.key, "web-busy");
        drop(places);
        assert_eq!(fits("en lang adgangskode", None).ok(), Some(false));
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
        check("æææææææææææææææ", Some("web-password-weak"));
        check("Passw0rd2024", Some("web-password-common"));
        check("Social-Forvaltning", Some("web-password-weak"));
        check("Velkommen12345", Some("web-password-weak"));
        check("evaevaevaevaeva", Some("web-password-weak"));
        check("Aarhus-Kommune-1", Some("web-password-weak"));
    }
}
