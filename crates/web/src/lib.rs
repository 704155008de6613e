//! Pages, downloads, REST and FHIR.

pub mod assets;
pub mod components;
pub mod markup;
