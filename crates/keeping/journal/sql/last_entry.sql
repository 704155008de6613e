select sequence, leaf from entry order by sequence desc limit 1
