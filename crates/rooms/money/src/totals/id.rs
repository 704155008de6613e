//! The identities by which notices, amendments, risk shares and the rest are known. The caller chooses them; one that is taken is
//! refused.

terms::ids! {
    /// A national notice of control totals.
    NoticeId = "a notice's identity", "-";
    /// A move of control total between members.
    AmendmentId = "an amendment's identity", "-";
    /// A risk share between two bodies.
    RiskShareId = "a risk share's identity", "-";
    /// A year's deficit support of a system.
    SupportId = "a deficit support's identity", "-";
    /// A year's sustainability fund of a body.
    SustainabilityFundId = "a fund's identity", "-";
    /// A post with its cost.
    CostedPostId = "a costed post's identity", "-";
    /// A row of a body's inventory of work.
    InventoryId = "an inventory row's identity", "-";
    /// A published series of an index of prices in one vintage, e.g. `gdp-2025-03`.
    DeflatorSeries = "a series of deflators", "-";
}
