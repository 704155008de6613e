update run set state = $2, account = $3, records = $4, beat_at = $5, rows_until = $6 where id = $1 and state = 'running'
