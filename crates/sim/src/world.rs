//! A world in which only the simulation moves the clock, and whose chance comes from the seed.

use std::cell::{Cell, RefCell};
use std::io;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use virkning::world::World;
use virkning_testkit::{Purpose, Random};

/// The moment at which every history begins.
const BEGINNING: Timestamp = Timestamp::constant(1_741_600_800, 0);

/// The simulated world.
pub struct SimulatedWorld {
    now: Cell<Timestamp>,
    chance: RefCell<Random>,
}

impl SimulatedWorld {
    /// The world of a seed.
    pub fn new(seed: u64) -> Self {
        Self { now: Cell::new(BEGINNING), chance: RefCell::new(Random::new(seed, Purpose::Keys, 0)) }
    }

    /// Moves the clock, forward or back. It stays where it is where there is no such moment.
    pub fn pass(&self, span: Span) {
        if let Ok(moved) = self.now.get().checked_add(span) {
            self.now.set(moved);
        }
    }

    /// The world of a seed at a moment.
    pub fn at(seed: u64, moment: Timestamp) -> Self {
        let world = Self::new(seed);
        world.now.set(moment);
        world
    }

    /// The moment.
    pub fn moment(&self) -> Timestamp {
        self.now.get()
    }
}

impl World for SimulatedWorld {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn today(&self) -> Date {
        self.now.get().to_zoned(TimeZone::UTC).date()
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        let mut chance = self.chance.borrow_mut();
        bytes.fill_with(|| chance.next().to_le_bytes()[0]);
        Ok(())
    }

    fn operating_system_user(&self) -> String {
        "simulated".to_owned()
    }
}
