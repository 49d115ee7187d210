//! Sums of amounts of everyone, or of some in groups, from the file of amounts. Whole øre are added, so that the order and
//! the number of threads decide nothing.

use std::ops::Range;

use rayon::prelude::*;
use virkning_measure::{AMOUNT_UNITS, AmountSum, MonthSpan};
use virkning_model::Decimal;

use super::read::{AmountScan, KindRows};
use crate::scan::answer::{Asked, Counts, Pieces, Placed, joined, weeks_of};
use crate::scan::kernel::is_dense;
use crate::snapshot::SnapshotError;

/// People who stand closer than this are read together.
const APART_MAX: u32 = 64;

/// The sum of a group.
#[derive(Clone, Copy, Default)]
struct Total {
    people: u64,
    known: u64,
    minor_units: i128,
    weeks: u64,
}

/// What a window is, worked out once for people who share it.
struct OpenWindow {
    span: MonthSpan,
    days: Range<i32>,
    weeks: u64,
    is_known: bool,
}

impl OpenWindow {
    fn new(span: MonthSpan, sum: &AmountSum) -> Self {
        Self { span, days: span.days(), weeks: weeks_of(span), is_known: sum.is_known(span) }
    }
}

/// The sums, counted in each group. Whoever is not in the extract has had none of it, as a list of what has happened says.
pub(in crate::scan) fn answer(
    scan: &AmountScan,
    sum: &AmountSum,
    asked: &Asked,
    groups: usize,
) -> Result<Vec<Counts>, SnapshotError> {
    let pieces = Pieces::new(asked, (0..scan.chunks()).map(|chunk| scan.rows(chunk)));
    let totals = pieces.pieces.par_iter().map(|piece| {
        let mut totals = vec![Total::default(); groups];
        let people = pieces.people(piece);
        if is_dense(people.len(), piece.rows.len()) {
            // All rows are read, and nobody needs to stand in their order.
            add_near(scan, sum, piece.chunk, &piece.rows, &people, &mut totals)?;
        } else {
            add_few(scan, sum, piece.chunk, &people, &mut totals)?;
        }
        Ok(totals.iter().map(Total::counts).collect::<Vec<Counts>>())
    });
    let counted: Vec<Counts> = totals.try_reduce(Vec::new, |one, other| Ok(joined(one, other)))?;
    let mut absent = vec![Total::default(); groups];
    let mut window = None;
    for member in pieces.missing() {
        absent[usize::from(member.group)].add(opened(&mut window, member.window.span, sum), 0);
    }
    let absent = absent.iter().map(Total::counts).collect();
    Ok(joined(counted, absent))
}

/// Adds people of a piece who are sorted by their rows: those who stand close together are read together.
fn add_few(
    scan: &AmountScan,
    sum: &AmountSum,
    chunk: usize,
    members: &[Placed],
    totals: &mut [Total],
) -> Result<(), SnapshotError> {
    for near in members.chunk_by(|one, other| other.row - one.row <= APART_MAX) {
        let (Some(from), Some(to)) = (near.first(), near.last()) else { continue };
        add_near(scan, sum, chunk, &(from.row..to.row + 1), near, totals)?;
    }
    Ok(())
}

/// Adds people of some rows, which are read whole.
fn add_near(
    scan: &AmountScan,
    sum: &AmountSum,
    chunk: usize,
    rows: &Range<u32>,
    members: &[Placed],
    totals: &mut [Total],
) -> Result<(), SnapshotError> {
    let mut room = KindRows::default();
    let mut window: Option<OpenWindow> = None;
    let mut sums = vec![0_i128; members.len()];
    for kind in 0.. {
        let Some(slices) = scan.kind(chunk, kind, rows, sum.items_of(kind), &mut room)? else { break };
        let Some(slices) = slices else { continue };
        for (member, own) in members.iter().zip(&mut sums) {
            let open = opened(&mut window, member.window.span, sum);
            *own += slices.sum((member.row - rows.start) as usize, &open.days);
        }
    }
    for (member, own) in members.iter().zip(sums) {
        totals[usize::from(member.group)].add(opened(&mut window, member.window.span, sum), own);
    }
    Ok(())
}

fn opened<'w>(window: &'w mut Option<OpenWindow>, span: MonthSpan, sum: &AmountSum) -> &'w OpenWindow {
    if window.as_ref().is_none_or(|open| open.span != span) {
        *window = None;
    }
    window.get_or_insert_with(|| OpenWindow::new(span, sum))
}

impl Total {
    fn add(&mut self, window: &OpenWindow, minor_units: i128) {
        self.people += 1;
        if window.is_known {
            self.known += 1;
            self.minor_units += minor_units;
            self.weeks += window.weeks;
        }
    }

    fn counts(&self) -> Counts {
        // Bounds of amounts and people keep the sum below ten to the twenty-eighth.
        let scale = AMOUNT_UNITS.ilog10();
        Counts {
            people: self.people,
            successes: self.known,
            unclarified: self.people - self.known,
            valued: self.known,
            sum: Decimal::try_from_i128_with_scale(self.minor_units, scale).unwrap_or(Decimal::MAX),
            weeks: self.weeks,
            ..Counts::default()
        }
    }
}
