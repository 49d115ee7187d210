//! The business case beyond IPS-PLUS: Copenhagen's two cases against their published figures, and each part of the frame
//! on the small good document with numbers that are worked out here by hand.

use rust_decimal::Decimal;
use toml::Value;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, BudgetArea};
use virkning_model::business_case::PaybackRule;

use super::*;

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(text: &str) -> Agreement {
    let reading = virkning_agreement::read(text);
    reading.agreement.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn document(path: &str) -> Agreement {
    read(&std::fs::read_to_string(root().join(path)).expect("a document"))
}

fn figures(name: &str) -> Value {
    Value::Table(std::fs::read_to_string(root().join("figures").join(name)).expect("figures").parse().expect("TOML"))
}

/// The good document with texts replaced and blocks added.
fn small(replaced: &[(&str, &str)], added: &str) -> Agreement {
    let mut text = std::fs::read_to_string(root().join("bad/good/minimal.md")).expect("the good document");
    for (old, new) in replaced {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let signatures = text.find("## Underskrifter").expect("the signatures");
    text.insert_str(signatures, &format!("```toml\n{added}\n```\n\n"));
    read(&text)
}

fn planned(agreement: &Agreement) -> Plan {
    plan(agreement).expect("a plan")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// Whole thousands of kroner, which the papers print.
fn thousands(amounts: &[Money]) -> Vec<i64> {
    let thousand = |amount: &Money| {
        let whole = amount.minor() / 100_000;
        assert_eq!(whole * 100_000, amount.minor(), "{amount} is no whole thousand");
        i64::try_from(whole).expect("a small number")
    };
    amounts.iter().map(thousand).collect()
}

fn wholes(value: &Value) -> Vec<i64> {
    value.as_array().expect("a list").iter().map(|number| number.as_integer().expect("a whole number")).collect()
}

fn negated(numbers: Vec<i64>) -> Vec<i64> {
    numbers.into_iter().map(|number| -number).collect()
}

fn two_decimals(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

fn group<'a>(plan: &'a Plan, key: &GroupKey) -> &'a Group {
    plan.business_case.groups.iter().find(|group| group.key == *key).unwrap_or_else(|| panic!("{key:?}"))
}

#[test]
fn copenhagen_ips() {
    let (plan, figures) = (planned(&document("agreements/koebenhavn/ips.md")), figures("copenhagen-ips.toml"));
    let case = &plan.business_case;
    let totals = &figures["totals"];
    assert_eq!(case.years.iter().map(|year| i64::from(*year)).collect::<Vec<_>>(), wholes(&figures["years"]));
    // The paper prints savings negative and costs positive.
    assert_eq!(thousands(&case.savings), negated(wholes(&totals["permanent"])));
    assert_eq!(thousands(&case.costs), negated(wholes(&totals["implementation"])));
    assert_eq!(thousands(&case.net), negated(wholes(&totals["net"])));
    let payback = plan.payback.expect("a payback time");
    assert_eq!(payback.rule, PaybackRule::FirstYearPositive);
    let total = payback.total.expect("on the total economy");
    assert_eq!(
        (total.periods, total.rounded),
        (decimal("0.55"), Decimal::from(totals["payback_total_printed"].as_integer().expect("one")))
    );
    assert_eq!(payback.service, None);
    assert!(plan.payments.is_empty());
}

#[test]
fn copenhagen_programme() {
    let figures = figures("copenhagen-ressourceforloeb.toml");
    let plan = planned(&document("agreements/koebenhavn/ressourceforloeb.md"));
    let (case, totals) = (&plan.business_case, &figures["totals"]);
    let columns: Vec<&str> = figures["periods"].as_array().expect("periods").iter().filter_map(Value::as_str).collect();
    assert_eq!(case.columns, columns);
    assert_eq!(thousands(&case.savings), negated(wholes(&totals["permanent"])));
    assert_eq!(thousands(&case.costs), negated(wholes(&totals["implementation"])));
    assert_eq!(thousands(&case.net), negated(wholes(&totals["net_computed"])));
    assert_eq!(-thousands(&case.cumulative)[3], totals["cumulative_to_2020"]["computed"].as_integer().expect("a sum"));
    let payback = plan.payback.as_ref().expect("a payback time");
    let (total, service) = (payback.total.expect("total"), payback.service.expect("service"));
    let unrounded = |key: &str| decimal(&totals["payback_unrounded"][key].to_string());
    assert_eq!(two_decimals(total.periods), unrounded("total_periods"));
    assert_eq!(two_decimals(total.years), unrounded("total_years"));
    assert_eq!(two_decimals(service.periods), unrounded("service_periods"));
    let printed = |key: &str| Decimal::from(totals[key].as_integer().expect("a number"));
    assert_eq!(
        (total.rounded, service.rounded),
        (printed("payback_total_printed"), printed("payback_service_printed"))
    );
}

#[test]
fn copenhagen_programme_by_area() {
    let figures = figures("copenhagen-ressourceforloeb.toml");
    let plan = planned(&document("agreements/koebenhavn/ressourceforloeb.md"));
    let sums = |kind: &str, area: &str| -> Vec<i64> {
        let rows = figures[kind].as_array().expect("rows").iter();
        let own = rows.filter(|row| row["area"].as_str().expect("an area").contains(area));
        let mut sums = vec![0; 6];
        for row in own {
            sums.iter_mut().zip(wholes(&row["amount"])).for_each(|(sum, amount)| *sum += amount);
        }
        sums
    };
    for (area, name) in [(BudgetArea::Service, "Service"), (BudgetArea::Ei, "(EI)"), (BudgetArea::Eo, "(EO)")] {
        let group = group(&plan, &GroupKey::Area(Some(area)));
        assert_eq!(thousands(&group.savings), negated(sums("permanent_change", name)), "{name}");
        assert_eq!(thousands(&group.costs), negated(sums("implementation", name)), "{name}");
    }
    assert_eq!(
        thousands(&group(&plan, &GroupKey::Area(Some(BudgetArea::Service))).savings),
        negated(wholes(&figures["technical_annex"]["service_total"]))
    );
    // Only research and development is sought from the innovation pool.
    let pools: Vec<&Group> =
        plan.business_case.groups.iter().filter(|group| matches!(group.key, GroupKey::Pool(_))).collect();
    assert_eq!(pools.len(), 1);
    assert_eq!(thousands(&pools[0].costs).iter().sum::<i64>(), -1500);
}

/// Each way of summing adds up to the whole.
#[test]
fn groups_add_up() {
    for path in
        ["agreements/koebenhavn/ressourceforloeb.md", "agreements/koebenhavn/ips.md", "agreements/aarhus/ips-plus.md"]
    {
        let plan = planned(&document(path));
        let case = &plan.business_case;
        type IsWay = fn(&GroupKey) -> bool;
        let ways: [(&str, IsWay); 5] = [
            ("area", |key| matches!(key, GroupKey::Area(_))),
            ("committee", |key| matches!(key, GroupKey::Committee(_))),
            ("budget", |key| matches!(key, GroupKey::Budget(_))),
            ("party", |key| matches!(key, GroupKey::Party(_))),
            ("actor", |key| matches!(key, GroupKey::Actor(_))),
        ];
        for (name, is_way) in ways {
            let groups: Vec<&Group> = case.groups.iter().filter(|group| is_way(&group.key)).collect();
            if groups.is_empty() {
                continue;
            }
            for (place, net) in case.net.iter().enumerate() {
                let sum = groups.iter().fold(Money::zero(plan.currency), |all, group| all + group.net()[place]);
                assert_eq!(sum, *net, "{path} by {name}");
            }
        }
    }
}

#[test]
fn the_two_payback_rules_and_the_double_year() {
    let check = |replaced: &str, expected: &str| {
        let case = "years = { from = 2024, to = 2026 }\nphase_in";
        let with = format!("years = {{ from = 2024, to = 2026 }}\n{replaced}\nphase_in");
        let payback = planned(&small(&[(case, &with)], "")).payback.expect("a payback time");
        let total = payback.total.expect("total");
        let found = format!("{} {} {}", total.periods.normalize(), total.years.normalize(), total.rounded);
        assert_eq!(found, expected, "{replaced}");
    };
    // 200,000 spent in 2024, 200,000 saved in 2025: back when the second column ends.
    check("", "2 2 2");
    check("columns = { 2024 = \"2023/24\" }", "2 3 2");
    check("columns = { 2024 = \"2023/24\" }\ndouble_period = \"two-years\"", "2 3 3");
    check("columns = { 2025 = \"2025/26\" }\ndouble_period = \"two-years\"", "2 3 3");
    check("payback_rule = \"first-year-positive\"", "2 2 2");
}

#[test]
fn payback_goes_on_after_the_last_column_where_savings_last() {
    let cheap = ("profile = [20_000, 10_000]", "profile = [2_000, 2_000]");
    let lasting = ("label = \"Forsørgelse\"\nper", "label = \"Forsørgelse\"\npermanent = \"yes\"\nper");
    let time = |replaced: &[(&str, &str)]| planned(&small(replaced, "")).payback.expect("a payback time").total;
    assert_eq!(time(&[cheap]), None);
    // 19,000 and 10,000 in 2025, 19,000 in 2026: 152,000 of 200,000 left, eight years of 19,000.
    let total = time(&[cheap, lasting]).expect("it lasts");
    assert_eq!(total.periods, Decimal::from(11));
}

#[test]
fn savings_per_success() {
    let saving = "per = \"starter\"\nprofile = [20_000, 10_000]";
    let per_success = "per = \"success\"\nvolume = [10, 5]\nunit_label = \"uger\"\nprice = 4_000";
    let phase = "phase_in = { 2024 = 0.5, later = 1 }";
    let check = |frame: &str, completion: &str, expected: [&str; 3]| {
        let frame = format!("{phase}\n{frame}");
        let intake = format!("by_year = {{ 2024 = 10 }}\n{completion}total = 10");
        let agreement =
            small(&[(saving, per_success), (phase, &frame), ("by_year = { 2024 = 10 }\ntotal = 10", &intake)], "");
        let plan = planned(&agreement);
        let rows: Vec<String> = plan.business_case.rows[1].amounts.iter().map(ToString::to_string).collect();
        assert_eq!(rows, expected, "{frame} {completion}");
    };
    // 10 starters x 0.40 x 10 weeks x 4,000 x 0.95, then 5 weeks.
    check("net_success_rate = 0.40", "", ["0.00", "152000.00", "76000.00"]);
    // Half of them complete, and half of the effect is left in the second year.
    check("net_success_rate = 0.40\nattrition = [1, 0.5]", "completion = 0.50\n", ["0.00", "76000.00", "19000.00"]);
}

#[test]
fn what_the_state_refunds_falls_to_the_state() {
    let saving = "falls_to = [{ area = \"Forsørgelse\", weight = 1, party = \"kommune\", budget = \"central\" }]";
    let refund = format!("{saving}\nrefund = {{ share = 0.4, party = \"staten\", budget = \"statens\" }}");
    let state = "[[party]]\nid = \"staten\"\nname = \"Staten\"\nshort_name = \"Staten\"\nrole = \"payer\"\nlegal_entity = \"Staten\"\n\n[[budget]]\nid = \"statens\"\nparty = \"staten\"\nkind = \"state\"\nlabel = \"Statens refusion\"\n";
    let signs = "\n[[signature]]\nparty = \"staten\"\noffice = \"Ministeren\"\n";
    let plan = planned(&small(&[(saving, &refund)], &format!("{state}{signs}")));
    let to = |actor: Actor| {
        group(&plan, &GroupKey::Actor(actor)).savings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // 190,000 and 95,000: 40 % is the state's; the municipality also has 10,000 for courses.
    assert_eq!(to(Actor::State), ["0.00", "76000.00", "38000.00"]);
    assert_eq!(to(Actor::Municipality), ["0.00", "124000.00", "57000.00"]);
    let whole = planned(&small(&[], "")).business_case.savings;
    assert_eq!(plan.business_case.savings, whole);
}

#[test]
fn discounting_is_explicit() {
    assert_eq!(planned(&small(&[], "")).business_case.present_value, None);
    let phase = "phase_in = { 2024 = 0.5, later = 1 }";
    let rate = |rate: &str| format!("{phase}\ndiscount_rate = {rate}");
    assert_eq!(planned(&small(&[(phase, &rate("0"))], "")).business_case.present_value, None);
    let value = planned(&small(&[(phase, &rate("0.25"))], "")).business_case.present_value.expect("a value");
    // -200,000, then 200,000 / 1.25, then 95,000 / 1.5625.
    let by_year: Vec<String> = value.by_year.iter().map(|value| value.normalize().to_string()).collect();
    assert_eq!(by_year, ["-200000", "160000", "60800"]);
    assert_eq!(value.total, Decimal::from(20_800));
}

#[test]
fn uncertainty_and_tail() {
    let phase = "phase_in = { 2024 = 0.5, later = 1 }";
    let certain = planned(&small(&[], "")).business_case;
    assert_eq!((certain.uncertainty, certain.tail), (None, None));
    let marked = ("label = \"Forsørgelse\"\nper", "label = \"Forsørgelse\"\nlow = 0.8\nhigh = 1.2\nper");
    let uncertain = planned(&small(&[marked], "")).business_case.uncertainty.expect("marked");
    // A fifth of 190,000 and 95,000 less or more.
    assert_eq!(
        uncertain.low.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["-200000.00", "162000.00", "76000.00"]
    );
    assert_eq!(
        uncertain.high.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["-200000.00", "238000.00", "114000.00"]
    );
    let years = ("years = { from = 2024, to = 2026 }", "years = { from = 2024, to = 2034 }");
    let tail = format!("{phase}\ntail = {{ years = 1, because = \"Virkningen ventes at vare.\" }}");
    let totals = planned(&small(&[years, (phase, &tail)], "")).business_case.tail.expect("a tail");
    assert_eq!(
        (totals.until, totals.before.to_string(), totals.in_tail.to_string()),
        (2033, "95000.00".to_owned(), "0.00".to_owned())
    );
}

#[test]
fn sensitivity_one_at_a_time() {
    let vary = |vary: &str, low: &str| {
        format!("[[sensitivity]]\nid = \"s\"\nlabel = \"S\"\nvary = \"{vary}\"\nlow = {low}\nhigh = 1.2\n")
    };
    let check = |what: &str, low: &str, net: &str, break_even: Option<i16>, kommune: &str| {
        let plan = planned(&small(&[], &vary(what, low)));
        let outcome = &plan.sensitivities[0].low;
        assert_eq!((outcome.net.to_string().as_str(), outcome.break_even_year), (net, break_even), "{what}");
        assert_eq!(outcome.balances[0].1.to_string(), kommune, "{what}");
        assert_eq!(
            outcome.net - outcome.net_difference,
            plan.business_case.net.iter().fold(Money::zero(plan.currency), |all, net| all + *net)
        );
    };
    // As planned: 295,000 saved, 200,000 spent, 100,000 paid, 100,000 received.
    check("costs", "0.9", "115000.00", Some(2025), "115000.00");
    check("savings", "0.5", "-52500.00", None, "-52500.00");
    check("saving.benefits", "0.9", "66500.00", Some(2026), "66500.00");
    check("cost.salaries", "0.5", "195000.00", Some(2025), "195000.00");
    // Nine starters: 256,500 + 10,000 saved, 90,000 paid.
    check("participants", "0.9", "66500.00", Some(2026), "76500.00");
    check("success-rate", "0.9", "66500.00", Some(2026), "76500.00");
}

#[test]
fn hours_of_the_contract() {
    let hours = "[[transaction_cost]]\nid = \"udvikling\"\nlabel = \"Udvikling\"\nparty = \"kommune\"\nphase = \"development\"\nhours = 100\nhourly_cost = 500\n\n[[transaction_cost]]\nid = \"opfoelgning\"\nlabel = \"Opfølgning\"\nparty = \"fond\"\nphase = \"follow-up\"\nhours = 10\nhourly_cost = 500\nyears = { from = 2025, to = 2027 }\n\n[[transaction_cost]]\nid = \"drift\"\nlabel = \"Drift\"\nparty = \"fond\"\nphase = \"operation\"\nhours = \"not-stated\"\nhourly_cost = 500\n";
    let plan = planned(&small(&[], hours));
    let costs = plan.transaction_costs.expect("hours");
    let amounts: Vec<Option<String>> =
        costs.rows.iter().map(|row| row.amount.map(|amount| amount.to_string())).collect();
    assert_eq!(amounts, [Some("50000.00".to_owned()), Some("15000.00".to_owned()), None]);
    assert_eq!((costs.known.to_string(), costs.complete, costs.exceeds_net), ("65000.00".to_owned(), false, false));
    assert_eq!(costs.by_party.len(), 2);
    assert!(plan.lacks.iter().any(|lack| lack.figure == LackedFigure::TransactionCosts && lack.terms == ["transaction_cost.drift.hours"]));
}

#[test]
fn a_plan_says_what_it_lacks() {
    let lacks = |replaced: &[(&str, &str)]| planned(&small(replaced, "")).lacks;
    assert!(lacks(&[]).is_empty());
    let price = lacks(&[
        ("amount = 10_000\nfrom", "amount = \"not-stated\"\nfrom"),
        ("payments = { 2026 = 50_000, 2027 = 50_000 }\ntotal = 100_000", "due = { per-success = \"yes\" }"),
    ]);
    assert_eq!(price.len(), 1, "{price:?}");
    assert_eq!(price[0].terms, ["payment.per-success.amount"]);
}

#[test]
fn planned_against_realised() {
    let reports = "[[actual]]\nid = \"resultat\"\nlabel = \"I job\"\nabout = \"measure.work-or-education\"\nas_of = 2025-12-31\nnumber = 4\nof = 10\n\n[[actual]]\nid = \"optag\"\nlabel = \"Begyndt\"\nabout = \"intake\"\nas_of = 2024-12-31\nnumber = 12\n\n[[actual]]\nid = \"loen\"\nlabel = \"Løn\"\nabout = \"cost.salaries\"\nas_of = 2024-12-31\nby_year = { 2024 = 180_000 }\n\n[[actual]]\nid = \"kurser\"\nlabel = \"Kurser\"\nabout = \"saving.courses\"\nas_of = 2025-12-31\nby_year = { 2025 = 4_000 }\n";
    let report = follow_up(&small(&[], reports));
    let row = |id: &str| report.rows.iter().find(|row| row.actual.as_str() == id).expect("a row");
    let criterion = row("resultat").criterion.as_ref().expect("a criterion");
    assert_eq!(
        (criterion.kind, criterion.bound, criterion.achieved),
        (CriterionKind::Expected, decimal("0.5"), decimal("0.4"))
    );
    assert_eq!((row("resultat").holds, row("optag").holds), (Some(false), Some(true)));
    assert!(report.is_mixed());
    assert_eq!(report.undecided.len(), 2);
    let amounts: Vec<(bool, String, String)> = report
        .amounts
        .iter()
        .map(|row| (row.is_saving, row.total.0.expect("planned").to_string(), row.total.1.to_string()))
        .collect();
    assert_eq!(
        amounts,
        [(false, "200000.00".to_owned(), "180000.00".to_owned()), (true, "10000.00".to_owned(), "4000.00".to_owned())]
    );
}

/// Above on one criterion and below on another: never averaged, and other units are told.
#[test]
fn diabetes_is_mixed() {
    let figures = figures("aarhus-continuation-2024.toml");
    let report = follow_up(&document("agreements/aarhus/sammen-om-diabetes.md"));
    let row = |id: &str| report.rows.iter().find(|row| row.actual.as_str() == id).expect("a row");
    let diabetes = &figures["sammen_om_diabetes"];
    let reduced = row("hba1c-reduced-2024").criterion.as_ref().expect("a criterion");
    assert_eq!(reduced.bound, decimal(&diabetes["hba1c_reduced_8_5_percent"]["criterion"].to_string()));
    assert_eq!(two_decimals(reduced.achieved), decimal(&diabetes["hba1c_reduced_8_5_percent"]["achieved"].to_string()));
    assert!(reduced.is_met());
    let mean = row("hba1c-mean-2024").mean_criterion.as_ref().expect("a criterion");
    assert_eq!(-mean.bound, decimal(&diabetes["hba1c_mean_reduction_mmol_mol"]["criterion"].to_string()));
    assert_eq!((mean.is_met(), report.is_mixed()), (false, true));
}

#[test]
fn din_vej_i_job_falls_short() {
    let measured = &figures("aarhus-continuation-2024.toml")["din_vej_i_job"]["measured"];
    let number = |key: &str| Decimal::from(measured[key].as_integer().expect("a number"));
    let report = follow_up(&document("agreements/aarhus/din-vej-i-job.md"));
    let row = report.rows.iter().find(|row| row.expected_number.is_some()).expect("a report");
    assert_eq!(row.achieved_share, number("in_work_or_education").checked_div(number("in_cohort")));
    assert_eq!(row.reported_expectation, number("expected").checked_div(number("in_cohort")));
    assert_eq!(row.holds, Some(false));
}
