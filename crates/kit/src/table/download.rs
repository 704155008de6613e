//! The links to a table's files, and the files as answers.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use ask::{About, Table};

use crate::address::Address;
use crate::markup::Markup;
use crate::page::tagged;
use crate::refused::Problem;

/// A file a table can be had as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// JSON.
    Json,
}

impl FileFormat {
    const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// What an address asks for (`format=csv`); nothing if it asks for the page.
    pub fn asked(address: &Address) -> Option<Self> {
        let asked = address.value("format")?;
        Self::ALL.into_iter().find(|format| format.name() == asked)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }
}

/// "Download as CSV, XLSX or JSON": the same address with `format`, all rows.
pub fn download_links(address: &Address) -> Markup {
    let address = address.without(&["page", "format"]);
    let link = |format: FileFormat| {
        let href = address.with("format", format.name()).href();
        format!("<a href=\"{}\">{}</a>", Markup::escaped(&href), format.name().to_uppercase())
    };
    Markup::trusted(format!(
        "<p class=\"nhsuk-body-s fp-downloads\">Download as {}, {} or {}</p>",
        link(FileFormat::Csv),
        link(FileFormat::Xlsx),
        link(FileFormat::Json)
    ))
}

/// The whole table as a file, with an entity tag.
pub fn download(request: &HeaderMap, format: FileFormat, table: &Table, about: &About) -> Response {
    let body = match format {
        FileFormat::Csv => table.to_csv(),
        FileFormat::Json => table.to_json(about).to_string().into_bytes(),
        FileFormat::Xlsx => match table.to_xlsx(about) {
            Ok(file) => file,
            Err(error) => {
                let reason = format!("This table cannot be a spreadsheet: {error}. Download it as CSV instead.");
                return Problem::refused(reason).into_response();
            }
        },
    };
    let mut response = tagged(request, format.media_type(), body);
    let name = file_name(&table.caption, about, format);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `members-of-nhs-oxfordshire-ccg-2018-04-01-entry-41.csv`
fn file_name(caption: &str, about: &About, format: FileFormat) -> String {
    let words: String = caption
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' })
        .collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let clocks = &about.clocks;
    format!("{}-{}-entry-{}.{}", words.join("-"), clocks.valid_at, clocks.entry, format.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ask::table::examples::{about, table};

    #[test]
    fn the_links_ask_for_the_same_address_in_another_form() {
        let address = Address::new("/members/10Q").with("valid_at", "2018-04-01").with("page", "3");
        assert_eq!(FileFormat::asked(&address), None);
        assert!(
            download_links(&address)
                .as_str()
                .contains("href=\"/members/10Q?valid_at=2018-04-01&amp;format=xlsx\">XLSX")
        );
        assert_eq!(FileFormat::asked(&address.with("format", "json")), Some(FileFormat::Json));
        assert_eq!(FileFormat::asked(&address.with("format", "exe")), None);
    }

    #[test]
    fn a_file_is_named_by_its_table_and_clocks() {
        let response = download(&HeaderMap::new(), FileFormat::Csv, &table(), &about());
        let name = &response.headers()[header::CONTENT_DISPOSITION];
        assert_eq!(name, "attachment; filename=\"members-of-nhs-oxfordshire-ccg-2018-04-01-entry-41.csv\"");
        assert!(response.headers().contains_key(header::ETAG));
    }
}
