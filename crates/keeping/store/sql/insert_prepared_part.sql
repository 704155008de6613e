insert into prepared_part (prepared, ordinal, bytes) values ($1, $2, $3)
