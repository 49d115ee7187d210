//! Rules about parties, signatures, admission, intake and activities.

use virkning_model::agreement::{AdmissionTest, AgreementKind, PartyRole, PriceLevel};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    head(checker);
    parties(checker);
    cohort(checker);
    for (index, activity) in checker.agreement.activities.iter().enumerate() {
        if activity.from > activity.to {
            let (from, to) = (activity.from.to_string(), activity.to.to_string());
            checker.report(codes::DATES_REVERSED, ("activity", index, &["to"]), &[("from", &from), ("to", &to)]);
        }
    }
}

fn head(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    if agreement.from > agreement.to {
        let (from, to) = (agreement.from.to_string(), agreement.to.to_string());
        checker.report(codes::DATES_REVERSED, ("agreement", 0, &["to"]), &[("from", &from), ("to", &to)]);
    }
    if agreement.price_level == PriceLevel::NotStated && !checker.is_chosen("agreement.price_level") {
        checker.report(codes::PRICE_LEVEL_NOT_STATED, ("agreement", 0, &["price_level"]), &[]);
    }
}

fn parties(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    if !agreement.parties.iter().any(|party| party.is(PartyRole::Authority)) {
        checker.report(codes::NO_AUTHORITY, ("party", 0, &["role"]), &[]);
    }
    // An investment of the municipality's own money is decided, not signed.
    if agreement.kind == AgreementKind::Investeringscase && agreement.signatures.is_empty() {
        return;
    }
    for (index, party) in agreement.parties.iter().enumerate() {
        if !agreement.signatures.iter().any(|signature| signature.party == party.id) {
            checker.report(codes::NO_SIGNATURE, ("party", index, &["id"]), &[("party", party.id.as_str())]);
        }
    }
}

fn cohort(checker: &mut Checker<'_>) {
    for (index, rule) in checker.agreement.admission.iter().enumerate() {
        if let AdmissionTest::Age { from, to } = rule.test
            && from > to
        {
            let arguments = [("from", &*from.to_string()), ("to", &*to.to_string())];
            checker.report(codes::AGES_REVERSED, ("admission", index, &["to"]), &arguments);
        }
    }
    let steps = &checker.agreement.intake.counts_from;
    if !steps.windows(2).all(|pair| pair[0] < pair[1]) {
        checker.report(codes::STEPS_OUT_OF_ORDER, ("intake", 0, &["counts_from"]), &[]);
    }
}
