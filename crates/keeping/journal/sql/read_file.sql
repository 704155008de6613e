select packed from fact_file where hash = $1
