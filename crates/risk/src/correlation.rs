//! Normal numbers that hang together: the triangle by which independent ones are mixed.

use crate::assumptions::Assumptions;

/// The lower triangle of Cholesky's factorisation of the correlations between the uncertain assumptions, row by row in
/// the order of the document; nothing where no numbers can be correlated so.
pub(crate) fn cholesky(assumptions: &Assumptions) -> Option<Vec<Vec<f64>>> {
    let count = assumptions.uncertain.len();
    let place = |id: &virkning_model::id::TermId| assumptions.uncertain.iter().position(|one| one.id == *id);
    let mut matrix = vec![vec![0.0; count]; count];
    (0..count).for_each(|own| matrix[own][own] = 1.0);
    for correlation in &assumptions.correlations {
        let (one, other) = (place(&correlation.between.0)?, place(&correlation.between.1)?);
        if one == other {
            return None;
        }
        matrix[one][other] = correlation.value;
        matrix[other][one] = correlation.value;
    }
    factor(&matrix)
}

fn factor(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (row, values) in matrix.iter().enumerate() {
        let mut own = vec![0.0; row + 1];
        for column in 0..=row {
            let above = if column == row { own.clone() } else { lower[column].clone() };
            let mixed: f64 = (0..column).map(|k| own[k] * above[k]).sum();
            let left = values[column] - mixed;
            own[column] = if column < row {
                left / lower[column][column]
            } else if left > 1e-12 {
                libm::sqrt(left)
            } else {
                return None;
            };
        }
        lower.push(own);
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_by_hand() {
        // 0.6 and 0.8 are a right triangle's sides.
        let lower = factor(&[vec![1.0, 0.6], vec![0.6, 1.0]]).expect("possible");
        assert_eq!(lower[0], [1.0]);
        assert!((lower[1][0] - 0.6).abs() < 1e-15 && (lower[1][1] - 0.8).abs() < 1e-15);
    }

    #[test]
    fn three_that_cannot_all_oppose_each_other() {
        let opposed = -0.9;
        let matrix = [vec![1.0, opposed, opposed], vec![opposed, 1.0, opposed], vec![opposed, opposed, 1.0]];
        assert_eq!(factor(&matrix), None);
    }
}
