//! Lists that the guidance prints, built in.
//!
//! Source: NHS England, Commissioner Assignment Method 2025/26, guidance v1.1 of 24 March 2025: nodes WB-1, D and I, Appendices A
//! and H. The hubs of the regions are those of the register's mergers of 1 April 2020. Contains public sector information
//! licensed under the Open Government Licence v3.0.

use assign::Table;

/// The text of a printed list; `None` for a table that is no printed list.
pub(super) const fn text(table: Table) -> Option<&'static [u8]> {
    Some(match table {
        Table::BorderAreas => include_bytes!("printed/border_areas.csv"),
        Table::DentalTfc => include_bytes!("printed/dental_tfc.csv"),
        Table::InfertilityCodes => include_bytes!("printed/infertility_codes.csv"),
        Table::PseudoPostcodes => include_bytes!("printed/pseudo_postcodes.csv"),
        Table::RegionHub => include_bytes!("printed/region_hub.csv"),
        _ => return None,
    })
}
