"""DuckDB, told what to do line by line on standard input; answers with seconds."""

import sys
import time

import duckdb

connection = duckdb.connect()
# A long query would otherwise draw its progress on standard output, among the answers.
connection.execute("SET enable_progress_bar = false")
print(duckdb.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    connection.execute(line)
    print(time.perf_counter() - start, flush=True)
