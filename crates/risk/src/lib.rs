//! Risk before signing: the agreement's own terms and the engine's own payment code, over everything that is not known for
//! certain. Who gives the numbers, and where each guess comes from, stands in a document of assumptions; what comes out are
//! estimates, and nothing is ever paid on them.
//!
//! ```text
//! document ─ read ─► Assumptions ┐
//!                      Agreement ┴ Model::new ─► Model ─ simulate ─► Draws ─┬ summary ────► means, P10/P50/P90, chances
//!                                                                          ├ importance ─► tornado, rank correlations
//!                                                                          └ information ─► what knowing more is worth
//!                                     fairness (exact): deadweight, thresholds, luck, kinds of people, prices, terms
//! ```

#![forbid(unsafe_code)]

mod assumptions;
mod codes;
mod correlation;
mod distribution;
pub mod fairness;
mod importance;
mod information;
mod irr;
mod model;
mod money;
mod path;
mod process;
mod quick;
mod random;
mod read;
mod simulate;
mod special;
mod summary;

pub use assumptions::{
    About, AfterLeaving, Assumptions, Correlation, Leaving, Outcomes, Persistence, PersonKind, Pilot, SavingsFollow,
    Uncertain, ValueSpread,
};
pub use codes::CODES;
pub use distribution::Distribution;
pub use importance::{Bar, BreakEvenMap, break_even_map, spearman, tornado};
pub use information::{Information, information};
pub use model::Model;
pub use money::Account;
pub use read::{PATHS_MAX, Reading, agreement_named, read};
pub use simulate::{Column, Draws, Keep, simulate};
pub use summary::{AccountRisk, Estimate, Spread, Summary, chance, spread, summary};
