//! Totals with one horizon, exposure and savings.

use jiff::civil::date;
use rust_decimal::Decimal;
use virkning_govern::economy::{PlannedAgreement, Pot, cumulative, exposure, paper_economy, savings};
use virkning_model::{Currency, Money};

use crate::support::aarhus;

fn million(tenths: i64) -> Option<Money> {
    Some(Money::exact(Currency::DKK, Decimal::from(tenths * 100_000)).expect("an amount"))
}

/// The slide of 2022: rows give 22.9 in savings, the text says 18.2; Lær for Livet goes to 2040.
#[test]
fn a_total_has_one_horizon() {
    let dossier = aarhus(date(2022, 9, 30));
    let paper = dossier.papers.iter().find(|paper| paper.id.as_str() == "status-2022").expect("the paper");
    let economy = paper_economy(paper).expect("a table");
    assert_eq!(economy.horizon, 2030);
    let beyond: Vec<(&str, i16)> = economy.beyond().map(|row| (row.project.name.as_str(), row.horizon)).collect();
    assert_eq!(beyond, [("Lær for Livet", 2040)]);
    assert_eq!(
        (economy.all.capital, economy.all.repayment, economy.all.savings, economy.all.net),
        (million(597), million(141), million(229), million(88))
    );
    // Without Lær for Livet: 7.3 + 7.4 + 1.4 + 0.
    assert_eq!((economy.within.savings, economy.within.repayment), (million(161), million(97)));
    assert_eq!(economy.left_by_printed(), million(21));
    // 2021 to 2030: 4.1 over ten years.
    assert_eq!((economy.printed_net(), economy.years()), (million(41), Some(10)));
    let outside: Vec<&str> = economy.outside.iter().map(|project| project.id.as_str()).collect();
    assert_eq!(outside, ["udvidet-ips", "ips-plus"]);
}

fn ips_plus(dossier: &virkning_govern::Dossier) -> PlannedAgreement<'_> {
    let agreement = dossier.agreement("ips-plus").expect("the agreement");
    PlannedAgreement { agreement, plan: dossier.plan(agreement).expect("a plan") }
}

/// IPS-PLUS pays centrally: 3,167,280 by the plan; with everybody in work 4,150 × 1,650 = 6,847,500 before the cap, which
/// leaves less.
#[test]
fn exposure_is_expected_and_at_most() {
    let dossier = aarhus(date(2022, 9, 30));
    let planned = ips_plus(&dossier);
    let found = exposure(&planned).expect("payments are known");
    let kroner = |kroner: i64| Money::exact(Currency::DKK, kroner.into()).expect("an amount");
    let sum = |amounts: &std::collections::BTreeMap<(Pot, i16), Money>| {
        amounts.values().fold(kroner(0), |all, amount| all + *amount)
    };
    assert_eq!(sum(&found.expected), kroner(3_167_280));
    assert!(found.expected.keys().all(|(pot, year)| *pot == Pot::Central && (2025..=2031).contains(year)));
    assert!(sum(&found.at_most) > sum(&found.expected) && !sum(&found.capped).is_zero());
    let uncapped = sum(&found.at_most) + sum(&found.capped);
    // 60 at half effect or 60 at full: the phase-in is part of the expected rate, which is replaced by one.
    assert_eq!(uncapped, kroner(4_150 * (60 + 140 + 220 + 4 * 300)));
    let diabetes = dossier.agreement("sammen-om-diabetes").expect("the agreement");
    let unknown = PlannedAgreement { agreement: diabetes, plan: dossier.plan(diabetes).expect("a plan") };
    assert_eq!(exposure(&unknown), None, "no price is stated");
}

/// The published business case: savings of 6,134 thousand in all, cumulated 134 in 2030.
#[test]
fn savings_and_curve_of_a_complete_plan() {
    let dossier = aarhus(date(2022, 9, 30));
    let planned = ips_plus(&dossier);
    let found = savings(&planned).expect("savings are known");
    let zero = Money::zero(Currency::DKK);
    let by_pot = found.by_pot.values().fold(zero, |all, amount| all + *amount);
    let by_frame = found.by_frame.values().fold(zero, |all, amount| all + *amount);
    assert_eq!(by_pot, by_frame);
    assert_eq!(by_pot, Money::exact(Currency::DKK, Decimal::from(6_134_000)).expect("an amount"));
    let curve = cumulative(&planned).expect("a complete account");
    let account =
        planned.plan.accounts.iter().find(|account| account.party.as_str() == "aarhus" && account.budget.is_none());
    assert_eq!(curve.last().map(|(_, sum)| *sum), account.map(|account| account.total.balance));
}
