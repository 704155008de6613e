delete from payload where hash = $1
