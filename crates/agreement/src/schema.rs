//! The language as a JSON Schema (draft 7, which editors for TOML read), made from the same tables that the reader follows.
//! It says what each term takes and nothing of rules between terms: those are told by reading a document.

use serde_json::{Map, Value, json};
use virkning_model::source::SOURCES;

use crate::shape::{self, Case, Key, Kind, NOT_STATED, Need, Required, Shape, TableShape, Variants};

/// What an identifier is made of; `model::id` is the judge.
const ID: &str = "^[a-z0-9-]{1,64}$";
/// Months since the start, 1 to 600.
const MONTHS: &str = "^([1-9][0-9]?|[1-5][0-9]{2}|600)$";
/// The years that the reader takes, 1900 to 2200.
const YEAR: &str = "^(19[0-9]{2}|2[01][0-9]{2}|2200)$";

/// The schema of all terms of a document together. `describe` gives the words for a table or a key, named by its way from
/// the table: `["payment"]`, `["payment", "covered_by", "saving_share"]`; what stands in many terms has a way of its own,
/// `["origin", "place"]` and `["holder", "budget"]`, and the whole has none.
pub fn schema(describe: &dyn Fn(&[&str]) -> Option<String>) -> Value {
    let writer = Writer { describe };
    let tables = shape::tables().map(|table| (table.name.to_owned(), writer.table(table)));
    let required = |needs: &[Required]| -> Vec<&str> {
        shape::tables().filter(|table| needs.contains(&table.required)).map(|table| table.name).collect()
    };
    let is_case = json!({ "properties": { "kind": { "const": "investeringscase" } }, "required": ["kind"] });
    let kinds = json!([
        { "required": required(&[Required::Yes, Required::IfPaid]) },
        { "required": required(&[Required::Yes]), "properties": { "agreement": is_case } },
        { "required": required(&[Required::InDocument]), "properties": { "agreement": false } },
        { "required": required(&[Required::InPortfolio]), "properties": { "agreement": false, "document": false } },
    ]);
    let whole = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Virkning",
        "type": "object",
        "properties": tables.collect::<Map<String, Value>>(),
        "anyOf": kinds,
        "additionalProperties": false,
        "definitions": {
            "origin": writer.described(writer.keys(&["origin"], &shape::ORIGIN), &["origin"]),
            "holder": writer.described(writer.keys(&["holder"], &shape::HOLDER), &["holder"]),
        },
    });
    writer.described(whole, &[])
}

/// Every way that [`schema`] asks words for, in its order.
pub fn schema_ways() -> Vec<Vec<String>> {
    let ways = std::cell::RefCell::new(Vec::new());
    schema(&|way| {
        ways.borrow_mut().push(way.iter().map(|part| (*part).to_owned()).collect());
        None
    });
    ways.into_inner()
}

struct Writer<'a> {
    describe: &'a dyn Fn(&[&str]) -> Option<String>,
}

impl Writer<'_> {
    fn described(&self, mut schema: Value, way: &[&str]) -> Value {
        if let (Some(words), Some(schema)) = ((self.describe)(way), schema.as_object_mut()) {
            schema.insert("description".to_owned(), Value::String(words));
        }
        schema
    }

    fn table(&self, table: &TableShape) -> Value {
        let way = [table.name];
        let one = self.keys(&way, &table.shape);
        let schema = if table.many {
            json!({ "type": "array", "items": one, "minItems": 1 })
        } else {
            one
        };
        self.described(schema, &way)
    }

    fn keys(&self, way: &[&str], shape: &Shape) -> Value {
        let below = |key: &Key| [way, &[key.name]].concat();
        let properties = shape
            .keys
            .iter()
            .map(|key| (key.name.to_owned(), self.described(self.kind(&below(key), &key.kind), &below(key))));
        let is_needed = |key: &&Key| matches!(key.need, Need::Must | Need::MustOr(_));
        let required: Vec<&str> = shape.keys.iter().filter(is_needed).map(|key| key.name).collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        schema.insert("required".to_owned(), json!(required));
        schema.insert("additionalProperties".to_owned(), json!(false));
        add_variants(&mut schema, &shape.variants);
        if std::ptr::eq(shape, &shape::ORIGIN) {
            schema.insert("dependencies".to_owned(), json!({ "source": ["place"], "place": ["source"] }));
        }
        Value::Object(schema)
    }

    fn kind(&self, way: &[&str], kind: &Kind) -> Value {
        match kind {
            Kind::Text => json!({ "type": "string", "pattern": "\\S" }),
            Kind::Id | Kind::Party | Kind::Budget | Kind::Measure | Kind::Payment | Kind::Index | Kind::Role => {
                json!({ "type": "string", "pattern": ID })
            }
            Kind::Source => json!({ "enum": SOURCES.iter().map(|source| source.name).collect::<Vec<_>>() }),
            Kind::Word(words, _) => json!({ "enum": words }),
            Kind::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
            Kind::PriceLevel => json!({ "anyOf": [{ "enum": ["not-stated", "current"] }, whole(1900, 2200)] }),
            Kind::Year => whole(1900, 2200),
            Kind::Month => whole(1, 12),
            Kind::Day => whole(1, 31),
            Kind::Whole(from, to) => whole(*from, *to),
            Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
            Kind::Return => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
            Kind::Weight | Kind::Amount => json!({ "type": "number", "exclusiveMinimum": 0 }),
            Kind::Sum | Kind::Quantity => json!({ "type": "number", "minimum": 0 }),
            Kind::Decimal | Kind::Balance => json!({ "type": "number" }),
            Kind::OrNotStated(of) => json!({ "anyOf": [{ "const": NOT_STATED }, self.kind(way, of)] }),
            Kind::Any => json!({ "type": ["string", "number", "array", "object"] }),
            Kind::Scalar => json!({ "type": ["string", "number"] }),
            Kind::ByMonth(of) => self.by_key(way, of, MONTHS),
            Kind::ByPayment(of) => self.by_key(way, of, ID),
            Kind::Date => json!({ "type": "string", "format": "date" }),
            Kind::List(of, _) => json!({ "type": "array", "items": self.kind(way, of), "minItems": 1 }),
            Kind::AnyList(of) => json!({ "type": "array", "items": self.kind(way, of) }),
            Kind::Table(shape) if std::ptr::eq(*shape, &shape::ORIGIN) => json!({ "$ref": "#/definitions/origin" }),
            Kind::Table(shape) => self.keys(way, shape),
            Kind::ByYear { of, later, .. } => self.by_year(way, of, *later),
            Kind::Holder => {
                json!({ "anyOf": [{ "type": "string", "pattern": ID }, { "$ref": "#/definitions/holder" }] })
            }
            Kind::Shares(shape, _) => self.shares(way, shape),
        }
    }

    /// One party, one with its share, or a list of several.
    fn shares(&self, way: &[&str], shape: &Shape) -> Value {
        let mut table = self.keys(way, shape);
        table["if"] = json!({ "required": ["share"] });
        table["then"] = json!({ "properties": { "part": false } });
        let party = json!({ "type": "string", "pattern": ID });
        let several = json!({ "type": "array", "items": { "anyOf": [party, table] }, "minItems": 1 });
        json!({ "anyOf": [party, table, several] })
    }

    fn by_key(&self, way: &[&str], of: &Kind, pattern: &str) -> Value {
        json!({
            "type": "object",
            "patternProperties": { pattern: self.kind(way, of) },
            "additionalProperties": false,
            "minProperties": 1,
        })
    }

    fn by_year(&self, way: &[&str], of: &Kind, later: bool) -> Value {
        let value = self.kind(way, of);
        let mut schema = json!({
            "type": "object",
            "patternProperties": { YEAR: value },
            "additionalProperties": false,
            "minProperties": 1,
        });
        if later {
            schema["properties"] = json!({ "later": value });
        }
        schema
    }
}

fn whole(from: i64, to: i64) -> Value {
    json!({ "type": "integer", "minimum": from, "maximum": to })
}

fn add_variants(schema: &mut Map<String, Value>, variants: &Variants) {
    match variants {
        // That one year is not after another is more than a schema can say.
        Variants::None | Variants::Ascending => {}
        Variants::OneOf(keys) => {
            let one = |key: &&str| json!({ "required": [key] });
            schema.insert("oneOf".to_owned(), keys.iter().map(one).collect());
        }
        Variants::SomeOf(keys) => {
            let some = |key: &&str| json!({ "required": [key] });
            schema.insert("anyOf".to_owned(), keys.iter().map(some).collect());
        }
        Variants::OneOfWith(cases) => {
            let one = |case: &Case| {
                let needed: Vec<&str> = std::iter::once(case.word).chain(case.needs.iter().copied()).collect();
                json!({ "required": needed, "properties": refused(cases, case) })
            };
            schema.insert("oneOf".to_owned(), cases.iter().map(one).collect());
        }
        Variants::By { key, cases } => {
            let rule = |case: &Case| {
                json!({
                    "if": { "properties": { *key: { "const": case.word } } },
                    "then": { "required": case.needs, "properties": refused(cases, case) },
                })
            };
            schema.insert("allOf".to_owned(), cases.iter().map(rule).collect());
        }
    }
}

/// The keys that belong to other cases only.
fn refused(cases: &[Case], case: &Case) -> Map<String, Value> {
    let knows = |case: &Case, name: &str| case.needs.contains(&name) || case.allows.contains(&name);
    let others = cases.iter().flat_map(|other| other.needs.iter().chain(other.allows));
    others.filter(|name| !knows(case, name)).map(|name| ((*name).to_owned(), json!(false))).collect()
}
