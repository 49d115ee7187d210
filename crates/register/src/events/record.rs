//! One fact of one person while it is sorted: fixed in size, so that what does not fit into memory goes through files.

use crate::key::Pseudonym;

/// How many bytes a record takes in a temporary file.
pub(crate) const RECORD_BYTES: usize = 16 + 16 + 2 + 1 + 1 + 4 + 4 + 2 + 2 + 8 + 2 + 8;

/// The first fact of its row's first person: it stands for the row when rows are counted.
pub(crate) const COUNTS: u8 = 1;
/// A fact of somebody who cannot be linked.
pub(crate) const ANONYMOUS: u8 = 2;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    /// Nothing but that the person is in the extract.
    Presence = 0,
    Stay = 1,
    Study = 2,
    /// A month of study, joined with its neighbours later.
    StudyMonth = 3,
    Observation = 4,
    Amount = 5,
}

impl Of {
    fn numbered(number: u8) -> Self {
        match number {
            1 => Of::Stay,
            2 => Of::Study,
            3 => Of::StudyMonth,
            4 => Of::Observation,
            5 => Of::Amount,
            _ => Of::Presence,
        }
    }
}

/// A fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Record {
    pub(crate) pseudonym: Pseudonym,
    /// What the whole row says: the same in two rows that are the same in every column.
    pub(crate) row: [u8; 16],
    /// Which of the facts of its row.
    pub(crate) part: u16,
    pub(crate) of: Of,
    /// [`COUNTS`] and [`ANONYMOUS`].
    pub(crate) flags: u8,
    /// The first day.
    pub(crate) from: i32,
    /// The day after the last.
    pub(crate) to: i32,
    pub(crate) kind: u16,
    pub(crate) item: u16,
    pub(crate) value: i64,
    pub(crate) file: u16,
    pub(crate) line: u64,
}

impl Record {
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.pseudonym.as_bytes());
        bytes.extend_from_slice(&self.row);
        bytes.extend_from_slice(&self.part.to_le_bytes());
        bytes.push(self.of as u8);
        bytes.push(self.flags);
        bytes.extend_from_slice(&self.from.to_le_bytes());
        bytes.extend_from_slice(&self.to.to_le_bytes());
        bytes.extend_from_slice(&self.kind.to_le_bytes());
        bytes.extend_from_slice(&self.item.to_le_bytes());
        bytes.extend_from_slice(&self.value.to_le_bytes());
        bytes.extend_from_slice(&self.file.to_le_bytes());
        bytes.extend_from_slice(&self.line.to_le_bytes());
    }

    pub(crate) fn decode(bytes: &[u8; RECORD_BYTES]) -> Self {
        let mut at = 0;
        Self {
            pseudonym: Pseudonym::from_bytes(take(bytes, &mut at)),
            row: take(bytes, &mut at),
            part: u16::from_le_bytes(take(bytes, &mut at)),
            of: Of::numbered(take::<1>(bytes, &mut at)[0]),
            flags: take::<1>(bytes, &mut at)[0],
            from: i32::from_le_bytes(take(bytes, &mut at)),
            to: i32::from_le_bytes(take(bytes, &mut at)),
            kind: u16::from_le_bytes(take(bytes, &mut at)),
            item: u16::from_le_bytes(take(bytes, &mut at)),
            value: i64::from_le_bytes(take(bytes, &mut at)),
            file: u16::from_le_bytes(take(bytes, &mut at)),
            line: u64::from_le_bytes(take(bytes, &mut at)),
        }
    }
}

/// The next bytes of a record.
fn take<const N: usize>(bytes: &[u8; RECORD_BYTES], at: &mut usize) -> [u8; N] {
    let mut taken = [0; N];
    taken.copy_from_slice(&bytes[*at..*at + N]);
    *at += N;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back() {
        let record = Record {
            pseudonym: Pseudonym::from_bytes([3; 16]),
            row: [9; 16],
            part: 513,
            of: Of::Observation,
            flags: COUNTS | ANONYMOUS,
            from: -5,
            to: i32::MAX,
            kind: 65_535,
            item: 258,
            value: -1,
            file: 3,
            line: 1 << 40,
        };
        let mut bytes = Vec::new();
        record.encode(&mut bytes);
        let bytes: [u8; RECORD_BYTES] = bytes.try_into().expect("its size");
        assert_eq!(Record::decode(&bytes), record);
    }
}
