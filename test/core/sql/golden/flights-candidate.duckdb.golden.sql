SELECT CAST("date" AS DATE) AS "flight_date", "date", "delay", "distance", "origin", "destination" FROM {source} AS "object" WHERE (("date" >= {windowStart}) AND ("date" < {windowEnd}))
