//! The key of the forms' tokens, in a file that several servers share.

use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Read as _, Result, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The first line, so that no other file is taken for one.
const HEADING: &str = "footprint form key 1";
/// Longer than any such file. Units: bytes.
const BYTES_MAX: u64 = 1024;

/// The key in the file; a new one in a new file if there is none.
pub(super) fn read_or_create(path: &Path) -> Result<[u8; 32]> {
    match create(path) {
        // It is there already: made before, or this moment by another server that starts too.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(path),
        other => other,
    }
    .map_err(|error| Error::new(error.kind(), format!("the form key in {}: {error}", path.display())))
}

/// Written whole beside it and then linked to its name, so that no other server reads half of one.
fn create(path: &Path) -> Result<[u8; 32]> {
    if path.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| Error::other(error.to_string()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is its owner's alone (0600), and so is what is made of it.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(file, "{HEADING}\n{}", STANDARD.encode(key))?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(key)
}

fn read(path: &Path) -> Result<[u8; 32]> {
    let file = OpenOptions::new().read(true).open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata()?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(Error::new(
                ErrorKind::PermissionDenied,
                format!("others may read it (mode {mode:04o}): take that right away (chmod 600)"),
            ));
        }
    }
    let mut text = String::new();
    file.take(BYTES_MAX).read_to_string(&mut text)?;
    let wrong = || {
        Error::new(
            ErrorKind::InvalidData,
            format!(
                "it does not begin with the line \"{HEADING}\" and a key: name a file that is not there, and one is made"
            ),
        )
    };
    let key = text.strip_prefix(HEADING).and_then(|rest| STANDARD.decode(rest.trim()).ok());
    key.and_then(|key| key.try_into().ok()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_for_its_owner_and_read_by_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("form.key");
        let keys: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| read_or_create(&path).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0] && *key != [0; 32]));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let said = read_or_create(&path).unwrap_err().to_string();
            assert!(said.contains("mode 0640") && said.contains("form.key"), "{said}");
        }
    }

    #[test]
    fn no_other_file_is_taken_for_one_or_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("form.key");
        for text in ["", "footprint form key 1\nAAAA\n", "some other file"] {
            let mut file = tempfile::NamedTempFile::new_in(folder.path()).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file.persist(&path).unwrap();
            let said = read_or_create(&path).unwrap_err().to_string();
            assert!(said.contains("does not begin with the line"), "{said}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(read_or_create(&folder.path().join("nowhere/form.key")).is_err());
    }
}
