//! What the register noticed and did not settle in silence.

use terms::words;

words! {
    /// What kind of contradiction, gap or oddity.
    FindingKind, "a kind of finding", {
        /// A code on more than one row of a file that should hold each once.
        CodeReused = "code-reused", "Code used twice in one file";
        /// A parent that no file describes: known only by its code.
        CodeOnly = "code-only", "Known only by its code";
        /// A membership that begins before the parent opened: the code was re-pointed, the date was not.
        EarlyJoin = "early-join", "Joined before its commissioner opened";
        /// A succession of a body by itself.
        SelfSuccession = "self-succession", "Succeeds itself";
        /// The same succession on two dates.
        SuccessionRedated = "succession-redated", "Same succession, two dates";
        /// A circle of successions.
        SuccessionCycle = "succession-cycle", "Successions in a circle";
        /// A closed body without a successor, where its kind has one.
        NoSuccessor = "no-successor", "Closed without a successor";
        /// An open body that another has succeeded in whole.
        UnclosedPredecessor = "unclosed-predecessor", "Succeeded but still open";
        /// A practice whose commissioner closed and of which no later membership is known.
        Stranded = "stranded", "Stranded by its commissioner's closure";
        /// A source said something that a better one overruled.
        Overruled = "overruled", "Overruled by a better source";
        /// Two sources of equal standing disagree.
        Contradiction = "contradiction", "Two sources disagree";
        /// A snapshot names a body as it was named later, so the name is not true of the earlier date.
        LaterName = "later-name", "Known only by a later name";
        /// Another release of the series wrote the same thing in other words or codes.
        VocabularyDrift = "vocabulary-drift", "Vocabulary changed between releases";
        /// Another release of the series had other columns.
        ColumnDrift = "column-drift", "Columns changed between releases";
        /// A boundary without a shape.
        NullGeometry = "null-geometry", "Boundary without a shape";
        /// A label that could not be matched to a body.
        Unmatched = "unmatched", "Not matched to a body";
        /// A GSS code that no source matches to an ODS code.
        GssUnmatched = "gss-unmatched", "GSS code without an ODS code";
        /// A row that could not be read.
        RowUnread = "row-unread", "Row that could not be read";
        /// A membership on days when the parent was closed.
        OutsideLife = "outside-life", "Belongs to a closed body";
        /// Listed in one full list and not in the next, and nothing says it closed.
        Vanished = "vanished", "Gone from a full list";
        /// A total or footnote among the rows.
        NotARow = "not-a-row", "Total or note among the rows";
        /// Two rows of one file overlap.
        Overlap = "overlap", "Two memberships at once";
        /// A relationship or role of a kind the register does not keep.
        LeftOut = "left-out", "Left out: a kind not kept";
    }
}

impl FindingKind {
    /// What it means and what a reader can do about it.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::CodeReused => {
                "A file that should list each code once lists this one more than once. The open row counts, and among equals the first."
            }
            Self::CodeOnly => {
                "Other bodies' rows name this code, but no imported file describes the body. Import the file that does, or record its name."
            }
            Self::EarlyJoin => {
                "The file says the practice joined before its commissioner existed: at the merger the code was changed and the date was kept. The membership is counted from the day the commissioner opened or, where earlier membership is known, from the end of that."
            }
            Self::SelfSuccession => "The file says a body succeeded itself. It is ignored.",
            Self::SuccessionRedated => {
                "The file gives one succession on two dates. The date that matches the old body's closure counts; failing that, the earlier."
            }
            Self::SuccessionCycle => {
                "Following these successions leads back to the beginning. They are followed once round only."
            }
            Self::NoSuccessor => "The body closed and no imported file says what became of it.",
            Self::UnclosedPredecessor => {
                "A file says another body took this one's place, yet it has no closing date. It counts as open."
            }
            Self::Stranded => {
                "The practice's commissioner closed and no imported file says where the practice went. From then on it has no commissioner here."
            }
            Self::Overruled => "Two sources differ and the table of precedence decides. Both are shown.",
            Self::Contradiction => {
                "Two sources of equal standing differ. The one released later counts. Both are shown."
            }
            Self::LaterName => {
                "The only name on file was observed after this body's area or kind had changed, so it is shown as a later name."
            }
            Self::VocabularyDrift => "This release uses other codes for the same things. They are read as the same.",
            Self::ColumnDrift => "This release has other columns or headings. They are read as the same.",
            Self::NullGeometry => "The file names the area but gives no boundary for it.",
            Self::Unmatched => "The file's label fits no body on the register.",
            Self::GssUnmatched => {
                "A lookup uses a GSS code that no imported file ties to an ODS code, so its rows cannot be placed."
            }
            Self::RowUnread => {
                "The row could not be read; the file, line and column say why. All other rows were taken."
            }
            Self::OutsideLife => {
                "The file lists an active body under a parent that had closed before. The membership is not counted."
            }
            Self::Vanished => {
                "One full list of its kind has the body and the next has not, and no imported file says that it closed or what became of it. It counts as open. Import the file that tells, or record its end and its successors."
            }
            Self::NotARow => "The line is a total or a note, not a row of data. It is left out.",
            Self::LeftOut => {
                "The file states a relationship or role for which the register has no place. It is named here and not recorded."
            }
            Self::Overlap => "One file gives a body two memberships of one kind on the same day. The later one counts.",
        }
    }
}
