//! Rules about Rust sources: a head in every file, no floating-point numbers where money is decided, lints inherited.
//! It reads tokens only as far as that needs: no parser.

use super::{Finding, numbered};

/// Every file says in its first line what it is for.
pub fn head(path: &str, text: &str) -> Vec<Finding> {
    let first = text.lines().next().unwrap_or("");
    match first.strip_prefix("//! ") {
        Some(words) if words.split_whitespace().count() >= 3 => Vec::new(),
        Some(_) => vec![Finding::new(path, 1, "the head says too little: what is the file for, and what is it not?")],
        None => vec![Finding::new(path, 1, "the file must begin with `//! ` and say what it is for")],
    }
}

/// A drawing in documentation stands in a block marked `text`: one that is only indented is compiled as an example.
pub fn indented_blocks(path: &str, text: &str) -> Vec<Finding> {
    let mut fenced = false;
    let mut after_blank = true;
    let mut findings = Vec::new();
    for (line, words) in numbered(text) {
        let words = words.trim_start();
        let Some(comment) = words.strip_prefix("///").or_else(|| words.strip_prefix("//!")) else {
            (fenced, after_blank) = (false, true);
            continue;
        };
        if comment.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if comment.starts_with("     ") && after_blank && !fenced {
            findings.push(Finding::new(path, line, "fence this block with ```text, or it is compiled as an example"));
        }
        after_blank = comment.trim().is_empty();
    }
    findings
}

/// Sources in which no number is a float. Integration tests are left out: they may count again in a way of their own.
pub fn must_be_exact(path: &str) -> bool {
    ["crates/model/src/", "crates/agreement/src/", "crates/engine/src/"].iter().any(|folder| path.starts_with(folder))
}

/// Finds floating-point types, conversions and literals outside comments and strings.
pub fn floats(path: &str, text: &str) -> Vec<Finding> {
    numbered(&without_comments_and_strings(text))
        .flat_map(|(line, code)| {
            tokens(code).into_iter().filter(|token| is_float(token)).map(move |token| {
                Finding::new(path, line, format!("`{token}` is a float; model, agreement and engine compute exactly"))
            })
        })
        .collect()
}

/// Every crate follows the lints of the workspace.
pub fn inherits_lints(path: &str, text: &str) -> Vec<Finding> {
    let mut lines = text.lines().map(str::trim);
    let found = lines.any(|line| line == "[lints]") && lines.next() == Some("workspace = true");
    if found {
        Vec::new()
    } else {
        vec![Finding::new(path, 1, "add `[lints]` with `workspace = true`")]
    }
}

fn is_float(token: &str) -> bool {
    let typed = ["f32", "f64"].iter().any(|kind| {
        token == *kind
            || token.strip_suffix(kind).is_some_and(|before| before.ends_with('_') || is_number(before))
            || token.strip_prefix(kind).is_some_and(|after| after.starts_with('_'))
    });
    let number = token.as_bytes().first().is_some_and(u8::is_ascii_digit) && !token.starts_with("0x");
    typed || (number && (token.contains('.') || has_exponent(token)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.')
}

fn has_exponent(token: &str) -> bool {
    token.split_once(['e', 'E']).is_some_and(|(before, after)| is_number(before) && is_number(after))
}

/// Words and numbers of a line. A number takes a point with it only where a digit follows and none of a field's or a
/// range's points stands before it, so that `pair.0.1` and `0..2` are no floats.
fn tokens(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    let mut tokens = Vec::new();
    let mut place = 0;
    while place < letters.len() {
        if !is_word(letters[place]) {
            place += 1;
            continue;
        }
        let start = place;
        let after_point = start > 0 && letters[start - 1] == '.';
        let number = letters[start].is_ascii_digit() && !after_point;
        while place < letters.len() && (is_word(letters[place]) || (number && is_decimal_point(&letters, start, place)))
        {
            place += 1;
        }
        tokens.push(letters[start..place].iter().collect());
    }
    tokens
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn is_decimal_point(letters: &[char], start: usize, place: usize) -> bool {
    let first = !letters[start..place].contains(&'.');
    letters[place] == '.' && first && letters.get(place + 1).is_some_and(char::is_ascii_digit)
}

/// The text with comments, strings and character literals blanked, line by line as before.
fn without_comments_and_strings(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut place = 0;
    while place < letters.len() {
        let end = end_of_ignored(&letters, place);
        if end == place {
            code.push(letters[place]);
            place += 1;
        } else {
            code.extend(letters[place..end].iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
            place = end;
        }
    }
    code
}

/// Where the comment, string or character that begins here ends; here, if none does.
fn end_of_ignored(letters: &[char], start: usize) -> usize {
    let rest = &letters[start..];
    match rest {
        ['/', '/', ..] => start + length_until(rest, &['\n'], 0),
        ['/', '*', ..] => start + length_until(rest, &['*', '/'], 2),
        ['r', '"' | '#', ..] if start == 0 || !is_word(letters[start - 1]) || letters[start - 1] == 'b' => {
            raw_string_end(letters, start)
        }
        ['"', ..] => start + quoted_length(rest),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => start + character_length(rest),
        _ => start,
    }
}

fn length_until(rest: &[char], mark: &[char], skip: usize) -> usize {
    let found = rest[skip..].windows(mark.len()).position(|window| window == mark);
    let included = if skip == 0 { 0 } else { mark.len() };
    found.map_or(rest.len(), |at| skip + at + included)
}

fn raw_string_end(letters: &[char], start: usize) -> usize {
    let hashes = letters[start + 1..].iter().take_while(|letter| **letter == '#').count();
    if letters.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    start + length_until(&letters[start..], &close, hashes + 2)
}

fn quoted_length(rest: &[char]) -> usize {
    let mut place = 1;
    while place < rest.len() {
        match rest[place] {
            '\\' => place += 2,
            '"' => return place + 1,
            _ => place += 1,
        }
    }
    rest.len()
}

fn character_length(rest: &[char]) -> usize {
    let skip = if rest[1] == '\\' { 3 } else { 2 };
    rest.get(skip..).and_then(|after| after.iter().position(|letter| *letter == '\'')).map_or(1, |at| skip + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_is_for() {
        assert_eq!(head("a.rs", "//! Money: whole øre.\n"), vec![]);
        assert_eq!(head("a.rs", "//! Money.\n").len(), 1);
        assert_eq!(head("a.rs", "use std::fmt;\n").len(), 1);
        assert_eq!(head("a.rs", "").len(), 1);
    }

    #[test]
    fn drawings_are_fenced() {
        let check = |text: &str, expected: usize| assert_eq!(indented_blocks("a.rs", text).len(), expected, "{text}");
        check("//! The way:\n//!\n//!     a -> b\n", 1);
        check("//! The way:\n//!\n//! ```text\n//!     a -> b\n//! ```\n", 0);
        check("/// - an item\n///     that goes on\nfn f() {}", 0);
        check("let text = \"\";\n    //     a remark\n", 0);
    }

    #[test]
    fn floats_are_found_and_nothing_else() {
        let check = |code: &str, expected: usize| assert_eq!(floats("a.rs", code).len(), expected, "{code}");
        check("let a: f64 = b;", 1);
        check("fn rate() -> Option<f32> {", 1);
        check("let a = 0.05;", 1);
        check("let a = 1e9;", 1);
        check("let a = 2f64;", 1);
        check("decimal.to_f64()", 1);
        check("f64_of(x)", 1);
        check("let a = 1.5 + 2.5;", 2);
        check("let a = pair.0.1;", 0);
        check("for a in 0..2 {", 0);
        check("1.max(2)", 0);
        check("let a = 0x1e9;", 0);
        check("let a = 4_150;", 0);
        check("let id = \"f64 0.5\"; // f64 0.5", 0);
        check("/* f64\n 0.5 */ let a = 1;", 0);
        check("let a = r#\"0.5 \"f64\" \"#; let b = 0.5;", 1);
        check("let quote = '\"'; let a: f64 = 0;", 1);
        check("let escaped = '\\''; let a: f64 = 0;", 1);
        check("fn name<'a>(text: &'a str) -> &'a str {", 0);
    }

    #[test]
    fn a_finding_has_the_right_line() {
        let found = floats("a.rs", "/* one\n two */\nlet text = \"\n\";\nlet a = 0.5;\n");
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), vec![5]);
    }

    #[test]
    fn only_the_exact_crates_are_looked_at() {
        assert!(must_be_exact("crates/engine/src/lib.rs"));
        assert!(!must_be_exact("crates/stats/src/lib.rs"));
        assert!(!must_be_exact("crates/engine/tests/it/main.rs"));
    }

    #[test]
    fn lints_come_from_the_workspace() {
        assert_eq!(inherits_lints("a", "[package]\n\n[lints]\nworkspace = true\n"), vec![]);
        assert_eq!(inherits_lints("a", "[package]\n").len(), 1);
        assert_eq!(inherits_lints("a", "[lints]\n\n[package]\nworkspace = true\n").len(), 1);
    }
}
