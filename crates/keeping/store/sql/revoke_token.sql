update token set revoked_at = $3 where id = $1 and account = $2 and revoked_at is null
