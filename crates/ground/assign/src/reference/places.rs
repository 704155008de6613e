//! The places of one reference taken into another: what a directory says is read anew for each of its areas, which are
//! thousands, and not for each of its places, which are millions.

use super::builder::ReferenceBuilder;
use super::{Reference, Table};
use crate::day::Span;
use crate::error::AssignError;

/// What a directory says of a place, as texts; blank where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceCodes {
    /// GSS code of the country.
    pub country: String,
    /// Sub-ICB location or devolved body.
    pub pco: String,
    /// Integrated care board.
    pub icb: String,
    /// NHS England region.
    pub region: String,
    /// GSS code of the local authority.
    pub ons_la: String,
    /// ODS code of the local authority.
    pub ods_la: String,
}

impl PlaceCodes {
    pub(super) fn cell(&self, column: &str) -> &str {
        match column {
            "country" => &self.country,
            "pco" => &self.pco,
            "icb" => &self.icb,
            "region" => &self.region,
            "ons_la" => &self.ons_la,
            "ods_la" => &self.ods_la,
            _ => "",
        }
    }
}

impl ReferenceBuilder {
    /// Adds every place of another reference. `read` is asked once for each different thing it says of places, and gives what
    /// is to be said instead, with the days on which it is: spans that together are every day.
    ///
    /// # Errors
    /// As [`ReferenceBuilder::add`], for a code that `read` gives.
    pub fn places_of(
        &mut self,
        other: &Reference,
        read: &mut dyn FnMut(PlaceCodes) -> Vec<(Span, PlaceCodes)>,
    ) -> Result<(), AssignError> {
        let mut areas = Vec::with_capacity(other.directory.areas().len());
        for area in other.directory.areas() {
            let text = |code| other.code_text(code).to_owned();
            let said = read(PlaceCodes {
                country: text(area.country_code),
                pco: text(area.pco),
                icb: text(area.icb),
                region: text(area.region),
                ons_la: text(area.ons_la),
                ods_la: text(area.ods_la),
            });
            let said = said.into_iter().map(|(span, codes)| Ok((span, self.area_of(Table::Postcodes, &codes)?)));
            areas.push(said.collect::<Result<Vec<_>, AssignError>>()?);
        }
        self.directory.take(&other.directory, &areas);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Day;
    use crate::key::place_key;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn places(rows: &[(&str, &str, &str, &str)]) -> Reference {
        let mut builder = ReferenceBuilder::new();
        for (postcode, authority, from, to) in rows {
            let row = super::super::PostcodeRow {
                postcode,
                country: "E92000001",
                ons_la: authority,
                valid_from: from,
                valid_to: to,
                ..super::super::PostcodeRow::default()
            };
            builder.postcode(&row).unwrap();
        }
        builder.build().unwrap()
    }

    /// The ODS code of the authority of a postcode on a day.
    fn authority(reference: &Reference, postcode: &str, on: &str) -> String {
        let directory = &reference.directory;
        let place = directory.id(place_key(postcode).of().unwrap()).unwrap();
        let placing = directory.on(place, day(on));
        let area = placing.and_then(|placing| directory.area(placing.area));
        area.map_or("-".to_owned(), |area| reference.code_text(area.ods_la).to_owned())
    }

    #[test]
    fn an_area_is_read_once_and_may_be_another_from_a_day_on() {
        let prepared = places(&[
            ("ZX1 1AA", "E07000001", "", ""),
            ("ZX1 1AB", "E07000001", "2000-01-01", "2010-12-31"),
            ("ZX1 1AC", "E07000002", "", "2020-12-31"),
            ("ZX1 1AC", "E07000001", "2021-01-01", ""),
            ("ZX1 1AD", "E07000002", "2024-01-01", ""),
        ]);
        let mut asked = Vec::new();
        let mut builder = ReferenceBuilder::new();
        builder
            .places_of(&prepared, &mut |codes| {
                asked.push(codes.ons_la.clone());
                let of = |ods: &str| PlaceCodes { ods_la: ods.to_owned(), ..codes.clone() };
                match codes.ons_la.as_str() {
                    "E07000001" => vec![
                        (Span { from: Day::FIRST, until: day("2009-04-01") }, of("901")),
                        (Span { from: day("2009-04-01"), until: Day::END }, of("902")),
                    ],
                    _ => vec![(Span::ALWAYS, of("903"))],
                }
            })
            .unwrap();
        let reference = builder.build().unwrap();
        assert_eq!(asked, ["E07000001", "E07000002"]);
        assert_eq!(authority(&reference, "ZX1 1AA", "2009-03-31"), "901");
        assert_eq!(authority(&reference, "ZX1 1AA", "2009-04-01"), "902");
        // Terminated, and still resolved by what was said last.
        assert_eq!(authority(&reference, "ZX1 1AB", "1999-12-31"), "-");
        assert_eq!(authority(&reference, "ZX1 1AB", "2005-01-01"), "901");
        assert_eq!(authority(&reference, "ZX1 1AB", "2025-01-01"), "902");
        assert_eq!(authority(&reference, "ZX1 1AC", "2020-12-31"), "903");
        assert_eq!(authority(&reference, "ZX1 1AC", "2021-01-01"), "902");
        assert_eq!(authority(&reference, "ZX1 1AD", "2023-12-31"), "-");
        assert_eq!(authority(&reference, "ZX1 1AD", "2024-01-01"), "903");
    }

    #[test]
    fn taken_as_they_are_places_are_as_if_added_row_by_row() {
        let rows = [("ZX1 1AB", "E07000001", "", "2010-12-31"), ("ZX1 1AA", "E07000002", "2001-01-01", "")];
        let direct = places(&rows);
        let mut builder = ReferenceBuilder::new();
        builder.places_of(&direct, &mut |codes| vec![(Span::ALWAYS, codes)]).unwrap();
        assert_eq!(builder.build().unwrap().encode(), direct.encode());
    }
}
