delete from pending_sign_in where state_hash = $1 returning browser_hash, provider, nonce, verifier, return_to, invitation_hash, expires_at
