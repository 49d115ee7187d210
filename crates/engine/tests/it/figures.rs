//! Published and independently computed figures, read from `figures/ips-plus.toml`; no number is typed again here.

use rust_decimal::Decimal;
use virkning_model::{Currency, Money};

/// The figures of IPS-PLUS.
pub struct Figures(toml::Table);

impl Figures {
    pub fn read() -> Self {
        Self(include_str!("../../../../figures/ips-plus.toml").parse().unwrap())
    }

    fn value(&self, path: &str) -> &toml::Value {
        let mut keys = path.split('.');
        let first = &self.0[keys.next().unwrap()];
        keys.fold(first, |value, key| value.get(key).unwrap_or_else(|| panic!("{path} is not among the figures")))
    }

    /// A number with no more decimals than it is written with. Test data only: six decimals are enough for all of them.
    pub fn decimal(&self, path: &str) -> Decimal {
        number(self.value(path))
    }

    pub fn whole(&self, path: &str) -> i64 {
        self.value(path).as_integer().unwrap()
    }

    pub fn wholes(&self, path: &str) -> Vec<i64> {
        self.value(path).as_array().unwrap().iter().map(|value| value.as_integer().unwrap()).collect()
    }

    pub fn texts(&self, path: &str) -> Vec<&str> {
        self.value(path).as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
    }

    /// A table of years and whole numbers.
    pub fn by_year(&self, path: &str) -> Vec<(i16, i64)> {
        let table = self.value(path).as_table().unwrap();
        table.iter().map(|(year, value)| (year.parse().unwrap(), value.as_integer().unwrap())).collect()
    }

    /// An amount that is printed as text.
    pub fn money(&self, path: &str) -> Money {
        Money::parse(Currency::DKK, self.value(path).as_str().unwrap()).unwrap()
    }

    /// An amount in whole kroner.
    pub fn kroner(&self, path: &str) -> Money {
        Money::exact(Currency::DKK, Decimal::from(self.whole(path))).unwrap()
    }
}

fn number(value: &toml::Value) -> Decimal {
    match value {
        toml::Value::Integer(whole) => Decimal::from(*whole),
        toml::Value::Float(float) => float.to_string().parse().unwrap(),
        other => panic!("{other} is no number"),
    }
}
