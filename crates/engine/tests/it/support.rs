//! Builders of agreements and observations: the terms of IPS-PLUS, with the numbers of the published figures.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use virkning_engine::{Case, RULESET};
use virkning_model::agreement::*;
use virkning_model::business_case::*;
use virkning_model::expression::{Comparison, Expression, RowPredicate, Rows, Table};
use virkning_model::id::{
    AgreementId, Alias, BudgetId, ContentHash, MeasureId, PartyId, ProposalId, SnapshotId, TermId,
};
use virkning_model::observation::{Arm, Observation, Outcome, Situation};
use virkning_model::period::{ByYear, Years};
use virkning_model::settlement::{Inputs, PostedBefore, Proposal};
use virkning_model::{Currency, Money, Rounding};

use crate::figures::Figures;

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn dkk(text: &str) -> Money {
    Money::parse(Currency::DKK, text).unwrap()
}

pub fn party(text: &str) -> PartyId {
    PartyId::new(text).unwrap()
}

pub fn measure_id() -> MeasureId {
    MeasureId::new("work-or-education").unwrap()
}

pub fn term(text: &str) -> TermId {
    TermId::new(text).unwrap()
}

pub fn hash(byte: u8) -> ContentHash {
    ContentHash::from_bytes([byte; 32])
}

pub fn proposal_id(year: i16) -> ProposalId {
    ProposalId::new(format!("ips-plus-{year}")).unwrap()
}

pub fn alias(number: u32) -> Alias {
    Alias::new(format!("p{number:07}")).unwrap()
}

pub fn holder(party_id: &str, budget: Option<&str>) -> AccountHolder {
    AccountHolder { party: party(party_id), budget: budget.map(|id| BudgetId::new(id).unwrap()) }
}

pub fn clause(line: u32) -> Clause {
    Clause { section: "test".to_owned(), line }
}

pub fn rates(first: &str, later: &str) -> ByYear<Decimal> {
    ByYear { named: [(2024, decimal(first))].into(), later: Some(decimal(later)) }
}

/// The terms of IPS-PLUS; numbers that the figures state are read from them.
pub fn ips_plus() -> Agreement {
    let figures = Figures::read();
    let years = figures.wholes("funding.years");
    let tranche_years = Years { from: years[0] as i16, to: *years.last().unwrap() as i16 };
    let (amount, own) = (figures.kroner("funding.rsi_per_year_kr"), figures.kroner("funding.msb_per_year_kr"));
    let intake = figures.by_year("intake.by_year");
    Agreement {
        id: AgreementId::new("ips-plus").unwrap(),
        name: "IPS-PLUS".to_owned(),
        aliases: Vec::new(),
        kind: AgreementKind::OutcomesContract,
        version: "1".to_owned(),
        currency: Currency::DKK,
        rounding: Rounding::HalfUp,
        price_level: PriceLevel::NotStated,
        from: date(2023, 1, 1),
        to: date(2031, 3, 31),
        purpose: String::new(),
        parties: vec![
            party_of("aarhus", PartyRole::Authority, "Aarhus Kommune"),
            party_of("rsi", PartyRole::Investor, "Aarhus Kommune"),
        ],
        budgets: vec![budget("central", BudgetKind::Central), budget("decentral", BudgetKind::Decentral)],
        target_group: TargetGroup { description: String::new(), profile: Vec::new(), clause: clause(10), origin: None },
        admission: Vec::new(),
        intake: Intake {
            unit: Unit::Person,
            by_year: intake.into_iter().map(|(year, starters)| (year, starters as u32)).collect(),
            up_to: BTreeMap::new(),
            total: None,
            planned_start: None,
            completion: None,
            drop_out: None,
            counts_from: vec![EnrolmentStep::Accepted, EnrolmentStep::Started],
            clause: clause(20),
            origin: None,
        },
        intervention: Intervention {
            label: String::new(),
            provider: String::new(),
            steps: Vec::new(),
            clause: clause(30),
            origin: None,
        },
        roles: Vec::new(),
        activities: Vec::new(),
        measures: vec![payment_measure(&figures)],
        goals: Vec::new(),
        trial: None,
        implementation: Vec::new(),
        actuals: Vec::new(),
        funding: vec![Funding {
            id: term("conditional-grant"),
            from: party("rsi"),
            to: holder("aarhus", Some("decentral")),
            amount: Some(amount),
            on: figures.texts("funding.rsi_paid_on").into_iter().map(|day| day.parse().unwrap()).collect(),
            clause: clause(80),
            origin: None,
        }],
        own_financing: vec![OwnFinancing {
            id: term("own-share"),
            holder: holder("aarhus", Some("decentral")),
            amount: own,
            years: tranche_years,
            clause: clause(51),
            origin: None,
        }],
        costs: vec![Cost {
            id: term("programme"),
            label: "Indsats".to_owned(),
            bearer: holder("aarhus", Some("decentral")),
            amounts: Yearly::Even { amount: amount + own, years: tranche_years },
            kind: CostKind::Operations,
            pool: None,
            area: None,
            clause: clause(50),
            origin: None,
        }],
        savings: savings(&figures),
        business_case: Some(business_case(&figures)),
        payments: vec![Payment {
            id: term("outcome-payment"),
            label: "Resultatbetaling".to_owned(),
            measure: measure_id(),
            per: PaidPer::Success,
            tariff: Tariff::Price(figures.kroner("outcome.price_per_success_kr")),
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
            to_order: ReceiverOrder::ProRata,
            from: vec![PayerShare::whole(holder("aarhus", Some("central")))],
            to: vec![ReceiverShare::whole(party("rsi"))],
            covered_by_saving_share: Some(figures.decimal("business_case.split_printed.Indkomstoverførsler")),
            clause: clause(70),
            origin: None,
        }],
        limits: vec![Limit {
            id: term("return-cap"),
            rule: LimitRule::ReturnCap {
                party: party("rsi"),
                annual_return: figures.decimal("outcome.return_cap"),
                method: ReturnCapMethod::Compound,
            },
            clause: clause(71),
            origin: None,
        }],
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

pub fn party_of(id: &str, role: PartyRole, legal_entity: &str) -> Party {
    Party {
        id: party(id),
        name: id.to_owned(),
        short_name: id.to_owned(),
        role,
        also: Vec::new(),
        legal_entity: legal_entity.to_owned(),
        clause: clause(1),
        origin: None,
    }
}

fn budget(id: &str, kind: BudgetKind) -> Budget {
    Budget {
        id: BudgetId::new(id).unwrap(),
        party: party("aarhus"),
        kind,
        label: id.to_owned(),
        committee: None,
        area: None,
        inside_service_frame: None,
        clause: clause(2),
        origin: None,
    }
}

/// Adds a second investor of another legal entity that gives the same instalments and is paid the price per success.
pub fn with_second_investor(mut agreement: Agreement, price: &str) -> Agreement {
    agreement.parties.push(party_of("dsi", PartyRole::Investor, "DSI"));
    let mut funding = agreement.funding[0].clone();
    (funding.id, funding.from) = (term("second-grant"), party("dsi"));
    agreement.funding.push(funding);
    let mut payment = agreement.payments[0].clone();
    (payment.id, payment.tariff) = (term("second-payment"), Tariff::Price(dkk(price)));
    payment.to = vec![ReceiverShare::whole(party("dsi"))];
    agreement.payments.push(payment);
    agreement
}

fn payment_measure(figures: &Figures) -> Measure {
    // Annex 2: half the rate at the first measurement; its income fixes the rate (48 %, stated in the figures' comment).
    Measure {
        id: measure_id(),
        label: "I arbejde eller uddannelse i november".to_owned(),
        source: "dream".to_owned(),
        window: Window::CalendarMonth { month: 11, years: Years { from: 2024, to: 2030 } },
        success: Some(Expression::Any(Rows {
            table: Table::Job,
            predicate: RowPredicate::Ratio(Comparison::Greater, Decimal::ZERO),
        })),
        success_text: "any(job.ratio > 0)".to_owned(),
        value: None,
        value_text: String::new(),
        unit: None,
        eligible: Eligibility::EnrolledBeforeTheYear,
        settled: Some(Settled { month: 3, day: 31, years_later: 1 }),
        expected: Some(rates("0.24", "0.48")),
        baseline: Some(figures.decimal("outcome.no_effect_baseline.rate")),
        expected_at: BTreeMap::new(),
        expected_value: None,
        baseline_value: None,
        target: None,
        target_value: None,
        target_difference: None,
        requires: None,
        missing: MissingData::Unclarified,
        left_population: None,
        evidence: None,
        verified_by: None,
        clause: clause(60),
        origin: None,
    }
}

fn business_case(figures: &Figures) -> BusinessCase {
    let years = figures.wholes("business_case.years");
    BusinessCase {
        years: Years { from: years[0] as i16, to: *years.last().unwrap() as i16 },
        phase_in: Some(ByYear {
            named: [2023, 2024].map(|year| (year, figures.decimal(&format!("business_case.phase_in.{year}")))).into(),
            later: Some(figures.decimal("business_case.phase_in.2025")),
        }),
        overlap: Some(Overlap {
            with: "UngiFokus".to_owned(),
            share_of_participants: figures.decimal("business_case.overlap.share_of_citizens"),
            share_credited_elsewhere: figures.decimal("business_case.overlap.share_of_effect_elsewhere"),
            origin: None,
        }),
        columns: BTreeMap::new(),
        double_period: DoublePeriod::OnePeriod,
        payback_rule: PaybackRule::ElapsedPeriods,
        attrition: Vec::new(),
        net_success_rate: None,
        discount_rate: Decimal::ZERO,
        basis: None,
        tail: None,
        model: None,
        price_year: None,
        clause: clause(40),
        origin: None,
    }
}

/// The profile before overlap (its exact net values over 0.95), divided 50 : 10 : 25, and the avoided assessments.
fn savings(figures: &Figures) -> Vec<Saving> {
    let thousand = Decimal::ONE_THOUSAND;
    let fraction = |text: &str| {
        let (above, below) = text.split_once('/').unwrap();
        decimal(above) * thousand / (decimal(below) * decimal("0.95"))
    };
    let share = |area: &str, budget: &str| SavingShare {
        area: area.to_owned(),
        weight: figures.decimal(&format!("business_case.split_printed.{area}")),
        holder: holder("aarhus", Some(budget)),
    };
    let volumes = figures.by_year("business_case.assessments_avoided");
    vec![
        Saving {
            id: term("benefits-and-services"),
            label: "Indkomstoverførsler og serviceydelser".to_owned(),
            size: SavingSize::PerStarter {
                profile: figures.texts("business_case.profile_net_exact").into_iter().map(fraction).collect(),
            },
            permanent: None,
            evidence: None,
            cashable: None,
            refund: None,
            uncertainty: None,
            falls_to: vec![
                share("Indkomstoverførsler", "central"),
                share("Sociale serviceydelser", "decentral"),
                share("Vejledning og opkvalificering", "decentral"),
            ],
            clause: clause(41),
            origin: None,
        },
        Saving {
            id: term("assessments"),
            label: "Mindre indkøb af udredninger".to_owned(),
            size: SavingSize::Volume {
                by_year: volumes.into_iter().map(|(year, volume)| (year, Decimal::from(volume))).collect(),
                price: Money::exact(Currency::DKK, figures.decimal("business_case.assessment_price") * thousand)
                    .unwrap(),
            },
            permanent: None,
            evidence: None,
            cashable: None,
            refund: None,
            uncertainty: None,
            falls_to: vec![share("Mindre indkøb af udredninger", "decentral")],
            clause: clause(42),
            origin: None,
        },
    ]
}

/// As many people as said, the first of them with success.
pub fn observations(year: i16, people: u32, successes: u32) -> Vec<Observation> {
    (0..people)
        .map(|number| {
            let met = number < successes;
            Observation {
                participant: alias(number),
                measure: measure_id(),
                year,
                outcome: if met { Outcome::Success } else { Outcome::NoSuccess },
                situation: if met { Situation::Employed } else { Situation::Transfer },
                at: 0,
                value: None,
                arm: Arm::Treatment,
            }
        })
        .collect()
}

/// Inputs with the first edition that is final for November of the year.
pub fn inputs(year: i16, posted_before: Vec<PostedBefore>) -> Inputs {
    Inputs {
        seal: hash(1),
        enrolment_set: hash(2),
        snapshot: SnapshotId::new("dream-test").unwrap(),
        snapshot_content: hash(3),
        register_edition: format!("{}-02", year + 1),
        code_list_edition: "2015-11".to_owned(),
        code_list_content: hash(4),
        posted_before,
        ruleset: RULESET,
        synthetic: true,
        observations: None,
        registers: Vec::new(),
        overlaps: Vec::new(),
        evaluations: Vec::new(),
        numbers: None,
        lists: Vec::new(),
    }
}

pub fn case<'a>(year: i16, posted_before: Vec<PostedBefore>, observations: &'a [Observation]) -> Case<'a> {
    Case {
        measured_year: year,
        inputs: inputs(year, posted_before),
        observations,
        estimates: Vec::new(),
        started: Vec::new(),
        follow_ups: Vec::new(),
        trace: hash(5),
    }
}

/// A proposal as the store gives it once it is posted.
pub fn posted(proposal: &Proposal) -> PostedBefore {
    let mut paid: BTreeMap<PartyId, Money> = BTreeMap::new();
    for line in &proposal.lines {
        *paid.entry(line.to.clone()).or_insert(Money::zero(Currency::DKK)) += line.amount;
    }
    PostedBefore {
        id: proposal_id(proposal.measured_year),
        content: hash(6),
        measured_year: proposal.measured_year,
        due: proposal.due,
        paid: paid.into_iter().collect(),
        carried: proposal.carried.clone(),
    }
}

/// Settles measured years one by one, each with people and successes, and posts them.
pub fn settle_all(agreement: &Agreement, counts: &[(i16, u32, u32)]) -> Vec<Proposal> {
    let mut before = Vec::new();
    let mut proposals = Vec::new();
    for (year, people, successes) in counts {
        let seen = observations(*year, *people, *successes);
        let proposal = virkning_engine::propose(agreement, case(*year, before.clone(), &seen)).unwrap();
        before.push(posted(&proposal));
        proposals.push(proposal);
    }
    proposals
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Another price of the first payment.
pub fn set_price(agreement: &mut Agreement, price: Money) {
    agreement.payments[0].tariff = Tariff::Price(price);
}

/// Another return cap in the place of the first limit.
pub fn set_cap(agreement: &mut Agreement, annual_return: Decimal, method: ReturnCapMethod) {
    let (_, party) = cap_of(&agreement.limits[0]);
    agreement.limits[0].rule = LimitRule::ReturnCap { party, annual_return, method };
}

/// The rate and the party of a return cap.
pub fn cap_of(limit: &Limit) -> (Decimal, PartyId) {
    match &limit.rule {
        LimitRule::ReturnCap { party, annual_return, .. } => (*annual_return, party.clone()),
        _ => panic!("{limit:?} is no return cap"),
    }
}
