//! Files, folders and zips on the disk.

use import::{ImportError, SourceFile, gather};
use std::io::Write;
use std::path::PathBuf;
use zip::write::SimpleFileOptions;

fn names(files: &[SourceFile]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn a_folder_is_read_in_order_and_a_zip_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("b")).unwrap();
    std::fs::write(at("b/two.csv"), "2").unwrap();
    std::fs::write(at("a.csv"), "1").unwrap();
    std::fs::write(at(".hidden"), "no").unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(at("epraccur_2026-02.zip")).unwrap());
    for (name, text) in [("epraccur.csv", "3"), ("__MACOSX/._x", "no"), ("deep/etr_2024-12.csv", "4")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let files = gather(&[folder.path().to_owned()]).unwrap();
    assert_eq!(names(&files), ["a.csv", "two.csv", "epraccur_2026-02.zip/epraccur.csv", "etr_2024-12.csv"]);
    assert_eq!(files[3].bytes, b"4");
    assert_eq!(names(&gather(&[at("b/two.csv"), at("a.csv")]).unwrap()), ["two.csv", "a.csv"]);
}

#[test]
fn what_is_missing_or_damaged_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let missing = gather(&[PathBuf::from("/nowhere/eccg.csv")]).unwrap_err();
    assert!(missing.to_string().starts_with("/nowhere/eccg.csv: "), "{missing}");
    let broken = folder.path().join("broken.zip");
    std::fs::write(&broken, b"PK\x03\x04 and no more").unwrap();
    assert!(matches!(gather(&[broken]), Err(ImportError::Reading(_))));
}

#[test]
fn a_workbook_is_a_zip_that_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ePCN_2020-04.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet();
    workbook.save(&path).unwrap();
    assert_eq!(names(&gather(&[path]).unwrap()), ["ePCN_2020-04.xlsx"]);
}
