//! Writes the made-up sample statement as PDF, XLSX and SVG into a folder, to be looked at: `statement FOLDER`.

#[path = "../tests/it/sample.rs"]
mod sample;

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write into")?);
    std::fs::create_dir_all(&folder)?;
    let statement = sample::statement();
    for run in ["first", "second"] {
        let started = Instant::now();
        let pdf = virkning_report::statement_pdf(&statement)?;
        println!("{run} PDF: {} bytes in {:?}", pdf.len(), started.elapsed());
        std::fs::write(folder.join("statement.pdf"), pdf)?;
    }
    let archive = virkning_report::Archive::default();
    std::fs::write(folder.join("record.pdf"), virkning_report::record_pdf(&statement, &archive)?)?;
    std::fs::write(folder.join("statement.xlsx"), virkning_report::statement_xlsx(&statement)?)?;
    for chart in statement.charts() {
        std::fs::write(folder.join(format!("{}.svg", chart.id)), virkning_report::chart_svg(chart))?;
    }
    Ok(())
}
