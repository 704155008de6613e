//! The tables a crate keeps, and how they came to be as they are.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// The tables of one crate: every change of them in order, each as its file says it.
///
/// Listed by hand rather than found by a macro: that macro compiles both database drivers a second time.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// The table in which it is written which changes have been made.
    pub noted_in: &'static str,
    /// Number, name and SQL of each change. What has once been released never changes.
    pub changes: &'static [(i64, &'static str, &'static str)],
}

impl Tables {
    pub(crate) fn migrator(&self) -> Migrator {
        let change = |(number, name, sql): &(i64, &'static str, &'static str)| {
            Migration::new(*number, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
        };
        let mut migrator = Migrator::with_migrations(self.changes.iter().map(change).collect());
        migrator.dangerous_set_table_name(self.noted_in);
        migrator
    }
}
