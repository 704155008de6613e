select id, person, body, made_at, beat_at, state, records, bytes_done, bytes_total, settings, account, rows_until from run where id = $1
