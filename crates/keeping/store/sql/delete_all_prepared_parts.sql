delete from prepared_part
