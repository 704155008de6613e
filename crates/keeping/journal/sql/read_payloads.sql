select hash, salt, bytes from payload where hash > $1 order by hash limit $2
