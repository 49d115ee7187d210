//! Flat Parquet files of anybody's making, for evaluations: columns by name, each value as text that says exactly what the
//! file holds. What the columns mean is decided elsewhere.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;

/// Why a flat file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FlatError {
    /// The file cannot be opened.
    #[error("{0}")]
    Opened(#[from] std::io::Error),
    /// It is no Parquet file, or damaged.
    #[error("{0}")]
    Damaged(#[from] parquet::errors::ParquetError),
    /// A column holds lists or groups.
    #[error("column {column} is not flat")]
    NotFlat {
        /// Which.
        column: String,
    },
}

/// The names of a file's columns.
pub fn columns_of(path: &Path) -> Result<Vec<String>, FlatError> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let root = reader.metadata().file_metadata().schema().clone();
    Ok(root.get_fields().iter().map(|field| field.name().to_owned()).collect())
}

/// Gives each row's values of some columns, in that order, to a function: text, nothing where there is no value. Columns
/// that the file lacks are never asked for: see [`columns_of`].
pub fn each_row(
    path: &Path,
    columns: &[&str],
    mut row_of: impl FnMut(u64, &[Option<String>]),
) -> Result<(), FlatError> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let root = reader.metadata().file_metadata().schema().clone();
    let wanted: Vec<_> = root.get_fields().iter().filter(|field| columns.contains(&field.name())).cloned().collect();
    if let Some(field) = wanted.iter().find(|field| !field.is_primitive()) {
        return Err(FlatError::NotFlat { column: field.name().to_owned() });
    }
    let places: Vec<Option<usize>> =
        columns.iter().map(|name| wanted.iter().position(|field| field.name() == *name)).collect();
    let only = Type::group_type_builder(root.name()).with_fields(wanted).build()?;
    let mut cells: Vec<Option<String>> = Vec::new();
    for (number, row) in (1..).zip(reader.get_row_iter(Some(only))?) {
        let row = row?;
        let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        cells.clear();
        cells
            .extend(places.iter().map(|place| place.and_then(|place| fields.get(place)).and_then(|field| text(field))));
        row_of(number, &cells);
    }
    Ok(())
}

/// A value as text: numbers with a point, truth as 1 and 0.
fn text(field: &Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Bool(value) => Some(u8::from(*value).to_string()),
        Field::Str(value) => Some(value.clone()),
        Field::Float(value) => Some(value.to_string()),
        Field::Double(value) => Some(value.to_string()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    #[test]
    fn columns_in_the_order_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("people.parquet");
        let schema = "message people { required int32 arm; optional double outcome; required binary unit (UTF8); }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let file = File::create(&path).expect("a file");
        let mut writer =
            SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::builder().build())).expect("a writer");
        let mut rows = writer.next_row_group().expect("rows");
        let mut column = rows.next_column().expect("a column").expect("a column");
        column.typed::<Int32Type>().write_batch(&[1, 0, 1], None, None).expect("written");
        column.close().expect("closed");
        let mut column = rows.next_column().expect("a column").expect("a column");
        column.typed::<DoubleType>().write_batch(&[0.1, -2.5], Some(&[1, 0, 1]), None).expect("written");
        column.close().expect("closed");
        let mut column = rows.next_column().expect("a column").expect("a column");
        let units = ["a", "æ", "c"].map(ByteArray::from);
        column.typed::<ByteArrayType>().write_batch(&units, None, None).expect("written");
        column.close().expect("closed");
        rows.close().expect("closed");
        writer.close().expect("closed");
        assert_eq!(columns_of(&path).expect("names"), ["arm", "outcome", "unit"]);
        let mut found = Vec::new();
        each_row(&path, &["unit", "outcome"], |number, cells| found.push((number, cells.to_vec()))).expect("rows");
        let some = |text: &str| Some(text.to_owned());
        let expected = [(1, [some("a"), some("0.1")]), (2, [some("æ"), None]), (3, [some("c"), some("-2.5")])];
        assert_eq!(found.len(), 3);
        for ((number, cells), (expected, values)) in found.iter().zip(expected) {
            assert_eq!((*number, cells.as_slice()), (expected, &values[..]));
        }
    }
}
