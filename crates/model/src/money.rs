//! Money: whole minor units (øre) with a currency. It never passes through a float, and it is rounded only where a
//! rounding rule is named.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

/// A currency by its ISO 4217 code. All currencies used here have two decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Danish kroner.
    pub const DKK: Currency = Currency(*b"DKK");

    /// Takes a code of three capital letters.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code: `DKK`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is three capital letters")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Self::new(&code).ok_or_else(|| format!("{code:?} is no currency code"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

/// How a decimal amount becomes whole øre. The agreement chooses; there is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// To the nearest øre, half away from zero, as invoices are rounded.
    HalfUp,
    /// To the nearest øre, half to the even øre.
    HalfEven,
    /// Towards zero.
    Down,
}

impl Rounding {
    fn strategy(self) -> RoundingStrategy {
        match self {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::Down => RoundingStrategy::ToZero,
        }
    }
}

/// An amount of money in whole minor units (øre).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    currency: Currency,
    minor: i128,
}

/// The largest amount that is taken from outside: ten thousand billion kroner. Sums of any number of them fit.
pub const MONEY_MINOR_MAX: i128 = 1_000_000_000_000_000;

/// Why a decimal or a text is no amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// More than two decimals, where the amount must be exact.
    FractionOfMinorUnit(String),
    /// Beyond ten thousand billion.
    OutOfRange(String),
    /// Not a decimal number.
    NotANumber(String),
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MoneyError::FractionOfMinorUnit(text) => write!(f, "{text} has a fraction of an øre"),
            MoneyError::OutOfRange(text) => write!(f, "{text} is too large an amount"),
            MoneyError::NotANumber(text) => write!(f, "{text:?} is no amount"),
        }
    }
}

impl std::error::Error for MoneyError {}

/// Why a sum cannot be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitError {
    /// There is nobody to split among, or all weights are zero.
    NoWeight,
    /// A weight is negative.
    NegativeWeight,
    /// The weights have more digits together than can be divided by exactly.
    TooManyDigits,
}

/// Weights by which sums are split, made once for many sums: whole numbers of one scale, so that no division rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    whole: Vec<i128>,
    /// More than zero, at most [`WEIGHTS_TOTAL_MAX`].
    total: i128,
}

/// The largest sum of weights by which a division digit by digit stays inside 128 bits.
const WEIGHTS_TOTAL_MAX: i128 = i128::MAX / 20;

impl Weights {
    /// Weights of zero or more, at least one of them above.
    pub fn new(weights: &[Decimal]) -> Result<Self, SplitError> {
        if weights.iter().any(|weight| weight.is_sign_negative() && !weight.is_zero()) {
            return Err(SplitError::NegativeWeight);
        }
        let scale = weights.iter().map(Decimal::scale).max().unwrap_or(0);
        let mut whole = Vec::with_capacity(weights.len());
        let mut total = 0_i128;
        for weight in weights {
            let shifted = weight.mantissa().checked_mul(10_i128.pow(scale - weight.scale()));
            let sum = shifted.and_then(|shifted| total.checked_add(shifted));
            let (Some(shifted), Some(sum)) = (shifted, sum) else { return Err(SplitError::TooManyDigits) };
            whole.push(shifted);
            total = sum;
        }
        match total {
            0 => Err(SplitError::NoWeight),
            WEIGHTS_TOTAL_MAX.. => Err(SplitError::TooManyDigits),
            _ => Ok(Self { whole, total }),
        }
    }

    /// How many parts a sum is split into.
    pub fn count(&self) -> usize {
        self.whole.len()
    }

    /// All parts of a sum, in the order of the weights: see [`Money::split`].
    pub fn split(&self, sum: Money) -> Vec<Money> {
        let amount = sum.minor.abs();
        let (mut parts, rests): (Vec<i128>, Vec<i128>) =
            self.whole.iter().map(|weight| multiplied_and_divided(amount, *weight, self.total)).unzip();
        let mut left = amount - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|&place| std::cmp::Reverse(rests[place]));
        for place in order {
            if left == 0 {
                break;
            }
            parts[place] += 1;
            left -= 1;
        }
        let sign = sum.minor.signum();
        parts.into_iter().map(|minor| Money { currency: sum.currency, minor: sign * minor }).collect()
    }

    /// One part of a sum, the same as [`Weights::split`] gives at that place, without allocating. It looks at all
    /// weights, which are few.
    pub fn part(&self, sum: Money, place: usize) -> Money {
        if self.whole.len() == 1 {
            return sum;
        }
        let amount = sum.minor.abs();
        let (own, own_rest) = multiplied_and_divided(amount, self.whole[place], self.total);
        let (mut left, mut served_before) = (amount, 0);
        for (other, weight) in self.whole.iter().enumerate() {
            let (part, rest) = multiplied_and_divided(amount, *weight, self.total);
            left -= part;
            if rest > own_rest || (rest == own_rest && other < place) {
                served_before += 1;
            }
        }
        let minor = if served_before < left { own + 1 } else { own };
        Money { currency: sum.currency, minor: sum.minor.signum() * minor }
    }
}

/// `amount` × `weight` ÷ `total` as quotient and remainder, exactly, also where the product has more than 128 bits.
fn multiplied_and_divided(amount: i128, weight: i128, total: i128) -> (i128, i128) {
    if let Some(product) = amount.checked_mul(weight) {
        return (product / total, product % total);
    }
    // Long division, one decimal digit of the amount at a time: no step is larger than twenty times the total.
    let (mut quotient, mut rest) = (0, 0);
    for exponent in (0..=amount.ilog10()).rev() {
        let digit = amount / 10_i128.pow(exponent) % 10;
        let step = rest * 10 + digit * weight;
        quotient = quotient * 10 + step / total;
        rest = step % total;
    }
    (quotient, rest)
}

/// What [`Money::times`] gives where everything fits in 64 bits, as it nearly always does: the same number, some ten times
/// as quick, which is what a simulation of a million settlements is made of.
fn times_in_one_word(minor: i128, factor: Decimal, rounding: Rounding) -> Option<i128> {
    let mantissa = i64::try_from(factor.mantissa()).ok()?;
    let product = i64::try_from(minor).ok()?.checked_mul(mantissa)?;
    let unit = 10_i64.checked_pow(factor.scale())?;
    let (whole, rest) = (product / unit, (product % unit).unsigned_abs());
    let twice = rest.checked_mul(2)?;
    let up = match rounding {
        Rounding::Down => false,
        Rounding::HalfUp => twice >= unit.unsigned_abs(),
        Rounding::HalfEven => twice > unit.unsigned_abs() || (twice == unit.unsigned_abs() && whole % 2 != 0),
    };
    let rounded = i128::from(if up { whole + product.signum() } else { whole });
    (rounded.abs() <= MONEY_MINOR_MAX).then_some(rounded)
}

impl Money {
    /// An amount of whole minor units.
    pub const fn from_minor(currency: Currency, minor: i128) -> Self {
        Self { currency, minor }
    }

    /// No money.
    pub const fn zero(currency: Currency) -> Self {
        Self::from_minor(currency, 0)
    }

    /// A decimal number of kroner that has at most two decimals.
    pub fn exact(currency: Currency, kroner: Decimal) -> Result<Self, MoneyError> {
        let money = Self::rounded(currency, kroner, Rounding::Down)?;
        if money.to_decimal() == kroner {
            Ok(money)
        } else {
            Err(MoneyError::FractionOfMinorUnit(kroner.to_string()))
        }
    }

    /// A decimal number of kroner, rounded to whole øre by the rule given.
    pub fn rounded(currency: Currency, kroner: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let rounded = kroner.round_dp_with_strategy(2, rounding.strategy());
        let minor = rounded.mantissa() * 10_i128.pow(2 - rounded.scale().min(2));
        if minor.abs() > MONEY_MINOR_MAX {
            return Err(MoneyError::OutOfRange(kroner.to_string()));
        }
        Ok(Self { currency, minor })
    }

    /// Kroner written with a point and at most two decimals: `4150`, `59760.00`, `-0.5`.
    pub fn parse(currency: Currency, text: &str) -> Result<Self, MoneyError> {
        let decimal = Decimal::from_str(text).map_err(|_| MoneyError::NotANumber(text.to_owned()))?;
        Self::exact(currency, decimal)
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whole minor units (øre).
    pub fn minor(self) -> i128 {
        self.minor
    }

    /// Kroner as an exact decimal with two decimals.
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.minor, 2)
    }

    /// Whether nothing is owed.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Money × rate, rounded by the rule given.
    pub fn times(self, factor: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        if let Some(minor) = times_in_one_word(self.minor, factor, rounding) {
            return Ok(Self { currency: self.currency, minor });
        }
        let product = self
            .to_decimal()
            .checked_mul(factor)
            .ok_or_else(|| MoneyError::OutOfRange(format!("{self} x {factor}")))?;
        Self::rounded(self.currency, product, rounding)
    }

    /// Money ÷ money: a rate, or nothing where the divisor is zero.
    pub fn ratio_to(self, whole: Money) -> Option<Decimal> {
        self.same_currency(whole);
        if whole.minor == 0 {
            return None;
        }
        self.to_decimal().checked_div(whole.to_decimal())
    }

    /// Splits the sum by weights so that the parts add up to it: each part is rounded down and the øre that are left
    /// go to the largest remainders, the earlier one first where two are equal.
    pub fn split(self, weights: &[Decimal]) -> Result<Vec<Money>, SplitError> {
        Ok(Weights::new(weights)?.split(self))
    }

    fn same_currency(self, other: Money) {
        assert_eq!(self.currency, other.currency, "two currencies are never added or compared");
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        self.same_currency(other);
        Money { currency: self.currency, minor: self.minor + other.minor }
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        self.same_currency(other);
        Money { currency: self.currency, minor: self.minor - other.minor }
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money { currency: self.currency, minor: -self.minor }
    }
}

/// Kroner with a point and two decimals: the form of files and JSON. What people read is formatted by language.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.minor.abs() / 100, self.minor.abs() % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {}", self.currency.code())
    }
}

/// In stored records money is a text with its currency: `59760.00 DKK`.
impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self} {}", self.currency.code()))
    }
}

impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (kroner, currency) = text.split_once(' ').unwrap_or((&text, ""));
        let currency = Currency::try_from(currency.to_owned()).map_err(serde::de::Error::custom)?;
        Money::parse(currency, kroner).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dkk(text: &str) -> Money {
        Money::parse(Currency::DKK, text).expect("an amount")
    }

    fn check_split(sum: &str, weights: &[&str], expected: &[&str]) {
        let weights: Vec<Decimal> = weights.iter().map(|text| text.parse().expect("a weight")).collect();
        let parts = dkk(sum).split(&weights).expect("a split");
        let expected: Vec<Money> = expected.iter().map(|text| dkk(text)).collect();
        assert_eq!(parts, expected, "{sum} by {weights:?}");
    }

    #[test]
    fn splits_give_the_largest_remainders_their_oere() {
        check_split("4150.00", &["1", "1", "1"], &["1383.34", "1383.33", "1383.33"]);
        check_split("-4150.00", &["1", "1", "1"], &["-1383.34", "-1383.33", "-1383.33"]);
        check_split("124000", &["0.50", "0.10", "0.25"], &["72941.18", "14588.23", "36470.59"]);
        check_split("0", &["3", "1"], &["0", "0"]);
        check_split("0.01", &["0", "1"], &["0", "0.01"]);
    }

    #[test]
    fn a_split_among_nobody_is_refused() {
        assert_eq!(dkk("1").split(&[]), Err(SplitError::NoWeight));
        assert_eq!(dkk("1").split(&[Decimal::ZERO]), Err(SplitError::NoWeight));
        assert_eq!(dkk("1").split(&[Decimal::ONE, -Decimal::ONE]), Err(SplitError::NegativeWeight));
    }

    #[test]
    fn weights_of_many_digits_split_exactly() {
        let fine = "0.0000000000000000000000000001";
        let rest = "0.9999999999999999999999999999";
        // The product has 43 digits. The one share is far below an øre, so the other has the larger remainder.
        check_split("10000000000000", &[fine, rest], &["0", "10000000000000"]);
        check_split(
            "10000000000000",
            &["0.3333333333333333333333333333", "0.6666666666666666666666666667"],
            &["3333333333333.33", "6666666666666.67"],
        );
        let huge = [Decimal::MAX, fine.parse().expect("a decimal")];
        assert_eq!(dkk("1").split(&huge), Err(SplitError::TooManyDigits));
    }

    #[test]
    fn rounding_is_named() {
        let third = "2.345".parse().expect("a decimal");
        let check = |rounding, expected: &str| {
            assert_eq!(Money::rounded(Currency::DKK, third, rounding).expect("in range"), dkk(expected));
        };
        check(Rounding::HalfUp, "2.35");
        check(Rounding::HalfEven, "2.34");
        check(Rounding::Down, "2.34");
        assert!(matches!(Money::exact(Currency::DKK, third), Err(MoneyError::FractionOfMinorUnit(_))));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "kr", "1,5", "1.2.3", "1e400"] {
            assert!(Money::parse(Currency::DKK, text).is_err(), "{text}");
        }
        assert!(matches!(Money::parse(Currency::DKK, "10000000000000.01"), Err(MoneyError::OutOfRange(_))));
    }

    #[test]
    #[should_panic(expected = "two currencies")]
    fn currencies_never_mix() {
        let euro = Money::from_minor(Currency::new("EUR").expect("a code"), 1);
        let _ = dkk("1") + euro;
    }

    /// A million: too many for a strategy that shrinks, so the numbers come from a generator of a few lines (xorshift,
    /// Marsaglia 2003), the same in every run.
    #[test]
    fn sums_hold_for_a_million_random_splits() {
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        for _ in 0..1_000_000 {
            let sum = Money::from_minor(Currency::DKK, i128::from(random(1_000_000_000)));
            let weights =
                Weights { whole: (0..=random(5)).map(|_| i128::from(1 + random(10_000))).collect(), total: 0 };
            let weights = Weights { total: weights.whole.iter().sum(), ..weights };
            let parts = weights.split(sum);
            assert_eq!(parts.iter().fold(Money::zero(Currency::DKK), |all, part| all + *part), sum);
            for (part, weight) in parts.iter().zip(&weights.whole) {
                let difference = (part.minor * weights.total - sum.minor * weight).abs();
                assert!(difference < weights.total, "{sum:?} by {weights:?}: {part:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn parts_add_up(minor in -MONEY_MINOR_MAX..MONEY_MINOR_MAX, weights in prop::collection::vec(0_i64..100_000, 1..9)) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let sum = Money::from_minor(Currency::DKK, minor);
            let weights: Vec<Decimal> = weights.into_iter().map(|weight| Decimal::new(weight, 3)).collect();
            let parts = sum.split(&weights).expect("weights are positive");
            let all = Weights::new(&weights).expect("weights are positive");
            for (place, part) in parts.iter().enumerate() {
                prop_assert_eq!(all.part(sum, place), *part);
            }
            prop_assert_eq!(parts.into_iter().fold(Money::zero(Currency::DKK), |all, part| all + part), sum);
        }

        /// The quick way gives what decimals give.
        #[test]
        fn times_in_one_word_is_times(
            minor in -2_000_000_000_000_i128..2_000_000_000_000,
            mantissa in -3_000_000_i64..3_000_000,
            scale in 0_u32..9,
        ) {
            let factor = Decimal::new(mantissa, scale);
            let money = Money::from_minor(Currency::DKK, minor);
            for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down] {
                let slow = Money::rounded(Currency::DKK, money.to_decimal() * factor, rounding);
                prop_assert_eq!(money.times(factor, rounding).ok(), slow.ok());
            }
        }

        #[test]
        fn long_division_is_division(amount in 0..MONEY_MINOR_MAX, weight in 0..1_i128 << 60, more in 1..1_i128 << 60) {
            // The same fraction with a factor that makes the product too large for 128 bits.
            let factor = 1_i128 << 59;
            let (quotient, rest) = multiplied_and_divided(amount, weight, weight + more);
            let large = multiplied_and_divided(amount, weight * factor, (weight + more) * factor);
            prop_assert_eq!(large, (quotient, rest * factor));
        }

        #[test]
        fn text_and_back(minor in -MONEY_MINOR_MAX..MONEY_MINOR_MAX) {
            let money = Money::from_minor(Currency::DKK, minor);
            prop_assert_eq!(Money::parse(Currency::DKK, &money.to_string()), Ok(money));
        }
    }
}
