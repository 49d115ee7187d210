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
        if weights.iter().any(Decimal::is_sign_negative) {
            return Err(SplitError::NegativeWeight);
        }
        // Weights become whole numbers of one scale, so that the division below is exact.
        let scale = weights.iter().map(Decimal::scale).max().unwrap_or(0);
        let whole: Vec<i128> =
            weights.iter().map(|weight| weight.mantissa() * 10_i128.pow(scale - weight.scale())).collect();
        let total: i128 = whole.iter().sum();
        if total == 0 {
            return Err(SplitError::NoWeight);
        }
        let sign = self.minor.signum();
        let amount = self.minor.abs();
        let mut parts: Vec<i128> = whole.iter().map(|weight| amount * weight / total).collect();
        let mut left = amount - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|&place| std::cmp::Reverse(amount * whole[place] % total));
        for place in order {
            if left == 0 {
                break;
            }
            parts[place] += 1;
            left -= 1;
        }
        Ok(parts.into_iter().map(|minor| Self { currency: self.currency, minor: sign * minor }).collect())
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

    proptest! {
        #[test]
        fn parts_add_up(minor in -MONEY_MINOR_MAX..MONEY_MINOR_MAX, weights in prop::collection::vec(0_i64..100_000, 1..9)) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let sum = Money::from_minor(Currency::DKK, minor);
            let weights: Vec<Decimal> = weights.into_iter().map(|weight| Decimal::new(weight, 3)).collect();
            let parts = sum.split(&weights).expect("weights are positive");
            prop_assert_eq!(parts.into_iter().fold(Money::zero(Currency::DKK), |all, part| all + part), sum);
        }

        #[test]
        fn text_and_back(minor in -MONEY_MINOR_MAX..MONEY_MINOR_MAX) {
            let money = Money::from_minor(Currency::DKK, minor);
            prop_assert_eq!(Money::parse(Currency::DKK, &money.to_string()), Ok(money));
        }
    }
}
