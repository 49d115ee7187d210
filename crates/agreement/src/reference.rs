//! The reference of the language, made from the same tables that the reader follows: every table with its keys, what each
//! takes, and an example. The examples stand under `reference/`; together they are one agreement and one paper that read.

use std::fmt::Write as _;

use virkning_model::source::SOURCES;

use crate::shape::{self, Case, Kind, Need, Required, Shape, Variants};

/// A table of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceTable {
    /// Its name: `payment`.
    pub name: &'static str,
    /// Whether it may stand several times, as `[[payment]]`.
    pub many: bool,
    /// Which documents must have it.
    pub required: &'static str,
    /// Its keys in canonical order, those of tables inside it behind their own.
    pub keys: Vec<ReferenceKey>,
    /// What its keys need of each other, in words.
    pub rules: Vec<String>,
    /// A part of a document that shows every key.
    pub example: &'static str,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceKey {
    /// The way to it from the table: `["ladder", "from"]`.
    pub way: Vec<&'static str>,
    /// What it takes, in words.
    pub takes: String,
    /// The only words that it takes; empty where it takes anything else.
    pub words: Vec<&'static str>,
    /// Whether it must be there.
    pub needed: bool,
}

macro_rules! examples {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../reference/", $name, ".toml")))),*]
    };
}

/// The example of each table.
const EXAMPLES: &[(&str, &str)] = examples![
    "agreement",
    "document",
    "project",
    "party",
    "budget",
    "goal",
    "target_group",
    "admission",
    "intake",
    "trial",
    "intervention",
    "role",
    "activity",
    "implementation",
    "actual",
    "meeting",
    "code_list",
    "measure",
    "cost",
    "own_financing",
    "business_case",
    "saving",
    "transaction_cost",
    "purchase",
    "sensitivity",
    "index",
    "payment",
    "limit",
    "overlap",
    "guarantee",
    "capital_return",
    "financing",
    "follow_up",
    "funding",
    "duty",
    "continuation",
    "criterion",
    "choice",
    "amendment",
    "claim",
    "printed",
    "example",
    "signature",
    "portfolio",
    "stage",
    "forum",
    "gate",
    "idea",
    "call",
    "answer",
    "decision",
    "note",
    "fact",
    "budget_round",
];

/// Every table of the language, in canonical order.
pub fn reference() -> Vec<ReferenceTable> {
    let tables = shape::tables().map(|table| {
        let mut keys = Vec::new();
        let mut rules = Vec::new();
        walk(&table.shape, &[], &mut keys, &mut rules);
        ReferenceTable {
            name: table.name,
            many: table.many,
            required: match table.required {
                Required::No => "optional",
                Required::Yes => "in every agreement",
                Required::IfPaid => "in every agreement that pays for results",
                Required::InPortfolio => "instead of [agreement] in a portfolio",
                Required::InDocument => "instead of [agreement] in a published paper",
            },
            keys,
            rules,
            example: EXAMPLES.iter().find(|(name, _)| *name == table.name).map_or("", |(_, example)| example),
        }
    });
    tables.collect()
}

fn walk(shape: &'static Shape, above: &[&'static str], keys: &mut Vec<ReferenceKey>, rules: &mut Vec<String>) {
    for key in shape.keys {
        let way = [above, &[key.name]].concat();
        let inside = inner(&key.kind);
        let (takes, words) = takes(&key.kind);
        keys.push(ReferenceKey { way: way.clone(), takes, words, needed: !matches!(key.need, Need::May) });
        // Where a term comes from is told once, for every term.
        if let Some(inside) = inside.filter(|inside| !std::ptr::eq(*inside, &shape::ORIGIN)) {
            walk(inside, &way, keys, rules);
        }
    }
    add_rules(shape, above, rules);
}

/// The shape of the tables that a key takes, however deep in lists.
fn inner(kind: &'static Kind) -> Option<&'static Shape> {
    match kind {
        Kind::Table(shape) | Kind::Shares(shape, _) => Some(shape),
        Kind::Holder => Some(&shape::HOLDER),
        Kind::List(of, _) | Kind::AnyList(of) | Kind::OrNotStated(of) | Kind::ByMonth(of) | Kind::ByPayment(of) => {
            inner(of)
        }
        Kind::ByYear { of, .. } => inner(of),
        _ => None,
    }
}

fn add_rules(shape: &Shape, above: &[&str], rules: &mut Vec<String>) {
    let inside = if above.is_empty() {
        String::new()
    } else {
        format!("In `{}`: ", above.join("."))
    };
    match &shape.variants {
        Variants::None => {}
        Variants::Ascending => rules.push(format!("{inside}`from` is not after `to`.")),
        Variants::OneOf(keys) => rules.push(format!("{inside}exactly one of {}.", marked(keys))),
        Variants::SomeOf(keys) => rules.push(format!("{inside}at least one of {}.", marked(keys))),
        Variants::OneOfWith(cases) => {
            let words: Vec<&str> = cases.iter().map(|case| case.word).collect();
            rules.push(format!("{inside}exactly one of {}.", marked(&words)));
            rules.extend(cases.iter().filter_map(|case| beside(&format!("{inside}`{}`", case.word), case)));
        }
        Variants::By { key, cases } => {
            let with = |case: &Case| beside(&format!("{inside}`{key} = \"{}\"`", case.word), case);
            rules.extend(cases.iter().filter_map(with));
        }
    }
}

fn beside(what: &str, case: &Case) -> Option<String> {
    let needs = (!case.needs.is_empty()).then(|| format!("needs {}", marked(case.needs)));
    let allows = (!case.allows.is_empty()).then(|| format!("may have {}", marked(case.allows)));
    let words: Vec<String> = needs.into_iter().chain(allows).collect();
    (!words.is_empty()).then(|| format!("{what} {}.", words.join(" and ")))
}

fn marked(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// What a kind takes, in words, and the only words that it takes.
fn takes(kind: &Kind) -> (String, Vec<&'static str>) {
    let text = |text: &str| (text.to_owned(), Vec::new());
    let of_inner = |before: &str, of: &Kind, after: &str| {
        let (inner, words) = takes(of);
        (format!("{before}{inner}{after}"), words)
    };
    match kind {
        Kind::Text => text("text"),
        Kind::Id => text("identifier: small letters, digits, hyphens"),
        Kind::Party => text("a party's id"),
        Kind::Budget => text("a budget's id"),
        Kind::Measure => text("a measure's id"),
        Kind::Payment => text("a payment's id"),
        Kind::Index => text("an index's id"),
        Kind::Role => text("a role's id"),
        Kind::Source => ("a word".to_owned(), SOURCES.iter().map(|source| source.name).collect()),
        Kind::Word(words, _) => ("a word".to_owned(), words.to_vec()),
        Kind::Currency => text("currency code: `DKK`"),
        Kind::PriceLevel => text("a year, `\"current\"` or `\"not-stated\"`"),
        Kind::Year => text("year"),
        Kind::Month => text("month, 1 to 12"),
        Kind::Day => text("day, 1 to 31"),
        Kind::Whole(from, to) => (format!("whole number, {from} to {to}"), Vec::new()),
        Kind::Share => text("share, 0 to 1"),
        Kind::Return => text("share above 0, at most 1"),
        Kind::Weight => text("number above 0"),
        Kind::Amount => text("money above 0"),
        Kind::Sum => text("money, 0 or more"),
        Kind::Balance => text("money of any sign"),
        Kind::Quantity => text("number, 0 or more"),
        Kind::Decimal => text("number"),
        Kind::Date => text("date"),
        Kind::List(of, _) => of_inner("list of one or more: ", of, ""),
        Kind::AnyList(of) => of_inner("list: ", of, ""),
        Kind::Table(shape) if std::ptr::eq(*shape, &shape::ORIGIN) => text("origin"),
        Kind::Table(_) => text("table"),
        Kind::OrNotStated(of) => of_inner("", of, ", or `\"not-stated\"`"),
        Kind::Any => text("any value, as the changed term takes it"),
        Kind::Scalar => text("number, text or date"),
        Kind::ByMonth(of) => of_inner("by month since the start: ", of, ""),
        Kind::ByPayment(of) => of_inner("by payment: ", of, ""),
        Kind::ByYear { of, later: true, .. } => of_inner("by year, and `later`: ", of, ""),
        Kind::ByYear { of, later: false, .. } => of_inner("by year: ", of, ""),
        Kind::Holder => text("a party's id, or a table"),
        Kind::Shares(..) => text("a party's id, a table, or a list of tables with shares"),
    }
}

/// The reference as a document in Markdown. `describe` gives the words for a table or a key by its way, as in
/// [`crate::schema`].
pub fn reference_markdown(describe: &dyn Fn(&[&str]) -> Option<String>) -> String {
    let mut text =
        "# Reference of the language\n\nEvery table with its keys, in canonical order. **Bold** keys must be \
                    there. What the words mean and how terms work together stands in [LANGUAGE.md](LANGUAGE.md).\n"
            .to_owned();
    for table in reference() {
        let header = if table.many {
            format!("[[{}]]", table.name)
        } else {
            format!("[{}]", table.name)
        };
        let _ = write!(text, "\n## `{header}`\n\n");
        if let Some(words) = describe(&[table.name]) {
            let _ = writeln!(text, "{words}\n");
        }
        let _ = write!(text, "Needed: {}.\n\n| key | takes | words |\n|---|---|---|\n", table.required);
        for key in &table.keys {
            let name = format!("`{}`", key.way.join("."));
            let name = if key.needed && key.way.len() == 1 { format!("**{name}**") } else { name };
            let takes = if key.words.is_empty() { key.takes.clone() } else { with_words(key) };
            let way = [&[table.name], &key.way[..]].concat();
            let words = describe(&way).unwrap_or_default().replace('|', "\\|");
            let _ = writeln!(text, "| {name} | {} | {words} |", takes.replace('|', "\\|"));
        }
        if !table.rules.is_empty() {
            text.push('\n');
        }
        for rule in &table.rules {
            let _ = writeln!(text, "- {rule}");
        }
        let _ = write!(text, "\n```toml\n{}\n```\n", table.example.trim_end());
    }
    text
}

fn with_words(key: &ReferenceKey) -> String {
    let words: Vec<String> = key.words.iter().map(|word| format!("`{word}`")).collect();
    match key.takes.strip_suffix("a word") {
        Some(before) => format!("{before}{}", words.join(", ")),
        None => format!("{} ({})", key.takes, words.join(", ")),
    }
}
