insert into entry (sequence, leaf, leaf_hash, batch) values ($1, $2, $3, $4)
