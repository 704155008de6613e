insert into run_part (run, file, ordinal, bytes) values ($1, $2, $3, $4)
