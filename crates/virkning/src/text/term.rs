//! The words for a table or key of the language of agreements, as editors show them.

use super::Texts;

/// The words for a way such as `["payment", "from"]`: its own, or those that all keys of that name share. The empty way is
/// the whole document.
pub fn words(way: &[&str], texts: &Texts) -> Option<String> {
    let own = if way.is_empty() {
        "schema-title".to_owned()
    } else {
        format!("schema-{}", way.join("-"))
    };
    let shared = (1..way.len()).map(|start| format!("schema-any-{}", way[start..].join("-")));
    std::iter::once(own).chain(shared).find(|key| texts.has(key)).map(|key| texts.get(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn every_table_and_key_has_words_in_both_languages() {
        for language in [Language::Danish, Language::English] {
            let texts = Texts::new(language);
            let ways = virkning_agreement::schema_ways();
            let ways = ways.iter().map(|way| way.iter().map(String::as_str).collect::<Vec<_>>());
            let silent: Vec<String> =
                ways.filter(|way| words(way, &texts).is_none()).map(|way| way.join("-")).collect();
            assert_eq!(silent, Vec::<String>::new(), "{}", language.code());
        }
    }

    #[test]
    fn own_words_come_before_shared_ones() {
        let texts = Texts::new(Language::English);
        let check = |way: &[&str], expected: &str| assert_eq!(words(way, &texts).as_deref(), Some(expected));
        check(&["payment", "amount"], "The price of one success.");
        check(&["payment", "from"], "Who pays, and from which budget.");
        check(&["cost", "years", "from"], "The first year.");
        assert_eq!(words(&["payment", "no-such-key"], &texts), None);
    }
}
