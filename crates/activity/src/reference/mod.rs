//! Reference tables: from a folder of CSV files, and from the register.

mod folder;
mod from_register;

pub use folder::{ReferenceFolder, Tables};
pub use from_register::add_register;
