pragma busy_timeout = 10000;
pragma synchronous = full;
pragma secure_delete = on;
pragma foreign_keys = on;
