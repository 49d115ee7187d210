//! Rules that span several keys or several terms. They run on a resolved agreement, so each mistake is told once.

use virkning_model::{Agreement, Diagnostic};

use crate::source::Source;
use crate::tree::Term;

pub(crate) fn check(_agreement: &Agreement, _source: &Source<'_>, _terms: &[Term], _diagnostics: &mut Vec<Diagnostic>) {}
