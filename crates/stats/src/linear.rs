//! Small symmetric matrices in fixed-order loops: what a regression with some tens of columns needs. An outside library
//! would choose its instructions by the machine, and then its last bits too.

use crate::error::NotEstimable;

/// A symmetric matrix, stored in full, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric {
    size: usize,
    values: Vec<f64>,
}

impl Symmetric {
    /// A matrix of zeros.
    pub fn zeros(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    /// A matrix of the sums that [`add_outer`] makes: the upper triangle, row by row.
    pub(crate) fn of_upper(size: usize, upper: &[f64]) -> Self {
        let mut matrix = Self::zeros(size);
        let mut place = 0;
        for row in 0..size {
            for column in row..size {
                matrix.set(row, column, upper[place]);
                place += 1;
            }
        }
        matrix
    }

    /// How many rows it has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The entry of a row and a column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    /// Sets an entry and its mirror image.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.size + column] = value;
        self.values[column * self.size + row] = value;
    }

    /// Times a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.values.chunks_exact(self.size).map(|row| dot(row, vector)).collect()
    }

    /// `vector' · self · vector`.
    pub fn quadratic(&self, vector: &[f64]) -> f64 {
        dot(&self.times(vector), vector)
    }

    /// `self · middle · self`, which is symmetric too: the sandwich of robust standard errors.
    pub fn sandwich(&self, middle: &Symmetric) -> Symmetric {
        let size = self.size;
        let mut half = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..size {
                half[row * size + column] = (0..size).map(|k| self.at(row, k) * middle.at(k, column)).sum();
            }
        }
        let mut whole = Symmetric::zeros(size);
        for row in 0..size {
            for column in row..size {
                let sum = (0..size).map(|k| half[row * size + k] * self.at(k, column)).sum();
                whole.set(row, column, sum);
            }
        }
        whole
    }

    /// Multiplied by a number.
    pub fn scaled(mut self, factor: f64) -> Self {
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }

    /// The inverse of a positive definite matrix, by Cholesky's method after scaling the diagonal to one. Refused where
    /// a column is a sum of others to ten digits; the error names that column.
    pub fn inverse(&self) -> Result<Symmetric, usize> {
        let size = self.size;
        let scale: Vec<f64> = (0..size).map(|place| self.at(place, place).sqrt()).collect();
        if let Some(zero) = scale.iter().position(|scale| !(*scale > 0.0 && scale.is_finite())) {
            return Err(zero);
        }
        // lower · lower' = the scaled matrix.
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| lower[row * size + k] * lower[column * size + k]).sum();
                let rest = self.at(row, column) / (scale[row] * scale[column]) - known;
                if row == column {
                    if rest < 1e-10 {
                        return Err(row);
                    }
                    lower[row * size + row] = rest.sqrt();
                } else {
                    lower[row * size + column] = rest / lower[column * size + column];
                }
            }
        }
        let mut inverse = Symmetric::zeros(size);
        for column in 0..size {
            let solved = solve(&lower, size, column);
            for row in 0..=column {
                inverse.set(row, column, solved[row] / (scale[row] * scale[column]));
            }
        }
        Ok(inverse)
    }

    /// Eigenvalues and eigenvectors (a vector each) by Jacobi's method.
    pub(crate) fn eigen(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let size = self.size;
        let mut matrix = self.clone();
        let mut vectors = vec![vec![0.0; size]; size];
        for (place, vector) in vectors.iter_mut().enumerate() {
            vector[place] = 1.0;
        }
        for _ in 0..100 {
            let off: f64 = (0..size)
                .flat_map(|row| (row + 1..size).map(move |column| (row, column)))
                .map(|(row, column)| matrix.at(row, column).abs())
                .sum();
            if off < 1e-300 {
                break;
            }
            for p in 0..size {
                for q in p + 1..size {
                    rotate(&mut matrix, &mut vectors, p, q);
                }
            }
        }
        ((0..size).map(|place| matrix.at(place, place)).collect(), vectors)
    }
}

/// One rotation that makes the entry (p, q) zero.
fn rotate(matrix: &mut Symmetric, vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let off = matrix.at(p, q);
    if off == 0.0 {
        return;
    }
    let theta = (matrix.at(q, q) - matrix.at(p, p)) / (2.0 * off);
    let sign = if theta < 0.0 { -1.0 } else { 1.0 };
    let tangent = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let (at_p, at_q) = (matrix.at(p, p), matrix.at(q, q));
    for k in 0..matrix.size {
        if k != p && k != q {
            let (with_p, with_q) = (matrix.at(k, p), matrix.at(k, q));
            matrix.set(k, p, cosine * with_p - sine * with_q);
            matrix.set(k, q, sine * with_p + cosine * with_q);
        }
    }
    matrix.set(p, p, at_p - tangent * off);
    matrix.set(q, q, at_q + tangent * off);
    matrix.set(p, q, 0.0);
    for k in 0..matrix.size {
        let (with_p, with_q) = (vectors[p][k], vectors[q][k]);
        vectors[p][k] = cosine * with_p - sine * with_q;
        vectors[q][k] = sine * with_p + cosine * with_q;
    }
}

/// Column `unit` of the inverse of `lower · lower'`.
fn solve(lower: &[f64], size: usize, unit: usize) -> Vec<f64> {
    let mut solved = vec![0.0; size];
    for row in unit..size {
        let known: f64 = (unit..row).map(|k| lower[row * size + k] * solved[k]).sum();
        solved[row] = (f64::from(u8::from(row == unit)) - known) / lower[row * size + row];
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|k| lower[k * size + row] * solved[k]).sum();
        solved[row] = (solved[row] - known) / lower[row * size + row];
    }
    solved
}

/// The sum of products, in order.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// How many entries the upper triangle has.
pub(crate) fn upper_len(size: usize) -> usize {
    size * (size + 1) / 2
}

/// Adds `weight · row · row'` to an upper triangle, stored row by row.
#[inline]
pub(crate) fn add_outer(upper: &mut [f64], row: &[f64], weight: f64) {
    let mut place = 0;
    for (at, value) in row.iter().enumerate() {
        let scaled = weight * value;
        let end = place + row.len() - at;
        for (entry, other) in upper[place..end].iter_mut().zip(&row[at..]) {
            *entry += scaled * other;
        }
        place = end;
    }
}

/// Which covariate a singular column is, when column 0 is the intercept.
pub(crate) fn collinear(column: usize) -> NotEstimable {
    NotEstimable::Collinear { column: column.checked_sub(1) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The inverse times the matrix is the identity, and the eigenvectors turn the matrix into their values.
        #[test]
        fn inverse_and_eigenvalues(rows in prop::collection::vec(prop::array::uniform4(-10.0..10.0_f64), 8..12)) {
            let mut upper = vec![0.0; upper_len(4)];
            rows.iter().for_each(|row| add_outer(&mut upper, row, 1.0));
            (0..4).zip([0, 4, 7, 9]).for_each(|(_, place)| upper[place] += 1.0);
            let matrix = Symmetric::of_upper(4, &upper);
            let inverse = matrix.inverse().expect("positive definite");
            for unit in 0..4 {
                let column: Vec<f64> = (0..4).map(|row| inverse.at(row, unit)).collect();
                for (row, value) in matrix.times(&column).iter().enumerate() {
                    let expected = f64::from(u8::from(row == unit));
                    prop_assert!((value - expected).abs() < 1e-8, "{} {}", row, value);
                }
            }
            let (values, vectors) = matrix.eigen();
            for (value, vector) in values.iter().zip(&vectors) {
                for (turned, entry) in matrix.times(vector).iter().zip(vector) {
                    prop_assert!((turned - value * entry).abs() < 1e-8 * (1.0 + value.abs()));
                }
            }
        }
    }

    #[test]
    fn a_sum_of_others_is_named() {
        let mut upper = vec![0.0; upper_len(3)];
        for row in [[1.0, 2.0, 3.0], [1.0, 5.0, 6.0], [1.0, 0.0, 1.0], [1.0, 7.5, 8.5]] {
            add_outer(&mut upper, &row, 1.0);
        }
        assert_eq!(Symmetric::of_upper(3, &upper).inverse(), Err(2));
    }
}
