select cast(pg_notify('footprint_journal', $1) as text) as sent
