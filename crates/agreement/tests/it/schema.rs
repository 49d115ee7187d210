//! The schema for editors beside the reader: what the reader takes, the schema takes, and what is wrong with one term
//! alone both refuse.

use std::path::Path;

use serde_json::{Map, Value, json};
use virkning_agreement::{schema, schema_ways};

use crate::bad::{documents, minimal};

/// The terms of a document as JSON, put together by another reader than the crate's own: fences by line, TOML as it is.
fn terms(text: &str) -> Option<Value> {
    let (mut blocks, mut inside) = (String::new(), false);
    for line in text.lines() {
        match line.trim_end() {
            "```toml" => inside = true,
            "```" => inside = false,
            line if inside => blocks.push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    let terms: toml::Table = blocks.parse().ok()?;
    Some(in_json(&toml::Value::Table(terms)))
}

fn in_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(values) => values.iter().map(in_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), in_json(value))).collect::<Map<_, _>>())
        }
    }
}

/// The part of JSON Schema that the schema uses; every word that it does not know is a mistake of the test.
struct Judge {
    whole: Value,
}

impl Judge {
    fn new() -> Self {
        Self { whole: schema(&|way| Some(way.join(" "))) }
    }

    fn takes(&self, value: &Value) -> Result<(), String> {
        self.check(&self.whole, value, "$")
    }

    fn check(&self, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
        let words = match schema {
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => return Err(format!("{place} does not belong here")),
            Value::Object(words) => words,
            other => panic!("no schema: {other}"),
        };
        for (word, wanted) in words {
            let holds = match word.as_str() {
                "$schema" | "title" | "description" | "definitions" | "format" | "then" => true,
                "$ref" => {
                    let name =
                        wanted.as_str().and_then(|way| way.strip_prefix("#/definitions/")).expect("a definition");
                    self.check(&self.whole["definitions"][name], value, place)?;
                    true
                }
                "type" => match wanted.as_array() {
                    Some(kinds) => kinds.iter().any(|kind| is_of_type(value, kind.as_str().expect("a type"))),
                    None => is_of_type(value, wanted.as_str().expect("a type")),
                },
                "enum" => wanted.as_array().expect("words").contains(value),
                "const" => wanted == value,
                "pattern" => value.as_str().is_none_or(|text| fits(text, wanted.as_str().expect("a pattern"))),
                "minimum" => value.as_f64() >= wanted.as_f64(),
                "maximum" => value.as_f64() <= wanted.as_f64(),
                "exclusiveMinimum" => value.as_f64() > wanted.as_f64(),
                "minItems" => {
                    value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().expect("a count"))
                }
                "minProperties" => {
                    value.as_object().is_none_or(|keys| keys.len() as u64 >= wanted.as_u64().expect("a count"))
                }
                "required" => {
                    wanted.as_array().expect("keys").iter().all(|key| value.get(key.as_str().expect("a key")).is_some())
                }
                "dependencies" => wanted.as_object().expect("keys").iter().all(|(key, needed)| {
                    let needed = needed.as_array().expect("keys");
                    value.get(key).is_none()
                        || needed.iter().all(|key| value.get(key.as_str().expect("a key")).is_some())
                }),
                "anyOf" => self.fitting(wanted, value) >= 1,
                "oneOf" => self.fitting(wanted, value) == 1,
                "allOf" => self.fitting(wanted, value) == wanted.as_array().expect("schemas").len(),
                "if" => self.check(wanted, value, place).is_err() || self.check(&words["then"], value, place).is_ok(),
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, item, &format!("{place}[{number}]"))?;
                    }
                    true
                }
                "properties" | "patternProperties" | "additionalProperties" => {
                    self.check_keys(words, value, place)?;
                    true
                }
                other => panic!("the judge does not know {other}"),
            };
            if !holds {
                return Err(format!("{place}: {word} {wanted}, not {value}"));
            }
        }
        Ok(())
    }

    fn fitting(&self, schemas: &Value, value: &Value) -> usize {
        schemas.as_array().expect("schemas").iter().filter(|schema| self.check(schema, value, "").is_ok()).count()
    }

    fn check_keys(&self, words: &Map<String, Value>, value: &Value, place: &str) -> Result<(), String> {
        for (key, inner) in value.as_object().into_iter().flatten() {
            let by_name = words.get("properties").and_then(|known| known.get(key));
            let patterns = words.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let by_pattern = patterns.filter(|(pattern, _)| fits(key, pattern)).map(|(_, schema)| schema).next();
            let any = words.get("additionalProperties");
            if let Some(schema) = by_name.or(by_pattern).or(any) {
                self.check(schema, inner, &format!("{place}.{key}"))?;
            }
        }
        Ok(())
    }
}

fn is_of_type(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        other => panic!("no such type: {other}"),
    }
}

/// The patterns of the schema, each written out.
fn fits(text: &str, pattern: &str) -> bool {
    let all = |is: fn(u8) -> bool| text.bytes().all(is);
    match pattern {
        "\\S" => !text.trim().is_empty(),
        "^[a-z0-9-]{1,64}$" => {
            (1..=64).contains(&text.len()) && all(|sign| matches!(sign, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }
        "^[A-Z]{3}$" => text.len() == 3 && all(|sign| sign.is_ascii_uppercase()),
        "^([1-9][0-9]?|[1-5][0-9]{2}|600)$" => text.parse().is_ok_and(|month| (1..=600).contains(&month)),
        "^(19[0-9]{2}|2[01][0-9]{2}|2200)$" => text.parse().is_ok_and(|year| (1900..=2200).contains(&year)),
        other => panic!("the judge does not know {other}"),
    }
}

fn real_documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let mut found = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "md") {
                found.push((entry.display().to_string(), std::fs::read_to_string(&entry).expect("a text")));
            }
        }
    }
    found
}

#[test]
fn what_the_reader_takes_the_schema_takes() {
    let judge = Judge::new();
    let real = real_documents();
    assert!(!real.is_empty());
    for (name, text) in real.into_iter().chain([("minimal".to_owned(), minimal())]) {
        if virkning_agreement::read(&text).agreement.is_some() {
            assert_eq!(judge.takes(&terms(&text).expect("TOML")), Ok(()), "{name}");
        }
    }
}

/// How the names begin of documents whose mistake stands in one term alone. Other mistakes are between terms or finer than a schema can say: digits too
/// many, the order of years, days that do not exist.
const OF_ONE_TERM: &[&str] = &[
    "A006", "A007", "A008", "A009", "A010", "A016", "A017", "A020", "A021", "A022", "A026", "A027", "A028", "A029",
    "A030", "A031", "A032", "A033", "A034", "A038", "A039", "A040", "A041-key", "A042", "A046", "A078",
];

#[test]
fn what_is_wrong_with_one_term_the_schema_refuses() {
    let judge = Judge::new();
    let mut seen = 0;
    for (name, text) in documents() {
        if let Some(terms) = terms(&text).filter(|_| OF_ONE_TERM.iter().any(|start| name.starts_with(start))) {
            assert!(judge.takes(&terms).is_err(), "{name} is taken");
            seen += 1;
        } else if name.starts_with(['F', 'W', 'X']) {
            assert_eq!(judge.takes(&terms_of(&name, &text)), Ok(()), "{name}");
        }
    }
    assert!(seen >= OF_ONE_TERM.len(), "only {seen} documents");
}

fn terms_of(name: &str, text: &str) -> Value {
    terms(text).unwrap_or_else(|| panic!("{name} is no TOML"))
}

#[test]
fn every_table_and_key_has_words() {
    let ways = schema_ways();
    for way in
        [&["payment"][..], &["payment", "covered_by", "saving_share"], &["origin", "place"], &["holder", "budget"]]
    {
        assert!(ways.iter().any(|known| known == way), "{way:?}");
    }
    let described = schema(&|way| Some(way.join(" ")));
    assert_eq!(described["properties"]["payment"]["description"], "payment");
    assert_eq!(described["properties"]["payment"]["items"]["properties"]["amount"]["description"], "payment amount");
}
