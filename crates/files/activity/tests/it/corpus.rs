//! The corpus of the fuzz targets, through the same functions, without a fuzzing engine.

#[path = "../../../../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "public to the fuzz targets, which include the same file as a crate of its own")]
mod fuzzed;

use crate::bad_input::{batch, ipc, parquet, text_column};
use std::path::PathBuf;

/// What a target is fed.
type Feed = fn(&[u8]);

const TARGETS: [(&str, Feed); 6] = [
    ("csv_activity", fuzzed::csv_activity),
    ("parquet_activity", fuzzed::parquet_activity),
    ("mapping", fuzzed::mapping),
    ("overrides", fuzzed::overrides),
    ("edition_file", fuzzed::edition_file),
    ("reference_decode", fuzzed::reference_decode),
];

/// The corpus of a target; and, where a format is no text, files that are right, made here. To begin fuzzing from these too,
/// `FUZZ_SEEDS` names a folder into which they are written.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus").join(target);
    let kept = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let mut all: Vec<Vec<u8>> = kept.collect();
    assert!(all.len() > 2, "the corpus of {target} has {} files", all.len());
    let made = match target {
        "parquet_activity" => {
            let batch = batch(text_column("P10001"), text_column("5"));
            vec![parquet(&batch), ipc(&batch)]
        }
        "reference_decode" => vec![crate::world::reference().encode()],
        _ => Vec::new(),
    };
    if let Some(seeds) = std::env::var_os("FUZZ_SEEDS").map(PathBuf::from) {
        std::fs::create_dir_all(seeds.join(target)).unwrap();
        for (number, bytes) in made.iter().enumerate() {
            std::fs::write(seeds.join(target).join(format!("made_{number}")), bytes).unwrap();
        }
    }
    all.extend(made);
    all
}

#[test]
fn what_the_fuzzer_kept_is_read_or_refused() {
    for (target, feed) in TARGETS {
        for bytes in corpus(target) {
            feed(&bytes);
        }
    }
}

#[test]
fn what_is_cut_short_or_altered_is_read_or_refused() {
    for (target, feed) in TARGETS {
        for bytes in corpus(target) {
            for at in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
                feed(&bytes[..at]);
                let mut altered = bytes.clone();
                altered[at] ^= 0x5A;
                feed(&altered);
            }
        }
    }
}
