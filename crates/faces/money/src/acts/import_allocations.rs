//! Import a published table of allocations.

use ask::{ActForm, Field, Reader, Scene, SentFile, Takes, sentence};
use import::{AllocationReading, SourceFile, read_allocations};
use money::{Act, ActKind, Thing, VintageId};

use super::GROUP;
use crate::answers::vintage_href;

/// Where tables are listed.
const LIST: &str = "/money/vintages";
/// The most rows that are told one by one.
const TOLD_MAX: usize = 20;

/// Import a published table of allocations.
pub(super) static IMPORT_ALLOCATIONS: ActForm = ActForm {
    name: "import-allocations",
    path: "/money/vintages/import",
    group: GROUP,
    title: "Import a published table",
    about: "NHS England’s workbook of allocations to integrated care boards, or the list of those to clinical commissioning groups. A newer version is another vintage, and both stay. Import the register’s own files first, since a board is known by the register.",
    done: "The table is imported",
    subject: &[],
    fields: &[
        Field::new("file", "The file", Takes::File).hint("XLSX or CSV, up to 8 MB."),
        Field::line("vintage", "Identity of this version")
            .hint("Leave it empty for the file’s name with the version its sheets say."),
        Field::one("unread", "What if some rows cannot be read?", |_, _| {
            vec![
                ("refuse".to_owned(), "Take nothing of the file".to_owned()),
                ("leave-out".to_owned(), "Take the others, and say how many were left out".to_owned()),
            ]
        })
        .first(|_, _| "refuse".to_owned()),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: LIST.to_owned(), ..Scene::default() }),
    offered: |lens, _| lens.offers(ActKind::ImportAllocations, &Thing::Allocations),
    read: |lens, _, form| {
        let vintage: Option<VintageId> =
            form.maybe("vintage", "Write letters, digits and - . / _ : such as icb-allocations-2023-25-v1.2");
        let Some(file) = form.file() else {
            form.wrong("file", "Choose a file with a table of allocations");
            return None;
        };
        let reading = reading(lens, form, file)?;
        let leaves_out = form.text("unread") == Some("leave-out");
        let left_out = reading.left_out();
        if !leaves_out && !left_out.is_empty() {
            for bad in left_out.iter().take(TOLD_MAX) {
                form.wrong("file", sentence(&bad.to_string()));
            }
            if let Some(more @ 1..) = left_out.len().checked_sub(TOLD_MAX) {
                form.wrong("file", format!("And {} more", naming::counted(more as u64, "row", "rows")));
            }
            return None;
        }
        let vintage = vintage.or_else(|| reading.vintage().parse().ok());
        Some(vec![Act::ImportAllocations(reading.table(vintage?)).into()])
    },
    to: |_, acts| match acts {
        [app::Act::Money(Act::ImportAllocations(table))] => vintage_href(&table.vintage),
        _ => LIST.to_owned(),
    },
    keeps: None,
};

fn reading(lens: &app::Lens, form: &mut Reader<'_>, file: &SentFile) -> Option<AllocationReading> {
    let file = SourceFile { name: file.name.clone(), bytes: file.bytes.clone() };
    if !import::is_allocations(&file) {
        let words = "It is no table of allocations: neither NHS England’s workbook for boards nor the list for clinical \
                     commissioning groups";
        form.wrong("file", words);
        return None;
    }
    match read_allocations(&file, &lens.house().register().now()) {
        Ok(reading) => Some(reading),
        Err(error) => {
            form.wrong("file", sentence(&error.to_string()));
            None
        }
    }
}
