"""SQLite, judging transfers one by one by triggers; told what to do line by line on standard input; answers with seconds."""

import csv
import sqlite3
import sys
import time

connection = sqlite3.connect(":memory:", isolation_level=None)
print(sqlite3.sqlite_version, flush=True)
rows = []
for line in sys.stdin:
    what, _, rest = line.rstrip("\n").partition(" ")
    start = time.perf_counter()
    if what == "open":
        connection = sqlite3.connect(rest, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    elif what == "script":
        with open(rest) as script:
            connection.executescript(script.read())
    elif what == "rows":
        with open(rest, newline="") as file:
            rows = list(csv.reader(file))
    elif what == "each":
        start = time.perf_counter()
        for row in rows:
            connection.execute(rest, row)
    elif what == "copy":
        query, _, path = rest.rpartition(" TO ")
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(connection.execute(query))
    print(time.perf_counter() - start, flush=True)
