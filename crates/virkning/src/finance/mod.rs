//! What leaves for the finance system and the bank, and what comes back: account mapping, vouchers as CSV, credit
//! transfers as ISO 20022, and rows of statements. Everything here is bytes in, values out, or the other way round: no
//! file is opened, no store asked, no amount computed.
//!
//! ```text
//!     mapping (TOML) ─┐
//!     entries ────────┴─ lines ──► finance CSV · omposteringsbilag
//!     transfers ─────────── pain001 ──► XML for the bank
//!     statement (CSV by profile, camt.053) ──► bank rows
//! ```

pub mod bank;
pub mod camt;
pub mod characters;
pub mod csv;
pub mod iban;
pub mod lines;
pub mod mapping;
pub mod pain001;
mod xml;
