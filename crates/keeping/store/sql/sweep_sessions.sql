delete from session where idle_until <= $1 or ends_at <= $1
