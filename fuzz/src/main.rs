//! The fuzz target: libFuzzer gives bytes, and the parser that `VIRKNING_FUZZ_TARGET` names reads them. One program for all
//! parsers, because linking is what takes time.

#![no_main]

mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let wanted = std::env::var("VIRKNING_FUZZ_TARGET").unwrap_or_default();
    let known = targets::TARGETS.iter().find(|(name, _)| *name == wanted);
    let names = || targets::TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    known.unwrap_or_else(|| panic!("set VIRKNING_FUZZ_TARGET to one of: {}", names())).1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| TARGET(bytes));
