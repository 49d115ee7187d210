//! Enrolment lists.
