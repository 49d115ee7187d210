//! Whom a question cannot see: people who may have reached what is asked for, or not, and whom the register does not show.
//! The facts are those of the register facts (`registers-dk.md`); each spot names its section.

use virkning_model::expression::{Expression, Number, RowPredicate, Rows, Table};
use virkning_model::source::SourceSchema;

/// The codes of DREAM for ordinary education under a benefit: the last digit is 4, and the category stays that of the
/// benefit (register facts, sections 1.5 and 1.6). 874 is uncertain there and left out.
pub const EDUCATION_UNDER_A_BENEFIT: [u16; 12] = [134, 144, 214, 704, 714, 724, 734, 744, 754, 764, 814, 894];

/// DREAM's codes for education: SU with and without payment, and adult education support (section 1.4).
const EDUCATION: [u16; 3] = [651, 652, 661];

/// The series of education benefit, which ceased on 1 July 2025 (section 1.5).
const EDUCATION_BENEFIT: [std::ops::RangeInclusive<u16>; 2] = [140..=149, 720..=729];

/// People whom a question cannot see, or does not see for what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlindSpot {
    /// The employment ratio is that of employees: the self-employed have none (section 1.1: DREAM has no employment code,
    /// and a blank week covers self-employment).
    SelfEmployed,
    /// Who takes ordinary education under a benefit has the benefit's code, not that of education
    /// ([`EDUCATION_UNDER_A_BENEFIT`]; section 1.5); it has no SU either.
    EducationUnderABenefit,
    /// Education is seen by SU, which the young do not get before they are 18 (section 1.6 for the codes; the age is
    /// general knowledge and not in the register facts).
    UnderEighteenWithoutSu,
    /// A blank week is not work: it covers also who is supported by a spouse, lives on savings or is in prison (1.1).
    BlankIsNotWork,
    /// Education benefit ceased on 1 July 2025: who would have had it has cash benefit instead (1.5).
    EducationBenefitCeased,
    /// Some who stay at a crisis centre are anonymous and have a made-up key: 7 to 9 per cent (6.3).
    AnonymousStays,
    /// Before 2021 the kinds of § 110 stays are mixed: night cafés and aftercare stand among them (6.3).
    MixedStaysBefore2021,
    /// Only what is paid by those who deliver amounts is there; what the state or another municipality pays is not (2.3).
    PaidByOthers,
    /// What was paid is not there but estimated: one day of a benefit makes a whole week at its full rate, and supplements,
    /// deductions and part-time are not seen (1.1, 2.2).
    EstimatedAmounts,
    /// Nobody knows what those would have shown who are not observed: they did not come, or came elsewhere.
    NotObserved,
    /// Who has moved, or is served by others, is not in the municipality's own extract.
    OutsideTheExtract,
    /// Whom nobody reports about.
    NotReported,
}

impl BlindSpot {
    /// The word by which the text files choose the wording: `blind-spot-self-employed`, with the reason as `.reason`.
    pub fn key(self) -> &'static str {
        match self {
            BlindSpot::SelfEmployed => "blind-spot-self-employed",
            BlindSpot::EducationUnderABenefit => "blind-spot-education-under-a-benefit",
            BlindSpot::UnderEighteenWithoutSu => "blind-spot-under-eighteen-without-su",
            BlindSpot::BlankIsNotWork => "blind-spot-blank-is-not-work",
            BlindSpot::EducationBenefitCeased => "blind-spot-education-benefit-ceased",
            BlindSpot::AnonymousStays => "blind-spot-anonymous-stays",
            BlindSpot::MixedStaysBefore2021 => "blind-spot-mixed-stays-before-2021",
            BlindSpot::PaidByOthers => "blind-spot-paid-by-others",
            BlindSpot::EstimatedAmounts => "blind-spot-estimated-amounts",
            BlindSpot::NotObserved => "blind-spot-not-observed",
            BlindSpot::OutsideTheExtract => "blind-spot-outside-the-extract",
            BlindSpot::NotReported => "blind-spot-not-reported",
        }
    }

    /// Whether it concerns a measured year of a span, both ends included.
    pub fn concerns(self, from: i16, to: i16) -> bool {
        match self {
            BlindSpot::EducationBenefitCeased => to >= 2025,
            BlindSpot::MixedStaysBefore2021 => from < 2021,
            _ => true,
        }
    }

    /// The section of the register facts that it rests on; nothing for general knowledge.
    pub fn section(self) -> Option<&'static str> {
        match self {
            BlindSpot::SelfEmployed | BlindSpot::BlankIsNotWork | BlindSpot::EstimatedAmounts => Some("1.1"),
            BlindSpot::EducationUnderABenefit | BlindSpot::EducationBenefitCeased => Some("1.5"),
            BlindSpot::UnderEighteenWithoutSu => Some("1.6"),
            BlindSpot::AnonymousStays | BlindSpot::MixedStaysBefore2021 => Some("6.3"),
            BlindSpot::PaidByOthers => Some("2.3"),
            BlindSpot::NotObserved | BlindSpot::OutsideTheExtract | BlindSpot::NotReported => None,
        }
    }
}

/// Whom a success expression cannot see, each once, in the order of [`BlindSpot`].
pub fn blind_spots(expression: &Expression, source: &SourceSchema) -> Vec<BlindSpot> {
    let mut asked = Asked::default();
    asked.expression(expression);
    asked.blind_spots(source)
}

/// Whom a value expression cannot see, each once, in the order of [`BlindSpot`].
pub fn blind_spots_of_value(number: &Number, source: &SourceSchema) -> Vec<BlindSpot> {
    let mut asked = Asked::default();
    asked.number(number);
    asked.blind_spots(source)
}

/// What is asked for by name.
#[derive(Default)]
struct Asked {
    ratio: bool,
    observations: bool,
    amounts: bool,
    studies: bool,
    states: Vec<String>,
    codes: Vec<u16>,
    stays: Vec<String>,
}

impl Asked {
    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| self.expression(part)),
            Expression::Not(inner) => self.expression(inner),
            Expression::Any(rows) | Expression::All(rows) => self.rows(rows),
            Expression::Compare(number, ..) => self.number(number),
            Expression::CompareNumbers(left, _, right) => {
                self.number(left);
                self.number(right);
            }
            Expression::Reported => {}
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Count(rows)
            | Number::Rate(rows)
            | Number::Longest(rows)
            | Number::Nights(rows)
            | Number::Days(rows)
            | Number::SumOfAmounts(rows)
            | Number::OfAmounts(_, rows) => self.rows(rows),
            Number::Calculated(left, _, right) => {
                self.number(left);
                self.number(right);
            }
            Number::SumOfRatios | Number::MeanOfRatios | Number::MinOfRatios | Number::MaxOfRatios => self.ratio = true,
            Number::OfObservations(..) => self.observations = true,
            Number::Constant(_) | Number::Reported => {}
        }
    }

    fn rows(&mut self, rows: &Rows) {
        self.amounts |= rows.table == Table::Amount;
        self.studies |= rows.table == Table::Study;
        self.predicate(&rows.predicate);
    }

    fn predicate(&mut self, predicate: &RowPredicate) {
        match predicate {
            RowPredicate::And(parts) | RowPredicate::Or(parts) => parts.iter().for_each(|part| self.predicate(part)),
            RowPredicate::Not(inner) => self.predicate(inner),
            RowPredicate::Ratio(..) | RowPredicate::WeekRatio(..) | RowPredicate::Industry(_) => self.ratio = true,
            RowPredicate::State(states) => self.states.extend(states.iter().cloned()),
            RowPredicate::Code(codes) => self.codes.extend(codes),
            RowPredicate::Listed(list) => {
                self.codes.extend((0..=999_u16).filter(|code| list.rows.iter().any(|row| row.codes.has(*code))));
            }
            RowPredicate::Kind(Table::Stay, kinds) => self.stays.extend(kinds.iter().cloned()),
            RowPredicate::Kind(..) | RowPredicate::Item(_) => {}
        }
    }

    fn blind_spots(&self, source: &SourceSchema) -> Vec<BlindSpot> {
        let state = |name: &str| self.states.iter().any(|state| state == name);
        let stay = |name: &str| self.stays.iter().any(|kind| kind == name);
        let codes = |wanted: &[u16]| wanted.iter().any(|code| self.codes.contains(code));
        let benefit = EDUCATION_BENEFIT.iter().flat_map(|range| range.clone()).collect::<Vec<u16>>();
        let education = state("education") || codes(&EDUCATION);
        let all_kinds = stay("night-cafe") && stay("aftercare");
        let spots = [
            (self.ratio, BlindSpot::SelfEmployed),
            (self.studies || (education && !codes(&EDUCATION_UNDER_A_BENEFIT)), BlindSpot::EducationUnderABenefit),
            (education || self.studies, BlindSpot::UnderEighteenWithoutSu),
            (state("self_support") || codes(&[0]), BlindSpot::BlankIsNotWork),
            (state("education_benefit") || codes(&benefit), BlindSpot::EducationBenefitCeased),
            (stay("crisis-centre"), BlindSpot::AnonymousStays),
            (stay("shelter") && !all_kinds, BlindSpot::MixedStaysBefore2021),
            (self.amounts && source.estimated_from.is_none(), BlindSpot::PaidByOthers),
            (self.amounts && source.estimated_from.is_some(), BlindSpot::EstimatedAmounts),
            (self.observations, BlindSpot::NotObserved),
            (!source.tables.is_empty(), BlindSpot::OutsideTheExtract),
            (source.tables.is_empty(), BlindSpot::NotReported),
        ];
        spots.into_iter().filter(|(blind, _)| *blind).map(|(_, spot)| spot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn check(source: &str, text: &str, expected: &[BlindSpot]) {
        let source = virkning_model::source::source(source).expect("a source");
        let expression = parse(text, source).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(blind_spots(&expression, source), expected, "{text}");
    }

    #[test]
    fn some_concern_only_some_years() {
        for (spot, from, to, expected) in [
            (BlindSpot::MixedStaysBefore2021, 2020, 2024, true),
            (BlindSpot::MixedStaysBefore2021, 2021, 2024, false),
            (BlindSpot::EducationBenefitCeased, 2021, 2024, false),
            (BlindSpot::EducationBenefitCeased, 2021, 2025, true),
            (BlindSpot::SelfEmployed, 2021, 2024, true),
        ] {
            assert_eq!(spot.concerns(from, to), expected, "{spot:?} {from} {to}");
        }
    }

    #[test]
    fn spots() {
        use BlindSpot::*;
        check(
            "dream",
            "any(job.ratio > 0) or any(week.state = education)",
            &[SelfEmployed, EducationUnderABenefit, UnderEighteenWithoutSu, OutsideTheExtract],
        );
        check("dream", "mean(job.ratio) >= 0.25", &[SelfEmployed, OutsideTheExtract]);
        check("dream", "any(week.code in (651, 134))", &[UnderEighteenWithoutSu, OutsideTheExtract]);
        check("dream", "all(week.code = 0)", &[BlankIsNotWork, OutsideTheExtract]);
        check("dream", "count(week.state = education_benefit) < 4", &[EducationBenefitCeased, OutsideTheExtract]);
        check("dream", "any(week.code = 721)", &[EducationBenefitCeased, OutsideTheExtract]);
        check("dream", "any(week.state = sickness)", &[OutsideTheExtract]);
        check("shelter", "not any(stay.kind = crisis-centre)", &[AnonymousStays, OutsideTheExtract]);
        check("shelter", "nights(stay.kind = shelter) <= 5", &[MixedStaysBefore2021, OutsideTheExtract]);
        check("shelter", "days(stay.kind in (shelter, night-cafe, aftercare)) <= 5", &[OutsideTheExtract]);
        check("services", "sum(amount.kind = transfer) > 0", &[PaidByOthers, OutsideTheExtract]);
        check(
            "education",
            "days(study.kind = vocational) >= 30",
            &[EducationUnderABenefit, UnderEighteenWithoutSu, OutsideTheExtract],
        );
        check("refunds", "sum(amount.kind = net) > 0", &[PaidByOthers, OutsideTheExtract]);
        check("refund-ladder", "sum(amount.kind = net) > 0", &[EstimatedAmounts, OutsideTheExtract]);
        check("observations", "change(observation.hba1c) <= -0.085", &[NotObserved, OutsideTheExtract]);
        check("reported", "reported", &[NotReported]);
    }
}
