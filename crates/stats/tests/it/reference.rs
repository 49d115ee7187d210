//! The same numbers as statsmodels, scipy, lifelines, csdid and R on public data. `tests/reference/results.tsv` holds what
//! they gave, `make.py` beside it makes it again. Small data are in the tree; the others make.py puts into a folder, which
//! `VIRKNING_REFERENCE_DATA` names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use virkning_stats::balance::{Yardstick, balance, largest};
use virkning_stats::callaway::{Aggregation, Comparison, Method, Panel, group_times};
use virkning_stats::coarsened::coarsened;
use virkning_stats::cox::cox;
use virkning_stats::difference::difference_in_differences;
use virkning_stats::entropy::entropy_weights;
use virkning_stats::logit::logit;
use virkning_stats::matching::{Matching, nearest};
use virkning_stats::means::{Adjustment, adjusted, welch};
use virkning_stats::multiple::{benjamini_hochberg, holm};
use virkning_stats::power::{detectable_means, power_of_means, power_of_shares, size_for_means};
use virkning_stats::randomisation::randomisation_test;
use virkning_stats::regression::{Spread, least_squares};
use virkning_stats::shares::{fisher_exact, miettinen_nurminen, newcombe};
use virkning_stats::survival::{kaplan_meier, log_rank, quantile, restricted_mean};
use virkning_stats::weighting::{Estimand, aipw, ipw};

/// Our numbers by the names of the results.
type Ours = BTreeMap<String, f64>;

/// A data set: its columns by name.
struct Data(BTreeMap<String, Vec<f64>>);

impl Data {
    fn read(folder: &Path, name: &str) -> Self {
        let file = folder.join(format!("{name}.csv"));
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut lines = text.lines();
        let names: Vec<String> =
            lines.next().expect("a head").split(',').map(|name| name.trim_matches('"').to_owned()).collect();
        let mut columns = vec![Vec::new(); names.len()];
        for line in lines {
            for (column, cell) in columns.iter_mut().zip(line.split(',')) {
                column.push(cell.parse().unwrap_or_else(|_| panic!("{name}: {line}")));
            }
        }
        Self(names.into_iter().zip(columns).collect())
    }

    fn of(&self, name: &str) -> &[f64] {
        &self.0[name]
    }

    fn several<'a>(&'a self, names: &[&str]) -> Vec<&'a [f64]> {
        names.iter().map(|name| self.of(name)).collect()
    }

    fn is(&self, name: &str) -> Vec<bool> {
        self.of(name).iter().map(|value| *value == 1.0).collect()
    }

    fn groups(&self, name: &str) -> Vec<u32> {
        self.of(name).iter().map(|value| *value as u32).collect()
    }

    fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let some = |column: &Vec<f64>| (0..column.len()).filter(|row| keep(*row)).map(|row| column[row]).collect();
        Self(self.0.iter().map(|(name, column)| (name.clone(), some(column))).collect())
    }
}

const COVARIATES: [&str; 8] = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// Every result that begins with one of the words is one of ours, and the other way round.
fn compare(ours: &Ours, begins: &[&str]) {
    let text = std::fs::read_to_string(folder().join("results.tsv")).expect("the results");
    let (mut seen, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [name, value, tolerance, program] = parts[..] else { panic!("{line}") };
        if !begins.iter().any(|begin| name.split('.').next() == Some(begin)) {
            continue;
        }
        seen += 1;
        let (value, tolerance): (f64, f64) = (value.parse().expect(line), tolerance.parse().expect(line));
        match ours.get(name) {
            None => wrong.push(format!("{name}: nothing of ours")),
            Some(ours) if (ours - value).abs() <= tolerance * value.abs().max(1e-3) => {}
            Some(ours) => wrong.push(format!("{name}: {ours}, {program} gives {value}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen, ours.len(), "every number of ours has another to be held against");
}

#[test]
fn shares_and_several_tests() {
    let mut ours = Ours::new();
    for (x1, n1, x2, n2) in
        [(7, 15, 2, 15), (14, 60, 8, 60), (1, 10, 3, 12), (144, 300, 75, 300), (56, 70, 48, 80), (9, 10, 1, 10)]
    {
        let name = format!("shares.{x1}/{n1}-{x2}/{n2}");
        let (low, high) = newcombe((x1, n1), (x2, n2), 0.95).expect("shares");
        ours.insert(format!("{name}.newcombe.low"), low);
        ours.insert(format!("{name}.newcombe.high"), high);
        let (low, high) = miettinen_nurminen((x1, n1), (x2, n2), 0.95).expect("shares");
        ours.insert(format!("{name}.miettinen.low"), low);
        ours.insert(format!("{name}.miettinen.high"), high);
        ours.insert(format!("{name}.fisher"), fisher_exact((x1, n1), (x2, n2)).expect("shares"));
    }
    let p_values = [0.01, 0.02, 0.03, 0.005, 0.2, 0.04, 0.04, 0.9];
    for (method, adjusted) in [("holm", holm(&p_values)), ("bh", benjamini_hochberg(&p_values))] {
        ours.extend(adjusted.iter().enumerate().map(|(place, p)| (format!("multiple.{method}.{place}"), *p)));
    }
    compare(&ours, &["shares", "multiple"]);
}

#[test]
fn comparisons_of_the_training_trial() {
    let data = Data::read(&folder().join("data"), "nsw");
    let (outcome, treated) = (data.of("re78"), data.is("treat"));
    let arm = |arm: bool| -> Vec<f64> {
        outcome.iter().zip(&treated).filter(|(_, is)| **is == arm).map(|(value, _)| *value).collect()
    };
    let mut ours = Ours::new();
    let effect = welch(&arm(true), &arm(false), 0.95).expect("an effect");
    for (name, value) in
        [("estimate", effect.estimate), ("p", effect.p_value), ("df", effect.degrees), ("low", effect.low)]
    {
        ours.insert(format!("nsw.welch.{name}"), value);
    }
    for (name, adjustment) in [("ancova", Adjustment::Common), ("lin", Adjustment::EachArm)] {
        let fit = adjusted(outcome, &treated, &data.several(&COVARIATES), adjustment, None).expect("a fit");
        ours.insert(format!("nsw.{name}.estimate"), fit.coefficients[1]);
        for (kind, spread) in [
            ("nonrobust", Spread::Equal),
            ("HC0", Spread::Hc0),
            ("HC1", Spread::Hc1),
            ("HC2", Spread::Hc2),
            ("HC3", Spread::Hc3),
        ] {
            let effect = fit.effect(1, spread, 0.95).expect("an effect");
            ours.insert(format!("nsw.{name}.{kind}"), effect.standard_error);
            if kind == "HC2" {
                ours.insert(format!("nsw.{name}.HC2.p"), effect.p_value);
            }
            if kind == "HC3" && name == "ancova" {
                ours.insert("nsw.ancova.HC3.R".to_owned(), effect.standard_error);
            }
        }
    }
    compare(&ours, &["nsw"]);
}

/// Clusters of one and two arms: the standard error is Welch's, the degrees of freedom those that Imbens and Kolesár
/// (2016) work out for this case.
#[test]
fn clusters_of_one() {
    let data = Data::read(&folder().join("data"), "nsw");
    let treated = data.is("treat");
    let fit = adjusted(data.of("re78"), &treated, &[], Adjustment::Common, None).expect("a fit");
    let each: Vec<u32> = (0..treated.len() as u32).collect();
    let effect = fit.effect(1, Spread::Cr2(&each), 0.95).expect("an effect");
    let arm = |arm: bool| -> Vec<f64> {
        data.of("re78").iter().zip(&treated).filter(|(_, is)| **is == arm).map(|(value, _)| *value).collect()
    };
    let expected = welch(&arm(true), &arm(false), 0.95).expect("an effect");
    assert!((effect.standard_error - expected.standard_error).abs() < 1e-8);
    let (ones, zeros) = (arm(true).len() as f64, arm(false).len() as f64);
    let all = ones + zeros;
    let degrees =
        all * all * (ones - 1.0) * (zeros - 1.0) / (ones * ones * (ones - 1.0) + zeros * zeros * (zeros - 1.0));
    assert!((effect.degrees - degrees).abs() < 1e-6, "{} {degrees}", effect.degrees);
}

#[test]
fn two_periods() {
    let data = Data::read(&folder().join("data"), "kielmc");
    let effect = |covariates: &[&str], spread: Spread<'_>| {
        let columns = data.several(covariates);
        difference_in_differences(data.of("rprice"), &data.is("nearinc"), &data.is("y81"), &columns, spread, 0.95)
            .expect("an effect")
    };
    let plain = effect(&[], Spread::Equal);
    let aged = effect(&["age", "agesq"], Spread::Equal);
    let ours = Ours::from([
        ("kielmc.did.estimate".to_owned(), plain.estimate),
        ("kielmc.did.equal".to_owned(), plain.standard_error),
        ("kielmc.did.HC1".to_owned(), effect(&[], Spread::Hc1).standard_error),
        ("kielmc.did.age.estimate".to_owned(), aged.estimate),
        ("kielmc.did.age.equal".to_owned(), aged.standard_error),
    ]);
    compare(&ours, &["kielmc"]);
}

#[test]
fn lots_and_power() {
    let outcome = [12.0, 15.5, 9.0, 20.1, 7.7, 13.0, 18.2, 8.0, 11.0, 6.5, 9.9, 12.1, 7.0];
    let treated: Vec<bool> = (0..13).map(|row| row < 7).collect();
    let test = randomisation_test(&outcome, &treated, &[0; 13], 2000, 1, 0.95).expect("a test");
    assert!(test.exact);
    assert_eq!(test.lots, 1716, "13 over 7");
    let ours = Ours::from([
        ("randomisation.exact.p".to_owned(), test.p_value),
        ("power.t.30-30".to_owned(), power_of_means(30, 30, 0.5, 1.0, 0.05).expect("power")),
        ("power.t.15-45".to_owned(), power_of_means(15, 45, 0.8, 1.0, 0.05).expect("power")),
        ("power.t.mde.60-60".to_owned(), detectable_means(60, 60, 1.0, 0.05, 0.8).expect("a size")),
        ("power.fisher.15-15".to_owned(), power_of_shares(15, 15, 0.5, 0.2, 0.05).expect("power")),
        ("power.fisher.30-20".to_owned(), power_of_shares(30, 20, 0.45, 0.15, 0.05).expect("power")),
        ("power.prop.300-300".to_owned(), power_of_shares(300, 300, 0.25, 0.35, 0.05).expect("power")),
        ("power.t.n".to_owned(), size_for_means(0.4, 1.0, 1.0, 0.05, 0.8).expect("a size") as f64),
        ("power.t.20".to_owned(), power_of_means(20, 20, 0.9, 1.2, 0.05).expect("power")),
    ]);
    compare(&ours, &["randomisation", "power"]);
}

#[test]
fn survival_times() {
    let mut ours = Ours::new();
    let data = Data::read(&folder().join("data"), "rossi");
    let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    let fit = cox(data.of("week"), &data.is("arrest"), &data.several(&names)).expect("a fit");
    for (place, name) in names.iter().enumerate().filter(|(_, name)| ["fin", "age", "prio"].contains(name)) {
        let effect = fit.effect(place, 0.95).expect("an effect");
        ours.insert(format!("rossi.cox.{name}"), effect.estimate);
        ours.insert(format!("rossi.cox.{name}.se"), effect.standard_error);
    }
    let data = Data::read(&folder().join("data"), "leukemia");
    let test = log_rank(data.of("t"), &data.is("status"), &data.groups("Rx")).expect("a test");
    ours.insert("leukemia.logrank".to_owned(), test.statistic);
    ours.insert("leukemia.logrank.p".to_owned(), test.p_value);
    for (place, arm) in [1.0, 0.0].into_iter().enumerate() {
        let arm = data.only(|row| data.of("Rx")[row] == arm);
        let steps = kaplan_meier(arm.of("t"), &arm.is("status"), 0.95).expect("a curve");
        let at = steps.iter().rfind(|step| step.time <= 10.0).expect("a step");
        ours.insert(format!("leukemia.km.{place}.10"), at.survival);
        ours.insert(format!("leukemia.km.{place}.10.low"), at.interval.0);
        ours.insert(format!("leukemia.km.{place}.10.high"), at.interval.1);
        let (mean, _) = restricted_mean(arm.of("t"), &arm.is("status"), 20.0).expect("a mean");
        ours.insert(format!("leukemia.rmst.{place}"), mean);
    }
    lung(&mut ours);
    compare(&ours, &["rossi", "leukemia", "lung"]);
}

fn lung(ours: &mut Ours) {
    let data = Data::read(&folder().join("data"), "lung");
    let (times, events) = (data.of("time"), data.is("status"));
    let names = ["age", "sex", "ph.ecog"];
    let fit = cox(times, &events, &data.several(&names)).expect("a fit");
    for (place, name) in names.iter().enumerate() {
        let effect = fit.effect(place, 0.95).expect("an effect");
        ours.insert(format!("lung.cox.{name}"), effect.estimate);
        ours.insert(format!("lung.cox.{name}.se"), effect.standard_error);
    }
    ours.insert("lung.cox.loglik".to_owned(), fit.log_likelihood);
    ours.insert("lung.cox.loglik0".to_owned(), fit.log_likelihood_null);
    let statistic = |group: &str| log_rank(times, &events, &data.groups(group)).expect("a test").statistic;
    ours.insert("lung.logrank".to_owned(), statistic("sex"));
    ours.insert("lung.logrank.ecog".to_owned(), statistic("ph.ecog"));
    let steps = kaplan_meier(times, &events, 0.95).expect("a curve");
    let year = steps.iter().rfind(|step| step.time <= 365.0).expect("a step");
    ours.insert("lung.km.365".to_owned(), year.survival);
    ours.insert("lung.km.365.se".to_owned(), year.standard_error);
    ours.insert("lung.km.365.low".to_owned(), year.interval.0);
    ours.insert("lung.km.median".to_owned(), quantile(&steps, 0.5).expect("a median"));
    let men = data.only(|row| data.of("sex")[row] == 1.0);
    let (mean, variance) = restricted_mean(men.of("time"), &men.is("status"), 600.0).expect("a mean");
    ours.insert("lung.rmst.1".to_owned(), mean);
    ours.insert("lung.rmst.1.se".to_owned(), variance.sqrt());
}

#[test]
fn groups_that_begin_at_different_times() {
    let data = Data::read(&folder().join("data"), "castle");
    let periods: Vec<i32> = (2000..=2010).collect();
    let units = data.of("sid").len() / periods.len();
    let at = |column: &str, period: usize| -> Vec<f64> {
        (0..units).map(|unit| data.of(column)[unit * periods.len() + period]).collect()
    };
    let outcome: Vec<Vec<f64>> = (0..periods.len()).map(|period| at("l_homicide", period)).collect();
    let outcome: Vec<&[f64]> = outcome.iter().map(Vec::as_slice).collect();
    let began: Vec<Option<i32>> =
        at("began", 0).into_iter().map(|began| (began > 0.0).then_some(began as i32)).collect();
    let poverty = at("poverty", 0);
    let mut ours = Ours::new();
    for (comparison, of) in [("nevertreated", Comparison::Never), ("notyettreated", Comparison::NotYet)] {
        for (label, covariates, method) in
            [("plain", &[][..], Method::Both), ("poverty", &[&poverty[..]][..], Method::Regression)]
        {
            let panel = Panel { periods: &periods, outcome: &outcome, began: &began, covariates, clusters: None };
            let found = group_times(&panel, of, method).expect("effects");
            assert!(found.left_out.is_empty(), "{:?}", found.left_out);
            let name = format!("castle.{comparison}.{label}");
            for cell in &found.cells {
                ours.insert(format!("{name}.{}.{}", cell.group, cell.period), cell.estimate);
            }
            for (kind, aggregation) in [
                ("simple", Aggregation::Simple),
                ("dynamic", Aggregation::Dynamic),
                ("group", Aggregation::Group),
                ("calendar", Aggregation::Calendar),
            ] {
                let out = found.aggregate(aggregation, 0.95, 200, 1).expect("an effect");
                ours.insert(format!("{name}.{kind}"), out.overall.estimate);
                ours.insert(format!("{name}.{kind}.se"), out.overall.standard_error);
                assert!(out.simultaneous >= 1.959, "{}", out.simultaneous);
            }
        }
    }
    compare(&ours, &["castle"]);
}

#[test]
#[ignore = "needs the data that make.py makes: cargo xtask ci full"]
fn large_data() {
    let folder = std::env::var_os("VIRKNING_REFERENCE_DATA").expect("VIRKNING_REFERENCE_DATA names the folder");
    let folder = Path::new(&folder);
    let mut ours = Ours::new();
    clusters(folder, &mut ours);
    let data = Data::read(folder, "injury");
    let effect = |spread: Spread<'_>| {
        difference_in_differences(data.of("ldurat"), &data.is("highearn"), &data.is("afchnge"), &[], spread, 0.95)
    };
    let hc3 = effect(Spread::Hc3).expect("an effect");
    ours.insert("injury.did.estimate".to_owned(), hc3.estimate);
    ours.insert("injury.did.HC3".to_owned(), hc3.standard_error);
    births(folder, &mut ours);
    controls_from_a_survey(folder, &mut ours);
    compare(&ours, &["petersen", "petersen12", "star", "injury", "births", "cps"]);
}

fn clusters(folder: &Path, ours: &mut Ours) {
    let data = Data::read(folder, "petersen");
    let firms = data.groups("firm");
    let fit = least_squares(data.of("y"), &[data.of("x")], None).expect("a fit");
    let error = |spread| fit.effect(1, spread, 0.95).expect("an effect").standard_error;
    ours.insert("petersen.CR0".to_owned(), error(Spread::Cr0(&firms)));
    ours.insert("petersen.CR1".to_owned(), error(Spread::Cr1(&firms)));
    let few = data.only(|row| firms[row] <= 12);
    let fit = least_squares(few.of("y"), &[few.of("x")], None).expect("a fit");
    let effect = fit.effect(1, Spread::Cr2(&few.groups("firm")), 0.95).expect("an effect");
    ours.insert("petersen12.CR2".to_owned(), effect.standard_error);
    ours.insert("petersen12.CR2.df".to_owned(), effect.degrees);
    let data = Data::read(folder, "star");
    let schools = data.groups("school");
    let fit = least_squares(data.of("score"), &data.several(&["small", "lunch"]), None).expect("a fit");
    let effect = |spread| fit.effect(1, spread, 0.95).expect("an effect");
    ours.insert("star.estimate".to_owned(), fit.coefficients[1]);
    ours.insert("star.HC2".to_owned(), effect(Spread::Hc2).standard_error);
    ours.insert("star.CR1".to_owned(), effect(Spread::Cr1(&schools)).standard_error);
    ours.insert("star.CR2".to_owned(), effect(Spread::Cr2(&schools)).standard_error);
    ours.insert("star.CR2.df".to_owned(), effect(Spread::Cr2(&schools)).degrees);
}

fn births(folder: &Path, ours: &mut Ours) {
    let data = Data::read(folder, "births");
    let names = ["married", "mage", "mage2", "first", "medu"];
    let (outcome, treated, columns) = (data.of("bweight"), data.is("smokes"), data.several(&names));
    let fit = logit(&treated, &columns).expect("a fit");
    for (place, name) in ["const"].into_iter().chain(names).enumerate() {
        ours.insert(format!("births.logit.{name}"), fit.coefficients[place]);
        ours.insert(format!("births.logit.{name}.se"), fit.covariance.at(place, place).sqrt());
    }
    for (name, weighted) in [
        ("ipw", ipw(outcome, &treated, &columns, Estimand::Everybody)),
        ("ipw.att", ipw(outcome, &treated, &columns, Estimand::Treated)),
        ("aipw", aipw(outcome, &treated, &columns, Estimand::Everybody)),
    ] {
        let effect = weighted.and_then(|weighted| weighted.effect(None, 0.95)).expect("an effect");
        ours.insert(format!("births.{name}.estimate"), effect.estimate);
        ours.insert(format!("births.{name}.se"), effect.standard_error);
    }
}

fn controls_from_a_survey(folder: &Path, ours: &mut Ours) {
    let data = Data::read(folder, "nsw_cps");
    let (outcome, treated, columns) = (data.of("re78"), data.is("treat"), data.several(&COVARIATES));
    let weights = entropy_weights(&treated, &columns).expect("weights");
    let after = balance(&columns, &treated, Some(&weights), Yardstick::Treated).expect("a table");
    assert!(largest(&after) < 1e-8, "{}", largest(&after));
    let mean = |weights: &[f64], arm: bool| {
        let rows = || (0..outcome.len()).filter(|row| treated[*row] == arm);
        rows().map(|row| weights[row] * outcome[row]).sum::<f64>() / rows().map(|row| weights[row]).sum::<f64>()
    };
    ours.insert("cps.entropy.control".to_owned(), mean(&weights, false));
    let scores = logit(&treated, &columns).expect("a fit").scores;
    ours.insert("cps.score.first".to_owned(), scores[0]);
    ours.insert("cps.score.sum".to_owned(), scores.iter().sum());
    let income = vec![0.5, 5000.0, 15000.0];
    let half = || vec![0.5];
    let cuts =
        [vec![20.0, 25.0, 30.0, 40.0], vec![8.5, 11.5, 12.5], half(), half(), half(), half(), income.clone(), income];
    let cells = coarsened(&treated, &columns, &cuts).expect("cells");
    ours.insert("cps.cem.treated".to_owned(), cells.treated_matched as f64);
    ours.insert("cps.cem.control".to_owned(), cells.control_matched as f64);
    ours.insert("cps.cem.estimate".to_owned(), mean(&cells.weights, true) - mean(&cells.weights, false));
    let hashes: Vec<u64> = (0..treated.len() as u64).collect();
    let matching = Matching { neighbours: 1, caliper: 0.05, replacement: true };
    let matched = nearest(&scores, &treated, None, &hashes, matching).expect("matches");
    ours.insert("cps.nearest.matched".to_owned(), matched.matched() as f64);
}
