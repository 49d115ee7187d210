//! Users: declared with a name and roles, everywhere or for one agreement. On the command line they are not authenticated,
//! and the operating system's user is recorded beside each act; on the web they log in, and a link lets them choose how.

use jiff::ToSpan as _;
use virkning_model::id::{AgreementId, UserId};
use virkning_store::{Grant, Role, Stored, User};

use super::Session;
use super::failure::{Failure, Refusal};
use super::token::{hash_of, new_token};

/// Hours that a link is good by which a user chooses a password.
pub const LINK_HOURS: i64 = 72;

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
    /// Gives a user roles for one agreement, in place of those held there; no role takes all away.
    pub fn user_grant(&self, id: &UserId, agreement: &AgreementId, roles: &[Role]) -> Result<Stored<Grant>, Failure> {
        Ok(self.store.grant_set(&self.actor()?, id, agreement, roles)?)
    }

    /// Makes a one-time link by which a user chooses a password on the web. It is given once; only its hash is kept. What
    /// is given is the address below that of the site.
    pub fn user_link(&self, id: &UserId) -> Result<String, Failure> {
        let token = new_token(self.world)?;
        let until = self.world.now() + LINK_HOURS.hours();
        self.store.invitation_add(&self.actor()?, id, &hash_of(&token), until)?;
        Ok(format!("/velkommen/{token}"))
    }

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
