//! Names of kinds as the measure language writes them: small letters, digits and hyphens.

/// The word for a name as a source writes it: `Bostøtte § 85` becomes `bostoette-85`. Nothing where no letter is left.
pub(crate) fn word_of(text: &str) -> Option<String> {
    let mut word = String::new();
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => word.push(character),
            'æ' | 'ä' => word.push_str("ae"),
            'ø' | 'ö' => word.push_str("oe"),
            'å' => word.push_str("aa"),
            'é' | 'è' | 'ë' => word.push('e'),
            'ü' => word.push('u'),
            _ if word.ends_with('-') || word.is_empty() => {}
            _ => word.push('-'),
        }
    }
    let word = word.trim_end_matches('-');
    let begins = word.find(|character: char| character.is_ascii_lowercase())?;
    Some(word[begins..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::word_of;

    #[test]
    fn names_become_words() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(word_of(text).as_deref(), expected, "{text}");
        check("Bostøtte § 85", Some("bostoette-85"));
        check("Kontanthjælp, uddannelseshjælp", Some("kontanthjaelp-uddannelseshjaelp"));
        check("HbA1c", Some("hba1c"));
        check("crisis-centre", Some("crisis-centre"));
        check("  Vejledning  og opkvalificering ", Some("vejledning-og-opkvalificering"));
        check("85 bostøtte", Some("bostoette"));
        check("§ 85", None);
        check("", None);
    }
}
