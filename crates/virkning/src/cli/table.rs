//! Tables and facts in plain text, aligned by characters, so that they can be read, copied and compared.

/// The most characters of words on one line of a cell; longer ones go on below.
const WORDS_PER_LINE_MAX: usize = 60;

/// The same for the value of a fact.
const FACT_PER_LINE_MAX: usize = 100;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Start,
    /// Numbers.
    End,
}

/// A table of text.
#[derive(Clone, Debug, Default)]
pub struct Table {
    heads: Vec<(String, Align)>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Cells(Vec<String>),
    Rule,
}

impl Table {
    /// A table without columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more column of words.
    #[must_use]
    pub fn words(mut self, head: impl Into<String>) -> Self {
        self.heads.push((head.into(), Align::Start));
        self
    }

    /// One more column of numbers.
    #[must_use]
    pub fn numbers(mut self, head: impl Into<String>) -> Self {
        self.heads.push((head.into(), Align::End));
        self
    }

    /// One more row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(Row::Cells(cells));
    }

    /// A line across, above a total.
    pub fn rule(&mut self) {
        self.rows.push(Row::Rule);
    }

    /// The table as lines, each indented by two blanks.
    pub fn render(&self) -> String {
        let rows: Vec<Vec<Vec<String>>> = self.rows.iter().map(|row| self.lines_of(row)).collect();
        let widths: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .map(|(column, (head, _))| {
                let lines = rows.iter().filter_map(|cells| cells.get(column)).flatten();
                lines.map(|line| line.chars().count()).max().unwrap_or(0).max(head.chars().count())
            })
            .collect();
        let total: usize = widths.iter().map(|width| width + 2).sum();
        let rule = format!("  {}\n", "─".repeat(total.saturating_sub(2)));
        let mut out = self.line(&widths, |column| self.heads[column].0.as_str());
        out.push_str(&rule);
        for (row, cells) in self.rows.iter().zip(&rows) {
            match row {
                Row::Rule => out.push_str(&rule),
                Row::Cells(_) => {
                    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
                    for line in 0..height {
                        let part = |column: usize| {
                            cells.get(column).and_then(|lines| lines.get(line)).map_or("", String::as_str)
                        };
                        out.push_str(&self.line(&widths, part));
                    }
                }
            }
        }
        out
    }

    /// Each cell of a row as its lines: words are broken, numbers never.
    fn lines_of(&self, row: &Row) -> Vec<Vec<String>> {
        match row {
            Row::Rule => Vec::new(),
            Row::Cells(cells) => cells
                .iter()
                .zip(&self.heads)
                .map(|(cell, (_, align))| match align {
                    Align::Start => wrapped(cell, WORDS_PER_LINE_MAX),
                    Align::End => vec![cell.clone()],
                })
                .collect(),
        }
    }

    fn line<'a>(&self, widths: &[usize], part: impl Fn(usize) -> &'a str) -> String {
        let mut out = String::from(" ");
        for (column, (width, (_, align))) in widths.iter().zip(&self.heads).enumerate() {
            let cell = part(column);
            let blanks = " ".repeat(width - cell.chars().count().min(*width));
            out.push(' ');
            match align {
                Align::Start => out.extend([cell, &blanks]),
                Align::End => out.extend([blanks.as_str(), cell]),
            }
            out.push(' ');
        }
        format!("{}\n", out.trim_end())
    }
}

/// A text in lines of at most so many characters, broken at blanks; a longer word stands on a line of its own.
fn wrapped(text: &str, characters_max: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= characters_max {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Pairs of word and value, the values below each other.
pub fn facts(pairs: &[(String, String)]) -> String {
    let width = pairs.iter().map(|(word, _)| word.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (word, value) in pairs {
        let blanks = " ".repeat(width - word.chars().count());
        for (place, line) in wrapped(value, FACT_PER_LINE_MAX).iter().enumerate() {
            let word = if place == 0 { format!("{word}{blanks}") } else { " ".repeat(width) };
            out.push_str(&format!("  {word}   {line}\n"));
        }
    }
    out
}

/// A heading above a table.
pub fn heading(text: &str) -> String {
    format!("\n{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new().words("År").numbers("Beløb");
        table.row(vec!["2025".into(), "59.760,00".into()]);
        table.rule();
        table.row(vec!["I alt".into(), "3.167.280,00".into()]);
        let expected = "  År            Beløb
  ───────────────────
  2025      59.760,00
  ───────────────────
  I alt  3.167.280,00
";
        assert_eq!(table.render(), expected);
    }

    #[test]
    fn long_words_go_on_below() {
        let check = |text: &str, expected: &[&str]| assert_eq!(wrapped(text, 10), expected, "{text}");
        check("", &[""]);
        check("en to tre fire", &["en to tre", "fire"]);
        check("beskæftigelsesgrad i november", &["beskæftigelsesgrad", "i november"]);
    }

    #[test]
    fn facts_stand_below_each_other() {
        let pairs = [("Beløb".to_owned(), "1".to_owned()), ("Måleår".to_owned(), "2024".to_owned())];
        assert_eq!(facts(&pairs), "  Beløb    1\n  Måleår   2024\n");
    }
}
