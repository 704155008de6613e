select hash, erased_at from erasure where hash > $1 order by hash limit $2
