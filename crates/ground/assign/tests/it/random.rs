//! Random records of a world: every code it knows, and those that go wrong.

use crate::world::{Tables, rows};
use assign::{Field, Record, Table};

/// A small generator whose runs can be repeated.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn pick<'p>(&mut self, pool: &'p [String]) -> &'p str {
        pool.get(self.below(pool.len())).map_or("", String::as_str)
    }
}

/// What may stand in each field.
pub(crate) struct Pools {
    fields: Vec<(Field, Vec<String>)>,
}

impl Pools {
    pub(crate) fn of(tables: &Tables) -> Self {
        let column = |table: Table, name: &str| -> Vec<String> {
            rows(tables, table).iter().map(|row| row.get(name).cloned().unwrap_or_default()).collect()
        };
        let also = |mut pool: Vec<String>, more: &[&str]| {
            pool.extend(more.iter().map(|text| (*text).to_owned()));
            pool
        };
        let postcodes =
            [Table::Postcodes, Table::PseudoPostcodes, Table::JusticeSites].map(|table| column(table, "postcode"));
        let sites = column(Table::Providers, "provider_code").iter().map(|code| format!("{code}02")).collect();
        let providers =
            also(also(column(Table::Providers, "provider_code"), &["", "QQQ", "ÅÅÅ", "ABCDEFGHIJKLMNOPQR"]), &[]);
        let mut days = Vec::new();
        for table in Table::ALL {
            for row in rows(tables, table) {
                days.extend(
                    ["valid_from", "valid_to", "effective_date"].into_iter().filter_map(|name| row.get(name).cloned()),
                );
            }
        }
        for year in 2012..2028 {
            days.extend([format!("{year}-04-01"), format!("{year}-03-31"), format!("{year}-11-17")]);
        }
        days.extend((1..13).map(|month| format!("2025-{month:02}-15")));
        let days = also(days, &["", "2025-02-30", "15/06/2025"]);
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let yes = ["", "", "", "", "", "", "", "", "Y", "N"];
        Self {
            fields: vec![
                (
                    Field::CdsType,
                    strings(&[
                        "011", "020", "20", "130", "130", "190", "010", "170", "120", "140", "150", "160", "180",
                        "200", "",
                    ]),
                ),
                (Field::ArrivalDate, days.clone()),
                (Field::AppointmentDate, days.clone()),
                (Field::SpellStartDate, days.clone()),
                (Field::DischargeDate, days),
                (
                    Field::GpPractice,
                    also(
                        column(Table::Practices, "practice_code"),
                        &["", "", "V81997", "v81999", "Z00000", "ABCDEFGHIJKLMNOPQ"],
                    ),
                ),
                (
                    Field::Postcode,
                    also(
                        postcodes.concat(),
                        &["", "", "", "", "XX99 9XX", "--", "ZZ99 3GZ", "BF1 0AP", "not a postcode at all"],
                    ),
                ),
                (Field::Provider, [providers, sites, column(Table::ProviderHub, "provider_code")].concat()),
                (Field::AdminCategory, strings(&["01", "01", "01", "02", "2", "", "03", "XX"])),
                (Field::Ovcc, strings(&["A", "A", "A", "A", "B", "C", "D", "E", "F", "", "P", "a"])),
                (
                    Field::ServiceCode,
                    [
                        also(column(Table::ServiceCodes, "service_code"), &["", "", "NCBPS99Q"]),
                        column(Table::AppendixC, "service_code"),
                    ]
                    .concat(),
                ),
                (
                    Field::Tfc,
                    also(
                        column(Table::DentalTfc, "tfc"),
                        &["", "100", "100", "100", "110", "300", "301", "502", "ABC"],
                    ),
                ),
                (Field::SourceOfAdmission, strings(&["19", "39", "40", "", "4"])),
                (Field::Diagnoses, strings(&["", "", "", "N46X", "I10X;Z319", "Z350", "Z351"])),
                (Field::Procedures, strings(&["", "", "", "Q13.1", "H221", "N347"])),
                (Field::OsvAgreement, strings(&yes)),
                (Field::RasReferral, strings(&yes)),
                (Field::Section7a, strings(&yes)),
                (Field::OtherPublicHealth, strings(&yes)),
                (Field::AfInfertility, strings(&yes)),
                (Field::Options, strings(&["", "", "missing_ovcc=A"])),
                (Field::Lsoa, also(column(Table::Postcodes, "postcode"), &["", "", "", "", "", "", "", "E01000000"])),
                (
                    Field::ResidenceResponsibility,
                    also(column(Table::Commissioners, "code"), &["", "", "7A1", "7A7", "10Q00", "ABCDEFG", "?"]),
                ),
            ],
        }
    }

    /// Everything that may stand in a field, once.
    pub(crate) fn distinct(&self, field: Field) -> Vec<&str> {
        let pool = self.fields.iter().find(|(held, _)| *held == field).map_or(&[][..], |(_, pool)| pool);
        let mut texts: Vec<&str> = pool.iter().map(String::as_str).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    pub(crate) fn draw<'p>(&'p self, dice: &mut Dice) -> Record<'p> {
        let mut record = Record::default();
        // Half of the records carry one day in every date, so that most of them reach a graph.
        let in_year = ["2025-06-15", "2025-09-30", "2025-10-01", "2024-12-01", "2019-08-01", "2026-02-15"];
        let one = (dice.below(2) == 0).then(|| in_year.get(dice.below(in_year.len())).copied().unwrap_or_default());
        for (field, pool) in &self.fields {
            record.set(*field, dice.pick(pool));
        }
        if let Some(day) = one {
            for field in [Field::ArrivalDate, Field::AppointmentDate, Field::SpellStartDate, Field::DischargeDate] {
                record.set(field, day);
            }
        }
        record
    }
}
