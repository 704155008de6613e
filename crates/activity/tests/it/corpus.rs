//! The corpus of the fuzz targets, through the same functions, without a fuzzing engine.

#[path = "../../../../fuzz/src/lib.rs"]
mod fuzzed;

use std::path::PathBuf;

#[test]
fn what_the_fuzzer_kept_is_read_or_refused() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let targets: [(&str, fn(&[u8])); 6] = [
        ("csv_activity", fuzzed::csv_activity),
        ("parquet_activity", fuzzed::parquet_activity),
        ("mapping", fuzzed::mapping),
        ("overrides", fuzzed::overrides),
        ("edition_file", fuzzed::edition_file),
        ("reference_decode", fuzzed::reference_decode),
    ];
    for (target, feed) in targets {
        let mut n = 0;
        for entry in std::fs::read_dir(corpus.join(target)).unwrap() {
            feed(&std::fs::read(entry.unwrap().path()).unwrap());
            n += 1;
        }
        assert!(n > 2, "the corpus of {target} has {n} files");
    }
    // The start of a file that is right is tried with every byte after it missing, and with each of its bytes turned over.
    for (target, feed) in targets {
        for entry in std::fs::read_dir(corpus.join(target)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            for at in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
                feed(&bytes[..at]);
                let mut altered = bytes.clone();
                altered[at] ^= 0x5A;
                feed(&altered);
            }
        }
    }
}
