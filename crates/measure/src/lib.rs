//! The measure language: reads a success or value expression, checks its types, prints it, compiles it for one edition of a
//! code list, evaluates it over one person's register rows and explains the answer. No files, no Arrow, no threads and no
//! contract money.

#![forbid(unsafe_code)]

mod amount_sum;
mod blind;
mod bound;
mod codes;
mod columns;
mod compile;
mod error;
mod estimate;
mod evaluate;
mod event;
mod events;
mod explain;
mod fraction;
mod ladder;
mod left;
mod monthly;
mod nearest;
mod observed;
mod parse;
mod print;
mod quantity;
mod quotient;
mod row_test;
mod rows;
mod situation;
mod token;
mod truth;
mod unit;
mod window;

pub use amount_sum::AmountSum;
pub use blind::{BlindSpot, EDUCATION_UNDER_A_BENEFIT, blind_spots, blind_spots_of_value};
pub use columns::{Columns, Coverage, Extent, NO_RATIO, PersonRows, month_from_number, month_number};
pub use compile::{Compiled, compile, compile_measure};
pub use error::{CompileError, Expected, ExpressionError, Problem};
pub use estimate::{BenefitRate, BenefitRates, EstimateLists, Estimator, LadderCode, LadderCodes, Payer, RatePeriod};
pub use evaluate::{Evaluation, evaluate_all, evaluate_all_values};
pub use event::{
    AMOUNT_UNITS, AmountGap, AmountPeriod, DatedAmount, DatedValue, GapReason, OBSERVATION_UNITS, STILL_THERE, Stay,
    day_from_number, day_number,
};
pub use explain::{AmountFact, Explanation, MonthFact, ObservationFact, StayFact, StudyFact, WeekFact};
pub use ladder::{EstimatedWeek, Ladder, LadderStep, LadderWeek};
pub use monthly::{Decided, MonthPart, Monthly, WindowRows};
pub use parse::{parse, parse_value, parse_value_with, parse_with};
pub use print::{code_lists, print, print_value, states, states_of_value};
pub use quotient::VALUE_DECIMALS;
pub use window::{MonthSpan, PersonWindow, window_of, windows_of};
