//! The mapping that comes with the product, what it finds for an entry, and every mistake that a mapping can have.

use virkning_model::id::BudgetId;

use super::*;

const AARHUS: &str = include_str!("../../../../../agreements/accounts/aarhus.toml");

fn party(text: &str) -> PartyId {
    PartyId::new(text).expect("a party")
}

fn holder(text: &str, budget: Option<&str>) -> AccountHolder {
    AccountHolder { party: party(text), budget: budget.map(|budget| BudgetId::new(budget).expect("a budget")) }
}

fn ips_plus() -> AgreementId {
    AgreementId::new("ips-plus").expect("an agreement")
}

#[test]
fn the_example_is_whole_and_says_that_it_is_made_up() {
    let mapping = read(AARHUS).expect("a mapping without mistakes");
    assert_eq!(mapping.edition, "2025-1");
    assert_eq!(mapping.accounts.len(), 15);
    assert!(mapping.is_assumed());
    assert!(mapping.accounts.iter().all(|account| matches!(account.origin, Origin::Assumed { .. })));
    let rsi = mapping.holder(&party("rsi")).expect("a holder");
    assert_eq!((rsi.bank.to_string().as_str(), rsi.country.as_str()), ("9999 0000000002", "DK"));
}

#[test]
fn an_entry_finds_its_account() {
    let mapping = read(AARHUS).expect("a mapping without mistakes");
    let account = |who: &str, budget: Option<&str>, purpose| {
        mapping.account(&ips_plus(), &holder(who, budget), purpose, 2025).map(|found| found.account.as_str())
    };
    let paid = AccountPurpose::OutcomePaymentPaid;
    assert_eq!(account("aarhus", Some("central"), paid), Ok("5.57.73.02-10001.400"));
    assert_eq!(account("aarhus", Some("decentral"), paid), Ok("5.38.45.01-20001.400"));
    // Named without a budget, it is for all of them.
    assert_eq!(account("aarhus", Some("central"), AccountPurpose::Payable), Ok("9.52.59.05-00001.000"));
    assert_eq!(account("rsi", None, AccountPurpose::OutcomePaymentReceived), Ok("XG-5090000001-70010"));
    // A budget that is not named has no account, whatever others have.
    let missing = Missing::Account {
        agreement: ips_plus(),
        party: party("aarhus"),
        budget: Some(BudgetId::new("outcome-fund").expect("a budget")),
        purpose: paid,
        year: 2025,
    };
    assert_eq!(account("aarhus", Some("outcome-fund"), paid), Err(missing));
}

#[test]
fn what_is_more_precise_goes_first_and_years_are_kept() {
    let more = "
[[account]]
agreement = \"ips-plus\"
party = \"rsi\"
purpose = \"outcome-payment-received\"
years = { from = 2026 }
account = \"XG-5090000002-70010\"
committee = \"Økonomiudvalget\"
label = \"Kun IPS-PLUS\"
origin = { assumed = \"prøve\" }
";
    let mapping = read(&format!("{AARHUS}{more}")).expect("a mapping without mistakes");
    let other = AgreementId::new("havnen").expect("an agreement");
    for (agreement, year, expected) in [
        (&ips_plus(), 2025, "XG-5090000001-70010"),
        (&ips_plus(), 2026, "XG-5090000002-70010"),
        (&other, 2026, "XG-5090000001-70010"),
    ] {
        let found = mapping.account(agreement, &holder("rsi", None), AccountPurpose::OutcomePaymentReceived, year);
        assert_eq!(found.map(|account| account.account.as_str()), Ok(expected), "{agreement} {year}");
    }
}

#[test]
fn the_refusal_names_party_budget_and_purpose_once() {
    let mapping = read(AARHUS).expect("a mapping without mistakes");
    let account = Missing::Account {
        agreement: ips_plus(),
        party: party("aarhus"),
        budget: Some(BudgetId::new("fund").expect("a budget")),
        purpose: AccountPurpose::Bank,
        year: 2026,
    };
    let refusal = missing(&mapping, &[account.clone(), Missing::Holder { party: party("dsi") }, account]);
    let expected = [
        "[[account]] party = \"aarhus\" budget = \"fund\" purpose = \"bank\" (ips-plus, 2026)",
        "[[holder]] party = \"dsi\"",
    ];
    assert_eq!(refusal.details, expected);
}

/// The codes and lines of the mistakes in the example with one text replaced by another.
fn check_bad(from: &str, to: &str, expected: &[(&str, &str)]) {
    assert!(AARHUS.contains(from), "{from}");
    let text = AARHUS.replacen(from, to, 1);
    let found = read(&text).expect_err(to);
    let found: Vec<(&str, &str)> =
        found.iter().map(|diagnostic| (diagnostic.code, &text[diagnostic.place.start..diagnostic.place.end])).collect();
    assert_eq!(found, expected, "{to}");
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    let holder = "registration = \"9999\"\naccount = \"0000000001\"";
    check_bad("currency = \"DKK\"", "currency = \"kroner\"", &[("K016", "\"kroner\"")]);
    check_bad("vat = \"none\"", "vat = \"25\"", &[("K018", "\"25\"")]);
    check_bad("\"5.57.73.02-10001.400\"", "\"5.57.73.2\"", &[("K002", "\"5.57.73.2\"")]);
    check_bad("budget = \"decentral\"", "budget = \"central\"", &[("K003", "\"outcome-payment-paid\"")]);
    check_bad("party = \"rsi\"", "party = \"RSI\"", &[("K006", "\"RSI\"")]);
    check_bad("purpose = \"payable\"", "purpose = \"owed\"", &[("K005", "\"owed\"")]);
    check_bad("label = \"Bank\"", "label = \" \"", &[("K017", "\" \"")]);
    check_bad("cvr = \"12345678\"", "cvr = \"1234567\"", &[("K011", "\"1234567\"")]);
    check_bad(holder, "iban = \"DK51 0040 0440 1162 43\"", &[("K007", "\"DK51 0040 0440 1162 43\"")]);
    check_bad(holder, "iban = \"DK5000400440116243\"\nbic = \"DABA\"", &[("K008", "\"DABA\"")]);
    check_bad("account = \"0000000001\"", "account = \"00000000011\"", &[("K009", "\"00000000011\"")]);
    check_bad(holder, "bic = \"DABADKKK\"", &[("K010", "\"aarhus\"")]);
    check_bad("value = \"voucher\"", "value = \"number\"", &[("K012", "\"number\"")]);
    check_bad("separator = \";\"", "separator = \",\"", &[("K013", "\",\"")]);
    check_bad("constant = \"0\"", "value = \"text\", constant = \"0\"", &[("K023", "\"Momskode\"")]);
    check_bad("patterns = [\"9.99.99.99-99999.999\", \"XG-9999999999-99999\"]", "patterns = []", &[("K019", "[]")]);
    check_bad("name = \"Aarhus Kommune\"\n", "name = \"Aarhus Kommune\"\ncountry = \"dk\"\n", &[("K022", "\"dk\"")]);
}

#[test]
fn origins_are_of_one_kind_and_keys_are_known() {
    let origin = "{ assumed = \"opdigtet konto og CVR-nummer\" }";
    check_bad(origin, "{ source = \"Regulativ\" }", &[("K015", "{ source = \"Regulativ\" }")]);
    check_bad(origin, "{}", &[("K015", "{}")]);
    let text = AARHUS.replacen("edition", "udgave", 1);
    let found = read(&text).expect_err("an unknown key");
    assert_eq!((found.len(), found[0].code, found[0].place.line), (1, "K001", 7));
    assert!(read("= 1").is_err_and(|found| found[0].code == "K001"));
    assert!(read("").is_err_and(|found| found[0].code == "K001"));
}

#[test]
fn columns_without_which_nothing_can_be_booked() {
    let text = AARHUS.replacen("{ title = \"Beløb\", value = \"amount\" },", "", 1);
    let found = read(&text).expect_err("no amount");
    assert_eq!((found.len(), found[0].code), (1, "K014"));
    let apart = AARHUS.replacen(
        "{ title = \"Beløb\", value = \"amount\" },",
        "{ title = \"Debet\", value = \"debit\" }, { title = \"Kredit\", value = \"credit\" },",
        1,
    );
    assert!(read(&apart).is_ok());
}

#[test]
fn years_that_end_before_they_begin() {
    let text = AARHUS.replacen(
        "account = \"5.57.73.02-10001.400\"",
        "years = { from = 2026, to = 2025 }\naccount = \"5.57.73.02-10001.400\"",
        1,
    );
    let found = read(&text).expect_err("years reversed");
    assert_eq!((found.len(), found[0].code), (1, "K004"));
}

#[test]
fn which_regnskabsaar() {
    let day = Date::constant(2025, 3, 31);
    for (rule, measured, expected) in [
        (YearRule::AsPosted, Some(2024), 2026),
        (YearRule::PaymentDay, Some(2024), 2025),
        (YearRule::MeasuredYear, Some(2024), 2024),
        (YearRule::MeasuredYear, None, 2025),
    ] {
        assert_eq!(rule.year(2026, day, measured), expected, "{rule:?}");
    }
}

/// Bad beside good: every mistake has a file in `bad/` that somebody can run, and each file shows its own alone.
#[test]
fn every_mistake_has_a_file_that_shows_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad");
    let mut shown: Vec<String> = Vec::new();
    for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code").to_owned();
        let found = read(&std::fs::read_to_string(&path).expect("a text")).expect_err(&name);
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [code.as_str()], "{name}");
        shown.push(code);
    }
    shown.sort();
    let expected: Vec<String> = (1..=23).map(|number| format!("K{number:03}")).collect();
    assert_eq!(shown, expected);
}
