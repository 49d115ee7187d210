//! Several tests at once: Holm (1979) keeps the chance of one false finding, Benjamini and Hochberg (1995) the expected
//! share of false ones among the findings.

/// Probabilities after Holm, in the order in which they came.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let (count, mut largest) = (p_values.len(), 0.0_f64);
    let mut adjusted = vec![0.0; count];
    for (rank, place) in order.into_iter().enumerate() {
        largest = largest.max((p_values[place] * (count - rank) as f64).min(1.0));
        adjusted[place] = largest;
    }
    adjusted
}

/// Probabilities after Benjamini and Hochberg, in the order in which they came.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let (count, mut smallest) = (p_values.len(), 1.0_f64);
    let mut adjusted = vec![0.0; count];
    for (rank, place) in order.into_iter().enumerate().rev() {
        smallest = smallest.min(p_values[place] * count as f64 / (rank + 1) as f64);
        adjusted[place] = smallest;
    }
    adjusted
}

fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|left, right| p_values[*left].total_cmp(&p_values[*right]));
    order
}
