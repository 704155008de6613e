select sequence, leaf_hash from entry where sequence > $1 order by sequence limit $2
