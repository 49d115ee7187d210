//! Words that a Danish text must not use, because municipal people would read something else. It knows the glossary's
//! words, not grammar: a word whose meaning decides (`visitation` for a referral) is left to readers.

use super::{Finding, numbered};

/// A word that is banned, the endings under which it is banned, and what to say instead.
struct Banned {
    stem: &'static str,
    endings: &'static [&'static str],
    instead: &'static str,
}

const BANNED: &[Banned] = &[
    Banned {
        stem: "resultatopgørelse",
        endings: &["", "n", "r", "rne"],
        instead: "en resultatopgørelse er et regnskab; skriv »resultatopfølgning« eller »afregningsbilag«",
    },
    Banned {
        stem: "journal",
        endings: &["", "en", "er", "erne"],
        instead: "skriv »bogføring« eller »kontokort«; hændelser står i »hændelsesloggen«",
    },
    // The plural stays allowed: »overførsler« is a budget area, and »indkomstoverførsler« is a word of its own.
    Banned {
        stem: "overførs",
        endings: &["el", "len", "elen"],
        instead: "skriv »fremført underskud« eller »betaling«; budgetområdet hedder »overførsler«",
    },
    Banned {
        stem: "revision",
        endings: &["", "en", "er", "erne", "slog", "sloggen", "sspor", "ssporet"],
        instead: "skriv »hændelseslog«; den person, der ser efter, er en »revisor«",
    },
    Banned {
        stem: "sagsbehandler",
        endings: &["", "en", "e", "ne", "rolle", "rollen"],
        instead: "skriv »rådgiver« eller »medarbejder«",
    },
];

/// Whether Danish readers see the text of a file: texts of the program, agreements, and documents made from templates.
pub fn is_danish(path: &str) -> bool {
    let fluent = path.contains("/locales/da/") && path.ends_with(".ftl");
    let folders = ["agreements/", "bad/", "crates/agreement/templates/"];
    let agreement = folders.iter().any(|folder| path.starts_with(folder)) && path.ends_with(".md");
    fluent || agreement || (path.starts_with("crates/report/") && path.ends_with(".typ"))
}

/// Finds banned words, also with an ending of their own or of the genitive.
pub fn banned_words(path: &str, text: &str) -> Vec<Finding> {
    let fluent = path.ends_with(".ftl");
    numbered(text)
        .map(|(line, words)| (line, if fluent { fluent_text(words) } else { words.to_owned() }))
        .flat_map(|(line, words)| {
            find(&words).into_iter().map(move |(word, instead)| {
                Finding::new(path, line, format!("»{word}« hører ikke til ordlisten: {instead}"))
            })
        })
        .collect()
}

fn find(text: &str) -> Vec<(String, &'static str)> {
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words
        .filter_map(|word| {
            let small = word.to_lowercase();
            let banned = BANNED.iter().find(|banned| banned.is(&small))?;
            Some((word.to_owned(), banned.instead))
        })
        .collect()
}

impl Banned {
    fn is(&self, word: &str) -> bool {
        let Some(ending) = word.strip_prefix(self.stem) else { return false };
        self.endings.iter().any(|known| ending == *known || ending.strip_suffix('s') == Some(known))
    }
}

/// The words of a line that people read: no comment, no key, nothing between braces.
fn fluent_text(line: &str) -> String {
    if line.starts_with('#') {
        return String::new();
    }
    let pattern = match line.split_once('=') {
        Some((key, pattern)) if !key.trim().contains(' ') => pattern,
        _ => line,
    };
    let mut depth = 0_u32;
    let mut text = String::new();
    for letter in pattern.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(letter),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let words: Vec<String> = find(text).into_iter().map(|(word, _)| word).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn banned_words_are_found_with_their_endings() {
        check("Årets resultatopgørelser er klar.", &["resultatopgørelser"]);
        check("Se journalens linjer.", &["journalens"]);
        check("En overførsel og overførslen", &["overførsel", "overførslen"]);
        check("Revisionens log, revisionssporet", &["Revisionens", "revisionssporet"]);
        check("Sagsbehandlerne og SAGSBEHANDLERS", &["Sagsbehandlerne", "SAGSBEHANDLERS"]);
    }

    #[test]
    fn words_of_their_own_are_left_alone() {
        check("Indkomstoverførsler og overførsler; overførselsindkomst", &[]);
        check("En revisor, et revideret aftalegrundlag, sagsbehandling", &[]);
        check("Visitationssamtale og visitation", &[]);
        check("journalist", &[]);
    }

    #[test]
    fn only_what_is_read_counts_in_fluent() {
        let check = |text: &str, expected: usize| {
            assert_eq!(banned_words("crates/virkning/locales/da/a.ftl", text).len(), expected, "{text}");
        };
        check("journal = Bogføring\n", 0);
        check("# journal\n", 0);
        check("ledger = { $journal } linjer\n", 0);
        check("ledger = Journal\n", 1);
        check("ledger =\n    Vis journalen.\n", 1);
        check("    .hint = Se journal.\n", 1);
    }

    #[test]
    fn danish_files_are_known() {
        let template = "crates/agreement/templates/a.md";
        for path in ["crates/virkning/locales/da/report.ftl", "agreements/aarhus/a.md", "bad/A001-x.md", template] {
            assert!(is_danish(path), "{path}");
        }
        for path in ["crates/virkning/locales/en/report.ftl", "docs/DECISIONS.md", "README.md"] {
            assert!(!is_danish(path), "{path}");
        }
    }
}
