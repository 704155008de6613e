update run set state = 'failed' where state = 'running' and beat_at <= $1
