//! Who is who, as its users meet it: the identity vault, looks and their reasons, sources, erasure by two people, and the
//! event log with its signed head. Every number has a day above 60.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use virkning_model::id::AgreementId;
use virkning_register::InstallationKey;

use super::identifiers::check_hidden;
use super::made::{Career, agreement, begun, desk, extract, import, list, settled, word, write};
use crate::office::{Office, text};

const KAREN: &str = "6101904321";
const KAREN_LATER: &str = "6101904399";
const OLE: &str = "6202804322";
const REASON: [&str; 2] = ["--reason", "spørgsmål fra borgeren"];

/// `anna` enrols and administers, `carl` works with people, `bo` approves, `eva` looks after what others do.
fn ward() -> Office {
    let office = desk();
    for (name, role) in
        [("bo", "approver,code-keeper"), ("carl", "case-worker"), ("eva", "auditor"), ("adam", "administrator")]
    {
        office.ok("anna", &["user", "add", name, "--role", role]);
    }
    office.ok("anna", &["seal", &agreement()]);
    office
}

/// A list keyed by CPR number, with names.
fn named(people: &[(&str, &str, &str)]) -> String {
    let rows: Vec<String> = people.iter().map(|(cpr, ..)| begun(cpr, "2023-05-02")).collect();
    let text = list(&rows).replacen("lobenr", "CPR", 1);
    let mut lines = text.lines();
    let header = format!("{};navn;adresse;navne_og_adressebeskyttelse", lines.next().expect("a header"));
    let rows = lines.zip(people).map(|(line, (_, name, protected))| format!("{line};{name};Bakken 1;{protected}"));
    std::iter::once(header).chain(rows).collect::<Vec<_>>().join("\n") + "\n"
}

fn enrolled(office: &Office, name: &str, people: &[(&str, &str, &str)]) -> String {
    let path = write(office, name, named(people));
    office.ok("anna", &["enrol", &agreement(), &path])
}

fn two_people(office: &Office) -> String {
    enrolled(office, "liste.csv", &[(KAREN, "Karen Testesen", "nej"), (OLE, "Ole Testesen", "ja")])
}

fn alias(office: &Office, cpr: &str) -> String {
    let installation = InstallationKey::load(office.path("data/keys/pseudonym.key").as_ref()).expect("the key");
    let agreement = AgreementId::new("ips-plus").expect("an identifier");
    installation.alias(&agreement, &installation.pseudonym("cpr", cpr)).to_string()
}

fn show(cpr: &str, office: &Office) -> Vec<String> {
    let words = ["identity", "show", &alias(office, cpr), "--agreement", "ips-plus"];
    words.iter().chain(&REASON).map(|word| (*word).to_owned()).collect()
}

fn words(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

/// Runs a command that reads numbers from standard input, and gives the exit code and everything that was said.
fn with_input(office: &Office, user: &str, words: &[&str], input: &str) -> (Option<i32>, String) {
    let mut command = office.command(user, words);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// Always true 8: whatever is done, no number, name or address is said or kept in the open, but by `identity show`.
#[test]
fn a_number_is_shown_by_one_command_only() {
    let office = ward();
    let mut said = two_people(&office);
    assert!(said.contains("2 nye CPR-numre"), "{said}");
    let rows = [
        Career { key: KAREN, weeks: &[("2440-2505", "730")], ratios: &[("2024-11", "0.5")] },
        Career { key: OLE, weeks: &[("2440-2505", "730")], ratios: &[] },
    ];
    let (code, answer) = import(&office, "dream202502.csv", extract(&rows).replacen("lobenr", "PNR", 1), &[]);
    assert_eq!(code, 0, "{answer}");
    said += &answer;
    let proposal = settled(&office);
    let id = word(&proposal["id"]);
    said += &proposal.to_string();
    let (karen, pdf) = (alias(&office, KAREN), office.path("bilag.pdf"));
    let (log, head) = (office.path("log.jsonl"), office.path("hoved.txt"));
    let commands: [&[&str]; 14] = [
        &["show", &id],
        &["statement", &id, "--format", "json", "--for", "municipality"],
        &["statement", &id, "--format", "pdf", "--out", &pdf],
        &["explain", &agreement(), &karen, "--measured-year", "2024", "--reason", "kontrol"],
        &["looks", "--alias", &karen, "--agreement", "ips-plus", "--reason", "indsigt"],
        &["vault", "show"],
        &["vault", "rotate"],
        &["retention"],
        &["source", "add", "enrolment", "--legal-basis", "serviceloven", "--purpose", "x", "--delete-on", "2031-01-01"],
        &["erase", &karen, "--agreement", "ips-plus", "--reason", "slettefrist"],
        &["head", "sign", "--name", "Byen", "--out", &head],
        &["log", "show"],
        &["log", "export", "--out", &log],
        &["verify"],
    ];
    for command in commands {
        said += &office.ok("anna", command);
    }
    let numbers = format!("{KAREN}\n{KAREN_LATER}\n");
    let link = ["identity", "link", "--from", "2025-01-01", "--reason", "nyt nummer"];
    said += &with_input(&office, "carl", &link, &numbers).1;
    said += &with_input(&office, "carl", &["looks", "--cpr", "--reason", "indsigt"], &numbers).1;
    said += &with_input(&office, "carl", &["looks", "--cpr", "--reason", "indsigt"], "6101904321x\n").1;
    said +=
        &office.refused("carl", &["identity", "show", &karen, "--agreement", "ips-plus", "--reason", "se 610190-4321"]);
    let shown = office.ok("carl", &words(&show(KAREN, &office)));
    assert!(shown.contains("610190-4321") && shown.contains("Karen Testesen") && shown.contains("Bakken 1"), "{shown}");
    let shorter = |cpr: &str| format!("{}-{}", &cpr[..6], &cpr[6..]);
    let hidden = [KAREN.to_owned(), shorter(KAREN), OLE.to_owned(), shorter(OLE), "Testesen".into(), "Bakken".into()];
    let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
    check_hidden(&office, &said, &hidden);
    for path in [&pdf, &log, &head] {
        let bytes = fs::read(path).expect("a file");
        for secret in &hidden {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} in {path}");
        }
    }
}

#[test]
fn a_look_needs_a_role_and_a_reason() {
    let office = ward();
    two_people(&office);
    let (karen, ole) = (show(KAREN, &office), show(OLE, &office));
    for user in ["bo", "eva"] {
        assert!(office.refused(user, &words(&karen)).contains("har ikke den rolle"));
    }
    // Without a reason, and with an empty one.
    let output = office.run("carl", &words(&karen[..5]));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--reason"), "{}", text(&output.stderr));
    assert!(office.refused("carl", &["looks", "--reason", "x"]).contains("--alias"));
    let empty = ["identity", "show", &alias(&office, KAREN), "--agreement", "ips-plus", "--reason", " "];
    assert!(office.refused("carl", &empty).contains("mangler en begrundelse"));
    // Name and address of Ole are protected.
    let shown = office.ok("carl", &words(&ole));
    assert!(shown.contains("Ole Testesen") && shown.contains("navne- og adressebeskyttelse"), "{shown}");
    let shown = office.ok("adam", &words(&ole));
    assert!(!shown.contains("Ole Testesen") && !shown.contains("Bakken") && shown.contains("620280-4322"), "{shown}");
}

#[test]
fn the_citizen_reads_who_has_looked_without_names() {
    let office = ward();
    two_people(&office);
    office.ok("carl", &words(&show(KAREN, &office)));
    let karen = alias(&office, KAREN);
    let looks = office.ok("eva", &["looks", "--alias", &karen, "--agreement", "ips-plus", "--reason", "indsigt"]);
    for piece in ["spørgsmål fra borgeren", "case-worker", "CPR-nummer, navn og adresse", "2026"].iter().take(3) {
        assert!(looks.contains(piece), "{piece} is missing in {looks}");
    }
    assert!(!looks.contains("carl"), "{looks}");
    let (code, by_number) = with_input(&office, "eva", &["looks", "--cpr", "--reason", "indsigt"], "610190-4321\n");
    assert_eq!(code, Some(0), "{by_number}");
    assert!(by_number.contains("spørgsmål fra borgeren") && by_number.contains("listen over opslag"), "{by_number}");
    let (code, unknown) = with_input(&office, "eva", &["looks", "--cpr", "--reason", "indsigt"], KAREN_LATER);
    assert_eq!((code, unknown.contains("Ingen deltager har det CPR-nummer")), (Some(1), true), "{unknown}");
}

#[test]
fn keys_are_apart_and_can_be_changed() {
    let office = ward();
    assert!(office.ok("anna", &["vault", "show"]).contains("er tom"));
    two_people(&office);
    let path = office.path("data/keys/vault.key");
    let first = fs::read_to_string(&path).expect("the key");
    assert!(first.starts_with("1:") && first.len() == 67, "a version and 64 digits");
    assert!(office.refused("carl", &["vault", "rotate"]).contains("administrator"));
    assert!(office.ok("anna", &["vault", "rotate"]).contains("version 2. 2 identiteter"));
    let second = fs::read_to_string(&path).expect("the key");
    assert!(second.starts_with("2:") && second.len() == 67);
    office.ok("carl", &words(&show(KAREN, &office)));
    // Interrupted when the next version stood in the file, and again before the old one left it.
    fs::write(&path, format!("{second}3:{}", &first[2..])).expect("written");
    office.ok("carl", &words(&show(KAREN, &office)));
    assert!(office.ok("anna", &["vault", "rotate"]).contains("afbrudt, er gjort færdigt: version 3. 2"));
    let third = fs::read_to_string(&path).expect("the key");
    fs::write(&path, format!("{second}{third}")).expect("written");
    assert!(office.ok("anna", &["vault", "rotate"]).contains("afbrudt, er gjort færdigt: version 3. 0"));
    assert_eq!(fs::read_to_string(&path).expect("the key"), third);
    assert!(office.ok("anna", &["vault", "show"]).contains("nøgleversion 3"));
    // The first one again, none, a damaged one: nothing opens, nothing is made in its place.
    let list = write(&office, "igen.csv", named(&[(KAREN_LATER, "Karen", "nej")]));
    let refused = |expected: &str| {
        for words in [words(&show(KAREN, &office)), vec!["enrol", &agreement(), &list]] {
            let said = office.refused("anna", &words);
            assert!(said.contains(expected), "{said}");
        }
    };
    fs::write(&path, &second).expect("written");
    refused("skrevet med version 3");
    fs::write(&path, "x").expect("written");
    refused("beskadiget");
    fs::remove_file(&path).expect("removed");
    refused("mangler");
    assert!(!fs::exists(&path).expect("looked"));
    // The key may come from the environment, and no file is made.
    let mut command = office.command("carl", &words(&show(KAREN, &office)));
    let output = command.env("VIRKNING_VAULT_KEY", third.trim()).output().expect("the program runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut command = office.command("anna", &["vault", "rotate"]);
    let output = command.env("VIRKNING_VAULT_KEY", third.trim()).output().expect("the program runs");
    assert!(text(&output.stderr).contains("ny version 4"), "{}", text(&output.stderr));
    assert!(!fs::exists(&path).expect("looked"));
}

#[test]
fn sources_are_noted_and_what_is_due_is_erased_by_two_people() {
    let office = ward();
    let path = write(&office, "liste.csv", named(&[(KAREN, "Karen", "nej"), (OLE, "Ole", "nej")]));
    let output = office.run("anna", &["enrol", &agreement(), &path]);
    assert!(output.status.success() && text(&output.stderr).contains("»enrolment« er ikke noteret"));
    let add = ["source", "add", "enrolment", "--legal-basis", "serviceloven § 85", "--purpose", "afregning"];
    office.ok("anna", &[&add[..], &["--delete-on", "2025-03-10"]].concat());
    assert_eq!(text(&office.run("anna", &["enrol", &agreement(), &path]).stderr), "");
    assert!(office.ok("eva", &["source", "list"]).contains("serviceloven § 85"));
    assert!(office.ok("eva", &["source", "show", "enrolment"]).contains("ingen databehandler"));
    assert!(office.refused("eva", &["source", "show", "dream"]).contains("er ikke noteret"));
    assert!(office.ok("eva", &["retention"]).contains("2 identiteter skal slettes"));
    let due = ["erase", "--due", "--reason", "slettefristen"];
    assert!(office.ok("carl", &due).contains("2 noteret, 0 bekræftet"));
    assert!(office.refused("carl", &due).contains("selv bedt om"));
    assert!(office.ok("bo", &due).contains("0 noteret, 2 bekræftet"));
    assert!(office.refused("carl", &words(&show(KAREN, &office))).contains("er slettet"));
    assert!(office.ok("eva", &["retention"]).contains("Ingen identitet skal slettes"));
    // The next list says who they are again: they stay erased, and everything still verifies.
    assert!(office.ok("anna", &["enrol", &agreement(), &path]).contains("2 på listen er slettet"));
    office.ok("eva", &["verify"]);
    assert!(office.ok("eva", &["vault", "show"]).contains("0 identiteter kan åbnes, 2 er slettet"));
}

#[test]
fn one_person_under_two_numbers_is_counted_once() {
    let office = ward();
    two_people(&office);
    let karen = alias(&office, KAREN);
    let numbers = format!("{KAREN}\n{KAREN_LATER}\n");
    let link = ["identity", "link", "--from", "2025-01-01", "--reason", "nyt nummer fra folkeregisteret"];
    let (code, said) = with_input(&office, "carl", &link, &numbers);
    assert_eq!((code, said.contains("samme person fra 1. januar 2025")), (Some(0), true), "{said}");
    let (_, said) = with_input(&office, "carl", &link, &numbers);
    assert!(said.contains("allerede forbundet"), "{said}");
    let (code, said) = with_input(&office, "carl", &link, KAREN);
    assert_eq!((code, said.contains("mangler et CPR-nummer")), (Some(1), true), "{said}");
    let said = enrolled(&office, "ny.csv", &[(KAREN_LATER, "Karen Testesen", "nej"), (OLE, "Ole Testesen", "ja")]);
    assert!(said.contains("1 deltagere står under et nyt CPR-nummer") && said.contains("1 nye CPR-numre"), "{said}");
    let shown = office.ok("carl", &["identity", "show", &karen, "--agreement", "ips-plus", "--reason", "kontrol"]);
    assert!(shown.contains("610190-4321") && shown.contains("610190-4399"), "{shown}");
    // Registers know the person by the new number now, and the agreement still has two participants.
    let rows = [
        Career { key: KAREN_LATER, weeks: &[("2440-2505", "730")], ratios: &[("2024-11", "0.5")] },
        Career { key: OLE, weeks: &[("2440-2505", "730")], ratios: &[] },
    ];
    let (code, said) = import(&office, "dream202502.csv", extract(&rows).replacen("lobenr", "PNR", 1), &[]);
    assert_eq!(code, 0, "{said}");
    let proposal = settled(&office);
    assert_eq!((&proposal["eligible"], &proposal["successes"]), (&2.into(), &1.into()), "{proposal}");
    // Both numbers on one list are one person twice.
    let both = named(&[(KAREN, "Karen", "nej"), (KAREN_LATER, "Karen", "nej"), (OLE, "Ole", "nej")]);
    let path = write(&office, "begge.csv", both);
    assert!(
        office.refused("anna", &["enrol", &agreement(), &path]).contains("samme person under forskellige CPR-numre")
    );
    office.ok("eva", &["verify"]);
}

/// What stands in a register under the earlier number counts for the person, and nothing that was proposed before the
/// numbers were linked is computed otherwise since.
#[test]
fn rows_of_an_earlier_number_count_for_the_person() {
    let office = ward();
    two_people(&office);
    let ole = || Career { key: OLE, weeks: &[("2440-2505", "730")], ratios: &[] };
    let first = [Career { key: KAREN, weeks: &[("2440-2505", "730")], ratios: &[("2024-11", "0.5")] }, ole()];
    let extract_of = |rows: &[Career<'_>]| extract(rows).replacen("lobenr", "PNR", 1);
    let (code, said) = import(&office, "dream202502.csv", extract_of(&first), &[]);
    assert_eq!(code, 0, "{said}");
    let before = settled(&office);
    assert_eq!((&before["eligible"], &before["successes"]), (&2.into(), &1.into()), "{before}");
    // Only what is approved is computed again by `verify`.
    office.ok("bo", &["approve", &word(&before["id"])]);
    let numbers = format!("{KAREN}\n{KAREN_LATER}\n");
    let link = ["identity", "link", "--from", "2025-01-01", "--reason", "nyt nummer fra folkeregisteret"];
    let (code, said) = with_input(&office, "carl", &link, &numbers);
    assert_eq!(code, Some(0), "{said}");
    office.ok("eva", &["verify"]);
    enrolled(&office, "ny.csv", &[(KAREN_LATER, "Karen Testesen", "nej"), (OLE, "Ole Testesen", "ja")]);
    office.ok("eva", &["verify"]);
    // The next edition knows the person by the later number from January; the half-time work of November stands under the
    // earlier one.
    let next = [
        Career { key: KAREN, weeks: &[("2440-2452", "730")], ratios: &[("2024-11", "0.5")] },
        Career { key: KAREN_LATER, weeks: &[("2501-2505", "730")], ratios: &[] },
        ole(),
    ];
    let (code, said) = import(&office, "dream202503.csv", extract_of(&next), &[]);
    assert_eq!(code, 0, "{said}");
    let after = settled(&office);
    assert_eq!((&after["eligible"], &after["successes"]), (&2.into(), &1.into()), "{after}");
    assert_ne!(before["id"], after["id"]);
    let karen = alias(&office, KAREN);
    let words = ["explain", &agreement(), &karen, "--measured-year", "2024", "--reason", "kontrol"];
    let explained = office.ok("anna", &words);
    assert!(explained.contains("dream-2025-03") && !explained.contains(KAREN), "{explained}");
    office.ok("eva", &["verify"]);
}

/// The same set of participants under another number is another basis: what was approved before is computed again from the
/// numbers of then, and what was only proposed is told to be out of date.
#[test]
fn an_approved_proposal_rests_on_the_numbers_of_then() {
    let office = ward();
    two_people(&office);
    let ole = || Career { key: OLE, weeks: &[("2440-2505", "730")], ratios: &[] };
    // The work of November stands under the later number already, which nobody has linked yet.
    let rows = [
        Career { key: KAREN, weeks: &[("2440-2505", "730")], ratios: &[] },
        Career { key: KAREN_LATER, weeks: &[], ratios: &[("2024-11", "0.5")] },
        ole(),
    ];
    let (code, said) = import(&office, "dream202502.csv", extract(&rows).replacen("lobenr", "PNR", 1), &[]);
    assert_eq!(code, 0, "{said}");
    let before = settled(&office);
    assert_eq!((&before["eligible"], &before["successes"]), (&2.into(), &0.into()), "{before}");
    office.ok("bo", &["approve", &word(&before["id"])]);
    let numbers = format!("{KAREN}\n{KAREN_LATER}\n");
    let link = ["identity", "link", "--from", "2025-01-01", "--reason", "nyt nummer fra folkeregisteret"];
    assert_eq!(with_input(&office, "carl", &link, &numbers).0, Some(0));
    enrolled(&office, "ny.csv", &[(KAREN_LATER, "Karen Testesen", "nej"), (OLE, "Ole Testesen", "ja")]);
    office.ok("eva", &["verify"]);
    office.ok("bo", &["void", &word(&before["id"]), "--reason", "numrene er forbundet"]);
    let after = settled(&office);
    assert_eq!((&after["eligible"], &after["successes"]), (&2.into(), &1.into()), "{after}");
    let inputs = |proposal: &serde_json::Value, key: &str| proposal["inputs"][key].clone();
    assert_eq!(inputs(&before, "enrolment_set"), inputs(&after, "enrolment_set"));
    assert_ne!(inputs(&before, "numbers"), inputs(&after, "numbers"));
    office.ok("bo", &["approve", &word(&after["id"])]);
    office.ok("eva", &["verify"]);
}

#[test]
fn a_signed_head_is_kept_elsewhere() {
    let office = ward();
    let (path, log) = (office.path("hoved.txt"), office.path("log.jsonl"));
    assert!(office.refused("anna", &["head", "sign"]).contains("intet navn"));
    assert!(office.ok("anna", &["head", "show"]).contains("ingen nøgle"));
    office.ok("anna", &["head", "sign", "--name", "Byen, Socialforvaltningen", "--out", &path]);
    assert!(office.refused("anna", &["head", "sign", "--name", "Egnen"]).contains("hedder allerede »Byen"));
    let shown = office.ok("anna", &["head", "show"]);
    let key = shown.split_whitespace().last().expect("the key").to_owned();
    two_people(&office);
    assert!(office.ok("eva", &["head", "verify", &path, "--key", &key]).contains("Loggen her fører til"));
    assert!(office.ok("eva", &["head", "verify", &path]).contains("ikke sammenlignet"));
    office.ok("eva", &["verify", "--head", &path, "--key", &key]);
    let other = if key.starts_with('0') {
        key.replacen('0', "1", 1)
    } else {
        key.replacen(&key[..1], "0", 1)
    };
    assert!(office.refused("eva", &["verify", "--head", &path, "--key", &other]).contains("en anden nøgle"));
    // The log as a file, with no data folder at all.
    office.ok("eva", &["log", "export", "--out", &log]);
    let elsewhere = Office::empty();
    assert!(elsewhere.ok("x", &["verify", "--log", &log, "--head", &path, "--key", &key]).contains("er hel"));
    assert!(!fs::exists(elsewhere.path("data")).expect("looked"));
    let whole = fs::read_to_string(&log).expect("the log");
    let check = |changed: String, expected: &str| {
        let path_changed = write(&elsewhere, "aendret.jsonl", changed);
        let output = elsewhere.run("x", &["verify", "--log", &path_changed, "--head", &path]);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!((output.status.code(), said.contains(expected)), (Some(1), true), "{said}");
    };
    check(whole.replacen("case-worker", "case-maker", 1), "ved nummer 1: hændelsen er ændret");
    let without = |place: usize| -> String {
        whole.lines().enumerate().filter(|(at, _)| *at != place).map(|(_, line)| format!("{line}\n")).collect()
    };
    check(without(2), "ved nummer 3: hændelsen mangler");
    check(whole.lines().take(2).map(|line| format!("{line}\n")).collect(), "ved nummer 3: loggen er skåret af");
    // The signed text itself.
    let changed = fs::read_to_string(&path).expect("the head").replacen("Byen", "Egnen", 1);
    let changed = write(&office, "forfalsket.txt", changed);
    assert!(office.refused("eva", &["head", "verify", &changed]).contains("passer ikke til teksten"));
    assert!(office.refused("eva", &["head", "verify", &log]).contains("ikke et underskrevet hoved"));
}
