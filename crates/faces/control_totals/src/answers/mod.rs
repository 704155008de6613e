//! Answers about control totals, forecasts, running costs and mergers, as tables.
