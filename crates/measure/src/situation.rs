//! What a person mostly was in a window, as a partition for breakdowns. It never decides a payment: that is the
//! expression's alone.

use virkning_model::observation::Situation;

use crate::codes::CodeTable;
use crate::rows::Window;

/// What a code says about the situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Dead,
    Abroad,
    Education,
    Transfer,
    /// Blank, or supporting oneself.
    Nothing,
    /// The code list does not say.
    Unknown,
}

impl Class {
    /// The class of a category of the code list.
    pub(crate) fn of(category: Option<&str>) -> Self {
        match category {
            None => Class::Unknown,
            Some("dead") => Class::Dead,
            Some("emigrated") => Class::Abroad,
            Some("education") => Class::Education,
            Some("self_support") => Class::Nothing,
            Some(_) => Class::Transfer,
        }
    }
}

/// The first that fits, in the order of `Situation`: dead or abroad in any week, paid hours in any month, education in
/// any week, another transfer in any week. A window of which nothing is covered, or that has an unknown code and nothing
/// else, is unclarified.
pub(crate) fn situation(classes: &CodeTable<Class>, window: &Window<'_>) -> Situation {
    let (mut dead, mut abroad, mut education, mut transfer) = (false, false, false, false);
    let (mut unknown, mut covered) = (false, false);
    for (number, code) in window.weeks() {
        let Some(code) = code else { continue };
        covered = true;
        match classes.get(code, number) {
            Class::Dead => dead = true,
            Class::Abroad => abroad = true,
            Class::Education => education = true,
            Class::Transfer => transfer = true,
            Class::Nothing => {}
            Class::Unknown => unknown = true,
        }
    }
    let mut employed = false;
    for (_, ratio) in window.months() {
        covered |= ratio.is_some();
        employed |= ratio.is_some_and(|ratio| ratio > 0);
    }
    let fitting = [
        (dead, Situation::Dead),
        (abroad, Situation::Abroad),
        (employed, Situation::Employed),
        (education, Situation::Education),
        (transfer, Situation::Transfer),
        (unknown || !covered, Situation::Unclarified),
    ];
    fitting.into_iter().find(|(fits, _)| *fits).map_or(Situation::None, |(_, situation)| situation)
}
