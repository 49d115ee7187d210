//! Whom a measure cannot see. Registers do not cover everybody, and a measure read from one counts those whom it does not
//! see as not succeeding. That is no mistake of a document: it is said, so that the parties know what they agree on.
//! The facts and their sources are those of `virkning_measure::blind_spots`.

use virkning_measure::{BlindSpot, blind_spots, blind_spots_of_value};
use virkning_model::agreement::{AdmissionTest, Measure};
use virkning_model::source::source;

use super::Checker;
use crate::codes;

/// The age from which SU is given to those in upper-secondary education.
const SU_FROM_AGE: u8 = 18;

pub(super) fn tell(checker: &mut Checker<'_>) {
    for (index, measure) in checker.agreement.measures.iter().enumerate() {
        let id = measure.id.as_str();
        let key = if measure.success.is_some() { "success" } else { "value" };
        let place = ("measure", index, &[key][..]);
        for spot in spots(measure) {
            match spot {
                BlindSpot::UnderEighteenWithoutSu => {
                    if let Some(age) = youngest(checker).filter(|age| *age < SU_FROM_AGE) {
                        let arguments = [("measure", id), ("age", &*age.to_string())];
                        checker.report(codes::MINORS_UNSEEN, place, &arguments);
                    }
                }
                BlindSpot::EducationUnderABenefit => {
                    checker.report(codes::EDUCATION_UNDER_BENEFIT_UNSEEN, place, &[("measure", id)]);
                }
                BlindSpot::SelfEmployed => checker.report(codes::SELF_EMPLOYED_UNSEEN, place, &[("measure", id)]),
                // What is entered for each participant is no extract.
                BlindSpot::OutsideTheExtract if measure.source != "observations" => {
                    let place = ("measure", index, &["source"][..]);
                    checker.report(codes::OUTSIDE_EXTRACT_UNSEEN, place, &[("measure", id)]);
                }
                _ => {}
            }
        }
    }
}

/// Whom the measure's questions cannot see, each once.
fn spots(measure: &Measure) -> Vec<BlindSpot> {
    let Some(schema) = source(&measure.source) else { return Vec::new() };
    let of_success = measure.success.iter().flat_map(|success| blind_spots(success, schema));
    let of_value = measure.value.iter().flat_map(|value| blind_spots_of_value(value, schema));
    let mut spots: Vec<BlindSpot> = of_success.chain(of_value).collect();
    spots.sort();
    spots.dedup();
    spots
}

/// The youngest whom the admission lets in; nothing where no rule is about age.
fn youngest(checker: &Checker<'_>) -> Option<u8> {
    let ages = checker.agreement.admission.iter().filter_map(|rule| match rule.test {
        AdmissionTest::Age { from, .. } => Some(from),
        _ => None,
    });
    ages.max()
}
