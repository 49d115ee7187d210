//! Tests of the import of events.
