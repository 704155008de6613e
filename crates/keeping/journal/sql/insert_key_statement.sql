insert into key_statement (number, note) values ($1, $2)
