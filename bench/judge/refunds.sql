-- Questions of amounts of weeks, corrections as rows with their sign. `amount` has a row for each week, kind and item of a
-- person, in øre; the day is the Thursday. As bench/judge/shelter.sql.

-- case: net-of-a-year-is-small
-- success: sum(amount.kind = net) < 50_000
-- window: 2025-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN coalesce(sum(a.ore), 0) < 5000000 END AS answer
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind = 'net' AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-net-of-two-years
-- value: sum(amount.kind = net)
-- window: 2024-07 to 2026-05
SELECT s.person, CASE WHEN any_value(s.whole) THEN coalesce(sum(a.ore), 0) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind = 'net' AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-net-since-enrolment
-- value: sum(amount.kind = net)
-- window: since 15
SELECT s.person, CASE WHEN any_value(s.whole) THEN coalesce(sum(a.ore), 0) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind = 'net' AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-paid-less-refunds
-- value: sum(amount.kind = paid) - sum(amount.kind in (refund, co-financing))
-- window: 2025-01 to 2025-06
SELECT s.person, CASE WHEN any_value(s.whole) THEN
         coalesce(sum(a.ore) FILTER (WHERE a.kind = 'paid'), 0) - coalesce(sum(a.ore) FILTER (WHERE a.kind IN ('refund', 'co-financing')), 0) END AS dividend,
       100 AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-cash-benefit-alone
-- value: sum(amount.kind = net and amount.item = kontanthjaelp)
-- window: 2025-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN coalesce(sum(a.ore), 0) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind = 'net' AND a.item = 'kontanthjaelp' AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: value-mean-net-of-a-week
-- value: mean(amount.kind = net)
-- window: 2024-09 to 2026-03
SELECT s.person, CASE WHEN any_value(s.whole) AND count(w.day) > 0 THEN sum(w.ore) END AS dividend, greatest(100 * count(w.day), 1) AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'net' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: value-least-net-of-a-week
-- value: min(amount.kind in (net, paid))
-- window: 2025-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN min(w.ore) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind IN ('net', 'paid') GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: value-greatest-refund-of-a-week
-- value: max(amount.kind = refund)
-- window: since 18
SELECT s.person, CASE WHEN any_value(s.whole) THEN max(w.ore) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'refund' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: value-first-net
-- value: first(amount.kind = net)
-- window: 2025-04 to 2026-03
SELECT s.person, CASE WHEN any_value(s.whole) THEN arg_min(w.ore, w.day) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'net' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: value-last-net
-- value: last(amount.kind = net)
-- window: 2024-08 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN arg_max(w.ore, w.day) END AS dividend, 100 AS divisor
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'net' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person

-- case: value-net-for-each-row-of-net
-- value: sum(amount.kind = net) / count(amount.kind = net)
-- window: 2025-01 to 2025-09
SELECT s.person, CASE WHEN any_value(s.whole) AND count(a.day) > 0 THEN sum(a.ore) END AS dividend, greatest(100 * count(a.day), 1) AS divisor
FROM seen s LEFT JOIN amount a ON a.person = s.person AND a.kind = 'net' AND s.first_day <= a.day AND a.day < s.end_day
GROUP BY s.person

-- case: some-net-by-month
-- success: mean(amount.kind = net) >= 2_500
-- window: since 9
SELECT s.person, CASE WHEN any_value(s.whole) AND count(w.day) > 0 THEN sum(w.ore) >= 250000 * count(w.day) END AS answer
FROM seen s LEFT JOIN (SELECT person, day, sum(ore) AS ore FROM amount WHERE kind = 'net' GROUP BY person, day) w
  ON w.person = s.person AND s.first_day <= w.day AND w.day < s.end_day
GROUP BY s.person
