//! Work over many rows: sums by chunks of a fixed size, in parallel, added in the order of the rows, so that the result
//! has the same bits on any number of threads.

use std::ops::Range;
use std::thread;

/// Rows of one chunk. Part of every result's last bits: it never changes.
const CHUNK: usize = 1 << 16;

/// The sums that `add` makes over all rows: it gets a range of rows and the sums of that range, which begin at zero.
pub(crate) fn sums(rows: usize, width: usize, add: impl Fn(Range<usize>, &mut [f64]) + Sync) -> Vec<f64> {
    let chunks = rows.div_ceil(CHUNK);
    let range = |chunk: usize| chunk * CHUNK..((chunk + 1) * CHUNK).min(rows);
    let one = |chunk: usize| {
        let mut part = vec![0.0; width];
        add(range(chunk), &mut part);
        part
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(chunks);
    let mut parts: Vec<Vec<f64>> = vec![Vec::new(); chunks];
    if threads < 2 {
        parts.iter_mut().enumerate().for_each(|(chunk, part)| *part = one(chunk));
    } else {
        let mut lots: Vec<Vec<(usize, &mut Vec<f64>)>> = (0..threads).map(|_| Vec::new()).collect();
        for (chunk, part) in parts.iter_mut().enumerate() {
            lots[chunk % threads].push((chunk, part));
        }
        thread::scope(|scope| {
            for lot in lots {
                let one = &one;
                scope.spawn(move || lot.into_iter().for_each(|(chunk, part)| *part = one(chunk)));
            }
        });
    }
    let mut total = vec![0.0; width];
    for part in &parts {
        for (sum, value) in total.iter_mut().zip(part) {
            *sum += value;
        }
    }
    total
}

/// Fills a column row by row, in parallel.
pub(crate) fn fill(column: &mut [f64], value: impl Fn(usize) -> f64 + Sync) {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(column.len().div_ceil(CHUNK));
    if threads < 2 {
        column.iter_mut().enumerate().for_each(|(row, place)| *place = value(row));
        return;
    }
    let share = column.len().div_ceil(threads);
    thread::scope(|scope| {
        for (lot, part) in column.chunks_mut(share).enumerate() {
            let value = &value;
            scope.spawn(move || part.iter_mut().enumerate().for_each(|(row, place)| *place = value(lot * share + row)));
        }
    });
}

/// The sum of each group, in order of the groups; inside a group in the order of the rows.
pub(crate) fn sums_by_group(groups: &[u32], values: &[f64]) -> Vec<(u32, f64)> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|row| groups[*row]);
    let mut sums: Vec<(u32, f64)> = Vec::new();
    for row in order {
        match sums.last_mut() {
            Some((group, sum)) if *group == groups[row] => *sum += values[row],
            _ => sums.push((groups[row], values[row])),
        }
    }
    sums
}

/// The rows of each group, groups in order.
pub(crate) fn rows_by_group(groups: &[u32]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|row| groups[*row]);
    let mut found: Vec<Vec<usize>> = Vec::new();
    for row in order {
        match found.last_mut() {
            Some(rows) if groups[rows[0]] == groups[row] => rows.push(row),
            _ => found.push(vec![row]),
        }
    }
    found
}

/// The mean of some numbers: the sum by chunks over their count.
pub(crate) fn mean(values: &[f64]) -> f64 {
    let sum = sums(values.len(), 1, |rows, total| total[0] += values[rows].iter().sum::<f64>());
    sum[0] / values.len() as f64
}

/// The variance about the mean with n − 1 below.
pub(crate) fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares = sums(values.len(), 1, |rows, total| {
        total[0] += values[rows].iter().map(|value| (value - middle) * (value - middle)).sum::<f64>();
    });
    squares[0] / (values.len() as f64 - 1.0)
}

/// The values of the rows that are in an arm.
pub(crate) fn of_arm(values: &[f64], treated: &[bool], arm: bool) -> Vec<f64> {
    values.iter().zip(treated).filter(|(_, is)| **is == arm).map(|(value, _)| *value).collect()
}

/// How many are treated, and how many are not.
pub(crate) fn arms(treated: &[bool]) -> (usize, usize) {
    let count = treated.iter().filter(|is| **is).count();
    (count, treated.len() - count)
}
