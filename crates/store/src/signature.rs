//! Heads of the event log, signed so that they can be kept elsewhere: a short text that says how far the log went, when,
//! and in which installation. Whoever keeps one can prove later that nothing before it was changed or cut off, and that
//! the text was made by the holder of the key.

use std::fmt;
use std::io;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use virkning_model::hex;
use virkning_model::id::ContentHash;

use crate::audit::Head;
use crate::vault::Chance;

/// The first line of a signed head.
const TITLE: &str = "virkning head 1";

/// The longest name of an installation, in characters.
const NAME_CHARACTERS_MAX: usize = 100;

/// What may be wrong with a signed head or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadFault {
    /// The text is no signed head.
    NoHead,
    /// The text was changed, or the signature belongs to another text.
    Signature,
    /// It was signed with another key than the one expected.
    OtherKey,
    /// The text is no key for signing heads, or no public key.
    NoKey,
    /// A name is one line of at most a hundred characters.
    Name,
}

impl HeadFault {
    /// The stable key of its message and hint.
    pub fn code(self) -> &'static str {
        match self {
            HeadFault::NoHead => "S301",
            HeadFault::Signature => "S302",
            HeadFault::OtherKey => "S303",
            HeadFault::NoKey => "S304",
            HeadFault::Name => "S305",
        }
    }
}

/// A public key: whoever has it can check signatures, and make none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl FromStr for PublicKey {
    type Err = HeadFault;
    fn from_str(text: &str) -> Result<Self, HeadFault> {
        hex::decode(text.trim()).map(Self).ok_or(HeadFault::NoKey)
    }
}

/// The key that signs heads, with the name of the installation that it speaks for. It lies in a file of its own.
#[derive(Clone)]
pub struct HeadKey {
    name: String,
    key: SigningKey,
}

// The key never reaches a log.
impl fmt::Debug for HeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeadKey({}, …)", self.name)
    }
}

impl HeadKey {
    /// A new key for an installation of that name.
    pub fn new(name: &str, chance: &mut Chance<'_>) -> io::Result<Result<Self, HeadFault>> {
        let mut bytes = zeroize::Zeroizing::new([0; 32]);
        chance(bytes.as_mut())?;
        Ok(valid_name(name).map(|name| Self { name, key: SigningKey::from_bytes(&bytes) }))
    }

    /// Reads the text of a key file: 64 hexadecimal digits, and the name on the line below.
    pub fn parse(text: &str) -> Result<Self, HeadFault> {
        let (digits, name) = text.trim().split_once('\n').ok_or(HeadFault::NoKey)?;
        let bytes = zeroize::Zeroizing::new(hex::decode::<32>(digits.trim()).ok_or(HeadFault::NoKey)?);
        Ok(Self { name: valid_name(name)?, key: SigningKey::from_bytes(&bytes) })
    }

    /// The text that [`HeadKey::parse`] reads.
    pub fn to_text(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::new(format!("{}\n{}", hex::encode(self.key.as_bytes()), self.name))
    }

    /// The installation.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What others check signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    /// Signs a head.
    pub fn sign(&self, head: Head, at: Timestamp) -> SignedHead {
        let mut signed =
            SignedHead { installation: self.name.clone(), head, at, public_key: self.public(), signature: [0; 64] };
        signed.signature = self.key.sign(signed.text().as_bytes()).to_bytes();
        signed
    }
}

fn valid_name(name: &str) -> Result<String, HeadFault> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARACTERS_MAX && !name.contains(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(HeadFault::Name) }
}

/// A head with the installation, the time and a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The installation that it speaks for.
    pub installation: String,
    /// The last record of the log.
    pub head: Head,
    /// When it was signed, by the clock of the machine.
    pub at: Timestamp,
    /// What the signature is checked with.
    pub public_key: PublicKey,
    signature: [u8; 64],
}

impl SignedHead {
    /// Whether the signature is by the key that the text names and, where a key is expected, by that one. Without an
    /// expected key this says only that the text is whole: anybody can make a key.
    pub fn verify(&self, expected: Option<&PublicKey>) -> Result<(), HeadFault> {
        if expected.is_some_and(|expected| *expected != self.public_key) {
            return Err(HeadFault::OtherKey);
        }
        let key = VerifyingKey::from_bytes(&self.public_key.0).map_err(|_| HeadFault::Signature)?;
        let signature = Signature::from_bytes(&self.signature);
        key.verify_strict(self.text().as_bytes(), &signature).map_err(|_| HeadFault::Signature)
    }

    /// The lines that are signed.
    fn text(&self) -> String {
        let Head { sequence, hash } = &self.head;
        format!(
            "{TITLE}\ninstallation: {}\nsequence: {sequence}\nhash: {hash}\ntime: {}\npublic-key: {}\n",
            self.installation, self.at, self.public_key
        )
    }
}

/// As it is kept: seven lines.
impl fmt::Display for SignedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}signature: {}", self.text(), hex::encode(&self.signature))
    }
}

impl FromStr for SignedHead {
    type Err = HeadFault;

    /// Reads the text that `Display` writes; blanks at the ends of lines, as mail adds them, do no harm.
    fn from_str(text: &str) -> Result<Self, HeadFault> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut next = |name: &str| -> Result<&str, HeadFault> {
            let line = lines.next().ok_or(HeadFault::NoHead)?;
            line.strip_prefix(name).map(str::trim).ok_or(HeadFault::NoHead)
        };
        next(TITLE)?;
        let installation = valid_name(next("installation:")?).map_err(|_| HeadFault::NoHead)?;
        let sequence = next("sequence:")?.parse().map_err(|_| HeadFault::NoHead)?;
        let hash = ContentHash::new(next("hash:")?).map_err(|_| HeadFault::NoHead)?;
        let at = next("time:")?.parse().map_err(|_| HeadFault::NoHead)?;
        let public_key = next("public-key:")?.parse().map_err(|_| HeadFault::NoHead)?;
        let signature = hex::decode(next("signature:")?).ok_or(HeadFault::NoHead)?;
        Ok(Self { installation, head: Head { sequence, hash }, at, public_key, signature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(first: u8) -> HeadKey {
        let mut chance = |bytes: &mut [u8]| -> io::Result<()> {
            bytes.fill(first);
            Ok(())
        };
        HeadKey::new("Byen, Socialforvaltningen", &mut chance).expect("chance").expect("a name")
    }

    fn signed() -> SignedHead {
        let hash = crate::digest::content_hash(b"a record");
        key(7).sign(Head { sequence: 17, hash }, "2026-03-16T09:30:00Z".parse().expect("a time"))
    }

    /// RFC 8032, section 7.1, test 1: secret key and public key.
    #[test]
    fn the_published_key_pair() {
        let text = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\nx\n";
        let public = HeadKey::parse(text).expect("a key").public();
        assert_eq!(public.to_string(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    #[test]
    fn a_signed_head_is_read_and_holds() {
        let signed = signed();
        let text = signed.to_string();
        assert_eq!(text.lines().count(), 7);
        let read: SignedHead = text.replace('\n', "  \r\n").parse().expect("a signed head");
        assert_eq!(read, signed);
        assert_eq!(read.verify(None), Ok(()));
        assert_eq!(read.verify(Some(&key(7).public())), Ok(()));
        assert_eq!(read.verify(Some(&key(8).public())), Err(HeadFault::OtherKey));
        let again = HeadKey::parse(&key(7).to_text()).expect("a key");
        assert_eq!((again.public(), again.name()), (key(7).public(), "Byen, Socialforvaltningen"));
        assert!(!format!("{again:?}").contains("0707"));
    }

    /// Whatever word is changed, the signature no longer fits, or it is no head any more.
    #[test]
    fn a_changed_head_is_found() {
        let text = signed().to_string();
        let check = |from: &str, to: &str, expected: HeadFault| {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            let found = changed.parse::<SignedHead>().and_then(|head| head.verify(None));
            assert_eq!(found, Err(expected), "{from} → {to}");
        };
        check("sequence: 17", "sequence: 16", HeadFault::Signature);
        check("Byen", "Egnen", HeadFault::Signature);
        check("09:30", "09:31", HeadFault::Signature);
        let hash = signed().head.hash.to_string();
        check(&hash, &hash.replace(&hash[..1], if hash.starts_with('0') { "1" } else { "0" }), HeadFault::Signature);
        check(&key(7).public().to_string(), &key(8).public().to_string(), HeadFault::Signature);
        check("sequence: 17", "sequence: x", HeadFault::NoHead);
        check("head 1", "head 2", HeadFault::NoHead);
        let cut = text.lines().take(6).collect::<Vec<_>>().join("\n");
        assert_eq!(cut.parse::<SignedHead>(), Err(HeadFault::NoHead));
        assert_eq!(HeadKey::parse("12").err(), Some(HeadFault::NoKey));
        assert_eq!("12".parse::<PublicKey>(), Err(HeadFault::NoKey));
    }
}
