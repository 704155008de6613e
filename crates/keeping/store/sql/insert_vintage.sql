insert into vintage (id, reference_table, layout, source_name, source_hash, released, dated, row_count, hash, kept_by, kept_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
