delete from prepared_of
