//! How sure we are of a figure or a rule that stands in a table.

terms::words! {
    /// How a parameter comes to be in its table.
    Standing, "a standing: statute, read, unchecked or agreed", {
        /// It is statute, or regulations under it.
        Statute = "statute", "Statute";
        /// It was read in a published source.
        Read = "read", "Published source";
        /// It is common knowledge of the field and was not checked against a text.
        Unchecked = "unchecked", "Not checked against the text: check before you rely on it";
        /// The bodies of this installation agreed it.
        Agreed = "agreed", "Agreed here";
    }
}
