select hash from fact_file where hash > $1 order by hash limit $2
