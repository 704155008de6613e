select count(*) as live from token where account = $1 and revoked_at is null and last_day >= $2
