//! Small extracts and lists written by hand, and what an import or an enrolment of them said. Everyone is made up: CPR
//! numbers have days above 60 or belong to nobody.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use virkning_model::id::AgreementId;
use virkning_register::InstallationKey;

use crate::office::{Office, ips_plus, text};

/// An empty data folder with one user who may do everything.
pub fn desk() -> Office {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker,code-keeper"]);
    office
}

/// The same with the real agreement sealed, and `bo`, who keeps codes and approves.
pub fn sealed_desk() -> Office {
    let office = desk();
    office.ok("anna", &["user", "add", "bo", "--role", "approver,code-keeper"]);
    office.ok("anna", &["seal", &agreement()]);
    office
}

/// The path of the real agreement.
pub fn agreement() -> String {
    ips_plus().display().to_string()
}

/// Puts a file in the place for files and gives its path.
pub fn write(office: &Office, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = office.path(name);
    fs::write(&path, bytes).expect("a file");
    path
}

/// Runs the import of a file and gives its exit code and everything that it said.
pub fn import(office: &Office, name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> (i32, String) {
    let path = write(office, name, bytes);
    let words = [&["register", "import", "--source", "dream", &path], options].concat();
    let output = office.run("anna", &words);
    (output.status.code().unwrap_or(-1), text(&output.stdout) + &text(&output.stderr))
}

/// Imports a file that must be taken, and gives the manifest of its snapshot.
pub fn imported(office: &Office, name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> Value {
    let (code, said) = import(office, name, bytes, options);
    assert_eq!(code, 0, "{name}: {said}");
    let id = snapshot_in(&said, "Indlæst som ").unwrap_or_else(|| panic!("{name}: {said}"));
    office.json("anna", &["register", "show", &id, "--format", "json"])
}

/// The snapshot that an answer names after these words.
pub fn snapshot_in(said: &str, words: &str) -> Option<String> {
    let rest = said.lines().find_map(|line| line.strip_prefix(words))?;
    Some(rest.trim_end_matches("; intet nyt.").trim_end_matches('.').to_owned())
}

/// Imports a file that must be refused, leaving nothing behind, and gives what was said.
pub fn refused(office: &Office, name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> String {
    let before = snapshots(office);
    let (code, said) = import(office, name, bytes, options);
    assert_eq!(code, 1, "{name}: {said}");
    assert_eq!(snapshots(office), before, "{name}");
    said
}

/// The snapshots that the store knows, which must be the folders that there are.
pub fn snapshots(office: &Office) -> Vec<String> {
    let listed = office.json("anna", &["register", "show", "--format", "json"]);
    let listed: Vec<String> =
        listed.as_array().expect("a list").iter().map(|manifest| word(&manifest["snapshot"])).collect();
    let mut sorted = listed.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        folder_names(&format!("{}/snapshots", office.path("data"))),
        "folders without a record or the reverse"
    );
    listed
}

/// The names in a folder, sorted.
pub fn folder_names(path: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A JSON text without its quotes.
pub fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// One person of an extract: key, codes by week columns (`2444`, or `2444-2448`), ratios by month.
pub struct Career<'a> {
    pub key: &'a str,
    pub weeks: &'a [(&'a str, &'a str)],
    pub ratios: &'a [(&'a str, &'a str)],
}

/// An extract of the weeks 2024W40 to 2025W05 and the ratio months 2024-10 to 2025-01, as if delivered in February 2025.
/// November 2024 has four Thursdays: those of the weeks 45 to 48.
pub fn extract(careers: &[Career<'_>]) -> String {
    let weeks: Vec<u16> = (2440..=2452).chain(2501..=2505).collect();
    let months = ["2024-10", "2024-11", "2024-12", "2025-01"];
    let mut lines = vec![format!(
        "lobenr,{},{}",
        weeks.iter().map(|week| format!("y_{week}")).collect::<Vec<_>>().join(","),
        months.map(|month| format!("grad_{}", month.replace('-', "_"))).join(",")
    )];
    for career in careers {
        let code_of = |week: &u16| {
            let spells = career.weeks.iter().filter(|(span, _)| {
                let (first, last) = span.split_once('-').unwrap_or((span, span));
                (number(first)..=number(last)).contains(week)
            });
            spells.map(|(_, code)| (*code).to_owned()).next().unwrap_or_else(|| "   ".to_owned())
        };
        let ratio_of = |month: &str| {
            career
                .ratios
                .iter()
                .find(|(known, _)| *known == month)
                .map_or(String::new(), |(_, ratio)| (*ratio).to_owned())
        };
        let cells: Vec<String> = weeks.iter().map(code_of).chain(months.iter().map(|month| ratio_of(month))).collect();
        lines.push(format!("{},{}", career.key, cells.join(",")));
    }
    lines.join("\n") + "\n"
}

fn number(week: &str) -> u16 {
    week.parse().expect("a week as YYWW")
}

/// The header of a list as the built-in profile reads it.
pub const LIST_HEADER: &str = "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;\
                               afbrudt_aarsag;hjaelp_bekraeftet;profil_bekraeftet;misbrug_vurderet;rehabiliteringsteam;\
                               afslutter_stu;psykiatriens_maalgruppe";

/// A list of these rows.
pub fn list(rows: &[String]) -> String {
    format!("{LIST_HEADER}\n{}\n", rows.join("\n"))
}

/// Somebody who passes every rule and has begun that day.
pub fn begun(key: &str, day: &str) -> String {
    changed(key, &[("accepteret", day), ("udredning_paabegyndt", day)])
}

/// The same as begun on 2 May 2023, with some fields otherwise.
pub fn changed(key: &str, fields: &[(&str, &str)]) -> String {
    let usual = "2000-06;2022-11-01;2022-12-01;2023-05-02;2023-05-02;;;2022-12-01;2022-12-01;2022-12-01;nej;nej;nej";
    let names: Vec<&str> = LIST_HEADER.split(';').collect();
    let mut row: Vec<&str> = std::iter::once(key).chain(usual.split(';')).collect();
    for (name, value) in fields {
        let at = names.iter().position(|known| known == name).expect("a column of the list");
        row[at] = value;
    }
    row.join(";")
}

/// Enrols a list that must be taken, and gives what was said.
pub fn enrolled(office: &Office, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = write(office, name, bytes);
    office.ok("anna", &["enrol", &agreement(), &path])
}

/// The alias under which the agreement knows a serial number.
pub fn alias(office: &Office, key: &str) -> String {
    let installation = InstallationKey::load(Path::new(&office.path("data/keys/pseudonym.key"))).expect("the key");
    let agreement = AgreementId::new("ips-plus").expect("an identifier");
    installation.alias(&agreement, &installation.pseudonym("lobenr", key)).to_string()
}

/// Settles 2024 and gives the proposal.
pub fn settled(office: &Office) -> Value {
    office.json("anna", &["settle", &agreement(), "--measured-year", "2024", "--format", "json"])
}

/// Eligible, successes and unclarified of a proposal.
pub fn counts(proposal: &Value) -> [u64; 3] {
    ["eligible", "successes", "unclarified"].map(|name| proposal[name].as_u64().expect("a count"))
}

/// What the trace of a proposal says of each alias: outcome and situation.
pub fn trace(office: &Office, proposal: &Value) -> BTreeMap<String, String> {
    let path = office.path(&format!("data/traces/{}.txt", word(&proposal["trace"])));
    let text = fs::read_to_string(path).expect("the trace");
    let record = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let _number = parts.next()?;
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    text.lines().skip(1).map(|line| record(line).expect("number, alias, outcome")).collect()
}
