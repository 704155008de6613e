//! The room's words: what terminals, methods, flags, fields and service categories are called on a page.

/// An end of the chart, in words. Ends that report a terminal by nation have their own.
pub(crate) fn terminal(name: &str) -> &'static str {
    match name {
        "HOST_SUB_ICB" => "Sub-ICB location that hosts the provider",
        "RESPONSIBLE_SUB_ICB" => "Sub-ICB location responsible for the patient",
        "PRIVATE_COV" => "Private patient or chargeable visitor",
        "NHSE_ARMED_FORCES" => "NHS England, armed forces",
        "NHSE_SPEC_HUB_PROVIDER" => "NHS England, specialised hub of the provider",
        "NHSE_SPEC_HUB_GP" => "NHS England, specialised hub of the population",
        "SPEC_NOT_CONTRACTED" => "Specialised, without a contract",
        "NHSE_HJ_HUB" => "NHS England, health and justice",
        "NHSE_REGION_PUBLIC_HEALTH" => "NHS England region, public health",
        "LOCAL_AUTHORITY" => "Local authority",
        "WELSH_LHB" => "Welsh local health board",
        "SCOTTISH_HB" => "Scottish health board",
        "NI_LCG" => "Northern Ireland commissioning group",
        "WHSSC" => "Wales, specialised services",
        "SCOTLAND_NSD" => "Scotland, national services",
        "NI_HSCB" => "Northern Ireland, specialised services",
        "SEE_OSV_GUIDANCE" => "A person must decide",
        "OUT_OF_SCOPE" => "Outside the method",
        "INVALID_INPUT" => "No valid date",
        "NO_EDITION" => "No edition for the date",
        "NHSE_SECONDARY_DENTAL" => "NHS England, secondary dental care",
        "LOCAL_OVERRIDE" => "Local override",
        "DEVOLVED_GENERAL" => "Health board of the patient’s nation",
        "DEVOLVED_SPECIALISED" => "Specialised commissioner of the patient’s nation",
        _ => "",
    }
}

/// How a code was found, in words.
pub(crate) fn method(name: &str) -> &'static str {
    match name {
        "FIXED" => "a code the method fixes",
        "GP" => "registered practice",
        "RES" => "usual place of residence",
        "SITE" => "provider’s main site in place of a residence",
        "HOST" => "provider’s main site, as host",
        "PRACTICE_SITE" => "where the practice stands",
        "PROVIDER" => "provider’s contract",
        "APPF" => "list of places of detention",
        "NONE" => "looked for and not found",
        "NA" => "no code by design",
        "OVERRIDE" => "local override",
        _ => "",
    }
}

/// What a flag tells the reader.
pub(crate) fn flag(name: &str) -> &'static str {
    match name {
        "OVCC_MISSING" => "The charging category is blank or says nothing, where the chart asks for it.",
        "B4_READINGS_DIFFER" => {
            "At B-4 the registered practice, an English home and the statutory reading do not give the same answer."
        }
        "C3_WELSH_RESIDENT" => "C-3 was asked of a person who lives in Wales; the chart sends them there.",
        "RECIPROCAL_COUNTRY" => "The recorded country has a reciprocal agreement: check whether it covers the care.",
        "SPEC_STATUS_UNKNOWN" => "The service is specialised and its delegation status is none the edition knows.",
        "BLUE_SERVICE" => "The service is blue: who holds the budget is a matter of local contract.",
        "RETIRED_SERVICE_CODE" => "The service code ended before the assignment date.",
        "UNKNOWN_SERVICE_CODE" => "The service code is not known on the assignment date.",
        "PRACTICE_NOT_FOUND" => "The practice code is in no practice file.",
        "PRACTICE_NOT_USABLE" => "The practice was not open on the assignment date.",
        "PRACTICE_PROPOSED" => "The practice was proposed on the assignment date; it counts.",
        "COMMISSIONER_SUCCEEDED" => "The code found had ended; its only successor is used.",
        "COMMISSIONER_PRECEDED" => "The code found had not begun; its only predecessor is used.",
        "COMMISSIONER_NOT_SUB_ICB" => {
            "The practice’s commissioner is not a sub-ICB location, so the next step decides."
        }
        "POSTCODE_NOT_FOUND" => "The recorded postcode is not in the directory.",
        "POSTCODE_SUBSTITUTED" => "The postcode is missing or unallocated; the provider’s main site stands in.",
        "POSTCODE_TERMINATED" => "The recorded postcode ended before the date; it still resolves.",
        "PROVIDER_NOT_FOUND" => "The provider has no site on the date.",
        "PROVIDER_CLOSED" => "The provider had closed by the date; its last site is used.",
        "HJ_SOURCE_39" => "Source of admission 39 also means police custody and court.",
        "LOCAL_DECISION_USED" => "A local decision answered a question on the path.",
        "APPENDIX_C_NOT_LOADED" => "The list of cross-border services is not loaded, so C-1 answers No.",
        "EDITION_FORCED" => "The edition was applied to a date outside its own, as a what-if.",
        "EDITION_PARTIAL" => "The sources support this edition only in part.",
        _ => "",
    }
}

/// A field of the record, as the data dictionary and the guidance call it.
pub(crate) fn field(name: &str) -> &'static str {
    match name {
        "record_id" => "Record",
        "cds_type" => "CDS type",
        "arrival_date" => "Emergency care arrival date",
        "appointment_date" => "Appointment date",
        "spell_start_date" => "Start date (hospital provider spell)",
        "discharge_date" => "Discharge date (hospital provider spell)",
        "gp_practice" => "General medical practice code (patient registration)",
        "postcode" => "Postcode of usual address",
        "provider" => "Provider",
        "admin_category" => "Administrative category",
        "ovcc" => "Overseas visitor charging category",
        "service_code" => "Service code",
        "tfc" => "Activity treatment function code",
        "source_of_admission" => "Source of admission",
        "diagnoses" => "Diagnoses (ICD)",
        "procedures" => "Procedures (OPCS)",
        "osv_agreement" => "Another agreement covers the visitor",
        "ras_referral" => "Came through the referral assessment service",
        "section7a" => "Section 7A public health service",
        "other_public_health" => "Other public health activity",
        "af_infertility" => "Agreed armed forces infertility case",
        "options" => "Option of the run",
        "lsoa" => "Lower layer super output area",
        "residence_responsibility" => "Body responsible for the residence",
        "local_key" => "Local key",
        "submitted_commissioner" => "Submitted commissioner",
        _ => "",
    }
}

/// A reference table, in words.
pub(crate) fn table(name: &str) -> &'static str {
    match name {
        "practices" => "Practices",
        "postcodes" => "Postcode directory",
        "providers" => "Providers’ main sites",
        "provider_hub" => "Specialised hub of each provider",
        "region_hub" => "Hubs of each region",
        "commissioners" => "Commissioners",
        "succession" => "Successions",
        "service_codes" => "Service codes",
        "delegation" => "Delegation agreements",
        "appendix_c" => "Cross-border services",
        "border_areas" => "Welsh border areas",
        "dental_tfc" => "Secondary dental treatment functions",
        "infertility_codes" => "Infertility codes",
        "justice_sites" => "Places of detention",
        "pseudo_postcodes" => "Pseudo-postcodes",
        "editions" => "Editions served",
        _ => "",
    }
}

/// A commissioned service category, in words. Source: reason table and validation tool of the national data service.
pub(crate) fn category(digits: &str) -> &'static str {
    match digits {
        "12" => "commissioned by the sub-ICB location",
        "21" => "NHS England specialised, retained",
        "25" => "specialised, delegated",
        "51" => "secondary dental, NHS England",
        "55" => "secondary dental, delegated",
        "61" => "armed forces",
        "71" => "health and justice, NHS England",
        "81" => "public health (section 7A)",
        _ => "",
    }
}
