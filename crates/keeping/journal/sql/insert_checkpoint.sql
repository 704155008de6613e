insert into checkpoint (number, size, note) values ($1, $2, $3)
