//! Random allocation: who gets which arm, from a recorded seed alone. Inside a stratum arms come in blocks of random
//! order, so that they stay as even as the shares ask. People are put into a random order by a hash of who they are; the
//! order of a file decides nothing.

use crate::error::NotEstimable;
use crate::random::Stream;

/// How arms are shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// How many places each arm has for each other: `[1, 1]` is even, `[2, 1]` two of the first to one of the second.
    pub ratio: Vec<u32>,
    /// Sizes of blocks, each a multiple of the ratio's sum; each block takes one of them by lot, so that nobody can
    /// foresee the last places of a block. One size: always that.
    pub block_sizes: Vec<u32>,
}

impl Scheme {
    /// Refuses shares and blocks that do not fit each other.
    pub fn check(&self) -> Result<(), NotEstimable> {
        let whole: u32 = self.ratio.iter().sum();
        if self.ratio.len() < 2 || self.ratio.contains(&0) {
            return Err(NotEstimable::BadRequest { what: "at least two arms with a place each" });
        }
        if self.block_sizes.is_empty() || self.block_sizes.iter().any(|size| *size == 0 || size % whole != 0) {
            return Err(NotEstimable::BadRequest { what: "each block is a multiple of the arms' places" });
        }
        Ok(())
    }

    /// The first `places` of the list of a stratum, as numbers of arms: what is sealed before the first person comes.
    /// `stratum` is a number made of its name, so that a new stratum changes no other's list.
    pub fn list(&self, seed: u64, stratum: u64, places: usize) -> Result<Vec<Place>, NotEstimable> {
        self.check()?;
        let whole: u32 = self.ratio.iter().sum();
        let mut stream = Stream::new(seed, stratum);
        let mut list = Vec::with_capacity(places);
        let mut block = 0;
        while list.len() < places {
            let size = self.block_sizes[stream.below(self.block_sizes.len() as u32) as usize];
            let mut arms: Vec<usize> = Vec::with_capacity(size as usize);
            for (arm, share) in self.ratio.iter().enumerate() {
                arms.extend(std::iter::repeat_n(arm, (size / whole * share) as usize));
            }
            stream.shuffle(&mut arms);
            list.extend(arms.into_iter().map(|arm| Place { block, arm }));
            block += 1;
        }
        list.truncate(places);
        Ok(list)
    }
}

/// One place of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The block inside the stratum, counted from 0.
    pub block: u32,
    /// The arm, in the order of the ratio.
    pub arm: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_the_ratio() {
        let scheme = Scheme { ratio: vec![2, 1], block_sizes: vec![3, 6] };
        let list = scheme.list(4711, 99, 300).expect("a list");
        let blocks = list.last().expect("places").block;
        for block in 0..blocks {
            let arms: Vec<usize> = list.iter().filter(|place| place.block == block).map(|place| place.arm).collect();
            assert!([3, 6].contains(&arms.len()), "{arms:?}");
            assert_eq!(arms.iter().filter(|arm| **arm == 0).count() * 3, arms.len() * 2, "{arms:?}");
        }
        // A longer list begins with the shorter one.
        assert_eq!(scheme.list(4711, 99, 30).expect("a list"), list[..30]);
        assert_ne!(scheme.list(4712, 99, 300).expect("a list"), list);
        assert_ne!(scheme.list(4711, 98, 300).expect("a list"), list);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (ratio, block_sizes) in [
            (vec![1], vec![2]),
            (vec![1, 0], vec![2]),
            (vec![1, 1], vec![3]),
            (vec![1, 1], vec![]),
            (vec![1, 1], vec![0]),
        ] {
            assert!(Scheme { ratio: ratio.clone(), block_sizes: block_sizes.clone() }.list(1, 1, 4).is_err());
        }
    }
}
