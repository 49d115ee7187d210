//! Least squares with the standard errors that do not trust equal spread: HC0 to HC3 (MacKinnon and White 1985) and for
//! clusters CR0 to CR2 (Liang and Zeger 1986; Bell and McCaffrey 2002).

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::linear::{Symmetric, add_outer, collinear, dot, upper_len};
use crate::rows::{rows_by_group, sums};

/// What the spread of the coefficients is taken from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread<'a> {
    /// The same for all rows.
    Equal,
    /// Squared residuals as they are.
    Hc0,
    /// Times n / (n − k).
    Hc1,
    /// Each over 1 − its leverage.
    Hc2,
    /// Each over (1 − its leverage) squared.
    Hc3,
    /// Clusters, as they are.
    Cr0(&'a [u32]),
    /// Clusters, times G / (G − 1) · (n − 1) / (n − k).
    Cr1(&'a [u32]),
    /// Clusters, each set right by its own leverage, with the degrees of freedom of Bell and McCaffrey. With a cluster
    /// for each row it is HC2 with theirs.
    Cr2(&'a [u32]),
}

/// A fitted regression. Coefficient 0 is the intercept, then the columns in order.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Outcome less fitted value, row by row, without weights.
    pub residuals: Vec<f64>,
    /// The inverse of X'WX.
    pub inverse: Symmetric,
    /// Rows with weight one row of X each, the intercept first, times the root of their weight.
    design: Vec<f64>,
    /// Residuals times the root of their weight.
    weighted: Vec<f64>,
}

/// The mean and spread of each column, by which columns are made alike before their products are summed: raw kroner
/// beside shares would cost half of the digits.
pub(crate) fn centre_and_scale(columns: &[&[f64]]) -> (Vec<f64>, Vec<f64>) {
    let means: Vec<f64> = columns.iter().map(|column| crate::rows::mean(column)).collect();
    let scales = columns
        .iter()
        .zip(&means)
        .map(|(column, mean)| {
            let squares = sums(column.len(), 1, |rows, total| {
                total[0] += column[rows].iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
            });
            let scale = (squares[0] / column.len() as f64).sqrt();
            // A constant: found to be singular below, under its own number.
            if scale > mean.abs() * 1e-12 { scale } else { 1.0 }
        })
        .collect();
    (means, scales)
}

/// Least squares of an outcome on an intercept and columns, with weights per row where there are any. Each column has a
/// value per row.
pub fn least_squares(outcome: &[f64], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<Fit, NotEstimable> {
    let (rows, width) = (outcome.len(), columns.len() + 1);
    at_least("rows", rows, width + 1)?;
    finite("outcome", outcome)?;
    columns.iter().try_for_each(|column| finite("covariate", column))?;
    if let Some(bad) = weights.and_then(|weights| weights.iter().position(|w| !(w.is_finite() && *w >= 0.0))) {
        return Err(NotEstimable::BadValue { what: "weight", row: bad });
    }
    let root = |row: usize| weights.map_or(1.0, |weights| weights[row].sqrt());
    let (means, scales) = centre_and_scale(columns);
    let mut design = vec![0.0; rows * width];
    for (row, place) in design.chunks_exact_mut(width).enumerate() {
        let root = root(row);
        place[0] = root;
        for (at, column) in columns.iter().enumerate() {
            place[at + 1] = root * (column[row] - means[at]) / scales[at];
        }
    }
    let gram = gram(&design, width);
    let inverse = gram.inverse().map_err(collinear)?;
    let mut coefficients = vec![0.0; width];
    let mut weighted: Vec<f64> = outcome.iter().enumerate().map(|(row, value)| root(row) * value).collect();
    // The second round takes away what rounding left in the first.
    for _ in 0..2 {
        let mut products = vec![0.0; width];
        for (row, residual) in design.chunks_exact(width).zip(&weighted) {
            products.iter_mut().zip(row).for_each(|(sum, value)| *sum += value * residual);
        }
        let step = inverse.times(&products);
        for (row, residual) in design.chunks_exact(width).zip(&mut weighted) {
            *residual -= dot(row, &step);
        }
        coefficients.iter_mut().zip(&step).for_each(|(sum, step)| *sum += step);
    }
    Ok(in_own_units(coefficients, weighted, inverse, design, (&means, &scales), weights))
}

fn gram(design: &[f64], width: usize) -> Symmetric {
    let upper = sums(design.len() / width, upper_len(width), |rows, upper| {
        design[rows.start * width..rows.end * width].chunks_exact(width).for_each(|row| add_outer(upper, row, 1.0));
    });
    Symmetric::of_upper(width, &upper)
}

/// From centred and scaled columns back to the columns' own units.
fn in_own_units(
    scaled: Vec<f64>,
    weighted: Vec<f64>,
    inverse: Symmetric,
    mut design: Vec<f64>,
    (means, scales): (&[f64], &[f64]),
    weights: Option<&[f64]>,
) -> Fit {
    let width = scaled.len();
    let mut coefficients = scaled.clone();
    for at in 1..width {
        coefficients[at] /= scales[at - 1];
        coefficients[0] -= coefficients[at] * means[at - 1];
    }
    // Row j of the transformation gives coefficient j of the scaled ones.
    let turn = |row: usize, column: usize| match (row, column) {
        (0, 0) => 1.0,
        (0, at) => -means[at - 1] / scales[at - 1],
        (row, column) if row == column => 1.0 / scales[row - 1],
        _ => 0.0,
    };
    let mut own = Symmetric::zeros(width);
    for row in 0..width {
        for column in row..width {
            let mut sum = 0.0;
            for left in 0..width {
                for right in 0..width {
                    sum += turn(row, left) * inverse.at(left, right) * turn(column, right);
                }
            }
            own.set(row, column, sum);
        }
    }
    for row in design.chunks_exact_mut(width) {
        for at in 1..width {
            row[at] = row[at] * scales[at - 1] + row[0] * means[at - 1];
        }
    }
    let residuals = match weights {
        None => weighted.clone(),
        // A row without weight has no residual that counts.
        Some(weights) => weighted
            .iter()
            .zip(weights)
            .map(|(residual, weight)| if *weight > 0.0 { residual / weight.sqrt() } else { 0.0 })
            .collect(),
    };
    Fit { coefficients, residuals, inverse: own, design, weighted }
}

impl Fit {
    fn width(&self) -> usize {
        self.coefficients.len()
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.design[row * self.width()..(row + 1) * self.width()]
    }

    /// How much a row pulls the line towards itself, from 0 to 1.
    pub fn leverage(&self, row: usize) -> f64 {
        self.inverse.quadratic(self.row(row))
    }

    /// The covariance of the coefficients.
    pub fn covariance(&self, spread: Spread<'_>) -> Result<Symmetric, NotEstimable> {
        let (n, k) = (self.weighted.len() as f64, self.width() as f64);
        let by_row = |weight: &dyn Fn(usize) -> f64| {
            let mut upper = vec![0.0; upper_len(self.width())];
            for (row, residual) in self.weighted.iter().enumerate() {
                add_outer(&mut upper, self.row(row), residual * residual * weight(row));
            }
            self.inverse.sandwich(&Symmetric::of_upper(self.width(), &upper))
        };
        // A row with leverage one decides its own residual: it says nothing about the spread.
        let free = |row: usize| (1.0 - self.leverage(row)).max(f64::EPSILON);
        Ok(match spread {
            Spread::Equal => self.inverse.clone().scaled(dot(&self.weighted, &self.weighted) / (n - k)),
            Spread::Hc0 => by_row(&|_| 1.0),
            Spread::Hc1 => by_row(&|_| n / (n - k)),
            Spread::Hc2 => by_row(&|row| 1.0 / free(row)),
            Spread::Hc3 => by_row(&|row| 1.0 / (free(row) * free(row))),
            Spread::Cr0(clusters) => self.clustered(clusters)?.0,
            Spread::Cr1(clusters) => {
                let (covariance, count) = self.clustered(clusters)?;
                let count = count as f64;
                covariance.scaled(count / (count - 1.0) * (n - 1.0) / (n - k))
            }
            Spread::Cr2(clusters) => self.bias_reduced(clusters, None)?.0,
        })
    }

    /// A coefficient with its uncertainty. Student's t with n − k degrees of freedom, one less than the clusters (CR0,
    /// CR1), or those of Bell and McCaffrey (CR2).
    pub fn effect(&self, coefficient: usize, spread: Spread<'_>, confidence: f64) -> Result<Effect, NotEstimable> {
        let (covariance, degrees) = match spread {
            Spread::Cr2(clusters) => self.bias_reduced(clusters, Some(coefficient))?,
            Spread::Cr0(clusters) | Spread::Cr1(clusters) => {
                (self.covariance(spread)?, rows_by_group(clusters).len() as f64 - 1.0)
            }
            _ => (self.covariance(spread)?, (self.weighted.len() - self.width()) as f64),
        };
        let variance = covariance.at(coefficient, coefficient);
        Effect::new(self.coefficients[coefficient], variance.max(0.0).sqrt(), degrees, confidence)
    }

    fn clustered(&self, clusters: &[u32]) -> Result<(Symmetric, usize), NotEstimable> {
        let groups = rows_by_group(clusters);
        at_least("clusters", groups.len(), 2)?;
        let mut upper = vec![0.0; upper_len(self.width())];
        for rows in &groups {
            add_outer(&mut upper, &self.score(rows, &|row| self.weighted[row]), 1.0);
        }
        Ok((self.inverse.sandwich(&Symmetric::of_upper(self.width(), &upper)), groups.len()))
    }

    /// X' times values, over some rows.
    fn score(&self, rows: &[usize], value: &dyn Fn(usize) -> f64) -> Vec<f64> {
        let mut sum = vec![0.0; self.width()];
        for row in rows {
            let value = value(*row);
            sum.iter_mut().zip(self.row(*row)).for_each(|(sum, entry)| *sum += entry * value);
        }
        sum
    }

    /// CR2 with the degrees of freedom of one coefficient. The root of I − H of a cluster is found in the space of its
    /// columns, k by k, so that large clusters cost no more than their rows.
    fn bias_reduced(&self, clusters: &[u32], of: Option<usize>) -> Result<(Symmetric, f64), NotEstimable> {
        let groups = rows_by_group(clusters);
        at_least("clusters", groups.len(), 2)?;
        let width = self.width();
        let root = root(&self.inverse);
        let mut upper = vec![0.0; upper_len(width)];
        let mut working = Satterthwaite::new(width);
        let unit: Vec<f64> = (0..width).map(|at| f64::from(u8::from(Some(at) == of))).collect();
        let direction = self.inverse.times(&unit);
        for rows in &groups {
            let correction = Correction::of(self, rows, &root);
            let residuals: Vec<f64> = rows.iter().map(|row| self.weighted[*row]).collect();
            let corrected = correction.times(&residuals);
            let score = self.score_of(rows, &corrected);
            add_outer(&mut upper, &score, 1.0);
            if of.is_some() {
                let pull: Vec<f64> = rows.iter().map(|row| dot(self.row(*row), &direction)).collect();
                let pull = correction.times(&pull);
                working.add(dot(&pull, &pull), &self.score_of(rows, &pull), &self.inverse);
            }
        }
        let covariance = self.inverse.sandwich(&Symmetric::of_upper(width, &upper));
        Ok((covariance, if of.is_some() { working.degrees(&self.inverse) } else { f64::INFINITY }))
    }

    fn score_of(&self, rows: &[usize], values: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.width()];
        for (row, value) in rows.iter().zip(values) {
            sum.iter_mut().zip(self.row(*row)).for_each(|(sum, entry)| *sum += entry * value);
        }
        sum
    }
}

/// A lower triangle L with L·L' = the matrix, as rows.
fn root(matrix: &Symmetric) -> Vec<Vec<f64>> {
    let size = matrix.size();
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix.at(row, column) - known;
            lower[row][column] = if row == column {
                rest.max(0.0).sqrt()
            } else {
                rest / lower[column][column].max(f64::MIN_POSITIVE)
            };
        }
    }
    lower
}

/// (I − H)^(−1/2) of a cluster: I + U·V·diag(((1−d)^(−1/2) − 1) / d)·V'·U', where U = X·L and V·d·V' = U'U.
struct Correction {
    rows: Vec<Vec<f64>>,
    factors: Vec<f64>,
}

impl Correction {
    fn of(fit: &Fit, rows: &[usize], root: &[Vec<f64>]) -> Self {
        let width = fit.width();
        let turned: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| {
                let entries = fit.row(*row);
                (0..width).map(|at| (at..width).map(|k| entries[k] * root[k][at]).sum()).collect()
            })
            .collect();
        let mut upper = vec![0.0; upper_len(width)];
        turned.iter().for_each(|row| add_outer(&mut upper, row, 1.0));
        let (values, vectors) = Symmetric::of_upper(width, &upper).eigen();
        let factors = values
            .iter()
            .map(|value| match *value {
                value if value < 1e-12 => 0.0,
                // Where a cluster alone decides a direction, the generalised inverse leaves it out.
                value if value > 1.0 - 1e-9 => -1.0 / value,
                value => (1.0 / (1.0 - value).sqrt() - 1.0) / value,
            })
            .collect();
        let rows = turned.iter().map(|row| vectors.iter().map(|vector| dot(row, vector)).collect()).collect();
        Self { rows, factors }
    }

    fn times(&self, values: &[f64]) -> Vec<f64> {
        let mut inner = vec![0.0; self.factors.len()];
        for (row, value) in self.rows.iter().zip(values) {
            inner.iter_mut().zip(row).for_each(|(sum, entry)| *sum += entry * value);
        }
        inner.iter_mut().zip(&self.factors).for_each(|(sum, factor)| *sum *= factor);
        self.rows.iter().zip(values).map(|(row, value)| value + dot(row, &inner)).collect()
    }
}

/// Degrees of freedom that give a sum of squares the mean and variance it has when rows are independent and alike.
struct Satterthwaite {
    trace: f64,
    squares: f64,
    crossed: f64,
    outer: Vec<f64>,
}

impl Satterthwaite {
    fn new(width: usize) -> Self {
        Self { trace: 0.0, squares: 0.0, crossed: 0.0, outer: vec![0.0; upper_len(width)] }
    }

    /// One cluster: the square of its pull, and X' times it.
    fn add(&mut self, square: f64, score: &[f64], inverse: &Symmetric) {
        let inner = inverse.quadratic(score);
        self.trace += square - inner;
        self.squares += square * square;
        self.crossed += square * inner;
        add_outer(&mut self.outer, score, 1.0);
    }

    fn degrees(&self, inverse: &Symmetric) -> f64 {
        let size = inverse.size();
        let outer = Symmetric::of_upper(size, &self.outer);
        let mut product = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..size {
                product[row * size + column] = (0..size).map(|k| inverse.at(row, k) * outer.at(k, column)).sum();
            }
        }
        let square: f64 = (0..size)
            .flat_map(|row| (0..size).map(move |column| (row, column)))
            .map(|(row, column)| product[row * size + column] * product[column * size + row])
            .sum();
        self.trace * self.trace / (self.squares - 2.0 * self.crossed + square)
    }
}
