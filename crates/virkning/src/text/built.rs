//! The texts that are built in: where each stands, and the files that somebody has asked for, read at first use. A command
//! says a few of some thousand texts, and is often over before all could have been read.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentMessage, FluentResource};
use unic_langid::LanguageIdentifier;

use super::Language;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The texts of a language as they are built in.
pub(super) struct Built {
    files: &'static [File],
    /// The place of the file to whose texts others may refer.
    shared: usize,
    /// Every key with the place of its file, in order.
    keys: &'static [(&'static str, usize)],
}

struct File {
    text: &'static str,
    refers_to_shared: bool,
}

/// A file that was read.
pub(super) type Bundle = FluentBundle<FluentResource>;

/// The texts of a language and what was read of them.
pub(super) struct Files {
    language: Language,
    built: &'static Built,
    read: Vec<OnceLock<Bundle>>,
}

impl Files {
    /// Nothing is read yet.
    pub(super) fn of(language: Language) -> Self {
        let built = match language {
            Language::Danish => &DANISH,
            Language::English => &ENGLISH,
        };
        Self { language, built, read: built.files.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The language.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Whether there is such a text.
    pub(super) fn has(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// A text and what belongs to it, with the file that formats it.
    pub(super) fn message(&self, key: &str) -> Option<(&Bundle, FluentMessage<'_>)> {
        let place = self.place(key)?;
        let bundle = self.read[place].get_or_init(|| self.bundle(place));
        Some((bundle, bundle.get_message(key)?))
    }

    fn place(&self, key: &str) -> Option<usize> {
        let found = self.built.keys.binary_search_by(|(known, _)| (*known).cmp(key)).ok()?;
        Some(self.built.keys[found].1)
    }

    fn bundle(&self, place: usize) -> Bundle {
        let code = self.language.code();
        let identifier: LanguageIdentifier = code.parse().expect("a language code that we write ourselves");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks would stand in files, tables and JSON that people copy from.
        bundle.set_use_isolating(false);
        let file = &self.built.files[place];
        let shared = file.refers_to_shared.then(|| self.built.files[self.built.shared].text);
        for text in std::iter::once(file.text).chain(shared) {
            let resource = FluentResource::try_new(text.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("a text file of {code} is broken: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("a text of {code} stands twice: {errors:?}"));
        }
        bundle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_where_it_is_said_to_stand() {
        for language in [Language::Danish, Language::English] {
            let files = Files::of(language);
            for (key, _) in files.built.keys {
                let found = files.message(key).is_some_and(|(_, message)| message.value().is_some());
                assert!(found, "{}: {key}", language.code());
            }
            // Whatever the parser finds is listed, too: a key that the list did not know could never be said.
            for (place, file) in files.built.files.iter().enumerate() {
                let resource = FluentResource::try_new(file.text.to_owned());
                let resource = resource.unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
                let listed = files.built.keys.iter().filter(|(_, of)| *of == place).count();
                assert_eq!(listed, resource.entries().count(), "file {place}");
            }
        }
    }

    #[test]
    fn unknown_texts_are_not_there() {
        let files = Files::of(Language::Danish);
        for key in ["", "no-such-text", "zzz", "A"] {
            assert!(!files.has(key), "{key}");
            assert!(files.message(key).is_none(), "{key}");
        }
    }
}
