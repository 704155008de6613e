update session set idle_until = $2 where token_hash = $1 and idle_until > $3 and ends_at > $3
