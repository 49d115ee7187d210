//! What the cohort shall look like, as a plain value: read off an agreement, or written by hand. No person is drawn here.

use std::collections::BTreeMap;

use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, Eligibility, Measure, PaidPer, Window};
use virkning_model::source;

/// A cohort to make up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortPlan {
    /// Starters by year: exactly so many are enrolled.
    pub starters: BTreeMap<i16, u32>,
    /// The youngest at the start, in whole years.
    pub age_from: u8,
    /// The oldest at the start, in whole years.
    pub age_to: u8,
    /// Whether the agreement has a rule of age, so that somebody can be too old for it.
    pub age_is_tested: bool,
    /// The calendar month in which outcomes are measured, 1 to 12.
    pub measured_month: i8,
    /// Months after the measured month before an edition is final.
    pub final_after_months: i32,
    /// The share that succeeds, in ten-thousandths, by measured year. The last one holds for all later years. The register
    /// meets it by and large, never exactly.
    pub success_rates: BTreeMap<i16, u32>,
    /// The columns of the list that the rules of admission read, in the order of the agreement.
    pub columns: Vec<ListColumn>,
    /// Whether the list says who is in which arm of a trial: every second person is in the control arm.
    pub with_arms: bool,
    /// Whether the list says who completed: everyone who has not left, ten months after the start.
    pub with_completion: bool,
    /// The measured year in which one participant's education stands under [`crate::UNKNOWN_CODE`].
    pub unknown_code_in: Option<i16>,
    /// So many participants stand on the list and not in the register.
    pub missing_from_extract: u32,
}

/// A column of the list that a rule of admission reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// Its name in the agreement: `rehabilitation-team`.
    pub column: String,
    /// What stands in it.
    pub kind: ListColumnKind,
}

impl ListColumn {
    /// Its name in the list's header: Danish where one is known, else the name in the agreement with underscores.
    pub fn header(&self) -> String {
        let known = match self.column.as_str() {
            "rehabilitation-team" => "rehabiliteringsteam",
            "finishing-stu" => "afslutter_stu",
            "psychiatry-target-group" => "psykiatriens_maalgruppe",
            "profile-confirmed" => "profil_bekraeftet",
            "help-confirmed" => "hjaelp_bekraeftet",
            "substance-use-assessed" => "misbrug_vurderet",
            other => return other.replace('-', "_"),
        };
        known.to_owned()
    }
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListColumnKind {
    /// `ja` or `nej`; a yes keeps the person out.
    Exclusion,
    /// The date of a confirmation.
    Confirmation,
}

impl CohortPlan {
    /// No cohort at all.
    pub fn none() -> Self {
        Self {
            starters: BTreeMap::new(),
            age_from: 16,
            age_to: 29,
            age_is_tested: false,
            measured_month: 11,
            final_after_months: 3,
            success_rates: BTreeMap::new(),
            columns: Vec::new(),
            with_arms: false,
            with_completion: false,
            unknown_code_in: None,
            missing_from_extract: 0,
        }
    }

    /// Starters of all years.
    pub fn participants(&self) -> u32 {
        self.starters.values().sum()
    }

    /// The share that succeeds in a year, in ten-thousandths; nothing before the first measured year.
    pub fn success_rate(&self, year: i16) -> u32 {
        self.success_rates.range(..=year).next_back().map_or(0, |(_, rate)| *rate)
    }
}

/// The success rate where an agreement expects none.
const RATE_WITHOUT_EXPECTATION: u32 = 3_500;

/// The cohort that an agreement describes: its intake, ages, rules of admission and expected success rates. In a register
/// of few people the intake is scaled down, so that at least half of them are in no cohort.
pub fn cohort_plan(agreement: &Agreement, people: u32) -> CohortPlan {
    let none = CohortPlan::none();
    let mut plan = CohortPlan { starters: agreement.intake.by_year.clone(), ..none };
    if let Some((age_from, age_to)) = ages(agreement) {
        plan = CohortPlan { age_from, age_to, age_is_tested: true, ..plan };
    }
    plan.columns = agreement.admission.iter().filter_map(|rule| column(&rule.test)).collect();
    plan.with_arms =
        agreement.payments.iter().any(|payment| matches!(payment.per, PaidPer::Estimate | PaidPer::Difference));
    plan.with_completion = agreement.measures.iter().any(|measure| measure.eligible == Eligibility::Completed);
    if let Some((measure, month, years)) = measured(agreement) {
        plan.measured_month = month;
        plan.final_after_months = source::source(&measure.source).map_or(3, |source| source.final_after_months);
        plan.success_rates = years.iter().map(|year| (year, rate(measure, year))).collect();
    }
    plan.unknown_code_in = unknown_code_year(&plan);
    scale(&mut plan.starters, people / 3);
    plan
}

fn ages(agreement: &Agreement) -> Option<(u8, u8)> {
    agreement.admission.iter().find_map(|rule| match rule.test {
        AdmissionTest::Age { from, to } => Some((from, to)),
        _ => None,
    })
}

fn column(test: &AdmissionTest) -> Option<ListColumn> {
    match test {
        AdmissionTest::Age { .. } => None,
        AdmissionTest::Exclusion { column } => {
            Some(ListColumn { column: column.clone(), kind: ListColumnKind::Exclusion })
        }
        AdmissionTest::Judgement { column, .. } => {
            Some(ListColumn { column: column.clone(), kind: ListColumnKind::Confirmation })
        }
    }
}

/// The first measure of a calendar month that is paid for, else the first one at all.
fn measured(agreement: &Agreement) -> Option<(&Measure, i8, virkning_model::period::Years)> {
    let paid = agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure));
    paid.chain(&agreement.measures).find_map(|measure| match measure.window {
        Window::CalendarMonth { month, years } => Some((measure, month, years)),
        _ => None,
    })
}

fn rate(measure: &Measure, year: i16) -> u32 {
    let Some(rate) = measure.expected.as_ref().and_then(|expected| expected.get(year)) else {
        return RATE_WITHOUT_EXPECTATION;
    };
    let scaled = rate.mantissa() * 10_000 / 10_i128.pow(rate.scale());
    u32::try_from(scaled).unwrap_or(0).min(10_000)
}

/// The third measured year, so that whoever started in the first year has no window since the start left open.
fn unknown_code_year(plan: &CohortPlan) -> Option<i16> {
    let first_start = *plan.starters.keys().next()?;
    let year = *plan.success_rates.keys().nth(2)?;
    (year >= first_start + 3).then_some(year)
}

fn scale(starters: &mut BTreeMap<i16, u32>, most: u32) {
    let planned: u64 = starters.values().map(|count| u64::from(*count)).sum();
    if planned > u64::from(most) {
        for count in starters.values_mut() {
            *count = (u64::from(*count) * u64::from(most) / planned) as u32;
        }
    }
}
