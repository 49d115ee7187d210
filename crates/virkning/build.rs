//! Lists the texts under `locales/` for the program: in which file each of them stands, so that it reads only those files
//! whose texts somebody asks for. A text that stands twice, or refers to one that its file cannot see, ends the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The file whose texts every other file may refer to.
const SHARED: &str = "shared.ftl";

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "debug") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // Half a million places of the unoptimised program would be corrected each time that it starts, and the tests start
        // it some thousand times. What is delivered stays movable in memory.
        println!("cargo:rustc-link-arg-bins=-no-pie");
        println!("cargo:rustc-link-arg-tests=-no-pie");
    }
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    let mut code = String::new();
    for (name, language) in [("DANISH", "da"), ("ENGLISH", "en")] {
        code.push_str(&built(name, &Path::new(&folder).join("locales").join(language)));
    }
    let target = Path::new(&env::var("OUT_DIR").expect("cargo names the folder for what is made")).join("texts.rs");
    fs::write(&target, code).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
}

/// The texts of one language as a constant.
fn built(name: &str, folder: &Path) -> String {
    let failed = |error| panic!("{}: {error}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap_or_else(failed).map(|entry| entry.expect("a folder is listed").path()).collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
        .collect();
    let shared: Vec<&str> =
        files.iter().zip(&texts).filter(|(file, _)| file.ends_with(SHARED)).flat_map(|(_, text)| keys(text)).collect();
    let mut places = BTreeMap::new();
    for (place, (file, text)) in files.iter().zip(&texts).enumerate() {
        for key in keys(text) {
            assert!(places.insert(key, place).is_none(), "{}: {key} stands twice in this language", file.display());
        }
    }
    let mut code = format!("pub(super) static {name}: Built = Built {{ files: &[\n");
    for (place, (file, text)) in files.iter().zip(&texts).enumerate() {
        let mut refers = false;
        for referred in references(text) {
            let is_shared = shared.contains(&referred);
            let is_own = places.get(referred) == Some(&place);
            assert!(is_shared || is_own, "{}: {referred} stands neither here nor in {SHARED}", file.display());
            refers |= is_shared && !is_own;
        }
        writeln!(code, "    File {{ text: include_str!({file:?}), refers_to_shared: {refers} }},")
            .expect("a text grows");
    }
    let at = files.iter().position(|file| file.ends_with(SHARED));
    let at = at.unwrap_or_else(|| panic!("{} is missing", folder.join(SHARED).display()));
    writeln!(code, "], shared: {at}, keys: &[").expect("a text grows");
    for (key, place) in places {
        writeln!(code, "    ({key:?}, {place}),").expect("a text grows");
    }
    code.push_str("] };\n");
    code
}

/// The keys of a file's messages, each at the beginning of a line.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        is_key(key).then_some(key)
    })
}

fn is_key(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The messages that others refer to: `{ key }`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.trim())).filter(|word| is_key(word))
}
