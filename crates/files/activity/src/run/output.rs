//! Where the records go: a file that is complete or not there at all, or standard output.

use super::input::{FileFormat, Opened, ParquetInput};
use crate::error::ActivityError;
use crate::parquet::Splice;
use crate::place::{Place, unwritable};
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::{FileWriter, StreamWriter};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::WriterProperties;
use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the result of a run goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// A file on the disk, written beside its place and moved there when it is whole.
    File(PathBuf),
    /// Standard output.
    Stdout,
    /// Nowhere: only the account is wanted.
    Nowhere,
}

/// What a result is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// Delimited text, with the delimiter of the input where that is text.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC as a file.
    IpcFile,
    /// Arrow IPC as a stream.
    IpcStream,
}

impl Output {
    /// Its name in messages.
    pub fn name(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Stdout => "standard output".into(),
            Self::Nowhere => "nowhere".into(),
        }
    }

    /// The format the file's name asks for; that of the input where it says nothing.
    pub fn format(&self, input: FileFormat) -> OutputFormat {
        let extension = match self {
            Self::File(path) => path.extension().map(std::ffi::OsStr::to_ascii_lowercase),
            Self::Stdout | Self::Nowhere => None,
        };
        match extension.as_deref().and_then(|extension| extension.to_str()) {
            Some("csv" | "txt" | "tsv") => OutputFormat::Csv,
            Some("parquet" | "pq") => OutputFormat::Parquet,
            Some("arrow" | "ipc" | "feather") => OutputFormat::IpcFile,
            Some("arrows") => OutputFormat::IpcStream,
            _ => match input {
                FileFormat::Csv => OutputFormat::Csv,
                FileFormat::Parquet => OutputFormat::Parquet,
                FileFormat::Ipc => OutputFormat::IpcStream,
            },
        }
    }
}

/// What a piece of work became.
pub(crate) enum Product {
    /// Text, ready to be written, and how many records were put into it.
    Text(Vec<u8>, u64),
    /// Rows.
    Batch(RecordBatch),
    /// The new columns of a row group.
    Group(std::sync::Arc<ParquetInput>, usize, Vec<(Bytes, ColumnCloseResult)>),
}

impl Product {
    /// How many records it holds: of rows by their columns, of a row group by what its new columns say was encoded.
    fn records(&self) -> u64 {
        match self {
            Self::Text(_, records) => *records,
            Self::Batch(batch) => batch.num_rows() as u64,
            Self::Group(_, _, added) => added.first().map_or(0, |(_, closed)| closed.rows_written),
        }
    }
}

enum Sink {
    Text(Place),
    Parquet(Box<ArrowWriter<Place>>),
    Splice(Box<Splice<Place>>),
    IpcFile(Box<FileWriter<Place>>),
    IpcStream(Box<StreamWriter<Place>>),
}

/// The result of a run, being written.
pub(crate) struct Writing {
    name: PathBuf,
    sink: Sink,
}

impl Writing {
    /// Begins text with a header.
    pub(crate) fn text(output: &Output, header: &[u8]) -> Result<Self, ActivityError> {
        let mut place = Place::open(output).map_err(|source| unwritable(&output.name(), source))?;
        place.write_all(header).map_err(|source| unwritable(&output.name(), source))?;
        Ok(Self { name: output.name(), sink: Sink::Text(place) })
    }

    /// Begins a Parquet file that keeps the columns of another.
    pub(crate) fn splice(output: &Output, first: &Opened, names: &[String]) -> Result<Self, ActivityError> {
        let name = output.name();
        let place = Place::open(output).map_err(|source| unwritable(&name, source))?;
        let Some(input) = &first.parquet else { return Err(failed(&name, &"the input is not Parquet")) };
        let splice = Splice::begin(place, &input.metadata, names).map_err(|error| failed(&name, &error))?;
        Ok(Self { name, sink: Sink::Splice(Box::new(splice)) })
    }

    /// Begins a file of rows.
    pub(crate) fn rows(output: &Output, format: OutputFormat, schema: &SchemaRef) -> Result<Self, ActivityError> {
        let name = output.name();
        let place = Place::open(output).map_err(|source| unwritable(&name, source))?;
        let sink = match format {
            OutputFormat::Csv => Ok(Sink::Text(place)),
            OutputFormat::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    .set_created_by("footprint".to_owned())
                    .build();
                ArrowWriter::try_new(place, SchemaRef::clone(schema), Some(properties))
                    .map(|writer| Sink::Parquet(Box::new(writer)))
                    .map_err(|error| failed(&name, &error))
            }
            OutputFormat::IpcFile => FileWriter::try_new(place, schema)
                .map(|writer| Sink::IpcFile(Box::new(writer)))
                .map_err(|error| failed(&name, &error)),
            OutputFormat::IpcStream => StreamWriter::try_new(place, schema)
                .map(|writer| Sink::IpcStream(Box::new(writer)))
                .map_err(|error| failed(&name, &error)),
        }?;
        Ok(Self { name, sink })
    }

    /// The descriptions of the new columns, when a file is spliced.
    pub(crate) fn added(&self) -> Vec<parquet::schema::types::ColumnDescPtr> {
        match &self.sink {
            Sink::Splice(splice) => splice.added().to_vec(),
            _ => Vec::new(),
        }
    }

    /// Writes what a piece became, and says how many records were written.
    pub(crate) fn take(&mut self, product: Product) -> Result<u64, ActivityError> {
        let records = product.records();
        let name = &self.name;
        match (&mut self.sink, product) {
            (Sink::Text(place), Product::Text(text, _)) => {
                place.write_all(&text).map_err(|source| unwritable(name, source))
            }
            (Sink::Parquet(writer), Product::Batch(batch)) => {
                writer.write(&batch).map_err(|error| failed(name, &error))
            }
            (Sink::IpcFile(writer), Product::Batch(batch)) => {
                writer.write(&batch).map_err(|error| failed(name, &error))
            }
            (Sink::IpcStream(writer), Product::Batch(batch)) => {
                writer.write(&batch).map_err(|error| failed(name, &error))
            }
            (Sink::Splice(splice), Product::Group(input, group, added)) => {
                reader::guarded(|| splice.row_group(&input.file, &input.metadata, group, added))
                    .map_err(|error| failed(name, &format!("{} row group {group}: {error}", input.name)))
            }
            _ => Err(failed(name, &"a piece of another format came to be written")),
        }?;
        Ok(records)
    }

    /// Ends the result and puts it in its place.
    pub(crate) fn finish(self) -> Result<(), ActivityError> {
        let name = self.name;
        let place = match self.sink {
            Sink::Text(place) => place,
            Sink::Parquet(writer) => writer.into_inner().map_err(|error| failed(&name, &error))?,
            Sink::Splice(splice) => splice.finish().map_err(|error| failed(&name, &error))?,
            Sink::IpcFile(mut writer) => {
                writer.finish().map_err(|error| failed(&name, &error))?;
                writer.into_inner().map_err(|error| failed(&name, &error))?
            }
            Sink::IpcStream(mut writer) => {
                writer.finish().map_err(|error| failed(&name, &error))?;
                writer.into_inner().map_err(|error| failed(&name, &error))?
            }
        };
        place.close().map_err(|source| unwritable(&name, source))
    }
}

fn failed(path: &Path, error: &dyn Display) -> ActivityError {
    ActivityError::Unwritable { path: path.to_owned(), source: std::io::Error::other(error.to_string()) }
}
