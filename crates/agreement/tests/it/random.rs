//! Laws over random agreements and damaged documents: print and read give the same agreement, formatting keeps meaning
//! and is idempotent, and no text however broken makes the reader panic or report outside itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::prelude::*;
use virkning_agreement::{format, print, read};
use virkning_model::agreement::{
    AccountHolder, AdmissionRule, AdmissionTest, Agreement, Choice, Clause, EnrolmentStep, Example, ExampleCap,
    GivenCounts, LimitRule, PayerShare, PriceLevel, ReceiverShare, ReturnCapMethod, Role, Settled, Share, Step,
    StepPay, Tariff, Window,
};
use virkning_model::business_case::{Overlap, Saving, SavingShare, SavingSize, Yearly};
use virkning_model::claim::PrintedRow;
use virkning_model::id::{BudgetId, PartyId, TermId};
use virkning_model::origin::Origin;
use virkning_model::period::{ByYear, Years};
use virkning_model::{Currency, Decimal, Money, Rounding};

use crate::compare::without_clauses;
use crate::{bad, ips_plus};

/// Texts that people write, and signs that a careless printer trips over.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zæøåA-ZÆØÅ0-9 .,;:%»«]{1,20}",
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("# ikke en kommentar".to_owned()),
        Just("```".to_owned()),
        Just("\t".to_owned()),
        Just("= [x] {y}".to_owned()),
        Just("'''".to_owned()),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| format!("x{}", pieces.concat()))
}

/// Texts of several lines.
fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(words(), 1..4).prop_map(|lines| lines.join("\n"))
}

fn share() -> impl Strategy<Value = Decimal> {
    (0_i64..=10_000).prop_map(|parts| Decimal::new(parts, 4))
}

fn money() -> impl Strategy<Value = Money> {
    (1_i128..1_000_000_000_000_000).prop_map(|minor| Money::from_minor(Currency::DKK, minor))
}

fn origin() -> impl Strategy<Value = Option<Origin>> {
    prop_oneof![
        Just(None),
        (words(), words()).prop_map(|(document, place)| Some(Origin::Source { document, place })),
        words().prop_map(|page| Some(Origin::Web { page })),
        words().prop_map(|how| Some(Origin::Derived { how })),
        words().prop_map(|why| Some(Origin::Assumed { why })),
    ]
}

fn id(number: usize) -> TermId {
    TermId::new(format!("term-{number}")).expect("an identifier")
}

fn holder(budget: &str) -> AccountHolder {
    AccountHolder {
        party: PartyId::new("kommune").expect("an identifier"),
        budget: Some(BudgetId::new(budget).expect("an identifier")),
    }
}

/// Nothing for the one of the good document, or two shares that make a whole.
fn shares() -> impl Strategy<Value = Option<[Share; 2]>> {
    prop_oneof![
        Just(None),
        (1_u32..=1_000_000, 1_u32..=1_000_000).prop_map(|(one, other)| Some([Share::Parts(one), Share::Parts(other)])),
        (0_i128..=10_i128.pow(28), 0_u32..=28).prop_map(|(digits, scale)| {
            let one = Decimal::from_i128_with_scale(digits % (10_i128.pow(scale) + 1), scale);
            Some([Share::Decimal(one), Share::Decimal(Decimal::ONE - one)])
        }),
    ]
}

/// Divides the payment; the choices follow it into the list.
fn divide(agreement: &mut Agreement, payers: Option<[Share; 2]>, receivers: Option<[Share; 2]>) {
    let mut second = agreement.parties[1].clone();
    second.id = PartyId::new("anden-fond").expect("an identifier");
    let mut signature = agreement.signatures[1].clone();
    signature.party = second.id.clone();
    let payment = &mut agreement.payments[0];
    if let Some(shares) = payers {
        let holders = ["central", "decentral"].map(holder);
        payment.from = holders.into_iter().zip(shares).map(|(holder, share)| PayerShare { holder, share }).collect();
        agreement.choices[0].term = "payment.per-success.from.1.budget".to_owned();
    }
    if let Some(shares) = receivers {
        let parties = [payment.to[0].party.clone(), second.id.clone()];
        payment.to = parties.into_iter().zip(shares).map(|(party, share)| ReceiverShare { party, share }).collect();
        let last = agreement.choices.len() - 1;
        agreement.choices[last].term = "payment.per-success.to.1.party".to_owned();
        agreement.parties.push(second);
        agreement.signatures.push(signature);
    }
}

/// What is independent of the years: texts, prices, roles, rules, savings.
fn with_terms() -> impl Strategy<Value = Agreement> {
    (
        (words(), lines(), prop::collection::vec(words(), 0..3), origin()),
        prop::collection::vec((words(), lines(), origin()), 0..4),
        prop::collection::vec((words(), 0_u8..60, 0_u8..60, words(), origin()), 0..4),
        (money(), share(), share(), money(), 1_i64..=10_000),
        prop::collection::vec((0_i64..1_000_000_000_000, 0_u32..10), 1..8),
        prop::collection::vec((words(), 1_i64..1_000), 1..4),
    )
        .prop_map(|(head, roles, rules, money, profile, shares)| {
            let mut agreement = read(&bad::minimal()).agreement.expect("the good document");
            (agreement.name, agreement.purpose, agreement.aliases, agreement.origin) = head;
            for (number, (label, responsibility, origin)) in roles.into_iter().enumerate() {
                let clause = Clause::default();
                agreement.roles.push(Role { id: id(number), label, responsibility, clause, origin });
            }
            for (number, (label, from, more, column, origin)) in rules.into_iter().enumerate() {
                let test = match number % 3 {
                    0 => AdmissionTest::Age { from, to: from + more },
                    1 => AdmissionTest::Exclusion { column },
                    _ => AdmissionTest::Judgement { role: TermId::new("adviser").expect("an identifier"), column },
                };
                agreement.admission.push(AdmissionRule {
                    id: id(number),
                    label,
                    test,
                    clause: Clause::default(),
                    origin,
                });
            }
            let (price, covered, baseline, volume_price, cap) = money;
            agreement.payments[0].tariff = Tariff::Price(price);
            agreement.payments[0].covered_by_saving_share = Some(covered);
            agreement.measures[0].baseline = Some(baseline);
            if let LimitRule::ReturnCap { annual_return, .. } = &mut agreement.limits[0].rule {
                *annual_return = Decimal::new(cap, 4);
            }
            let profile = profile.into_iter().map(|(digits, scale)| Decimal::new(digits, scale)).collect();
            let share = |(area, weight): (String, i64)| SavingShare {
                area,
                weight: Decimal::new(weight, 2),
                holder: holder("decentral"),
            };
            agreement.savings[0].falls_to = shares.into_iter().map(share).collect();
            agreement.savings[0].size = SavingSize::PerStarter { profile };
            if let SavingSize::Volume { price, .. } = &mut agreement.savings[1].size {
                *price = volume_price;
            }
            agreement
        })
}

/// Periods, intake, expected rates, examples and choices that fit each other.
pub fn agreements() -> impl Strategy<Value = Agreement> {
    let years = (1950_i16..2100, 1_i16..8, 1_i8..=12, 1_i8..=12, 1_i8..=31);
    let counts = (prop::collection::vec(0_u32..2_000, 8), prop::collection::vec(share(), 8), any::<bool>());
    let choice = (words(), words(), lines(), any::<bool>(), 0_usize..3, 0_usize..3);
    let shares = (shares(), shares());
    (with_terms(), years, counts, choice, shares).prop_map(|(mut agreement, years, counts, choice, shares)| {
        let (first, length, month, settled_month, day) = years;
        let (starters, rates, has_later) = counts;
        let last = first + length;
        agreement.from = Date::new(first, 1, 1).expect("a day");
        agreement.to = Date::new(last + 1, 12, 31).expect("a day");
        agreement.intake.total = None;
        agreement.intake.by_year = (first..=last).zip(starters).collect();
        agreement.intake.counts_from = vec![EnrolmentStep::Referred, EnrolmentStep::Started];
        if let Yearly::Even { years, .. } = &mut agreement.costs[0].amounts {
            *years = Years { from: first, to: last };
        }
        agreement.own_financing[0].years = Years { from: first, to: last };
        agreement.funding[0].on = (first..=last).map(|year| Date::new(year, 2, 28).expect("a day")).collect();
        let measured = Years { from: first + 1, to: last };
        let measure = &mut agreement.measures[0];
        measure.window = Window::CalendarMonth { month, years: measured };
        measure.settled = Some(Settled { month: settled_month, day, years_later: 1 });
        let mut named: BTreeMap<i16, Decimal> = measured.iter().zip(rates.iter().copied()).collect();
        let later = has_later.then(|| named.pop_last().map(|(_, rate)| rate)).flatten();
        if named.is_empty() {
            named.insert(first, rates[7]);
        }
        let by_year = ByYear { named, later };
        measure.expected = Some(by_year.clone());
        agreement.examples[0] = example(by_year, &rates, measured, choice.4);
        change_case(&mut agreement, first, last, &rates);
        let (question, because, alternative, stated, rounding, _) = choice;
        agreement.rounding = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down][rounding];
        agreement.price_level = if stated { PriceLevel::Year(first) } else { PriceLevel::NotStated };
        agreement.choices.push(Choice {
            id: id(99),
            term: "payment.per-success.to".to_owned(),
            question,
            chosen: "fond".to_owned(),
            alternatives: vec![alternative],
            because,
            clause: Clause::default(),
            origin: None,
        });
        divide(&mut agreement, shares.0, shares.1);
        without_clauses(agreement)
    })
}

/// Numbers and texts of the grown terms, in the agreement of the reference as it held at first.
fn grown() -> impl Strategy<Value = Agreement> {
    let decimal =
        || (-1_000_000_000_i64..1_000_000_000, 0_u32..8).prop_map(|(digits, scale)| Decimal::new(digits, scale));
    let count = || (1_i64..1_000_000, 0_u32..3).prop_map(|(digits, scale)| Decimal::new(digits, scale));
    let texts = (words(), lines(), words(), words());
    let ladder = (prop::collection::btree_set(0_i64..=10_000, 1..6), money(), share());
    let rows = prop::collection::vec((words(), prop::collection::vec(prop::option::of(decimal()), 3)), 1..5);
    let given =
        prop::collection::btree_map(2026_i16..=2029, (count(), count(), decimal(), prop::option::of(share())), 1..4);
    let numbers = (money(), share(), decimal(), prop::collection::vec(share(), 1..6), any::<bool>());
    (texts, ladder, rows, given, numbers).prop_map(|(texts, ladder, rows, given, numbers)| {
        let mut agreement = read(&crate::reference::whole()).agreement.expect("the agreement of the reference");
        agreement = agreement.earlier[0].terms.clone();
        agreement.examples.truncate(2);
        let (label, text, unit, place) = texts;
        agreement.goals[0].label = label;
        agreement.claims[1].text = text.clone();
        agreement.claims[0].place = place;
        agreement.meetings[0].terms_of_reference = Some(text);
        agreement.measures[3].unit = Some(unit);
        let (bounds, step, capital) = ladder;
        let mut pays = [StepPay::Amount(step), StepPay::ShareOfCapital(capital)].into_iter().cycle();
        let steps =
            bounds.into_iter().filter_map(|from| Some(Step { from: Decimal::new(from, 4), pays: pays.next()? }));
        let (stated, kept): (Vec<Step>, usize) = (steps.collect(), 3);
        agreement.payments[kept].tariff = Tariff::Ladder(stated);
        agreement.not_stated.retain(|term| !term.term.starts_with("payment.by-rate.ladder"));
        let printed = &mut agreement.printed[0];
        printed.rows.truncate(1);
        let row = printed.rows[0].clone();
        printed.rows.extend(rows.into_iter().map(|(label, values)| PrintedRow {
            label,
            values,
            is: None,
            is_text: String::new(),
            ..row.clone()
        }));
        let counts = |(eligible, successes, sum, estimate)| GivenCounts {
            eligible,
            successes,
            sum,
            estimate,
            ..GivenCounts::default()
        };
        agreement.examples[1].given = given.into_iter().map(|(year, given)| (year, counts(given))).collect();
        let (amount, held, rate, attrition, lasts) = numbers;
        agreement.payments[0].tariff = Tariff::Price(amount);
        agreement.payments[0].held_back.as_mut().expect("held back").share = held;
        agreement.measures[3].baseline_value = Some(rate);
        agreement.capital_returns[0].share = held;
        let case = agreement.business_case.as_mut().expect("a case");
        case.attrition = attrition;
        agreement.savings[2].permanent = Some(lasts);
        agreement.savings[2].cashable = Some(!lasts);
        without_clauses(agreement)
    })
}

fn example(rates: ByYear<Decimal>, amounts: &[Decimal], measured: Years, cap: usize) -> Example {
    let amount =
        |rate: &Decimal| Money::rounded(Currency::DKK, *rate * Decimal::from(1_000), Rounding::Down).expect("small");
    Example {
        name: "Eksempel".to_owned(),
        rates: Some(rates),
        cap: [ExampleCap::Agreed, ExampleCap::None, ExampleCap::Method(ReturnCapMethod::PerYear)][cap],
        payments: measured.iter().map(|year| year + 1).zip(amounts.iter().map(amount)).collect(),
        total: None,
        of: None,
        given: BTreeMap::new(),
        observations: Vec::new(),
        terminated: None,
        choice: None,
        due: BTreeMap::new(),
        under: None,
        clause: Clause::default(),
        origin: None,
    }
}

fn change_case(agreement: &mut Agreement, first: i16, last: i16, shares: &[Decimal]) {
    let case = agreement.business_case.as_mut().expect("the good document has one");
    case.years = Years { from: first, to: last };
    case.phase_in = Some(ByYear { named: [(first, shares[0])].into(), later: Some(shares[1]) });
    case.overlap = Some(Overlap {
        with: "Et andet tilbud".to_owned(),
        share_of_participants: shares[2],
        share_credited_elsewhere: shares[3],
        origin: None,
    });
    let volumes: BTreeMap<i16, Decimal> = (first..=last).zip(shares.iter().copied()).collect();
    if let Some(Saving { size: SavingSize::Volume { by_year, .. }, .. }) = agreement.savings.get_mut(1) {
        *by_year = volumes;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_and_reading_give_the_same_agreement(agreement in agreements()) {
        let printed = print(&agreement);
        let reading = read(&printed);
        prop_assert!(!reading.has_errors(), "{:#?}\n{}", reading.diagnostics, printed);
        prop_assert_eq!(&without_clauses(reading.agreement.expect("no errors")), &agreement);
        let formatted = format(&printed).expect("no errors");
        prop_assert_eq!(&formatted, &printed, "what is printed is canonical");
    }

    #[test]
    fn printing_and_reading_give_the_same_grown_terms(agreement in grown()) {
        let printed = print(&agreement);
        let reading = read(&printed);
        prop_assert!(!reading.has_errors(), "{:#?}\n{}", reading.diagnostics, printed);
        prop_assert_eq!(&without_clauses(reading.agreement.expect("no errors")), &agreement);
        let formatted = format(&printed).expect("no errors");
        prop_assert_eq!(&formatted, &printed, "what is printed is canonical");
    }

    #[test]
    fn a_damaged_document_is_refused_with_places_inside_it(
        cuts in prop::collection::vec((0_usize..10_000, 0_usize..40, "[\\[\\]{}\"'#=,.a-zæøå0-9\\n`-]{0,6}"), 1..4),
        which in 0_usize..3,
    ) {
        let mut text = [ips_plus::text, bad::minimal, crate::reference::whole][which]();
        for (share, length, new) in cuts {
            let at = floor(&text, text.len() * share / 10_000);
            let end = floor(&text, at + length);
            text.replace_range(at..end, &new);
        }
        let reading = read(&text);
        for diagnostic in &reading.diagnostics {
            let place = diagnostic.place;
            prop_assert!(place.line >= 1 && place.column >= 1 && place.start <= place.end && place.end <= text.len());
        }
        prop_assert_eq!(reading.agreement.is_none(), reading.has_errors());
        if let Ok(formatted) = format(&text) {
            prop_assert_eq!(format(&formatted), Ok(formatted.clone()));
            let agreement = read(&formatted).agreement.map(without_clauses);
            prop_assert_eq!(agreement, reading.agreement.map(without_clauses));
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
