//! A small agreement for tests, built by hand: the terms that cohorts, lists and measures look at, and little else. The
//! real documents stand under `agreements/`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::agreement::{
    AccountHolder, AccountingYear, AdmissionRule, AdmissionTest, Agreement, AgreementKind, Budget, BudgetKind,
    CarryForward, Clause, Counted, Eligibility, EnrolmentStep, Intake, Intervention, Measure, MissingData, PaidPer,
    Party, PartyRole, PayerShare, Payment, PriceLevel, ReceiverOrder, ReceiverShare, Settled, TargetGroup, Tariff,
    Unit, Window,
};
use virkning_model::expression::{Comparison, Expression, RowPredicate, Rows, Table};
use virkning_model::id::{AgreementId, BudgetId, MeasureId, PartyId, TermId};
use virkning_model::period::{ByYear, Years};
use virkning_model::{Currency, Decimal, Money, Rounding};

/// An agreement in the manner of IPS-PLUS: ages 16 to 29, three exclusions, one judgement, an intake of 60 and three
/// times 80 from 2023, November of 2024 to 2030 measured, expected rates of 24 % and then 48 %.
pub fn agreement() -> Agreement {
    Agreement {
        id: AgreementId::new("sample").expect("an identifier"),
        name: "Sample".to_owned(),
        aliases: Vec::new(),
        kind: AgreementKind::OutcomesContract,
        version: "1".to_owned(),
        currency: Currency::DKK,
        rounding: Rounding::HalfUp,
        price_level: PriceLevel::NotStated,
        from: Date::constant(2023, 1, 1),
        to: Date::constant(2031, 3, 31),
        purpose: "A sample.".to_owned(),
        parties: vec![party("town", PartyRole::Authority), party("council", PartyRole::Investor)],
        budgets: vec![budget()],
        target_group: TargetGroup {
            description: "Young people.".to_owned(),
            profile: Vec::new(),
            clause: Clause::default(),
            origin: None,
        },
        admission: admission(),
        intake: Intake {
            unit: Unit::Person,
            by_year: [(2023, 60), (2024, 80), (2025, 80), (2026, 80)].into(),
            up_to: BTreeMap::new(),
            total: None,
            planned_start: None,
            completion: None,
            drop_out: None,
            counts_from: vec![EnrolmentStep::Accepted, EnrolmentStep::Started],
            clause: Clause::default(),
            origin: None,
        },
        intervention: Intervention {
            label: "Help".to_owned(),
            provider: "The town".to_owned(),
            steps: Vec::new(),
            clause: Clause::default(),
            origin: None,
        },
        measures: vec![measure()],
        goals: Vec::new(),
        trial: None,
        implementation: Vec::new(),
        actuals: Vec::new(),
        payments: vec![payment()],
        roles: Vec::new(),
        activities: Vec::new(),
        funding: Vec::new(),
        own_financing: Vec::new(),
        costs: Vec::new(),
        savings: Vec::new(),
        business_case: None,
        limits: Vec::new(),
        overlaps: Vec::new(),
        guarantees: Vec::new(),
        capital_returns: Vec::new(),
        code_lists: Vec::new(),
        indices: Vec::new(),
        financing: None,
        transaction_costs: Vec::new(),
        purchases: Vec::new(),
        sensitivities: Vec::new(),
        follow_ups: Vec::new(),
        meetings: Vec::new(),
        duties: Vec::new(),
        continuation: None,
        criteria: Vec::new(),
        choices: Vec::new(),
        claims: Vec::new(),
        printed: Vec::new(),
        examples: Vec::new(),
        signatures: Vec::new(),
        amendments: Vec::new(),
        earlier: Vec::new(),
        not_stated: Vec::new(),
        origin: None,
    }
}

fn party(id: &str, role: PartyRole) -> Party {
    Party {
        id: PartyId::new(id).expect("an identifier"),
        name: id.to_owned(),
        short_name: id.to_owned(),
        role,
        also: Vec::new(),
        legal_entity: "town".to_owned(),
        clause: Clause::default(),
        origin: None,
    }
}

fn budget() -> Budget {
    Budget {
        id: BudgetId::new("central").expect("an identifier"),
        party: PartyId::new("town").expect("an identifier"),
        kind: BudgetKind::Central,
        label: "Central".to_owned(),
        committee: None,
        area: None,
        inside_service_frame: None,
        clause: Clause::default(),
        origin: None,
    }
}

fn admission() -> Vec<AdmissionRule> {
    let exclusion = |column: &str| AdmissionTest::Exclusion { column: column.to_owned() };
    let role = TermId::new("psychologist").expect("an identifier");
    let tests = [
        ("age", AdmissionTest::Age { from: 16, to: 29 }),
        ("profile", AdmissionTest::Judgement { role, column: "profile-confirmed".to_owned() }),
        ("no-rehabilitation-team", exclusion("rehabilitation-team")),
        ("not-finishing-stu", exclusion("finishing-stu")),
        ("not-psychiatry", exclusion("psychiatry-target-group")),
    ];
    let rule = |(id, test): (&str, AdmissionTest)| AdmissionRule {
        id: TermId::new(id).expect("an identifier"),
        label: id.to_owned(),
        test,
        clause: Clause::default(),
        origin: None,
    };
    tests.into_iter().map(rule).collect()
}

fn measure() -> Measure {
    Measure {
        id: MeasureId::new("work-or-education").expect("an identifier"),
        label: "In work or education in November".to_owned(),
        source: "dream".to_owned(),
        window: Window::CalendarMonth { month: 11, years: Years { from: 2024, to: 2030 } },
        success: Some(Expression::Or(vec![
            Expression::Any(Rows {
                table: Table::Job,
                predicate: RowPredicate::Ratio(Comparison::Greater, Decimal::ZERO),
            }),
            Expression::Any(Rows { table: Table::Week, predicate: RowPredicate::State(vec!["education".to_owned()]) }),
        ])),
        success_text: "any(job.ratio > 0) or any(week.state = education)".to_owned(),
        value: None,
        value_text: String::new(),
        unit: None,
        eligible: Eligibility::EnrolledBeforeTheYear,
        settled: Some(Settled { month: 3, day: 31, years_later: 1 }),
        expected: Some(ByYear { named: [(2024, Decimal::new(24, 2))].into(), later: Some(Decimal::new(48, 2)) }),
        expected_at: BTreeMap::new(),
        expected_value: None,
        baseline: None,
        baseline_value: None,
        target: None,
        target_value: None,
        target_difference: None,
        requires: None,
        missing: MissingData::Unclarified,
        left_population: None,
        evidence: None,
        verified_by: None,
        clause: Clause::default(),
        origin: None,
    }
}

fn payment() -> Payment {
    Payment {
        id: TermId::new("outcome-payment").expect("an identifier"),
        label: "For each success".to_owned(),
        measure: MeasureId::new("work-or-education").expect("an identifier"),
        per: PaidPer::Success,
        tariff: Tariff::Price(Money::exact(Currency::DKK, Decimal::from(4_150)).expect("whole kroner")),
        estimate: None,
        carry_forward: CarryForward::None,
        counted: Counted::Gross,
        minimum: None,
        unless: Vec::new(),
        years: None,
        minimum_cohort: None,
        held_back: None,
        indexed: None,
        accounting_year: AccountingYear::Paid,
        from: vec![PayerShare::whole(AccountHolder {
            party: PartyId::new("town").expect("an identifier"),
            budget: Some(BudgetId::new("central").expect("an identifier")),
        })],
        to: vec![ReceiverShare::whole(PartyId::new("council").expect("an identifier"))],
        to_order: ReceiverOrder::ProRata,
        covered_by_saving_share: None,
        clause: Clause::default(),
        origin: None,
    }
}
