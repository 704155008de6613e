//! The identities by which plans and agreements are known. The caller chooses them; one that is taken is refused.

terms::ids! {
    /// An operating plan of a system for a year, e.g. `bob-2017`. The power to adopt it is over the function `planning` and,
    /// after a dot, this identity.
    PlanId = "a plan's identity", "-";
    /// A contract, pooled fund or other agreement.
    AgreementId = "an agreement's identity", "-";
}
