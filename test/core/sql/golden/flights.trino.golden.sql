SELECT
  "flight_date" AS p0,
  count(*) AS m0,
  min("delay") AS m1,
  count(CASE WHEN ("delay" IS NULL) THEN 1 END) AS m2,
  max("delay") AS m3,
  min("distance") AS m4,
  count(CASE WHEN ("distance" IS NULL) THEN 1 END) AS m5,
  max("distance") AS m6,
  count(CASE WHEN (("origin" IS NOT NULL) AND (NOT regexp_like("origin", '\A[A-Z]{3}\z'))) THEN 1 END) AS m7,
  count(CASE WHEN ("origin" IS NULL) THEN 1 END) AS m8,
  count(CASE WHEN (("destination" IS NOT NULL) AND (NOT regexp_like("destination", '\A[A-Z]{3}\z'))) THEN 1 END) AS m9,
  count(CASE WHEN ("destination" IS NULL) THEN 1 END) AS m10,
  count(CASE WHEN ("date" IS NULL) THEN 1 END) AS m11,
  sum(CAST("delay" AS DECIMAL(38, 0))) AS m12,
  count("delay") AS m13,
  count(DISTINCT "origin") AS m14,
  count(CASE WHEN TRY(coalesce((("origin" = "destination")), FALSE)) THEN 1 END) AS m15,
  count(CASE WHEN (TRY(coalesce((("origin" = "destination")), FALSE)) IS NULL) THEN 1 END) AS m16,
  count(CASE WHEN (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL)) THEN 1 END) AS m17,
  count(DISTINCT ROW("date", "origin", "destination")) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m18,
  max("date") AS m19
FROM "candidate"
GROUP BY "flight_date"
