insert into run (id, person, body, made_at, beat_at, state, records, bytes_done, bytes_total, settings, account, rows_until) values ($1, $2, $3, $4, $4, 'running', 0, 0, $5, $6, '', $7)
