//! A process that appends is killed without warning, again and again; what it said was recorded stays recorded.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use journal::{Journal, Trust, Writer};
use testkit::tally::Tally;

#[tokio::test]
async fn a_killed_process_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sqlite");
    let mut acknowledged: BTreeMap<u64, String> = BTreeMap::new();
    for round in 0..12_usize {
        let mut child = Command::new(env!("CARGO_BIN_EXE_journal-trial"))
            .arg("append")
            .arg(&file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        // Killed after another number of answers each time, so at another point of the commit.
        for _ in 0..=round * 7 {
            out.read_line(&mut said).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        out.read_to_string(&mut said).unwrap();
        let before = acknowledged.len();
        // The last line may have been cut short by the kill itself.
        for line in said.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            let (sequence, hash) = line.split_once(' ').unwrap();
            acknowledged.insert(sequence.parse().unwrap(), hash.to_owned());
        }
        assert!(acknowledged.len() > before);

        let journal = Journal::open_file(&file).await.unwrap();
        assert_eq!(journal.verify(&Trust::default(), &|_| {}).await.unwrap().altered, []);
        let mut entries = BTreeMap::new();
        while let Some(entry) = journal.read(entries.len() as u64, 1000).await.unwrap().into_iter().next() {
            for entry in std::iter::once(entry).chain(journal.read(entries.len() as u64 + 1, 1000).await.unwrap()) {
                entries.insert(entry.sequence, entry.leaf_hash.to_string());
            }
        }
        for (sequence, hash) in &acknowledged {
            assert_eq!(entries.get(sequence), Some(hash), "entry {sequence} was acknowledged and is lost");
        }
        let writer = Writer::start(journal.clone(), Tally::default()).await.unwrap();
        assert_eq!(writer.known().state.0.len(), entries.len());
        journal.close().await;
    }
}
