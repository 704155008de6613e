select number, note from key_statement where number > $1 order by number limit $2
