"""What somebody would write instead of a contract, in Python: one SQL statement over all partitions, a few comparisons."""

import sys

import duckdb

folder = sys.argv[1].replace("'", "''")
SQL = f"""
  SELECT
    CAST(flight_date AS VARCHAR) AS day,
    count(*) AS n,
    count(*) FILTER (WHERE date IS NULL) AS date_nulls,
    count(*) FILTER (WHERE delay IS NULL) AS delay_nulls,
    count(*) FILTER (WHERE distance IS NULL) AS distance_nulls,
    count(*) FILTER (WHERE origin IS NULL) AS origin_nulls,
    count(*) FILTER (WHERE destination IS NULL) AS destination_nulls,
    min(delay) AS delay_min,
    max(delay) AS delay_max,
    avg(delay) AS delay_mean,
    min(distance) AS distance_min,
    max(distance) AS distance_max,
    count(*) FILTER (WHERE NOT regexp_matches(origin, '^[A-Z]{{3}}$')) AS bad_origins,
    count(*) FILTER (WHERE NOT regexp_matches(destination, '^[A-Z]{{3}}$')) AS bad_destinations,
    count(DISTINCT origin) AS origins,
    count(*) FILTER (WHERE origin = destination) AS round_trips,
    count(*) - count(DISTINCT (date, origin, destination)) AS duplicates,
    epoch(CAST(flight_date AS TIMESTAMP) + INTERVAL 1 DAY - max(date)) AS age
  FROM read_parquet('{folder}/*/*.parquet', hive_partitioning = true)
  GROUP BY flight_date
  ORDER BY flight_date"""

RULES = {
    "null rates": lambda d: d["date_nulls"] + d["origin_nulls"] + d["destination_nulls"] == 0
    and d["delay_nulls"] / d["n"] < 0.01
    and d["distance_nulls"] / d["n"] < 0.01,
    "at least 10,000 rows": lambda d: d["n"] >= 10_000,
    "delay from -180 to 2880": lambda d: d["delay_min"] >= -180 and d["delay_max"] <= 2880,
    "mean delay from -30 to 90": lambda d: -30 <= d["delay_mean"] <= 90,
    "distance from 1 to 6000": lambda d: d["distance_min"] >= 1 and d["distance_max"] <= 6000,
    "airport codes": lambda d: d["bad_origins"] + d["bad_destinations"] == 0,
    "at least 100 origins": lambda d: d["origins"] >= 100,
    "no round trips": lambda d: d["round_trips"] == 0,
    "less than 1 % duplicates": lambda d: d["duplicates"] / d["n"] < 0.01,
    "newest row within 2 h": lambda d: d["age"] < 7200,
}

result = duckdb.connect(config={"threads": 2}).execute(SQL)
names = [c[0] for c in result.description]
days = [dict(zip(names, row)) for row in result.fetchall()]
rejected = 0
for day in days:
    broken = [name for name, holds in RULES.items() if not holds(day)]
    if broken:
        rejected += 1
        print(f"{day['day']}: {', '.join(broken)}")
print(f"{len(days) - rejected} passed, {rejected} rejected")
sys.exit(1 if rejected else 0)
