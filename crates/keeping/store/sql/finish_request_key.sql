update request_key set status = $4, media_type = $5, body = $6, entry = $7 where token = $1 and idempotency_key = $2 and claim = $3 and status is null
