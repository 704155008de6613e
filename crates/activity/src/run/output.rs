//! Where the records go: a file that is complete or not there at all, or standard output.

use super::guarded::guarded;
use super::input::{FileFormat, Opened, ParquetInput};
use crate::error::ActivityError;
use crate::parquet::Splice;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::{FileWriter, StreamWriter};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::WriterProperties;
use std::fmt::Display;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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

/// A file that only appears when it is whole.
enum Place {
    File(BufWriter<NamedTempFile>, PathBuf),
    Stdout(BufWriter<std::io::Stdout>),
    Nowhere,
}

/// The failure itself: the name of the file that was to become the result is nobody's business.
fn without_path(error: &std::io::Error) -> std::io::Error {
    let cause =
        error.get_ref().and_then(std::error::Error::source).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    match cause.and_then(std::io::Error::raw_os_error) {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file, _) => file.write(bytes),
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Nowhere => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::File(file, _) => file.flush(),
            Self::Stdout(stdout) => stdout.flush(),
            Self::Nowhere => Ok(()),
        }
    }
}

impl Place {
    fn open(output: &Output) -> std::io::Result<Self> {
        Ok(match output {
            Output::Nowhere => Self::Nowhere,
            Output::Stdout => Self::Stdout(BufWriter::with_capacity(1 << 18, std::io::stdout())),
            Output::File(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                Self::File(
                    BufWriter::with_capacity(
                        1 << 18,
                        NamedTempFile::new_in(folder).map_err(|error| without_path(&error))?,
                    ),
                    path.clone(),
                )
            }
        })
    }

    fn close(self) -> std::io::Result<()> {
        match self {
            Self::Nowhere => Ok(()),
            Self::Stdout(mut stdout) => stdout.flush(),
            Self::File(file, path) => {
                let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
                file.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
        }
    }
}

/// What a piece of work became.
pub(crate) enum Product {
    /// Text, ready to be written.
    Text(Vec<u8>),
    /// Rows.
    Batch(RecordBatch),
    /// The new columns of a row group.
    Group(std::sync::Arc<ParquetInput>, usize, Vec<(Bytes, ColumnCloseResult)>),
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

    /// Writes what a piece became.
    pub(crate) fn take(&mut self, product: Product) -> Result<(), ActivityError> {
        let name = &self.name;
        match (&mut self.sink, product) {
            (Sink::Text(place), Product::Text(text)) => {
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
                guarded(|| splice.row_group(&input.file, &input.metadata, group, added))
                    .map_err(|error| failed(name, &format!("{} row group {group}: {error}", input.name)))
            }
            _ => Err(failed(name, &"a piece of another format came to be written")),
        }
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

fn unwritable(path: &Path, source: std::io::Error) -> ActivityError {
    ActivityError::Unwritable { path: path.to_owned(), source }
}

fn failed(path: &Path, error: &dyn Display) -> ActivityError {
    unwritable(path, std::io::Error::other(error.to_string()))
}
