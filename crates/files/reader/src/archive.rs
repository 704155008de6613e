//! Zip files, unpacked through a counter.

use crate::bounded::Bounded;
use crate::error::ReadError;
use crate::guarded::guarded;
use crate::limits::Limits;
use std::io::{Read, Seek, SeekFrom};

const WHAT: &str = "a zip file";

/// How many times its own length a zip file may unpack to, beyond what every one may. Units: none; bytes.
const TIMES: u64 = 100;
const ALWAYS: u64 = 64 << 20;

/// Whether bytes begin as a zip file does (an XLSX is one too).
pub fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// A zip file. What its members declare of their size is not believed: all that is unpacked is counted together, and is
/// at most a hundred times the file and 64 MiB.
pub struct Archive<R> {
    file: String,
    inner: zip::ZipArchive<R>,
    limits: Limits,
    left: u64,
}

/// One member, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its place, to ask for it by.
    pub place: usize,
    /// Its path inside the zip file.
    pub path: String,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the list of members.
    ///
    /// # Errors
    /// [`ReadError::Damaged`]; [`ReadError::TooMuch`] when there are too many members.
    pub fn open(file: &str, mut source: R, limits: &Limits) -> Result<Self, ReadError> {
        let length = source.seek(SeekFrom::End(0)).map_err(|error| ReadError::of_io(file, WHAT, &error))?;
        // Tables pack to a tenth or a twentieth; what packs to a thousandth holds nothing.
        let most = length.saturating_mul(TIMES).saturating_add(ALWAYS).min(limits.unpacked);
        let limits = &Limits { unpacked: most, ..*limits };
        let inner = guarded(|| zip::ZipArchive::new(source)).map_err(|e| ReadError::damaged(file, WHAT, e))?;
        if inner.len() > limits.members {
            let advice = "Pack only the files needed.";
            return Err(ReadError::too_many(file, "files in it", inner.len() as u64, limits.members as u64, advice));
        }
        Ok(Self { file: file.to_owned(), inner, limits: *limits, left: limits.unpacked })
    }

    /// The files in it, in the order of the zip file: no folders, nothing hidden, nothing of `__MACOSX`.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where a member has no name.
    pub fn files(&self) -> Result<Vec<Member>, ReadError> {
        let mut files = Vec::new();
        for (place, path) in self.members()? {
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('.') && !path.starts_with("__MACOSX") {
                files.push(Member { place, path });
            }
        }
        Ok(files)
    }

    /// Every member, folders too.
    pub(crate) fn members(&self) -> Result<Vec<(usize, String)>, ReadError> {
        let damaged = |reason: &str| ReadError::damaged(&self.file, WHAT, reason);
        (0..self.inner.len())
            .map(|place| match self.inner.name_for_index(place) {
                Some(Ok(path)) => Ok((place, path.to_string())),
                Some(Err(error)) => Err(damaged(&error.to_string())),
                None => Err(damaged("it lists a member that it does not have")),
            })
            .collect()
    }

    /// Unpacks one member as it is asked for. What is unpacked counts against the whole.
    ///
    /// # Errors
    /// [`ReadError::Damaged`], and whatever `read` gives.
    pub fn read<T, E: From<ReadError>>(
        &mut self,
        place: usize,
        read: impl FnOnce(&mut dyn Read) -> Result<T, E>,
    ) -> Result<T, E> {
        let (file, limits, left) = (self.file.as_str(), &self.limits, &mut self.left);
        let inner = &mut self.inner;
        let member = guarded(|| inner.by_index(place)).map_err(|error| ReadError::damaged(file, WHAT, error))?;
        let mut member = Bounded::unpacked(member, limits).with_left(*left);
        let done = read(&mut member);
        *left = member.left();
        done
    }

    /// A member whole.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`] when what has been unpacked so far is more than the limit.
    pub fn bytes(&mut self, place: usize) -> Result<Vec<u8>, ReadError> {
        let file = self.file.clone();
        self.read(place, |member| {
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).map_err(|error| ReadError::of_io(&file, WHAT, &error))?;
            Ok(bytes)
        })
    }
}
