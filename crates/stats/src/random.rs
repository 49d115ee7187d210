//! Random numbers by counting: Philox 4x32-10 (Salmon and others 2011). A number is a function of the seed and of the
//! place where it is used, so that draws can be made in any order, on any number of threads, and again years later.

/// The algorithm's name, as it is written into plans and lists: it is part of their format.
pub const ALGORITHM: &str = "philox4x32-10";

/// One block of four numbers for a counter under a key.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let left = u64::from(counter[0]) * 0xD251_1F53;
        let right = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [
            (right >> 32) as u32 ^ counter[1] ^ key[0],
            right as u32,
            (left >> 32) as u32 ^ counter[3] ^ key[1],
            left as u32,
        ];
    }
    counter
}

/// A stream of numbers of its own: of a seed, and of where it is used (a draw, a stratum).
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    place: u64,
    block: u64,
    left: Vec<u32>,
}

impl Stream {
    /// The stream of a place under a seed.
    pub fn new(seed: u64, place: u64) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], place, block: 0, left: Vec::with_capacity(4) }
    }

    /// Thirty-two random bits.
    pub fn bits(&mut self) -> u32 {
        if let Some(bits) = self.left.pop() {
            return bits;
        }
        let counter = [self.block as u32, (self.block >> 32) as u32, self.place as u32, (self.place >> 32) as u32];
        self.block += 1;
        let block = philox(counter, self.key);
        // The last is taken first from here on: the first number of the block is given now.
        self.left.extend([block[3], block[2], block[1]]);
        block[0]
    }

    /// A number from 0 to `bound − 1`, each as likely: draws that would favour small ones are drawn again. Panics if the
    /// bound is zero.
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "a choice of nothing");
        let uneven = (u64::from(u32::MAX) + 1) % u64::from(bound);
        loop {
            let bits = self.bits();
            if u64::from(bits) < u64::from(u32::MAX) + 1 - uneven {
                return bits % bound;
            }
        }
    }

    /// A number from 0 to below 1, with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        let high = u64::from(self.bits()) << 21;
        let low = u64::from(self.bits()) >> 11;
        (high | low) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal number, by the quantile of a uniform one.
    pub fn normal(&mut self) -> f64 {
        let uniform = self.uniform();
        crate::interval::normal_quantile(if uniform == 0.0 { 0.5 / (1_u64 << 53) as f64 } else { uniform })
    }

    /// Puts things into a random order: each order is as likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            let bound = u32::try_from(place + 1).expect("fewer than 2^32 things are shuffled");
            things.swap(place, self.below(bound) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // Random123 1.14, kat_vectors: philox4x32 with 10 rounds.
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn streams_are_their_own() {
        let first = |seed, place| Stream::new(seed, place).bits();
        assert_eq!(first(0, 0), 0x6627_e8d5);
        assert_ne!(first(1, 0), first(0, 1));
        let mut stream = Stream::new(7, 0);
        let drawn: Vec<u32> = (0..60_000).map(|_| stream.below(6)).collect();
        for face in 0..6 {
            let count = drawn.iter().filter(|drawn| **drawn == face).count();
            // Within five standard deviations of 10,000.
            assert!((9_544..=10_456).contains(&count), "{face}: {count}");
        }
    }
}
