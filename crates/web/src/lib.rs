//! Pages, downloads, REST and FHIR.

pub mod assets;
