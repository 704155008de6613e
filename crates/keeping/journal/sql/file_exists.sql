select hash from fact_file where hash = $1
