//! How far a reader can narrow a hidden count down: the smallest and the largest value that everything shown allows, found
//! by the simplex method with exact fractions (Dantzig 1947; Bland's rule of 1977 against cycles). An answer is given only
//! where a table of whole numbers shows it, so a hidden cell is never taken for safer than it is.

use super::fraction::Fraction;

/// Unknown counts, each at least its lowest value, and what is known of them.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    /// The lowest value of each unknown.
    pub(super) least: Vec<i128>,
    /// Each equation: coefficients by unknown, and what they add up to.
    pub(super) equations: Vec<(Vec<(usize, i128)>, i128)>,
}

/// How far an unknown can go in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// There is a table of whole numbers with this value, and none goes further.
    To(i128),
    /// There is no end.
    Unlimited,
    /// Nothing is proven.
    Unproven,
}

impl System {
    /// The largest value of an unknown.
    pub(super) fn largest(&self, unknown: usize) -> Reach {
        self.reach(unknown, false)
    }

    /// The smallest value of an unknown.
    pub(super) fn smallest(&self, unknown: usize) -> Reach {
        self.reach(unknown, true)
    }

    fn reach(&self, unknown: usize, is_smallest: bool) -> Reach {
        let (part, unknown) = self.part_of(unknown);
        let Some(mut tableau) = Tableau::new(&part) else { return Reach::Unproven };
        match tableau.optimise(unknown, is_smallest) {
            None => Reach::Unproven,
            Some(false) => Reach::Unlimited,
            Some(true) => match tableau.whole_value(unknown) {
                Some(value) => Reach::To(value + part.least[unknown]),
                None => Reach::Unproven,
            },
        }
    }

    /// The equations that reach the unknown, with the unknowns in them: the rest says nothing of it.
    fn part_of(&self, unknown: usize) -> (System, usize) {
        let mut places: Vec<Option<usize>> = vec![None; self.least.len()];
        let mut order = vec![unknown];
        places[unknown] = Some(0);
        let mut taken = vec![false; self.equations.len()];
        let mut equations = Vec::new();
        let mut at = 0;
        while at < order.len() {
            for (number, (terms, sum)) in self.equations.iter().enumerate() {
                if taken[number] || !terms.iter().any(|(other, _)| *other == order[at]) {
                    continue;
                }
                taken[number] = true;
                for (other, _) in terms {
                    if places[*other].is_none() {
                        places[*other] = Some(order.len());
                        order.push(*other);
                    }
                }
                equations.push((terms, *sum));
            }
            at += 1;
        }
        let placed = |terms: &[(usize, i128)]| {
            terms.iter().filter_map(|(other, coefficient)| Some((places[*other]?, *coefficient))).collect()
        };
        let equations = equations.into_iter().map(|(terms, sum)| (placed(terms), sum)).collect();
        (System { least: order.iter().map(|other| self.least[*other]).collect(), equations }, 0)
    }
}

/// Equations solved for some of the unknowns, which are counted from their lowest values.
struct Tableau {
    /// Each row: its coefficients, the right side last.
    rows: Vec<Vec<Fraction>>,
    /// The unknown that each row is solved for.
    basis: Vec<usize>,
    unknowns: usize,
}

impl Tableau {
    /// A first solution; nothing where there is none or it cannot be computed.
    fn new(system: &System) -> Option<Self> {
        let unknowns = system.least.len();
        let count = system.equations.len();
        let mut rows = Vec::with_capacity(count);
        for (number, (terms, sum)) in system.equations.iter().enumerate() {
            let mut dense = vec![0_i128; unknowns];
            let mut right = *sum;
            for (unknown, coefficient) in terms {
                dense[*unknown] += coefficient;
                right -= coefficient * system.least[*unknown];
            }
            let sign = if right < 0 { -1 } else { 1 };
            let mut row: Vec<Fraction> = dense.into_iter().map(|value| Fraction::whole(value * sign)).collect();
            row.extend((0..count).map(|other| if other == number { Fraction::ONE } else { Fraction::ZERO }));
            row.push(Fraction::whole(right * sign));
            rows.push(row);
        }
        // Every row begins with a helper of its own; driven down to zero, they leave a solution.
        let mut tableau = Tableau { rows, basis: (unknowns..unknowns + count).collect(), unknowns };
        let costs: Vec<Fraction> = (0..unknowns + count)
            .map(|column| if column < unknowns { Fraction::ZERO } else { Fraction::ONE })
            .collect();
        tableau.descend(&costs)?;
        let is_helper = |unknown: &usize| *unknown >= unknowns;
        let left = tableau
            .rows
            .iter()
            .zip(&tableau.basis)
            .any(|(row, basic)| is_helper(basic) && row.last().is_some_and(|right| !right.is_zero()));
        if left {
            return None;
        }
        tableau.drop_helpers()?;
        Some(tableau)
    }

    /// Takes the helpers out. A row in which only helpers stand repeats others and goes.
    fn drop_helpers(&mut self) -> Option<()> {
        let mut row = 0;
        while row < self.rows.len() {
            if self.basis[row] >= self.unknowns {
                match (0..self.unknowns).find(|column| !self.rows[row][*column].is_zero()) {
                    Some(column) => self.pivot(row, column)?,
                    None => {
                        self.rows.remove(row);
                        self.basis.remove(row);
                        continue;
                    }
                }
            }
            row += 1;
        }
        for row in &mut self.rows {
            let right = row.last().copied()?;
            row.truncate(self.unknowns);
            row.push(right);
        }
        Some(())
    }

    /// Brings an unknown to its end; false where there is none.
    fn optimise(&mut self, unknown: usize, is_smallest: bool) -> Option<bool> {
        let mut costs = vec![Fraction::ZERO; self.unknowns];
        costs[unknown] = if is_smallest { Fraction::ONE } else { Fraction::ONE.negated() };
        self.descend(&costs)
    }

    /// Lowers the costs until nothing lowers them, by Bland's rule; false where they have no end.
    fn descend(&mut self, costs: &[Fraction]) -> Option<bool> {
        loop {
            let mut entering = None;
            for column in 0..costs.len() {
                if !self.basis.contains(&column) && self.reduced(costs, column)?.is_negative() {
                    entering = Some(column);
                    break;
                }
            }
            let Some(column) = entering else { return Some(true) };
            let mut leaving: Option<(usize, Fraction)> = None;
            for (number, row) in self.rows.iter().enumerate() {
                if !row[column].is_positive() {
                    continue;
                }
                let ratio = row.last()?.over(row[column])?;
                let is_less = match leaving {
                    None => true,
                    Some((best, least)) => match ratio.compared(least)? {
                        std::cmp::Ordering::Less => true,
                        std::cmp::Ordering::Equal => self.basis[number] < self.basis[best],
                        std::cmp::Ordering::Greater => false,
                    },
                };
                if is_less {
                    leaving = Some((number, ratio));
                }
            }
            let Some((row, _)) = leaving else { return Some(false) };
            self.pivot(row, column)?;
        }
    }

    /// What a unit of a column adds to the costs.
    fn reduced(&self, costs: &[Fraction], column: usize) -> Option<Fraction> {
        let mut reduced = costs[column];
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            if !costs[*basic].is_zero() && !row[column].is_zero() {
                reduced = reduced.minus(costs[*basic].times(row[column])?)?;
            }
        }
        Some(reduced)
    }

    fn pivot(&mut self, row: usize, column: usize) -> Option<()> {
        let divisor = self.rows[row][column];
        for value in &mut self.rows[row] {
            *value = value.over(divisor)?;
        }
        let solved = self.rows[row].clone();
        for (number, other) in self.rows.iter_mut().enumerate() {
            let factor = other[column];
            if number == row || factor.is_zero() {
                continue;
            }
            for (value, solved) in other.iter_mut().zip(&solved) {
                if !solved.is_zero() {
                    *value = value.minus(factor.times(*solved)?)?;
                }
            }
        }
        self.basis[row] = column;
        Some(())
    }

    /// The value of an unknown above its lowest, if the whole solution is of whole numbers.
    fn whole_value(&self, unknown: usize) -> Option<i128> {
        let mut value = 0;
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            let right = row.last()?.as_whole()?;
            if *basic == unknown {
                value = right;
            }
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(least: &[i128], equations: &[(&[(usize, i128)], i128)], unknown: usize, expected: (Reach, Reach)) {
        let equations = equations.iter().map(|(terms, sum)| (terms.to_vec(), *sum)).collect();
        let system = System { least: least.to_vec(), equations };
        assert_eq!((system.smallest(unknown), system.largest(unknown)), expected, "{system:?}");
    }

    #[test]
    fn ends_of_what_is_possible() {
        // Two that add up to seven; the same said twice; at least one each.
        check(&[0, 0], &[(&[(0, 1), (1, 1)], 7)], 0, (Reach::To(0), Reach::To(7)));
        check(&[0, 0], &[(&[(0, 1), (1, 1)], 7), (&[(0, 2), (1, 2)], 14)], 1, (Reach::To(0), Reach::To(7)));
        check(&[1, 1], &[(&[(0, 1), (1, 1)], 7)], 0, (Reach::To(1), Reach::To(6)));
        // Pinned by two equations; free without any.
        check(&[0, 0], &[(&[(0, 1), (1, 1)], 7), (&[(0, 1), (1, -1)], 1)], 0, (Reach::To(4), Reach::To(4)));
        check(&[0, 0], &[], 1, (Reach::To(0), Reach::Unlimited));
        // A difference has no upper end; halves are no people.
        check(&[0, 0], &[(&[(0, 1), (1, -1)], 3)], 0, (Reach::To(3), Reach::Unlimited));
        check(
            &[0, 0, 0],
            &[(&[(0, 1), (1, 1)], 1), (&[(1, 1), (2, 1)], 1), (&[(0, 1), (2, 1)], 1)],
            0,
            (Reach::Unproven, Reach::Unproven),
        );
        // What cannot be is not proven either.
        check(&[0], &[(&[(0, 1)], -2)], 0, (Reach::Unproven, Reach::Unproven));
    }
}
