//! Pages, downloads, REST and FHIR.

pub mod address;
pub mod answers;
pub mod api;
pub mod assets;
pub mod assigning;
pub mod charts;
pub mod clocks;
pub mod components;
pub mod fhir;
mod gate;
pub mod identity;
pub mod isolate;
pub mod markup;
pub mod observe;
pub mod page;
pub mod pages;
pub mod papers;
pub mod refused;
pub mod security;
pub mod serve;
pub mod shell;
pub mod sign_in;
pub mod site;
pub mod table;
pub mod vintages;
