//! The interfaces for programs, asked as a program asks them.

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod fhir;
#[cfg(test)]
mod rest;
#[cfg(test)]
mod world;
