//! A sum of amounts as whoever asks about everybody computes it: which kinds and items are added, and of which windows the
//! extract shows everything. The answers are those of [`Compiled::evaluate_value`].

use crate::columns::Extent;
use crate::compile::Compiled;
use crate::quantity::Quantity;
use crate::window::MonthSpan;

/// A value that is nothing but a sum of amounts.
#[derive(Clone, Debug)]
pub struct AmountSum {
    /// By kind, each with as many places as there are items.
    wanted: Vec<Vec<bool>>,
    /// Whether the extract covers all kinds and items that are named.
    named: bool,
    first_day: i32,
    end_day: i32,
}

impl Compiled {
    /// The measure as a sum of amounts of an extract; nothing if it is anything else.
    pub fn amount_sum(&self, extent: &Extent) -> Option<AmountSum> {
        let (None, None, Some(Quantity::Amounts(test))) = (&self.root, &self.left, &self.value) else { return None };
        let items = 0..extent.items.len().max(1) as u16;
        let of_kind = |kind: &String| items.clone().map(|item| test.holds(kind, extent.item(item))).collect();
        Some(AmountSum {
            wanted: extent.names.iter().map(of_kind).collect(),
            named: test.is_named_in(extent),
            first_day: extent.first_day,
            end_day: extent.end_day,
        })
    }
}

impl AmountSum {
    /// The items of a kind, by their places, with whether they are added; nothing for a kind of which nothing is added.
    pub fn items_of(&self, kind: usize) -> Option<&[bool]> {
        self.wanted.get(kind).map(Vec::as_slice).filter(|items| items.contains(&true))
    }

    /// Whether the extract shows everything that is added in a window; else the sum is not known.
    pub fn is_known(&self, window: MonthSpan) -> bool {
        let days = window.days();
        self.named && self.first_day <= days.start && days.end <= self.end_day
    }
}
