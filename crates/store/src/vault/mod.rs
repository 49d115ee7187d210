//! The identity vault: who stands behind a register pseudonym, encrypted. A master key outside the store wraps one data
//! key per CPR number, and the data key encrypts the number, the name and the address. Erasing an identity removes its
//! data key: what is left of it can never be read again, here or in a copy whose master key is gone, while all that was
//! paid stays as it was.
//!
//! - [`key`]: encryption, and the master keys by version.
//! - [`master`]: which version holds, and wrapping everything again under the next one.
//! - [`identities`]: what is written at enrolment, and showing it to whoever may see it.
//! - [`numbers`]: one person under two CPR numbers.
//! - [`erasures`]: erasure by two people, and what is due for it.

mod erasures;
mod identities;
mod key;
mod master;
mod numbers;
mod refusal;

pub use erasures::{DueErased, Erasure, RetentionLine};
pub use identities::{IdentitiesAdded, NewIdentities, ShownIdentity, ShownNumber};
pub use key::{Chance, InvalidKeys, MasterKeys};
pub use master::{Rewrapped, VaultCheck, VaultKey};
pub use numbers::NumberLink;
pub use refusal::IdentityRefusal;

pub(crate) use erasures::{ConfirmationRow, ErasureRow};
pub(crate) use identities::{FieldRow, IdentityRow, add_in_txn};
pub(crate) use master::{IdentityKeyRow, VaultKeyRow};
pub(crate) use numbers::{Chains, NumberLinkRow};
