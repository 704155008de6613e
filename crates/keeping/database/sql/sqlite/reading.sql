pragma busy_timeout = 10000
