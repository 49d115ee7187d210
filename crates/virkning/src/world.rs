//! Everything that is not a function of the inputs comes through one trait: the day, the clock, chance, and who runs the
//! program. Tests and simulations put another one in its place.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;

/// The outside world.
pub trait World {
    /// The moment, for records of what was done when. It decides no amount.
    fn now(&self) -> Timestamp;
    /// The day on which the user works.
    fn today(&self) -> Date;
    /// Fills the bytes with chance from the operating system.
    fn random(&self, bytes: &mut [u8]) -> io::Result<()>;
    /// The user of the operating system, recorded beside the declared one.
    fn operating_system_user(&self) -> String;
    /// The keys of the identity vault, where they are handed over outside the data folder.
    fn vault_keys(&self) -> Option<String> {
        None
    }
}

/// The real world, with a day that the user may have set.
pub struct RealWorld {
    date: Option<Date>,
}

impl RealWorld {
    /// The real world; `date` replaces today.
    pub fn new(date: Option<Date>) -> Self {
        Self { date }
    }
}

impl World for RealWorld {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn today(&self) -> Date {
        self.date.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(io::Error::other)
    }

    fn operating_system_user(&self) -> String {
        // The name of the process's owner, not $USER, which anybody can set.
        let owner = std::fs::metadata("/proc/self").ok().map(|data| std::os::unix::fs::MetadataExt::uid(&data));
        let Some(uid) = owner else { return "unknown".to_owned() };
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        users
            .lines()
            .find_map(|line| {
                let mut fields = line.split(':');
                let name = fields.next()?;
                (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
            })
            .unwrap_or_else(|| format!("uid {uid}"))
    }

    fn vault_keys(&self) -> Option<String> {
        std::env::var("VIRKNING_VAULT_KEY").ok().filter(|text| !text.trim().is_empty())
    }
}
