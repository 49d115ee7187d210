//! The raw draws of a simulation as Parquet, one column of floats each, so that anybody can ask them anything. They hold no
//! person and no money that is paid.

use std::fmt::Write as _;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::DoubleType;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// A file of draws. Columns are named as given, characters that Parquet's notation gives a meaning being replaced; what is
/// no number is missing, as a rate of return that does not exist.
///
/// # Errors
/// What the writer refuses.
pub fn draws_as_parquet(columns: &[(String, Vec<f64>)]) -> Result<Vec<u8>> {
    let mut schema = "message draws {".to_owned();
    for (name, _) in columns {
        let plain: String =
            name.chars().map(|one| if one.is_alphanumeric() || "._-".contains(one) { one } else { '_' }).collect();
        let _ = write!(schema, " OPTIONAL DOUBLE {plain};");
    }
    schema.push_str(" }");
    let properties =
        WriterProperties::builder().set_created_by("virkning".to_owned()).set_compression(Compression::SNAPPY);
    let schema = Arc::new(parse_message_type(&schema)?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build()))?;
    let mut group = writer.next_row_group()?;
    for (_, values) in columns {
        let missing = || ParquetError::General("a column too many".to_owned());
        let mut column = group.next_column()?.ok_or_else(missing)?;
        let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
        column.typed::<DoubleType>().write_batch(&known, Some(&levels), None)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let columns = [("paid.total".to_owned(), vec![1.5, 2.25]), ("return rsi".to_owned(), vec![f64::NAN, -0.03])];
        let bytes = draws_as_parquet(&columns).expect("written");
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a file");
        let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].get_double(0).expect("a number"), 1.5);
        assert!(rows[0].get_double(1).is_err());
        assert_eq!(rows[1].get_double(1).expect("a number"), -0.03);
        let names: Vec<_> = reader
            .metadata()
            .file_metadata()
            .schema()
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        assert_eq!(names, ["paid.total", "return_rsi"]);
    }
}
