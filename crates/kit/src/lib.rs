//! What every page and interface is made of: components, frame, sign-in, security, tables, forms and the interface for
//! programs. It names no room.

pub mod acts;
pub mod address;
pub mod api;
pub mod assets;
pub mod charts;
pub mod clocks;
pub mod components;
pub mod done;
pub mod face;
pub mod feed;
pub mod field;
pub mod gate;
pub mod identity;
pub mod isolate;
pub mod markup;
pub mod observe;
pub mod offers;
pub mod page;
pub mod question;
pub mod refused;
pub mod room;
pub mod security;
pub mod serve;
pub mod shell;
pub mod show;
pub mod sign_in;
pub mod site;
pub mod table;
pub mod tables_page;
