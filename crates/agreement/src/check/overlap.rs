//! Rules about successes that another agreement claims too: it is another agreement, told of once, and each measure that is
//! named is one that pays.

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, term) in agreement.overlaps.iter().enumerate() {
        let with = term.with.as_str();
        if term.with == agreement.id {
            checker.report(codes::OVERLAP_WITH_ITSELF, ("overlap", index, &["with"]), &[("agreement", with)]);
        }
        if agreement.overlaps[..index].iter().any(|other| other.with == term.with) {
            checker.report(codes::TWO_OVERLAPS, ("overlap", index, &["with"]), &[("agreement", with)]);
        }
        for (place, same) in term.same.iter().enumerate() {
            if agreement.payments.iter().all(|payment| payment.measure != same.here) {
                let place = (place + 1).to_string();
                let keys = ["same", &place, "here"];
                checker.report(codes::OVERLAP_OF_UNPAID, ("overlap", index, &keys), &[("measure", same.here.as_str())]);
            }
        }
    }
}
