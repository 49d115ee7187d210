//! What is drawn against closed forms and independent computation, and the same bits on any number of threads.

use virkning_model::Agreement;
use virkning_model::agreement::Window;
use virkning_model::period::Years;
use virkning_risk::{Column, Draws, Keep, Model, simulate};

use crate::support::*;

fn mean_and_deviation(draws: &[f64]) -> (f64, f64) {
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    let squares: f64 = draws.iter().map(|one| (one - mean) * (one - mean)).sum();
    (mean, (squares / (draws.len() - 1) as f64).sqrt())
}

fn of(draws: &Draws, column: Column) -> Vec<f64> {
    draws.column(draws.place(&column).unwrap_or_else(|| panic!("no {column:?}")))
}

fn paid(draws: &Draws) -> Vec<f64> {
    of(draws, Column::Payment("outcome-payment".to_owned().try_into().unwrap()))
}

/// IPS-PLUS that is measured in some years only, at 48 per cent in all of them, and without its cap.
fn measured(from: i16, to: i16) -> Agreement {
    let mut agreement = ips_plus();
    let own = agreement.measures.iter_mut().find(|measure| measure.id.to_string() == "work-or-education").unwrap();
    own.window = Window::CalendarMonth { month: 11, years: Years { from, to } };
    own.expected.as_mut().unwrap().named.clear();
    agreement.limits.clear();
    agreement
}

const HEAD: &str = "[assumptions]\nagreement = \"x\"\npaths = 40_000\nseed = 5\n";

/// Without any other uncertainty successes are binomial: 1,590 people are looked at, 60 at 24 per cent and the rest at 48.
#[test]
fn successes_alone_are_binomial() {
    let model = Model::new(&ips_plus(), &assumed(HEAD)).unwrap();
    let draws = simulate(&model, Keep::Totals).unwrap();
    // 140 + 220 + 4 × 300 people at 48 per cent.
    let expected = 60.0 * 0.24 + 1_560.0 * 0.48;
    let variance: f64 = 60.0 * 0.24 * 0.76 + 1_560.0 * 0.48 * 0.52;
    let successes = of(&draws, Column::Successes("work-or-education".to_owned().try_into().unwrap()));
    let (mean, deviation) = mean_and_deviation(&successes);
    assert!((mean - expected).abs() < 5.0 * (variance / 40_000.0).sqrt(), "{mean} is not {expected}");
    assert!((deviation / variance.sqrt() - 1.0).abs() < 5.0 / (2.0 * 40_000.0_f64).sqrt(), "{deviation}");
    // Every success is paid 4,150 kroner, as long as the cap does not bind.
    let (paid, _) = mean_and_deviation(&paid(&draws));
    assert!((paid - 4_150.0 * mean).abs() < 1.0, "{paid}");
}

/// A rate that is beta and people who are binomial are beta-binomial: the mean n·m and the variance
/// n·m·(1 − m)·(k + n) / (k + 1) with n people and as sure as k observations. Only the last year is looked at.
#[test]
fn an_uncertain_rate_is_beta_binomial() {
    let agreement = measured(2030, 2030);
    let blocks = format!(
        "{HEAD}\n[[uncertain]]\nid = \"s\"\nlabel = \"s\"\nof = \"success\"\nmeasure = \"work-or-education\"\ndistribution = {{ kind = \"beta\", like = 40 }}\norigin = {{ assumed = \"x\" }}"
    );
    let model = Model::new(&agreement, &assumed_of(&agreement, &blocks)).unwrap();
    let (mean, deviation) = mean_and_deviation(&paid(&simulate(&model, Keep::Totals).unwrap()));
    let (n, m, k) = (300.0, 0.48, 40.0);
    let variance: f64 = n * m * (1.0 - m) * (k + n) / (k + 1.0);
    let expected = 4_150.0 * variance.sqrt();
    assert!((mean - 4_150.0 * n * m).abs() < 5.0 * expected / 200.0, "{mean}");
    assert!((deviation / expected - 1.0).abs() < 0.02, "{deviation} is not {expected}");
}

/// One person's years hang together: the variance of a sum over years of one chain, by hand for equal rates. Three cohorts
/// are looked at in the same years, 2027 to 2030, at 48 per cent.
#[test]
fn persistence_widens_the_sum() {
    let agreement = measured(2027, 2030);
    let blocks = format!(
        "{HEAD}\n[[persistence]]\nmeasure = \"work-or-education\"\ncorrelation = 0.7\norigin = {{ assumed = \"x\" }}"
    );
    let model = Model::new(&agreement, &assumed_of(&agreement, &blocks)).unwrap();
    // Four years: 4 + 2 (3 r + 2 r² + r³) times the variance of one.
    let r = 0.7_f64;
    let variance = 300.0 * 0.48 * 0.52 * (4.0 + 2.0 * (3.0 * r + 2.0 * r * r + r * r * r));
    for model in [model.clone(), model.person_by_person()] {
        let successes = Column::Successes("work-or-education".to_owned().try_into().unwrap());
        let (mean, deviation) = mean_and_deviation(&of(&simulate(&model, Keep::Totals).unwrap(), successes));
        assert!((mean - 576.0).abs() < 5.0 * variance.sqrt() / 200.0, "{mean}");
        assert!((deviation / variance.sqrt() - 1.0).abs() < 0.02, "{deviation} is not {}", variance.sqrt());
    }
}

/// People one by one and their number alone give the same distribution of money: quantiles agree within chance.
#[test]
fn people_and_numbers_pay_alike() {
    let blocks = text("assumptions/ips-plus.md");
    let agreement = ips_plus();
    let assumptions = virkning_risk::read(&blocks, &agreement).assumptions.unwrap();
    let numbers = Model::new(&agreement, &assumptions).unwrap();
    assert!(!numbers.tells_people_apart());
    let people = numbers.clone().person_by_person();
    let sorted = |model: &Model| {
        let mut paid = paid(&simulate(model, Keep::Totals).unwrap());
        paid.sort_by(f64::total_cmp);
        paid
    };
    let (one, other) = (sorted(&numbers), sorted(&people));
    let (mean, deviation) = mean_and_deviation(&one);
    let (own, _) = mean_and_deviation(&other);
    assert!((mean - own).abs() < 5.0 * deviation * (2.0 / one.len() as f64).sqrt(), "{mean} {own}");
    for tenth in 1..10 {
        let place = one.len() * tenth / 10;
        assert!((one[place] - other[place]).abs() < 0.06 * deviation, "{tenth}: {} {}", one[place], other[place]);
    }
}

#[test]
fn the_same_bits_on_one_thread_and_on_many() {
    let agreement = ips_plus();
    let mut assumptions = virkning_risk::read(&text("assumptions/ips-plus.md"), &agreement).assumptions.unwrap();
    assumptions.paths = 3_000;
    let model = Model::new(&agreement, &assumptions).unwrap();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let draws = pool.install(|| simulate(&model, Keep::Years).unwrap());
        let columns = draws.columns.len();
        (0..columns).flat_map(|place| draws.column(place)).map(f64::to_bits).collect::<Vec<_>>()
    };
    let one = on(1);
    assert_eq!(on(2), one);
    assert_eq!(on(7), one);
    // Another seed is another draw.
    assumptions.seed += 1;
    let other = Model::new(&agreement, &assumptions).unwrap();
    let draws = simulate(&other, Keep::Years).unwrap();
    assert_ne!(draws.column(0).iter().map(|one| one.to_bits()).collect::<Vec<_>>(), one[..3_000]);
}
