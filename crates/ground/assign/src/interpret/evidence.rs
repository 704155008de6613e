//! The reference rows behind a question or an end.

use super::case::Case;
use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::key::{Key, PlaceKey, code_key, key_text, place_shown};
use crate::outcome::{Method, Terminal};
use crate::predicate::Predicate;
use crate::record::Field;
use crate::reference::{
    CodeMatch, CommissionerKind, EVERY_SERVICE, PracticeKind, ProviderLook, Reference, Table, Vintage, clinical,
    delegation_key,
};
use serde::Serialize;

/// A row of reference data that was read, or looked for and not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The table.
    pub table: &'static str,
    /// The key looked for.
    pub key: String,
    /// Whether a row was there on the day.
    pub found: bool,
    /// The columns read and what they hold.
    pub columns: Vec<(&'static str, String)>,
    /// The row's first day; blank is open.
    pub valid_from: Option<Day>,
    /// The row's last day; blank is open.
    pub valid_to: Option<Day>,
    /// The published file the table came from.
    pub vintage: Option<Vintage>,
}

/// The fields a question reads.
pub(super) const fn fields(predicate: Predicate) -> &'static [Field] {
    match predicate {
        Predicate::HomeInEngland => &[Field::Postcode, Field::Provider],
        Predicate::EnglishArmedForcesPractice | Predicate::RegisteredInEngland => &[Field::GpPractice],
        Predicate::LiableForCharges => &[Field::Ovcc, Field::AdminCategory],
        Predicate::OrdinarilyResident => &[Field::Ovcc, Field::GpPractice, Field::Postcode, Field::Options],
        Predicate::HighlySpecialisedService
        | Predicate::SpecialisedService
        | Predicate::RetainedService
        | Predicate::InScopeForDelegation
        | Predicate::DelegableService => &[Field::ServiceCode],
        Predicate::StateWithRightOfAccess => &[Field::Postcode],
        Predicate::OtherAgreement => &[Field::OsvAgreement],
        Predicate::WelshPracticeBorderHome | Predicate::EnglishPracticeBorderHome => {
            &[Field::GpPractice, Field::Postcode]
        }
        Predicate::CrossBorderService => &[Field::ServiceCode, Field::Postcode],
        Predicate::ReferralAssessment => &[Field::RasReferral],
        Predicate::ContractWithProvider => &[Field::Provider],
        Predicate::SecondaryDental => &[Field::Tfc],
        Predicate::HealthAndJustice => &[Field::Postcode, Field::SourceOfAdmission],
        Predicate::Section7a => &[Field::Section7a, Field::ServiceCode],
        Predicate::OtherPublicHealth => &[Field::OtherPublicHealth],
        Predicate::Infertility => &[Field::Diagnoses, Field::Procedures],
        Predicate::ArmedForcesInfertility => &[Field::AfInfertility],
        Predicate::DelegationInPlace => &[Field::GpPractice, Field::Postcode, Field::Provider, Field::ServiceCode],
    }
}

/// The kind of practice, in words.
const fn kind_word(kind: PracticeKind) -> &'static str {
    match kind {
        PracticeKind::Dms => "armed forces",
        PracticeKind::Welsh => "Welsh",
        PracticeKind::Crown => "Channel Islands or Isle of Man",
        PracticeKind::Other => "without an English area",
        PracticeKind::English => "English",
    }
}

/// Gathers rows, each once.
pub(super) struct Gatherer<'c, 'r> {
    case: &'c Case<'r>,
    pub(super) rows: Vec<Evidence>,
}

impl<'c, 'r> Gatherer<'c, 'r> {
    pub(super) const fn new(case: &'c Case<'r>) -> Self {
        Self { case, rows: Vec::new() }
    }

    fn reference(&self) -> &'r Reference {
        self.case.reference
    }

    fn text(&self, code: CodeId) -> String {
        self.reference().book.text(code).to_owned()
    }

    fn row(&mut self, table: Table, key: String, span: Option<Span>, columns: Vec<(&'static str, String)>) {
        let row = Evidence {
            table: table.name(),
            key,
            found: span.is_some(),
            columns,
            valid_from: span.and_then(Span::first),
            valid_to: span.and_then(Span::last),
            vintage: self.reference().vintage(table).cloned(),
        };
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    fn practice(&mut self) {
        let (Key::Of(key), day) = (self.case.practice_key, self.case.day) else { return };
        let id = self.reference().practices.id(key);
        let row = id.and_then(|id| self.reference().practices.valid(id, day));
        let columns = row.map(|row| {
            let practice = &row.value;
            vec![
                ("name", practice.name.to_string()),
                ("national_grouping", self.text(practice.grouping)),
                ("hlhg", self.text(practice.health_geography)),
                ("postcode", practice.postcode.map(place_shown).unwrap_or_default()),
                ("status", format!("{:?}", practice.status).to_uppercase()),
                ("commissioner", self.text(practice.commissioner)),
                ("kind", kind_word(self.reference().kind(practice)).to_owned()),
            ]
        });
        self.row(Table::Practices, key_text(key), row.map(|row| row.span), columns.unwrap_or_default());
    }

    fn place(&mut self, postcode: Option<PlaceKey>) {
        let Some(key) = postcode else { return };
        let placing = self.reference().placing_at(Some(key), self.case.day);
        let area = placing.and_then(|placing| self.reference().directory.area(placing.area));
        let columns = area.map(|area| {
            let codes = [
                ("country", area.country_code),
                ("pco", area.pco),
                ("icb", area.icb),
                ("region", area.region),
                ("ons_la", area.ons_la),
                ("ods_la", area.ods_la),
            ];
            codes.map(|(column, code)| (column, self.text(code))).to_vec()
        });
        self.row(Table::Postcodes, place_shown(key), placing.map(|row| row.span), columns.unwrap_or_default());
    }

    fn practice_site(&mut self) {
        self.place(self.case.usable().and_then(|practice| practice.postcode));
    }

    fn site(&mut self) {
        let Key::Of(key) = self.case.provider_key else { return };
        let id = Reference::provider_in(&self.reference().providers, key);
        let row = id.and_then(|id| self.reference().providers.begun(id, self.case.day));
        let columns = row.map(|row| {
            vec![
                ("name", row.value.name.to_string()),
                ("postcode", row.value.postcode.map(place_shown).unwrap_or_default()),
            ]
        });
        let found = id.map_or(key, |id| self.reference().providers.key(id));
        self.row(Table::Providers, key_text(found), row.map(|row| row.span), columns.unwrap_or_default());
        if let ProviderLook::Site { postcode, .. } = self.case.site {
            self.place(postcode);
        }
    }

    /// The home: the site, when it stands in.
    fn home(&mut self) {
        if self.case.home.substituted {
            self.pseudo();
            self.site();
        } else {
            self.place(self.case.home.postcode);
        }
    }

    fn pseudo(&mut self) {
        let Key::Of(key) = self.case.recorded else { return };
        let groups = self.reference().pseudo.get(&key).map(Vec::as_slice).unwrap_or_default();
        for (group, meaning) in groups {
            let columns = vec![("group", format!("{group:?}")), ("meaning", meaning.to_string())];
            self.row(Table::PseudoPostcodes, place_shown(key), Some(Span::ALWAYS), columns);
        }
    }

    fn service(&mut self) {
        let Key::Of(key) = self.case.service_key else { return };
        let id = self.reference().services.id(key);
        let row = id.and_then(|id| self.reference().services.valid(id, self.case.day));
        let yes = |is: bool| if is { "1" } else { "0" }.to_owned();
        let columns = row.map(|row| {
            vec![
                ("description", row.value.description.to_string()),
                ("delegation_status", format!("{:?}", row.value.status).to_uppercase()),
                ("specialised", yes(row.value.specialised)),
                ("highly_specialised", yes(row.value.highly_specialised)),
                ("section7a", yes(row.value.section_7a)),
            ]
        });
        self.row(Table::ServiceCodes, key_text(key), row.map(|row| row.span), columns.unwrap_or_default());
    }

    fn contract(&mut self) {
        let Key::Of(key) = self.case.provider_key else { return };
        let id = Reference::provider_in(&self.reference().provider_hubs, key);
        let row = id.and_then(|id| self.reference().provider_hubs.valid(id, self.case.day));
        let columns = row.map(|row| vec![("hub_code", self.text(row.value))]);
        let found = id.map_or(key, |id| self.reference().provider_hubs.key(id));
        self.row(Table::ProviderHub, key_text(found), row.map(|row| row.span), columns.unwrap_or_default());
    }

    fn cross_border(&mut self) {
        let Key::Of(key) = self.case.service_key else { return };
        let id = self.reference().appendix_c.id(key);
        let rows = id.map(|id| self.reference().appendix_c.rows(id)).unwrap_or_default();
        let valid: Vec<_> = rows.iter().filter(|row| row.span.holds(self.case.day)).collect();
        for row in &valid {
            let columns = vec![("part", format!("{:?}", row.value).to_uppercase())];
            self.row(Table::AppendixC, key_text(key), Some(row.span), columns);
        }
        if valid.is_empty() {
            self.row(Table::AppendixC, key_text(key), None, Vec::new());
        }
    }

    fn detention(&mut self) {
        let Key::Of(place) = self.case.recorded else { return };
        let id = self.reference().justice.id(u128::from(place));
        let row = id.and_then(|id| self.reference().justice.first_valid(id, self.case.day));
        if let Some(row) = row {
            let columns = vec![("site_name", row.value.name.to_string()), ("hub_code", self.text(row.value.hub))];
            self.row(Table::JusticeSites, place_shown(place), Some(row.span), columns);
        }
    }

    fn border(&mut self) {
        let Some(area) = self.case.home_area() else { return };
        for (column, code) in [("ICB", area.icb), ("UNITARY_AUTHORITY", area.ons_la)] {
            let listed = match column {
                "ICB" => self.reference().is_border_icb(code, self.case.day),
                _ => self.reference().border.authorities.holds(code),
            };
            if code.is_some() && listed {
                self.row(
                    Table::BorderAreas,
                    self.text(code),
                    Some(Span::ALWAYS),
                    vec![("code_type", column.to_owned())],
                );
            }
        }
    }

    fn dental(&mut self) {
        let number = self.case.traits.tfc_number();
        if let Some(description) = self.reference().dental.get(&number) {
            let columns = vec![("description", description.to_string())];
            self.row(Table::DentalTfc, format!("{:03}", number.saturating_sub(1)), Some(Span::ALWAYS), columns);
        }
    }

    fn infertility(&mut self, diagnoses: &str, procedures: &str) {
        let lists = &self.reference().infertility;
        for (system, text, list) in [("ICD10", diagnoses, &lists.diagnoses), ("OPCS4", procedures, &lists.procedures)] {
            for (matched, code) in list {
                if text.split(';').any(|given| clinical(given, *matched) == Some(*code)) {
                    let how = if *matched == CodeMatch::Prefix3 { "PREFIX3" } else { "EXACT4" };
                    let columns = vec![("code_system", system.to_owned()), ("match", how.to_owned())];
                    self.row(Table::InfertilityCodes, key_text(*code), Some(Span::ALWAYS), columns);
                }
            }
        }
    }

    fn region_hub(&mut self, region: CodeId) {
        let id = self.reference().region_hubs.id(self.reference().book.key(region)).filter(|_| region.is_some());
        let row = id.and_then(|id| self.reference().region_hubs.valid(id, self.case.day));
        if let Some(row) = row {
            let columns = vec![("specialised_hub", self.text(row.value.specialised))];
            self.row(Table::RegionHub, self.text(region), Some(row.span), columns);
        }
    }

    /// The register's rows that make a written code the one that stands, with the successions between.
    fn register(&mut self, written: CodeId, kind: CommissionerKind) {
        if !written.is_some() {
            return;
        }
        let resolved = self.reference().resolve(written, kind, self.case.day);
        let codes = if resolved.code == written { vec![written] } else { vec![written, resolved.code] };
        for code in codes.into_iter().filter(|code| code.is_some()) {
            let id = self.reference().commissioners.id(self.reference().book.key(code));
            let rows = id.map(|id| self.reference().commissioners.rows(id)).unwrap_or_default();
            let row = rows.iter().find(|row| row.span.holds(self.case.day)).or_else(|| rows.last());
            let columns = row.map(|row| {
                vec![
                    ("type", format!("{:?}", row.value.kind)),
                    ("icb", self.text(row.value.icb)),
                    ("region", self.text(row.value.region)),
                ]
            });
            self.row(Table::Commissioners, self.text(code), row.map(|row| row.span), columns.unwrap_or_default());
        }
        if resolved.code.is_some() && resolved.code != written {
            for edge in self.reference().edges_between(written, resolved, self.case.day) {
                let columns = vec![("new_code", self.text(edge.new)), ("effective_date", edge.on.to_string())];
                self.row(Table::Succession, self.text(edge.old), Some(Span::ALWAYS), columns);
            }
        }
    }

    fn delegation(&mut self) {
        let (responsible, service) = (self.case.responsible(), self.case.service_code());
        self.responsible(responsible.method);
        let every = self.reference().book.find_key(EVERY_SERVICE);
        for service in [service, every] {
            let id = self.reference().delegation.id(delegation_key(responsible.code, service));
            let row = id.and_then(|id| self.reference().delegation.valid(id, self.case.day));
            if let Some(row) = row.filter(|_| service.is_some()) {
                let answer = if row.value { "Y" } else { "N" }.to_owned();
                let columns = vec![("service_code", self.text(service)), ("delegated", answer)];
                self.row(Table::Delegation, self.text(responsible.code), Some(row.span), columns);
                return;
            }
        }
        self.row(Table::Delegation, self.text(responsible.code), None, Vec::new());
    }

    fn responsible(&mut self, method: Method) {
        self.practice();
        self.detention();
        if let Some(practice) = self.case.usable() {
            self.register(practice.commissioner, CommissionerKind::SubIcb);
        }
        if method != Method::Gp {
            self.home();
            self.register(self.case.home_area().map_or(CodeId::NONE, |area| area.pco), CommissionerKind::SubIcb);
        }
        if matches!(method, Method::Host | Method::None) {
            self.host();
        }
    }

    fn host(&mut self) {
        self.site();
        self.register(self.case.site_area().map_or(CodeId::NONE, |area| area.pco), CommissionerKind::SubIcb);
    }

    fn provider_hub(&mut self) {
        self.contract();
        self.register(self.case.contract.unwrap_or_default(), CommissionerKind::SpecHub);
    }

    /// The rows behind an answer.
    pub(super) fn question(&mut self, predicate: Predicate, diagnoses: &str, procedures: &str) {
        match predicate {
            Predicate::HomeInEngland => self.home(),
            Predicate::EnglishArmedForcesPractice | Predicate::RegisteredInEngland => {
                self.practice();
                self.practice_site();
            }
            Predicate::OrdinarilyResident => {
                self.practice();
                self.home();
            }
            Predicate::HighlySpecialisedService
            | Predicate::SpecialisedService
            | Predicate::RetainedService
            | Predicate::InScopeForDelegation
            | Predicate::DelegableService
            | Predicate::Section7a => self.service(),
            Predicate::StateWithRightOfAccess => self.pseudo(),
            Predicate::WelshPracticeBorderHome | Predicate::EnglishPracticeBorderHome => {
                self.practice();
                self.home();
                self.border();
            }
            Predicate::CrossBorderService => {
                self.home();
                self.cross_border();
            }
            Predicate::ContractWithProvider => self.contract(),
            Predicate::SecondaryDental => self.dental(),
            Predicate::HealthAndJustice => self.detention(),
            Predicate::Infertility => self.infertility(diagnoses, procedures),
            Predicate::DelegationInPlace => self.delegation(),
            Predicate::LiableForCharges
            | Predicate::OtherAgreement
            | Predicate::ReferralAssessment
            | Predicate::OtherPublicHealth
            | Predicate::ArmedForcesInfertility => {}
        }
    }

    /// The rows behind the code of an end.
    pub(super) fn end(&mut self, terminal: Terminal, method: Method) {
        match (terminal, method) {
            (_, Method::Fixed | Method::Na | Method::Override) => {}
            (Terminal::ResponsibleSubIcb, method) => self.responsible(method),
            (Terminal::HostSubIcb, _) => self.host(),
            (Terminal::NhseHjHub, _) => self.detention(),
            (Terminal::NhseSpecHubProvider, _) => self.provider_hub(),
            (Terminal::WelshLhb, Method::PracticeSite | Method::Gp) => {
                self.practice();
                self.practice_site();
            }
            (Terminal::NhseSpecHubGp | Terminal::NhseRegionPublicHealth, method) => {
                self.practice();
                if let (Method::Gp, Some(practice)) = (method, self.case.usable()) {
                    self.region_hub(practice.grouping);
                }
                if method == Method::PracticeSite {
                    self.practice_site();
                }
                if matches!(method, Method::Res | Method::Site | Method::None) {
                    self.home();
                    self.region_hub(self.case.home_area().map_or(CodeId::NONE, |area| area.region));
                }
                if method == Method::Host {
                    self.site();
                }
                if method == Method::Provider || (method == Method::None && terminal == Terminal::NhseSpecHubGp) {
                    self.provider_hub();
                }
            }
            _ => self.home(),
        }
    }
}

/// What the method reads where a field's text is not in its one form.
pub(super) fn normalised(field: Field, text: &str) -> String {
    let code = |text: &str| match code_key(text) {
        Key::Of(key) => key_text(key),
        Key::Blank => String::new(),
        Key::Strange => text.trim().to_uppercase(),
    };
    let padded = |width: usize| {
        let plain = code(text);
        if plain.is_empty() { plain } else { format!("{plain:0>width$}") }
    };
    match field {
        Field::CdsType | Field::Tfc => padded(3),
        Field::AdminCategory | Field::SourceOfAdmission => padded(2),
        Field::Postcode => match crate::key::place_key(text) {
            Key::Of(key) => place_shown(key),
            _ => text.trim().to_owned(),
        },
        Field::GpPractice
        | Field::Provider
        | Field::Ovcc
        | Field::ServiceCode
        | Field::Lsoa
        | Field::ResidenceResponsibility => code(text),
        _ => text.trim().to_owned(),
    }
}
