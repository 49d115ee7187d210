//! What an agreement pays: one program for the plan (expected counts), the settlement (observed counts) and any later
//! simulation, with the posting that a settlement leads to. Pure values in, pure values out: no register, no store, no
//! float, no text in a language. Rates of return (IRR) and intervals are estimates and are joined elsewhere.
//!
//! ```text
//! model::Agreement ─ compile ─► Program ─┬─ plan ────► Plan      (Expected: exact decimals)
//!                                        └─ propose ─► Proposal  (Count: whole people) ─ posting ─► Posting
//! ```

#![forbid(unsafe_code)]

mod accounts;
mod asked;
mod budget;
mod cap;
mod closing;
mod comparison;
mod compile;
mod counting;
mod eligible;
mod error;
mod example;
mod limits;
mod overlap;
mod parts;
mod plain;
pub mod plan;
mod posting;
mod program;
mod quantity;
mod restatement;
pub mod review;
mod settlement;
mod statement;
mod tariff;
mod trace;

pub use accounts::Accounts;
pub use asked::{Asked, asked};
pub use budget::{
    BudgetKind, BudgetRow, BudgetTable, Commitment, CommitmentKind, Commitments, Direction, budget, commitments,
};
pub use closing::{Closing, ClosingKind, ClosingPayment, closing, closing_of};
pub use comparison::{ComparedDifference, ComparedRow, DifferenceReason, Known, compare_money};
pub use eligible::{eligible, eligible_at};
pub use error::{CompileError, PostingError, ProposeError, TraceError, TraceProblem};
pub use example::{DueDifference, ExampleDifference, ExampleResult, example_proposals, run_example};
pub use overlap::{Other, overlap_rule, overlaps, same_successes, successes};
pub use parts::{closing_proposal, release_proposal, restatement_proposal};
pub use plain::{Plain, PlainAccounts, PlainLine};
pub use plan::{FollowUp, Plan, follow_up, plan};
pub use posting::{Instalment, due_now, instalment, instalments, kept_back, open, part_of, payment, posting, release};
pub use program::{
    AskedOfParticipants, NoTrace, PaymentTerm, Priced, Program, ProgramLine, Recording, Sink, Totals, compile,
};
pub use quantity::{Count, Expected, Quantity};
pub use restatement::{Again, MergedAnswers, RestatedYears, keep_answers, posted_before, restate, restate_years};
pub use review::{Remark, Reviewed, compare, review, review_document};
pub use settlement::{Case, propose};
pub use statement::{AccountStatement, Asked as AskedAccount, Booked, Movement, account_of};
pub use trace::{TRACE_VERSION, Trace, read_trace, trace, trace_of, trace_with};

/// The rules by which amounts are computed, as a number of our own: raised only when a result can change. It is part
/// of every proposal's inputs; the version of the binary is not.
pub const RULESET: u32 = 1;
