update run set state = 'running', beat_at = $2, records = 0, bytes_done = 0, bytes_total = $3, rows_until = $4 where id = $1 and state <> 'running'
