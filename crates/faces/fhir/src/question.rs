//! What a client asks: the interaction, the search parameters and the two clocks.

use std::str::FromStr;
use std::sync::Arc;

use app::{AskedKnown, House};
use axum::http::{HeaderMap, Uri, header};
use journal::Known;
use register::View;
use sha2::{Digest, Sha256};
use terms::{AsAt, Sequence};

use super::codes;
use super::outcome::Outcome;
use super::resource::Kind;
use super::value::alternatives;
use kit::address::Address;
use kit::api::{one_day, quoted, read_query};
use kit::site::{Site, sentence};

/// How many resources a page has when nothing is said, and at most.
pub(super) const COUNTS: (usize, usize) = (50, 200);
/// The longest value of a parameter. Units: bytes.
const VALUE_MAX: usize = 500;
/// The most values one parameter may offer.
const ALTERNATIVES_MAX: usize = 50;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interaction {
    Read,
    VersionRead,
    History,
    Search,
}

/// A search parameter: its name, FHIR's type for it, and what it does here.
pub(super) struct SearchParam {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) about: &'static str,
}

const fn search_param(name: &'static str, kind: &'static str, about: &'static str) -> SearchParam {
    SearchParam { name, kind, about }
}

/// Parameters of every interaction.
pub(super) const COMMON: [SearchParam; 2] = [
    search_param("_validAt", "date", "The day asked about (YYYY-MM-DD). Today in England if it is not given."),
    search_param(
        "_knownAt",
        "string",
        "The state of knowledge to answer from: an entry's number, a day, or a moment (RFC 3339, UTC). The last entry if it is not given.",
    ),
];

const ID: SearchParam = search_param("_id", "token", "The resource's own id.");
const LAST_UPDATED: SearchParam = search_param(
    "_lastUpdated",
    "date",
    "When the entry that last changed the resource was recorded; with eq, ne, gt, lt, ge or le.",
);

impl Kind {
    /// The search parameters of the type.
    pub(super) const fn search_params(self) -> &'static [SearchParam] {
        match self {
            Self::Organization => {
                const {
                    &[
                        ID,
                        LAST_UPDATED,
                        search_param("identifier", "token", "An ODS or GSS code, with or without its system."),
                        search_param(
                            "name",
                            "string",
                            "The beginning of the name on the day, or of an alias, without regard to case and accents; :exact and :contains are understood.",
                        ),
                        search_param(
                            "address-postalcode",
                            "string",
                            "The beginning of the postcode, with or without its space.",
                        ),
                        search_param(
                            "type",
                            "token",
                            "An ODS role (RO98) or a word of the register (commissioning-group).",
                        ),
                        search_param("partof", "reference", "The organisation it is part of on the day."),
                        search_param("active", "token", "Whether it was open on the day."),
                    ]
                }
            }
            Self::OrganizationAffiliation => {
                const {
                    &[
                        ID,
                        LAST_UPDATED,
                        search_param("organization", "reference", "The organisation that has the member."),
                        search_param("participating-organization", "reference", "The member."),
                        search_param(
                            "date",
                            "date",
                            "The period of the membership; with eq, ne, ge, gt, le, lt, sa or eb. date=ge2018-04-01&date=le2018-04-01 finds what held on that day.",
                        ),
                        search_param(
                            "role",
                            "token",
                            "What the organisation is to the member: commissioner, network, place, system, region, provider or host; member is every one.",
                        ),
                        search_param("active", "token", "Whether it held on the day asked about."),
                    ]
                }
            }
            Self::Location => {
                const {
                    &[
                        ID,
                        LAST_UPDATED,
                        search_param("identifier", "token", "The ODS code of the body, with or without its system."),
                        search_param(
                            "name",
                            "string",
                            "The beginning of the body's name on the day, without regard to case and accents; :exact and :contains are understood.",
                        ),
                        search_param(
                            "address-postalcode",
                            "string",
                            "The beginning of the postcode, with or without its space.",
                        ),
                        search_param("organization", "reference", "The body whose address it is."),
                    ]
                }
            }
        }
    }
}

/// One criterion: any of its values is enough.
#[derive(Clone, Debug)]
pub(super) struct Criterion {
    pub(super) name: &'static str,
    pub(super) modifier: Modifier,
    /// Still escaped: a token is parted before it is unescaped.
    pub(super) values: Vec<String>,
}

/// What a parameter's name says after its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    None,
    /// Of a string: the whole of it, with its case and accents.
    Exact,
    /// Of a string: anywhere in it.
    Contains,
    /// Whether there is no value at all.
    Missing(bool),
}

impl Modifier {
    fn read(param: &SearchParam, modifier: Option<&str>, value: &str) -> Result<Self, String> {
        match (modifier, value) {
            (None, _) => Ok(Self::None),
            (Some("missing"), "true") => Ok(Self::Missing(true)),
            (Some("missing"), "false") => Ok(Self::Missing(false)),
            (Some("missing"), _) => Err("Write true or false after :missing.".to_owned()),
            (Some("exact"), _) if param.kind == "string" => Ok(Self::Exact),
            (Some("contains"), _) if param.kind == "string" => Ok(Self::Contains),
            _ => Err(
                "This modifier is not supported. Every parameter takes :missing, and a string :exact and :contains."
                    .to_owned(),
            ),
        }
    }
}

/// A question, read and found to be lawful.
pub(super) struct Question {
    pub(super) site: Site,
    pub(super) kind: Kind,
    pub(super) known: Arc<Known<House>>,
    pub(super) as_at: AsAt,
    /// Whether the day was given, so that the answer is the same tomorrow.
    pub(super) day_given: bool,
    pub(super) id: String,
    pub(super) version: String,
    pub(super) criteria: Vec<Criterion>,
    pub(super) count: usize,
    /// Whether only the number of matches is wanted (`_count=0`, `_summary=count`).
    pub(super) only_counts: bool,
    /// Where the page begins, as the link to it says.
    pub(super) page: Option<String>,
    path: String,
    pairs: Vec<(String, String)>,
}

impl Question {
    pub(super) fn read(
        site: Site,
        kind: Kind,
        interaction: Interaction,
        in_path: &[(String, String)],
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<Self, Outcome> {
        let pairs = read_query(uri.query().unwrap_or_default());
        let format = pairs.iter().find(|(name, _)| name == "_format").map(|(_, value)| value.as_str());
        check_format(headers, format)?;
        let is_lenient = headers
            .get("prefer")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("handling=lenient"));
        let known = site.footprint.known();
        let in_path = |name: &str| {
            in_path.iter().find(|(held, _)| held == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut question = Self {
            as_at: AsAt { valid: site.today(), known: known.state.sequence() },
            site,
            kind,
            known,
            day_given: false,
            id: in_path("id"),
            version: in_path("version"),
            criteria: Vec::new(),
            count: COUNTS.0,
            only_counts: false,
            page: None,
            path: uri.path().to_owned(),
            pairs: Vec::new(),
        };
        let mut faults = Vec::new();
        for (name, value) in pairs {
            match question.take(interaction, &name, &value) {
                Ok(true) => question.pairs.push((name, value)),
                Ok(false) if is_lenient => {}
                Ok(false) => {
                    let words = format!(
                        "There is no parameter {} here. There are: {}. Send `Prefer: handling=lenient` to have unknown ones passed over.",
                        name.chars().take(64).collect::<String>(),
                        names(kind, interaction).join(", "),
                    );
                    faults.push((name.chars().take(64).collect(), words));
                }
                Err(words) => faults.push((name, words)),
            }
        }
        if faults.is_empty() { Ok(question) } else { Err(Outcome::wrong(faults)) }
    }

    /// Takes one parameter in: whether it is known, or what is wrong with it.
    fn take(&mut self, interaction: Interaction, name: &str, value: &str) -> Result<bool, String> {
        if value.len() > VALUE_MAX {
            return Err(format!("It is {} bytes long; at most {VALUE_MAX} are read.", value.len()));
        }
        match name {
            "_format" | "_pretty" => return Ok(true),
            "_validAt" => {
                let day = one_day(value).ok_or_else(|| "Write a day as 2018-04-01.".to_owned())?;
                (self.as_at.valid, self.day_given) = (day, true);
                return Ok(true);
            }
            "_knownAt" => {
                let asked =
                    AskedKnown::from_str(value).map_err(|error| format!("{}.", sentence(&error.to_string())))?;
                let entry = self.known.state.resolve(Some(&asked));
                self.as_at.known = entry.map_err(|error| format!("{}.", sentence(&error.to_string())))?;
                return Ok(true);
            }
            _ => {}
        }
        if matches!(interaction, Interaction::Search | Interaction::History) {
            match name {
                "_count" => {
                    let count: usize = value.parse().map_err(|_| "Write a whole number.".to_owned())?;
                    // More than is given out at once is lawful to ask for; less is then given.
                    self.count = count.clamp(1, COUNTS.1);
                    // R4, 3.1.1.5.4: the same as _summary=count.
                    self.only_counts |= count == 0;
                    return Ok(true);
                }
                "_summary" => {
                    return match value {
                        "count" => {
                            self.only_counts = true;
                            Ok(true)
                        }
                        "false" => Ok(true),
                        _ => Err("Only count and false are offered.".to_owned()),
                    };
                }
                "_page" => {
                    self.page = Some(value.to_owned());
                    return Ok(true);
                }
                _ => {}
            }
        }
        if interaction != Interaction::Search {
            return Ok(false);
        }
        let (base, modifier) = name.split_once(':').map_or((name, None), |(base, modifier)| (base, Some(modifier)));
        let Some(param) = self.kind.search_params().iter().find(|param| param.name == base) else { return Ok(false) };
        let modifier = Modifier::read(param, modifier, value)?;
        let values = alternatives(value);
        if values.is_empty() || values.len() > ALTERNATIVES_MAX {
            return Err(format!("Give from 1 to {ALTERNATIVES_MAX} values apart by commas."));
        }
        let criterion = Criterion { name: param.name, modifier, values };
        super::search::check(&criterion)?;
        self.criteria.push(criterion);
        Ok(true)
    }

    /// Everything that is true now.
    pub(super) fn house(&self) -> &House {
        &self.known.state
    }

    /// The register as known at the second clock.
    pub(super) fn register(&self) -> View<'_> {
        self.known.state.register().view(self.as_at.known)
    }

    /// When an entry was recorded.
    pub(super) fn recorded_at(&self, entry: Sequence) -> Option<jiff::Timestamp> {
        self.known.state.recorded_at(entry)
    }

    /// The address that always gives this page, or another page of the same answer.
    pub(super) fn href(&self, page: Option<&str>) -> String {
        let clocks = ["_validAt", "_knownAt", "_page"];
        let mut query: Vec<(String, String)> =
            self.pairs.iter().filter(|(name, _)| !clocks.contains(&name.as_str())).cloned().collect();
        query.push(("_validAt".to_owned(), self.as_at.valid.to_string()));
        query.push(("_knownAt".to_owned(), self.as_at.known.to_string()));
        if let Some(page) = page {
            query.push(("_page".to_owned(), page.to_owned()));
        }
        format!("{}{}", self.site.config.base, Address { path: self.path.clone(), query }.href())
    }

    /// The absolute address of a resource, where the service's own address is known.
    pub(super) fn full_url(&self, id: &str) -> Option<String> {
        let base = &self.site.config.base;
        (!base.is_empty()).then(|| format!("{base}/fhir/{}/{id}", self.kind.name()))
    }

    /// A tag of the question and both clocks, without the mark of a weak tag.
    pub(super) fn etag(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(concat!("footprint fhir ", env!("CARGO_PKG_VERSION"), "\n"));
        hasher.update(self.recorded_at(self.as_at.known).map_or_else(String::new, |moment| moment.to_string()));
        hasher.update(self.href(self.page.as_deref()));
        quoted(hasher)
    }

    /// The `meta` of a resource at a version, drawn from a state of knowledge.
    pub(super) fn meta(&self, version: Sequence, known: Sequence) -> serde_json::Value {
        serde_json::json!({
            "versionId": version.to_string(),
            "lastUpdated": self.recorded_at(version).map(|moment| moment.to_string()),
            "extension": [{
                "url": codes::AS_OF,
                "extension": [
                    { "url": "validAt", "valueDate": self.as_at.valid.to_string() },
                    { "url": "knownAt", "valueString": known.to_string() },
                ],
            }],
        })
    }
}

fn names(kind: Kind, interaction: Interaction) -> Vec<&'static str> {
    let mut names = vec!["_validAt", "_knownAt", "_format"];
    if matches!(interaction, Interaction::Search | Interaction::History) {
        names.extend(["_count", "_summary"]);
    }
    if interaction == Interaction::Search {
        names.extend(kind.search_params().iter().map(|param| param.name));
    }
    names
}

/// Whether the client takes JSON.
pub(super) fn check_format(headers: &HeaderMap, format: Option<&str>) -> Result<(), Outcome> {
    let is_json = |wanted: &str| wanted.contains("json");
    if let Some(format) = format {
        return if is_json(format) { Ok(()) } else { Err(Outcome::not_acceptable()) };
    }
    let accepted: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let takes = |accept: &&str| {
        is_json(accept) || accept.contains("*/*") || accept.contains("application/*") || accept.contains("text/html")
    };
    if accepted.is_empty() || accepted.iter().any(takes) { Ok(()) } else { Err(Outcome::not_acceptable()) }
}
