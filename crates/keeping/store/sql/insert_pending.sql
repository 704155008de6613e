insert into pending_sign_in (state_hash, browser_hash, provider, nonce, verifier, return_to, invitation_hash, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
