//! Tables and facts in plain text, aligned by characters, so that they can be read, copied and compared.

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
        let widths: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .map(|(column, (head, _))| {
                let cells = self.rows.iter().map(|row| match row {
                    Row::Cells(cells) => cells.get(column).map_or(0, |cell| cell.chars().count()),
                    Row::Rule => 0,
                });
                cells.max().unwrap_or(0).max(head.chars().count())
            })
            .collect();
        let line = |cells: Vec<&str>| {
            let mut out = String::from(" ");
            for ((cell, width), (_, align)) in cells.iter().zip(&widths).zip(&self.heads) {
                let blanks = " ".repeat(width - cell.chars().count().min(*width));
                out.push(' ');
                match align {
                    Align::Start => out.extend([*cell, &blanks]),
                    Align::End => out.extend([blanks.as_str(), *cell]),
                }
                out.push(' ');
            }
            format!("{}\n", out.trim_end())
        };
        let total: usize = widths.iter().map(|width| width + 2).sum();
        let rule = format!("  {}\n", "─".repeat(total.saturating_sub(2)));
        let mut out = line(self.heads.iter().map(|(head, _)| head.as_str()).collect());
        out.push_str(&rule);
        for row in &self.rows {
            match row {
                Row::Cells(cells) => out.push_str(&line(cells.iter().map(String::as_str).collect())),
                Row::Rule => out.push_str(&rule),
            }
        }
        out
    }
}

/// Pairs of word and value, the values below each other.
pub fn facts(pairs: &[(String, String)]) -> String {
    let width = pairs.iter().map(|(word, _)| word.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (word, value) in pairs {
        let blanks = " ".repeat(width - word.chars().count());
        out.push_str(&format!("  {word}{blanks}   {value}\n"));
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
        let expected = "\
  År            Beløb
  ───────────────────
  2025      59.760,00
  ───────────────────
  I alt  3.167.280,00
";
        assert_eq!(table.render(), expected);
    }

    #[test]
    fn facts_stand_below_each_other() {
        let pairs = [("Beløb".to_owned(), "1".to_owned()), ("Måleår".to_owned(), "2024".to_owned())];
        assert_eq!(facts(&pairs), "  Beløb    1\n  Måleår   2024\n");
    }
}
