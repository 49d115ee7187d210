//! Who asks for what: what a page gets to work with.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::HeaderMap;
use virkning_model::id::{AgreementId, ProposalId};
use virkning_store::{Draft, Login, Role, User};

use super::Web;
use super::routes::{READ_ANY, WRITE_AGREEMENT};
use super::upload::Upload;
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::text::{Language, Texts};

/// A file that a form sends.
pub struct Sent {
    /// The field of the form.
    pub field: String,
    /// The name that the sender gave it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A request as it came in, before anybody knows whose it is.
pub struct Arrived {
    /// The address without what follows the question mark.
    pub path: String,
    /// Parts of the address that the route names.
    pub places: BTreeMap<String, String>,
    /// What a form or the address says, in its order.
    pub fields: Vec<(String, String)>,
    /// Files that a form sends.
    pub sent: Vec<Sent>,
    /// The headers.
    pub headers: HeaderMap,
    /// Files that a form brought.
    pub files: Vec<Upload>,
}

impl Arrived {
    /// The file of a field; one that is empty was not chosen.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == name && file.bytes > 0)
    }

    /// The first value of a field; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub fn fields(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// The file of a field; nothing where none was chosen.
    pub fn sent(&self, field: &str) -> Option<&Sent> {
        self.sent.iter().find(|sent| sent.field == field && !(sent.name.is_empty() && sent.bytes.is_empty()))
    }

    /// A part of the address.
    pub fn place(&self, name: &str) -> &str {
        self.places.get(name).map_or("", String::as_str)
    }

    /// The language of the browser, where nobody has chosen one.
    pub fn language(&self) -> Language {
        let wanted = self.headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or("");
        let mut ranked: Vec<(f32, Language)> = wanted.split(',').filter_map(ranked_language).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        ranked.first().map_or(Language::Danish, |(_, language)| *language)
    }
}

/// `en-GB;q=0.8` and its like.
fn ranked_language(text: &str) -> Option<(f32, Language)> {
    let (name, rank) = text.split_once(';').unwrap_or((text, "q=1"));
    let language = Language::parse(name.trim().split('-').next()?)?;
    Some((rank.trim().strip_prefix("q=")?.parse().ok()?, language))
}

/// Somebody who has not logged in.
pub struct Visitor<'a> {
    /// What all requests share.
    pub web: &'a Web,
    /// What came in.
    pub arrived: &'a Arrived,
    /// The texts of the browser's language.
    pub texts: &'a Texts,
}

/// What somebody who has logged in may do where.
pub struct Standing {
    /// Who.
    pub user: User,
    /// Roles for single agreements.
    pub grants: BTreeMap<AgreementId, BTreeSet<Role>>,
    /// The session.
    pub login: Login,
    /// The language that the user has chosen.
    pub language: Option<Language>,
}

impl Standing {
    /// Whether the user has one of the roles everywhere.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.user.roles.contains(role))
    }

    /// Whether the user has one of the roles for an agreement.
    pub fn is_any_on(&self, agreement: &AgreementId, roles: &[Role]) -> bool {
        let granted = self.grants.get(agreement);
        self.is_any(roles) || granted.is_some_and(|granted| roles.iter().any(|role| granted.contains(role)))
    }
}

/// Somebody who has logged in asks for something that he may have.
pub struct Asked<'a> {
    /// What all requests share.
    pub web: &'a Web,
    /// What came in.
    pub arrived: &'a Arrived,
    /// The texts of the user's language.
    pub texts: &'a Texts,
    /// Who asks.
    pub standing: &'a Standing,
    /// The use cases, for this user.
    pub session: Session<'a>,
    /// The agreement that the address is about.
    pub agreement: Option<AgreementId>,
    /// Whether the agreement was sealed; only pages of texts that are being written are opened where it was not.
    pub is_sealed: bool,
    /// The proposal that the address is about.
    pub proposal: Option<ProposalId>,
}

impl Asked<'_> {
    /// A text.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// The agreement that the address is about. Routes say whether there is one; a page of another is a fault of ours.
    pub fn agreement(&self) -> Result<&AgreementId, Failure> {
        self.agreement.as_ref().ok_or_else(|| Refusal::new("internal").with("what", "agreement").into())
    }

    /// The proposal that the address is about.
    pub fn proposal(&self) -> Result<&ProposalId, Failure> {
        self.proposal.as_ref().ok_or_else(|| Refusal::new("internal").with("what", "proposal").into())
    }

    /// Whether the user has one of the roles for the agreement of the address.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        match &self.agreement {
            Some(agreement) => self.standing.is_any_on(agreement, roles),
            None => self.standing.is_any(roles),
        }
    }

    /// The sealed agreements that the user may see anything of, in the order of their identifiers.
    pub fn agreements(&self) -> Result<Vec<AgreementId>, Failure> {
        let all = self.session.agreements()?;
        Ok(all.iter().filter(|id| self.standing.is_any_on(id, READ_ANY)).cloned().collect())
    }
}

impl Asked<'_> {
    /// The texts that the user may write on.
    pub fn drafts(&self) -> Result<Vec<Draft>, Failure> {
        let all = self.session.store.drafts()?;
        Ok(all.into_iter().filter(|draft| self.standing.is_any_on(&draft.agreement, WRITE_AGREEMENT)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_language() {
        let check = |wanted: Option<&'static str>, expected: Language| {
            let mut headers = HeaderMap::new();
            headers.extend(wanted.map(|text| (axum::http::header::ACCEPT_LANGUAGE, text.parse().expect("a value"))));
            let arrived = Arrived {
                path: String::new(),
                places: BTreeMap::new(),
                fields: Vec::new(),
                sent: Vec::new(),
                headers,
                files: Vec::new(),
            };
            assert_eq!(arrived.language(), expected, "{wanted:?}");
        };
        check(None, Language::Danish);
        check(Some("da"), Language::Danish);
        check(Some("en-GB,en;q=0.9,da;q=0.8"), Language::English);
        check(Some("de,en;q=0.2,da;q=0.8"), Language::Danish);
        check(Some("fr"), Language::Danish);
        check(Some(";;,q=,en;q=x"), Language::Danish);
    }
}
