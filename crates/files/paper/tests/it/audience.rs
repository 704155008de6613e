//! What is private never reaches the public's pack.

use crate::samples::{item, pack, paper, plain_pdf, private, upload};
use crate::tools::{Shelf, check_numbers, contains, in_the_clear};
use paper::{Audience, Content, Hearing, Pack, PackPaper, PaperError, Supplement, SupplementPaper, build, html};

/// Every text that only members may read has one of these in it.
const SECRETS: [&str; 7] = ["Xanadu", "Yggdrasil", "Zanzibar", "Quixote", "Uploaded sheet", "5ecre7f1n9er", "Kubla"];

fn secret(reference: &str) -> PackPaper {
    PackPaper {
        owner: "Quixote".to_owned(),
        version: "Kubla".to_owned(),
        sha256: "5ecre7f1n9er".to_owned(),
        ..paper(reference, "Xanadu settlement", "# Yggdrasil\n\nWe offer Zanzibar.\n")
    }
}

fn mixed() -> Pack {
    let mut settlement = item(
        "6",
        "Xanadu",
        "Decision",
        vec![secret("6a"), upload("6b", "Xanadu deed", plain_pdf(2, 595, 842, |_| ()))],
    );
    settlement.hearing = private("A contract matter");
    let mut annex = secret("5b");
    annex.hearing = private("Annex");
    let mut pack = pack(vec![
        item("5", "Ambulance contract", "Decision", vec![paper("5a", "Change", "Open to all."), annex]),
        settlement,
    ]);
    pack.supplements.push(Supplement {
        title: "Supplement 1".to_owned(),
        published_on: "Monday 3 October 2016".to_owned(),
        papers: vec![
            SupplementPaper { item: "6".to_owned(), paper: secret("6c") },
            SupplementPaper {
                item: "5".to_owned(),
                paper: PackPaper { hearing: private("Late annex"), ..secret("5c") },
            },
            SupplementPaper { item: "5".to_owned(), paper: paper("5d", "Answers", "Open answers.") },
        ],
    });
    pack
}

#[test]
fn no_byte_of_what_is_private_is_in_the_public_pack() {
    let confidential = build(&mixed()).unwrap();
    let clear = in_the_clear(&confidential.pdf);
    let words = Shelf::new(&confidential.pdf).pages().map(|pages| pages.concat());
    // The members' pack has them all: so the search below finds what is there. Words on pages are drawn as glyph numbers
    // and are looked for as a reader sees them; titles and bookmarks as bytes.
    assert!(contains(&clear, "Xanadu") && contains(&clear, "Yggdrasil") && contains(&clear, "Uploaded sheet"));
    if let Some(words) = &words {
        for secret in SECRETS {
            assert!(words.contains(secret), "{secret}");
        }
    }

    let public = build(&mixed().for_public()).unwrap();
    let clear = in_the_clear(&public.pdf);
    for secret in SECRETS {
        assert!(!contains(&clear, secret), "{secret} is in the file");
    }
    let shelf = Shelf::new(&public.pdf);
    check_numbers(&shelf, public.n_pages);
    for arguments in [["-struct-text", "{}"], ["-meta", "{}"]] {
        let said = shelf.ask("pdfinfo", &arguments).unwrap_or_default();
        for secret in SECRETS {
            assert!(!said.contains(secret), "{secret} is in {said}");
        }
    }
    let Some(words) = shelf.pages() else { return };
    for secret in SECRETS {
        assert!(!words.concat().contains(secret), "{secret} is on a page");
    }
    assert!(!words.concat().contains("Confidential"));
}

#[test]
fn the_public_pack_says_what_is_considered_in_private_and_why() {
    let public = mixed().for_public();
    let built = build(&public).unwrap();
    assert_eq!((built.items[1].n_pages, built.items[1].first_page), (0, 1));
    let Some(words) = Shelf::new(&built.pdf).pages() else { return };
    let first = words[0].split_whitespace().collect::<Vec<_>>().join(" ");
    for shown in ["A contract matter", "Paper 5b: Annex", "Considered in private. Publicity would be prejudicial"] {
        assert!(first.contains(shown), "{shown:?} is not in {first}");
    }
    assert_eq!(first.matches("Considered in private.").count(), 2);
    assert!(words.concat().contains("Open answers."));
}

#[test]
fn a_public_pack_on_screen_withholds_the_same() {
    let public = mixed().for_public();
    let shown = format!("{:?}", html(&public, &build(&public).unwrap()).unwrap());
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
    assert!(shown.contains("Withheld"));
}

#[test]
fn a_pack_marked_public_by_hand_is_refused_while_anything_private_is_in_it() {
    let check = |change: &dyn Fn(&mut Pack), what: &str| {
        let mut pack = mixed().for_public();
        build(&pack).unwrap();
        change(&mut pack);
        assert_eq!(build(&pack), Err(PaperError::StillPrivate { what: what.to_owned() }));
    };
    check(&|pack| pack.items[1].title = "Xanadu".to_owned(), "6");
    check(&|pack| pack.items[1].papers = vec![paper("6a", "Terms", "Terms.")], "6");
    check(&|pack| pack.items[0].papers[1].content = Content::Markdown("Zanzibar".to_owned()), "5b");
    check(&|pack| pack.items[0].papers[1].owner = "Quixote".to_owned(), "5b");
    check(&|pack| pack.items[0].hearing = private("Ambulance contract"), "5");
    check(&|pack| pack.supplements[0].papers[0].paper.title = "Xanadu".to_owned(), "5c");
    check(&|pack| pack.supplements[0].papers[1].item = "6".to_owned(), "5d");
    let mut whole = mixed();
    whole.audience = Audience::Public;
    assert_eq!(build(&whole), Err(PaperError::StillPrivate { what: "5b".to_owned() }));
}

#[test]
fn what_is_public_already_stays_as_it_is() {
    let open = pack(vec![item("5", "Ambulance contract", "Decision", vec![paper("5a", "Change", "Open to all.")])]);
    let public = open.for_public();
    assert_eq!(public, Pack { audience: Audience::Public, ..open });
    assert_eq!(public.items[0].hearing, Hearing::Public);
}
