//! The whole service: the faces of the rooms in one list, the start page, and the frame around them.

pub mod pages;
pub mod papers;
