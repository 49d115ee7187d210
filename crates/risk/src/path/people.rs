//! What becomes of the people of a path: by their number or one by one, or as expected where nothing is drawn.

use rust_decimal::Decimal;

use super::{Drawn, Scratch, Seen, nine_decimals, small_float, two_decimals};
use crate::model::{Event, MeasureModel, Model, Point};
use crate::process::{Group, Step, chain};
use crate::random::{Chance, Random};

impl Model {
    /// Everybody does as expected: exact decimals where nothing was drawn.
    pub(super) fn expect(&self, scratch: &mut Scratch) {
        for (place, point) in self.points.iter().enumerate() {
            let measure = &self.measures[point.measure];
            let started: u64 = point.members.iter().map(|(cohort, _)| scratch.starters[*cohort]).sum();
            let completing = point.completing.unwrap_or(Decimal::ONE);
            let eligible = Decimal::from(started) * completing;
            let rate = self.rate(point, self.scale(measure, &scratch.drawn), &scratch.drawn);
            let exact = point.rate.filter(|_| rate == point.rate_as_float && self.leaving.is_empty());
            let share = exact.unwrap_or_else(|| self.expected_share(point, measure, rate, scratch));
            let successes = eligible * share;
            scratch.seen[place] = Seen {
                eligible,
                successes,
                control_eligible: eligible,
                ..self.expected_values(measure, eligible, &scratch.drawn)
            };
        }
        self.sum_successes(scratch);
    }

    /// The share of a point's people that is expected to succeed when some have left, to nine decimals.
    fn expected_share(&self, point: &Point, measure: &MeasureModel, rate: f64, scratch: &Scratch) -> Decimal {
        let (mut people, mut successes) = (0.0, 0.0);
        for (cohort, _) in &point.members {
            let started = scratch.starters[*cohort] as f64;
            let years = (i32::from(point.year) - i32::from(self.cohorts[*cohort].start)).max(0);
            let all: f64 = self.assumptions.leaving.iter().map(|one| one.yearly).sum();
            let staying = libm::pow(1.0 - all, f64::from(years));
            let afterwards = self.assumptions.leaving.iter().zip(&self.leaving).filter(|(_, cause)| cause.afterwards);
            let back: f64 = afterwards.map(|(one, _)| one.yearly).sum();
            let back = if all > 0.0 { (1.0 - staying) * back / all } else { 0.0 };
            people += started;
            successes += started * (staying * rate + back * measure.without);
        }
        nine_decimals(if people > 0.0 { successes / people } else { rate })
    }

    fn expected_values(&self, measure: &MeasureModel, eligible: Decimal, drawn: &Drawn) -> Seen {
        let Some(value) = &measure.value else { return Seen::default() };
        let mean = value.driver.map_or(value.mean, |driver| drawn.values[driver]);
        Seen {
            sum: Some(eligible * nine_decimals(mean)),
            control_sum: Some(eligible * nine_decimals(value.without)),
            ..Seen::default()
        }
    }

    fn sum_successes(&self, scratch: &mut Scratch) {
        scratch.successes.fill(0.0);
        for (point, seen) in self.points.iter().zip(&scratch.seen) {
            scratch.successes[point.measure] += small_float(seen.successes);
        }
    }

    /// One draw a look: everyone whom it looks at has the same chance, whatever happened before.
    pub(super) fn count(&self, random: &mut Random, scratch: &mut Scratch) {
        scratch.successes.fill(0.0);
        for place in 0..self.points.len() {
            let point = &self.points[place];
            let eligible: u64 = point.members.iter().map(|(cohort, _)| scratch.starters[*cohort]).sum();
            let measure = &self.measures[point.measure];
            let chance = Chance::new(scratch.chances[place]);
            let successes = if measure.drawn { random.binomial(eligible, chance) } else { 0 };
            scratch.successes[point.measure] += successes as f64;
            self.see(random, place, eligible, successes, scratch);
        }
    }

    /// Everything in its order: cohorts start, years pass, measures look.
    pub(super) fn live<G: Group>(&self, random: &mut Random, groups: &mut [G], scratch: &mut Scratch) {
        let completing = self.points.iter().find_map(|point| point.completing).map(crate::model::float);
        for (group, starters) in groups.iter_mut().zip(&scratch.starters) {
            group.start(random, *starters, completing.map(Chance::new));
        }
        self.differ(random, scratch);
        scratch.successes.fill(0.0);
        for event in &self.events {
            match event {
                Event::Year(year) => {
                    let started = self.cohorts.iter().zip(groups.iter_mut()).filter(|(cohort, _)| cohort.start < *year);
                    started.for_each(|(_, group)| group.leave(random, &self.leaving));
                }
                Event::Look(place) => self.look(random, *place, groups, scratch),
            }
        }
    }

    /// Cohorts that differ: each has a rate of its own, as uncertain as a number of observations around the common one.
    fn differ(&self, random: &mut Random, scratch: &mut Scratch) {
        if self.measures.iter().all(|measure| measure.cohorts_like.is_none()) {
            return;
        }
        for (own, measure) in self.measures.iter().enumerate() {
            let common = self.scale(measure, &scratch.drawn);
            for cohort in 0..self.cohorts.len() {
                let scale = match measure.cohorts_like {
                    Some(like) if measure.later > 0.0 => {
                        let mean = (common * measure.later).clamp(1e-6, 1.0 - 1e-6);
                        random.beta(mean * like, (1.0 - mean) * like) / measure.later
                    }
                    _ => common,
                };
                for (place, point) in self.points.iter().enumerate().filter(|(_, point)| point.measure == own) {
                    let member = point.members.iter().position(|(member, _)| *member == cohort);
                    if let Some(member) = member {
                        scratch.rates[place][member] = self.rate(point, scale, &scratch.drawn);
                    }
                }
            }
        }
    }

    fn look<G: Group>(&self, random: &mut Random, place: usize, groups: &mut [G], scratch: &mut Scratch) {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let without = Chance::new(measure.without);
        let (mut eligible, mut successes) = (0, 0);
        // Cohorts that were looked at together last time go on alike, unless they differ.
        let mut known: Option<(Option<usize>, Step)> = None;
        for (member, (cohort, before)) in point.members.iter().enumerate() {
            let group = &mut groups[*cohort];
            eligible += group.eligible(measure.completed);
            if measure.drawn {
                let step = match known.filter(|(last, _)| last == before && measure.cohorts_like.is_none()) {
                    Some((_, step)) => step,
                    None => self.step(place, member, *before, *cohort, scratch),
                };
                known = Some((*before, step));
                successes += group.measure(random, point.measure, measure.completed, step, &self.leaving, without);
            }
        }
        scratch.successes[point.measure] += successes as f64;
        self.see(random, place, eligible, successes, scratch);
    }

    /// Keeps what a look sees, as the payments need it.
    fn see(&self, random: &mut Random, place: usize, eligible: u64, successes: u64, scratch: &mut Scratch) {
        if self.plain.is_some() {
            scratch.numbers[place] = (eligible, successes);
            return;
        }
        scratch.seen[place] = Seen {
            eligible: Decimal::from(eligible),
            successes: Decimal::from(successes),
            ..self.others(random, place, eligible, scratch)
        };
    }

    /// How a measure goes on from its last look at a cohort.
    fn step(&self, place: usize, member: usize, before: Option<usize>, cohort: usize, scratch: &Scratch) -> Step {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let rate = scratch.rates[place][member];
        if measure.once {
            // Of those who have not succeeded yet, so many do that the planned share of all is met.
            let left = 1.0 - point.earlier;
            let anew = if left > 0.0 { rate / left } else { 1.0 };
            return Step { again: Chance::new(0.0), anew: Chance::new(anew), once: true };
        }
        let Some(earlier) = before.filter(|_| measure.correlation > 0.0) else {
            return Step { again: Chance::new(rate), anew: Chance::new(rate), once: false };
        };
        let other = &self.points[earlier];
        let then = other.members.iter().position(|(known, _)| *known == cohort);
        let then = then.map_or(rate, |member| scratch.rates[earlier][member]);
        let months = if point.at > 0 && other.at > 0 {
            f64::from(point.at) - f64::from(other.at)
        } else {
            12.0 * f64::from(point.year - other.year)
        };
        let correlation = if months == 12.0 {
            measure.correlation
        } else {
            libm::pow(measure.correlation, months.max(0.0) / 12.0)
        };
        let (again, anew) = chain(then, rate, correlation);
        Step { again: Chance::new(again), anew: Chance::new(anew), once: false }
    }

    /// Values and the control arm, where a payment asks for them.
    fn others(&self, random: &mut Random, place: usize, eligible: u64, scratch: &mut Scratch) -> Seen {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let mut seen = Seen { control_eligible: Decimal::from(eligible), ..Seen::default() };
        if measure.compared {
            seen.control_successes = Some(Decimal::from(random.binomial(eligible, Chance::new(measure.without))));
        }
        let Some(value) = &measure.value else { return seen };
        let mean = value.driver.map_or(value.mean, |driver| scratch.drawn.values[driver]);
        let fresh = libm::sqrt(1.0 - value.correlation * value.correlation);
        let (mut sum, mut control_sum, mut controls) = (0.0, 0.0, 0);
        for (cohort, before) in &point.members {
            let people = scratch.starters[*cohort];
            let control = (people as f64 * value.controls + 0.5) as u64;
            let (own, other) = &mut scratch.values[*cohort];
            for deviation in [&mut *own, &mut *other] {
                let kept = if before.is_some() { value.correlation * *deviation } else { 0.0 };
                *deviation = kept + if before.is_some() { fresh } else { 1.0 } * random.normal();
            }
            sum += people as f64 * mean + value.deviation * libm::sqrt(people as f64) * *own;
            control_sum += control as f64 * value.without + value.deviation * libm::sqrt(control as f64) * *other;
            controls += control;
        }
        seen.control_eligible = Decimal::from(controls);
        seen.sum = Some(two_decimals(sum));
        seen.control_sum = Some(two_decimals(control_sum));
        seen
    }
}
