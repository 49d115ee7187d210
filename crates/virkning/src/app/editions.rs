//! `register compare`: two editions of one register held against each other, and what the later one does to each posted
//! settlement in money. Nothing is changed: posted years are computed twice by the code of the restatement, once with
//! either edition and all else as it is used today, and the difference is the edition's alone.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::Agreement;
use virkning_model::id::{AgreementId, Alias, ProposalId, SnapshotId};
use virkning_model::money::Money;
use virkning_model::period::Month;
use virkning_model::settlement::{RestatedFigures, RestatedYear};
use virkning_model::source::{read_from, source_of_register};
use virkning_register::comparison::{self, Change, Changed, EditionDifference, PersonChange, Record};
use virkning_register::disclosure::{Rule, shown_in_breakdown};
use virkning_register::{Manifest, Pseudonym, Snapshot};

use super::Session;
use super::failure::{Failure, Refusal};
use super::registers::register_of;

/// Whose people may be seen, and why.
#[derive(Clone, Copy, Debug)]
pub struct OfAgreement<'a> {
    /// The agreement: a file, or the identifier of a sealed one.
    pub subject: &'a Path,
    /// Why somebody looks. It is recorded, and the citizen can read it.
    pub reason: &'a str,
}

/// Two editions held against each other.
#[derive(Debug)]
pub struct ComparedEditions {
    /// The register.
    pub register: String,
    /// The earlier one.
    pub old: Manifest,
    /// The later one.
    pub new: Manifest,
    /// The agreement whose participants were compared; everybody where there is none.
    pub of: Option<Agreement>,
    /// What differs; small counts are hidden where everybody was compared.
    pub found: ShownDifference,
    /// The participants with a difference, where they may be seen.
    pub people: Vec<ChangedPerson>,
    /// Each posted year of an agreement that is read from the register.
    pub effects: Vec<YearEffect>,
    /// Agreements whose years cannot be computed again, with the reason.
    pub not_computed: Vec<(AgreementId, Failure)>,
}

/// A participant with a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPerson {
    /// Who.
    pub alias: Alias,
    /// What became of the person.
    pub says: PersonSays,
}

/// What became of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonSays {
    /// Only the later edition has the person.
    Added,
    /// Only the earlier edition has the person.
    Gone,
    /// Records that differ, by kind.
    Changed(BTreeMap<(Record, Change), ChangedMonths>),
}

/// How many records, in which months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedMonths {
    /// Records.
    pub records: u64,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

/// What an edition does to one posted year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearEffect {
    /// The agreement.
    pub agreement: AgreementId,
    /// What people call it.
    pub name: String,
    /// The measured year.
    pub measured_year: i16,
    /// The settlement that was posted.
    pub proposal: ProposalId,
    /// The edition that it rests on, as it was last restated; nothing where it does not rest on this register.
    pub rests_on: Option<String>,
    /// What is posted, with what has restated it.
    pub posted: Money,
    /// What the year comes to with the earlier edition and all else as it is used today.
    pub old: RestatedFigures,
    /// The same with the later edition.
    pub new: RestatedFigures,
}

impl YearEffect {
    /// What the later edition alone changes.
    pub fn difference(&self) -> Money {
        self.new.amount - self.old.amount
    }

    /// What a restatement with the later edition would pay.
    pub fn to_restate(&self) -> Money {
        self.new.amount - self.posted
    }
}

/// What differs, as it may be shown: a count that is hidden is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownDifference {
    /// People of the earlier edition.
    pub people_before: u64,
    /// People of the later edition.
    pub people_now: u64,
    /// People of both.
    pub both: Option<u64>,
    /// People of the later edition only.
    pub added: Option<u64>,
    /// People of the earlier edition only.
    pub gone: Option<u64>,
    /// People of both of whom something that both cover is said otherwise.
    pub corrected: Option<u64>,
    /// By record and change.
    pub changes: Vec<((Record, Change), Option<Changed>)>,
    /// By record, change and month.
    pub months: Vec<((Record, Change, Month), Option<Changed>)>,
    /// Revised weeks by the code before and the code now.
    pub codes: Vec<((u16, u16), Option<Changed>)>,
    /// Whether anything is hidden.
    pub hidden: bool,
}

impl ShownDifference {
    /// Hides counts that the rule calls small; without a rule nothing is hidden.
    pub fn of(found: &EditionDifference, rule: Option<Rule>) -> Self {
        let small = |people: u64| people > 0 && rule.is_some_and(|rule| rule.is_small(people));
        let both = found.people_before - found.gone;
        // Each of the three follows from another one and the sizes of the editions.
        let hides_people = [found.added, found.gone].into_iter().any(small);
        let of_people = |people: u64| (!hides_people).then_some(people);
        let changes: Vec<_> =
            found.changes.iter().map(|(key, changed)| (*key, (!small(changed.people)).then_some(*changed))).collect();
        let is_hidden = |kind: (Record, Change)| changes.iter().any(|(key, shown)| *key == kind && shown.is_none());
        let mut months = Vec::with_capacity(found.months.len());
        for (kind, _) in &changes {
            let own: Vec<_> =
                found.months.iter().filter(|((record, change, _), _)| (*record, *change) == *kind).collect();
            let counts: Vec<Changed> = own.iter().map(|(_, changed)| **changed).collect();
            let shown = shown_cells(&counts, rule, is_hidden(*kind));
            months.extend(own.iter().zip(shown).map(|((key, changed), shown)| (**key, shown.then_some(**changed))));
        }
        let counts: Vec<Changed> = found.codes.values().copied().collect();
        let shown = shown_cells(&counts, rule, is_hidden((Record::Week, Change::Revised)));
        let codes: Vec<_> =
            found.codes.iter().zip(shown).map(|((key, changed), shown)| (*key, shown.then_some(*changed))).collect();
        let corrected = (!small(found.corrected)).then_some(found.corrected);
        let hidden = hides_people
            || corrected.is_none()
            || changes.iter().any(|(_, shown)| shown.is_none())
            || months.iter().any(|(_, shown)| shown.is_none())
            || codes.iter().any(|(_, shown)| shown.is_none());
        Self {
            people_before: found.people_before,
            people_now: found.people_now,
            both: of_people(both),
            added: of_people(found.added),
            gone: of_people(found.gone),
            corrected,
            changes,
            months,
            codes,
            hidden,
        }
    }
}

/// Which rows of a breakdown may be shown: where its total is hidden none of them.
fn shown_cells(counts: &[Changed], rule: Option<Rule>, total_is_hidden: bool) -> Vec<bool> {
    if total_is_hidden {
        return vec![false; counts.len()];
    }
    let people: Vec<u64> = counts.iter().map(|count| count.people).collect();
    rule.map_or_else(|| vec![true; counts.len()], |rule| shown_in_breakdown(&people, rule))
}

/// What an edition does to posted years, and the agreements for which it cannot be computed, with the reason.
type Effects = (Vec<YearEffect>, Vec<(AgreementId, Failure)>);

impl Session<'_> {
    /// Holds two editions of one register against each other. With an agreement only its participants are compared, and
    /// they are named; the look at them is recorded.
    ///
    /// # Errors
    /// Snapshots of two registers, of two kinds of identifiers, or the same one twice.
    pub fn compare_editions(
        &self,
        old: &SnapshotId,
        new: &SnapshotId,
        of: Option<OfAgreement<'_>>,
    ) -> Result<ComparedEditions, Failure> {
        let manifests = (self.manifest(old)?, self.manifest(new)?);
        refuse_incomparable(&manifests.0, &manifests.1)?;
        let register = register_of(&manifests.0).to_owned();
        let mut people = Vec::new();
        let (agreement, found) = match of {
            None => {
                let found = comparison::compare_whole(&self.snapshot_open(old)?, &self.snapshot_open(new)?)?;
                (None, ShownDifference::of(&found, Some(self.disclosure_rule()?.0)))
            }
            Some(of) => {
                let agreement = self.agreement_named(of.subject)?;
                let found = self.compare_participants(&agreement, (old, new), of.reason, &mut people)?;
                (Some(agreement), ShownDifference::of(&found, None))
            }
        };
        let (effects, not_computed) = self.effects_of(&register, old, new, agreement.as_ref())?;
        Ok(ComparedEditions {
            register,
            old: manifests.0,
            new: manifests.1,
            of: agreement,
            found,
            people,
            effects,
            not_computed,
        })
    }

    fn snapshot_open(&self, id: &SnapshotId) -> Result<Snapshot, Failure> {
        Ok(Snapshot::open(&self.folder.snapshot(id))?)
    }

    fn compare_participants(
        &self,
        agreement: &Agreement,
        (old, new): (&SnapshotId, &SnapshotId),
        reason: &str,
        out: &mut Vec<ChangedPerson>,
    ) -> Result<EditionDifference, Failure> {
        self.known_actor()?;
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let links = self.links(&enrolment.hash)?;
        let people: Vec<Pseudonym> = links.values().copied().collect();
        let aliases: BTreeMap<Pseudonym, &Alias> = links.iter().map(|(alias, pseudonym)| (*pseudonym, alias)).collect();
        let numbers = self.number_links_of(&enrolment)?;
        let load = |id: &SnapshotId| -> Result<_, Failure> {
            Ok(self.snapshot_open(id)?.load_people_linked(&people, &numbers)?)
        };
        let (before, now) = (load(old)?, load(new)?);
        // The record first: nothing is given that is not recorded.
        self.look(&agreement.id, None, "compare", &format!("{old} {new}"), reason)?;
        let found = comparison::compare(&before, &now, |pseudonym, change| {
            if let Some(alias) = aliases.get(pseudonym) {
                out.push(ChangedPerson { alias: (*alias).clone(), says: says(change) });
            }
        });
        out.sort_by(|one, other| one.alias.cmp(&other.alias));
        Ok(found)
    }

    /// Every posted year that is read from the register, with what the later edition does to it.
    fn effects_of(
        &self,
        register: &str,
        old: &SnapshotId,
        new: &SnapshotId,
        only: Option<&Agreement>,
    ) -> Result<Effects, Failure> {
        let (mut effects, mut failed) = (Vec::new(), Vec::new());
        for id in self.store.agreements()? {
            if only.is_some_and(|agreement| agreement.id != id) {
                continue;
            }
            match self.effects_on(&id, register, old, new) {
                Ok(more) => effects.extend(more),
                Err(failure) => failed.push((id, failure)),
            }
        }
        Ok((effects, failed))
    }

    fn effects_on(
        &self,
        id: &AgreementId,
        register: &str,
        old: &SnapshotId,
        new: &SnapshotId,
    ) -> Result<Vec<YearEffect>, Failure> {
        let years = self.chain(id)?.years();
        let Some(sealed) = self.store.agreement_sealed(id)?.filter(|_| !years.is_empty()) else {
            return Ok(Vec::new());
        };
        let agreement = self.sealed_agreement(id, &sealed)?;
        if agreement.measures.iter().all(|measure| read_from(&measure.source) != source_of_register(register)) {
            return Ok(Vec::new());
        }
        let with = |snapshot: &SnapshotId| -> Result<Vec<RestatedFigures>, Failure> {
            let today = self.today(sealed.clone(), agreement.clone(), std::slice::from_ref(snapshot))?;
            let again = self.recompute_years(&today, years.clone())?.years.again;
            Ok(again.iter().map(RestatedFigures::of).collect())
        };
        let (before, now) = (with(old)?, with(new)?);
        let computed = before.into_iter().zip(now);
        let effects = years.iter().zip(computed).map(|(year, (old, new))| effect(&agreement, register, year, old, new));
        Ok(effects.filter(|effect| effect.rests_on.is_some() || !effect.difference().is_zero()).collect())
    }
}

fn effect(
    agreement: &Agreement,
    register: &str,
    year: &RestatedYear,
    old: RestatedFigures,
    new: RestatedFigures,
) -> YearEffect {
    let used = year.inputs.registers().into_iter().find(|used| used.source == register);
    YearEffect {
        agreement: agreement.id.clone(),
        name: agreement.name.clone(),
        measured_year: year.measured_year,
        proposal: year.original.clone(),
        rests_on: used.map(|used| format!("{} ({})", used.edition, used.content.short())),
        posted: year.figures.amount,
        old,
        new,
    }
}

fn says(change: PersonChange<'_>) -> PersonSays {
    let records = match change {
        PersonChange::Added => return PersonSays::Added,
        PersonChange::Gone => return PersonSays::Gone,
        PersonChange::Changed(records) => records,
    };
    let mut kinds: BTreeMap<(Record, Change), ChangedMonths> = BTreeMap::new();
    for record in records {
        let fresh = ChangedMonths { records: 0, first: record.month, last: record.month };
        let known = kinds.entry((record.record, record.change)).or_insert(fresh);
        known.records += 1;
        known.first = known.first.min(record.month);
        known.last = known.last.max(record.month);
    }
    PersonSays::Changed(kinds)
}

/// Two editions can be compared where they are of one register and know people by the same identifiers.
fn refuse_incomparable(old: &Manifest, new: &Manifest) -> Result<(), Failure> {
    let refusal = |code: &'static str| Refusal::new(code).with("old", &old.snapshot).with("new", &new.snapshot);
    if old.snapshot == new.snapshot {
        return Err(refusal("editions-the-same").into());
    }
    let registers = (register_of(old), register_of(new));
    if registers.0 != registers.1 {
        return Err(refusal("editions-of-two-registers").with("one", registers.0).with("other", registers.1).into());
    }
    if old.key_space != new.key_space {
        return Err(refusal("editions-of-two-keys").with("one", &old.key_space).with("other", &new.key_space).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(number: i8) -> Month {
        Month::new(2024, number).expect("a month")
    }

    fn found(months: &[(i8, u64)], added: u64) -> EditionDifference {
        let kind = (Record::Week, Change::Revised);
        let changed = |people: u64| Changed { people, records: 2 * people };
        let total = months.iter().map(|(_, people)| people).sum();
        EditionDifference {
            people_before: 1_000,
            people_now: 1_000 + added,
            added,
            gone: 0,
            corrected: total,
            changes: [(kind, changed(total))].into(),
            months: months.iter().map(|(at, people)| ((kind.0, kind.1, month(*at)), changed(*people))).collect(),
            codes: [((111, 730), changed(total))].into(),
        }
    }

    /// Which months of a breakdown are shown, and whether the number of people that came is.
    fn check(months: &[(i8, u64)], added: u64, rule: Option<Rule>, expected: &[bool], shows_added: bool) {
        let shown = ShownDifference::of(&found(months, added), rule);
        let seen: Vec<bool> = shown.months.iter().map(|(_, shown)| shown.is_some()).collect();
        assert_eq!(seen, expected, "{months:?}");
        assert_eq!(shown.added.is_some(), shows_added, "{added}");
        assert_eq!(shown.both.is_some(), shows_added, "{added}");
        assert_eq!(shown.hidden, expected.contains(&false) || !shows_added);
    }

    #[test]
    fn small_counts_are_hidden_with_what_would_give_them_away() {
        let five = Some(Rule::default());
        check(&[(1, 20), (2, 30)], 0, five, &[true, true], true);
        // Three people in a month: the next smallest month goes with them, for the total is shown.
        check(&[(1, 3), (2, 30), (3, 40)], 0, five, &[false, false, true], true);
        check(&[(1, 3)], 0, five, &[false], true);
        check(&[(1, 20)], 4, five, &[true], false);
        // Whoever may see the people sees the counts.
        check(&[(1, 3), (2, 1)], 1, None, &[true, true], true);
    }
}
