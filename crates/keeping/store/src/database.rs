//! The store's tables in the database: one text of each statement for both engines.

use crate::error::StoreError;

/// Every statement, one to a file; each is prepared on both engines in a test.
pub(crate) mod sql {
    macro_rules! statements {
        ($($name:ident = $file:literal;)*) => {
            $(pub(crate) const $name: &str = include_str!(concat!("../sql/", $file, ".sql"));)*
            /// The portable statements by name.
            pub(crate) const ALL: &[(&str, &str)] = &[$(($file, $name)),*];
        };
    }
    statements! {
        ACTIVATE_ACCOUNT = "activate_account";
        BEAT_RUN = "beat_run";
        BEGIN_RUN_AGAIN = "begin_run_again";
        BLOB_MEDIA_TYPE = "blob_media_type";
        CLEAR_FAILURES = "clear_failures";
        CLOSE_ACCOUNT = "close_account";
        COUNT_FAILURE = "count_failure";
        COUNT_LIVE_TOKENS = "count_live_tokens";
        COUNT_REQUEST_KEYS = "count_request_keys";
        COUNT_SESSIONS_OF = "count_sessions_of";
        COUNT_TOKEN_USES = "count_token_uses";
        DELETE_ALL_PREPARED_OF = "delete_all_prepared_of";
        DELETE_ALL_PREPARED_PARTS = "delete_all_prepared_parts";
        DELETE_BLOB = "delete_blob";
        DELETE_HOLDS_OF_BLOB = "delete_holds_of_blob";
        DELETE_INVITATION_OF = "delete_invitation_of";
        DELETE_KEPT_ANSWER = "delete_kept_answer";
        DELETE_LINKS = "delete_links";
        DELETE_OTHER_SESSIONS_OF = "delete_other_sessions_of";
        DELETE_PREPARED_OF_VINTAGE = "delete_prepared_of_vintage";
        DELETE_PREPARED_PARTS_OF_VINTAGE = "delete_prepared_parts_of_vintage";
        DELETE_RUN = "delete_run";
        DELETE_RUN_PARTS = "delete_run_parts";
        DELETE_SESSION = "delete_session";
        DELETE_SESSIONS_OF = "delete_sessions_of";
        DELETE_TOKENS_OF = "delete_tokens_of";
        DELETE_VINTAGE = "delete_vintage";
        DELETE_VINTAGE_PARTS = "delete_vintage_parts";
        DROP_BLOB = "drop_blob";
        FAIL_SILENT_RUNS = "fail_silent_runs";
        FIND_ACCOUNT = "find_account";
        FIND_ACCOUNT_BY_NAME = "find_account_by_name";
        FIND_ACCOUNT_OF_PERSON = "find_account_of_person";
        FIND_INVITATION = "find_invitation";
        FIND_INVITATION_OF = "find_invitation_of";
        FIND_KEPT_ANSWER = "find_kept_answer";
        FIND_LINKED = "find_linked";
        FIND_REQUEST_KEY = "find_request_key";
        FIND_RUN = "find_run";
        FIND_SESSION = "find_session";
        FIND_TOKEN = "find_token";
        FIND_VINTAGE = "find_vintage";
        FINISH_REQUEST_KEY = "finish_request_key";
        FINISH_RUN = "finish_run";
        HOLD_ACCOUNT = "hold_account";
        HOLD_BLOB = "hold_blob";
        INSERT_ACCOUNT = "insert_account";
        INSERT_BLOB = "insert_blob";
        INSERT_INVITATION = "insert_invitation";
        INSERT_KEPT_ANSWER = "insert_kept_answer";
        INSERT_LINK = "insert_link";
        INSERT_PENDING = "insert_pending";
        INSERT_PREPARED_OF = "insert_prepared_of";
        INSERT_PREPARED_PART = "insert_prepared_part";
        INSERT_REFUSAL = "insert_refusal";
        INSERT_REQUEST_KEY = "insert_request_key";
        INSERT_RUN = "insert_run";
        INSERT_RUN_PART = "insert_run_part";
        INSERT_SESSION = "insert_session";
        INSERT_TOKEN = "insert_token";
        INSERT_VINTAGE = "insert_vintage";
        INSERT_VINTAGE_PART = "insert_vintage_part";
        LET_GO_BLOB = "let_go_blob";
        LET_GO_REQUEST_KEY = "let_go_request_key";
        LIST_ACCOUNTS = "list_accounts";
        LIST_LINKS = "list_links";
        LIST_OFFERS = "list_offers";
        LIST_REFUSALS = "list_refusals";
        LIST_RUNS = "list_runs";
        LIST_TOKENS = "list_tokens";
        LIST_VINTAGES = "list_vintages";
        READ_BLOB = "read_blob";
        READ_PREPARED_PART = "read_prepared_part";
        READ_RUN_PART = "read_run_part";
        READ_VINTAGE_PART = "read_vintage_part";
        RESET_ACCOUNT = "reset_account";
        REVOKE_TOKEN = "revoke_token";
        REVOKE_TOKENS_OF = "revoke_tokens_of";
        SET_PASSWORD = "set_password";
        SWEEP_BLOBS = "sweep_blobs";
        SWEEP_HOLDS = "sweep_holds";
        SWEEP_INVITATIONS = "sweep_invitations";
        SWEEP_KEPT_ANSWERS = "sweep_kept_answers";
        SWEEP_PENDING = "sweep_pending";
        SWEEP_REFUSALS = "sweep_refusals";
        SWEEP_REQUEST_KEYS = "sweep_request_keys";
        SWEEP_RUN_PARTS = "sweep_run_parts";
        SWEEP_RUNS = "sweep_runs";
        SWEEP_SESSIONS = "sweep_sessions";
        SWEEP_TOKENS = "sweep_tokens";
        TAKE_INVITATION = "take_invitation";
        TAKE_PENDING = "take_pending";
        TAKE_REQUEST_KEY = "take_request_key";
        TOUCH_SESSION = "touch_session";
    }
}

/// The store's tables; their list is kept apart from the journal's own, so that either can move on without the other.
static TABLES: database::Tables = database::Tables {
    noted_in: "_store_migrations",
    changes: &[
        (1, "store", include_str!("../sql/migrations/0001_store.sql")),
        (2, "vintage", include_str!("../sql/migrations/0002_vintage.sql")),
        (3, "run", include_str!("../sql/migrations/0003_run.sql")),
        (4, "prepared", include_str!("../sql/migrations/0004_prepared.sql")),
        (5, "token", include_str!("../sql/migrations/0005_token.sql")),
    ],
};

/// Opens the database at an address, with the store's tables.
pub(crate) async fn open(address: &str) -> Result<database::Database, StoreError> {
    Ok(database::Database::open(address.parse()?, &TABLES).await?)
}

#[cfg(test)]
mod tests {
    use super::TABLES;

    #[test]
    fn every_file_of_a_change_is_in_the_list() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/migrations");
        let mut files: Vec<String> =
            folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let listed: Vec<String> =
            TABLES.changes.iter().map(|(number, name, _)| format!("{number:04}_{name}.sql")).collect();
        assert_eq!(files, listed);
    }
}
