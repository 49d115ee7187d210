//! The measure language: reads a success expression, checks its types, prints it, compiles it for one edition of a code
//! list, evaluates it over one person's register rows and explains the answer. No files, no Arrow, no threads and no
//! contract money.

#![forbid(unsafe_code)]

mod bound;
mod codes;
mod columns;
mod compile;
mod error;
mod evaluate;
mod explain;
mod nearest;
mod parse;
mod print;
mod rows;
mod situation;
mod token;
mod truth;
mod window;

pub use columns::{Columns, Coverage, NO_RATIO, PersonRows, month_from_number, month_number};
pub use compile::{Compiled, compile};
pub use error::{CompileError, Expected, ExpressionError, Problem};
pub use evaluate::{Evaluation, evaluate_all};
pub use explain::{Explanation, MonthFact, WeekFact};
pub use parse::{parse, parse_value};
pub use print::{print, print_value, states};
pub use window::{MonthSpan, window_of, windows_of};
