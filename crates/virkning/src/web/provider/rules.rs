//! Where the municipality's login comes from, and what its groups are worth here: a TOML file that the keeper of the server
//! writes. Which group gives which role where is data; who comes without a group that is named gets nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use virkning_model::id::{AgreementId, UserId};
use virkning_store::Role;

use crate::app::failure::{Failure, Refusal};
use crate::app::folder::{hash, read_text};

/// The rules of one provider.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What people call it, on the button.
    pub name: String,
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// What it calls this application.
    pub client: String,
    /// What this application proves itself with; nothing where PKCE alone is enough for the provider.
    pub secret: Option<String>,
    /// The claim that lists groups.
    pub groups: String,
    /// The claim that names the user.
    pub user: String,
    /// Scopes that are asked for.
    pub scopes: Vec<String>,
    /// Ways of proving oneself of which one must have been used; any where none is named.
    pub ways: Vec<String>,
    /// Certificates of the provider's own authority, as PEM; the public ones where there are none.
    pub certificates: Option<Vec<u8>>,
    /// SHA-256 of the file.
    pub hash: String,
    roles: Vec<GroupRole>,
    users: BTreeMap<String, UserId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    provider: RawProvider,
    #[serde(default, rename = "role")]
    roles: Vec<GroupRole>,
    #[serde(default, rename = "user")]
    users: Vec<RawUser>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProvider {
    name: String,
    issuer: String,
    client: String,
    secret_file: Option<PathBuf>,
    certificates: Option<PathBuf>,
    #[serde(default = "groups_claim")]
    groups: String,
    #[serde(default = "user_claim")]
    user: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    acr: Vec<String>,
}

fn groups_claim() -> String {
    "groups".to_owned()
}

fn user_claim() -> String {
    "preferred_username".to_owned()
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRole {
    group: String,
    #[serde(deserialize_with = "role")]
    role: Role,
    investment: Option<AgreementId>,
}

fn role<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
    let word = String::deserialize(deserializer)?;
    let known = || Role::ALL.map(|role| role.as_str()).join(", ");
    word.parse().map_err(|_| serde::de::Error::custom(format!("`{word}` is no role; roles are {}", known())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUser {
    subject: String,
    user: UserId,
}

/// What groups are worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Roles everywhere.
    pub roles: BTreeSet<Role>,
    /// Roles for single agreements.
    pub grants: BTreeMap<AgreementId, BTreeSet<Role>>,
}

impl Rules {
    /// Reads a file with what it names beside it.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = read_text(path)?;
        let raw: Raw = toml::from_str(&text).map_err(|error| faulty(path, &text, error.span(), error.message()))?;
        let RawProvider { name, issuer, client, groups, user, scopes, acr, secret_file, certificates } = raw.provider;
        if !is_safe_address(&issuer) || issuer.contains(['?', '#']) {
            return Err(faulty(path, &text, place_of(&text, "issuer"), "issuer: https://…, without ? and #").into());
        }
        let beside = |file: PathBuf| path.parent().unwrap_or(Path::new(".")).join(file);
        let bytes = |file: PathBuf| {
            let file = beside(file);
            std::fs::read(&file).map_err(|error| Failure::operating("tried-read", &file, error))
        };
        let secret = secret_file.map(|file| read_text(&beside(file))).transpose()?;
        Ok(Self {
            name,
            issuer,
            client,
            secret: secret.map(|text| text.trim().to_owned()),
            groups,
            user,
            scopes: if scopes.is_empty() {
                vec!["openid".to_owned(), "profile".to_owned()]
            } else {
                scopes
            },
            ways: acr,
            certificates: certificates.map(bytes).transpose()?,
            hash: hash(text.as_bytes()).to_string(),
            roles: raw.roles,
            users: raw.users.into_iter().map(|user| (user.subject, user.user)).collect(),
        })
    }

    /// What somebody's groups are worth.
    pub fn worth(&self, groups: &[String]) -> Worth {
        let mut worth = Worth::default();
        for rule in self.roles.iter().filter(|rule| groups.contains(&rule.group)) {
            match &rule.investment {
                None => drop(worth.roles.insert(rule.role)),
                Some(agreement) => drop(worth.grants.entry(agreement.clone()).or_default().insert(rule.role)),
            }
        }
        worth
    }

    /// The user who was declared before and is this person, where the rules say so.
    pub fn joined(&self, subject: &str) -> Option<&UserId> {
        self.users.get(subject)
    }

    /// The rules as rows for people: group, role, investment.
    pub fn rows(&self) -> impl Iterator<Item = (&str, Role, Option<&AgreementId>)> {
        self.roles.iter().map(|rule| (rule.group.as_str(), rule.role, rule.investment.as_ref()))
    }
}

/// Secrets go over the wire encrypted, or stay on this machine.
pub fn is_safe_address(address: &str) -> bool {
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    let plain = address.bytes().all(|sign| sign.is_ascii_graphic());
    plain && (address.starts_with("https://") || local.iter().any(|start| address.starts_with(start)))
}

/// The scheme, host and port of an address.
pub fn origin_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |place| place + 3);
    let end = address[host..].find('/').map_or(address.len(), |place| host + place);
    &address[..end]
}

fn place_of(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    text.find(word).map(|start| start..start + word.len())
}

fn faulty(path: &Path, text: &str, span: Option<std::ops::Range<usize>>, what: &str) -> Refusal {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count();
    let excerpt = text.lines().nth(line).unwrap_or_default().trim().to_owned();
    let refusal = Refusal::new("login-rules").with("path", path.display()).with("line", line + 1);
    refusal.with("excerpt", excerpt).with("what", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[provider]
name = "Aarhus Kommune"
issuer = "https://login.example.dk/aarhus"
client = "virkning"

[[role]]
group = "all-readers"
role = "reader"

[[role]]
group = "ips-controllers"
role = "controller"
investment = "ips-plus"

[[user]]
subject = "4711"
user = "anna"
"#;

    fn read(text: &str) -> Result<Rules, Failure> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("login.toml");
        std::fs::write(&path, text).expect("a file");
        std::fs::write(folder.path().join("secret"), "s3cret\n").expect("a file");
        Rules::read(&path)
    }

    #[test]
    fn groups_are_worth_what_the_rules_say() {
        let rules = read(GOOD).expect("rules");
        let check = |groups: &[&str], roles: &[Role], grants: &[(&str, Role)]| {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            let mut expected = Worth { roles: roles.iter().copied().collect(), grants: BTreeMap::new() };
            for (agreement, role) in grants {
                expected.grants.entry(AgreementId::new(*agreement).expect("a name")).or_default().insert(*role);
            }
            assert_eq!(rules.worth(&groups), expected, "{groups:?}");
        };
        check(&[], &[], &[]);
        check(&["others", "ALL-READERS"], &[], &[]);
        check(&["all-readers"], &[Role::Reader], &[]);
        check(&["ips-controllers", "all-readers"], &[Role::Reader], &[("ips-plus", Role::Controller)]);
        assert_eq!(rules.joined("4711").map(UserId::as_str), Some("anna"));
        assert_eq!(rules.joined("4712"), None);
        assert_eq!((rules.groups.as_str(), rules.scopes.len(), rules.secret), ("groups", 2, None));
        let with_secret = read(&GOOD.replace("client =", "secret_file = \"secret\"\nclient =")).expect("rules");
        assert_eq!(with_secret.secret.as_deref(), Some("s3cret"));
    }

    #[test]
    fn faulty_rules_are_refused_at_their_line() {
        let check = |from: &str, to: &str, line: &str, what: &str| {
            let found = read(&GOOD.replace(from, to));
            let Err(Failure::Refused(refusal)) = found else { panic!("{to} is taken") };
            let word =
                |name: &str| refusal.arguments.iter().find(|(known, _)| known == name).map(|(_, word)| word.clone());
            assert_eq!((refusal.key.as_str(), word("line").as_deref()), ("login-rules", Some(line)), "{refusal:?}");
            assert!(word("what").is_some_and(|said| said.contains(what)), "{refusal:?}");
        };
        check("role = \"reader\"", "role = \"king\"", "9", "no role");
        check("name =", "navn =", "3", "navn");
        check("https://login", "http://login", "4", "https");
        check("ips-plus", "IPS", "14", "identifier");
        check("[[user]]", "[[user]", "16", "");
    }

    #[test]
    fn secrets_travel_encrypted_or_not_at_all() {
        for good in ["https://login.example.dk", "http://127.0.0.1:4000/x", "http://localhost:1"] {
            assert!(is_safe_address(good), "{good}");
        }
        for bad in ["http://login.example.dk", "http://127.0.0.1.example.dk:80", "ftp://x", "https://x y", ""] {
            assert!(!is_safe_address(bad), "{bad}");
        }
        assert_eq!(origin_of("https://login.example.dk/a/b"), "https://login.example.dk");
        assert_eq!(origin_of("http://127.0.0.1:4000"), "http://127.0.0.1:4000");
    }
}
