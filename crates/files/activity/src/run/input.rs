//! Where the records come from: files or standard input, one after another, as pieces of work.

use super::claims::{PART_ROWS_MAX, check_file, check_stream};
use super::hashed::{Hashes, Hashing, InputRead, Passing};
use super::positioned::Positioned;
use super::taken::{Counting, Taken};
use crate::csv_text::{Block, Blocks, Header};
use crate::error::ActivityError;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::reader::{FileReader, StreamReader};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use reader::{Limits, ReadError};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek as _};
use std::path::PathBuf;
use std::sync::Arc;

/// Rows of one piece read from Parquet or Arrow IPC.
const ROWS: usize = 1 << 14;

/// One input of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file on the disk.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// Its name in messages.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
        }
    }
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Delimited text.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, file or stream.
    Ipc,
}

/// A Parquet file and what it says of itself.
#[derive(Debug)]
pub(crate) struct ParquetInput {
    pub(crate) name: String,
    pub(crate) file: Positioned,
    pub(crate) metadata: ArrowReaderMetadata,
    /// How many rows may be decoded at once.
    pub(crate) batch_rows: usize,
}

/// A piece of work.
pub(crate) enum Piece {
    /// Whole records of text.
    Text(Arc<str>, Block),
    /// Some rows, how many came before them in their file, and how many of its bytes they took.
    Batch(Arc<str>, RecordBatch, u64, u64),
    /// A row group, to be read where it is worked on, and how many rows came before it.
    Group(Arc<ParquetInput>, usize, u64),
}

impl Piece {
    /// How many records it holds as it is handed out, empty lines of text counted.
    fn records(&self) -> u64 {
        match self {
            Self::Text(_, block) => block.records,
            Self::Batch(_, batch, ..) => batch.num_rows() as u64,
            Self::Group(input, group, _) => {
                let held = input.metadata.metadata().row_groups().get(*group);
                held.map_or(0, |held| held.num_rows() as u64)
            }
        }
    }
}

/// How Parquet is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParquetPieces {
    /// Row group by row group, so that the columns can be passed on as they are.
    Groups,
    /// As batches of rows.
    Batches,
}

enum Reading {
    Text(Header, Blocks<Box<dyn Read + Send>>),
    Groups(Arc<ParquetInput>, usize, u64),
    Batches(ParquetRecordBatchReader, u64, Taken),
    Ipc(Box<dyn Iterator<Item = Result<RecordBatch, arrow::error::ArrowError>> + Send>, u64, Taken),
}

/// An input that has been opened and not yet read.
pub(crate) struct Opened {
    pub(crate) name: Arc<str>,
    pub(crate) format: FileFormat,
    pub(crate) columns: Vec<String>,
    pub(crate) schema: Option<SchemaRef>,
    pub(crate) parquet: Option<Arc<ParquetInput>>,
    reading: Reading,
    hashing: Hashing,
    /// How many bytes it has, if that can be known.
    pub(crate) bytes: Option<u64>,
}

/// Looks a Parquet file through before anything of it is unpacked; how many of its rows may be decoded at once.
fn batch_rows(name: &str, file: &Positioned, limits: &Limits) -> Result<usize, ActivityError> {
    let found = match reader::parquet::inspect(name, &Arc::new(file.clone()), limits) {
        Ok(found) => found,
        // Lists in columns that no run reads pass through; nobody knows how wide a row with them is.
        Err(ReadError::NotRead { .. }) if *limits == Limits::COMMAND_LINE => return Ok(LISTED_ROWS),
        Err(error) => return Err(ActivityError::Reader(error)),
    };
    let groups = found.metadata.metadata().row_groups();
    if let Some(group) = groups.iter().find(|group| group.num_rows() > PART_ROWS_MAX as i64) {
        let found = group.num_rows();
        return Err(damaged(
            name,
            &format!("a row group has {found} rows, at most {PART_ROWS_MAX}; write smaller ones"),
        ));
    }
    Ok(found.batch_rows)
}

/// Rows decoded at once where some columns hold lists.
const LISTED_ROWS: usize = 256;

fn damaged(name: &str, error: &dyn std::fmt::Display) -> ActivityError {
    ActivityError::Damaged { file: name.to_owned(), line: 0, reason: error.to_string() }
}

impl Opened {
    /// Opens an input and reads its columns.
    pub(crate) fn open(
        input: &Input,
        pieces: ParquetPieces,
        hashes: Hashes,
        limits: &Limits,
    ) -> Result<Self, ActivityError> {
        let name: Arc<str> = input.name().into();
        match input {
            Input::File(path) => {
                let unreadable = |source| ActivityError::Unreadable { path: path.clone(), source };
                let mut file = File::open(path).map_err(unreadable)?;
                let bytes = file.metadata().map_err(unreadable)?.len();
                let mut start = Vec::new();
                file.by_ref().take(8).read_to_end(&mut start).map_err(unreadable)?;
                file.rewind().map_err(unreadable)?;
                if start.starts_with(b"PAR1") || start.starts_with(b"ARROW1") {
                    let beside = Hashing::Beside(path.clone(), hashes);
                    return Self::of_parts(name, file, &start, (pieces, limits), Some(bytes), beside);
                }
                if is_stream(&start) {
                    check_stream(&name, &mut file, bytes)?;
                }
                Self::of_stream(name, file, &start, Some(bytes), hashes)
            }
            Input::Stdin => {
                let mut stdin = std::io::stdin();
                let mut start = Vec::new();
                stdin.by_ref().take(8).read_to_end(&mut start).map_err(|error| damaged(&name, &error))?;
                let stream = Cursor::new(start.clone()).chain(stdin);
                if start.starts_with(b"PAR1") || start.starts_with(b"ARROW1") {
                    // These formats are read from their end, so the stream is put on the disk first; it is gone when the
                    // file is closed.
                    let mut file = tempfile::tempfile().map_err(|error| damaged(&name, &error))?;
                    let (mut whole, hashing) = Hashing::passing(stream, hashes);
                    std::io::copy(&mut whole, &mut file).map_err(|error| damaged(&name, &error))?;
                    file.rewind().map_err(|error| damaged(&name, &error))?;
                    return Self::of_parts(name, file, &start, (pieces, limits), None, hashing);
                }
                Self::of_stream(name, stream, &start, None, hashes)
            }
        }
    }

    /// A file that is read from its end, part by part.
    fn of_parts(
        name: Arc<str>,
        file: File,
        start: &[u8],
        (pieces, limits): (ParquetPieces, &Limits),
        bytes: Option<u64>,
        hashing: Hashing,
    ) -> Result<Self, ActivityError> {
        if start.starts_with(b"PAR1") {
            let options = ArrowReaderOptions::new();
            let file = Positioned::of(file).map_err(|error| damaged(&name, &error))?;
            let batch_rows = batch_rows(&name, &file, limits)?;
            let metadata = reader::guarded(|| ArrowReaderMetadata::load(&file, options))
                .map_err(|error| damaged(&name, &error))?;
            let schema = Arc::clone(metadata.schema());
            let input = Arc::new(ParquetInput { name: name.to_string(), file, metadata, batch_rows });
            let reading = match pieces {
                ParquetPieces::Groups => Reading::Groups(Arc::clone(&input), 0, 0),
                ParquetPieces::Batches => {
                    let builder =
                        ParquetRecordBatchReaderBuilder::new_with_metadata(input.file.clone(), input.metadata.clone());
                    let reader = reader::guarded(|| builder.with_batch_size(batch_rows.min(ROWS)).build())
                        .map_err(|error| damaged(&name, &error))?;
                    Reading::Batches(reader, 0, Taken::Groups(Arc::clone(&input)))
                }
            };
            let columns = names(&schema);
            let (schema, parquet) = (Some(schema), Some(input));
            return Ok(Self { name, format: FileFormat::Parquet, columns, schema, parquet, reading, hashing, bytes });
        }
        let mut file = file;
        let length = file.metadata().map_err(|error| damaged(&name, &error))?.len();
        check_file(&name, &mut file, length)?;
        let (file, taken) = Counting::of(file);
        let reader = reader::guarded(|| FileReader::try_new(BufReader::new(file), None))
            .map_err(|error| damaged(&name, &error))?;
        let schema = reader.schema();
        Ok(Self::ipc(name, schema, (Box::new(reader), taken), bytes, hashing))
    }

    /// What is read from first to last.
    fn of_stream(
        name: Arc<str>,
        stream: impl Read + Send + 'static,
        start: &[u8],
        bytes: Option<u64>,
        hashes: Hashes,
    ) -> Result<Self, ActivityError> {
        let (stream, hashing) = Hashing::passing(stream, hashes);
        if is_stream(start) {
            let (stream, taken) = Counting::of(stream);
            let reader = reader::guarded(|| StreamReader::try_new(BufReader::new(stream), None))
                .map_err(|error| damaged(&name, &error))?;
            let schema = reader.schema();
            return Ok(Self::ipc(name, schema, (Box::new(ToTheEnd(reader)), taken), bytes, hashing));
        }
        let (header, blocks) = Blocks::open(&name, Box::new(stream) as Box<dyn Read + Send>)?;
        let columns = header.headings.clone();
        let reading = Reading::Text(header, blocks);
        Ok(Self { name, format: FileFormat::Csv, columns, schema: None, parquet: None, reading, hashing, bytes })
    }

    fn ipc(
        name: Arc<str>,
        schema: SchemaRef,
        (reader, taken): (Box<dyn Iterator<Item = Result<RecordBatch, arrow::error::ArrowError>> + Send>, Taken),
        bytes: Option<u64>,
        hashing: Hashing,
    ) -> Self {
        let columns = names(&schema);
        let reading = Reading::Ipc(reader, 0, taken);
        Self { name, format: FileFormat::Ipc, columns, schema: Some(schema), parquet: None, reading, hashing, bytes }
    }

    /// The header of text.
    pub(crate) const fn header(&self) -> Option<&Header> {
        match &self.reading {
            Reading::Text(header, _) => Some(header),
            _ => None,
        }
    }

    /// The next piece.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, ActivityError> {
        match &mut self.reading {
            Reading::Text(_, blocks) => Ok(blocks.next()?.map(|block| Piece::Text(Arc::clone(&self.name), block))),
            Reading::Groups(input, group, before) => {
                let Some(held) = input.metadata.metadata().row_groups().get(*group) else { return Ok(None) };
                let piece = Piece::Group(Arc::clone(input), *group, *before);
                *group += 1;
                *before += held.num_rows() as u64;
                Ok(Some(piece))
            }
            Reading::Batches(reader, before, taken) => batch(&self.name, reader, before, taken),
            Reading::Ipc(reader, before, taken) => batch(&self.name, reader, before, taken),
        }
    }
}

fn batch(
    name: &Arc<str>,
    reader: &mut impl Iterator<Item = Result<RecordBatch, arrow::error::ArrowError>>,
    before: &mut u64,
    taken: &mut Taken,
) -> Result<Option<Piece>, ActivityError> {
    let read = reader::guarded(|| reader.next().transpose());
    let Some(batch) = read.map_err(|error| damaged(name, &format!("after row {before}: {error}")))? else {
        return Ok(None);
    };
    if batch.num_rows() > PART_ROWS_MAX {
        let found = batch.num_rows();
        return Err(damaged(name, &format!("a batch has {found} rows, at most {PART_ROWS_MAX}; write smaller ones")));
    }
    let piece_before = *before;
    *before += batch.num_rows() as u64;
    let bytes = taken.by(piece_before, *before);
    Ok(Some(Piece::Batch(Arc::clone(name), batch, piece_before, bytes)))
}

/// A stream of batches that is read past its mark of the end, so that the hash is that of every byte.
struct ToTheEnd<R: Read>(StreamReader<BufReader<Counting<Passing<R>>>>);

impl<R: Read> Iterator for ToTheEnd<R> {
    type Item = Result<RecordBatch, arrow::error::ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.0.next();
        if next.is_none()
            && let Err(error) = std::io::copy(self.0.get_mut(), &mut std::io::sink())
        {
            return Some(Err(error.into()));
        }
        next
    }
}

/// A stream begins with the mark that a message follows.
fn is_stream(start: &[u8]) -> bool {
    start.starts_with(&[0xFF, 0xFF, 0xFF, 0xFF])
}

fn names(schema: &SchemaRef) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

/// The pieces of several inputs, one after another.
pub(crate) struct Pieces {
    current: Option<Opened>,
    rest: VecDeque<Input>,
    how: ParquetPieces,
    hashes: Hashes,
    limits: Limits,
    /// The inputs that have been read to their end.
    pub(crate) read: Vec<InputRead>,
    /// How many records were handed out, empty lines of text counted: one side of the account.
    pub(crate) records: u64,
    /// How many line ends stand inside quotes.
    pub(crate) breaks: u64,
}

impl Pieces {
    /// The pieces of an input that is open and of those after it.
    pub(crate) fn of(
        mut first: Opened,
        rest: impl IntoIterator<Item = Input>,
        how: ParquetPieces,
        hashes: Hashes,
        limits: Limits,
    ) -> Self {
        first.hashing.begin();
        Self {
            current: Some(first),
            rest: rest.into_iter().collect(),
            how,
            hashes,
            limits,
            read: Vec::new(),
            records: 0,
            breaks: 0,
        }
    }

    pub(crate) fn next(&mut self) -> Result<Option<Piece>, ActivityError> {
        while let Some(current) = &mut self.current {
            if let Some(piece) = current.next()? {
                self.records += piece.records();
                self.breaks += if let Piece::Text(_, block) = &piece { block.breaks } else { 0 };
                return Ok(Some(piece));
            }
            if let Some(done) = self.current.take() {
                self.read.push(done.hashing.finish(&done.name)?);
            }
            if let Some(input) = self.rest.pop_front() {
                let opened = self.current.insert(Opened::open(&input, self.how, self.hashes, &self.limits)?);
                opened.hashing.begin();
            }
        }
        Ok(None)
    }
}
