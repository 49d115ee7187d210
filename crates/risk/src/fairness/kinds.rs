//! Whom it pays to take in: what each kind of person brings at the agreed price, with the intervention and without. Where
//! the kind that pays most is not the one that gains most, the price invites to pick the easy ones (creaming) and to leave
//! the hard ones waiting (parking).

use virkning_model::agreement::{Counted, PaidPer};
use virkning_model::id::TermId;

use crate::model::{Model, float};

/// What one person of a kind brings over all measured years, in kroner.
#[derive(Clone, Debug, PartialEq)]
pub struct KindPays {
    /// The kind.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// Its share of the participants.
    pub share: f64,
    /// What is paid for one of it.
    pub paid: f64,
    /// What would be paid for one of it without the intervention.
    pub without_effect: f64,
    /// Successes that one of it has because of the intervention.
    pub gained: f64,
    /// What is paid for each of those; nothing where there is none.
    pub paid_per_gained: Option<f64>,
    /// What one of it costs.
    pub cost: f64,
    /// Paid less cost: what whoever takes it in is left with.
    pub margin: f64,
}

/// Every kind of the assumptions, in their order: exact expectations at the agreed prices, before limits. Rates of kinds
/// move over the years as the expected rate of all does.
pub fn kinds(model: &Model) -> Vec<KindPays> {
    let starters: f64 = model.agreement.intake.by_year.values().map(|starters| f64::from(*starters)).sum();
    if starters <= 0.0 {
        return Vec::new();
    }
    let price_of_intervention = model.plan.financing.price.minor() as f64 / 100.0;
    let of_kind = |kind: &crate::assumptions::PersonKind| {
        let (success, without) = (float(kind.success), float(kind.without));
        let (mut paid, mut without_effect, mut gained) = (0.0, 0.0, 0.0);
        for (place, line) in model.lines.iter().enumerate() {
            let term = model.program.term(&model.program.lines()[place]);
            let (Some(point), Some(price)) = (line.point.map(|point| &model.points[point]), term.payment.price())
            else {
                continue;
            };
            let measure = &model.measures[point.measure];
            let people: f64 = point.members.iter().map(|(cohort, _)| f64::from(model.cohorts[*cohort].planned)).sum();
            let looks = people / starters * point.completing.map_or(1.0, float);
            let price = price.minor() as f64 / 100.0;
            let scale = if measure.later > 0.0 { point.rate_as_float / measure.later } else { 0.0 };
            let rate = (success * scale).min(1.0);
            match term.payment.per {
                PaidPer::Success => {
                    let anyway = match term.payment.counted {
                        Counted::Gross => 0.0,
                        Counted::NetOfBaseline => measure.without,
                    };
                    paid += looks * price * (rate - anyway);
                    without_effect += looks * price * (without - anyway);
                    gained += looks * (rate - without);
                }
                PaidPer::Participant => {
                    paid += looks * price;
                    without_effect += looks * price;
                }
                _ => {}
            }
        }
        let cost = kind.cost.map_or(price_of_intervention / starters, |cost| cost.minor() as f64 / 100.0);
        KindPays {
            id: kind.id.clone(),
            label: kind.label.clone(),
            share: float(kind.share),
            paid,
            without_effect,
            gained,
            paid_per_gained: (gained > 0.0).then(|| paid / gained),
            cost,
            margin: paid - cost,
        }
    };
    model.assumptions.kinds.iter().map(of_kind).collect()
}
