//! Tests of reading lists.
