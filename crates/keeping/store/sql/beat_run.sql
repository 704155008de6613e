update run set beat_at = $2, records = $3, bytes_done = $4 where id = $1 and state = 'running'
