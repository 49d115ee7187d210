//! A made-up statement with everything that a document can have. All people, counts and amounts are invented. Shared by
//! the tests and the example program; not a fixture of any rule.

use jiff::civil::{Date, date};
use virkning_report::*;

/// 31 March 2025, a Monday.
pub const DAY: Date = date(2025, 3, 31);

/// Kroner with thousands separators, as the caller of this crate would format them.
pub fn kroner(kroner: i128) -> Cell {
    let digits = kroner.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    let sign = if kroner < 0 { "−" } else { "" };
    Cell::money(kroner * 100, format!("{sign}{text},00"))
}

pub fn labels() -> Labels {
    Labels {
        page: "Side".to_owned(),
        of: "af".to_owned(),
        signatures: "Underskrifter".to_owned(),
        summary: "Oversigt".to_owned(),
    }
}

pub fn statement() -> Statement {
    Statement {
        issuer: "Aarhus Kommune".to_owned(),
        subtitle: "Måleår 2024 · afregnes marts 2025".to_owned(),
        synthetic_mark: Some("SYNTETISKE DATA – ingen virkelige personer".to_owned()),
        status_mark: Some("FORSLAG".to_owned()),
        facts: facts(),
        parties: parties(),
        key_figures: key_figures(),
        sections: vec![outcome(), computation(), plan_section(), account(), choices(), data()],
        signatures: signatures(),
        footer: "IPS-PLUS, aftalegrundlag version 1".to_owned(),
        ..Statement::new("da", DAY, "Afregningsbilag", "ips-plus-2024-7f3a9c", labels())
    }
}

fn facts() -> Vec<Fact> {
    vec![
        Fact::new("Aftale", "IPS-PLUS, version 1 (forseglet 12. januar 2023)"),
        Fact::new("Betalingsmål", "I arbejde eller uddannelse i november")
            .with_note("Aftalegrundlaget afsnit 6, linje 214"),
        Fact::new("Betales senest", Cell::date(DAY, "31. marts 2025")),
        Fact::new("Registerudgave", "DREAM, februar 2025 (endelig)"),
    ]
}

fn parties() -> Vec<Party> {
    let party = |role: &str, name: &str, details: &[&str]| Party {
        role: role.to_owned(),
        name: name.to_owned(),
        details: details.iter().map(|text| (*text).to_owned()).collect(),
    };
    vec![
        party(
            "Betaler",
            "Aarhus Kommune, Sociale Forhold og Beskæftigelse",
            &["Ikke-decentralt budget (indkomstoverførsler)", "Juridisk enhed: Aarhus Kommune"],
        ),
        party(
            "Modtager",
            "Rådet for Sociale Investeringer i Aarhus Kommune",
            &["Omposteringsbilag: begge parter er samme juridiske enhed"],
        ),
    ]
}

fn key_figures() -> Vec<KeyFigure> {
    vec![
        KeyFigure::new("Resultatbetaling", Cell::money(7_055_000, "70.550 kr."))
            .with_note("17 × 4.150,00 kr.")
            .emphasised(),
        KeyFigure::new("I arbejde eller uddannelse", Cell::count(17, "17 af 58")).with_note("Ventet: 14,4 af 60"),
        KeyFigure::new("Succesrate", Cell::share(0.2931, "29,3 %")).with_note("95 % interval: 19,2–42,0 %"),
        KeyFigure::new("Mangler at blive betalt tilbage", Cell::money(-142_945_000, "1.429.450 kr."))
            .with_note("Af 1.500.000 kr. indskudt"),
    ]
}

fn outcome() -> Section {
    let row = |label: &str, people: i64, successes: i64| {
        Row::from(vec![
            Cell::text(label),
            Cell::count(people, people.to_string()),
            Cell::count(successes, successes.to_string()),
        ])
    };
    let situations = Table {
        rows: vec![
            row("Døde", 0, 0),
            row("I udlandet", 1, 0),
            row("I beskæftigelse", 13, 13),
            row("Under uddannelse", 4, 4),
            row("På offentlig ydelse", 38, 0),
            row("Ingen af delene", 2, 0),
        ],
        total: Some(vec!["I alt".into(), Cell::count(58, "58"), Cell::count(17, "17")]),
        note: Some("Hver deltager tælles én gang, i den viste rækkefølge. Hvem der udløser betaling, afgøres alene af aftalens betalingsmål.".to_owned()),
        ..Table::new("Deltagernes situation i november 2024", vec![Column::text("Situation"), Column::figure("Deltagere"), Column::figure("Heraf opfylder målet")])
    };
    Section::new(
        "Resultat",
        vec![
            Block::Paragraph(
                "58 deltagere var påbegyndt før 1. januar 2024 og indgår i målingen. 17 af dem havde i november 2024 mindst én måned med beskæftigelsesgrad over 0 eller mindst én uge med en uddannelseskode. Deltagere, der er stoppet i forløbet, bliver i deltagergruppen."
                    .to_owned(),
            ),
            Block::Table(situations),
            Block::Callout(Callout {
                kind: CalloutKind::Note,
                title: "Brutto, ikke effekt".to_owned(),
                text: "Betalingen tæller alle, der opfylder målet. Effekten er det, der ligger ud over, hvad der ville være sket alligevel (basis 25 %), og vises for sig.".to_owned(),
            }),
        ],
    )
}

fn computation() -> Section {
    let columns = vec![
        Column::text("Regel"),
        Column::short("Afsnit"),
        Column::figure("Antal"),
        Column::figure("Pris, kr."),
        Column::figure("Forfalden, kr."),
        Column::figure("Over loft, kr."),
        Column::figure("Betales, kr."),
    ];
    let lines = Table {
        rows: vec![Row::from(vec![
            "Resultatbetaling pr. borger i arbejde eller uddannelse".into(),
            "6, l. 231".into(),
            Cell::count(17, "17"),
            kroner(4_150),
            kroner(70_550),
            kroner(0),
            kroner(70_550),
        ])],
        total: Some(vec![
            "I alt".into(),
            Cell::empty(),
            Cell::empty(),
            Cell::empty(),
            kroner(70_550),
            kroner(0),
            kroner(70_550),
        ]),
        ..Table::new("Linjer", columns)
    };
    let steps = [
        "Antal: deltagere med opfyldt betalingsmål i november 2024 (17).",
        "Pris: 4.150,00 kr. pr. deltager, aftalegrundlaget afsnit 6.",
        "Loft: 5 % årligt afkast, rente af rente. Der er plads til 1.652.332,19 kr.; betalingen rammer ikke loftet.",
    ];
    Section::new("Sådan er beløbet beregnet", vec![Block::List(steps.map(str::to_owned).to_vec()), Block::Table(lines)])
}

/// Plan against actual for seven years, of which two are measured.
pub fn plan_chart() -> Chart {
    let planned = [59_760, 278_880, 438_240, 597_600, 597_600, 597_600, 597_600];
    let actual = [Some(70_550), Some(253_150), None, None, None, None, None];
    let point = |amount: i128| {
        Point::new(amount as f64 / 1000.0, kroner(amount)).short(format!("{:.0}", amount as f64 / 1000.0))
    };
    Chart {
        id: "plan-against-actual".to_owned(),
        title: "Plan mod faktisk resultatbetaling efter måleår".to_owned(),
        description: "Søjlediagram. For måleår 2024 var planen 59.760 kr. og den faktiske betaling 70.550 kr.; for 2025 278.880 og 253.150 kr.; for 2026 til 2030 er kun planen kendt."
            .to_owned(),
        x_title: "Måleår".to_owned(),
        x_labels: (2024..=2030).map(|year| year.to_string()).collect(),
        unit: "Tusind kr.".to_owned(),
        ticks: tick_values(0.0, 597.6).into_iter().map(|value| Tick { value, text: format!("{value:.0}") }).collect(),
        series: vec![
            Series {
                label: "Plan".to_owned(),
                kind: Kind::Bars,
                tone: Tone::Plan,
                points: planned.map(|amount| Some(point(amount))).to_vec(),
            },
            Series {
                label: "Faktisk".to_owned(),
                kind: Kind::Bars,
                tone: Tone::Actual,
                points: actual.map(|amount| amount.map(point)).to_vec(),
            },
        ],
        empty: "Der er endnu ingen tal.".to_owned(),
        with_table: true,
        table_note: Some("Kr. i løbende priser".to_owned()),
    }
}

/// Success rates as lines, with a goal.
pub fn rate_chart() -> Chart {
    let share = |share: f64| {
        Some(Point::new(share * 100.0, Cell::share(share, format!("{:.1} %", share * 100.0).replace('.', ","))))
    };
    let line = |label: &str, tone, points: Vec<Option<Point>>| Series {
        label: label.to_owned(),
        kind: Kind::Line,
        tone,
        points,
    };
    Chart {
        id: "success-rate".to_owned(),
        title: "Succesrate efter måleår".to_owned(),
        description:
            "Kurvediagram. Ventet 24 % i 2024 og 48 % derefter; faktisk 29,3 % i 2024 og 44,2 % i 2025. Basis er 25 %."
                .to_owned(),
        unit: "Procent af deltagerne".to_owned(),
        ticks: tick_values(0.0, 60.0).into_iter().map(|value| Tick { value, text: format!("{value:.0} %") }).collect(),
        series: vec![
            line(
                "Ventet i planen",
                Tone::Plan,
                vec![share(0.24), share(0.48), share(0.48), share(0.48), share(0.48), share(0.48), share(0.48)],
            ),
            line("Faktisk", Tone::Actual, vec![share(0.293), share(0.442), None, None, None, None, None]),
            line("Basis (uden indsatsen)", Tone::Limit, vec![share(0.25).map(|point| point.short("")); 7]),
        ],
        with_table: false,
        ..plan_chart()
    }
}

fn plan_section() -> Section {
    Section::new("Plan mod faktisk", vec![Block::Chart(plan_chart()), Block::Chart(rate_chart())])
}

fn account() -> Section {
    let columns = ["Kalenderår", "Indskudt, kr.", "Modtaget, kr.", "Saldo, kr.", "Plads under loft, kr."];
    let columns = columns
        .iter()
        .enumerate()
        .map(|(place, title)| if place == 0 { Column::short(*title) } else { Column::figure(*title) });
    let row = |year: i16, paid_in: i128, received: i128, balance: i128, room: i128| {
        vec![Cell::year(year), kroner(paid_in), kroner(received), kroner(balance), kroner(room)]
    };
    let table = Table {
        rows: vec![
            row(2023, 750_000, 0, -750_000, 0).into(),
            row(2024, 750_000, 0, -1_500_000, 0).into(),
            Row::highlighted(row(2025, 750_000, 70_550, -2_179_450, 2_429_344)),
            Row { kind: RowKind::Muted, ..row(2026, 750_000, 0, -2_929_450, 0).into() },
        ],
        total: Some(vec!["I alt".into(), kroner(3_000_000), kroner(70_550), kroner(-2_929_450), Cell::empty()]),
        note: Some("Indskud 15. januar hvert år. Den fremhævede række er denne afregnings.".to_owned()),
        ..Table::new("Rådets konto", columns.collect())
    };
    Section::new("Kontoen indtil nu", vec![Block::Table(table)])
}

fn choices() -> Section {
    let row = |question: &str, chosen: &str, kind: MarkKind, label: &str, because: &str| {
        Row::from(vec![question.into(), Cell::text(chosen).marked(kind, label), because.into()])
    };
    let table = Table {
        rows: vec![
            row(
                "Hvilket budget betaler resultatbetalingen?",
                "Ikke-decentralt budget",
                MarkKind::Chosen,
                "valgt",
                "Kilden nævner intet budget. Besparelsen på indkomstoverførsler falder her.",
            ),
            row(
                "Hvordan beregnes afkastloftet?",
                "Rente af rente",
                MarkKind::Chosen,
                "valgt",
                "Ordlyden »5 % årligt« kan læses på tre måder.",
            ),
            row("Hvilken dag betales der?", "31. marts", MarkKind::Assumed, "antaget", "Kilden siger kun »marts«."),
            row(
                "Besparelse pr. deltager",
                "4.350,88 kr.",
                MarkKind::Derived,
                "afledt",
                "Beregnet af business casens årstal.",
            ),
        ],
        ..Table::new(
            "",
            vec![Column::text("Spørgsmål"), Column::text("Svar"), Column { width: 2, ..Column::text("Begrundelse") }],
        )
    };
    Section::new("Valg, som kilden lader stå åbne", vec![Block::Table(table)])
}

fn data() -> Section {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    Section::new(
        "Grundlag",
        vec![
            Block::Facts(vec![
                Fact::new("Øjebliksbillede", "DREAM 2025-02, 20.000 personer"),
                Fact::new(
                    "Kodeliste",
                    Cell::text("udgave 2015-11 med én tilføjet kode (669)").marked(MarkKind::Neutral, "ændret"),
                ),
                Fact::new("Forsegl", hash),
                Fact::new("Spor", hash).with_note("Person for person, vises med »virkning explain«"),
            ]),
            Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: "Forslag".to_owned(),
                text: "Bilaget gælder først, når en anden end forfatteren har godkendt det, og det er bogført."
                    .to_owned(),
            }),
        ],
    )
}

fn signatures() -> Vec<SignatureBox> {
    let signature = |party: &str, office: &str| SignatureBox {
        party: party.to_owned(),
        office: office.to_owned(),
        date_label: "Dato".to_owned(),
        name_label: "Navn og underskrift".to_owned(),
    };
    vec![
        signature("Aarhus Kommune", "Rådmanden for Sociale Forhold og Beskæftigelse"),
        signature("Rådet for Sociale Investeringer", "Formanden for Rådet"),
        signature("Sociallægeinstitutionen", "Centerlederen"),
    ]
}
