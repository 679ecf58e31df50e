SELECT
  "flight_date" AS p0,
  count(*) FILTER (WHERE (("origin" IS NOT NULL) AND (NOT regexp_full_match("origin", '\A[A-Z]{3}\z')))) AS m0,
  count(*) FILTER (WHERE (("destination" IS NOT NULL) AND (NOT regexp_full_match("destination", '\A[A-Z]{3}\z')))) AS m1,
  sum("delay") AS m2,
  count(DISTINCT "origin") AS m3,
  count(*) FILTER (WHERE TRY(coalesce((("origin" = "destination")), FALSE))) AS m4,
  count(*) FILTER (WHERE (TRY(coalesce((("origin" = "destination")), FALSE)) IS NULL)) AS m5,
  count(*) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m6,
  count(DISTINCT ("date", "origin", "destination")) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m7
FROM "candidate"
GROUP BY "flight_date"
