//! Users: declared with a name and roles, not authenticated. The operating system's user is recorded beside each act.

use virkning_model::id::UserId;
use virkning_store::{Role, Stored, User};

use super::Session;
use super::failure::{Failure, Refusal};

/// The roles of these names.
pub fn roles(names: &[String]) -> Result<Vec<Role>, Failure> {
    names
        .iter()
        .map(|name| {
            Role::ALL.into_iter().find(|role| role.as_str() == name).ok_or_else(|| {
                let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
                Refusal::new("role-unknown").with("role", name).with("known", known.join(", ")).into()
            })
        })
        .collect()
}

impl Session<'_> {
    /// Declares a user, with the person behind the account where somebody has more than one. Whoever declares the first one
    /// may be that user.
    pub fn user_add(
        &self,
        id: &UserId,
        name: &str,
        roles: &[Role],
        person: Option<&UserId>,
    ) -> Result<Stored<User>, Failure> {
        let actor = self.actor_as(self.user().unwrap_or(id).clone());
        Ok(self.store.user_add_of(&actor, id, name, roles, person)?)
    }
}
