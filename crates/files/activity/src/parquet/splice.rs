//! A Parquet file that holds another's columns, byte for byte, and new ones beside them.

use arrow::datatypes::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::arrow::encode_arrow_schema;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::ChunkReader;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnDescPtr, Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// The key under which a file keeps its Arrow schema.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// A file being written row group by row group beside the one it is made from.
pub(crate) struct Splice<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    added: Vec<ColumnDescPtr>,
    n_columns: usize,
}

/// A new column: text, never null.
///
/// # Errors
/// When the name cannot be that of a column.
pub(crate) fn added_field(name: &str) -> Result<TypePtr> {
    let field = Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    Ok(Arc::new(field))
}

impl<W: Write + Send> Splice<W> {
    /// Begins a file with the columns of `like` and then those named.
    ///
    /// # Errors
    /// When the result cannot be written.
    pub(crate) fn begin(out: W, like: &ArrowReaderMetadata, names: &[String]) -> Result<Self> {
        let file = like.metadata().file_metadata();
        let root = file.schema_descr().root_schema();
        let mut fields = root.get_fields().to_vec();
        for name in names {
            fields.push(added_field(name)?);
        }
        let schema = Arc::new(Type::group_type_builder(root.name()).with_fields(fields).build()?);
        let kept = file.key_value_metadata().cloned().unwrap_or_default();
        let metadata: Vec<KeyValue> = kept
            .into_iter()
            .map(|entry| if entry.key == ARROW_SCHEMA { widened(like, names) } else { entry })
            .collect();
        let properties = WriterProperties::builder()
            .set_created_by("footprint".to_owned())
            .set_key_value_metadata((!metadata.is_empty()).then_some(metadata))
            .build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        let n_columns = file.schema_descr().num_columns();
        let described = writer.schema_descr();
        let added = (n_columns..described.num_columns()).map(|place| described.column(place)).collect();
        Ok(Self { writer, added, n_columns })
    }

    /// The new columns, in order.
    pub(crate) fn added(&self) -> &[ColumnDescPtr] {
        &self.added
    }

    /// Adds a row group: the columns of one of the source's, as they are, and the new ones.
    ///
    /// # Errors
    /// When the source cannot be read, is not like the first file, or the result cannot be written.
    pub(crate) fn row_group(
        &mut self,
        source: &impl ChunkReader,
        like: &ArrowReaderMetadata,
        group: usize,
        added: Vec<(Bytes, ColumnCloseResult)>,
    ) -> Result<()> {
        let held = like.metadata().row_groups().get(group).ok_or_else(|| absent(group))?;
        if held.num_columns() != self.n_columns {
            return Err(ParquetError::General(format!("{} columns, not {}", held.num_columns(), self.n_columns)));
        }
        let mut out = self.writer.next_row_group()?;
        for column in held.columns() {
            let kept = ColumnCloseResult {
                bytes_written: column.compressed_size() as u64,
                rows_written: held.num_rows() as u64,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            out.append_column(source, kept)?;
        }
        for (bytes, closed) in added {
            out.append_column(&bytes, closed)?;
        }
        out.close()?;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When the result cannot be written.
    pub(crate) fn finish(self) -> Result<W> {
        self.writer.into_inner()
    }
}

/// The Arrow schema with the new columns: a reader refuses one that lacks them.
fn widened(like: &ArrowReaderMetadata, names: &[String]) -> KeyValue {
    let schema = like.schema();
    let mut fields: Vec<Arc<Field>> = schema.fields().iter().cloned().collect();
    fields.extend(names.iter().map(|name| Arc::new(Field::new(name, DataType::Utf8, false))));
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    KeyValue { key: ARROW_SCHEMA.to_owned(), value: Some(encode_arrow_schema(&schema)) }
}

fn absent(group: usize) -> ParquetError {
    ParquetError::General(format!("there is no row group {group}"))
}
