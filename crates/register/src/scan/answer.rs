//! A question to everyone in a snapshot or to some, answered from its scan file and counted. The expression, its compiler
//! and its evaluation are those of measures; here is only how many people are asked fast.
//!
//! A person's month is one of a few thousand states, which the scan file has for everyone side by side. So one month of
//! everyone is answered state by state, each asked once and counted as often as it occurs; whose code changes within the
//! month is asked by himself. Windows of several months are put together from the states of each.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use virkning_measure::{
    Compiled, Coverage, Evaluation, MonthSpan, NO_RATIO, PersonRows, PersonWindow, evaluate_all, evaluate_all_values,
    month_from_number, month_number,
};
use virkning_model::Decimal;
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::period::Month;

use crate::scan::kernel::{Kernel, PIECE_ROWS, is_dense};
use crate::scan::{CHUNK_PEOPLE, Mixed, Scan};
use crate::snapshot::{Loaded, Snapshot, SnapshotError};

/// A question ready to be asked of a scan file.
pub struct Question {
    /// The measure.
    pub compiled: Compiled,
    /// What the extract covers.
    pub coverage: Coverage,
    /// Whether values are asked for.
    pub valued: bool,
}

/// Who is asked, by rows.
pub enum Asked {
    /// Everyone, in the same window; all are of group 0.
    Everyone(MonthSpan),
    /// Some, each in a window of their own.
    Some(Vec<Member>),
}

/// Somebody who is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The row; nothing for who is not in the extract.
    pub row: Option<u32>,
    /// The window.
    pub window: PersonWindow,
    /// The number of the group.
    pub group: u16,
}

/// Somebody who is in the extract; sorted by rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub(super) row: u32,
    pub(super) group: u16,
    pub(super) window: PersonWindow,
}

/// Rows of a chunk that are asked together, with who of some is among them: nobody of everyone.
pub(super) struct Piece {
    pub(super) chunk: usize,
    pub(super) rows: Range<u32>,
    members: Range<usize>,
}

/// Who is asked, piece by piece.
pub(super) struct Pieces<'a> {
    asked: &'a Asked,
    pub(super) pieces: Vec<Piece>,
    placed: Vec<Placed>,
}

impl<'a> Pieces<'a> {
    /// Divides people among pieces, given the rows of each chunk. Within a piece a few are sorted by row, and many are not.
    pub(super) fn new(asked: &'a Asked, chunks: impl Iterator<Item = Range<u32>>) -> Self {
        let chunks: Vec<Range<u32>> = chunks.collect();
        let people = chunks.last().map_or(0, |rows| rows.end);
        let some = match asked {
            Asked::Everyone(_) => &[],
            Asked::Some(some) => some.as_slice(),
        };
        let dense = matches!(asked, Asked::Everyone(_)) || is_dense(some.len(), people as usize);
        let piece_rows = if dense { PIECE_ROWS } else { CHUNK_PEOPLE as u32 };
        let mut pieces: Vec<Piece> = Vec::new();
        let mut first_piece = vec![0];
        for (chunk, rows) in chunks.iter().enumerate() {
            let count = rows.len() as u32;
            let own = (0..count).step_by(piece_rows as usize).map(|from| from..count.min(from + piece_rows));
            pieces.extend(own.map(|rows| Piece { chunk, rows, members: 0..0 }));
            first_piece.push(pieces.len());
        }
        // Counted, then laid out: people of one piece come to stand together.
        let piece_of = |row: u32| {
            let chunk = chunks.partition_point(|rows| rows.start <= row) - 1;
            (first_piece[chunk] + ((row - chunks[chunk].start) / piece_rows) as usize, row - chunks[chunk].start)
        };
        let there = || some.iter().filter_map(|member| Some((member, member.row.filter(|row| *row < people)?)));
        let mut next = vec![0_usize; pieces.len() + 1];
        there().for_each(|(_, row)| next[piece_of(row).0 + 1] += 1);
        (1..next.len()).for_each(|piece| next[piece] += next[piece - 1]);
        for (piece, from) in pieces.iter_mut().zip(next.windows(2)) {
            piece.members = from[0]..from[1];
        }
        let place = |member: &Member, row| Placed { row, group: member.group, window: member.window };
        let count = next.last().copied().unwrap_or(0);
        // Every place is taken by somebody below; until then the first person stands there.
        let mut placed: Vec<Placed> =
            there().next().map_or_else(Vec::new, |(member, row)| vec![place(member, row); count]);
        for (member, row) in there() {
            let (piece, row) = piece_of(row);
            placed[next[piece]] = place(member, row);
            next[piece] += 1;
        }
        for piece in pieces.iter().filter(|piece| !is_dense(piece.members.len(), piece.rows.len())) {
            placed[piece.members.clone()].sort_unstable();
        }
        Self { asked, pieces, placed }
    }

    /// The people of a piece, by their rows in the chunk.
    pub(super) fn people(&self, piece: &Piece) -> Cow<'_, [Placed]> {
        match self.asked {
            Asked::Everyone(span) => {
                let member = |row| Placed { row, group: 0, window: (*span).into() };
                piece.rows.clone().map(member).collect()
            }
            Asked::Some(_) => Cow::Borrowed(&self.placed[piece.members.clone()]),
        }
    }

    /// Who is not in the extract.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Member> {
        let some = match self.asked {
            Asked::Everyone(_) => &[],
            Asked::Some(some) => some.as_slice(),
        };
        some.iter().filter(|member| member.row.is_none())
    }
}

/// The counts of each group, from two parts; a part without groups has counted nobody.
pub(super) fn joined(one: Vec<Counts>, other: Vec<Counts>) -> Vec<Counts> {
    if one.is_empty() {
        return other;
    }
    let others = other.into_iter().chain(std::iter::repeat(Counts::default()));
    one.into_iter().zip(others).map(|(one, other)| one.and(other)).collect()
}

/// The answers, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// People asked about.
    pub people: u64,
    /// Who meets the question.
    pub successes: u64,
    /// Who does not.
    pub failures: u64,
    /// Of whom the register does not say it.
    pub unclarified: u64,
    /// Of these: who is not in the extract.
    pub not_in_extract: u64,
    /// Of whom the value is known.
    pub valued: u64,
    /// The sum of the known values, exact.
    pub sum: Decimal,
    /// The weeks of the windows of those whose value is known.
    pub weeks: u64,
}

/// Answers on the cores that the pool has, counted in each of so many groups: the same for any number of them.
pub(super) fn answer(
    snapshot: &Snapshot,
    scan: &Scan,
    question: &Question,
    asked: &Asked,
    groups: usize,
) -> Result<Vec<Counts>, SnapshotError> {
    if question.compiled.asks_only_spells_of_its_window() {
        answer_scanned(scan, question, asked, groups)
    } else {
        Ok(answer_loaded(&snapshot.load()?, question, asked, groups))
    }
}

/// From the scan file alone.
fn answer_scanned(
    scan: &Scan,
    question: &Question,
    asked: &Asked,
    groups: usize,
) -> Result<Vec<Counts>, SnapshotError> {
    let Some(months) = months_of(asked) else { return Ok(vec![Counts::default(); groups]) };
    let kernel = Kernel::new(&question.compiled, &question.coverage, question.valued, scan, months);
    if let Asked::Everyone(span) = asked
        && span.first == span.last
    {
        let counts = match &kernel {
            Some(kernel) => month_of_everyone(scan, kernel, PersonWindow::from(*span))?,
            None => answer_states(scan, question, span.first)?,
        };
        return Ok(joined(vec![counts], vec![Counts::default(); groups]));
    }
    let pieces = Pieces::new(asked, (0..scan.chunks()).map(|chunk| scan.rows(chunk)));
    let counted = pieces.pieces.par_iter().map(|piece| {
        let mut counts = vec![Counts::default(); groups];
        let people = pieces.people(piece);
        match &kernel {
            Some(kernel) => kernel.people(piece.chunk, &people, &mut counts)?,
            None => {
                let mut people = people.into_owned();
                people.sort_unstable();
                answer_chunk(scan, question, piece.chunk, &people, &mut counts)?;
            }
        }
        Ok(counts)
    });
    let mut counts = counted.try_reduce(|| vec![Counts::default(); groups], |one, other| Ok(joined(one, other)))?;
    for member in pieces.missing() {
        counts[usize::from(member.group)].add(Evaluation::NOT_IN_EXTRACT.outcome, None, 1);
    }
    Ok(counts)
}

/// The months in which anybody is asked about.
fn months_of(asked: &Asked) -> Option<Range<i32>> {
    let months = |window: &MonthSpan| month_number(window.first)..month_number(window.last) + 1;
    match asked {
        Asked::Everyone(span) => Some(months(span)),
        Asked::Some(some) => some
            .iter()
            .map(|member| months(&member.window.span))
            .reduce(|one, other| one.start.min(other.start)..one.end.max(other.end)),
    }
}

/// One month of everyone: each state is asked once.
fn month_of_everyone(scan: &Scan, kernel: &Kernel<'_>, window: PersonWindow) -> Result<Counts, SnapshotError> {
    // As many pieces as threads: each has a table of states.
    let pieces = rayon::current_num_threads().min(scan.chunks()).max(1);
    let counted =
        (0..pieces).into_par_iter().map(|piece| kernel.occurrences((piece..scan.chunks()).step_by(pieces), &window));
    let (counts, occurrences) = counted.try_reduce(|| (Counts::default(), Vec::new()), added)?;
    Ok(counts.and(kernel.of_states(&occurrences, &window)))
}

type Counted = (Counts, Vec<u32>);

fn added((one, left): Counted, (other, right): Counted) -> Result<Counted, SnapshotError> {
    let (mut sums, more) = if left.len() < right.len() { (right, left) } else { (left, right) };
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    Ok((one.and(other), sums))
}

/// Answers about everything that is known of people, for measures that look at more than the spells of their window.
pub(super) fn answer_loaded(loaded: &Loaded, question: &Question, asked: &Asked, groups: usize) -> Vec<Counts> {
    let (columns, coverage) = (loaded.columns(), loaded.coverage());
    let members: Vec<Member> = match asked {
        Asked::Everyone(span) => {
            let rows = 0..loaded.pseudonyms().len() as u32;
            rows.map(|row| Member { row: Some(row), window: (*span).into(), group: 0 }).collect()
        }
        Asked::Some(members) => members.clone(),
    };
    let pieces = members.par_chunks(4_096).map(|members| {
        let people: Vec<(Option<u32>, PersonWindow)> =
            members.iter().map(|member| (member.row, member.window)).collect();
        let mut answers = vec![Evaluation::NOT_IN_EXTRACT; people.len()];
        evaluate_all(&question.compiled, &columns, coverage, &people, &mut answers);
        let mut values = vec![Err(Unclarified::NotInExtract); people.len()];
        if question.valued {
            evaluate_all_values(&question.compiled, &columns, coverage, &people, &mut values);
        }
        let mut counts = vec![Counts::default(); groups];
        for ((answer, value), member) in answers.iter().zip(values).zip(members) {
            let value = value.ok().map(|value| (value, weeks_of(member.window.span)));
            counts[usize::from(member.group)].add(answer.outcome, value, 1);
        }
        counts
    });
    pieces.reduce(|| vec![Counts::default(); groups], joined)
}

/// One month of everyone: each state is asked once.
fn answer_states(scan: &Scan, question: &Question, month: Month) -> Result<Counts, SnapshotError> {
    const STATES: usize = 1 << 16;
    let window = PersonWindow::from(MonthSpan::of(month));
    // As many pieces as threads: each has a table of states.
    let pieces = rayon::current_num_threads().min(scan.chunks()).max(1);
    let counted = (0..pieces).into_par_iter().map(|piece| {
        let (mut counts, mut occurrences) = (Counts::default(), vec![0_u32; STATES]);
        let (mut states, mut built) = (Vec::new(), Built::default());
        for chunk in (piece..scan.chunks()).step_by(pieces) {
            scan.states(chunk, month, None, &mut states)?;
            states.iter().for_each(|state| occurrences[usize::from(*state)] += 1);
            for mixed in scan.mixed(chunk, month)? {
                built.clear();
                built.mixed(scan, month, &mixed);
                counts.ask(question, &built, window, 1);
            }
        }
        Ok((counts, occurrences))
    });
    let (mut counts, occurrences) = counted.try_reduce(|| (Counts::default(), Vec::new()), added)?;
    let mut built = Built::default();
    for (state, count) in occurrences.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let state = state as u16;
        if !Scan::is_mixed(state) {
            built.clear();
            built.plain(scan, month, state);
            counts.ask(question, &built, window, u64::from(count));
        }
    }
    Ok(counts)
}

/// Some people of one chunk, sorted by their rows in it, each in their own window.
fn answer_chunk(
    scan: &Scan,
    question: &Question,
    chunk: usize,
    people: &[Placed],
    counts: &mut [Counts],
) -> Result<(), SnapshotError> {
    let numbers = |window: &PersonWindow| (month_number(window.span.first), month_number(window.span.last));
    let Some(first) = people.iter().map(|person| numbers(&person.window).0).min() else { return Ok(()) };
    let last = people.iter().map(|person| numbers(&person.window).1).max().unwrap_or(first);
    // Month by month the states of those whose window has it, and who of them is mixed.
    let mut months: Vec<(Vec<u32>, Vec<u16>, Vec<Mixed>)> = Vec::new();
    for number in first..=last {
        let asked = people.iter().filter(|person| {
            let (first, last) = numbers(&person.window);
            (first..=last).contains(&number)
        });
        let rows: Vec<u32> = asked.map(|person| person.row).collect();
        let (mut states, mut mixed) = (Vec::new(), Vec::new());
        if let Some(month) = month_from_number(number).filter(|_| !rows.is_empty()) {
            scan.states(chunk, month, Some(&rows), &mut states)?;
            if states.iter().any(|state| Scan::is_mixed(*state)) {
                mixed = scan.mixed(chunk, month)?;
            }
        }
        months.push((rows, states, mixed));
    }
    // People come in the order of the rows of each month: every month is walked once.
    let mut next = vec![0; months.len()];
    let mut built = Built::default();
    for Placed { row, group, window } in people {
        built.clear();
        let (from, to) = numbers(window);
        for number in from..=to {
            let place = (number - first) as usize;
            let (_, states, mixed) = &months[place];
            let state = states[next[place]];
            next[place] += 1;
            let Some(month) = month_from_number(number) else { continue };
            let found = Scan::is_mixed(state).then(|| mixed.binary_search_by_key(row, |mixed| mixed.row));
            match found {
                Some(Ok(found)) => built.mixed(scan, month, &mixed[found]),
                _ => built.plain(scan, month, state),
            }
        }
        counts[usize::from(*group)].ask(question, &built, *window, 1);
    }
    Ok(())
}

/// A person's spells in a window, put together from states, with room that is used again.
#[derive(Default)]
struct Built {
    week_start: Vec<u16>,
    week_end: Vec<u16>,
    week_code: Vec<u16>,
    job_start: Vec<u16>,
    job_end: Vec<u16>,
    job_ratio: Vec<i32>,
    job_industry: Vec<u32>,
}

impl Built {
    fn clear(&mut self) {
        let Self { week_start, week_end, week_code, job_start, job_end, job_ratio, job_industry } = self;
        for numbers in [week_start, week_end, week_code, job_start, job_end] {
            numbers.clear();
        }
        job_ratio.clear();
        job_industry.clear();
    }

    fn plain(&mut self, scan: &Scan, month: Month, state: u16) {
        let weeks = scan.weeks(month);
        self.weeks(weeks.start, weeks.end, scan.code(state));
        self.month(month, scan.ratio(state));
    }

    fn mixed(&mut self, scan: &Scan, month: Month, mixed: &Mixed) {
        for (week, code) in scan.weeks(month).zip(mixed.codes) {
            self.weeks(week, week + 1, code);
        }
        self.month(month, mixed.ratio);
    }

    /// Adds weeks, joined with those before them where these have the same code: spells are as long as they can be.
    fn weeks(&mut self, start: u16, end: u16, code: u16) {
        if code == 0 || start == end {
            return;
        }
        match (self.week_end.last_mut(), self.week_code.last()) {
            (Some(reached), Some(before)) if *reached == start && *before == code => *reached = end,
            _ => {
                self.week_start.push(start);
                self.week_end.push(end);
                self.week_code.push(code);
            }
        }
    }

    fn month(&mut self, month: Month, ratio: i32) {
        let Ok(number) = u16::try_from(month_number(month)) else { return };
        if ratio == NO_RATIO {
            return;
        }
        match (self.job_end.last_mut(), self.job_ratio.last()) {
            (Some(reached), Some(before)) if *reached == number && *before == ratio => *reached = number + 1,
            _ => {
                self.job_start.push(number);
                self.job_end.push(number + 1);
                self.job_ratio.push(ratio);
                // Nothing that is asked in this way asks for the industry.
                self.job_industry.push(0);
            }
        }
    }

    fn rows(&self) -> PersonRows<'_> {
        PersonRows {
            week_start: &self.week_start,
            week_end: &self.week_end,
            week_code: &self.week_code,
            job_start: &self.job_start,
            job_end: &self.job_end,
            job_ratio: &self.job_ratio,
            job_industry: &self.job_industry,
            ..PersonRows::default()
        }
    }
}

impl Counts {
    fn ask(&mut self, question: &Question, built: &Built, window: PersonWindow, people: u64) {
        let outcome = question.compiled.outcome(Some(built.rows()), &question.coverage, window);
        let value = if question.valued {
            question.compiled.evaluate_value(Some(built.rows()), &question.coverage, window).ok()
        } else {
            None
        };
        self.add(outcome, value.map(|value| (value, weeks_of(window.span))), people);
    }

    fn add(&mut self, outcome: Outcome, value: Option<(Decimal, u64)>, people: u64) {
        self.people += people;
        match outcome {
            Outcome::Success => self.successes += people,
            Outcome::NoSuccess => self.failures += people,
            Outcome::Unclarified(reason) => {
                self.unclarified += people;
                self.not_in_extract += if reason == Unclarified::NotInExtract { people } else { 0 };
            }
        }
        if let Some((value, weeks)) = value {
            self.add_value(value, weeks, people);
        }
    }

    pub(super) fn add_value(&mut self, value: Decimal, weeks: u64, people: u64) {
        self.valued += people;
        self.sum += value * Decimal::from(people);
        self.weeks += weeks * people;
    }

    /// Both together.
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            people: self.people + other.people,
            successes: self.successes + other.successes,
            failures: self.failures + other.failures,
            unclarified: self.unclarified + other.unclarified,
            not_in_extract: self.not_in_extract + other.not_in_extract,
            valued: self.valued + other.valued,
            sum: self.sum + other.sum,
            weeks: self.weeks + other.weeks,
        }
    }
}

/// How many weeks a window has.
pub(super) fn weeks_of(span: MonthSpan) -> u64 {
    let first = span.first.weeks().next().map_or(0, |week| week.number());
    let last = span.last.weeks().last().map_or(0, |week| week.number());
    u64::try_from(last + 1 - first).unwrap_or(0)
}
