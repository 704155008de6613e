//! The identities by which overrides, cases and their evidence are known. The caller chooses them, and none says anything
//! of a patient; one that is taken is refused.

terms::ids! {
    /// A local override.
    OverrideId = "an override's identity", "-";
    /// A case: a challenge from one body to another.
    CaseId = "a case's identity", "-";
    /// A file of evidence; unique within its case.
    EvidenceId = "a file of evidence's identity", "-";
    /// A run of the assignment method, as whoever ran it knows it.
    RunId = "a run's identity", "-";
}
