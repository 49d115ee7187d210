//! The letters that a bank takes. Payments in euro take the Latin set of the European Payments Council alone (SEPA Credit
//! Transfer Implementation Guidelines, 1.4); Danish banks also take æ, ø and å. Whatever else stands in a name is written
//! with letters of the set, and what has no such letter becomes a full stop, so that nothing vanishes silently.

use serde::Deserialize;

/// Which letters a file may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CharacterSet {
    /// a-z A-Z 0-9 / - ? : ( ) . , ' + and blanks.
    #[default]
    Sepa,
    /// The same with æ, ø, å and Æ, Ø, Å.
    Danish,
}

/// A text in the letters of the set, with single blanks and at most `length_max` letters.
pub fn text(text: &str, set: CharacterSet, length_max: usize) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            _ if is_in(letter, set) => out.push(letter),
            _ if letter.is_whitespace() => out.push(' '),
            _ => out.push_str(written(letter)),
        }
    }
    let out: Vec<&str> = out.split_whitespace().collect();
    let cut: String = out.join(" ").chars().take(length_max).collect();
    cut.trim_end().to_owned()
}

/// A reference of at most 35 signs: besides the letters of the set it neither begins nor ends with a slash and has no two
/// of them together (SEPA Credit Transfer Implementation Guidelines, 1.4).
pub fn reference(reference: &str) -> Option<String> {
    let good = (1..=35).contains(&reference.len())
        && reference.chars().all(|letter| is_in(letter, CharacterSet::Sepa))
        && !reference.starts_with(['/', ' '])
        && !reference.ends_with(['/', ' '])
        && !reference.contains("//");
    good.then(|| reference.to_owned())
}

fn is_in(letter: char, set: CharacterSet) -> bool {
    let danish = set == CharacterSet::Danish && "æøåÆØÅ".contains(letter);
    letter.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(letter) || danish
}

/// A letter in letters of the set: æ, ø and å as Danes write them without these letters, others without their accents.
pub(super) fn written(letter: char) -> &'static str {
    match letter {
        'æ' | 'ä' => "ae",
        'Æ' | 'Ä' => "AE",
        'ø' | 'ö' => "oe",
        'Ø' | 'Ö' => "OE",
        'å' => "aa",
        'Å' => "AA",
        'ü' => "ue",
        'Ü' => "UE",
        'ß' => "ss",
        'þ' => "th",
        'Þ' => "TH",
        'á' | 'à' | 'â' | 'ã' => "a",
        'Á' | 'À' | 'Â' | 'Ã' => "A",
        'ç' | 'č' => "c",
        'Ç' | 'Č' => "C",
        'ð' => "d",
        'Ð' => "D",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'É' | 'È' | 'Ê' | 'Ë' => "E",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'Í' | 'Ì' | 'Î' | 'Ï' => "I",
        'ł' => "l",
        'Ł' => "L",
        'ñ' | 'ń' => "n",
        'Ñ' | 'Ń' => "N",
        'ó' | 'ò' | 'ô' | 'õ' => "o",
        'Ó' | 'Ò' | 'Ô' | 'Õ' => "O",
        'š' | 'ś' => "s",
        'Š' | 'Ś' => "S",
        'ú' | 'ù' | 'û' => "u",
        'Ú' | 'Ù' | 'Û' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' => "Y",
        'ž' | 'ź' | 'ż' => "z",
        'Ž' | 'Ź' | 'Ż' => "Z",
        '–' | '—' | '−' | '\u{2011}' => "-",
        '’' | '‘' | '`' | '´' => "'",
        '&' => "+",
        '_' => "-",
        ';' => ",",
        '[' | '{' => "(",
        ']' | '}' => ")",
        '§' => "par.",
        '%' => "pct.",
        '€' => "EUR",
        _ => ".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_letters_of_a_bank() {
        let check = |from: &str, sepa: &str, danish: &str| {
            assert_eq!(text(from, CharacterSet::Sepa, 70), sepa);
            assert_eq!(text(from, CharacterSet::Danish, 70), danish);
        };
        check("Rådet for Sociale Investeringer", "Raadet for Sociale Investeringer", "Rådet for Sociale Investeringer");
        check("Blåbærgrød & Søn A/S", "Blaabaergroed + Soen A/S", "Blåbærgrød + Søn A/S");
        check("Müller\u{a0}–  Peña;\u{1F600}", "Mueller - Pena,.", "Mueller - Pena,.");
        check("<script>\"x\"</script>\n", ".script..x../script.", ".script..x../script.");
        check("", "", "");
    }

    #[test]
    fn long_texts_are_cut_by_letters() {
        assert_eq!(text("Ærø Ærø", CharacterSet::Danish, 4), "Ærø");
        assert_eq!(text("Ærø", CharacterSet::Sepa, 3), "AEr");
    }

    #[test]
    fn references_stay_as_they_are_or_are_refused() {
        for good in ["2025-0001", "ips-plus/2024", "A", &"x".repeat(35)] {
            assert_eq!(reference(good).as_deref(), Some(good));
        }
        for bad in ["", "/a", "a/", "a//b", "bilag æ", &"x".repeat(36), " a", "a "] {
            assert_eq!(reference(bad), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_stands_there_fits_the_set(from in ".*", length in 1_usize..140) {
            let made = text(&from, CharacterSet::Sepa, length);
            proptest::prop_assert!(made.chars().count() <= length);
            proptest::prop_assert!(made.chars().all(|letter| is_in(letter, CharacterSet::Sepa)));
            // What is in the set already stays.
            proptest::prop_assert_eq!(text(&made, CharacterSet::Sepa, length), made);
        }
    }
}
