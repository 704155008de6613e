//! What is worked out without a database, against published examples.

use journal::merkle::{
    Frontier, consistency_holds, consistency_path, inclusion_holds, inclusion_path, leaf_hash, root_of,
};
use journal::note::{Note, NoteError, VerifierKey};
use journal::{CanonicalError, Hash, canonical};
use proptest::prelude::*;
use serde_json::{Value, json};

fn canonical_text(json: &str) -> String {
    String::from_utf8(canonical(&serde_json::from_str(json).unwrap()).unwrap()).unwrap()
}

/// RFC 8785 section 3.2.3: names are ordered by UTF-16 code units, so an emoji precedes a Hebrew presentation form.
#[test]
fn names_are_ordered_by_utf_16_code_units() {
    let value = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
        "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
    let shown = canonical_text(value);
    let order =
        ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"].map(|word| shown.find(word).unwrap());
    assert!(order.is_sorted(), "{shown}");
}

/// RFC 8785 section 3.2.2: the string of the standard's own example.
#[test]
fn strings_are_escaped_no_more_than_needed() {
    assert_eq!(
        canonical_text(
            r#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#
        ),
        r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
    );
}

#[test]
fn whole_numbers_beyond_the_exact_range_become_strings_and_fractions_are_refused() {
    assert_eq!(
        canonical_text(
            "[0,9007199254740991,-9007199254740991,9007199254740992,-9007199254740993,18446744073709551615]"
        ),
        r#"[0,9007199254740991,-9007199254740991,"9007199254740992","-9007199254740993","18446744073709551615"]"#
    );
    for fraction in ["1.5", "1e3", "-0.0"] {
        let value: Value = serde_json::from_str(fraction).unwrap();
        assert!(matches!(canonical(&value), Err(CanonicalError::Fraction(_))), "{fraction}");
    }
}

/// The leaves and roots of the reference test of the Certificate Transparency log (`merkle_tree_test.cc`).
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const N96A2: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const N5F08: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const N6B47: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const NBC1A: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const NCA85: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const N0EBC: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

fn leaves() -> Vec<Hash> {
    let unhex = |text: &str| {
        (0..text.len()).step_by(2).map(|n| u8::from_str_radix(&text[n..n + 2], 16).unwrap()).collect::<Vec<_>>()
    };
    LEAVES.iter().map(|leaf| leaf_hash(&unhex(leaf))).collect()
}

fn hashes(texts: &[&str]) -> Vec<Hash> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn roots_are_those_of_the_reference() {
    let mut frontier = Frontier::default();
    for (leaf, root) in leaves().into_iter().zip(ROOTS) {
        frontier.push(leaf);
        assert_eq!(frontier.root().to_string(), root);
    }
}

#[test]
fn inclusion_paths_are_those_of_the_reference() {
    let check = |index: usize, size: usize, path: &[&str]| {
        assert_eq!(inclusion_path(&leaves()[..size], index), Some(hashes(path)), "{index} in {size}");
    };
    check(0, 1, &[]);
    check(0, 8, &[N96A2, N5F08, N6B47]);
    check(5, 8, &[NBC1A, NCA85, ROOTS[3]]);
    check(2, 3, &[ROOTS[1]]);
    check(1, 5, &[ROOTS[0], N5F08, NBC1A]);
}

#[test]
fn consistency_paths_are_those_of_the_reference() {
    let check = |old: usize, new: usize, path: &[&str]| {
        assert_eq!(consistency_path(&leaves()[..new], old), Some(hashes(path)), "{old} to {new}");
    };
    check(1, 1, &[]);
    check(1, 8, &[N96A2, N5F08, N6B47]);
    check(6, 8, &[N0EBC, NCA85, ROOTS[3]]);
    check(2, 5, &[N5F08, NBC1A]);
}

proptest! {
    #[test]
    fn every_proof_holds_and_no_other_does(size in 1_usize..70, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let leaves: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let (root, index, old) = (root_of(&leaves), a.index(size), b.index(size) + 1);
        let path = inclusion_path(&leaves, index).unwrap();
        for claimed in 0..size + 2 {
            let holds = inclusion_holds(claimed as u64, size as u64, &leaves[index], &path, &root);
            prop_assert_eq!(holds, claimed == index);
        }
        let path = consistency_path(&leaves, old).unwrap();
        for claimed in 0..size + 2 {
            let claimed_root = root_of(&leaves[..claimed.min(size)]);
            let holds = consistency_holds(claimed as u64, size as u64, &claimed_root, &root, &path);
            if claimed == old {
                prop_assert!(holds);
            }
            if claimed == 0 || claimed > size || holds && root_of(&leaves[..old]) != claimed_root {
                prop_assert!(!holds);
            }
        }
        let other = root_of(&leaves[..size - 1]);
        prop_assert!(size == 1 || old == size || !consistency_holds(old as u64, size as u64, &root_of(&leaves[..old]), &other, &path));
    }

    #[test]
    fn canonical_bytes_read_back_to_themselves(text in ".*", number in any::<i64>(), name in ".{0,5}") {
        let once = canonical(&json!({ "a": [text, number], name: { "é": null } })).unwrap();
        let again = canonical(&serde_json::from_slice(&once).unwrap()).unwrap();
        prop_assert_eq!(once, again);
    }
}

/// The note and key in the documentation of Go's `golang.org/x/mod/sumdb/note`.
#[test]
fn a_note_signed_by_another_program_holds() {
    let key: VerifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let note: Note = text.parse().unwrap();
    assert_eq!(note.verify(&key), Ok(None));
    assert_eq!(note.to_string(), text);
    let other: Note = text.replace("cryptography", "cartography").parse().unwrap();
    assert!(matches!(other.verify(&key), Err(NoteError::BadSignature(_))));
    assert!("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse::<VerifierKey>().is_err());
}
