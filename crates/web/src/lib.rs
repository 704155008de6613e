//! Pages, downloads, REST and FHIR.
