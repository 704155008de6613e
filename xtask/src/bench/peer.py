"""DuckDB, told what to do line by line on standard input; answers with seconds."""

import sys
import time

import duckdb

connection = duckdb.connect()
print(duckdb.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    connection.execute(line)
    print(time.perf_counter() - start, flush=True)
