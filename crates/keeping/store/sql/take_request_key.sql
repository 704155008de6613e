update request_key set request_hash = $3, claim = $4, began_at = $5, until = $6, status = null, media_type = null, body = null, entry = 0 where token = $1 and idempotency_key = $2 and until <= $5
