//! A later list joined with the participants known before it. Whoever was enrolled stays in (intention to treat).

use std::collections::BTreeMap;

use virkning_model::enrolment::{EnrolmentSet, Participant, RuleResult};
use virkning_model::id::Alias;

use super::{ListImport, Says};
use crate::key::Pseudonym;

/// Something that a later list says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Dates of steps.
    Steps,
    /// Age at enrolment.
    Age,
    /// Early leaving.
    DroppedOut,
    /// What the rules of admission say.
    Rules,
    /// The day of completion.
    Completed,
    /// The arm.
    Arm,
    /// A refusal at the assessment, or a declined offer.
    Ended,
    /// The day of enrolment.
    EnrolledOn,
}

/// A person whom a later list describes otherwise.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// Who.
    pub alias: Alias,
    /// What differs.
    pub fields: Vec<Field>,
}

/// A later list joined with the earlier set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Everyone who counts from now on, sorted by alias.
    pub set: EnrolmentSet,
    /// Everyone of the list with their register pseudonym, sorted by alias.
    pub pseudonyms: Vec<(Alias, Pseudonym)>,
    /// Those who were not known before.
    pub new: Vec<Alias>,
    /// Those of whom something differs.
    pub changed: Vec<Changed>,
    /// Those who were enrolled, or were added one by one, and are not on the list: they stay in.
    pub kept_though_missing: Vec<Alias>,
    /// Those who were enrolled and would not be by the new list: they stay in, with the day they had.
    pub kept_though_not_enrolled: Vec<Alias>,
    /// Those who were never enrolled and are not on the list any more: they are left out.
    pub left_out: Vec<Alias>,
}

/// Joins a list with the set known before it.
pub fn merge(old: &EnrolmentSet, new: ListImport) -> Merge {
    joined(old, new, true)
}

/// Joins people with the set known before them, of which they are no whole list: nobody is missing on it.
pub fn merge_additions(old: &EnrolmentSet, new: ListImport) -> Merge {
    joined(old, new, false)
}

fn joined(old: &EnrolmentSet, new: ListImport, is_whole: bool) -> Merge {
    let says = new.says.clone();
    let before: BTreeMap<&Alias, &Participant> =
        old.participants.iter().map(|participant| (&participant.alias, participant)).collect();
    let mut merge = Merge {
        set: EnrolmentSet::default(),
        pseudonyms: new.people.iter().map(|listed| (listed.participant.alias.clone(), listed.pseudonym)).collect(),
        new: Vec::new(),
        changed: Vec::new(),
        kept_though_missing: Vec::new(),
        kept_though_not_enrolled: Vec::new(),
        left_out: Vec::new(),
    };
    let mut after: BTreeMap<Alias, Participant> =
        new.people.into_iter().map(|listed| (listed.participant.alias.clone(), listed.participant)).collect();
    for (alias, participant) in &mut after {
        match before.get(alias) {
            None => merge.new.push(alias.clone()),
            Some(earlier) => {
                keep_unsaid(earlier, participant, &says);
                merge.compare(earlier, participant);
            }
        }
    }
    for earlier in before.into_values().filter(|earlier| !after.contains_key(&earlier.alias)).collect::<Vec<_>>() {
        if !is_whole {
            after.insert(earlier.alias.clone(), earlier.clone());
        } else if earlier.enrolled_on.is_some() || earlier.added_by.is_some() {
            merge.kept_though_missing.push(earlier.alias.clone());
            after.insert(earlier.alias.clone(), earlier.clone());
        } else {
            merge.left_out.push(earlier.alias.clone());
        }
    }
    merge.set.participants = after.into_values().collect();
    merge
}

/// What the list has no column for, and rules that somebody has confirmed while the list says nothing of them, stay.
fn keep_unsaid(earlier: &Participant, later: &mut Participant, says: &Says) {
    let unsaid = earlier.steps.iter().filter(|(step, _)| !says.steps.contains(step));
    later.steps.extend(unsaid.map(|(step, day)| (*step, *day)));
    if !says.refused {
        later.refused.clone_from(&earlier.refused);
    }
    if !says.declined {
        later.declined.clone_from(&earlier.declined);
    }
    if !says.dropped_out {
        later.dropped_out.clone_from(&earlier.dropped_out);
    }
    if !says.completed {
        later.completed_on = earlier.completed_on;
    }
    later.added_by.clone_from(&earlier.added_by);
    for (rule, confirmed) in &earlier.confirmed {
        if later.rules.get(rule) == Some(&RuleResult::NotTested) {
            later.rules.extend(earlier.rules.get(rule).map(|result| (rule.clone(), *result)));
            later.confirmed.insert(rule.clone(), confirmed.clone());
        }
    }
    later.enrolled_on = later.enrolled_on.filter(|_| !later.is_kept_out());
}

impl Merge {
    fn compare(&mut self, earlier: &Participant, later: &mut Participant) {
        if later.enrolled_on.is_none() && earlier.enrolled_on.is_some() {
            later.enrolled_on = earlier.enrolled_on;
            later.age_at_enrolment = earlier.age_at_enrolment;
            self.kept_though_not_enrolled.push(later.alias.clone());
        }
        let differs = [
            (Field::Steps, earlier.steps != later.steps),
            (Field::Age, earlier.age_at_enrolment != later.age_at_enrolment),
            (Field::DroppedOut, earlier.dropped_out != later.dropped_out),
            (Field::Rules, earlier.rules != later.rules),
            (Field::Completed, earlier.completed_on != later.completed_on),
            (Field::Arm, earlier.arm != later.arm),
            (Field::Ended, (&earlier.refused, &earlier.declined) != (&later.refused, &later.declined)),
            (Field::EnrolledOn, earlier.enrolled_on != later.enrolled_on),
        ];
        let fields: Vec<Field> = differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
        if !fields.is_empty() {
            self.changed.push(Changed { alias: later.alias.clone(), fields });
        }
    }
}
