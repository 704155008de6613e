delete from token where revoked_at < $1 or last_day < $2
