-- Questions of what services cost by month; the day of an amount is the first of its month. As bench/judge/refunds.sql.

-- case: any-housing-support
-- success: any(amount.kind = housing-support)
-- window: 2024-01 to 2024-12
SELECT s.person, CASE WHEN coalesce(bool_or(a.kind = 'housing-support'), false) THEN true WHEN any_value(s.whole) THEN false END AS answer
FROM seen s LEFT JOIN amount a ON a.person = s.person AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-of-all-services
-- value: sum(amount.kind in (housing-support, substance-treatment, guidance, family-treatment))
-- window: since 12
SELECT s.person, CASE WHEN any_value(s.whole) THEN coalesce(sum(a.ore), 0) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind IN ('housing-support', 'substance-treatment', 'guidance', 'family-treatment')
  AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-mean-month
-- value: mean(amount.kind = substance-treatment)
-- window: 2021-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) AND count(w.day) > 0 THEN sum(w.ore) END AS dividend, greatest(100 * count(w.day), 1) AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'substance-treatment' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: share-of-rows
-- value: rate(amount.item = bostoette)
-- window: 2021-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) AND count(a.day) > 0 THEN count(*) FILTER (WHERE a.item = 'bostoette') END AS dividend,
       greatest(count(a.day), 1) AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person
