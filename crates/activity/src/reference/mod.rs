//! Reference tables: from a folder of CSV files, from the register and kept vintages, and prepared as one file.

mod folder;
mod from_register;
mod prepared;
mod printed;
mod vintages;

pub(crate) use folder::hexadecimal;
pub use folder::{ReferenceFolder, Tables};
pub use from_register::add_register;
pub use prepared::{load_reference, write_prepared};
pub use vintages::{KeptTable, LoadedReference, from_register_and_vintages};
