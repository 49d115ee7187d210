//! One person under two numbers: before a list is joined with the set known before it, everybody who stands under several
//! linked numbers becomes one participant again, under the alias known first and the number that holds now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::Alias;

use super::ListImport;
use crate::key::Pseudonym;

/// A number that follows another one from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberLink {
    /// The earlier number's pseudonym.
    pub earlier: Pseudonym,
    /// The later number's pseudonym.
    pub later: Pseudonym,
    /// From when on the later number holds.
    pub from: Date,
}

/// A list and the set before it, in which nobody stands under two numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The set known before.
    pub old: EnrolmentSet,
    /// Its links from alias to pseudonym.
    pub links: BTreeMap<Alias, Pseudonym>,
    /// The list.
    pub import: ListImport,
    /// How many on the list stand under another number than before.
    pub linked: usize,
    /// How many stood twice in the set.
    pub merged: usize,
}

/// Two lines of a list are one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePerson {
    /// The alias of the later of both.
    pub alias: Alias,
}

/// Makes one participant of everybody who has had several numbers. A number that follows another one holds from its day on;
/// a list that has it earlier is believed.
pub fn link(
    mut old: EnrolmentSet,
    mut links: BTreeMap<Alias, Pseudonym>,
    mut import: ListImport,
    numbers: &[NumberLink],
    today: Date,
) -> Result<Linked, SamePerson> {
    let chains = Chains::new(numbers);
    let (known, merged) = chains.merge(&mut old, &mut links);
    for (chain, alias) in &known {
        let number = links.get(alias).map(|number| chains.holds(*number, *chain, today));
        links.extend(number.map(|number| (alias.clone(), number)));
    }
    let (mut seen, mut linked) = (BTreeSet::new(), 0);
    for listed in &mut import.people {
        let Some(chain) = chains.chain_of(listed.pseudonym) else { continue };
        if !seen.insert(chain) {
            return Err(SamePerson { alias: listed.participant.alias.clone() });
        }
        let number = chains.holds(listed.pseudonym, chain, today);
        let alias = known.get(&chain).unwrap_or(&listed.participant.alias);
        linked += usize::from(*alias != listed.participant.alias || number != listed.pseudonym);
        listed.participant.alias = alias.clone();
        listed.pseudonym = number;
    }
    import.people.sort_by(|one, other| one.participant.alias.cmp(&other.participant.alias));
    Ok(Linked { old, links, import, linked, merged })
}

/// The numbers of each person who has had several, the first one first.
struct Chains(Vec<Vec<(Pseudonym, Option<Date>)>>);

impl Chains {
    fn new(numbers: &[NumberLink]) -> Self {
        let next: BTreeMap<Pseudonym, &NumberLink> = numbers.iter().map(|link| (link.earlier, link)).collect();
        let later: BTreeSet<Pseudonym> = numbers.iter().map(|link| link.later).collect();
        let first = numbers.iter().filter(|link| !later.contains(&link.earlier));
        let chain = |link: &NumberLink| {
            let mut chain = vec![(link.earlier, None)];
            while let Some(link) = next.get(&chain[chain.len() - 1].0).filter(|_| chain.len() <= numbers.len()) {
                chain.push((link.later, Some(link.from)));
            }
            chain
        };
        Self(first.map(chain).collect())
    }

    fn chain_of(&self, number: Pseudonym) -> Option<usize> {
        self.0.iter().position(|chain| chain.iter().any(|(known, _)| *known == number))
    }

    /// The number that holds on a day: the last one whose day has come, but never an earlier one than is in use.
    fn holds(&self, number: Pseudonym, chain: usize, today: Date) -> Pseudonym {
        let chain = &self.0[chain];
        let own = chain.iter().position(|(known, _)| *known == number).unwrap_or_default();
        let come = chain.iter().rposition(|(_, from)| from.is_none_or(|from| from <= today)).unwrap_or_default();
        chain[own.max(come)].0
    }

    /// Keeps of each person in the set the alias that was enrolled first, and gives it by chain, with how many were left
    /// out.
    fn merge(&self, old: &mut EnrolmentSet, links: &mut BTreeMap<Alias, Pseudonym>) -> (BTreeMap<usize, Alias>, usize) {
        let mut of_chain: BTreeMap<usize, Vec<(Option<Date>, Alias)>> = BTreeMap::new();
        for (alias, number) in links.iter() {
            let Some(chain) = self.chain_of(*number) else { continue };
            let participant = old.participants.iter().find(|participant| participant.alias == *alias);
            let enrolled_on = participant.and_then(|participant| participant.enrolled_on);
            of_chain.entry(chain).or_default().push((enrolled_on, alias.clone()));
        }
        let (mut known, mut merged) = (BTreeMap::new(), 0);
        for (chain, mut aliases) in of_chain {
            aliases.sort_by_key(|(enrolled_on, alias)| (enrolled_on.is_none(), *enrolled_on, alias.clone()));
            for (_, later) in aliases.split_off(1) {
                links.remove(&later);
                let before = old.participants.len();
                old.participants.retain(|participant| participant.alias != later);
                merged += before - old.participants.len();
            }
            known.extend(aliases.pop().map(|(_, alias)| (chain, alias)));
        }
        (known, merged)
    }
}
