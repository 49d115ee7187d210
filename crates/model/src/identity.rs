//! Who a participant is, on the way from a list into the identity vault and from there to whoever may see it. Nothing else
//! knows a person's number, name or address.

use std::fmt;

/// A text that must not reach a log, an error or any other output by accident: it has no `Display`, and its debug form
/// holds nothing. Whoever shows it says so by [`Secret::reveal`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A person's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The CPR number: ten digits.
    pub cpr: Secret,
    /// The name, where a list gives one.
    pub name: Option<Secret>,
    /// The address, where a list gives one.
    pub address: Option<Secret>,
    /// Whether name and address are protected (navne- og adressebeskyttelse); nothing where no list has said it.
    pub protected: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_debug_form_holds_nothing() {
        let identity = Identity {
            cpr: Secret::new("6101904321"),
            name: Some(Secret::new("Karen")),
            address: Some(Secret::new("Bakken 1")),
            protected: Some(true),
        };
        let said = format!("{identity:?} {identity:#?}");
        for hidden in ["6101904321", "Karen", "Bakken"] {
            assert!(!said.contains(hidden), "{said}");
        }
        assert_eq!(identity.cpr.reveal(), "6101904321");
    }
}
