//! `plan` as JSON, CSV and text: every computed figure of `figures/ips-plus.toml`, from the terms alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{answer, bad, document, document_with, run};
use crate::office::{Office, check_shape, text};

struct Figures(toml::Table);

impl Figures {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../figures/ips-plus.toml");
        Self(fs::read_to_string(path).expect("the figures").parse().expect("figures as TOML"))
    }

    fn at(&self, path: &str) -> &toml::Value {
        let mut keys = path.split('.');
        let first = &self.0[keys.next().expect("a key")];
        keys.fold(first, |value, key| value.get(key).unwrap_or_else(|| panic!("{path} is not among the figures")))
    }

    fn decimal(&self, path: &str) -> Decimal {
        number(self.at(path))
    }

    fn decimals(&self, path: &str) -> Vec<Decimal> {
        self.at(path).as_array().expect("a list").iter().map(number).collect()
    }
}

fn number(value: &toml::Value) -> Decimal {
    match value {
        toml::Value::Integer(whole) => Decimal::from(*whole),
        other => other.to_string().trim_matches('"').parse().expect("a number"),
    }
}

fn amount(value: &Value) -> Decimal {
    value.as_str().expect("an amount is a text").parse().expect("a number")
}

fn amounts(value: &Value) -> Vec<Decimal> {
    value.as_array().expect("a list").iter().map(amount).collect()
}

fn estimate(value: &Value) -> Decimal {
    value.to_string().parse().expect("a number")
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn thousands(kroner: impl IntoIterator<Item = Decimal>) -> Vec<Decimal> {
    kroner.into_iter().map(|amount| rounded(amount / Decimal::from(1000), 0)).collect()
}

fn planned() -> Value {
    answer(&["plan", &document(), "--format", "json"], 0)
}

fn flows<'a>(plan: &'a Value, kind: &str) -> Vec<&'a Value> {
    plan["flows"].as_array().expect("a list").iter().filter(|flow| flow["kind"] == kind).collect()
}

#[test]
fn the_answer_has_its_documented_shape() {
    let figures = json!({ "year": "count", "savings": "amount", "received": "amount", "paid": "amount", "contribution": "amount", "balance": "amount" });
    let mut account = figures.clone();
    account.as_object_mut().expect("an object").remove("year");
    for (key, value) in
        [("party", json!("text")), ("budget", json!("text?")), ("closes", json!("flag")), ("by_year", json!([figures]))]
    {
        account[key] = value;
    }
    let shape = json!({
        "agreement": "text", "currency": "text",
        "flows": [{ "date": "date", "year": "count", "from": "text?", "to": "text?", "budget": "text?", "kind": "text", "amount": "amount" }],
        "business_case": {
            "years": ["count"], "net": ["amount"], "cumulative": ["amount"], "break_even_year": "count?",
            "rows": [{ "label": "text", "area": "text?", "falls_to": { "party": "text", "budget": "text?" }, "amounts": ["amount"] }] },
        "investors": [{ "party": "text", "paid_in": "amount", "received": "amount", "over_cap": "amount", "irr": "number", "xirr": "number",
            "multiple": "number", "deepest_exposure": { "date": "date", "amount": "amount" } }],
        "accounts": [account],
        "no_effect": { "rate": "number", "payment": "amount", "share_of_plan": "number", "payments": [{ "year": "count", "amount": "amount" }] },
        "break_even_rate": "number",
        "prices": [{ "payment": "text", "agreed": "amount", "defensible": "amount", "by_payer_savings": "amount" }],
        "examples": [{ "name": "text", "holds": "flag" }],
        "groups": [{ "by": "text", "name": "text?", "costs": ["amount"], "savings": ["amount"], "net": ["amount"], "complete": "flag" }],
        "payback": { "rule": "text", "double_period": "text", "service": "text?",
            "total": { "rounded": "number", "periods": "number", "years": "number" } },
    });
    let plan = planned();
    check_shape(&plan, &shape);
    assert_eq!((&plan["agreement"], &plan["currency"]), (&json!("ips-plus"), &json!("DKK")));
    let kinds: std::collections::BTreeSet<&str> =
        plan["flows"].as_array().expect("a list").iter().filter_map(|flow| flow["kind"].as_str()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["cost", "funding", "outcome-payment", "saving"]);
    assert!(flows(&plan, "cost").iter().all(|flow| flow["to"].is_null() && flow["from"] == "aarhus"));
    assert!(flows(&plan, "saving").iter().all(|flow| flow["from"].is_null() && flow["to"] == "aarhus"));
}

#[test]
fn payments_and_instalments_are_those_of_annex_2() {
    let (figures, plan) = (Figures::read(), planned());
    let by_year: BTreeMap<Decimal, Decimal> = flows(&plan, "outcome-payment")
        .iter()
        .inspect(|flow| {
            assert_eq!(
                (&flow["from"], &flow["to"], &flow["budget"]),
                (&json!("aarhus"), &json!("rsi"), &json!("central"))
            )
        })
        .map(|flow| (flow["year"].to_string().parse().expect("a year"), amount(&flow["amount"])))
        .collect();
    let years = figures.decimals("annex_2.years");
    let paid: Vec<Decimal> = years.iter().map(|year| by_year.get(year).copied().unwrap_or_default()).collect();
    assert_eq!(paid, figures.decimals("annex_2.income_computed_kr"));
    assert_eq!(thousands(paid.iter().copied()), figures.decimals("annex_2.income"));
    assert_eq!(thousands([paid.iter().sum::<Decimal>()]), [figures.decimal("annex_2.income_total")]);
    let funding = flows(&plan, "funding");
    let dates: Vec<&str> = funding.iter().filter_map(|flow| flow["date"].as_str()).collect();
    let expected: Vec<&str> =
        figures.at("funding.rsi_paid_on").as_array().expect("a list").iter().filter_map(|day| day.as_str()).collect();
    assert_eq!(dates, expected);
    for flow in funding {
        assert_eq!(amount(&flow["amount"]), figures.decimal("funding.rsi_per_year_kr"));
        assert_eq!(
            (&flow["from"], &flow["to"], &flow["budget"]),
            (&json!("rsi"), &json!("aarhus"), &json!("decentral"))
        );
    }
}

#[test]
fn the_business_case_is_the_sources_to_the_thousand() {
    let (figures, plan) = (Figures::read(), planned());
    let case = &plan["business_case"];
    let years: Vec<Decimal> = case["years"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|year| year.to_string().parse().expect("a year"))
        .collect();
    assert_eq!(years, figures.decimals("business_case.years"));
    let row = |wanted: &dyn Fn(&Decimal) -> bool| -> Vec<Decimal> {
        let rows: Vec<Vec<Decimal>> =
            case["rows"].as_array().expect("a list").iter().map(|row| amounts(&row["amounts"])).collect();
        (0..years.len()).map(|year| rows.iter().map(|row| row[year]).filter(|amount| wanted(amount)).sum()).collect()
    };
    let (costs, savings) = (row(&|amount| amount.is_sign_negative()), row(&|amount| amount.is_sign_positive()));
    assert_eq!(thousands(costs), figures.decimals("business_case.investment"));
    assert_eq!(thousands(savings.iter().copied()), figures.decimals("business_case.saving"));
    assert_eq!(thousands([savings.iter().sum::<Decimal>()]), [figures.decimal("business_case.saving_total_computed")]);
    let net = amounts(&case["net"]);
    assert_eq!(thousands(net.iter().copied()), figures.decimals("business_case.net"));
    assert_eq!(thousands([net.iter().sum::<Decimal>()]), [figures.decimal("business_case.net_total_computed")]);
    assert_eq!(thousands(amounts(&case["cumulative"])), figures.decimals("business_case.cumulative_computed"));
    assert_eq!(estimate(&case["break_even_year"]), figures.decimal("business_case.break_even_year"));
    // The assessments, by hand: number times price.
    let price = figures.decimal("business_case.assessment_price") * Decimal::from(1000);
    let assessments = case["rows"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["area"] == "Mindre indkøb af udredninger")
        .expect("a row");
    for (year, found) in years.iter().zip(amounts(&assessments["amounts"])) {
        let number =
            figures.at("business_case.assessments_avoided").get(year.to_string()).map_or(Decimal::ZERO, number);
        assert_eq!(found, number * price, "{year}");
    }
}

/// 49.96, 9.99, 24.98 and 15.06 %: half, a tenth and a quarter of 85 after the assessments' 924 of 6,134.
#[test]
fn the_savings_divide_by_area_as_computed_by_hand() {
    let (figures, plan) = (Figures::read(), planned());
    let total = figures.decimal("business_case.saving_total_computed") * Decimal::from(1000);
    let share = |area: &str| {
        let rows = plan["business_case"]["rows"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["area"] == area).unwrap_or_else(|| panic!("no row for {area}"));
        rounded(amounts(&row["amounts"]).iter().sum::<Decimal>() / total * Decimal::ONE_HUNDRED, 2).to_string()
    };
    for (area, expected) in [
        ("Indkomstoverførsler", "49.96"),
        ("Sociale serviceydelser", "9.99"),
        ("Vejledning og opkvalificering", "24.98"),
        ("Mindre indkøb af udredninger", "15.06"),
    ] {
        assert_eq!(share(area), expected, "{area}");
    }
}

#[test]
fn the_investors_returns_are_those_computed_apart() {
    let (figures, plan) = (Figures::read(), planned());
    let rsi = &plan["investors"][0];
    assert_eq!((rsi["party"].as_str(), plan["investors"].as_array().map(Vec::len)), (Some("rsi"), Some(1)));
    let paid_in: Decimal = figures.decimal("funding.rsi_per_year_kr") * Decimal::from(4);
    let received: Decimal = figures.decimals("annex_2.income_computed_kr").iter().sum();
    assert_eq!((amount(&rsi["paid_in"]), amount(&rsi["received"])), (paid_in, received));
    assert_eq!(amount(&rsi["over_cap"]), Decimal::ZERO);
    assert_eq!(rounded(estimate(&rsi["irr"]), 4), figures.decimal("outcome.irr_yearly"));
    assert_eq!(rounded(estimate(&rsi["xirr"]), 4), figures.decimal("outcome.xirr_31_march"));
    assert_eq!(estimate(&rsi["multiple"]), rounded(received / paid_in, 6));
    assert_eq!(rounded(estimate(&plan["break_even_rate"]), 4), figures.decimal("outcome.break_even_rate"));
    // Three instalments, the first payment, and the fourth instalment, which comes before the second payment.
    let deepest = figures.decimals("annex_2.income_computed_kr")[2] - paid_in;
    assert_eq!(rsi["deepest_exposure"], json!({ "date": "2026-01-15", "amount": format!("{deepest}.00") }));
}

#[test]
fn every_account_is_the_sum_of_its_years_and_the_investors_is_annex_2() {
    let (figures, plan) = (Figures::read(), planned());
    let accounts = plan["accounts"].as_array().expect("a list");
    for account in accounts {
        for key in ["savings", "received", "paid", "contribution", "balance"] {
            let by_year = account["by_year"].as_array().expect("a list");
            let sum: Decimal = by_year.iter().map(|year| amount(&year[key])).sum();
            assert_eq!(sum, amount(&account[key]), "{} {} {key}", account["party"], account["budget"]);
        }
        let part = |key: &str| amount(&account[key]);
        assert_eq!(part("balance"), part("savings") + part("received") - part("paid") - part("contribution"));
        assert_eq!(account["closes"].as_bool(), Some(part("balance") >= Decimal::ZERO));
    }
    let of = |party: &str, budget: Value| {
        accounts.iter().find(|account| account["party"] == party && account["budget"] == budget).expect("an account")
    };
    let rsi: Vec<Decimal> = of("rsi", Value::Null)["by_year"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|year| amount(&year["balance"]))
        .collect();
    assert_eq!(thousands(rsi.iter().copied()), figures.decimals("annex_2.balance"));
    assert_eq!(thousands([rsi.iter().sum::<Decimal>()]), [figures.decimal("annex_2.balance_total")]);
    // The municipality keeps 2,967 of its 3,000 (the finding of the figures): 6,134 saved, 3,167 paid, 3,000 put in.
    let aarhus = of("aarhus", Value::Null);
    assert_eq!(thousands([amount(&aarhus["balance"])]), [Decimal::from(-33)]);
    assert_eq!(aarhus["closes"], false);
    let budgets: Decimal =
        ["central", "decentral"].iter().map(|budget| amount(&of("aarhus", json!(budget))["balance"])).sum();
    assert_eq!(budgets, amount(&aarhus["balance"]));
}

#[test]
fn without_effect_half_the_plan_would_be_paid_and_the_price_is_above_what_savings_defend() {
    let (figures, plan) = (Figures::read(), planned());
    let none = &plan["no_effect"];
    assert_eq!(estimate(&none["rate"]), figures.decimal("outcome.no_effect_baseline.rate"));
    assert_eq!(amount(&none["payment"]), figures.decimal("outcome.no_effect_baseline.payment_kr"));
    assert_eq!(
        rounded(estimate(&none["share_of_plan"]), 3),
        figures.decimal("outcome.no_effect_baseline.share_of_plan")
    );
    let by_year: Decimal =
        none["payments"].as_array().expect("a list").iter().map(|year| amount(&year["amount"])).sum();
    assert_eq!(by_year, amount(&none["payment"]));
    let price = &plan["prices"][0];
    assert_eq!(amount(&price["agreed"]), figures.decimal("outcome.price_per_success_kr"));
    // "The defensible price is 4,019 kr against 4,150" (finding).
    assert_eq!(rounded(amount(&price["defensible"]), 0), Decimal::from(4019));
    let examples = plan["examples"].as_array().expect("a list");
    assert!(examples.len() >= 5 && examples.iter().all(|example| example["holds"] == true), "{examples:?}");
}

/// The cap binds at 60 %: the plan itself, made with each method as the agreed one, gives the golden totals.
#[test]
fn the_cap_at_60_percent_gives_the_golden_figures_in_each_method() {
    let figures = Figures::read();
    let rates = [
        ("expected = { 2024 = 0.24, later = 0.48 }", "expected = { 2024 = 0.30, later = 0.60 }"),
        ("chosen = \"0.24\"\nalternatives = [\"0.48\", \"0.25\"]", "chosen = \"0.30\"\nalternatives = [\"0.24\"]"),
        ("chosen = \"0.48\"\nalternatives = [\"0.50\", \"0.475\"]", "chosen = \"0.60\"\nalternatives = [\"0.48\"]"),
        ("name = \"Bilag 2\"\n", "name = \"Bilag 2\"\nrates = { 2024 = 0.24, later = 0.48 }\n"),
    ];
    let check = |method: &str, pieces: &[(&str, &str)]| {
        let office = Office::empty();
        let path = office.path("sixty.md");
        fs::write(&path, document_with(&[&rates, pieces].concat())).expect("a file");
        let plan = answer(&["plan", &path, "--format", "json"], 0);
        let payments: Vec<Decimal> =
            flows(&plan, "outcome-payment").iter().map(|flow| amount(&flow["amount"])).collect();
        let expected = |key: &str| figures.decimal(&format!("cap_at_60_percent.{method}.{key}"));
        assert_eq!(payments.iter().sum::<Decimal>(), expected("total"), "{method}");
        assert_eq!(payments.last().copied(), Some(expected("last")), "{method}");
        let uncapped = figures.decimal("cap_at_60_percent.none.total");
        assert_eq!(amount(&plan["investors"][0]["over_cap"]), uncapped - expected("total"), "{method}");
    };
    check("compound", &[]);
    check(
        "simple",
        &[
            ("method = \"compound\"", "method = \"simple\""),
            (
                "chosen = \"compound\"\nalternatives = [\"simple\", \"per-year\"]",
                "chosen = \"simple\"\nalternatives = [\"compound\", \"per-year\"]",
            ),
        ],
    );
    // A cap of 100 % a year never binds. The examples under the agreed cap have no place there.
    let whole = document_with(&[]);
    let examples = whole.find("[[example]]\nname = \"60 procent uden loft\"").expect("the examples of the cap");
    let end = examples + whole[examples..].find("```").expect("the end of the block");
    check("none", &[("annual_return = 0.05", "annual_return = 1.00"), (&whole[examples..end], "")]);
}

#[test]
fn the_csv_holds_the_same_flows() {
    let plan = planned();
    let output = run(&["plan", &document(), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, ["date", "year", "from", "to", "budget", "kind", "label", "area", "amount"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row with every column")).collect();
    let flows = plan["flows"].as_array().expect("a list");
    assert_eq!(rows.len(), flows.len());
    for (row, flow) in rows.iter().zip(flows) {
        for (column, key) in header.iter().enumerate().filter(|(_, key)| *key != "label" && *key != "area") {
            let expected = flow[key].as_str().map_or_else(|| flow[key].to_string().replace("null", ""), str::to_owned);
            assert_eq!(row[column], expected, "{key} of {flow}");
        }
        assert!(!row[6].is_empty(), "a flow without a label: {row:?}");
    }
}

/// 1234567.80 in Danish is 1.234.567,80, with the minus sign that is as wide as a digit.
fn danish(amount: &str) -> String {
    let (sign, digits) = amount.strip_prefix('-').map_or(("", amount), |digits| ("−", digits));
    let (whole, part) = digits.split_once('.').expect("two decimals");
    let groups: Vec<&str> =
        whole.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    format!("{sign}{},{part}", groups.join("."))
}

#[test]
fn the_text_says_the_same_amounts_in_danish_and_in_english() {
    let plan = planned();
    let da = text(&run(&["plan", &document()]).stdout);
    let en = text(&run(&["--lang", "en", "plan", &document()]).stdout);
    let mut amounts: Vec<&str> = Vec::new();
    amounts.extend(
        ["funding", "outcome-payment"]
            .iter()
            .flat_map(|kind| flows(&plan, kind))
            .filter_map(|flow| flow["amount"].as_str()),
    );
    amounts
        .extend(plan["accounts"].as_array().expect("a list").iter().filter_map(|account| account["balance"].as_str()));
    amounts.extend(
        [&plan["investors"][0]["deepest_exposure"]["amount"], &plan["no_effect"]["payment"]]
            .iter()
            .filter_map(|amount| amount.as_str()),
    );
    amounts.extend(
        [&plan["prices"][0]["agreed"], &plan["prices"][0]["defensible"]].iter().filter_map(|amount| amount.as_str()),
    );
    for amount in amounts {
        let danish = danish(amount);
        assert!(da.contains(&danish), "{danish} is not in the Danish text");
        let english = danish.replace('.', ";").replace(',', ".").replace(';', ",");
        assert!(en.contains(&english), "{english} is not in the English text");
    }
    for (said, words) in [
        (&da, ["Tjent hjem i 2030", "1,28", "1,22", "45,46", "53,1", "ikke oplyst", "antaget", "afledt"]),
        (&en, ["Earned back in 2030", "1.28", "1.22", "45.46", "53.1", "not stated", "assumed", "derived"]),
    ] {
        for word in words {
            assert!(said.contains(word), "{word} is missing in\n{said}");
        }
    }
}

#[test]
fn a_plan_of_a_document_with_errors_is_refused() {
    let output = run(&["plan", &bad("A012-unknown-party.md"), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("A012"));
}

/// Looking at a plan makes no data folder.
#[test]
fn a_plan_leaves_nothing_behind() {
    let office = Office::empty();
    office.ok("anna", &["plan", &document()]);
    assert!(!Path::new(&office.path("data")).exists());
}
