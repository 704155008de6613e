select id, reference_table, layout, source_name, source_hash, released, dated, row_count, hash, kept_by, kept_at from vintage
order by reference_table, dated, id
