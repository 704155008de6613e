//! Worked cases of the small world: one line each, and together they take every edge of every edition both ways.

use crate::world::{reference, small};
use assign::{Assigner, Compiled, Edition, Field, Record, Target};
use std::collections::BTreeSet;

/// A record in short: `020 2025-06-15 P00001 AA1~1AA R01 A`, then `field=value`. The words are the type, the one date, the
/// practice, the postcode, the provider and the charging category; `-` is blank and `~` a space.
fn record(short: &str) -> Vec<(Field, String)> {
    let mut words = short.split_whitespace();
    let mut fields = Vec::new();
    let text = |word: &str| word.replace('~', " ").replace('-', if word == "-" { "" } else { "-" });
    let cds = text(words.next().unwrap());
    let date = match cds.as_str() {
        "010" | "011" => Field::ArrivalDate,
        "020" => Field::AppointmentDate,
        "180" | "190" | "200" => Field::SpellStartDate,
        _ => Field::DischargeDate,
    };
    fields.push((Field::CdsType, cds));
    for field in [date, Field::GpPractice, Field::Postcode, Field::Provider, Field::Ovcc] {
        fields.push((field, text(words.next().unwrap())));
    }
    for word in words {
        let (name, value) = word.split_once('=').unwrap();
        fields.push((Field::named(name).unwrap(), text(value)));
    }
    fields
}

/// The cases: a record in short, what comes out, and the path after `CDS`.
const CASES: &[(&str, &str, &str)] = &[
    // The front door.
    ("030 2025-06-15 P00001 AA1~1AA R01 A", "- OUT_OF_SCOPE NA", ""),
    ("010 2025-06-15 P00001 AA1~1AA R01 A", "- OUT_OF_SCOPE NA", ""),
    ("020 - P00001 AA1~1AA R01 A", "- INVALID_INPUT NA", ""),
    ("020 2023-06-15 P00001 AA1~1AA R01 A", "- NO_EDITION NA", ""),
    // Emergency care.
    ("011 2025-06-15 P00001 AA1~1AA R01 -", "01A RESPONSIBLE_SUB_ICB GP", "A&E-1 J"),
    ("011 2025-06-15 D00001 AA1~1AA R01 -", "13Q NHSE_ARMED_FORCES FIXED", "A&E-1 J"),
    ("011 2025-06-15 P00001 SA1~1AA R03 -", "03A HOST_SUB_ICB HOST", "A&E-1"),
    ("011 2025-06-15 P00001 SA1~1AA R99 -", "- HOST_SUB_ICB NONE", "A&E-1"),
    ("010 2019-06-15 P00001 AA1~1AA R01 -", "01A RESPONSIBLE_SUB_ICB GP", "A&E-1 J"),
    ("010 2019-06-15 D00001 AA1~1AA R01 -", "13Q NHSE_ARMED_FORCES FIXED", "A&E-1 J"),
    ("010 2019-06-15 P00001 NA1~1AA R01 -", "01A HOST_SUB_ICB HOST", "A&E-1"),
    ("011 2024-06-15 P00001 AA1~1AA R01 -", "01A RESPONSIBLE_SUB_ICB GP", "A&E-1 J"),
    ("011 2024-06-15 D00001 AA1~1AA R01 -", "13Q NHSE_ARMED_FORCES FIXED", "A&E-1 J"),
    ("011 2024-06-15 P00001 WA1~1AA R01 -", "01A HOST_SUB_ICB HOST", "A&E-1"),
    // Charges and overseas.
    ("020 2025-06-15 P00001 AA1~1AA R01 D", "VPP00 PRIVATE_COV FIXED", "A"),
    ("020 2025-06-15 P00001 AA1~1AA R01 A admin_category=2", "VPP00 PRIVATE_COV FIXED", "A"),
    ("020 2025-06-15 - ZZ99~4MZ R01 E service_code=SHIGH", "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER", "A B B-1 B-2"),
    ("020 2025-06-15 - ZZ99~4MZ R04 E service_code=SHIGH", "- NHSE_SPEC_HUB_PROVIDER NONE", "A B B-1 B-2"),
    ("020 2025-06-15 - ZZ99~6GZ R01 E service_code=SHIGH", "01A HOST_SUB_ICB HOST", "A B B-1 B-2 B-3 B-4"),
    ("020 2025-06-15 P00001 AA1~1AA R01 E osv_agreement=Y", "- SEE_OSV_GUIDANCE NA", "A B B-1 B-3"),
    ("020 2025-06-15 P00001 ZZ99~6GZ R01 E", "01A RESPONSIBLE_SUB_ICB GP", "A B B-1 B-3 B-4"),
    ("020 2025-06-15 - AC1~1AC R01 -", "01A HOST_SUB_ICB HOST", "A B B-1 B-3 B-4"),
    (
        "020 2025-06-15 - AC1~1AC R01 - options=missing_ovcc=A",
        "03A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    ("020 2025-06-15 I00001 AA1~1AA R01 A", "01A HOST_SUB_ICB HOST", "A B B-1 B-3 B-4"),
    ("020 2025-06-15 I00002 AA1~1AA R01 A", "01A HOST_SUB_ICB HOST", "A B B-1 B-3 B-4"),
    ("020 2025-06-15 D00003 AA1~1AA R01 A", "01A HOST_SUB_ICB HOST", "A B B-1 B-3 B-4"),
    ("020 2025-06-15 P00001 IM1~1AA R01 A", "01A RESPONSIBLE_SUB_ICB GP", "A B B-1 B-3 B-4"),
    // Wales and the devolved nations.
    ("020 2025-06-15 W00001 AB1~1AB R01 A", "7A1 WELSH_LHB PRACTICE_SITE", "A B WB-1 C"),
    ("020 2025-06-15 W00002 AG1~1AG R01 A", "7A1 WELSH_LHB PRACTICE_SITE", "A B WB-1 C"),
    ("020 2025-06-15 W00003 AB1~1AB R01 A", "7A2 WELSH_LHB GP", "A B WB-1 C"),
    ("020 2025-06-15 W00001 ZZ99~3GZ R02 A", "W01 WELSH_LHB FIXED", "A B WB-1 C"),
    ("020 2025-06-15 P00001 WB1~1BB R01 A", "7A2 WELSH_LHB RES", "A B WB-1 WB-2 WB-3 C"),
    ("020 2025-06-15 P00001 SA1~1AA R01 A", "SA9 SCOTTISH_HB RES", "A B WB-1 WB-2 WB-3 C"),
    ("020 2025-06-15 P00001 NA1~1AA R01 A", "ZN1 NI_LCG RES", "A B WB-1 WB-2 WB-3 C"),
    ("020 2025-06-15 P00002 AB1~1AB R01 A", "02A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 C-0 D E F H I J C-5"),
    (
        "020 2025-06-15 - SA1~1AA R01 A service_code=SRED",
        "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C C-1",
    ),
    (
        "020 2025-06-15 - NA1~1AA R01 A service_code=SBLUE",
        "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C C-1",
    ),
    ("020 2025-09-15 - NA1~1AA R01 A service_code=SBLUE", "ZN1 NI_HSCB RES", "A B WB-1 WB-2 WB-3 C C-1 WB-10"),
    ("020 2025-06-15 - SA1~1AA R01 A service_code=SBLUE", "SD002 SCOTLAND_NSD FIXED", "A B WB-1 WB-2 WB-3 C C-1 WB-10"),
    (
        "020 2025-06-15 W00001 AB1~1AB R01 A service_code=SRED ras_referral=Y",
        "7A5HC WHSSC FIXED",
        "A B WB-1 C C-1 WB-10 C-3",
    ),
    (
        "020 2025-06-15 W00001 AB1~1AB R01 A service_code=SRED",
        "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 C C-1 WB-10 C-3",
    ),
    // English specialised.
    (
        "020 2025-06-15 P00001 AA1~1AA R03 A service_code=SRED",
        "0SB NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R06 A service_code=SRED",
        "- NHSE_SPEC_HUB_PROVIDER NONE",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    (
        "020 2025-10-01 P00001 AA1~1AA R02 A service_code=SBLUE",
        "- SPEC_NOT_CONTRACTED NA",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=SGREEN",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=SGREEN2",
        "0SA NHSE_SPEC_HUB_GP GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-06-15 - AC1~1AC R01 A service_code=SGREEN",
        "0SB NHSE_SPEC_HUB_GP RES",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-06-30 - - R03 A service_code=SGREEN",
        "0SB NHSE_SPEC_HUB_GP SITE",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-07-01 - - R03 A service_code=SGREEN",
        "03A RESPONSIBLE_SUB_ICB SITE",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-06-15 Z99999 AC1~1AC R01 A service_code=SGREEN",
        "0SA NHSE_SPEC_HUB_GP PROVIDER",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5 C-6",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=SNONE",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a E F H I J C-5",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=SOLD",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=SAMBER",
        "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    // Direct commissioning.
    ("020 2025-06-15 P00001 AA1~1AA R01 A tfc=140", "01A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D"),
    ("020 2025-06-15 P00001 AP1~1AP R01 A", "0HJ NHSE_HJ_HUB APPF", "A B WB-1 WB-2 WB-3 C-0 D E"),
    (
        "130 2025-06-15 P00001 AP1~1AP R01 A source_of_admission=39",
        "0HJ NHSE_HJ_HUB APPF",
        "A B WB-1 WB-2 WB-3 C-0 D E",
    ),
    (
        "130 2025-06-15 P00004 AP1~1AP R01 A source_of_admission=19",
        "01A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    ("020 2025-07-31 P00001 AP2~2AP R01 A", "01A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-08-01 P00001 AP2~2AP R01 A", "0HJ NHSE_HJ_HUB APPF", "A B WB-1 WB-2 WB-3 C-0 D E"),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=S7A",
        "Y60 NHSE_REGION_PUBLIC_HEALTH GP",
        "A B WB-1 WB-2 WB-3 C-0 D E F",
    ),
    (
        "020 2025-06-15 D00001 AA1~1AA R01 A section7a=y",
        "Y59 NHSE_REGION_PUBLIC_HEALTH PRACTICE_SITE",
        "A B WB-1 WB-2 WB-3 C-0 D E F",
    ),
    (
        "020 2025-06-15 D00004 AA1~1AA R01 A section7a=Y",
        "Y60 NHSE_REGION_PUBLIC_HEALTH RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F",
    ),
    ("020 2025-06-15 - - R03 A section7a=Y", "Y59 NHSE_REGION_PUBLIC_HEALTH SITE", "A B WB-1 WB-2 WB-3 C-0 D E F"),
    (
        "020 2025-06-15 W00001 AE1~1AE R01 A section7a=Y",
        "Y60 NHSE_REGION_PUBLIC_HEALTH HOST",
        "A B WB-1 WB-2 WB-3 C-0 D E F",
    ),
    ("020 2025-06-15 - - R06 A section7a=Y", "- NHSE_REGION_PUBLIC_HEALTH NONE", "A B WB-1 WB-2 WB-3 C-0 D E F"),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A service_code=S7A section7a=N",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A other_public_health=Y",
        "701 LOCAL_AUTHORITY RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H",
    ),
    (
        "020 2025-06-15 P00001 - R03 A other_public_health=Y",
        "703 LOCAL_AUTHORITY SITE",
        "A B WB-1 WB-2 WB-3 C-0 D E F H",
    ),
    (
        "020 2025-06-15 P00001 AF1~1AF R01 A other_public_health=Y",
        "- LOCAL_AUTHORITY NONE",
        "A B WB-1 WB-2 WB-3 C-0 D E F H",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A diagnoses=I10X;N46.9",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I I-1",
    ),
    (
        "020 2025-06-15 P00001 AA1~1AA R01 A procedures=Q13.1 af_infertility=Y",
        "13Q NHSE_ARMED_FORCES FIXED",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I I-1",
    ),
    ("020 2025-06-15 D00001 AA1~1AA R01 A", "13Q NHSE_ARMED_FORCES FIXED", "A B WB-1 WB-2 WB-3 C-0 D E F H I J"),
    ("020 2025-06-15 D00002 AA1~1AA R01 A", "01A RESPONSIBLE_SUB_ICB RES", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    // Residence without a postcode: the first given of postcode, small area and body responsible counts.
    (
        "020 2025-06-15 - - R01 A lsoa=e01000001",
        "03A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 - AA1~1AA R01 A lsoa=E01000001",
        "01A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 - ZZ99~3VZ R02 A lsoa=E01000001",
        "02A RESPONSIBLE_SUB_ICB SITE",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 - - R01 A lsoa=E01000001 residence_responsibility=02A",
        "03A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    (
        "020 2025-06-15 - - R03 A residence_responsibility=01A00",
        "01A RESPONSIBLE_SUB_ICB RES",
        "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5",
    ),
    ("020 2025-06-15 W00001 - R01 A residence_responsibility=02A", "7A1 WELSH_LHB PRACTICE_SITE", "A B WB-1 C"),
    ("020 2025-06-15 P00001 - R01 A residence_responsibility=7A1", "7A1 WELSH_LHB RES", "A B WB-1 WB-2 WB-3 C"),
    ("020 2025-06-15 - - R01 A residence_responsibility=QQQ", "01A HOST_SUB_ICB HOST", "A B B-1 B-3 B-4"),
    // Codes that need their day.
    ("020 2025-07-31 P00003 AC1~1AC R01 A", "01A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-08-01 P00003 AC1~1AC R01 A", "03A RESPONSIBLE_SUB_ICB RES", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 P00004 AA1~1AA R01 A", "03A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 P00005 AA1~1AA R01 A", "03A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-09-30 P00006 AA1~1AA R01 A", "06A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-07-01 P00007 AA1~1AA R01 A", "01A RESPONSIBLE_SUB_ICB RES", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 P00008 AA1~1AA R01 A", "03A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-07-01 - AC1~1AE R01 A", "01A RESPONSIBLE_SUB_ICB HOST", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 - - R06 A", "- RESPONSIBLE_SUB_ICB NONE", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 - - R07X1 A", "03A RESPONSIBLE_SUB_ICB SITE", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 - - R07 A", "- RESPONSIBLE_SUB_ICB NONE", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    ("020 2025-06-15 - - R0199 A", "01A RESPONSIBLE_SUB_ICB SITE", "A B WB-1 WB-2 WB-3 C-0 D E F H I J C-5"),
    // The year before: amber.
    (
        "020 2025-03-31 P00001 AA1~1AA R03 A service_code=SAMBER",
        "0SA NHSE_SPEC_HUB_GP GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-0b",
    ),
    (
        "020 2024-06-15 - AC1~1AC R01 A service_code=SAMBER",
        "0SB NHSE_SPEC_HUB_GP RES",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-0b",
    ),
    (
        "020 2024-06-15 P00001 AA1~1AA R01 A service_code=SGREEN",
        "01A RESPONSIBLE_SUB_ICB GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-0b E F H I J C-5 C-6",
    ),
    (
        "020 2024-06-15 P00002 AA1~1AA R01 A service_code=SGREEN",
        "0SA NHSE_SPEC_HUB_GP GP",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-0b E F H I J C-5 C-6",
    ),
    (
        "020 2024-06-15 P00001 AA1~1AA R01 A service_code=SRED",
        "0SA NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    (
        "020 2024-06-15 P00001 AA1~1AA R08 A service_code=SNONE",
        "- SPEC_NOT_CONTRACTED NA",
        "A B WB-1 WB-2 WB-3 C-0 C-0a C-2",
    ),
    // Clinical commissioning groups: nothing delegated, dental with NHS England.
    ("020 2019-06-15 P00001 AA1~1AA R01 A tfc=140", "- NHSE_SECONDARY_DENTAL NA", "A B WB-1 WB-2 WB-3 C-0 D"),
    (
        "020 2019-06-15 P00001 AA1~1AA R03 A service_code=SGREEN",
        "0SX NHSE_SPEC_HUB_PROVIDER PROVIDER",
        "A B WB-1 WB-2 WB-3 C-0 C-2",
    ),
    (
        "020 2019-06-15 P00001 AA1~1AA R08 A service_code=SGREEN",
        "- SPEC_NOT_CONTRACTED NA",
        "A B WB-1 WB-2 WB-3 C-0 C-2",
    ),
    ("020 2018-03-31 P00005 AA1~1AA R01 A", "08A RESPONSIBLE_SUB_ICB GP", "A B WB-1 WB-2 WB-3 C-0 D E F H I J"),
];

/// Cases for every edition that are the same in each: the day is put in for `@`.
const IN_EVERY_EDITION: &[&str] = &[
    "020 @ P00001 AA1~1AA R01 D",
    "020 @ - ZZ99~4MZ R01 E service_code=SHIGH",
    "020 @ - ZZ99~6GZ R01 E service_code=SHIGH",
    "020 @ P00001 AA1~1AA R01 E osv_agreement=Y",
    "020 @ P00001 ZZ99~6GZ R01 E",
    "020 @ - AC1~1AC R01 -",
    "020 @ W00001 AB1~1AB R01 A",
    "020 @ P00002 AB1~1AB R01 A",
    "020 @ P00001 SA1~1AA R01 A",
    "020 @ - SA1~1AA R01 A service_code=SRED",
    "020 @ - SA1~1AA R01 A service_code=SBLUE",
    "020 @ W00001 AB1~1AB R01 A service_code=SBLUE ras_referral=Y",
    "020 @ W00001 AB1~1AB R01 A service_code=SBLUE",
    "020 @ P00001 AA1~1AA R01 A tfc=140",
    "020 @ P00001 AP1~1AP R01 A",
    "020 @ P00001 AA1~1AA R01 A section7a=Y",
    "020 @ P00001 AA1~1AA R01 A other_public_health=Y",
    "020 @ P00001 AA1~1AA R01 A diagnoses=Z350",
    "020 @ P00001 AA1~1AA R01 A diagnoses=Z350 af_infertility=Y",
    "020 @ D00001 AA1~1AA R01 A",
    "020 @ P00001 AA1~1AA R01 A",
    "020 @ P00001 AA1~1AA R01 A service_code=SNONE",
];

/// Runs one case; returns the edges it took, as `edition node answer`.
fn check(assigner: &Assigner<'_>, compiled: &Compiled, short: &str, wanted: Option<(&str, &str)>) -> Vec<String> {
    let fields = record(short);
    let mut record = Record::default();
    for (field, text) in &fields {
        record.set(*field, text);
    }
    let decision = assigner.decide(&record);
    let code = assigner.reference().code_text(decision.commissioner);
    let found = format!("{} {} {}", if code.is_empty() { "-" } else { code }, decision.terminal, decision.method);
    let edition = assigner.edition(&decision);
    let path =
        edition.map_or("CDS".to_owned(), |edition| edition.path_text(decision.path.iter().map(|(node, _)| *node)));
    if let Some((outcome, nodes)) = wanted {
        let nodes = ["CDS"].into_iter().chain(nodes.split_whitespace()).collect::<Vec<_>>().join(">");
        assert_eq!((found.as_str(), path.as_str()), (outcome, nodes.as_str()), "{short}");
    }
    let outcome = compiled.assign(&compiled.code(&record));
    let coded = (outcome.commissioner, outcome.terminal, outcome.method, outcome.flags);
    assert_eq!(coded, (decision.commissioner, decision.terminal, decision.method, decision.flags), "{short}");
    let edge = |(node, answer): &(u8, bool)| {
        let edition = edition.unwrap();
        format!("{} {} {answer}", edition.id, edition.nodes().get(usize::from(*node)).unwrap().key)
    };
    decision.path.iter().map(edge).collect()
}

#[test]
fn every_edge_of_every_edition_is_taken() {
    let reference = reference(&small());
    let editions = Edition::built_in().unwrap();
    let assigner = Assigner::new(&reference, editions).unwrap();
    let compiled = Compiled::new(&reference, editions).unwrap();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (short, outcome, path) in CASES {
        taken.extend(check(&assigner, &compiled, short, Some((outcome, path))));
    }
    for day in ["2019-06-15", "2024-06-15", "2025-06-15"] {
        for short in IN_EVERY_EDITION {
            taken.extend(check(&assigner, &compiled, &short.replace('@', day), None));
        }
    }
    let edges = editions.iter().flat_map(|edition| {
        let keys = edition
            .nodes()
            .iter()
            .flat_map(|node| [true, false].map(|answer| format!("{} {} {answer}", edition.id, node.key)));
        keys.collect::<Vec<_>>()
    });
    let missed: Vec<String> = edges.filter(|edge| !taken.contains(edge)).collect();
    assert!(missed.is_empty(), "edges no case takes: {missed:?}");
}

#[test]
fn the_two_places_of_one_question_ask_the_same() {
    for edition in Edition::built_in().unwrap() {
        let test = |key: &str| edition.nodes().iter().find(|node| node.key == key).unwrap().predicate;
        assert_eq!(test("WB-1"), test("WB-10"));
        assert_eq!(test("J"), test("J/emergency"));
        assert_eq!(test("C"), test("C-0"));
    }
}

#[test]
fn an_edition_that_does_not_hang_together_is_refused_with_the_place() {
    let text = include_str!("../../editions/2025-26.edition");
    // The place of a line that cannot be read is told from the text itself, so that editing the file breaks nothing here.
    let refused = |from: &str, to: &str| {
        let broken = text.replace(from, to);
        let message = Edition::parse(&broken).unwrap_err().to_string();
        let Some((number, problem)) = message.strip_prefix("edition line ").and_then(|rest| rest.split_once(": "))
        else {
            return message;
        };
        let line = broken.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
        format!("{line}: {problem}")
    };
    assert_eq!(refused("  yes  C-6", "  yes  C-7"), "node C-5: the edge leads nowhere: `C-7`");
    assert_eq!(refused("test infertility", "test fertility"), "  test fertility: no such predicate: `fertility`");
    assert_eq!(refused("  yes  C-6", "  yes  D"), "edition CAM-2025-26: the questions run in a circle: `D`");
    assert_eq!(refused("  yes  B-2", "  yes  B-4"), "edition CAM-2025-26: a question is never reached: `B-2`");
    assert_eq!(
        refused("host\n", "hosts\n"),
        "end HOST_SUB_ICB              hosts: no such derivation, or not with these codes: `HOST_SUB_ICB              hosts`"
    );
    assert_eq!(
        refused("  no   end SPEC_NOT_CONTRACTED", "  no   end SEE_OSV_GUIDANCE"),
        "edition CAM-2025-26: an end is never reached: `SPEC_NOT_CONTRACTED`"
    );
    assert_eq!(
        refused("set penal_source      39 40", "set penal_source      39 4x"),
        "set penal_source      39 4x: a value of this set cannot be read: `penal_source      39 4x`"
    );
}

#[test]
fn questions_and_ends_carry_their_service_category() {
    let edition = Edition::built_in().unwrap().iter().find(|edition| edition.id == "CAM-2025-26").unwrap();
    let category = |key: &str, answer: bool| {
        let node = edition.nodes().iter().find(|node| node.key == key).unwrap();
        match if answer { node.yes } else { node.no } {
            Target::End { category, .. } => category.to_string(),
            Target::Node(_) => "on".to_owned(),
        }
    };
    assert_eq!([category("D", true), category("C-6", true), category("C-6", false)], ["55", "25", "21"]);
    assert_eq!([category("A", true), category("C-5", false), category("C-5", true)], ["", "12", "on"]);
}

#[test]
fn postcodes_looked_up_together_have_the_numbers_they_have_alone() {
    let reference = reference(&small());
    let compiled = Compiled::new(&reference, Edition::built_in().unwrap()).unwrap();
    let texts = ["AA1 1AA", "ab11ab", "", "ZY9 9ZY", "WA1 1AA", " ", "Å", "nowhere on any map", "-"];
    for n in [0, 1, 31, 32, 33, 64, 100] {
        let texts: Vec<&str> = texts.into_iter().cycle().take(n).collect();
        let mut together = Vec::new();
        compiled.postcodes(texts.iter().copied(), &mut together);
        assert_eq!(together, texts.iter().map(|text| compiled.postcode(text)).collect::<Vec<_>>());
    }
}
