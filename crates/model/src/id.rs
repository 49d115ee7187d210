//! Identifiers. Each is a type of its own, so that a party can never stand where a budget is meant.

use std::fmt;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidId {
    /// The text that was refused.
    pub text: String,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no identifier: small letters, digits and hyphens, 1 to 64 of them", self.text)
    }
}

impl std::error::Error for InvalidId {}

fn valid(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a text of 1 to 64 small letters, digits and hyphens.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                if valid(&text) { Ok(Self(text)) } else { Err(InvalidId { text }) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )*};
}

identifiers! {
    /// An agreement (aftalegrundlag), the same through all its versions.
    AgreementId,
    /// A party: authority, investor, provider or guarantor.
    PartyId,
    /// A budget within a party: the pot that pays or saves.
    BudgetId,
    /// A measure (resultatmål).
    MeasureId,
    /// Any other term of an agreement: a payment, a saving, a rule of admission, a choice.
    TermId,
    /// A stored settlement proposal.
    ProposalId,
    /// A register snapshot.
    SnapshotId,
    /// A document made for the case file.
    RecordId,
    /// A person who uses Virkning.
    UserId,
}

/// A participant's own alias within one agreement: a keyed hash, shown as `k7qf-2m9x-p3tw`. It says nothing about the
/// person and differs between agreements.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Alias(String);

impl Alias {
    /// Takes an alias as it is shown: letters, digits and hyphens.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        if valid(&text) { Ok(Self(text)) } else { Err(InvalidId { text }) }
    }

    /// The alias as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Alias {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::new(text)
    }
}

impl From<Alias> for String {
    fn from(alias: Alias) -> String {
        alias.0
    }
}

/// A SHA-256 hash of content, as 64 hexadecimal digits: it names sealed texts, snapshots, sets, proposals and traces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash(String);

impl ContentHash {
    /// Takes 64 hexadecimal digits in small letters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        let hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if text.len() == 64 && hex { Ok(Self(text)) } else { Err(InvalidId { text }) }
    }

    /// The hash of 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let mut text = String::with_capacity(64);
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        Self(text)
    }

    /// All 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight digits, as they are shown to people.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ContentHash {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::new(text)
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> String {
        hash.0
    }
}
