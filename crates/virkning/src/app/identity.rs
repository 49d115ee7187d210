//! `identity`, `erase`, `looks`: who stands behind an alias, for whoever may see it and says why; and who has looked.

use std::io::Read;
use std::path::Path;

use jiff::civil::Date;
use virkning_model::id::{AgreementId, Alias};
use virkning_register::identifier::Cpr;
use virkning_register::list::NumberLink;
use virkning_register::problem::without_identifiers;
use virkning_store::{DueErased, EnrolmentRecord, Erasure, Look, NewLook, ShownIdentity, Stored};

use super::Session;
use super::failure::{Failure, Refusal};

/// The key space of CPR numbers, as the profiles name it.
const CPR: &str = "cpr";

/// Whose looks are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// A participant of one agreement.
    Alias(&'a AgreementId, &'a Alias),
    /// Somebody by CPR number, as it was given on standard input.
    Number(&'a str),
}

impl Session<'_> {
    /// Decrypts who stands behind an alias. The look is recorded before anything is shown.
    pub fn identity_show(
        &self,
        agreement: &AgreementId,
        alias: &Alias,
        reason: &str,
    ) -> Result<ShownIdentity, Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        let look = NewLook { agreement, alias: Some(alias), what: "identity", details: "", reason };
        Ok(self.store.identity_show(&actor, &self.vault_keys_needed()?, look)?)
    }

    /// Links two CPR numbers of one person. The text has one a line, the earlier one first.
    pub fn identity_link(
        &self,
        text: &str,
        from: Date,
        reason: &str,
    ) -> Result<Stored<virkning_store::NumberLink>, Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        let numbers = numbers(text)?;
        let [earlier, later] = numbers.as_slice() else { return Err(Refusal::new("identity-numbers-missing").into()) };
        let (key, _) = self.key()?;
        let pseudonym = |cpr: &Cpr| key.pseudonym(CPR, cpr.as_str()).to_string();
        Ok(self.store.number_link(&actor, &pseudonym(earlier), &pseudonym(later), from, reason)?)
    }

    /// The numbers that follow others, for joining lists.
    pub(super) fn number_links(&self) -> Result<Vec<NumberLink>, Failure> {
        numbers_of(self.store.number_links()?)
    }

    /// The numbers that followed others when a set of participants was recorded: their rows count for the set. What is
    /// linked later counts from the next set on, so that whatever rests on this one stays as it is.
    pub(super) fn number_links_of(&self, set: &EnrolmentRecord) -> Result<Vec<NumberLink>, Failure> {
        let mut links = self.store.number_links()?;
        links.retain(|link| link.at <= set.at);
        numbers_of(links)
    }

    /// Asks for the erasure of an identity, or confirms it.
    pub fn erase(&self, agreement: &AgreementId, alias: &Alias, reason: &str) -> Result<Erasure, Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        Ok(self.store.erase(&actor, agreement, alias, reason)?.record)
    }

    /// The same for everybody whose deletion date has passed.
    pub fn erase_due(&self, reason: &str) -> Result<DueErased, Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        Ok(self.store.erase_due(&actor, self.world.today(), reason)?.record)
    }

    /// Who has looked at a person, and why; not their names.
    pub fn looks(&self, whose: Whose<'_>, reason: &str) -> Result<Vec<Look>, Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        match whose {
            Whose::Alias(agreement, alias) => Ok(self.store.looks(&actor, agreement, alias, reason)?),
            Whose::Number(text) => {
                let numbers = numbers(text)?;
                let Some(number) = numbers.first() else { return Err(Refusal::new("identity-numbers-missing").into()) };
                let (key, _) = self.key()?;
                let pseudonym = key.pseudonym(CPR, number.as_str()).to_string();
                Ok(self.store.looks_everywhere(&actor, &pseudonym, reason)?)
            }
        }
    }

    /// Records a look at a participant.
    pub(super) fn look(
        &self,
        agreement: &AgreementId,
        alias: Option<&Alias>,
        what: &str,
        details: &str,
        reason: &str,
    ) -> Result<(), Failure> {
        let (actor, reason) = (self.actor()?, reason_given(reason)?);
        Ok(self.store.look_add(&actor, NewLook { agreement, alias, what, details, reason })?)
    }
}

/// A reason stays in the event log for good, so it may hold no CPR number.
fn reason_given(reason: &str) -> Result<&str, Failure> {
    if without_identifiers(reason) == reason {
        Ok(reason)
    } else {
        Err(Refusal::new("reason-identifier").into())
    }
}

/// CPR numbers, one a line; the faulty line is named by its number only.
fn numbers(text: &str) -> Result<Vec<Cpr>, Failure> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| {
            let faulty = |_| Refusal::new("identity-number-faulty").with("line", place + 1).into();
            Cpr::parse(line.trim().as_bytes(), false).map_err(faulty)
        })
        .collect()
}

/// Everything on standard input: numbers are never words of a command, which would stay in its history.
pub fn read_numbers(mut input: impl Read) -> Result<String, Failure> {
    let mut text = String::new();
    let failed = |error| Failure::operating("tried-read", Path::new("-"), error);
    input.by_ref().take(64 * 1024).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// As the register joins them.
fn numbers_of(links: Vec<virkning_store::NumberLink>) -> Result<Vec<NumberLink>, Failure> {
    let unreadable = |_| Refusal::new("record-unreadable").with("what", "link").with("why", "pseudonym");
    let links = links.into_iter().map(|link| {
        let (earlier, later) = (link.earlier.parse().map_err(unreadable)?, link.later.parse().map_err(unreadable)?);
        Ok(NumberLink { earlier, later, from: link.from })
    });
    links.collect()
}
