insert into prepared_of (prepared, vintage) values ($1, $2)
