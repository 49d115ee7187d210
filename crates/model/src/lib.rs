//! The words of an outcomes contract as types: money, periods, parties, the agreement, measures, observations,
//! settlements and the ledger. Values only: nothing here reads a file, asks a clock, or touches a float.

#![forbid(unsafe_code)]

pub mod agreement;
pub mod business_case;
pub mod claim;
pub mod code_list;
pub mod continuation;
pub mod diagnostic;
pub mod enrolment;
pub mod expression;
pub mod hex;
pub mod id;
pub mod identity;
pub mod implementation;
pub mod ledger;
pub mod measuring;
pub mod money;
pub mod observation;
pub mod origin;
pub mod overlap;
pub mod payment;
pub mod period;
pub mod portfolio;
pub mod register_used;
pub mod restatement;
pub mod settlement;
pub mod source;

pub use agreement::Agreement;
pub use diagnostic::{Diagnostic, Place, Severity};
pub use money::{Currency, Money, Rounding};
pub use rust_decimal::{Decimal, RoundingStrategy as DecimalRounding};
