//! Signing in at a provider: what must be remembered between leaving for it and coming back.

use jiff::Timestamp;
use sqlx::Row;

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{Secret, SecretHash};
use crate::store::{Store, moment};

/// What is kept when somebody leaves for a provider.
#[derive(Clone, Debug)]
pub struct PendingDraft {
    /// The state sent along, which the answer must bring back.
    pub state: SecretHash,
    /// What the browser's own cookie holds, so that another browser cannot finish it.
    pub browser: SecretHash,
    /// The provider's short name.
    pub provider: String,
    /// The nonce the identity token must carry.
    pub nonce: Secret,
    /// The PKCE verifier.
    pub verifier: Secret,
    /// Where the person wanted to go.
    pub return_to: String,
    /// The invitation they came with.
    pub invitation: Option<SecretHash>,
    /// When it is too late to come back.
    pub expires_at: Timestamp,
}

/// What was kept.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The provider's short name.
    pub provider: String,
    /// The nonce the identity token must carry.
    pub nonce: Secret,
    /// The PKCE verifier.
    pub verifier: Secret,
    /// Where the person wanted to go.
    pub return_to: String,
    /// The invitation they came with.
    pub invitation: Option<SecretHash>,
}

impl Store {
    /// Remembers that somebody left for a provider.
    pub async fn begin_pending(&self, draft: &PendingDraft) -> Result<(), StoreError> {
        let insert = sqlx::query(sql::INSERT_PENDING)
            .bind(draft.state.as_str())
            .bind(draft.browser.as_str())
            .bind(draft.provider.as_str())
            .bind(draft.nonce.expose())
            .bind(draft.verifier.expose())
            .bind(draft.return_to.as_str())
            .bind(draft.invitation.as_ref().map_or("", SecretHash::as_str))
            .bind(draft.expires_at.as_second());
        insert.execute(&self.database().write).await?;
        Ok(())
    }

    /// What was remembered under a state, once: it is forgotten by asking. Nothing when there is none, it is too late, or
    /// another browser began it.
    pub async fn take_pending(
        &self,
        state: &SecretHash,
        browser: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Pending>, StoreError> {
        let query = sqlx::query(sql::TAKE_PENDING).bind(state.as_str());
        let Some(row) = query.fetch_optional(&self.database().write).await? else { return Ok(None) };
        let began = row.try_get::<String, _>("browser_hash")?;
        if moment(row.try_get("expires_at")?)? <= now || began != browser.as_str() {
            return Ok(None);
        }
        let invitation: String = row.try_get("invitation_hash")?;
        Ok(Some(Pending {
            provider: row.try_get("provider")?,
            nonce: Secret::given(row.try_get::<String, _>("nonce")?),
            verifier: Secret::given(row.try_get::<String, _>("verifier")?),
            return_to: row.try_get("return_to")?,
            invitation: (!invitation.is_empty()).then_some(SecretHash(invitation)),
        }))
    }
}
