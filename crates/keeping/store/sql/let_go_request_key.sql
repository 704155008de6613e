delete from request_key where token = $1 and idempotency_key = $2 and claim = $3 and status is null
