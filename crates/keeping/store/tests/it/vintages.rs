//! Vintages of reference tables.

use crate::both::{after, each, noon};
use store::{StoreError, VintageDraft};

fn draft(table: &str, file: &[u8], dated: &str) -> VintageDraft {
    let hash = store::BlobHash::of(file).to_string();
    VintageDraft {
        table: table.to_owned(),
        layout: "reference table".to_owned(),
        source_name: "file.csv".to_owned(),
        source_hash: hash,
        released: "2025-02".to_owned(),
        dated: dated.parse().unwrap(),
        rows: 2,
        kept_by: "tester".to_owned(),
    }
}

#[test]
fn several_vintages_of_a_table_are_kept_side_by_side_until_removed() {
    each(async |store, _| {
        // Long enough for several parts, and not to be compressed away.
        let mut seed = 1_u64;
        let long: Vec<u8> = (0..9_000_000)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed as u8
            })
            .collect();
        let first = store.keep_vintage(&draft("postcodes", b"a", "2025-02-01"), &long, noon()).await.unwrap();
        let second = store.keep_vintage(&draft("postcodes", b"b", "2024-08-01"), b"text", after(1)).await.unwrap();
        let other = store.keep_vintage(&draft("delegation", b"a", "2025-04-01"), b"other", after(2)).await.unwrap();
        assert_eq!(first.id, format!("postcodes-{}", &first.draft.source_hash[..8]));
        assert_eq!(store.vintages(None).await.unwrap(), [other.clone(), second.clone(), first.clone()]);
        assert_eq!(store.vintages(Some(noon())).await.unwrap(), std::slice::from_ref(&first), "as known then");
        assert!(store.vintage_text(&first).await.unwrap().unwrap() == long);
        assert_eq!(store.vintage_text(&other).await.unwrap().unwrap(), b"other");
        let again = store.keep_vintage(&draft("postcodes", b"a", "2025-02-01"), b"x", after(3)).await.unwrap_err();
        assert!(matches!(again, StoreError::VintageTaken { .. }), "{again}");
        assert!(store.remove_vintage(&first.id).await.unwrap());
        assert!(!store.remove_vintage(&first.id).await.unwrap());
        assert_eq!(store.vintage_text(&first).await.unwrap(), None);
        let mut altered = second.clone();
        altered.hash.replace_range(..1, if altered.hash.starts_with('0') { "1" } else { "0" });
        assert!(matches!(store.vintage_text(&altered).await, Err(StoreError::VintageDamaged(_))));
    });
}

#[test]
fn what_was_worked_out_goes_with_any_of_its_vintages_and_is_never_of_one_removed() {
    each(async |store, _| {
        let first = store.keep_vintage(&draft("postcodes", b"a", "2025-02-01"), b"one", noon()).await.unwrap();
        let second = store.keep_vintage(&draft("postcodes", b"b", "2024-08-01"), b"two", after(1)).await.unwrap();
        let both = [first.id.as_str(), second.id.as_str()];
        assert_eq!(store.prepared("k1").await.unwrap(), None);
        // Of several parts.
        let long: Vec<u8> = (0..9_000_000_u32).map(|n| (n % 251) as u8).collect();
        assert!(store.keep_prepared("k1", &both, &long).await.unwrap());
        assert!(store.prepared("k1").await.unwrap().unwrap() == long);
        // Kept again by whoever worked it out at the same time, and replaced by what is asked for now.
        assert!(store.keep_prepared("k1", &both, &long).await.unwrap());
        assert!(store.keep_prepared("k2", &[&first.id], b"of the first").await.unwrap());
        assert_eq!(store.prepared("k1").await.unwrap(), None);
        assert!(store.keep_prepared("k1", &both, b"of both").await.unwrap());
        assert!(store.remove_vintage(&second.id).await.unwrap());
        assert_eq!(store.prepared("k1").await.unwrap(), None, "one of its vintages is gone");
        assert!(!store.keep_prepared("k1", &both, b"of both").await.unwrap(), "worked out too late");
        assert_eq!(store.prepared("k1").await.unwrap(), None);
        assert!(store.keep_prepared("k2", &[&first.id], b"of the first").await.unwrap());
        assert!(store.remove_vintage(&first.id).await.unwrap());
        assert_eq!(store.prepared("k2").await.unwrap(), None);
    });
}
