//! Values of a document as fields of a form: they are changed, each alone, in every agreement, and nothing else is.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use virkning_agreement::{
    Form, FormError, FormValue, NewValue, TEMPLATES, TermValue, form_values, identifier, read, template,
    with_form_values, with_varied_values,
};
use virkning_model::Decimal;
use virkning_model::id::AgreementId;

fn documents() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let mut found = Vec::new();
    for part in ["aarhus", "koebenhavn", "contracts"] {
        for path in fs::read_dir(folder.join(part)).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&path).unwrap();
            // Published papers are no agreements, and have no form.
            if identifier(&text).is_some() {
                found.push((path, text));
            }
        }
    }
    let id = AgreementId::new("begun").unwrap();
    found.extend(TEMPLATES.iter().map(|template| (PathBuf::from(template.name), template.start(&id))));
    assert!(found.len() > 10);
    found
}

fn as_it_stands(value: &FormValue) -> NewValue {
    match &value.value {
        None => NewValue::NotStated,
        Some(TermValue::Number(number)) => NewValue::Number(*number),
        Some(TermValue::Year(year)) if value.form == Form::Text => NewValue::Text(year.to_string()),
        Some(TermValue::Year(year)) => NewValue::Number(*year),
        Some(TermValue::Date(day)) => NewValue::Date(day.parse().unwrap()),
        Some(TermValue::Text(text)) => NewValue::Text(text.clone()),
        other => panic!("{}: {other:?}", value.path),
    }
}

/// Something else that the value may be, with what it then is.
fn another(value: &FormValue) -> (NewValue, TermValue) {
    let number = |number: Decimal| (NewValue::Number(number), TermValue::Number(number));
    let text = |text: &str| (NewValue::Text(text.to_owned()), TermValue::Text(text.to_owned()));
    match value.form {
        Form::Money => number("1234567.5".parse().unwrap()),
        Form::Share | Form::Number => number("0.4321".parse().unwrap()),
        Form::Whole(least, most) => {
            let is_least = value.value == Some(TermValue::Number(least.into()));
            number(if is_least { most } else { least }.into())
        }
        Form::Year => (NewValue::Number(2047.into()), TermValue::Year(2047.into())),
        Form::Date => (NewValue::Date(date(2047, 2, 28)), TermValue::Date("2047-02-28".to_owned())),
        Form::Text if value.key == "price_level" => (NewValue::Text("2047".to_owned()), TermValue::Year(2047.into())),
        Form::Text => text("A \"quoted\" name \\ of æøå"),
        Form::Word(words) => {
            let other = words.iter().find(|word| value.value != Some(TermValue::Text((**word).to_owned())));
            text(other.unwrap())
        }
    }
}

#[test]
fn what_is_given_as_it_stands_changes_no_byte() {
    for (path, text) in documents() {
        let values = form_values(&text);
        assert!(values.len() > 10, "{}", path.display());
        let same: Vec<(String, NewValue)> =
            values.iter().map(|value| (value.path.clone(), as_it_stands(value))).collect();
        assert_eq!(with_form_values(&text, &same).unwrap(), text, "{}", path.display());
    }
}

#[test]
fn one_value_changes_alone() {
    for (path, text) in documents() {
        let values = form_values(&text);
        // A document is taken apart anew for each: every eleventh value, from another one in each document.
        for (place, value) in values.iter().enumerate().skip(text.len() % 11).step_by(11) {
            let (new, expected) = another(value);
            let changed = with_form_values(&text, &[(value.path.clone(), new)]).unwrap();
            let name = format!("{}: {}", path.display(), value.path);
            let line = usize::try_from(value.line).unwrap() - 1;
            for (at, (before, after)) in text.lines().zip(changed.lines()).enumerate() {
                assert_eq!(before == after, at != line, "{name}: line {}", at + 1);
            }
            let again = form_values(&changed);
            assert_eq!(again.len(), values.len(), "{name}");
            for (at, (before, after)) in values.iter().zip(&again).enumerate() {
                match at == place {
                    true => assert_eq!(after.value.as_ref(), Some(&expected), "{name}"),
                    false => assert_eq!(before.value, after.value, "{name} also changed {}", before.path),
                }
            }
        }
    }
}

#[test]
fn several_values_change_together_and_comments_stay() {
    let text = "# T\n```toml\n[agreement] # the head\nid = \"x\"\nname = \"Old\"   # a remark\nfrom = 2027-01-01\n\
                [[cost]]\nid = \"c\"\namount = 600_000 # of 2024\n```\nProse with æøå.\n";
    let changes = [
        ("cost.c.amount".to_owned(), NewValue::Number("1250000.50".parse().unwrap())),
        ("agreement.name".to_owned(), NewValue::Text("Ny".to_owned())),
        ("agreement.from".to_owned(), NewValue::Date(date(2028, 6, 1))),
    ];
    let expected =
        text.replace("\"Old\"", "\"Ny\"").replace("2027-01-01", "2028-06-01").replace("600_000", "1_250_000.5");
    assert_eq!(with_form_values(text, &changes).unwrap(), expected);
    assert_eq!(identifier(text).as_deref(), Some("x"));
    assert_eq!(identifier("no terms"), None);
}

#[test]
fn what_a_value_cannot_be_is_refused() {
    let text = template("outcome-payment").unwrap().start(&AgreementId::new("x").unwrap());
    let check = |path: &str, new: NewValue, expected: FormError| {
        assert_eq!(with_form_values(&text, &[(path.to_owned(), new)]), Err(expected), "{path}");
    };
    let unfit = |path: &str| FormError::Unfit { path: path.to_owned() };
    let unknown = |path: &str| FormError::Unknown { path: path.to_owned() };
    let number = |text: &str| NewValue::Number(text.parse().unwrap());
    check("cost.nothing.amount", number("1"), unknown("cost.nothing.amount"));
    // Prose, identifiers and where things come from are changed as text.
    check("agreement.id", NewValue::Text("y".to_owned()), unknown("agreement.id"));
    check("agreement.origin", NewValue::Text("y".to_owned()), unknown("agreement.origin"));
    check("choice.cap-method.chosen", NewValue::Text("simple".to_owned()), unknown("choice.cap-method.chosen"));
    check("cost.intervention.amount", number("1.005"), unfit("cost.intervention.amount"));
    check("cost.intervention.amount", NewValue::Text("1".to_owned()), unfit("cost.intervention.amount"));
    check("intake.by_year.2027", number("1.5"), unfit("intake.by_year.2027"));
    check("intake.by_year.2027", number("-1"), unfit("intake.by_year.2027"));
    check("limit.return-cap.method", NewValue::Text("other".to_owned()), unfit("limit.return-cap.method"));
    check("agreement.name", NewValue::Text("two\nlines".to_owned()), unfit("agreement.name"));
    check("agreement.name", NewValue::Text(" ".to_owned()), unfit("agreement.name"));
    check("agreement.from", NewValue::NotStated, unfit("agreement.from"));
    assert!(with_form_values(&text, &[("cost.intervention.amount".to_owned(), NewValue::NotStated)]).is_ok());
}

#[test]
fn a_reckoning_leaves_out_the_totals_of_what_it_varies() {
    let text = template("outcome-payment").unwrap().start(&AgreementId::new("x").unwrap());
    let changes = [("funding.conditional-grant.amount".to_owned(), NewValue::Number(300_000.into()))];
    assert!(read(&with_form_values(&text, &changes).unwrap()).agreement.is_none(), "the total contradicts it");
    let varied = with_varied_values(&text, &changes).unwrap();
    let agreement = read(&varied).agreement.expect("an agreement");
    assert_eq!(agreement.funding[0].amount.map(|amount| amount.to_string()).as_deref(), Some("300000.00"));
    // Totals of other terms stay.
    assert!(varied.contains("total = 1_800_000"));
}
