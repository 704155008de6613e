select request_hash, began_at, status, media_type, body, entry from request_key where token = $1 and idempotency_key = $2
