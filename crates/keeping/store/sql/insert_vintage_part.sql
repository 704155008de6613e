insert into vintage_part (vintage, ordinal, bytes) values ($1, $2, $3)
