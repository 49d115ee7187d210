//! The registers of a settlement: which snapshots its measures were read from. A settlement of DREAM alone names its one
//! snapshot as it always has; others are listed beside it, so that what was stored before keeps its bytes.

use crate::id::{ContentHash, SnapshotId};
use crate::settlement::Inputs;
use crate::source::{DREAM, SOURCES};

/// A register snapshot that measures were read from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RegisterUsed {
    /// The register, as `register import --source` names it.
    pub source: String,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The hash of its content.
    pub content: ContentHash,
    /// Its edition, as a month: `2025-02`.
    pub edition: String,
}

impl Inputs {
    /// Every register that measures were read from, DREAM first, then in the order of the sources; none where everything
    /// came as files.
    pub fn registers(&self) -> Vec<RegisterUsed> {
        if !self.registers.is_empty() {
            return self.registers.clone();
        }
        // Where all observations came as a file, the file stands in the snapshot's place.
        if self.observations.as_ref() == Some(&self.snapshot_content) {
            return Vec::new();
        }
        vec![RegisterUsed {
            source: DREAM.to_owned(),
            snapshot: self.snapshot.clone(),
            content: self.snapshot_content.clone(),
            edition: self.register_edition.clone(),
        }]
    }

    /// Whether anything was read from a register.
    pub fn has_register(&self) -> bool {
        !self.registers.is_empty() || self.observations.as_ref() != Some(&self.snapshot_content)
    }

    /// Names these registers: in the snapshot's own place the first of them, and all of them beside it where DREAM is not
    /// the only one. Without a register the observations, which must be named already, stand in the snapshot's place.
    pub fn set_registers(&mut self, mut registers: Vec<RegisterUsed>) {
        registers.sort_by_key(|register| (order_of(&register.source), register.source.clone()));
        let Some(first) = registers.first().cloned() else {
            self.registers.clear();
            if let Some(observations) = &self.observations {
                if let Ok(id) = SnapshotId::new(format!("observations-{}", observations.short())) {
                    self.snapshot = id;
                }
                self.snapshot_content = observations.clone();
                self.register_edition.clear();
            }
            return;
        };
        self.snapshot = first.snapshot;
        self.snapshot_content = first.content;
        self.register_edition = first.edition;
        self.registers = match registers.as_slice() {
            [only] if only.source == DREAM => Vec::new(),
            _ => registers,
        };
    }
}

/// Where a register stands among others: in the order of the sources, unknown ones last.
fn order_of(source: &str) -> usize {
    SOURCES.iter().position(|known| known.name == source).unwrap_or(SOURCES.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(byte: u8) -> ContentHash {
        ContentHash::from_bytes([byte; 32])
    }

    fn used(source: &str, byte: u8) -> RegisterUsed {
        let snapshot = SnapshotId::new(format!("{source}-2025-0{byte}")).expect("an identifier");
        RegisterUsed { source: source.to_owned(), snapshot, content: hash(byte), edition: format!("2025-0{byte}") }
    }

    fn inputs() -> Inputs {
        Inputs {
            seal: hash(100),
            enrolment_set: hash(101),
            snapshot: SnapshotId::new("none").expect("an identifier"),
            snapshot_content: hash(102),
            register_edition: String::new(),
            code_list_edition: "2025".to_owned(),
            code_list_content: hash(103),
            posted_before: Vec::new(),
            ruleset: 1,
            synthetic: true,
            observations: None,
            registers: Vec::new(),
            overlaps: Vec::new(),
            evaluations: Vec::new(),
            numbers: None,
            lists: Vec::new(),
        }
    }

    /// What is set is what is read, in the order of the sources.
    fn check(set: &[(&str, u8)], observations: bool, expected: &[(&str, u8)], listed: bool) {
        let observations = observations.then(|| hash(99));
        let mut inputs = Inputs { observations, ..inputs() };
        inputs.set_registers(set.iter().map(|(source, byte)| used(source, *byte)).collect());
        let expected: Vec<RegisterUsed> = expected.iter().map(|(source, byte)| used(source, *byte)).collect();
        assert_eq!(inputs.registers(), expected, "{set:?}");
        assert_eq!(inputs.has_register(), !expected.is_empty(), "{set:?}");
        assert_eq!(!inputs.registers.is_empty(), listed, "{set:?}");
        let json = serde_json::to_string(&inputs).expect("JSON");
        assert_eq!(json.contains("\"registers\""), listed, "{json}");
        assert_eq!(serde_json::from_str::<Inputs>(&json).expect("inputs"), inputs);
    }

    #[test]
    fn registers_are_named_once_and_in_order() {
        check(&[("dream", 1)], false, &[("dream", 1)], false);
        check(&[("dream", 1)], true, &[("dream", 1)], false);
        check(&[("services", 2), ("dream", 1)], false, &[("dream", 1), ("services", 2)], true);
        check(&[("shelter", 3)], true, &[("shelter", 3)], true);
        check(&[("unheard-of", 4), ("shelter", 3)], false, &[("shelter", 3), ("unheard-of", 4)], true);
        check(&[], true, &[], false);
    }
}
