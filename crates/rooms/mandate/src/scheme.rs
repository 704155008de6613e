//! A scheme of reservation and delegation: rows that reserve a matter to one holder or delegate it to others.

use crate::id::{IdError, PowerId};
use crate::line::{Matter, Population};
use crate::power::{Condition, HolderId, Instrument, Limits, Power, Reservation};
use serde::{Deserialize, Serialize};

/// One holder to whom a row delegates, within limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegated {
    /// To whom.
    pub holder: HolderId,
    /// Up to how much.
    pub limits: Limits,
}

/// One row of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeRow {
    /// The policy area, e.g. "Commissioning and contracting".
    pub area: String,
    /// The matter in the scheme's own words.
    pub title: String,
    /// The matter by code.
    pub matter: Matter,
    /// The clause or number by which it is cited.
    pub clause: Option<String>,
    /// Who alone may decide it: the membership or the governing body.
    pub reserved_to: Option<HolderId>,
    /// To whom it is delegated; empty when reserved.
    pub delegated: Vec<Delegated>,
    /// What else must hold for each delegation of the row.
    pub conditions: Vec<Condition>,
    /// For whom; empty for all the body commissions for.
    pub populations: Vec<Population>,
}

/// The powers that a scheme gives, in the order of its rows.
///
/// A power's identity is the scheme's with the number of the row, and where a row delegates to several also the number of
/// the holder: `chiltern-scheme-12`, `chiltern-scheme-13-2`.
///
/// # Errors
/// [`IdError`] when the scheme's identity leaves no room for the numbers.
pub fn powers_of(scheme: &Instrument, rows: &[SchemeRow]) -> Result<Vec<Power>, IdError> {
    let mut powers = Vec::new();
    let Some(body) = scheme.body else { return Ok(powers) };
    for (number, row) in (1..).zip(rows) {
        for (part, delegated) in (1..).zip(&row.delegated) {
            let id: PowerId = if row.delegated.len() == 1 {
                format!("{}-{number}", scheme.id).parse()?
            } else {
                format!("{}-{number}-{part}", scheme.id).parse()?
            };
            powers.push(Power {
                id,
                body,
                matters: vec![row.matter.clone()],
                holder: delegated.holder.clone(),
                limits: delegated.limits,
                conditions: row.conditions.clone(),
                populations: row.populations.clone(),
                instrument: scheme.id.clone(),
                clause: Some(row.clause.clone().unwrap_or_else(|| format!("row {number}"))),
                period: scheme.period,
                revoked: None,
            });
        }
    }
    Ok(powers)
}

/// The matters that a scheme reserves, in the order of its rows.
pub fn reservations_of(scheme: &Instrument, rows: &[SchemeRow]) -> Vec<Reservation> {
    let Some(body) = scheme.body else { return Vec::new() };
    (1..)
        .zip(rows)
        .filter_map(|(number, row): (usize, _)| {
            Some(Reservation {
                body,
                matter: row.matter.clone(),
                to: row.reserved_to.clone()?,
                instrument: scheme.id.clone(),
                clause: Some(row.clause.clone().unwrap_or_else(|| format!("row {number}"))),
                period: scheme.period,
            })
        })
        .collect()
}
