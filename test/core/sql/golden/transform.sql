WITH cleaned AS (
  SELECT
    CAST(at AS DATE) AS day,
    AT,
    CAST(written AS TIMESTAMP) AS written_at,
    amount * 0.5 AS half,
    ln(ratio) AS magnitude,
    hour(birthday) AS born,
    upper(name) AS shout,
    ratio,
    seats,
    row_number() OVER (PARTITION BY id ORDER BY ratio DESC) AS nth
  FROM {source}
  WHERE AT >= {windowStart} AND at < {windowEnd}
    AND birthday >= '1970-01-01'
    AND (ratio > 0.25 OR ratio IN (0.1, 0.2))
    AND at BETWEEN '2001-01-01T00:00:00Z' AND {windowEnd}
)
SELECT
  day,
  count(*) AS n,
  sum(seats) AS seats,
  sum(ratio) AS ratios,
  max(ratio) AS largest,
  avg(half) AS half,
  max(written_at) - INTERVAL '36' HOUR AS before_that,
  CASE WHEN max(born) = 0 THEN 'none' ELSE min(shout) END AS said,
  {windowEnd} AS until
FROM cleaned
WHERE nth = 1 AND magnitude <> 7
GROUP BY day
