SELECT
  "flight_date" AS p0,
  count(CASE WHEN (("origin" IS NOT NULL) AND (NOT regexp_full_match("origin", '\A[A-Z]{3}\z'))) THEN 1 END) AS m0,
  count(CASE WHEN (("destination" IS NOT NULL) AND (NOT regexp_full_match("destination", '\A[A-Z]{3}\z'))) THEN 1 END) AS m1,
  sum("delay") AS m2,
  count(DISTINCT "origin") AS m3,
  count(CASE WHEN TRY(coalesce((("origin" = "destination")), FALSE)) THEN 1 END) AS m4,
  count(CASE WHEN (TRY(coalesce((("origin" = "destination")), FALSE)) IS NULL) THEN 1 END) AS m5,
  count(CASE WHEN (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL)) THEN 1 END) AS m6,
  count(DISTINCT ("date", "origin", "destination")) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m7
FROM "candidate"
GROUP BY "flight_date"
