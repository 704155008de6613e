//! What a body is, and what another body is to it.

use terms::words;

pub use terms::UnknownWord;

words! {
    /// What a body is, as a dated role. One body may be several things in turn under one code: a sustainability and
    /// transformation partnership, then an integrated care system, then an integrated care board.
    BodyKind, "a kind of body", {
        /// A GP practice (prescribing setting 4, role RO76).
        Practice = "practice", "GP practice";
        /// A prescribing cost centre that is not a GP practice.
        CostCentre = "cost-centre", "Prescribing cost centre";
        /// A primary care network.
        Network = "network", "Primary care network";
        /// A clinical commissioning group, 2013 to 2022.
        CommissioningGroup = "commissioning-group", "Clinical commissioning group";
        /// A sub-ICB location: a former clinical commissioning group's area, from 1 July 2022 (role RO319).
        SubIcbLocation = "sub-icb-location", "Sub-ICB location";
        /// An NHS England commissioning hub (role RO218).
        CommissioningHub = "commissioning-hub", "Commissioning hub";
        /// A reporting entity of an integrated care board (role RO327).
        ReportingEntity = "reporting-entity", "Reporting entity";
        /// A sustainability and transformation partnership, 2016 on.
        TransformationPartnership = "transformation-partnership", "Sustainability and transformation partnership";
        /// An integrated care system before it was a statutory body.
        CareSystem = "care-system", "Integrated care system";
        /// An integrated care board, from 1 July 2022.
        CareBoard = "care-board", "Integrated care board";
        /// A place or integrated care partnership within a system.
        Place = "place", "Place (integrated care partnership)";
        /// An NHS trust or foundation trust.
        Trust = "trust", "NHS trust";
        /// A site of a trust.
        Site = "site", "Site";
        /// A local authority.
        LocalAuthority = "local-authority", "Local authority";
        /// A region of NHS England.
        Region = "region", "NHS England region";
        /// A local office or area team of NHS England.
        LocalOffice = "local-office", "NHS England local office";
        /// A Welsh local health board.
        HealthBoard = "health-board", "Welsh health board";
        /// A primary care trust, to 2013, and the primary care groups before it.
        PrimaryCareTrust = "primary-care-trust", "Primary care trust";
        /// A strategic or older health authority.
        HealthAuthority = "health-authority", "Health authority";
        /// Another body of an older or unlisted kind.
        Other = "other", "Other body";
    }
}

impl BodyKind {
    /// Whether such a body commissions care and has member practices.
    pub const fn is_commissioner(self) -> bool {
        matches!(
            self,
            Self::CommissioningGroup | Self::SubIcbLocation | Self::CommissioningHub | Self::PrimaryCareTrust
        )
    }

    /// Whether such a body is a system: a partnership, integrated care system or integrated care board.
    pub const fn is_system(self) -> bool {
        matches!(self, Self::TransformationPartnership | Self::CareSystem | Self::CareBoard)
    }
}

words! {
    /// What one body is to another that belongs to it. A body has at most one of each at a time.
    Tie, "a kind of membership", {
        /// The commissioner of a practice, or of a primary care network.
        Commissioner = "commissioner", "Commissioner";
        /// The primary care network of a practice.
        Network = "network", "Primary care network";
        /// The place of a practice or network. Places need not nest over commissioners.
        Place = "place", "Place";
        /// The partnership, system or board of a commissioner or trust.
        System = "system", "System";
        /// The NHS England region of a commissioner, system, hub or trust.
        Region = "region", "Region";
        /// The provider to which a site belongs.
        Provider = "provider", "Provider";
        /// The commissioner that hosts a provider or hub.
        Host = "host", "Host commissioner";
    }
}

words! {
    /// Which of its two lives a body's dates describe.
    Life, "a kind of life", {
        /// From establishment to abolition in law.
        Legal = "legal", "Legal";
        /// From opening to closing in practice.
        Operational = "operational", "Operational";
    }
}

words! {
    /// A body's status as a snapshot gives it.
    Status, "a status", {
        /// Open.
        Active = "active", "Active";
        /// Closed.
        Closed = "closed", "Closed";
        /// Open but without activity.
        Dormant = "dormant", "Dormant";
        /// Announced and not yet open.
        Proposed = "proposed", "Proposed";
    }
}

words! {
    /// An arrangement short of merger.
    ArrangementKind, "a kind of arrangement", {
        /// Bodies that work as one while each remains.
        Federation = "federation", "Federation";
        /// One management team for several bodies.
        SharedManagement = "shared-management", "Shared management team";
        /// Committees of several bodies that meet together and decide apart.
        CommitteesInCommon = "committees-in-common", "Committees in common";
        /// One committee to which several bodies have delegated.
        JointCommittee = "joint-committee", "Joint committee";
        /// Boards that work as a cluster before they merge.
        Cluster = "cluster", "Cluster";
        /// A partnership's members.
        Partnership = "partnership", "Partnership";
    }
}

words! {
    /// How a body gave way to another.
    Cause, "a cause of succession", {
        /// Several bodies became one new one.
        Merge = "merge", "Merger";
        /// A body was absorbed by one that kept its code.
        CodeRetainedMerge = "code-retained-merge", "Merger into an existing code";
        /// One body became several.
        Split = "split", "Split";
        /// Part of a body passed to another while it went on.
        PartialTransfer = "partial-transfer", "Partial transfer";
        /// One body became one other under a new code.
        Recode = "recode", "Replaced under a new code";
        /// The same body took a new name.
        Rename = "rename", "Renamed";
        /// A body ended without a successor.
        Dissolution = "dissolution", "Dissolved";
    }
}
