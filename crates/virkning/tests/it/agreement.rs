//! `check`, `fmt`, `seal` and `plan` as users meet them. Figures come from `figures/ips-plus.toml`, which holds what the
//! source prints and what was computed from it by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use crate::office::{Office, check_shape, ips_plus, program, text};

fn run(words: &[&str]) -> Output {
    let nowhere = std::env::temp_dir().join("virkning-folder-that-nobody-makes");
    program().arg("--data").arg(nowhere).args(words).output().expect("the program runs")
}

fn answer(words: &[&str], expected_code: i32) -> Value {
    let output = run(words);
    assert_eq!(output.status.code(), Some(expected_code), "{words:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

fn document() -> String {
    ips_plus().display().to_string()
}

fn bad_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad")
}

fn bad(name: &str) -> String {
    bad_folder().join(name).display().to_string()
}

/// The text of the agreement with pieces exchanged, each of which must stand there exactly so often.
fn document_with(pieces: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string(ips_plus()).expect("the agreement");
    for (old, new) in pieces {
        assert!(text.contains(old), "{old} no longer stands in the agreement");
        text = text.replace(old, new);
    }
    text
}

mod check {
    use super::*;

    fn shape() -> Value {
        json!({ "files": [{ "path": "text", "diagnostics": [{
            "code": "text", "severity": "text", "line": "count", "column": "count", "message": "text", "hint": "text?" }] }] })
    }

    #[test]
    fn the_real_agreement_is_good_in_text_and_json() {
        for (language, said) in [("da", "ingen fejl, 0 advarsler, 5 regneeksempler holder"), ("en", "no errors, 0 warnings, 5 worked examples hold")] {
            let output = run(&["--lang", language, "check", &document()]);
            assert_eq!(output.status.code(), Some(0));
            assert!(text(&output.stdout).contains(said), "{}", text(&output.stdout));
        }
        let good = answer(&["check", "--format", "json", &document()], 0);
        assert_eq!(good, json!({ "files": [{ "path": document(), "diagnostics": [] }] }));
    }

    /// Every file under `bad/` gives the code that its name begins with; only errors give exit code 1.
    #[test]
    fn every_bad_file_gives_its_code_and_the_right_exit_code() {
        let mut seen = 0;
        for entry in fs::read_dir(bad_folder()).expect("the bad examples") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let code = name.split('-').next().expect("a code").to_owned();
            let is_warning = code.starts_with('W');
            let found = answer(&["check", "--format", "json", &bad(&name)], i32::from(!is_warning));
            check_shape(&found, &shape());
            let diagnostics = found["files"][0]["diagnostics"].as_array().expect("a list");
            let own = diagnostics.iter().find(|found| found["code"] == code.as_str());
            let own = own.unwrap_or_else(|| panic!("{name} does not give {code}: {diagnostics:?}"));
            assert_eq!(own["severity"], if is_warning { "warning" } else { "error" }, "{name}");
            assert!(own["line"].as_u64() >= Some(1) && own["column"].as_u64() >= Some(1), "{name}");
            seen += 1;
        }
        assert!(seen >= 25, "only {seen} bad examples");
    }

    /// Code, line and column have no language; message and hint do.
    fn check_bilingual(name: &str, code: &str, danish: &str, english: &str) {
        let of = |language| {
            let answer = answer(&["--lang", language, "check", "--format", "json", &bad(name)], 1);
            answer["files"][0]["diagnostics"].as_array().expect("a list").iter().find(|found| found["code"] == code).cloned().expect(code)
        };
        let (da, en) = (of("da"), of("en"));
        for key in ["line", "column", "severity"] {
            assert_eq!(da[key], en[key], "{name}: {key}");
        }
        for (found, expected) in [(&da, danish), (&en, english)] {
            let message = found["message"].as_str().expect("a message");
            assert!(message.contains(expected), "{name}: {message}");
        }
        // The same on a terminal, with the excerpt and the hint below it.
        for (language, found, word) in [("da", &da, "Fejl"), ("en", &en, "Error")] {
            let output = run(&["--lang", language, "check", &bad(name)]);
            assert_eq!(output.status.code(), Some(1));
            let said = text(&output.stdout);
            let line = fs::read_to_string(bad(name)).expect("the file");
            let line = line.lines().nth(usize::try_from(found["line"].as_u64().expect("a line")).expect("small") - 1).expect("the line");
            let hint = found["hint"].as_str().expect("a hint").split_whitespace().next().expect("a word").to_owned();
            for expected in [word, code, line.trim(), &hint, &format!(":{}:", found["line"])] {
                assert!(said.contains(expected), "{name}: {expected} is missing in\n{said}");
            }
        }
    }

    #[test]
    fn mistakes_are_said_in_both_languages_with_place_and_hint() {
        check_bilingual("A012-unknown-party.md", "A012", "Ukendt part", "Unknown party");
        check_bilingual("A046-cap-without-method.md", "A046", "metode", "method");
        check_bilingual("X001-example-year-does-not-hold.md", "X001", "holder ikke i 2027", "does not hold in 2027");
        check_bilingual("X002-example-total-does-not-hold.md", "X002", "holder ikke i alt", "does not hold in all");
        check_bilingual("M019-state-that-no-code-has.md", "M019", "har ingen tilstand »eduction«", "“eduction”");
    }

    #[test]
    fn several_files_are_all_answered_and_one_error_is_enough_for_exit_code_1() {
        let (good, wrong) = (document(), bad("A012-unknown-party.md"));
        let both = answer(&["check", "--format", "json", &good, &wrong], 1);
        let paths: Vec<&Value> = both["files"].as_array().expect("a list").iter().map(|file| &file["path"]).collect();
        assert_eq!(paths, [&json!(good), &json!(wrong)]);
    }

    /// One wrong number among the worked examples of the real agreement is found where it stands.
    #[test]
    fn an_example_with_one_figure_changed_does_not_hold() {
        let office = Office::empty();
        let path = office.path("changed.md");
        fs::write(&path, document_with(&[("2026 = 278_880", "2026 = 278_881")])).expect("a file");
        let found = answer(&["check", "--format", "json", &path], 1);
        let codes: Vec<&Value> = found["files"][0]["diagnostics"].as_array().expect("a list").iter().map(|found| &found["code"]).collect();
        assert_eq!(codes, ["X001"]);
        let message = found["files"][0]["diagnostics"][0]["message"].as_str().expect("a message");
        assert!(message.contains("278881") || message.contains("278.881"), "{message}");
    }

    /// What is no agreement at all is refused with a message, not with a panic.
    #[test]
    fn what_is_no_agreement_is_refused() {
        let check = |name: &str, bytes: &[u8], expected: &str| {
            let office = Office::empty();
            fs::write(office.path(name), bytes).expect("a file");
            let output = run(&["check", &office.path(name)]);
            let said = text(&output.stdout) + &text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{name}: {said}");
            assert!(said.contains(expected) && !said.contains("panicked"), "{name}: {said}");
        };
        check("empty.md", b"", "A009");
        check("prose.md", b"# Nothing to run\n", "A009");
        check("windows-1252.md", b"# Aftale\nSt\xf8rste bel\xf8b\n", "linje 2, byte 12");
        check("zeros.md", &[0; 4096], "empty.md".get(..0).expect("nothing"));
        let missing = run(&["check", "no-such-file.md"]);
        assert_eq!(missing.status.code(), Some(1));
        assert!(text(&missing.stderr).contains("no-such-file.md"));
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing() {
        let office = Office::empty();
        let path = office.path("windows.md");
        let changed = format!("\u{feff}{}", document_with(&[]).replace('\n', "\r\n"));
        fs::write(&path, changed).expect("a file");
        answer(&["check", "--format", "json", &path], 0);
    }
}

mod form {
    use super::*;

    #[test]
    fn the_real_agreement_is_in_canonical_form() {
        let output = run(&["fmt", "--check", &document()]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }

    #[test]
    fn an_untidy_file_fails_the_check_unchanged_and_is_put_right_once() {
        let office = Office::empty();
        let path = office.path("untidy.md");
        let untidy = document_with(&[("per = \"success\"\n", "per   =    \"success\"\n")]);
        fs::write(&path, &untidy).expect("a file");
        let refused = run(&["fmt", "--check", &path]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains("fmt --write"), "{}", text(&refused.stderr));
        assert_eq!(fs::read_to_string(&path).expect("the file"), untidy);
        let shown = text(&run(&["fmt", &path]).stdout);
        assert_eq!(shown, fs::read_to_string(ips_plus()).expect("the agreement"));
        assert_eq!(run(&["fmt", "--write", &path]).status.code(), Some(0));
        assert_eq!(fs::read_to_string(&path).expect("the file"), shown);
        assert_eq!(run(&["fmt", "--check", &path]).status.code(), Some(0));
        assert_eq!(text(&run(&["fmt", &path]).stdout), shown, "the form of the form is another one");
    }

    #[test]
    fn a_file_with_errors_is_not_formatted() {
        let output = run(&["fmt", &bad("A012-unknown-party.md")]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stdout), "");
        assert!(text(&output.stderr).contains("A012"));
    }
}

mod seal {
    use super::*;

    #[test]
    fn sealing_twice_is_sealing_once() {
        let office = Office::sealed();
        let again = office.ok("anna", &["--lang", "en", "seal", &document()]);
        assert!(again.contains("was sealed before"), "{again}");
    }

    #[test]
    fn another_text_under_a_sealed_version_is_refused_and_a_new_version_is_not() {
        let office = Office::sealed();
        let path = office.path("changed.md");
        let prose = ("Rådets årlige afkast er begrænset", "Rådets afkast om året er begrænset");
        fs::write(&path, document_with(&[prose])).expect("a file");
        let refused = office.refused("anna", &["--lang", "en", "seal", &path]);
        assert!(refused.contains("already sealed with another text") && refused.contains("new version"), "{refused}");
        fs::write(&path, document_with(&[prose, ("version = \"1\"", "version = \"2\"")])).expect("a file");
        assert!(office.ok("anna", &["seal", &path]).contains("version 2"));
    }

    #[test]
    fn line_ends_do_not_change_the_seal() {
        let office = Office::sealed();
        let path = office.path("windows.md");
        fs::write(&path, document_with(&[]).replace('\n', "\r\n")).expect("a file");
        assert!(office.ok("anna", &["--lang", "en", "seal", &path]).contains("was sealed before"));
    }

    #[test]
    fn who_may_not_seal_and_what_cannot_be_sealed_is_refused() {
        let office = Office::empty();
        let check = |user: &str, file: &str, expected: &str| {
            let said = office.refused(user, &["--lang", "en", "seal", file]);
            assert!(said.contains(expected), "{user}: {said}");
        };
        check("nobody", &document(), "“nobody” is not declared");
        office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller"]);
        office.ok("anna", &["user", "add", "rikke", "--role", "reader"]);
        check("rikke", &document(), "does not have the role");
        check("anna", &bad("A012-unknown-party.md"), "A012");
        let unnamed = program().args(["--data", &office.path("data"), "--lang", "en", "seal", &document()]).output();
        assert!(text(&unnamed.expect("the program runs").stderr).contains("--as USER"));
    }
}

mod plan {
    use super::*;

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
        for (key, value) in [("party", json!("text")), ("budget", json!("text?")), ("closes", json!("flag")), ("by_year", json!([figures]))] {
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
        });
        let plan = planned();
        check_shape(&plan, &shape);
        assert_eq!((&plan["agreement"], &plan["currency"]), (&json!("ips-plus"), &json!("DKK")));
        let kinds: std::collections::BTreeSet<&str> = plan["flows"].as_array().expect("a list").iter().filter_map(|flow| flow["kind"].as_str()).collect();
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["cost", "funding", "outcome-payment", "saving"]);
        assert!(flows(&plan, "cost").iter().all(|flow| flow["to"].is_null() && flow["from"] == "aarhus"));
        assert!(flows(&plan, "saving").iter().all(|flow| flow["from"].is_null() && flow["to"] == "aarhus"));
    }

    #[test]
    fn payments_and_instalments_are_those_of_annex_2() {
        let (figures, plan) = (Figures::read(), planned());
        let by_year: BTreeMap<Decimal, Decimal> = flows(&plan, "outcome-payment")
            .iter()
            .inspect(|flow| assert_eq!((&flow["from"], &flow["to"], &flow["budget"]), (&json!("aarhus"), &json!("rsi"), &json!("central"))))
            .map(|flow| (flow["year"].to_string().parse().expect("a year"), amount(&flow["amount"])))
            .collect();
        let years = figures.decimals("annex_2.years");
        let paid: Vec<Decimal> = years.iter().map(|year| by_year.get(year).copied().unwrap_or_default()).collect();
        assert_eq!(paid, figures.decimals("annex_2.income_computed_kr"));
        assert_eq!(thousands(paid.iter().copied()), figures.decimals("annex_2.income"));
        assert_eq!(thousands([paid.iter().sum::<Decimal>()]), [figures.decimal("annex_2.income_total")]);
        let funding = flows(&plan, "funding");
        let dates: Vec<&str> = funding.iter().filter_map(|flow| flow["date"].as_str()).collect();
        let expected: Vec<&str> = figures.at("funding.rsi_paid_on").as_array().expect("a list").iter().filter_map(|day| day.as_str()).collect();
        assert_eq!(dates, expected);
        for flow in funding {
            assert_eq!(amount(&flow["amount"]), figures.decimal("funding.rsi_per_year_kr"));
            assert_eq!((&flow["from"], &flow["to"], &flow["budget"]), (&json!("rsi"), &json!("aarhus"), &json!("decentral")));
        }
    }

    #[test]
    fn the_business_case_is_the_sources_to_the_thousand() {
        let (figures, plan) = (Figures::read(), planned());
        let case = &plan["business_case"];
        let years: Vec<Decimal> = case["years"].as_array().expect("a list").iter().map(|year| year.to_string().parse().expect("a year")).collect();
        assert_eq!(years, figures.decimals("business_case.years"));
        let row = |wanted: &dyn Fn(&Decimal) -> bool| -> Vec<Decimal> {
            let rows: Vec<Vec<Decimal>> = case["rows"].as_array().expect("a list").iter().map(|row| amounts(&row["amounts"])).collect();
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
        let assessments = case["rows"].as_array().expect("a list").iter().find(|row| row["area"] == "Mindre indkøb af udredninger").expect("a row");
        for (year, found) in years.iter().zip(amounts(&assessments["amounts"])) {
            let number = figures.at("business_case.assessments_avoided").get(year.to_string()).map_or(Decimal::ZERO, number);
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
        let rsi: Vec<Decimal> = of("rsi", Value::Null)["by_year"].as_array().expect("a list").iter().map(|year| amount(&year["balance"])).collect();
        assert_eq!(thousands(rsi.iter().copied()), figures.decimals("annex_2.balance"));
        assert_eq!(thousands([rsi.iter().sum::<Decimal>()]), [figures.decimal("annex_2.balance_total")]);
        // The municipality keeps 2,967 of its 3,000 (the finding of the figures): 6,134 saved, 3,167 paid, 3,000 put in.
        let aarhus = of("aarhus", Value::Null);
        assert_eq!(thousands([amount(&aarhus["balance"])]), [Decimal::from(-33)]);
        assert_eq!(aarhus["closes"], false);
        let budgets: Decimal = ["central", "decentral"].iter().map(|budget| amount(&of("aarhus", json!(budget))["balance"])).sum();
        assert_eq!(budgets, amount(&aarhus["balance"]));
    }

    #[test]
    fn without_effect_half_the_plan_would_be_paid_and_the_price_is_above_what_savings_defend() {
        let (figures, plan) = (Figures::read(), planned());
        let none = &plan["no_effect"];
        assert_eq!(estimate(&none["rate"]), figures.decimal("outcome.no_effect_baseline.rate"));
        assert_eq!(amount(&none["payment"]), figures.decimal("outcome.no_effect_baseline.payment_kr"));
        assert_eq!(rounded(estimate(&none["share_of_plan"]), 3), figures.decimal("outcome.no_effect_baseline.share_of_plan"));
        let by_year: Decimal = none["payments"].as_array().expect("a list").iter().map(|year| amount(&year["amount"])).sum();
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
            let payments: Vec<Decimal> = flows(&plan, "outcome-payment").iter().map(|flow| amount(&flow["amount"])).collect();
            let expected = |key: &str| figures.decimal(&format!("cap_at_60_percent.{method}.{key}"));
            assert_eq!(payments.iter().sum::<Decimal>(), expected("total"), "{method}");
            assert_eq!(payments.last().copied(), Some(expected("last")), "{method}");
            let uncapped = figures.decimal("cap_at_60_percent.none.total");
            assert_eq!(amount(&plan["investors"][0]["over_cap"]), uncapped - expected("total"), "{method}");
        };
        check("compound", &[]);
        check("simple", &[
            ("method = \"compound\"", "method = \"simple\""),
            ("chosen = \"compound\"\nalternatives = [\"simple\", \"per-year\"]", "chosen = \"simple\"\nalternatives = [\"compound\", \"per-year\"]"),
        ]);
        // A cap of 1,000 % a year is none.
        check("none", &[("annual_return = 0.05", "annual_return = 1.00")]);
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
        let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
        format!("{sign}{},{part}", groups.join("."))
    }

    #[test]
    fn the_text_says_the_same_amounts_in_danish_and_in_english() {
        let plan = planned();
        let da = text(&run(&["plan", &document()]).stdout);
        let en = text(&run(&["--lang", "en", "plan", &document()]).stdout);
        let mut amounts: Vec<&str> = Vec::new();
        amounts.extend(["funding", "outcome-payment"].iter().flat_map(|kind| flows(&plan, kind)).filter_map(|flow| flow["amount"].as_str()));
        amounts.extend(plan["accounts"].as_array().expect("a list").iter().filter_map(|account| account["balance"].as_str()));
        amounts.extend([&plan["investors"][0]["deepest_exposure"]["amount"], &plan["no_effect"]["payment"]].iter().filter_map(|amount| amount.as_str()));
        amounts.extend([&plan["prices"][0]["agreed"], &plan["prices"][0]["defensible"]].iter().filter_map(|amount| amount.as_str()));
        for amount in amounts {
            let danish = danish(amount);
            assert!(da.contains(&danish), "{danish} is not in the Danish text");
            let english = danish.replace('.', ";").replace(',', ".").replace(';', ",");
            assert!(en.contains(&english), "{english} is not in the English text");
        }
        for (said, words) in [(&da, ["Tjent hjem i 2030", "1,28 %", "1,22 %", "45,46 %", "53,1 %", "ikke oplyst", "antaget", "udledt"]), (&en, ["Earned back in 2030", "1.28", "1.22", "45.46", "53.1", "not stated", "assumed", "derived"])] {
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
}
