//! The interfaces for programs, asked as a program asks them.

mod conformance;
mod fhir;
mod rest;
mod world;
