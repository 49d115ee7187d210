//! Random small agreements: one or two measures, one or two payers and receivers, with or without limits and amounts that
//! are kept back. Each has a worked example, whose amount is computed here by hand.

use std::fmt::Write as _;

use virkning_testkit::Random;

use crate::people::{FIRST_YEAR, YEARS};

/// The measure that a register answers.
pub const NOVEMBER: &str = "november";

/// The measure that somebody reports.
pub const ENTRY: &str = "entry";

/// The terms that are drawn.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The agreement's identifier.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The price of a success that the register shows, in øre.
    pub november: Option<u32>,
    /// The price of a reported success, in øre.
    pub entry: Option<u32>,
    /// Shares of two budgets, in parts; one budget where there are none.
    pub payers: Option<[u32; 2]>,
    /// Shares of two investors, in parts; one investor where there are none.
    pub receivers: Option<[u32; 2]>,
    /// The most that is paid for one participant, in kroner.
    pub cap: Option<u32>,
    /// Hundredths that are kept back.
    pub kept_back: Option<u32>,
}

/// Draws terms.
pub fn terms(random: &mut Random, number: usize) -> Terms {
    let first = random.below(3);
    let price = |random: &mut Random| 10_000 + random.below(1_000_000);
    let parts = |random: &mut Random| random.chance(4_000).then(|| [1 + random.below(7), 1 + random.below(7)]);
    Terms {
        id: format!("a{number}"),
        version: 1,
        november: (first != 1).then(|| price(random)),
        entry: (first != 0).then(|| price(random)),
        payers: parts(random),
        receivers: parts(random),
        cap: random.chance(3_000).then(|| 10_100 + random.below(9_000)),
        kept_back: random.chance(2_000).then(|| 1 + random.below(30)),
    }
}

impl Terms {
    /// The next version, with other prices.
    pub fn amended(&mut self, random: &mut Random) {
        self.version += 1;
        for price in [&mut self.november, &mut self.entry].into_iter().flatten() {
            *price += random.below(1_000);
        }
    }

    /// Whether a success always pays its price.
    pub fn is_uncapped(&self) -> bool {
        self.cap.is_none()
    }

    /// The document.
    pub fn text(&self) -> String {
        let mut text = HEAD.replace("ID", &self.id).replace("VERSION", &self.version.to_string());
        if let Some(price) = self.november {
            let _ = write!(text, "{}", measure(NOVEMBER, SUCCESS, "dream", "{ month = 11 }", BEFORE_THE_YEAR, ""));
            self.payment(&mut text, NOVEMBER, price);
        }
        if let Some(price) = self.entry {
            let missing = "missing = \"no-success\"\n";
            let window = "{ event = \"each\" }";
            let _ = write!(text, "{}", measure(ENTRY, "reported", "reported", window, BY_YEAR_END, missing));
            self.payment(&mut text, ENTRY, price);
        }
        if let Some(cap) = self.cap {
            let _ = write!(text, "\n[[limit]]\nid = \"cap\"\nat_most = {cap}\nper = \"participant\"\n");
        }
        self.example(&mut text);
        text.push_str("```\n");
        text
    }

    fn payment(&self, text: &mut String, measure: &str, price: u32) {
        let _ = write!(
            text,
            "\n[[payment]]\nid = \"pay-{measure}\"\nlabel = \"Betaling\"\nfor = \"{measure}\"\nper = \"success\"\n\
             amount = {}\n",
            kroner(price)
        );
        if let Some(hundredths) = self.kept_back {
            let _ = writeln!(text, "held_back = {{ share = 0.{hundredths:02}, until = 2028-06-30 }}");
        }
        let payer = |budget: &str, share: &str| format!("{{ party = \"kommune\", budget = \"{budget}\"{share} }}");
        let _ = match self.payers {
            None => writeln!(text, "from = {}", payer("central", "")),
            Some([one, other]) => {
                let share = |parts: u32| format!(", part = {parts}");
                let (one, other) = (payer("central", &share(one)), payer("decentral", &share(other)));
                writeln!(text, "from = [\n    {one},\n    {other},\n]")
            }
        };
        let _ = match self.receivers {
            None => writeln!(text, "to = \"fond\""),
            Some([one, other]) => {
                writeln!(text, "to = [{{ party = \"fond\", part = {one} }}, {{ party = \"fond-2\", part = {other} }}]")
            }
        };
    }

    /// One success in the first year, less what is kept back by the half-up rule of the document.
    fn example(&self, text: &mut String) {
        let (measure, price) = match (self.november, self.entry) {
            (Some(price), _) => (NOVEMBER, price),
            (None, price) => (ENTRY, price.unwrap_or_default()),
        };
        let _ = write!(
            text,
            "\n[[example]]\nname = \"Én\"\nobservations = [\n  {{ participant = \"a\", measure = \"{measure}\", \
             year = {FIRST_YEAR}, outcome = \"success\" }},\n]\n"
        );
        if self.kept_back.is_none() {
            let _ = writeln!(text, "payments = {{ {} = {} }}", FIRST_YEAR + 1, kroner(price));
        } else {
            let _ = writeln!(text, "due = {{ pay-{measure} = \"yes\" }}");
        }
    }
}

/// Øre as a number of kroner.
fn kroner(minor: u32) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

const SUCCESS: &str = "any(job.ratio > 0) or any(week.state = education)";
const BEFORE_THE_YEAR: &str = "enrolled-before-the-year";
const BY_YEAR_END: &str = "enrolled-by-year-end";

fn measure(id: &str, success: &str, source: &str, window: &str, eligible: &str, more: &str) -> String {
    let last = FIRST_YEAR + YEARS - 1;
    format!(
        "\n[[measure]]\nid = \"{id}\"\nlabel = \"{id}\"\nsource = \"{source}\"\nwindow = {window}\n\
         years = {{ from = {FIRST_YEAR}, to = {last} }}\nsuccess = \"{success}\"\neligible = \"{eligible}\"\n\
         settled = {{ month = 3, day = 31, years_later = 1 }}\nexpected = {{ later = 0.25 }}\n{more}"
    )
}

const HEAD: &str = r#"# Prøve

```toml
[agreement]
id = "ID"
name = "Prøve ID"
version = "VERSION"
currency = "DKK"
rounding = "half-up"
price_level = 2024
from = 2023-01-01
to = 2028-12-31
purpose = "Unge kommer i arbejde."

[[party]]
id = "kommune"
name = "Eksempel Kommune"
short_name = "Kommunen"
role = "authority"
legal_entity = "Eksempel Kommune"

[[party]]
id = "fond"
name = "Eksempelfonden"
short_name = "Fonden"
role = "investor"
legal_entity = "Eksempelfonden"

[[party]]
id = "fond-2"
name = "Den anden fond"
short_name = "Fond 2"
role = "investor"
legal_entity = "Den anden fond"

[[budget]]
id = "central"
party = "kommune"
kind = "central"
label = "Ikke-decentralt budget"

[[budget]]
id = "decentral"
party = "kommune"
kind = "decentral"
label = "Decentralt budget"

[target_group]
description = "Unge uden job."

[[admission]]
id = "age"
label = "Fyldt 16 og højst 29 år"
test = "age"
from = 16
to = 29

[intake]
unit = "person"
by_year = { 2023 = 4 }
total = 4
counts_from = ["accepted", "started"]
planned_start = { month = 5, day = 1 }

[intervention]
label = "Støtte til job"
provider = "Eksempel Kommune"
steps = ["Samtale"]

[[funding]]
id = "grant"
from = "fond"
to = { party = "kommune", budget = "central" }
amount = 100_000
on = [2023-01-15]
total = 100_000

[[signature]]
party = "kommune"
office = "Borgmesteren"

[[signature]]
party = "fond"
office = "Formanden"

[[signature]]
party = "fond-2"
office = "Formanden"
"#;
