//! Each finding of the published figures, as a fragment with that paper's numbers: general rules must name it.

use toml::Value;

use super::super::compare;
use super::*;

fn figures(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../figures").join(name);
    let text = std::fs::read_to_string(path).expect("published figures");
    Value::Table(text.parse().expect("TOML"))
}

/// A list of numbers as a document writes them.
fn list(value: &Value) -> String {
    let numbers: Vec<String> = value.as_array().expect("a list").iter().map(Value::to_string).collect();
    format!("[{}]", numbers.join(", "))
}

fn part(label: &str, values: &str) -> String {
    format!(r#"label = "{label}", values = {values}"#)
}

fn total(label: &str, values: &str, rest: &str) -> String {
    format!(r#"label = "{label}", values = {values}, role = "total"{rest}"#)
}

#[test]
fn continuation_2024_units_differ() {
    let result = said("resultat", "fald i langtidsblodsukker", "5.5", "unit = \"mmol/mol\"");
    let criterion = said("kriterium", "fald i langtidsblodsukker", "6.8", "unit = \"point\"");
    check_paper(&format!("{result}{criterion}"), &["F008"]);
}

#[test]
fn continuation_2024_two_readings_of_when_the_council_decides() {
    let one = said("to-notater", "projekter som byrådet beslutter om", "\"udløb i det følgende budgetår\"", "");
    let other = said("tredje-notat", "projekter som byrådet beslutter om", "\"udløb ultimo 2024\"", "");
    check_paper(&format!("{one}{other}"), &["F004"]);
}

#[test]
fn portfolio_2022_a_total_with_two_horizons() {
    let figures = figures("aarhus-portfolio-2022.toml");
    let projects = figures["project"].as_array().expect("projects");
    let mut rows = Vec::new();
    for project in projects {
        let value = |key: &str| project[key].to_string();
        let horizon = project.get("horizon").map_or("2030".to_owned(), Value::to_string);
        let values =
            format!("[{}, {}, {}]", value("capital"), value("repayment_decentral"), value("savings_decentral"));
        rows.push(format!("{}, horizon = {horizon}", part(project["name"].as_str().expect("a name"), &values)));
    }
    let printed = |key: &str| figures["totals"][key].to_string();
    let totals =
        format!("[{}, {}, {}]", printed("capital_printed"), printed("repayment_printed"), printed("savings_printed"));
    rows.push(total("I alt", &totals, ", horizon = 2030"));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let columns = r#"["Kapital", "Tilbagebetaling", "Besparelse"]"#;
    let remarks = check_paper(
        &table("portefoelje", "unit = 1_000_000\nunit_label = \"mio. kr.\"", columns, &rows),
        &["F010", "F019"],
    );
    assert_eq!((argument(&remarks[0], "printed"), argument(&remarks[0], "computed")), ("18.2", "22.9"));
    assert_eq!((argument(&remarks[1], "part"), argument(&remarks[1], "part-horizon")), ("Lær for Livet", "2040"));
}

#[test]
fn portfolio_2022_net_saving_a_year() {
    // 18.2 less 14.1 over ten years.
    let remarks = check_paper(&claim("(18_200_000 - 14_100_000) / 10 = 500_000"), &["F001"]);
    assert_eq!(argument(&remarks[0], "left"), "410000");
    check_paper(&claim("(18_200_000 - 14_100_000) / 10 < 500_000"), &[]);
}

#[test]
fn portfolio_2022_capital_in_the_table_and_on_the_fact_sheets() {
    let figures = figures("aarhus-portfolio-2022.toml");
    let mut blocks = String::new();
    for (place, project) in figures["project"].as_array().expect("projects").iter().enumerate() {
        let name = project["name"].as_str().expect("a name");
        // 16.0 million is 16,000,000: the figures print one decimal.
        let kroner = format!("{}00000", project["capital"].to_string().replace('.', ""));
        let sheet = &project["capital_fact_sheet_kr"];
        blocks.push_str(&format!("[[project]]\nid = \"tabel-{place}\"\nname = \"{name}\"\ncapital = {kroner}\n\n"));
        blocks.push_str(&format!("[[project]]\nid = \"ark-{place}\"\nname = \"{name}\"\ncapital = {sheet}\n\n"));
    }
    let remarks = review_document(&paper(&blocks));
    let named: Vec<&str> = remarks.iter().map(|remark| argument(remark, "investment")).collect();
    // UngiFokus is the same in both. Hjem, job og helhed is rounded in the table, which the finding does not count.
    assert_eq!(named, ["Havnen", "Hjem, job og helhed", "Dialog mod Vold", "Lær for Livet"]);
    assert!(remarks.iter().all(|remark| remark.code == "F031"));
}

#[test]
fn portfolio_2022_organisations_of_laer_for_livet() {
    let model = said("model", "hvor Lær for Livet foregår", "\"Bikubenfonden og Aarhus Kommune\"", "");
    let organisations = said("organisering", "hvor Lær for Livet foregår", "\"Aarhus Kommune og Lær for Livet\"", "");
    check_paper(&format!("{model}{organisations}"), &["F004"]);
}

#[test]
fn portfolio_2022_against_continuation_2024() {
    let check = |one: &str, other: &str, expected: &[&str]| {
        let papers = [one, other].map(|rest| paper(&format!("[[project]]\nid = \"p\"\nname = \"P\"\n{rest}\n")));
        let codes: Vec<&str> = compare(&[], &[&papers[0], &papers[1]]).iter().map(|(_, remark)| remark.code).collect();
        assert_eq!(codes, expected);
    };
    // Udvidet IPS is Din Vej i Job.
    check(
        "aliases = [\"Din Vej i Job\"]\nperiod = { from = 2023, to = 2025 }\nfollow_up_to = 2029",
        "period = { from = 2023, to = 2024 }\nfollow_up_to = 2028",
        &["F030", "F034"],
    );
    check("period = { from = 2021, to = 2023 }", "period = { from = 2021, to = 2024 }", &["F030"]);
}

#[test]
fn copenhagen_ips_label_of_a_total() {
    let rows =
        [part("IPS-team", "[1_750, 2_500, 0, 0]"), total("I alt", "[1_750, 2_500, 0, 0]", ", area = \"service\"")];
    let head = format!("{THOUSANDS}\narea = \"transfers\"");
    check_paper(&table("tabel-3", &head, r#"["2017", "2018", "2019", "2020"]"#, &[&rows[0], &rows[1]]), &["F014"]);
}

#[test]
fn copenhagen_ips_cost_that_goes_on() {
    let cost = "amount = 200_000\nyears = { from = 2024, to = 2024 }\ntotal = 200_000";
    let by_year = "by_year = { 2024 = 100_000, 2025 = 100_000 }\ntotal = 200_000";
    check_agreement(&[(cost, by_year)], &claim("business_case.costs.2025 = 100_000"), &[]);
    check_agreement(&[(cost, by_year)], &claim("business_case.costs.2026 = 100_000"), &["F001"]);
}

#[test]
fn copenhagen_ips_two_prices_of_a_success() {
    // 5.0 million for 20 % of 140, 14 million for 80.
    let remarks = check_paper(&claim("5_000_000 / (0.20 * 140) = 14_000_000 / 80"), &["F007"]);
    assert_eq!((argument(&remarks[0], "left"), argument(&remarks[0], "right")), ("178571.4286", "175000"));
}

const PERIODS: &str = r#"["2016/17", "2018", "2019", "2020", "2021", "2022"]"#;

#[test]
fn copenhagen_programme_wrong_columns_and_a_right_sum() {
    let totals = &figures("copenhagen-ressourceforloeb.toml")["totals"];
    let rows = |net: &str| {
        [
            part("Varige ændringer", &list(&totals["permanent"])),
            part("Implementering", &list(&totals["implementation"])),
            total("Samlet", &list(&totals[net]), ""),
        ]
    };
    let check = |net: &str, expected: &[&str]| {
        let rows = rows(net);
        check_paper(&table("tabel-1", THOUSANDS, PERIODS, &[&rows[0], &rows[1], &rows[2]]), expected)
    };
    check("net_computed", &[]);
    let remarks = check("net_printed", &["F012"]);
    assert_eq!((argument(&remarks[0], "count"), argument(&remarks[0], "until")), ("4", "2020"));
    assert_eq!(argument(&remarks[0], "sum"), totals["cumulative_to_2020"]["printed"].to_string());
    let columns = "2016/17: 1807 ≠ 1907; 2018: 1564 ≠ 2164; 2019: 1564 ≠ 1164; 2020: -1182 ≠ -1482";
    assert_eq!(argument(&remarks[0], "columns"), columns);
}

#[test]
fn copenhagen_programme_rounding_between_tables() {
    // -160 - 1,084 + 639 = -605 in the annex, -606 in table 3.
    let annex = total("Overførsler i alt", "[-605]", "");
    let parts = [part("SOF", "[-160]"), part("BIF, besparelse", "[-1_084]"), part("BIF, udgift", "[639]")];
    let head = format!("{THOUSANDS}\narea = \"transfers\"");
    let columns = r#"["2020"]"#;
    let first = table("tabel-3", &head, columns, &[&part("Alle", "[-606]"), &total("Overførsler i alt", "[-606]", "")]);
    let second = table("tabel-6", &head, columns, &[&parts[0], &parts[1], &parts[2], &annex]);
    let remarks = check_paper(&format!("{first}{second}"), &["F020"]);
    assert_eq!(argument(&remarks[0], "difference"), "1000");
    // The annex's own total, had it been printed as table 3 prints it.
    let printed = total("Overførsler i alt", "[-606]", "");
    check_paper(&table("tabel-6", &head, columns, &[&parts[0], &parts[1], &parts[2], &printed]), &["F017"]);
}

#[test]
fn copenhagen_programme_label_sum_and_headings() {
    let head = format!("{THOUSANDS}\narea = \"Efterspørgselsstyrede overførsler\"");
    let rows = [part("SOF", "[-160]"), total("I alt", "[-160]", ", area = \"Efterspørgselsstyret indsats\"")];
    check_paper(&table("tabel-3", &head, r#"["2018"]"#, &[&rows[0], &rows[1]]), &["F014"]);
    let pool = said("tabel-4a", "innovationspuljen", "1_500_000", "unit = \"kr.\"");
    check_paper(&format!("{pool}{}", said("afsnit-7", "innovationspuljen", "1_400_000", "unit = \"kr.\"")), &["F004"]);
    let columns = r#"["2016/17", "2018", "2019", "2020", "2022", "2022"]"#;
    let row = part("BIF", "[1_100, 1_400, 500, 0, 0, 0]");
    let remarks = check_paper(&table("tabel-7a", THOUSANDS, columns, &[&row]), &["F018"]);
    assert_eq!((argument(&remarks[0], "repeated"), argument(&remarks[0], "missing")), ("2022", "2021"));
}

#[test]
fn ips_plus_heading_and_totals() {
    let heading =
        table("afsnit-5", "unit = 1\nunit_label = \"Tusind kr.\"", r#"["2023"]"#, &[&part("Løn", "[1_500_000]")]);
    check_paper(&heading, &["F015"]);
    let figures = figures("ips-plus.toml");
    let case = &figures["business_case"];
    let row = |label: &str, values: &Value, sum: i64| format!("{}, sum = {sum}", part(label, &list(values)));
    let years = r#"["2023", "2024", "2025", "2026", "2027", "2028", "2029", "2030"]"#;
    let printed = |key: &str| case[key].as_integer().expect("a number");
    let rows = [
        row("Investering", &case["investment"], 6_000),
        row("Besparelse", &case["saving"], printed("saving_total_printed")),
        format!("{}, sum = {}", total("Netto", &list(&case["net"]), ""), printed("net_total_printed")),
    ];
    // The sign of the investment, and two sums that are rounded by themselves.
    let remarks =
        check_paper(&table("afsnit-6", THOUSANDS, years, &[&rows[0], &rows[1], &rows[2]]), &["F013", "F017", "F017"]);
    assert_eq!((argument(&remarks[1], "printed"), argument(&remarks[1], "computed")), ("6135", "6134"));
    assert_eq!((argument(&remarks[2], "printed"), argument(&remarks[2], "computed")), ("135", "134"));
    let annex = &figures["annex_2"];
    let sum = |key: &str| annex[key].as_integer().expect("a number");
    let rows = [
        row("Udgift", &annex["outlay"], 3_000),
        row("Indtægt", &annex["income"], sum("income_total")),
        format!("{}, sum = {}", total("Balance", &list(&annex["balance"]), ""), sum("balance_total")),
    ];
    let years = r#"["2023", "2024", "2025", "2026", "2027", "2028", "2029", "2030", "2031"]"#;
    let remarks =
        check_paper(&table("bilag-2", THOUSANDS, years, &[&rows[0], &rows[1], &rows[2]]), &["F013", "F017", "F017"]);
    assert_eq!((argument(&remarks[1], "computed"), argument(&remarks[2], "computed")), ("3169", "169"));
}

/// The agreement itself with what its paper says.
#[test]
fn ips_plus_claims_and_terms() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/aarhus/ips-plus.md");
    let text = std::fs::read_to_string(path).expect("the agreement");
    let claims = [
        ("payments.measurements = 8", "7"),
        ("business_case.savings * 0.5 >= payments.total", "3067000"),
        ("account.aarhus.balance >= 0", "-33280"),
        ("price.outcome-payment.agreed <= price.outcome-payment.defensible", "4150"),
        ("business_case.cumulative.2030 + 400_000 - 600_000 >= 0", "-66000"),
    ];
    let mut blocks = String::new();
    for (place, (says, _)) in claims.iter().enumerate() {
        blocks.push_str(&claim(says).replace("\"udsagn\"", &format!("\"proeve-{place}\"")));
    }
    blocks.push_str(&said("proeve-rate", "measure.work-or-education.expected.2025", "0.475", ""));
    let text = format!("{text}\n```toml\n{blocks}\n```\n");
    let reading = virkning_agreement::read(&text);
    let remarks = review(&reading.agreement.unwrap_or_else(|| panic!("{:?}", reading.diagnostics)));
    for (place, (_, left)) in claims.iter().enumerate() {
        let term = format!("claim.proeve-{place}");
        let remark = remarks.iter().find(|remark| remark.term == term).expect("a remark");
        assert_eq!((remark.code, argument(remark, "left")), ("F001", *left));
    }
    let code_at =
        |term: &str| remarks.iter().filter(|remark| remark.term == term).map(|remark| remark.code).collect::<Vec<_>>();
    assert_eq!(code_at("claim.proeve-rate"), ["F005"]);
    assert_eq!(code_at("measure.work-or-education.expected"), ["W034"]);
    assert_eq!(code_at("party.aarhus"), ["W024"]);
    assert_eq!(code_at("payment.outcome-payment.amount"), ["W025"]);
    assert_eq!(code_at("limit.return-cap.method"), ["W032"]);
    assert_eq!(code_at("agreement.price_level"), ["F022"]);
    let price = remarks.iter().find(|remark| remark.code == "W025").expect("a remark");
    assert_eq!((argument(price, "agreed"), argument(price, "defensible")), ("4150.00", "4018.61"));
}

#[test]
fn ips_plus_against_the_status_of_2022() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/aarhus/ips-plus.md");
    let reading = virkning_agreement::read(&std::fs::read_to_string(path).expect("the agreement"));
    let agreement = reading.agreement.expect("an agreement");
    let paper = paper(
        "[[project]]\nid = \"ips\"\nname = \"IPS+\"\nperiod = { from = 2023, to = 2027 }\nfollow_up_to = 2030\nparticipants = 300\ncapital = 3_000_000\n",
    );
    let remarks = compare(&[&agreement], &[&paper]);
    assert_eq!(remarks.iter().map(|(_, remark)| remark.code).collect::<Vec<_>>(), ["F030"]);
    assert_eq!((argument(&remarks[0].1, "value"), argument(&remarks[0].1, "other")), ("2023-2027", "2023-2026"));
}
