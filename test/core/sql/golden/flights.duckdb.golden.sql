SELECT
  "flight_date" AS p0,
  count(*) AS m0,
  min("delay") AS m1,
  count(*) FILTER (WHERE ("delay" IS NULL)) AS m2,
  max("delay") AS m3,
  min("distance") AS m4,
  count(*) FILTER (WHERE ("distance" IS NULL)) AS m5,
  max("distance") AS m6,
  count(*) FILTER (WHERE (("origin" IS NOT NULL) AND (NOT regexp_full_match("origin", '\A[A-Z]{3}\z')))) AS m7,
  count(*) FILTER (WHERE ("origin" IS NULL)) AS m8,
  count(*) FILTER (WHERE (("destination" IS NOT NULL) AND (NOT regexp_full_match("destination", '\A[A-Z]{3}\z')))) AS m9,
  count(*) FILTER (WHERE ("destination" IS NULL)) AS m10,
  count(*) FILTER (WHERE ("date" IS NULL)) AS m11,
  sum("delay") AS m12,
  count("delay") AS m13,
  count(DISTINCT "origin") AS m14,
  count(*) FILTER (WHERE TRY(coalesce((("origin" = "destination")), FALSE))) AS m15,
  count(*) FILTER (WHERE (TRY(coalesce((("origin" = "destination")), FALSE)) IS NULL)) AS m16,
  count(*) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m17,
  count(DISTINCT ("date", "origin", "destination")) FILTER (WHERE (("date" IS NOT NULL) OR ("origin" IS NOT NULL) OR ("destination" IS NOT NULL))) AS m18,
  max("date") AS m19
FROM "candidate"
GROUP BY "flight_date"
