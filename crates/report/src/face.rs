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
    // Line ends and tabs are white space; the others are breaks and joins that draw nothing.
    matches!(letter, '\n' | '\r' | '\t' | '\u{AD}' | '\u{200B}' | '\u{2060}')
        || FACES.iter().any(|font| font.info().coverage.contains(letter as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_our_languages_are_there() {
        for letter in "abcæøåÆØÅéüßþðçñ0123456789–−—…·§%‰½“”»«’\u{A0}\u{202F}\u{2011}→≥≤±×\u{FFFD}".chars() {
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
    fn wide_letters_are_wider() {
        assert!(width_ems("mmmm") > width_ems("iiii") * 2.0);
        assert_eq!(width_ems(""), 0.0);
    }
}
