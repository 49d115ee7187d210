//! Fairness of terms against exact fractions (tests/exact.py), closed forms and sums by hand.

use virkning_model::agreement::{PaidPer, Step, StepPay, Tariff, Window};
use virkning_model::period::Years;
use virkning_model::{Agreement, Money};
use virkning_risk::fairness::{PriceReason, TermsKind, alternatives, deadweight, kinds, luck, prices, thresholds};
use virkning_risk::{Assumptions, Model};

use crate::support::*;

fn near(got: f64, expected: f64, within: f64, what: &str) {
    assert!((got - expected).abs() <= within, "{what}: {got} is not {expected}");
}

/// IPS-PLUS with so many people in one cohort, measured once, and a ladder of two steps.
fn laddered(people: u32) -> Agreement {
    let mut agreement = ips_plus();
    agreement.intake.by_year = [(2023, people)].into();
    let own = agreement.measures.iter_mut().find(|measure| measure.id.to_string() == "work-or-education").unwrap();
    own.window = Window::CalendarMonth { month: 11, years: Years { from: 2025, to: 2025 } };
    let step = |from: &str, kroner: i128| Step {
        from: from.parse().unwrap(),
        pays: StepPay::Amount(Money::from_minor(agreement.currency, kroner * 100)),
    };
    let steps = vec![step("0.35", 100_000), step("0.45", 250_000)];
    agreement.payments[0].per = PaidPer::Rate;
    agreement.payments[0].tariff = Tariff::Ladder(steps);
    agreement
}

#[test]
fn thresholds_are_exact() {
    let exact: serde_json::Value = serde_json::from_str(&text("crates/risk/tests/exact.json")).unwrap();
    for case in exact.as_array().unwrap() {
        let people = case["people"].as_u64().unwrap();
        let model = Model::new(&laddered(u32::try_from(people).unwrap()), &Assumptions::none()).unwrap();
        let steps = thresholds(&model).unwrap();
        assert_eq!(steps.len(), 2);
        for (place, step) in steps.iter().enumerate() {
            assert_eq!((step.people, step.year), (people, 2025));
            near(step.false_pay.unwrap(), case["false_pay"][place].as_f64().unwrap(), 1e-12, "false pay");
            near(step.missed_pay, case["missed_pay"][place].as_f64().unwrap(), 1e-12, "missed pay");
            near(step.expected_pay, case["expected_pay"].as_f64().unwrap(), 1e-6, "expected pay");
            let without = case["expected_pay_without"].as_f64().unwrap();
            near(step.expected_pay_without.unwrap(), without, 1e-6, "expected pay without");
        }
    }
}

/// 25 per cent in every measured year: 1,620 people looked at × 0.25 × 4,150 kr., as the sources' arithmetic has it.
#[test]
fn deadweight_of_ips_plus() {
    let model = Model::new(&ips_plus(), &assumed("[assumptions]\nagreement = \"x\"\npaths = 4_000\nseed = 3")).unwrap();
    let [all] = &deadweight(&model).unwrap()[..] else { panic!("one payment") };
    near(all.planned, 3_167_280.0, 0.0, "planned");
    near(all.without_effect, 1_680_750.0, 0.0, "without effect");
    let spread = all.spread.unwrap();
    near(spread.mean.value, 1_680_750.0, 5.0 * spread.mean.error, "simulated");
    near(all.capital_back.unwrap().value, 0.0, 0.0, "capital of 3 million never comes back");
}

const UNGIFOKUS: &str = r#"
[assumptions]
agreement = "x"
paths = 40_000
seed = 8

[[value]]
measure = "transfers"
mean = 100_000
without = 110_000
deviation = 60_000
correlation = 0
controls = 1
origin = { assumed = "x" }
"#;

/// With one cohort each year's difference strays alike, by s = 60,000 √(2 · 125). Each year alone luck is paid s / √(2π).
/// Carried forward, what is paid in all is the highest point of the running sum, whose mean is Spitzer's: s / √(2π) times
/// 1 + 1/√2 + 1/√3.
#[test]
fn luck_of_a_difference() {
    let mut agreement = agreement("agreements/aarhus/ungifokus.md");
    agreement.intake.by_year = [(2021, 125)].into();
    let model = Model::new(&agreement, &assumed_of(&agreement, UNGIFOKUS)).unwrap();
    let [luck] = &luck(&model).unwrap()[..] else { panic!("one payment") };
    let one = 60_000.0 * 250.0_f64.sqrt() / (2.0 * std::f64::consts::PI).sqrt();
    near(luck.each_year_alone, 3.0 * one, 1e-6, "each year alone");
    let simulated = luck.each_year_alone_simulated;
    near(simulated.value, 3.0 * one, 4.5 * simulated.error, "simulated");
    let spitzer = one * (1.0 + 1.0 / 2.0_f64.sqrt() + 1.0 / 3.0_f64.sqrt());
    near(luck.carried_forward.value, spitzer, 4.5 * luck.carried_forward.error, "carried forward");
    assert!(luck.carried_forward.error < 0.01 * spitzer);
}

/// One person near work is looked at 5.4 times on average (1,620 by 300), the first 60 looks at half the rate.
#[test]
fn kinds_by_hand() {
    let assumptions = virkning_risk::read(&text("assumptions/ips-plus.md"), &ips_plus()).assumptions.unwrap();
    let all = kinds(&Model::new(&ips_plus(), &assumptions).unwrap());
    let near_work = &all[0];
    near(near_work.paid, 4_150.0 * 0.72 * 1_590.0 / 300.0, 1e-6, "paid");
    near(near_work.without_effect, 4_150.0 * 0.55 * 1_620.0 / 300.0, 1e-6, "without effect");
    near(near_work.gained, 0.72 * 5.3 - 0.55 * 5.4, 1e-12, "gained");
    near(near_work.cost, 20_000.0, 1e-9, "cost");
    // All kinds by their shares are the plan.
    let all_paid: f64 = all.iter().map(|kind| kind.share * kind.paid).sum();
    near(300.0 * all_paid, 3_167_280.0, 1e-3, "all kinds");
    // The one that pays most gains least by each krone: an invitation to pick.
    assert!(all[0].paid > all[1].paid && all[0].paid_per_gained > all[1].paid_per_gained);
}

/// Where everything is certain: 4,150 · 3,000 / 3,167.28 = 3,930.82 kr., and the municipality breaks even at
/// 4,150 · 3,134 / 3,167.28 = 4,106.39 kr.; the search is to 4.15 kr.
#[test]
fn prices_without_luck() {
    let model = Model::new(&ips_plus(), &Assumptions::none()).unwrap();
    let all = prices(&model).unwrap();
    let of = |reason: PriceReason| all.iter().find(|level| level.reason == reason).unwrap().price.unwrap();
    let party = |id: &str| id.to_owned().try_into().unwrap();
    near(of(PriceReason::Agreed), 4_150.0, 0.0, "agreed");
    near(of(PriceReason::SavingShare), 4_018.61, 0.005, "saving share, as the plan has it");
    let lowest = of(PriceReason::InvestorBreaksEven(party("rsi")));
    assert!((3_930.82..3_930.82 + 4.16).contains(&lowest), "{lowest}");
    let highest = of(PriceReason::PayerBreaksEven(party("aarhus")));
    assert!((4_106.39 - 4.16..4_106.39).contains(&highest), "{highest}");
}

#[test]
fn other_terms_pay_the_same_on_average() {
    let blocks = "[assumptions]\nagreement = \"x\"\npaths = 4_000\nseed = 3\n\n[[uncertain]]\nid = \"s\"\nlabel = \"s\"\nof = \"success\"\nmeasure = \"work-or-education\"\ndistribution = { kind = \"beta\", like = 40 }\norigin = { assumed = \"x\" }";
    let model = Model::new(&ips_plus(), &assumed(blocks)).unwrap();
    let all = alternatives(&model).unwrap();
    let terms = &all[0].terms;
    assert_eq!(terms.len(), 5);
    let target = terms[0].paid.mean.value;
    for other in terms {
        near(other.paid.mean.value, target, 2e-4 * target, "the same money");
    }
    let of = |kind: TermsKind| terms.iter().find(|one| one.kind == kind).unwrap();
    // Per participant nothing depends on success: the same is paid with no effect, and nothing strays.
    let flat = of(TermsKind::PerParticipant);
    near(flat.without_effect.unwrap().value, flat.paid.mean.value, 1e-6, "per participant");
    near(flat.paid.deviation, 0.0, 1e-6, "per participant");
    // Gross pays much for what would have happened anyway, net of baseline little.
    let (gross, net) = (of(TermsKind::Agreed), of(TermsKind::NetOfBaseline));
    assert!(net.without_effect.unwrap().value < 0.25 * gross.without_effect.unwrap().value);
    assert!(net.paid.deviation > gross.paid.deviation);
}
