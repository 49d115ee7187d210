//! Units of observations: which one a value is in, and the value in the unit of the snapshot. Without a unit beside it a
//! value is taken by its range, and all values of an import must then be in the same unit.

use virkning_model::Decimal;

use super::profile::Unit;

/// How many values came in which unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnitTally {
    /// Values in the other unit that say so.
    pub(crate) said_other: u64,
    /// Values in the unit of the snapshot that do not say so.
    pub(crate) by_range: u64,
    /// Values in the other unit that do not say so.
    pub(crate) by_range_other: u64,
}

/// Why a value has no unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitProblem {
    /// The unit that is written is none of the profile's.
    Unknown,
    /// No value in that unit.
    OutOfRange,
}

/// The value in the unit of the snapshot.
pub(crate) fn canonical(
    units: &[Unit],
    name: &str,
    value: Decimal,
    written: &str,
    tally: &mut UnitTally,
) -> Result<Decimal, UnitProblem> {
    let Some(unit) = units.iter().find(|unit| unit.of == name) else { return Ok(value) };
    let is_written = |known: &[String], own: &str| {
        let written = written.to_lowercase();
        own.to_lowercase() == written || known.iter().any(|known| known.to_lowercase() == written)
    };
    let fits = (unit.from..=unit.to).contains(&value);
    let other = unit.other.as_ref();
    let converted = other.filter(|other| (other.from..=other.to).contains(&value));
    let converted = converted.and_then(|other| value.checked_mul(other.factor)?.checked_add(other.offset));
    if written.is_empty() {
        if fits {
            tally.by_range += u64::from(other.is_some());
            return Ok(value);
        }
        tally.by_range_other += u64::from(converted.is_some());
        return converted.ok_or(UnitProblem::OutOfRange);
    }
    if is_written(&unit.written, &unit.unit) {
        return if fits { Ok(value) } else { Err(UnitProblem::OutOfRange) };
    }
    match other {
        Some(other) if is_written(&other.written, "") => {
            tally.said_other += u64::from(converted.is_some());
            converted.ok_or(UnitProblem::OutOfRange)
        }
        _ => Err(UnitProblem::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::EventProfile;
    use super::*;

    #[test]
    fn both_units_of_hba1c() {
        let units = EventProfile::built_in("observations").expect("a profile").units;
        let check = |value: &str, written: &str, expected: Result<&str, UnitProblem>| {
            let value = value.parse().expect("a number");
            let got = canonical(&units, "hba1c", value, written, &mut UnitTally::default());
            let got = got.map(|value| value.normalize().to_string());
            assert_eq!(got.as_deref().map_err(|problem| *problem), expected, "{value} {written}");
        };
        // 10.93 × 6.5 − 23.50 = 47.545 and 10.93 × 7.0 − 23.50 = 53.01 (register facts 6.4: 48 and 53 in whole numbers).
        check("6.5", "%", Ok("47.545"));
        check("7.0", "procent", Ok("53.01"));
        check("6.5", "", Ok("47.545"));
        check("48", "mmol/mol", Ok("48"));
        check("48", "", Ok("48"));
        check("20", "", Ok("20"));
        check("163", "", Ok("163"));
        check("163.1", "", Err(UnitProblem::OutOfRange));
        check("2.9", "", Err(UnitProblem::OutOfRange));
        check("6.5", "mmol/mol", Err(UnitProblem::OutOfRange));
        check("48", "%", Err(UnitProblem::OutOfRange));
        check("48", "mg/dl", Err(UnitProblem::Unknown));
        check("48", "MMOL/MOL", Ok("48"));
    }

    #[test]
    fn values_without_a_unit_of_their_own_are_as_they_are() {
        let value = "7.25".parse().expect("a number");
        assert_eq!(canonical(&[], "action-plan-score", value, "point", &mut UnitTally::default()), Ok(value));
    }
}
