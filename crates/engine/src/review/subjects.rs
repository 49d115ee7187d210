//! What several places say about one subject: they must agree with each other, with the agreement's own term, and speak
//! in the same unit.

use rust_decimal::Decimal;
use virkning_model::agreement::Agreement;
use virkning_model::claim::{Claim, ClaimSays, ClaimValue};
use virkning_model::implementation::ActualAbout;

use super::Remark;
use super::figures::{Figures, shown};
use super::terms::TermValue;

/// A claim about a subject, taken apart.
struct Said<'a> {
    claim: &'a Claim,
    about: &'a str,
    value: &'a ClaimValue,
    unit: Option<&'a str>,
    rounding: Decimal,
}

impl<'a> Said<'a> {
    fn of(claim: &'a Claim) -> Option<Self> {
        match &claim.says {
            ClaimSays::Value { about, value, unit, rounding } => {
                Some(Self { claim, about, value, unit: unit.as_deref(), rounding: *rounding })
            }
            _ => None,
        }
    }

    fn remark(&self, code: &'static str) -> Remark {
        Remark::new(code, format!("claim.{}", self.claim.id))
            .with("subject", self.about)
            .with("claim", &self.claim.text)
            .with("value", shown_value(self.value))
            .with("unit", self.unit.unwrap_or_default())
            .with("place", &self.claim.place)
            .with("document", self.claim.document.as_deref().unwrap_or_default())
    }
}

/// F004, F005, F008, W031.
pub(super) fn subjects(claims: &[Claim], figures: &Figures<'_>) -> Vec<Remark> {
    let said: Vec<Said<'_>> = claims.iter().filter_map(Said::of).collect();
    let mut remarks = Vec::new();
    for (place, one) in said.iter().enumerate() {
        if let Some(remark) = against_term(one, figures) {
            remarks.push(remark);
            continue;
        }
        // The first place that says otherwise is enough: every later one is measured against it.
        let earlier = said[..place].iter().filter(|other| other.about == one.about);
        remarks.extend(earlier.filter_map(|other| against_claim(one, other)).next());
        let silent = figures.agreement.filter(|agreement| is_about_overlap(one.about) && !has_overlap(agreement));
        remarks.extend(silent.map(|agreement| {
            let remark = one.remark("W031");
            let others = remark.arguments.into_iter().filter(|(name, _)| *name != "subject").collect();
            Remark { arguments: others, ..remark }.with("subject", &agreement.name)
        }));
    }
    remarks
}

fn against_term(said: &Said<'_>, figures: &Figures<'_>) -> Option<Remark> {
    let unit_of_measure = said.about.strip_prefix("measure.").and_then(|rest| {
        let id = rest.split('.').next()?;
        figures.agreement?.measures.iter().find(|measure| measure.id.as_str() == id)?.unit.as_deref()
    });
    let of_the_value = said.about.ends_with("_value") || said.about.contains("_value.");
    if let (Some(unit), Some(own), true) = (said.unit, unit_of_measure, of_the_value)
        && !same_words(unit, own)
    {
        let remark = said.remark("F008").with("other", "").with("other-unit", own);
        return Some(remark.with("other-place", "").with("other-document", ""));
    }
    let term = figures.term(said.about)?;
    (!agrees_with_term(said, &term)).then(|| said.remark("F005").with("term", shown_term(&term)))
}

fn against_claim(one: &Said<'_>, other: &Said<'_>) -> Option<Remark> {
    let remark = |code| {
        one.remark(code)
            .with("other", shown_value(other.value))
            .with("other-unit", other.unit.unwrap_or_default())
            .with("other-place", &other.claim.place)
            .with("other-document", other.claim.document.as_deref().unwrap_or_default())
    };
    if let (Some(unit), Some(other_unit)) = (one.unit, other.unit)
        && !same_words(unit, other_unit)
    {
        return Some(remark("F008"));
    }
    let slack = one.rounding.max(other.rounding);
    let agree = match (one.value, other.value) {
        (ClaimValue::Number(one), ClaimValue::Number(other)) => near(*one, *other, slack),
        (ClaimValue::Text(one), ClaimValue::Text(other)) => same_words(one, other),
        (ClaimValue::Date(one), ClaimValue::Date(other)) => one == other,
        (ClaimValue::Number(year), ClaimValue::Date(day)) | (ClaimValue::Date(day), ClaimValue::Number(year)) => {
            *year == Decimal::from(day.year())
        }
        _ => false,
    };
    (!agree).then(|| remark("F004"))
}

fn agrees_with_term(said: &Said<'_>, term: &TermValue) -> bool {
    match (said.value, term) {
        (ClaimValue::Number(value), TermValue::Number(own)) => near(*value, *own, said.rounding),
        (ClaimValue::Text(value), TermValue::Text(own)) => same_words(value, own),
        (ClaimValue::Date(value), TermValue::Date(own)) => value == own,
        (ClaimValue::Number(year), TermValue::Date(day)) => *year == Decimal::from(day.year()),
        (ClaimValue::Date(day), TermValue::Number(year)) => *year == Decimal::from(day.year()),
        _ => false,
    }
}

fn near(one: Decimal, other: Decimal, slack: Decimal) -> bool {
    one.checked_sub(other).is_some_and(|difference| difference.abs() <= slack)
}

/// Case, surrounding and repeated blanks and a full stop at the end do not make other words.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// Words as they are compared.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().trim_end_matches('.').to_owned()
}

fn shown_value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Number(number) => shown(*number),
        ClaimValue::Text(text) => text.clone(),
        ClaimValue::Date(day) => day.to_string(),
    }
}

fn shown_term(term: &TermValue) -> String {
    match term {
        TermValue::Number(number) => shown(*number),
        TermValue::Text(text) => text.clone(),
        TermValue::Date(day) => day.to_string(),
    }
}

fn is_about_overlap(about: &str) -> bool {
    about == "overlap" || about.starts_with("overlap.") || about.starts_with("overlap ")
}

fn has_overlap(agreement: &Agreement) -> bool {
    agreement.business_case.as_ref().is_some_and(|case| case.overlap.is_some())
}

/// F008 for reports: the unit of a mean against the unit of the measure.
pub(super) fn units_of_reports(agreement: &Agreement) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for actual in &agreement.actuals {
        let ActualAbout::Measure(id) = &actual.about else { continue };
        let own = agreement.measure(id).and_then(|measure| measure.unit.as_deref());
        let (Some(unit), Some(own), Some(mean)) = (actual.unit.as_deref(), own, actual.mean) else { continue };
        if !same_words(unit, own) {
            remarks.push(
                Remark::new("F008", format!("actual.{}", actual.id))
                    .with("subject", format!("measure.{id}"))
                    .with("claim", &actual.label)
                    .with("value", shown(mean))
                    .with("unit", unit)
                    .with("place", "")
                    .with("document", "")
                    .with("other", "")
                    .with("other-unit", own)
                    .with("other-place", "")
                    .with("other-document", ""),
            );
        }
    }
    remarks
}
