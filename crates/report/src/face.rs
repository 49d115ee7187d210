//! The faces that documents are set in: which letters they have, and how wide a text gets. All of them are embedded;
//! nothing of the machine's own is looked at.

use std::sync::LazyLock;

use serde_json::Value;
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// The face of all text.
const TEXT_FAMILY: &str = "Libertinus Serif";
/// The face for letters that the first one lacks, such as arrows and box signs.
const FALLBACK_FAMILY: &str = "DejaVu Sans Mono";

/// What fits on a line of running text, in ems; also on a fact's, so that a hash of 64 digits is not broken there.
pub const LINE_EMS: f64 = 33.0;

/// All faces in the order of the font book.
pub static FACES: LazyLock<Vec<Font>> = LazyLock::new(|| {
    typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| [TEXT_FAMILY, FALLBACK_FAMILY].contains(&font.info().family.as_str()))
        .collect()
});

/// The regular text face, for measuring.
static REGULAR: LazyLock<FontInstance> = LazyLock::new(|| {
    let regular = FontVariant::default();
    let font = FACES.iter().find(|font| font.info().family == TEXT_FAMILY && font.info().variant == regular);
    let font = font.expect("the text face is embedded").clone();
    font.instantiate(regular, Abs::pt(10.0), &FontVariations::default())
});

/// How wide a text gets, in ems. A little too wide, so that semibold text fits too.
pub fn width_ems(text: &str) -> f64 {
    let advance = |letter: char| {
        let glyph = REGULAR.ttf().glyph_index(letter)?;
        Some(REGULAR.x_advance(glyph.0)?.get())
    };
    text.chars().map(|letter| advance(letter).unwrap_or(0.7)).sum::<f64>() * 1.07
}

/// Replaces, in every text of a view, what no face can show by U+FFFD. A letter without a glyph would be an empty box
/// in print and is forbidden in PDF/UA (ISO 14289-1, 7.21.8); the reader sees that something stood there.
pub fn keep_printable(value: &mut Value) {
    match value {
        Value::String(text) if !text.chars().all(printable) => {
            *text = text.chars().map(|letter| if printable(letter) { letter } else { '\u{FFFD}' }).collect();
        }
        Value::Array(values) => values.iter_mut().for_each(keep_printable),
        Value::Object(fields) => fields.values_mut().for_each(keep_printable),
        _ => {}
    }
}

fn printable(letter: char) -> bool {
    match letter {
        // White space, and breaks and joins that draw nothing.
        '\n' | '\r' | '\t' | '\u{AD}' | '\u{200B}' | '\u{2060}' => true,
        // Overrides of the writing direction would let a name rearrange the text around it.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => false,
        // Private letters mean nothing to a reader, and PDF/UA forbids the byte order mark.
        '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFFE}' | '\u{F0000}'.. => false,
        _ if letter.is_control() => false,
        _ => FACES.iter().any(|font| font.info().coverage.contains(letter as u32)),
    }
}

/// Lets words that are wider than `ems` be broken, by spaces without width: numbers, hashes and addresses, which no
/// hyphenation knows, at that width already; words of letters only where they would not fit on any line.
pub fn soften(value: &mut Value, ems: f64) {
    match value {
        Value::String(text) if text.split_whitespace().any(|word| is_too_wide(word, ems)) => {
            let pieces = text.split_inclusive(char::is_whitespace);
            *text = pieces
                .map(|word| if is_too_wide(word.trim(), ems) { breakable(word) } else { word.to_owned() })
                .collect();
        }
        Value::Array(values) => values.iter_mut().for_each(|value| soften(value, ems)),
        Value::Object(fields) => fields.values_mut().for_each(|value| soften(value, ems)),
        _ => {}
    }
}

/// A text that takes no more than `ems`; what is cut off is shown by `…`.
pub fn shorten(text: &str, ems: f64) -> String {
    if width_ems(text) <= ems {
        return text.to_owned();
    }
    let mut used = width_ems("…");
    let kept = text.chars().take_while(|letter| {
        used += width_ems(letter.encode_utf8(&mut [0; 4]));
        used <= ems
    });
    format!("{}…", kept.collect::<String>().trim_end())
}

fn is_too_wide(word: &str, ems: f64) -> bool {
    let limit = if word.chars().all(char::is_alphabetic) { ems.max(LINE_EMS) } else { ems };
    // A letter is at least a sixth of an em wide; short words need no measuring.
    word.len() as f64 > limit && width_ems(word) > limit
}

fn breakable(word: &str) -> String {
    let mut text = String::new();
    for (place, letter) in word.chars().enumerate() {
        if place > 0 && place % 8 == 0 {
            text.push('\u{200B}');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_our_languages_are_there() {
        for letter in "abcæøåÆØÅéüßþðçñ0123456789–−—…·§%‰½“”»«’\u{A0}\u{202F}\u{2011}→≥≤±×\u{FFFD}".chars()
        {
            assert!(printable(letter), "{letter:?} U+{:04X}", letter as u32);
        }
    }

    #[test]
    fn what_no_face_has_is_replaced() {
        let mut value = serde_json::json!({"a": ["x\u{1F600}y", "\u{0}", "北", "æ"]});
        keep_printable(&mut value);
        assert_eq!(value, serde_json::json!({"a": ["x\u{FFFD}y", "\u{FFFD}", "\u{FFFD}", "æ"]}));
    }

    #[test]
    fn only_what_is_too_wide_becomes_breakable() {
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let word = "speciallægeerklæringsindhentning";
        let mut value = serde_json::json!([hash, word, "kort 12"]);
        soften(&mut value, LINE_EMS);
        assert_eq!(value, serde_json::json!([hash, word, "kort 12"]));
        soften(&mut value, 12.0);
        let broken = value[0].as_str().expect("a text");
        assert_eq!(broken.replace('\u{200B}', ""), hash);
        assert!(broken.split('\u{200B}').all(|piece| piece.len() == 8));
        assert_eq!(value[1], word);
    }

    #[test]
    fn short_texts_stay_and_long_ones_say_that_they_are_cut() {
        assert_eq!(shorten("Afregningsbilag", 20.0), "Afregningsbilag");
        let cut = shorten("Afregningsbilag", 4.0);
        assert!(cut.starts_with("Afr") && cut.ends_with('…') && width_ems(&cut) <= 4.0, "{cut}");
    }

    #[test]
    fn wide_letters_are_wider() {
        assert!(width_ems("mmmm") > width_ems("iiii") * 2.0);
        assert_eq!(width_ems(""), 0.0);
    }
}
