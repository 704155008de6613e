//! Notices from other servers on the same PostgreSQL journal. A hint only: whoever waits also asks now and then.

use std::sync::{Arc, Weak};
use std::time::Duration;

use sqlx::postgres::PgListener;

use crate::journal::Inner;
use crate::store::NEWS_CHANNEL;

/// Listens in the background for as long as the journal is open.
pub(crate) fn listen(inner: &Arc<Inner>) {
    let journal = Arc::downgrade(inner);
    let url = inner.database.url.clone();
    tokio::spawn(async move {
        while journal.strong_count() > 0 {
            if let Err(cause) = follow(&journal, &url).await {
                tracing::debug!(%cause, "notices from PostgreSQL stopped; listening again");
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    });
}

async fn follow(journal: &Weak<Inner>, url: &str) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(NEWS_CHANNEL).await?;
    loop {
        // A pause now and then lets the task notice that the journal has been closed.
        let heard = tokio::time::timeout(Duration::from_secs(5), listener.recv()).await;
        let Some(journal) = journal.upgrade() else { return Ok(()) };
        if let Ok(notice) = heard
            && let Ok(sequence) = notice?.payload().parse()
        {
            journal.announce(sequence);
        }
    }
}
