//! Two documents compared as terms: what differs is told by table, name and key; order, form and comments say nothing.

use proptest::prelude::*;
use virkning_agreement::{Change, TermChange, Written, format, prose_changes, term_changes};

use crate::bad::minimal;
use crate::random;

/// A change as one line: `payment per-success amount: 10_000 (168) → 9_000 (168)`, with the lines of both documents.
fn shown(change: &TermChange) -> String {
    let id = change.id.as_deref().map_or_else(String::new, |id| format!(" {id}"));
    let written = |written: &Option<Written>| match written {
        Some(written) => format!("{} ({})", written.value, written.clause.line),
        None => "–".to_owned(),
    };
    let what = match &change.change {
        Change::Added(whole) => format!("added with {} keys ({})", whole.values.len(), whole.clause.line),
        Change::Removed(whole) => format!("removed with {} keys ({})", whole.values.len(), whole.clause.line),
        Change::Key { key, old, new } => format!("{key}: {} → {}", written(old), written(new)),
    };
    format!("{}{id} {what}", change.table)
}

/// The good document with pieces exchanged, each of which must stand there.
fn exchanged(pieces: &[(&str, &str)]) -> String {
    pieces.iter().fold(minimal(), |text, (old, new)| {
        assert!(text.contains(old), "{old} no longer stands in the document");
        text.replacen(old, new, 1)
    })
}

fn check(pieces: &[(&str, &str)], expected: &[&str]) {
    let (old, new) = (minimal(), exchanged(pieces));
    let line = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).map_or(0, |at| at + 1);
    // Lines are written as the words that stand on them, so that the good document may grow.
    let expected: Vec<String> = expected
        .iter()
        .map(|wanted| {
            let mut parts = wanted.split(['⟨', '⟩']);
            let mut text = parts.next().unwrap_or("").to_owned();
            while let (Some(words), Some(rest)) = (parts.next(), parts.next()) {
                let found = words.strip_prefix('+').map_or_else(|| line(&old, words), |words| line(&new, words));
                text.push_str(&format!("({found}){rest}"));
            }
            text
        })
        .collect();
    let told: Vec<String> = term_changes(&old, &new).iter().map(shown).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_value_is_told_with_its_key_and_both_lines() {
    check(
        &[("amount = 10_000", "amount = 9_000")],
        &["payment per-success amount: 10_000 ⟨amount = 10_000⟩ → 9_000 ⟨+amount = 9_000⟩"],
    );
    check(
        &[("# Job til unge\n", "# Job til unge\n\nEn ny linje.\n"), ("annual_return = 0.05", "annual_return = 0.045")],
        &["limit return-cap annual_return: 0.05 ⟨annual_return⟩ → 0.045 ⟨+annual_return⟩"],
    );
    check(
        &[("price_level = 2024", "price_level = 2025")],
        &["agreement price_level: 2024 ⟨price_level⟩ → 2025 ⟨+price_level⟩"],
    );
    check(
        &[("to = 2027-03-31", "to = 2027-12-31")],
        &["agreement to: 2027-03-31 ⟨to = 2027-03⟩ → 2027-12-31 ⟨+to = 2027-12⟩"],
    );
    check(
        &[("baseline = 0.25", "baseline = 0.25\ntarget = 0.6")],
        &["measure work-or-education target: – → 0.6 ⟨+target = 0.6⟩"],
    );
}

/// Who is alone has the whole however that is written; shares among several are told by the one who has them.
#[test]
fn shares_are_told_where_there_are_several() {
    let from = "from = { party = \"kommune\", budget = \"central\" }";
    check(&[(from, "from = [{ budget = \"central\", party = \"kommune\", share = 1.0 }]")], &[]);
    check(&[("to = \"fond\"", "to = { party = \"fond\", part = 2 }")], &[]);
    check(
        &[("to = \"fond\"", "to = { party = \"kommune\" }")],
        &["payment per-success to: \"fond\" ⟨to = \"fond\"⟩ → \"kommune\" ⟨+to = { party = \"kommune\" }⟩"],
    );
    let halves = |share: &str| {
        let to = "[{ party = \"fond\", share = 0.5 }, { party = \"kommune\", share = SHARE }]";
        minimal().replace("to = \"fond\"", &format!("to = {}", to.replace("SHARE", share)))
    };
    let told: Vec<String> = term_changes(&halves("0.50"), &halves("0.25")).iter().map(shown).collect();
    let line = halves("0.5").lines().position(|line| line.starts_with("to = [")).map_or(0, |at| at + 1);
    assert_eq!(told, [format!("payment per-success to.kommune.share: 0.5 ({line}) → 0.25 ({line})")]);
    let told: Vec<String> = term_changes(&minimal(), &halves("0.5")).iter().map(shown).collect();
    assert_eq!(
        told,
        [format!(
            "payment per-success to: \"fond\" ({line}) → [{{ party = \"fond\", share = 0.5 }}, {{ party = \"kommune\", share = 0.5 }}] ({line})"
        )]
    );
}

#[test]
fn keys_inside_tables_and_lists_are_told_by_their_way() {
    check(
        &[("expected = { 2025 = 0.50, later = 0.50 }", "expected = { 2025 = 0.40, later = 0.50 }")],
        &["measure work-or-education expected.2025: 0.5 ⟨expected⟩ → 0.4 ⟨+expected⟩"],
    );
    check(
        &[("from = { party = \"kommune\", budget = \"central\" }", "from = \"kommune\"")],
        &["payment per-success from.budget: \"central\" ⟨from = { party⟩ → –"],
    );
    check(
        &[("{ area = \"Kurser\", weight = 1, party", "{ weight = 2, area = \"Kurser\", party")],
        &["saving courses falls_to.Kurser.weight: 1 ⟨Kurser\", w⟩ → 2 ⟨+weight = 2⟩"],
    );
    check(
        &[("months = [3, 9]", "months = [3]")],
        &["meeting steering-group months: [3, 9] ⟨months =⟩ → [3] ⟨+months =⟩"],
    );
    check(
        &[("origin = { assumed = \"Eksempel\" }", "origin = { derived = \"Eksempel\" }")],
        &[
            "measure work-or-education origin.derived: – → \"Eksempel\" ⟨+derived⟩",
            "measure work-or-education origin.assumed: \"Eksempel\" ⟨assumed⟩ → –",
        ],
    );
}

#[test]
fn whole_terms_come_and_go() {
    check(
        &[("id = \"return-cap\"", "id = \"loft\"")],
        &["limit return-cap removed with 5 keys ⟨[[limit]]⟩", "limit loft added with 5 keys ⟨+[[limit]]⟩"],
    );
    check(
        &[("[[activity]]\nlabel = \"Opstart\"\nfrom = 2024-01-01\nto = 2024-02-01\n", "")],
        &["activity Opstart removed with 3 keys ⟨[[activity]]⟩"],
    );
    // What has no identifier is known by its first key: an example by its name, a signature by its party.
    check(
        &[("office = \"Formanden\"", "office = \"Direktøren\"")],
        &["signature fond office: \"Formanden\" ⟨Formanden⟩ → \"Direktøren\" ⟨+Direktøren⟩"],
    );
    check(
        &[("name = \"Halvdelen lykkes\"", "name = \"Hver anden\"")],
        &[
            "example Halvdelen lykkes removed with 3 keys ⟨[[example]]⟩",
            "example Hver anden added with 3 keys ⟨+[[example]]⟩",
        ],
    );
}

#[test]
fn order_form_and_comments_say_nothing() {
    check(&[("amount = 10_000", "amount = 10000.00 # uændret")], &[]);
    check(
        &[("bearer = { party = \"kommune\", budget", "bearer = { budget = \"decentral\", party = \"kommune\" } #")],
        &[],
    );
    check(&[("months = [3, 9]", "months = [\n    3,\n    9,\n]")], &[]);
    // The first block of terms moved to the end, and line ends of another system.
    let text = minimal();
    let start = text.find("```toml").expect("a block");
    let end = start + text[start + 3..].find("```").expect("its end") + 6;
    let moved = format!("{}{}\n{}\n", &text[..start], &text[end..], &text[start..end]);
    assert_eq!(term_changes(&text, &moved), []);
    assert_eq!(term_changes(&text, &text.replace('\n', "\r\n")), []);
}

#[test]
fn the_section_and_the_words_of_a_term_are_told() {
    let changes = term_changes(&minimal(), &exchanged(&[("amount = 10_000", "amount = 9_000")]));
    assert_eq!(changes[0].label.as_deref(), Some("Resultatbetaling"));
    match &changes[0].change {
        Change::Key { old: Some(old), new: Some(new), .. } => {
            assert_eq!(
                (old.clause.section.as_str(), new.clause.section.as_str()),
                ("Resultatbetaling", "Resultatbetaling")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn sections_with_other_prose_are_named() {
    let with = |pieces: &[(&str, &str)]| -> Vec<(String, bool, bool)> {
        let changes = prose_changes(&minimal(), &exchanged(pieces));
        changes
            .into_iter()
            .map(|change| (change.heading, change.old_line.is_some(), change.new_line.is_some()))
            .collect()
    };
    let told = |heading: &str, old, new| vec![(heading.to_owned(), old, new)];
    assert_eq!(with(&[]), []);
    assert_eq!(with(&[("amount = 10_000", "amount = 9_000")]), []);
    assert_eq!(with(&[("## Indsats\n", "## Indsats\n\nVi taler sammen.\n")]), told("Indsats", true, true));
    assert_eq!(with(&[("## Underskrifter\n", "")]), told("Underskrifter", true, false));
    assert_eq!(with(&[("## Indsats\n", "## Forord\n\nNyt.\n\n## Indsats\n")]), told("Forord", false, true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A document differs in nothing from itself in canonical form, and the other way round what one has the other lacks.
    #[test]
    fn differences_are_symmetric(old in random::agreements(), new in random::agreements()) {
        let (old, new) = (virkning_agreement::print(&old), virkning_agreement::print(&new));
        if let Ok(canonical) = format(&old) {
            prop_assert_eq!(term_changes(&old, &canonical), []);
        }
        let (there, back) = (term_changes(&old, &new), term_changes(&new, &old));
        prop_assert_eq!(there.len(), back.len());
    }
}
