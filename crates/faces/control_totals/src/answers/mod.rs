//! Answers about control totals, forecasts, running costs and mergers, as tables.

// Control totals.
mod basis;
mod body;
mod forecast;
mod funds;
mod month_file;
mod proposals;
mod rules;
mod system;

pub use basis::{Basis, SystemMonth, pounds_line, table, year_in_address};
pub(crate) use basis::{month_asked, year_asked};
pub use body::{months_table, template};
pub use forecast::{BodyMonth, alarms, body_forecast, gap_notes, risk_rows, system_forecast};
pub use funds::{fund, funds, support, supports};
pub use month_file::{MONTH_BYTES_MAX, MonthFault, MonthFile, faults_table, read_months, reporter_faults};
pub use proposals::proposals;
pub use rules::{deflators, memberships, notices, regime_sentence, regimes, thresholds};
pub use system::{contracts, duties, movements, own_bodies, system_totals, systems};

// Running costs.
pub mod costs;
pub mod inventory;
pub mod mergers;
pub mod post_file;
pub mod posts;
pub mod restated;
pub mod risks;
pub mod saving;
pub mod shares;
