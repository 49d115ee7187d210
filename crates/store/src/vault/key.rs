//! The keys of the identity vault. A master key, kept apart from the data, wraps one data key per identity; the data key
//! encrypts the fields. Every ciphertext is bound to the row it belongs to, so that it opens nowhere else.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use virkning_model::hex;
use zeroize::Zeroizing;

/// Fills bytes with chance from outside.
pub type Chance<'a> = dyn FnMut(&mut [u8]) -> io::Result<()> + 'a;

/// Bytes of a nonce of XChaCha20-Poly1305. It is drawn by chance, which its length allows for any number of messages.
const NONCE_BYTES: usize = 24;

/// A text that holds no keys of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKeys;

/// One 256-bit key. It is wiped when it is no longer needed, and its debug form holds nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new one.
    pub(crate) fn new(chance: &mut Chance<'_>) -> io::Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        chance(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// Encrypts, and binds the ciphertext to what it belongs to: the nonce, then the ciphertext with its tag.
    pub(crate) fn seal(&self, binding: &[u8], plain: &[u8], chance: &mut Chance<'_>) -> io::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_BYTES];
        chance(&mut nonce)?;
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        let payload = Payload { msg: plain, aad: binding };
        let sealed = cipher.encrypt((&nonce).into(), payload).expect("a text that fits in memory can be encrypted");
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts; nothing where key, binding or ciphertext is another one.
    pub(crate) fn open(&self, binding: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        cipher.decrypt(nonce.into(), Payload { msg: sealed, aad: binding }).ok().map(Zeroizing::new)
    }

    fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        (bytes.len() == key.len()).then(|| key.copy_from_slice(bytes))?;
        Some(Self(key))
    }
}

/// The master keys of an installation by their version. There is one, and two while they are being changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKeys(BTreeMap<u32, Key>);

impl MasterKeys {
    /// The first version of a new installation.
    pub fn first(chance: &mut Chance<'_>) -> io::Result<Self> {
        Ok(Self([(1, Key::new(chance)?)].into()))
    }

    /// Reads `1:<64 hexadecimal digits>`, each version on a line of its own or after a comma.
    pub fn parse(text: &str) -> Result<Self, InvalidKeys> {
        let mut keys = BTreeMap::new();
        for part in text.split(['\n', ',']).map(str::trim).filter(|part| !part.is_empty()) {
            let (version, digits) = part.split_once(':').ok_or(InvalidKeys)?;
            let version: u32 = version.trim().parse().map_err(|_| InvalidKeys)?;
            let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(hex::decode(digits.trim()).ok_or(InvalidKeys)?);
            if version == 0 || keys.insert(version, Key(bytes)).is_some() {
                return Err(InvalidKeys);
            }
        }
        if keys.is_empty() { Err(InvalidKeys) } else { Ok(Self(keys)) }
    }

    /// The text that [`MasterKeys::parse`] reads.
    pub fn to_text(&self) -> Zeroizing<String> {
        let lines = self.0.iter().map(|(version, key)| format!("{version}:{}", hex::encode(&*key.0)));
        Zeroizing::new(lines.collect::<Vec<_>>().join("\n"))
    }

    /// The same with a next version.
    pub fn with_next(&self, chance: &mut Chance<'_>) -> io::Result<Self> {
        let mut keys = self.0.clone();
        keys.insert(self.newest() + 1, Key::new(chance)?);
        Ok(Self(keys))
    }

    /// The newest version alone.
    pub fn newest_only(&self) -> Self {
        Self(self.0.last_key_value().map(|(version, key)| (*version, key.clone())).into_iter().collect())
    }

    /// The number of the newest version.
    pub fn newest(&self) -> u32 {
        self.0.last_key_value().map_or(0, |(version, _)| *version)
    }

    /// How many versions there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What tells one key from another without telling anything about it: the first digits of its SHA-256 under a name of
    /// its own.
    pub fn fingerprint(&self, version: u32) -> Option<String> {
        let key = self.0.get(&version)?;
        let mut hash = Sha256::new();
        hash.update(b"virkning/vault/fingerprint\0");
        hash.update(*key.0);
        let hash: [u8; 32] = hash.finalize().into();
        Some(hex::encode(&hash[..8]))
    }

    /// Wraps a data key under the newest version.
    pub(crate) fn wrap(&self, pseudonym: &str, key: &Key, chance: &mut Chance<'_>) -> io::Result<(u32, Vec<u8>)> {
        let (version, master) = self.0.last_key_value().expect("there is always a key");
        Ok((*version, master.seal(&wrap_binding(*version, pseudonym), &*key.0, chance)?))
    }

    /// Unwraps a data key; `None` inside where it does not open, nothing at all where that version is not here.
    pub(crate) fn unwrap(&self, version: u32, pseudonym: &str, wrapped: &[u8]) -> Option<Option<Key>> {
        let master = self.0.get(&version)?;
        let bytes = master.open(&wrap_binding(version, pseudonym), wrapped);
        Some(bytes.and_then(|bytes| Key::from_slice(&bytes)))
    }
}

/// What a wrapped data key belongs to.
fn wrap_binding(version: u32, pseudonym: &str) -> Vec<u8> {
    format!("virkning/vault/key\0{version}\0{pseudonym}").into_bytes()
}

/// What an encrypted field belongs to.
pub(crate) fn field_binding(pseudonym: &str, field: &str, position: i64) -> Vec<u8> {
    format!("virkning/vault/field\0{pseudonym}\0{field}\0{position}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that count on, so that no two keys or nonces are the same.
    fn chance() -> impl FnMut(&mut [u8]) -> io::Result<()> {
        let mut next = 0_u8;
        move |bytes| {
            for byte in bytes {
                next = next.wrapping_add(1);
                *byte = next;
            }
            Ok(())
        }
    }

    /// RFC draft-irtf-cfrg-xchacha-03, appendix A.3.1: key, nonce, associated data, text, and the ciphertext with its tag.
    #[test]
    fn the_published_example() {
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                      sunscreen would be it.";
        let binding: [u8; 12] = hex::decode("50515253c0c1c2c3c4c5c6c7").expect("digits");
        let key: [u8; 32] =
            hex::decode("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f").expect("digits");
        let nonce: [u8; 24] = hex::decode("404142434445464748494a4b4c4d4e4f5051525354555657").expect("digits");
        let mut given = |bytes: &mut [u8]| -> io::Result<()> {
            bytes.copy_from_slice(&nonce);
            Ok(())
        };
        let sealed = Key(Zeroizing::new(key)).seal(&binding, plain, &mut given).expect("sealed");
        assert_eq!(sealed[..24], nonce);
        assert_eq!(
            hex::encode(&sealed[24..]),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54\
             c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f6\
             15c68b13b52ec0875924c1c7987947deafd8780acf49"
        );
    }

    #[test]
    fn what_is_sealed_opens_only_with_the_same_key_and_place() {
        let mut chance = chance();
        let (key, other) = (Key::new(&mut chance).expect("a key"), Key::new(&mut chance).expect("a key"));
        let place = field_binding("aa", "cpr", 1);
        let sealed = key.seal(&place, b"6101904321", &mut chance).expect("sealed");
        assert_eq!(key.open(&place, &sealed).expect("opened").as_slice(), b"6101904321");
        assert_eq!(other.open(&place, &sealed), None);
        for elsewhere in [field_binding("ab", "cpr", 1), field_binding("aa", "name", 1), field_binding("aa", "cpr", 2)]
        {
            assert_eq!(key.open(&elsewhere, &sealed), None);
        }
        for byte in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[byte] ^= 1;
            assert_eq!(key.open(&place, &flipped), None, "byte {byte}");
        }
        for length in 0..sealed.len() {
            assert_eq!(key.open(&place, &sealed[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn a_data_key_opens_under_its_version_only() {
        let mut chance = chance();
        let first = MasterKeys::first(&mut chance).expect("a key");
        let both = first.with_next(&mut chance).expect("a second");
        let data = Key::new(&mut chance).expect("a key");
        let (version, wrapped) = first.wrap("aa", &data, &mut chance).expect("wrapped");
        assert_eq!(version, 1);
        assert_eq!(both.unwrap(1, "aa", &wrapped), Some(Some(data.clone())));
        assert_eq!(both.unwrap(1, "ab", &wrapped), Some(None));
        assert_eq!(both.unwrap(2, "aa", &wrapped), Some(None));
        assert_eq!(both.newest_only().unwrap(1, "aa", &wrapped), None);
        assert_eq!(both.wrap("aa", &data, &mut chance).expect("wrapped").0, 2);
        assert_ne!(both.fingerprint(1), both.fingerprint(2));
    }

    #[test]
    fn keys_as_text() {
        let mut chance = chance();
        let keys = MasterKeys::first(&mut chance).expect("a key").with_next(&mut chance).expect("a second");
        assert_eq!(MasterKeys::parse(&keys.to_text()), Ok(keys.clone()));
        assert_eq!(MasterKeys::parse(&keys.to_text().replace('\n', ", ")), Ok(keys.clone()));
        assert_eq!(MasterKeys::parse(&format!("{}\n", *keys.to_text())), Ok(keys.clone()));
        assert!(!format!("{keys:?}").contains("01"), "{keys:?}");
        let digits = "0f".repeat(32);
        let bad = |text: &str| assert_eq!(MasterKeys::parse(text), Err(InvalidKeys), "{text:?}");
        bad("");
        bad(&digits);
        bad(&format!("0:{digits}"));
        bad(&format!("x:{digits}"));
        bad(&format!("1:{}", &digits[1..]));
        bad(&format!("1:{digits}\n1:{digits}"));
    }
}
