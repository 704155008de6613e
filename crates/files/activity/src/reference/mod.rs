//! Reference tables: from a folder of CSV files, from the register and kept vintages, and prepared as one file.

mod folder;
mod from_register;
mod national;
mod places;
mod prepared;
mod printed;
mod vintages;

pub(crate) use folder::hexadecimal;
pub use folder::{ReferenceFolder, Tables};
pub use from_register::add_register;
pub use national::national_reasons;
pub use places::PreparedPlaces;
pub use prepared::{load_reference, write_prepared};
pub use vintages::{KeptTable, LoadedReference, from_register_and_places, from_register_and_vintages};
