//! A report that was sent beside the same report of today: which figures have changed, come or gone.

use crate::record::{Report, Value};

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The figure.
    pub id: String,
    /// What was sent; nothing where it is new.
    pub sent: Option<Value>,
    /// What it is today; nothing where it is gone.
    pub today: Option<Value>,
}

/// What has changed, in the order of today's report; what is gone stands last.
pub fn compare(sent: &Report, today: &Report) -> Vec<Changed> {
    let mut changed = Vec::new();
    for figure in today.figures() {
        let before = sent.figure(&figure.id).map(|figure| figure.value.clone());
        if before.as_ref() != Some(&figure.value) {
            changed.push(Changed { id: figure.id.clone(), sent: before, today: Some(figure.value.clone()) });
        }
    }
    for figure in sent.figures() {
        if today.figure(&figure.id).is_none() {
            changed.push(Changed { id: figure.id.clone(), sent: Some(figure.value.clone()), today: None });
        }
    }
    changed
}
