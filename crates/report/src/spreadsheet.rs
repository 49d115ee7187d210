//! The document as a workbook.
use crate::{ReportError, Statement};
/// The document as an XLSX workbook.
pub fn statement_xlsx(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    let problems = crate::check(statement);
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    Ok(rust_xlsxwriter::Workbook::new().save_to_buffer()?)
}
