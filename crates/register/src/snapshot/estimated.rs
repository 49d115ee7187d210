//! Amounts beside the weeks that they are estimated from, for measures that ask them where no file of refunds exists.

use std::ops::Range;

use virkning_measure::{EstimateLists, Estimator};

use super::Loaded;
use crate::events::LoadedEvents;

impl Loaded {
    /// These people with their amounts by the refund ladder, and with what could not be estimated. Amounts are given of the
    /// weeks whose Thursday is among `days` only, if they are named. Where no week is covered in which the ladder holds
    /// there are no amounts, and nothing covers them.
    #[must_use]
    pub fn estimated(mut self, lists: &EstimateLists, days: Option<Range<i32>>) -> Loaded {
        let coverage = self.coverage.clone();
        let Some(estimator) = Estimator::new(lists, &coverage, days) else { return self };
        let mut events = LoadedEvents { amount_offsets: vec![0], gap_offsets: vec![0], ..LoadedEvents::default() };
        let columns = self.columns();
        for row in 0..self.pseudonyms.len() {
            estimator.estimate(&columns.person(row), &mut events.amounts, &mut events.gaps);
            events.amount_offsets.push(u32::try_from(events.amounts.len()).unwrap_or(u32::MAX));
            events.gap_offsets.push(u32::try_from(events.gaps.len()).unwrap_or(u32::MAX));
        }
        self.coverage.amounts = Some(estimator.extent().clone());
        self.events = events;
        self
    }
}
