//! Zip files.

use reader::{Archive, Limits, ReadError, Records};
use std::io::{Cursor, Write as _};

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn one_line_without_end_stops_where_a_record_is_too_long() {
    let bytes = zip_of(&[("a.csv", &[&b"code,n\n"[..], &vec![b'x'; 40 << 20]].concat())]);
    assert!(bytes.len() < 1 << 16);
    let mut archive = Archive::open("a.zip", Cursor::new(&bytes), &Limits::UPLOAD).unwrap();
    let place = archive.files().unwrap()[0].place;
    let stopped = archive.read(place, |member| {
        let mut records = Records::open("a.zip", member, &Limits::UPLOAD)?;
        while records.next()?.is_some() {}
        Ok::<_, ReadError>(())
    });
    let said = stopped.unwrap_err().to_string();
    assert!(said.starts_with("a.zip has a record on line 2 of 1."), "{said}");
}

#[test]
fn all_members_together_have_one_limit() {
    let bytes =
        zip_of(&[("a.csv", &[b'a'; 600]), ("__MACOSX/._a.csv", b"x"), (".hidden", b"x"), ("b/b.csv", &[b'b'; 600])]);
    let limits = Limits { unpacked: 1_000, ..Limits::UPLOAD };
    let mut archive = Archive::open("a.zip", Cursor::new(&bytes), &limits).unwrap();
    let files = archive.files().unwrap();
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["a.csv", "b/b.csv"]);
    assert_eq!(archive.bytes(files[0].place).unwrap().len(), 600);
    let said = archive.bytes(files[1].place).unwrap_err().to_string();
    assert_eq!(
        said,
        "a.zip unpacks to more than may be read; at most 1000 bytes. Unpack it and give the one file needed."
    );
    let few = Limits { members: 3, ..Limits::UPLOAD };
    let said = Archive::open("a.zip", Cursor::new(&bytes), &few).map(|_| ()).unwrap_err().to_string();
    assert!(said.starts_with("a.zip has 4 files in it; at most 3 are read"), "{said}");
}

#[test]
fn a_damaged_zip_file_is_named() {
    let mut bytes = zip_of(&[("a.csv", b"a,b\n1,2\n")]);
    bytes.truncate(bytes.len() - 10);
    let said = Archive::open("a.zip", Cursor::new(&bytes), &Limits::UPLOAD).map(|_| ()).unwrap_err().to_string();
    assert!(said.starts_with("a.zip cannot be read as a zip file: "), "{said}");
}

#[test]
fn what_packs_to_a_thousandth_is_not_unpacked() {
    let bytes = zip_of(&[("a.csv", &vec![b'x'; 90 << 20])]);
    let mut archive = Archive::open("a.zip", Cursor::new(&bytes), &Limits::HELD).unwrap();
    let place = archive.files().unwrap()[0].place;
    let said = archive.bytes(place).unwrap_err().to_string();
    assert!(said.starts_with("a.zip unpacks to more than may be read; at most 7"), "{said}");
}
