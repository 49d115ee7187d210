//! What becomes of the people of one cohort: who leaves, who succeeds when, and how one year hangs together with the next.
//! The same process runs on single people, as bits, and on their number alone; both have the same distribution.

use crate::random::{Chance, Random};

/// How a measure goes on from the last time it looked at the cohort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// The chance of success of who succeeded last time.
    pub(crate) again: Chance,
    /// The chance of who did not; of everyone the first time.
    pub(crate) anew: Chance,
    /// Whether a success counts once only: then `again` plays no part.
    pub(crate) once: bool,
}

/// A way to leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cause {
    /// The chance of leaving this way in a year, of those who leave in none of the ways before it.
    pub(crate) chance: Chance,
    /// The chance of success afterwards, by measure.
    pub(crate) afterwards: bool,
}

/// The people of one cohort.
pub(crate) trait Group {
    /// So many begin; of them so many complete as chance has it.
    fn start(&mut self, random: &mut Random, people: u64, completing: Option<Chance>);

    /// How many the measures look at: everyone who began, or who completed.
    fn eligible(&self, completed: bool) -> u64;

    /// A year passes, and some leave.
    fn leave(&mut self, random: &mut Random, causes: &[Cause]);

    /// A measure looks at them: how many succeed. Who has left succeeds by the chance without the intervention, or never.
    fn measure(
        &mut self,
        random: &mut Random,
        measure: usize,
        completed: bool,
        step: Step,
        causes: &[Cause],
        without: Chance,
    ) -> u64;
}

/// People by their number: enough where nothing is asked of single ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    begun: u64,
    completed: u64,
    /// Who has not left.
    staying: u64,
    /// Who has left, by cause.
    left: Vec<u64>,
    /// Who succeeded last time and stays, by measure; for what counts once, who ever did.
    succeeded: Vec<u64>,
}

impl Counted {
    pub(crate) fn new(measures: usize, causes: usize) -> Self {
        Self { left: vec![0; causes], succeeded: vec![0; measures], ..Self::default() }
    }
}

impl Group for Counted {
    fn start(&mut self, random: &mut Random, people: u64, completing: Option<Chance>) {
        self.begun = people;
        self.completed = completing.map_or(people, |chance| random.binomial(people, chance));
        self.staying = people;
        self.left.fill(0);
        self.succeeded.fill(0);
    }

    fn eligible(&self, completed: bool) -> u64 {
        if completed { self.completed } else { self.begun }
    }

    fn leave(&mut self, random: &mut Random, causes: &[Cause]) {
        // With one measure: who succeeded last time and who did not leave alike, each by chance.
        for (place, cause) in causes.iter().enumerate() {
            let mut gone = random.binomial(self.staying - self.succeeded[0], cause.chance);
            let of_succeeded = random.binomial(self.succeeded[0], cause.chance);
            self.succeeded[0] -= of_succeeded;
            gone += of_succeeded;
            self.left[place] += gone;
            self.staying -= gone;
        }
    }

    fn measure(
        &mut self,
        random: &mut Random,
        measure: usize,
        completed: bool,
        step: Step,
        causes: &[Cause],
        without: Chance,
    ) -> u64 {
        let people = if completed { self.completed } else { self.staying };
        let before = self.succeeded[measure];
        let anew = random.binomial(people - before, step.anew);
        if step.once {
            self.succeeded[measure] = before + anew;
            return anew;
        }
        let now = anew + if before == 0 { 0 } else { random.binomial(before, step.again) };
        self.succeeded[measure] = now;
        let afterwards = self.left.iter().zip(causes).filter(|(_, cause)| cause.afterwards);
        now + afterwards.map(|(left, _)| random.binomial(*left, without)).sum::<u64>()
    }
}

/// People one by one, 64 in a word.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    begun: Vec<u64>,
    completed: Vec<u64>,
    staying: Vec<u64>,
    /// By cause.
    left: Vec<Vec<u64>>,
    /// By measure.
    succeeded: Vec<Vec<u64>>,
    /// Who succeeds at the last look, by measure, with those who have left.
    pub(crate) now: Vec<Vec<u64>>,
}

impl People {
    pub(crate) fn new(measures: usize, causes: usize) -> Self {
        let none = |count| vec![Vec::new(); count];
        Self { left: none(causes), succeeded: none(measures), now: none(measures), ..Self::default() }
    }

    /// Everyone, as bits.
    pub(crate) fn begun(&self) -> &[u64] {
        &self.begun
    }

    /// Who completed, as bits.
    pub(crate) fn completed(&self) -> &[u64] {
        &self.completed
    }
}

fn count(people: &[u64]) -> u64 {
    people.iter().map(|word| u64::from(word.count_ones())).sum()
}

impl Group for People {
    fn start(&mut self, random: &mut Random, people: u64, completing: Option<Chance>) {
        let words = usize::try_from(people.div_ceil(64)).unwrap_or(0);
        self.begun.clear();
        self.begun.resize(words, u64::MAX);
        if let (Some(last), rest @ 1..) = (self.begun.last_mut(), people % 64) {
            *last = (1 << rest) - 1;
        }
        self.completed.clear();
        match completing {
            None => self.completed.extend_from_slice(&self.begun),
            Some(chance) => self.completed.extend(self.begun.iter().map(|word| random.of_each(*word, chance))),
        }
        self.staying.clear();
        self.staying.extend_from_slice(&self.begun);
        for bits in self.left.iter_mut().chain(&mut self.succeeded).chain(&mut self.now) {
            bits.clear();
            bits.resize(words, 0);
        }
    }

    fn eligible(&self, completed: bool) -> u64 {
        count(if completed { &self.completed } else { &self.begun })
    }

    fn leave(&mut self, random: &mut Random, causes: &[Cause]) {
        for (place, cause) in causes.iter().enumerate() {
            for (word, left) in self.staying.iter_mut().zip(&mut self.left[place]) {
                let gone = random.of_each(*word, cause.chance);
                *word &= !gone;
                *left |= gone;
            }
        }
    }

    fn measure(
        &mut self,
        random: &mut Random,
        measure: usize,
        completed: bool,
        step: Step,
        causes: &[Cause],
        without: Chance,
    ) -> u64 {
        let mut successes = 0;
        for word in 0..self.begun.len() {
            let of = if completed { self.completed[word] } else { u64::MAX };
            let staying = self.staying[word] & of;
            let before = self.succeeded[measure][word] & staying;
            let mut now;
            if step.once {
                let ever = self.succeeded[measure][word];
                now = random.of_each(staying & !ever, step.anew);
                self.succeeded[measure][word] = ever | now;
            } else {
                now = random.of_each_by(staying, before, step.again, step.anew);
                self.succeeded[measure][word] = now;
                for (left, _) in self.left.iter().zip(causes).filter(|(_, cause)| cause.afterwards) {
                    now |= random.of_each(left[word] & of, without);
                }
            }
            self.now[measure][word] = now;
            successes += u64::from(now.count_ones());
        }
        successes
    }
}

/// The chances of a chain with two states that has the right share in both years, `before` and `now`, and this correlation
/// between the same person's results, as far as the shares allow it: nobody can succeed again more often than at all.
pub(crate) fn chain(before: f64, now: f64, correlation: f64) -> (f64, f64) {
    let spread = before * (1.0 - before);
    if correlation <= 0.0 || spread <= 0.0 {
        return (now, now);
    }
    let wanted = correlation * (now * (1.0 - now) / spread).sqrt();
    let slope = wanted.min((1.0 - now) / (1.0 - before)).min(now / before);
    (now + slope * (1.0 - before), now - slope * before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::Purpose;

    proptest! {
        /// The share of both years is kept, and chances are chances.
        #[test]
        fn a_chain_keeps_its_shares(before in 0.0..=1.0_f64, now in 0.0..=1.0_f64, correlation in 0.0..0.999_f64) {
            let (again, anew) = chain(before, now, correlation);
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&again) && (-1e-12..=1.0 + 1e-12).contains(&anew));
            prop_assert!((before * again + (1.0 - before) * anew - now).abs() < 1e-12);
        }
    }

    #[test]
    fn a_chain_has_its_correlation() {
        // Equal shares: the slope is the correlation itself.
        let (again, anew) = chain(0.48, 0.48, 0.7);
        assert!((again - (0.48 + 0.7 * 0.52)).abs() < 1e-15);
        assert!((anew - (0.48 - 0.7 * 0.48)).abs() < 1e-15);
        // From 24 to 48 per cent at 0.9: at most all who succeeded do again, 0.52 / 0.76.
        let (again, anew) = chain(0.24, 0.48, 0.9);
        assert!((again - 1.0).abs() < 1e-15);
        assert!((anew - (0.48 - 0.24 * 0.52 / 0.76)).abs() < 1e-15);
    }

    /// All numbers of successes over three years of a small cohort, with the probability of each, by going through every
    /// history of one person and convolving people: no random number.
    fn exact(people: usize, steps: &[(f64, f64)], causes: &[(f64, bool)], without: f64) -> Vec<f64> {
        // One person: distribution of the number of years with success.
        let years = steps.len();
        let mut one = vec![0.0; years + 1];
        // (state: 0 no success, 1 success, 2 + cause left; successes so far) with its probability.
        let mut states = vec![(0_usize, 0_usize, 1.0_f64)];
        for (year, (again, anew)) in steps.iter().enumerate() {
            let mut next = Vec::new();
            for (state, successes, probability) in states {
                let mut after = Vec::new();
                if state < 2 && year > 0 {
                    let mut stays = probability;
                    for (place, (chance, _)) in causes.iter().enumerate() {
                        after.push((2 + place, stays * chance));
                        stays *= 1.0 - chance;
                    }
                    after.push((state, stays));
                } else {
                    after.push((state, probability));
                }
                for (state, probability) in after {
                    let (chance, hit, miss) = match state {
                        0 => (*anew, 1, 0),
                        1 => (*again, 1, 0),
                        gone if causes[gone - 2].1 => (without, gone, gone),
                        gone => (0.0, gone, gone),
                    };
                    next.push((hit, successes + 1, probability * chance));
                    next.push((miss, successes, probability * (1.0 - chance)));
                }
            }
            states = next;
        }
        for (_, successes, probability) in states {
            one[successes] += probability;
        }
        let mut all = vec![1.0];
        for _ in 0..people {
            let mut sum = vec![0.0; all.len() + years];
            for (so_far, probability) in all.iter().enumerate() {
                for (more, chance) in one.iter().enumerate() {
                    sum[so_far + more] += probability * chance;
                }
            }
            all = sum;
        }
        all
    }

    fn drawn(
        mut group: impl Group,
        people: u64,
        steps: &[(f64, f64)],
        causes: &[(f64, bool)],
        without: f64,
    ) -> Vec<u64> {
        let mut random = Random::new(20, Purpose::Outcomes, people);
        let causes: Vec<Cause> = causes
            .iter()
            .map(|(chance, afterwards)| Cause { chance: Chance::new(*chance), afterwards: *afterwards })
            .collect();
        let mut seen = vec![0; people as usize * steps.len() + 1];
        for _ in 0..60_000 {
            group.start(&mut random, people, None);
            let mut sum = 0;
            for (year, (again, anew)) in steps.iter().enumerate() {
                if year > 0 {
                    group.leave(&mut random, &causes);
                }
                let step = Step { again: Chance::new(*again), anew: Chance::new(*anew), once: false };
                sum += group.measure(&mut random, 0, false, step, &causes, Chance::new(without));
            }
            seen[sum as usize] += 1;
        }
        seen
    }

    /// People one by one and their number alone: the same distribution, which is the exact one.
    #[test]
    fn people_and_numbers_are_alike() {
        let (again, anew) = chain(0.4, 0.5, 0.6);
        let steps = [(0.0, 0.4), (again, anew), (again, anew)];
        for causes in [&[][..], &[(0.1, false)][..], &[(0.15, true), (0.1, false)][..]] {
            let expected = exact(9, &steps, causes, 0.25);
            for (seen, what) in [
                (drawn(Counted::new(1, causes.len()), 9, &steps, causes, 0.25), "numbers"),
                (drawn(People::new(1, causes.len()), 9, &steps, causes, 0.25), "people"),
            ] {
                let all: u64 = seen.iter().sum();
                let mut chi = 0.0;
                let mut cells = 0.0;
                for (seen, probability) in seen.iter().zip(&expected) {
                    let expected = probability * all as f64;
                    if expected >= 5.0 {
                        chi += (*seen as f64 - expected) * (*seen as f64 - expected) / expected;
                        cells += 1.0;
                    } else {
                        assert!((*seen as f64) < expected + 12.0, "{what}: {seen} where {expected} are expected");
                    }
                }
                assert!(chi < cells + 5.0 * libm::sqrt(2.0 * cells), "{what}: {chi} over {cells} cells");
            }
        }
    }

    /// What counts once is counted once: everyone at most one time.
    #[test]
    fn a_success_that_counts_once() {
        let mut random = Random::new(2, Purpose::Outcomes, 0);
        let step = Step { again: Chance::CERTAIN, anew: Chance::new(0.5), once: true };
        let mut people = People::new(1, 0);
        people.start(&mut random, 130, None);
        let all: u64 = (0..40).map(|_| people.measure(&mut random, 0, false, step, &[], Chance::new(0.0))).sum();
        assert_eq!(all, 130);
    }
}
