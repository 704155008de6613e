insert into blob_hold (blob, holder, until) values ($1, $2, $3) on conflict (blob, holder) do update set until = excluded.until
