//! The catalogue of everything this crate can say about a document: a stable code each, whose message and hint stand in
//! the text files of both languages. Every code has a small document under `bad/` that shows it.

use virkning_model::Severity;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        $($(#[$doc])* pub const $name: &str = $code;)*

        /// Every code of this crate with its severity, in order. Codes of measures (`M…`) are `virkning-measure`'s.
        pub const CODES: &[(&str, Severity)] = &[$(($code, Severity::$severity)),*];
    };
}

catalogue! {
    /// A block is no TOML.
    UNREADABLE = "A001", Error;
    /// A block is not closed.
    BLOCK_NOT_CLOSED = "A002", Error;
    /// A block stands inside a list or a quotation.
    BLOCK_INSIDE_LIST = "A003", Error;
    /// The same key or the same single table twice.
    DUPLICATE_KEY = "A004", Error;
    /// A date that the calendar does not have.
    NO_SUCH_DATE = "A005", Error;
    /// `[table]` where `[[table]]` is meant, or the other way round.
    WRONG_BRACKETS = "A006", Error;
    /// A table that the language does not have.
    UNKNOWN_TABLE = "A007", Error;
    /// A key that the table does not have.
    UNKNOWN_KEY = "A008", Error;
    /// A table that every agreement needs.
    MISSING_TABLE = "A009", Error;
    /// A key that the table needs.
    MISSING_KEY = "A010", Error;
    /// A value of another type.
    WRONG_TYPE = "A011", Error;
    /// A party that is not there.
    UNKNOWN_PARTY = "A012", Error;
    /// A budget that is not there.
    UNKNOWN_BUDGET = "A013", Error;
    /// A measure that is not there.
    UNKNOWN_MEASURE = "A014", Error;
    /// A role that is not there.
    UNKNOWN_ROLE = "A015", Error;
    /// A register source that is not there.
    UNKNOWN_SOURCE = "A016", Error;
    /// A word that the key does not take.
    UNKNOWN_WORD = "A017", Error;
    /// A budget that belongs to another party.
    BUDGET_OF_ANOTHER_PARTY = "A018", Error;
    /// The same identifier twice.
    DUPLICATE_ID = "A019", Error;
    /// A text that is no identifier.
    INVALID_ID = "A020", Error;
    /// An empty text.
    EMPTY_TEXT = "A021", Error;
    /// An empty list.
    EMPTY_LIST = "A022", Error;
    /// A number that no exact decimal is made of.
    INEXACT_NUMBER = "A023", Error;
    /// An amount with a fraction of an øre.
    FRACTION_OF_OERE = "A024", Error;
    /// An amount beyond what can be computed with.
    AMOUNT_TOO_LARGE = "A025", Error;
    /// An amount or a price that is not above zero.
    AMOUNT_NOT_POSITIVE = "A026", Error;
    /// Not a currency code.
    BAD_CURRENCY = "A027", Error;
    /// A share outside 0 to 1.
    SHARE_OUT_OF_RANGE = "A028", Error;
    /// A weight that is not above zero.
    WEIGHT_NOT_POSITIVE = "A029", Error;
    /// A month outside 1 to 12.
    MONTH_OUT_OF_RANGE = "A030", Error;
    /// A day outside 1 to 31.
    DAY_OUT_OF_RANGE = "A031", Error;
    /// A year outside 1900 to 2200.
    YEAR_OUT_OF_RANGE = "A032", Error;
    /// A number that should be a whole one in a range.
    COUNT_OUT_OF_RANGE = "A033", Error;
    /// A yearly return outside 0 to 1.
    RETURN_OUT_OF_RANGE = "A034", Error;
    /// The first year after the last.
    YEARS_REVERSED = "A035", Error;
    /// The first day after the last.
    DATES_REVERSED = "A036", Error;
    /// The youngest older than the oldest.
    AGES_REVERSED = "A037", Error;
    /// No planned intake.
    INTAKE_EMPTY = "A038", Error;
    /// No step that counts.
    COUNTS_FROM_EMPTY = "A039", Error;
    /// None or several of keys that exclude each other.
    NOT_EXACTLY_ONE = "A040", Error;
    /// A key that does not belong to the kind chosen.
    KEY_OF_ANOTHER_KIND = "A041", Error;
    /// A payment to nobody.
    PAYMENT_TO_NOBODY = "A042", Error;
    /// A payment to the payer itself.
    PAYMENT_TO_ITSELF = "A043", Error;
    /// A payment that names no budget of the payer.
    PAYMENT_WITHOUT_BUDGET = "A044", Error;
    /// A payment for a measure that is never settled.
    PAYMENT_NEVER_SETTLED = "A045", Error;
    /// A cap whose method is not chosen.
    CAP_WITHOUT_METHOD = "A046", Error;
    /// A cap on a party that is no investor.
    CAP_ON_NO_INVESTOR = "A047", Error;
    /// Two caps on one party.
    TWO_CAPS = "A048", Error;
    /// Capital from a party that is no investor.
    FUNDING_FROM_NO_INVESTOR = "A049", Error;
    /// An instalment outside the agreement's period.
    TRANCHE_OUTSIDE_PERIOD = "A050", Error;
    /// The same day twice in a list of instalments.
    TRANCHE_TWICE = "A051", Error;
    /// A stated total that its parts do not add up to.
    TOTAL_MISMATCH = "A052", Error;
    /// Costs or own financing outside the agreement's period.
    YEARS_OUTSIDE_PERIOD = "A053", Error;
    /// A measure of a calendar month without measured years.
    MEASURED_YEARS_MISSING = "A054", Error;
    /// A measured year outside the period, or settled after its end.
    MEASURED_OUTSIDE_PERIOD = "A055", Error;
    /// A settlement before the measured month is over.
    SETTLED_TOO_EARLY = "A056", Error;
    /// No expected share for a measured year.
    EXPECTED_MISSING = "A057", Error;
    /// A rule of eligibility that does not fit the window.
    ELIGIBILITY_MISFIT = "A058", Error;
    /// A saving outside the years of the business case.
    SAVING_OUTSIDE_CASE = "A059", Error;
    /// Savings without a business case.
    SAVING_WITHOUT_CASE = "A060", Error;
    /// No phase-in for a year of the business case.
    PHASE_IN_MISSING = "A061", Error;
    /// A choice about a term that is not there.
    CHOICE_OF_NO_TERM = "A062", Error;
    /// A choice whose term has another value.
    CHOICE_NOT_FOLLOWED = "A063", Error;
    /// A choice that names what was chosen among what was not.
    CHOICE_AMONG_ALTERNATIVES = "A064", Error;
    /// An example under a method of the cap that does not exist.
    UNKNOWN_CAP_METHOD = "A065", Error;
    /// An example for a year in which nothing is paid.
    EXAMPLE_YEAR_UNPAID = "A066", Error;
    /// An example without a rate for a measured year.
    EXAMPLE_RATE_MISSING = "A067", Error;
    /// An example that says nothing about payments.
    EXAMPLE_WITHOUT_RESULT = "A068", Error;
    /// An example under a cap where the agreement has none.
    EXAMPLE_WITHOUT_CAP = "A069", Error;
    /// No party answers for the citizens.
    NO_AUTHORITY = "A070", Error;
    /// A party that nobody signs for.
    NO_SIGNATURE = "A071", Error;
    /// Steps that count, in an order in which they cannot happen.
    STEPS_OUT_OF_ORDER = "A072", Error;
    /// Shares of a payment that do not add up to one.
    SHARES_NOT_ONE = "A073", Error;
    /// One of several who pay or are paid, without a share.
    SHARE_MISSING = "A074", Error;
    /// Decimals and whole parts in one list of shares.
    SHARE_AND_PART = "A075", Error;
    /// The same payer or the same receiver twice in a list of shares.
    SHARE_TWICE = "A076", Error;
    /// A table that belongs to another kind of document.
    TABLE_OF_ANOTHER_DOCUMENT = "A077", Error;
    /// None of keys of which one is needed.
    NONE_OF = "A078", Error;
    /// A payment that is not there.
    UNKNOWN_PAYMENT = "A079", Error;
    /// An index that is not there.
    UNKNOWN_INDEX = "A080", Error;
    /// A report or a sensitivity about nothing.
    NO_SUCH_SUBJECT = "A081", Error;
    /// A claim that says half of something.
    CLAIM_HALF = "A082", Error;
    /// A text that should be arithmetic and is none.
    NO_ARITHMETIC = "A083", Error;
    /// An amendment, or an example's other choice, of a term that is not there.
    CHANGE_OF_NO_TERM = "A084", Error;
    /// An amendment that says another value was there.
    AMENDMENT_OF_ANOTHER_VALUE = "A085", Error;
    /// An amendment from a day outside the agreement's period.
    AMENDMENT_OUTSIDE_PERIOD = "A086", Error;
    /// Months of measurement that do not ascend.
    MONTHS_NOT_ASCENDING = "A087", Error;
    /// A month at which the measure does not measure.
    NOT_MEASURED_THEN = "A088", Error;
    /// Measures that require each other.
    REQUIRES_CYCLE = "A089", Error;
    /// No day on which people are planned to start.
    PLANNED_START_MISSING = "A090", Error;
    /// A payment for what its measure does not ask.
    NOTHING_TO_COUNT = "A091", Error;
    /// A comparison with a control arm where there is no trial.
    TRIAL_MISSING = "A092", Error;
    /// A payment against a baseline that the measure does not have.
    BASELINE_MISSING = "A093", Error;
    /// Bounds of a ladder that do not ascend.
    LADDER_NOT_ASCENDING = "A094", Error;
    /// A bound that no rate can have.
    LADDER_OUT_OF_BOUNDS = "A095", Error;
    /// An index without a year that is needed.
    INDEX_YEAR_MISSING = "A096", Error;
    /// A day outside the agreement's period.
    DAY_OUTSIDE_PERIOD = "A097", Error;
    /// A guarantee from a party that is no guarantor.
    GUARANTEE_FROM_NO_GUARANTOR = "A098", Error;
    /// Paid in order until its capital is back, without any.
    IN_ORDER_WITHOUT_CAPITAL = "A099", Error;
    /// Counts of an example that do not say of which measure.
    EXAMPLE_OF_MISSING = "A100", Error;
    /// An example that assumes in several ways at once.
    EXAMPLE_TWO_WAYS = "A101", Error;
    /// The lowest above the highest.
    LOW_ABOVE_HIGH = "A102", Error;
    /// The label of a column that the case does not have.
    COLUMN_OUTSIDE_CASE = "A103", Error;
    /// A printed row with more or fewer values than there are columns.
    ROW_WIDTH = "A104", Error;
    /// A total of a row that is not there.
    ROW_OF_UNKNOWN = "A105", Error;
    /// A figure that nobody computes.
    FIGURE_UNKNOWN = "A106", Error;
    /// More complete and drop out than begin.
    MORE_THAN_ALL = "A107", Error;
    /// A limit on a payer who pays nothing.
    LIMIT_ON_NO_PAYER = "A108", Error;
    /// Years that the measure does not measure.
    YEARS_NOT_MEASURED = "A109", Error;
    /// A payment that keeps itself from being due.
    UNLESS_ITSELF = "A110", Error;
    /// The upper end of a span below the lower.
    SPAN_REVERSED = "A111", Error;
    /// A difference that names fewer than two rows.
    DIFFERENCE_OF_NOTHING = "A112", Error;
    /// An overlap with the agreement itself.
    OVERLAP_WITH_ITSELF = "A113", Error;
    /// Two terms about the overlap with one agreement.
    TWO_OVERLAPS = "A114", Error;
    /// A success that is claimed elsewhere too, under a measure that nobody pays for.
    OVERLAP_OF_UNPAID = "A115", Error;
    /// A code list of a register whose weeks have no codes.
    CODE_LIST_WITHOUT_CODES = "A116", Error;
    /// A range of codes whose first is above its last.
    CODES_REVERSED = "A117", Error;
    /// Capital and own financing do not cover the costs.
    COSTS_NOT_COVERED = "W001", Warning;
    /// A payer budget without a choice or an origin.
    PAYER_BUDGET_AMBIGUOUS = "W002", Warning;
    /// A cap method without a choice or an origin.
    CAP_METHOD_AMBIGUOUS = "W003", Warning;
    /// A day of payment without a choice or an origin.
    PAYMENT_DAY_AMBIGUOUS = "W004", Warning;
    /// No price level, and no choice that says so.
    PRICE_LEVEL_NOT_STATED = "W005", Warning;
    /// A measured year in which nobody can be eligible.
    NOBODY_ELIGIBLE = "W006", Warning;
    /// A rate that lies below the baseline.
    EXPECTED_BELOW_BASELINE = "W007", Warning;
    /// A measure that is neither paid for nor a goal.
    MEASURE_UNUSED = "W008", Warning;
    /// A case of more than ten years without a tail that says why, or a tail of another length.
    CASE_BEYOND_TEN_YEARS = "W009", Warning;
    /// Payments without a worked example.
    NO_WORKED_EXAMPLE = "W010", Warning;
    /// A goal that no measure follows.
    GOAL_WITHOUT_MEASURE = "W011", Warning;
    /// Education of those who are too young for SU is not seen.
    MINORS_UNSEEN = "W012", Warning;
    /// Work of the self-employed is not seen.
    SELF_EMPLOYED_UNSEEN = "W013", Warning;
    /// Education under a benefit is not seen as education.
    EDUCATION_UNDER_BENEFIT_UNSEEN = "W014", Warning;
    /// Whoever is outside the municipality's extract is not seen.
    OUTSIDE_EXTRACT_UNSEEN = "W015", Warning;
    /// A claim that nobody can derive.
    CLAIM_UNDERIVABLE = "W016", Warning;
    /// A code list that no measure asks.
    CODE_LIST_UNUSED = "W017", Warning;
}

/// Codes that `remarks` tells, not `read`: they are true of most agreements that are read from registers.
pub const REMARKS: &[&str] =
    &[MINORS_UNSEEN, SELF_EMPLOYED_UNSEEN, EDUCATION_UNDER_BENEFIT_UNSEEN, OUTSIDE_EXTRACT_UNSEEN];

/// The severity of a code of this crate.
pub fn severity(code: &str) -> Severity {
    CODES.iter().find(|(known, _)| *known == code).map_or(Severity::Error, |(_, severity)| *severity)
}
