SELECT
  CAST(date AS DATE) AS flight_date,
  date,
  delay,
  distance,
  origin,
  destination
FROM {source}
WHERE date >= {windowStart} AND date < {windowEnd}
