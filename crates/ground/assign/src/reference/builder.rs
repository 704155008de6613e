//! Building a reference from rows of text: every cell is read once, here, or refused with its place.

use super::directory::DirectoryBuilder;
use super::look::{clinical, delegation_key};
use super::rows::{
    BorderKind, CodeMatch, CodeSystem, CommissionerKind, CrossBorderPart, DelegationStatus, PostcodeRow,
    PracticeStatus, PseudoGroup, YesNo,
};
use super::succession::Succeeds;
use super::{
    Area, Border, Commissioner, Country, Dated, Infertility, JusticeSite, PlaceCodes, Practice, Provider, Reference,
    RegionHub, Serves, ServiceCode, Successions, Table, dated::Row,
};
use crate::code::{CodeBook, CodeId};
use crate::day::{Day, Span};
use crate::error::AssignError;
use crate::key::{CodeKey, Key, PlaceKey, body_key, code_key, first_three, key_length, key_text, literal, place_key};
use crate::record::padded;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// The published file behind a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Vintage {
    /// Its name, such as `epraccur 2025-04`.
    pub name: String,
    /// Its SHA-256, in hexadecimal.
    pub hash: String,
}

/// Collects the rows of every table; [`ReferenceBuilder::build`] makes the [`Reference`].
#[derive(Debug)]
pub struct ReferenceBuilder {
    book: CodeBook,
    counts: HashMap<Table, usize>,
    practices: Vec<(CodeKey, Row<Practice>)>,
    pub(super) directory: DirectoryBuilder,
    said: Said,
    providers: Vec<(CodeKey, Row<Provider>)>,
    provider_hubs: Vec<(CodeKey, Row<CodeId>)>,
    region_hubs: Vec<(CodeKey, Row<RegionHub>)>,
    commissioners: Vec<(CodeKey, Row<Commissioner>)>,
    successions: Vec<Succeeds>,
    services: Vec<(CodeKey, Row<ServiceCode>)>,
    delegation: Vec<((CodeId, CodeId), Row<bool>)>,
    appendix_c: Vec<(CodeKey, Row<CrossBorderPart>)>,
    border: Border,
    dental: HashMap<u16, Box<str>>,
    infertility: Infertility,
    justice: Vec<(CodeKey, Row<JusticeSite>)>,
    pseudo: HashMap<PlaceKey, Vec<(PseudoGroup, Box<str>)>>,
    serves: Vec<Serves>,
    vintages: HashMap<Table, Vintage>,
}

impl Default for ReferenceBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// Texts read before: a directory says the same few thousand things of millions of places.
#[derive(Debug, Default)]
struct Said {
    text: String,
    areas: HashMap<Box<str>, Area>,
    spans: HashMap<Box<str>, Span>,
}

/// Reads the cells of one row.
struct Cells<'c, 'r> {
    table: Table,
    row: usize,
    cell: &'c dyn Fn(&'static str) -> &'r str,
}

impl<'r> Cells<'_, 'r> {
    fn text(&self, column: &'static str) -> &'r str {
        (self.cell)(column).trim()
    }

    fn wrong(&self, column: &'static str, wanted: &'static str) -> AssignError {
        AssignError::Cell { table: self.table, row: self.row, column, found: (self.cell)(column).to_owned(), wanted }
    }

    fn word<T>(
        &self,
        column: &'static str,
        read: impl Fn(&str) -> Option<T>,
        wanted: &'static str,
    ) -> Result<T, AssignError> {
        read(self.text(column)).ok_or_else(|| self.wrong(column, wanted))
    }

    fn yes(&self, column: &'static str) -> Result<bool, AssignError> {
        Ok(self.word(column, YesNo::of_cell, YesNo::WANTED)? == YesNo::Yes)
    }

    /// A code that must be there.
    fn key(&self, column: &'static str) -> Result<CodeKey, AssignError> {
        code_key(self.text(column)).of().ok_or_else(|| self.wrong(column, "a code of 1 to 16 characters"))
    }

    /// A postcode that must be there.
    fn place(&self, column: &'static str) -> Result<PlaceKey, AssignError> {
        place_key(self.text(column)).of().ok_or_else(|| self.wrong(column, "a postcode"))
    }

    /// A postcode that may be blank.
    fn place_or_blank(&self, column: &'static str) -> Result<Option<PlaceKey>, AssignError> {
        match place_key(self.text(column)) {
            Key::Blank => Ok(None),
            Key::Of(key) => Ok(Some(key)),
            Key::Strange => Err(self.wrong(column, "a postcode or nothing")),
        }
    }

    fn day(&self, column: &'static str, open: Day) -> Result<Day, AssignError> {
        let text = self.text(column);
        if text.is_empty() { Ok(open) } else { self.word(column, Day::parse, "a date such as 2025-04-01, or nothing") }
    }

    fn span(&self) -> Result<Span, AssignError> {
        let from = self.day("valid_from", Day::FIRST)?;
        let last = self.day("valid_to", Day::END)?;
        let until = if last == Day::END { Day::END } else { last.next() };
        if from >= until {
            Err(self.wrong("valid_to", "a day not before valid_from"))
        } else {
            Ok(Span { from, until })
        }
    }
}

impl ReferenceBuilder {
    /// A builder with no rows.
    pub fn new() -> Self {
        Self {
            book: CodeBook::new(),
            counts: HashMap::new(),
            practices: Vec::new(),
            directory: DirectoryBuilder::default(),
            said: Said::default(),
            providers: Vec::new(),
            provider_hubs: Vec::new(),
            region_hubs: Vec::new(),
            commissioners: Vec::new(),
            successions: Vec::new(),
            services: Vec::new(),
            delegation: Vec::new(),
            appendix_c: Vec::new(),
            border: Border::default(),
            dental: HashMap::new(),
            infertility: Infertility::default(),
            justice: Vec::new(),
            pseudo: HashMap::new(),
            serves: Vec::new(),
            vintages: HashMap::new(),
        }
    }

    /// Says which published file a table comes from.
    pub fn vintage(&mut self, table: Table, vintage: Vintage) {
        self.vintages.insert(table, vintage);
    }

    /// Adds a row to a table. `cell` gives the text of each of [`Table::columns`]; an absent optional cell is blank.
    ///
    /// # Errors
    /// [`AssignError::Cell`] names the table, row (from 1, the header not counted) and column of what cannot be read; the
    /// row is then left out and the builder may be used further. [`AssignError::CodesFull`] beyond 65,535 codes.
    pub fn add<'r>(&mut self, table: Table, cell: &dyn Fn(&'static str) -> &'r str) -> Result<(), AssignError> {
        let count = self.counts.entry(table).or_default();
        *count += 1;
        let cells = Cells { table, row: *count, cell };
        match table {
            Table::Practices => self.practice(&cells),
            Table::Postcodes => {
                let row = PostcodeRow {
                    postcode: cell("postcode"),
                    country: cell("country"),
                    pco: cell("pco"),
                    icb: cell("icb"),
                    region: cell("region"),
                    ons_la: cell("ons_la"),
                    ods_la: cell("ods_la"),
                    valid_from: cell("valid_from"),
                    valid_to: cell("valid_to"),
                };
                self.place(cells.row, &row)
            }
            Table::Providers => {
                let value = Provider { name: cells.text("name").into(), postcode: cells.place_or_blank("postcode")? };
                self.providers.push((cells.key("provider_code")?, Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::ProviderHub => {
                let value = self.code(&cells, "hub_code")?;
                self.provider_hubs.push((cells.key("provider_code")?, Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::RegionHub => {
                let (specialised, health_justice) =
                    (self.code(&cells, "specialised_hub")?, self.code(&cells, "health_justice_hub")?);
                let key = cells.key("region")?;
                self.enter(&cells, key)?;
                let value = RegionHub { specialised, health_justice };
                self.region_hubs.push((key, Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::Commissioners => {
                let kind = cells.word("type", CommissionerKind::of_cell, CommissionerKind::WANTED)?;
                let (icb, region) = (self.code(&cells, "icb")?, self.code(&cells, "region")?);
                let key = cells.key("code")?;
                self.enter(&cells, key)?;
                self.commissioners.push((key, Row { span: cells.span()?, value: Commissioner { kind, icb, region } }));
                Ok(())
            }
            Table::Succession => {
                let on = cells.word("effective_date", Day::parse, "a date such as 2025-04-01")?;
                let (old, new) = (cells.key("old_code")?, cells.key("new_code")?);
                let (old, new) = (self.enter(&cells, old)?, self.enter(&cells, new)?);
                self.successions.push(Succeeds { old, new, on });
                Ok(())
            }
            Table::ServiceCodes => self.service(&cells),
            Table::Delegation => {
                let (sub_icb, service) = (cells.key("sub_icb")?, cells.key("service_code")?);
                let value = cells.yes("delegated")?;
                let key = (self.enter(&cells, sub_icb)?, self.enter(&cells, service)?);
                self.delegation.push((key, Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::AppendixC => {
                let value = cells.word("part", CrossBorderPart::of_cell, CrossBorderPart::WANTED)?;
                self.appendix_c.push((cells.key("service_code")?, Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::BorderAreas => {
                let kind = cells.word("code_type", BorderKind::of_cell, BorderKind::WANTED)?;
                let key = cells.key("code")?;
                let code = self.enter(&cells, key)?;
                match kind {
                    BorderKind::Icb => self.border.icbs.push(code),
                    BorderKind::Authority => self.border.authorities.insert(code),
                    BorderKind::Lhb => self.border.boards.insert(code),
                }
                Ok(())
            }
            Table::DentalTfc => match padded(cells.text("tfc"), 3) {
                0 => Err(cells.wrong("tfc", "a treatment function of three digits")),
                number => {
                    self.dental.insert(number as u16, cells.text("description").into());
                    Ok(())
                }
            },
            Table::InfertilityCodes => {
                let matched = cells.word("match", CodeMatch::of_cell, CodeMatch::WANTED)?;
                let system = cells.word("code_system", CodeSystem::of_cell, CodeSystem::WANTED)?;
                let wanted = "a clinical code as long as it is compared";
                let code = clinical(cells.text("code"), matched).ok_or_else(|| cells.wrong("code", wanted))?;
                match system {
                    CodeSystem::Icd10 => self.infertility.diagnoses.push((matched, code)),
                    CodeSystem::Opcs4 => self.infertility.procedures.push((matched, code)),
                }
                Ok(())
            }
            Table::JusticeSites => {
                let value = JusticeSite { name: cells.text("site_name").into(), hub: self.code(&cells, "hub_code")? };
                self.justice.push((u128::from(cells.place("postcode")?), Row { span: cells.span()?, value }));
                Ok(())
            }
            Table::PseudoPostcodes => {
                let group = cells.word("group", PseudoGroup::of_cell, PseudoGroup::WANTED)?;
                let meaning = cells.text("meaning").into();
                self.pseudo.entry(cells.place("postcode")?).or_default().push((group, meaning));
                Ok(())
            }
            Table::Editions => {
                let edition = cells.text("edition").to_owned();
                self.serves.push(Serves { edition, span: cells.span()? });
                Ok(())
            }
        }
    }

    fn practice(&mut self, cells: &Cells<'_, '_>) -> Result<(), AssignError> {
        let value = Practice {
            name: cells.text("name").into(),
            grouping: self.code(cells, "national_grouping")?,
            health_geography: self.code(cells, "hlhg")?,
            postcode: cells.place_or_blank("postcode")?,
            status: cells.word("status", PracticeStatus::of_cell, PracticeStatus::WANTED)?,
            commissioner: self.code(cells, "commissioner")?,
        };
        self.practices.push((cells.key("practice_code")?, Row { span: cells.span()?, value }));
        Ok(())
    }

    fn service(&mut self, cells: &Cells<'_, '_>) -> Result<(), AssignError> {
        let value = ServiceCode {
            description: cells.text("description").into(),
            status: cells.word("delegation_status", DelegationStatus::of_cell, DelegationStatus::WANTED)?,
            specialised: cells.yes("specialised")?,
            highly_specialised: cells.yes("highly_specialised")?,
            section_7a: cells.yes("section7a")?,
        };
        let key = cells.key("service_code")?;
        self.enter(cells, key)?;
        self.services.push((key, Row { span: cells.span()?, value }));
        Ok(())
    }

    /// Adds a row to the postcode directory, without going through column names.
    ///
    /// # Errors
    /// As [`ReferenceBuilder::add`].
    pub fn postcode(&mut self, row: &PostcodeRow<'_>) -> Result<(), AssignError> {
        let count = self.counts.entry(Table::Postcodes).or_default();
        *count += 1;
        let number = *count;
        self.place(number, row)
    }

    fn place(&mut self, number: usize, row: &PostcodeRow<'_>) -> Result<(), AssignError> {
        let mut said = std::mem::take(&mut self.said);
        let placed = self.place_among(&mut said, number, row);
        self.said = said;
        placed
    }

    fn place_among(&mut self, said: &mut Said, number: usize, row: &PostcodeRow<'_>) -> Result<(), AssignError> {
        let cell = |column: &'static str| match column {
            "postcode" => row.postcode,
            "country" => row.country,
            "pco" => row.pco,
            "icb" => row.icb,
            "region" => row.region,
            "ons_la" => row.ons_la,
            "ods_la" => row.ods_la,
            "valid_from" => row.valid_from,
            "valid_to" => row.valid_to,
            _ => "",
        };
        let cells = Cells { table: Table::Postcodes, row: number, cell: &cell };
        joined(&mut said.text, &[row.country, row.pco, row.icb, row.region, row.ons_la, row.ods_la]);
        let area = if let Some(area) = said.areas.get(said.text.as_str()) {
            *area
        } else {
            let area = self.area(&cells)?;
            said.areas.insert(said.text.as_str().into(), area);
            area
        };
        joined(&mut said.text, &[row.valid_from, row.valid_to]);
        let span = if let Some(span) = said.spans.get(said.text.as_str()) {
            *span
        } else {
            let span = cells.span()?;
            said.spans.insert(said.text.as_str().into(), span);
            span
        };
        self.directory.row(cells.place("postcode")?, area, span);
        Ok(())
    }

    /// The area of these codes.
    pub(super) fn area_of(&mut self, table: Table, codes: &PlaceCodes) -> Result<Area, AssignError> {
        let cell = |column: &'static str| codes.cell(column);
        self.area(&Cells { table, row: 0, cell: &cell })
    }

    fn area(&mut self, cells: &Cells<'_, '_>) -> Result<Area, AssignError> {
        let country = match cells.text("country") {
            "E92000001" => Country::England,
            "W92000004" => Country::Wales,
            "S92000003" => Country::Scotland,
            "N92000002" => Country::NorthernIreland,
            "" => return Err(cells.wrong("country", "the code of a country")),
            _ => Country::Elsewhere,
        };
        Ok(Area {
            country,
            country_code: self.code(cells, "country")?,
            pco: self.code(cells, "pco")?,
            icb: self.code(cells, "icb")?,
            region: self.code(cells, "region")?,
            ons_la: self.code(cells, "ons_la")?,
            ods_la: self.code(cells, "ods_la")?,
        })
    }

    /// The number of a code that may be blank.
    fn code(&mut self, cells: &Cells<'_, '_>, column: &'static str) -> Result<CodeId, AssignError> {
        match code_key(cells.text(column)) {
            Key::Blank => Ok(CodeId::NONE),
            Key::Of(key) => self.enter(cells, key),
            Key::Strange => Err(cells.wrong(column, "a code of up to 16 characters, or nothing")),
        }
    }

    fn enter(&mut self, cells: &Cells<'_, '_>, key: CodeKey) -> Result<CodeId, AssignError> {
        self.book.enter(key).map_err(|_| AssignError::CodesFull { table: cells.table, row: cells.row })
    }

    /// The reference of every row given.
    ///
    /// # Errors
    /// [`AssignError::CodesFull`] when the codes an edition fixes find no room.
    pub fn build(mut self) -> Result<Reference, AssignError> {
        for (_, fixed) in crate::edition::built_in_codes() {
            let full = AssignError::CodesFull { table: Table::Editions, row: 0 };
            self.book.enter(fixed).map_err(|_| full)?;
        }
        let commissioners = Dated::of(self.commissioners);
        let plain = plain_codes(&self.book, &commissioners);
        let plainly = |code: CodeId| plain.get(&code).copied().unwrap_or(code);
        for (_, row) in &mut self.practices {
            row.value.commissioner = plainly(row.value.commissioner);
        }
        for (_, row) in &mut self.provider_hubs {
            row.value = plainly(row.value);
        }
        for area in self.directory.areas_mut() {
            area.pco = plainly(area.pco);
        }
        let delegation = self.delegation.into_iter();
        let delegation = delegation.map(|((sub_icb, service), row)| (delegation_key(plainly(sub_icb), service), row));
        responsible_bodies(&mut self.book, &mut self.directory, &commissioners, &self.border)?;
        let named = self.pseudo.keys().copied().chain(self.justice.iter().map(|(key, _)| *key as PlaceKey));
        let named = named.chain(std::iter::once_with(wales_pseudo)).collect::<Vec<_>>();
        let edges = self.successions.into_iter();
        let edges = edges.map(|edge| Succeeds { old: plainly(edge.old), new: plainly(edge.new), on: edge.on });
        Ok(Reference {
            practices: Arc::new(Dated::of(self.practices)),
            directory: self.directory.build(named.into_iter()),
            providers: Arc::new(Dated::of(self.providers)),
            provider_hubs: Arc::new(Dated::of(self.provider_hubs)),
            region_hubs: Arc::new(Dated::of(self.region_hubs)),
            successions: Successions(edges.collect()),
            services: Arc::new(Dated::of(self.services)),
            delegation: Dated::of(delegation.collect()),
            appendix_c: Arc::new(Dated::of(self.appendix_c)),
            border: self.border,
            dental: Arc::new(self.dental),
            infertility: Arc::new(self.infertility),
            justice: Arc::new(Dated::of(self.justice)),
            pseudo: Arc::new(self.pseudo),
            serves: self.serves,
            vintages: Arc::new(self.vintages),
            commissioners,
            book: self.book,
        })
    }
}

/// Gives each sub-ICB location and each Welsh board a place of its own, for residence known by the body responsible.
///
/// The board is left out: the register says on each day whose a location is.
fn responsible_bodies(
    book: &mut CodeBook,
    directory: &mut DirectoryBuilder,
    commissioners: &Dated<Commissioner>,
    border: &Border,
) -> Result<(), AssignError> {
    let full = AssignError::CodesFull { table: Table::Commissioners, row: 0 };
    for (country, country_key) in [(Country::England, "E92000001"), (Country::Wales, "W92000004")] {
        let country_code = book.enter(literal(country_key)).map_err(|_| full.clone())?;
        for number in 1..book.len() {
            let pco = CodeId(number as u16);
            let rows = commissioners.id(book.key(pco)).map_or(&[][..], |id| commissioners.rows(id));
            let located = rows.iter().rev().find(|row| row.value.kind == CommissionerKind::SubIcb);
            let region = match country {
                Country::England => located.map(|row| row.value.region),
                _ => border.boards.holds(pco).then_some(CodeId::NONE),
            };
            let (Some(region), Some(key)) = (region, body_key(book.text(pco)).of()) else { continue };
            let none = CodeId::NONE;
            let area = Area { country, country_code, pco, icb: none, region, ons_la: none, ods_la: none };
            directory.row(key, area, Span::ALWAYS);
        }
    }
    Ok(())
}

/// Texts with something between them that is in none.
fn joined(text: &mut String, parts: &[&str]) {
    text.clear();
    for part in parts {
        text.push_str(part);
        text.push('\n');
    }
}

/// The pseudo-postcode for Wales, which the method names on its own.
pub(crate) fn wales_pseudo() -> PlaceKey {
    place_key("ZZ993GZ").of().unwrap_or_default()
}

/// Codes of five characters that end in `00` and whose first three are registered stand for those three.
fn plain_codes(book: &CodeBook, commissioners: &Dated<Commissioner>) -> HashMap<CodeId, CodeId> {
    let mut plain = HashMap::new();
    for number in 1..book.len() {
        let code = CodeId(number as u16);
        let key = book.key(code);
        if key_length(key) != 5 || !key_text(key).ends_with("00") {
            continue;
        }
        if let Some(short) = first_three(key).filter(|short| commissioners.id(*short).is_some()) {
            plain.insert(code, book.find_key(short));
        }
    }
    plain
}
