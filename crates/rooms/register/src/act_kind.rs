//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of the register.
    ActKind of Act, "an act of the register", {
        /// Take in all that one published file says.
        TakeImport = "take-import";
        /// Count an import as never made, from now on.
        RetractImport = "retract-import";
        /// Enter a fact that no file gives, or one that is right where a file is wrong.
        Correct = "correct";
        /// Enter many facts that no file gives, all of them or none, each with a source of its own.
        Enter = "enter";
    }
}
