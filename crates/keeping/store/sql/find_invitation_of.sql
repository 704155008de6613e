select token_hash from invitation where account = $1 and expires_at > $2
