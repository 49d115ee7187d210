//! What the rules about identities refuse, with the exact reason.

use virkning_model::id::{AgreementId, Alias};

/// Why a rule about identities, their keys or their erasure said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityRefusal {
    /// The key of that version is not the one that the vault was written with.
    OtherKey {
        /// The version.
        version: u32,
    },
    /// The keys given are older than those that the vault is written with.
    OldKey {
        /// The newest version given.
        given: u32,
        /// The version that the vault is written with.
        recorded: u32,
    },
    /// A data key is wrapped under a version that is not among the keys given.
    KeyAbsent {
        /// The version.
        version: u32,
    },
    /// No list of the agreement has that alias.
    UnknownAlias {
        /// The agreement.
        agreement: AgreementId,
        /// The alias.
        alias: Alias,
    },
    /// The person came from a list without CPR numbers: there is no identity.
    NoIdentity {
        /// The alias.
        alias: Alias,
    },
    /// The identity was erased.
    Erased {
        /// The alias.
        alias: Alias,
    },
    /// Looking at a person, linking or erasing one needs a reason.
    NoReason,
    /// A CPR number follows another one, or is followed by another one, already.
    LinkedOtherwise,
    /// A CPR number cannot follow itself.
    LinkedToItself,
    /// A word that says what the data are for is missing.
    SourceIncomplete {
        /// The source.
        source: String,
        /// `legal-basis` or `purpose`.
        field: &'static str,
    },
    /// Nobody with that CPR number takes part in anything.
    UnknownNumber,
    /// The person who asked for an erasure wants to confirm it.
    OwnErasure,
    /// Nothing is due for erasure.
    NothingDue,
}

impl IdentityRefusal {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            IdentityRefusal::OtherKey { .. } => "S060",
            IdentityRefusal::OldKey { .. } => "S061",
            IdentityRefusal::KeyAbsent { .. } => "S062",
            IdentityRefusal::UnknownAlias { .. } => "S063",
            IdentityRefusal::NoIdentity { .. } => "S064",
            IdentityRefusal::Erased { .. } => "S065",
            IdentityRefusal::NoReason => "S066",
            IdentityRefusal::LinkedOtherwise => "S067",
            IdentityRefusal::LinkedToItself => "S068",
            IdentityRefusal::SourceIncomplete { .. } => "S069",
            IdentityRefusal::UnknownNumber => "S070",
            IdentityRefusal::OwnErasure => "S071",
            IdentityRefusal::NothingDue => "S072",
        }
    }

    /// The words that fill its message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            IdentityRefusal::OtherKey { version } | IdentityRefusal::KeyAbsent { version } => {
                vec![("version", version.to_string())]
            }
            IdentityRefusal::OldKey { given, recorded } => {
                vec![("given", given.to_string()), ("recorded", recorded.to_string())]
            }
            IdentityRefusal::UnknownAlias { agreement, alias } => {
                vec![("agreement", agreement.to_string()), ("alias", alias.to_string())]
            }
            IdentityRefusal::NoIdentity { alias } | IdentityRefusal::Erased { alias } => {
                vec![("alias", alias.to_string())]
            }
            IdentityRefusal::SourceIncomplete { source, field } => {
                vec![("source", source.clone()), ("field", (*field).to_owned())]
            }
            IdentityRefusal::NoReason
            | IdentityRefusal::LinkedOtherwise
            | IdentityRefusal::LinkedToItself
            | IdentityRefusal::UnknownNumber
            | IdentityRefusal::OwnErasure
            | IdentityRefusal::NothingDue => vec![],
        }
    }
}
