//! Where a database is kept.

use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;

use crate::open::OpenError;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A SQLite file.
    SqliteFile,
    /// SQLite in memory, for tests and demonstrations.
    SqliteMemory,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// The address of a database, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    pub(crate) engine: Engine,
    /// As sqlx reads it.
    pub(crate) url: String,
}

impl Location {
    /// A SQLite file, whatever characters its path has.
    ///
    /// # Errors
    /// An empty path, or no working directory to begin from.
    pub fn file(path: &Path) -> std::io::Result<Self> {
        let path = std::path::absolute(path)?;
        let mut url = String::from("sqlite://");
        for byte in path.as_os_str().as_encoded_bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => {
                    url.push(char::from(*byte));
                }
                // Writing to a string cannot fail.
                other => drop(write!(url, "%{other:02X}")),
            }
        }
        url.push_str("?mode=rwc");
        Ok(Self { engine: Engine::SqliteFile, url })
    }
}

impl FromStr for Location {
    type Err = OpenError;

    /// Reads a path, `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
    fn from_str(address: &str) -> Result<Self, OpenError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self { engine: Engine::Postgres, url: address.to_owned() });
        }
        let refused = || OpenError::Address(address.to_owned());
        let (path, options) = match address.strip_prefix("sqlite:") {
            Some(":memory:") => {
                return Ok(Self { engine: Engine::SqliteMemory, url: "sqlite::memory:".to_owned() });
            }
            Some(rest) => {
                let rest = rest.strip_prefix("//").unwrap_or(rest);
                rest.split_once('?').map_or((rest, None), |(path, options)| (path, Some(options)))
            }
            None if address.contains("://") => return Err(refused()),
            None => (address, None),
        };
        if path.is_empty() {
            return Err(refused());
        }
        let mut location = Self::file(Path::new(path)).map_err(|_| refused())?;
        if let Some(options) = options {
            location.url.push('&');
            location.url.push_str(options);
        }
        Ok(location)
    }
}
