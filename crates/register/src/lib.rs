//! Who exists, whom they serve and what became of them, on any date.
